"""Documents are kept before they are read, and decisions outlive readings."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ingest.errors import BadRequest, Conflict, NotStored, StoreFailed
from store.archive.archive import Archive
from store.database.tables import Decision, State, Verdict
from tests.readings import NUMBER, PLACE, SIGNER, TEXT, record_of

DATA = b"any bytes"


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


@pytest.fixture
def stored(archive: Archive) -> str:
    document, _ = archive.accept(DATA, "kế hoạch.pdf")
    archive.save_reading(document.sha256, record_of(DATA), [TEXT])
    return document.sha256


def test_accepting_keeps_bytes_and_row_before_any_reading(archive: Archive) -> None:
    document, is_new = archive.accept(DATA, "thư mục/kế hoạch.pdf")
    assert is_new
    assert archive.original(document.sha256).read_bytes() == DATA
    assert (document.state, document.name) == (State.ACCEPTED, "kế hoạch.pdf")


def test_the_same_bytes_are_the_same_document(archive: Archive) -> None:
    first, _ = archive.accept(DATA, "a.pdf")
    second, is_new = archive.accept(DATA, "b.pdf")
    assert (second.sha256, second.name, is_new) == (first.sha256, "a.pdf", False)
    assert len(archive.documents()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [("..\\..\\a.pdf", "a.pdf"), ("/", "unnamed"), ("a\x00\nb.pdf", "ab.pdf"), ("", "unnamed")],
)
def test_names_from_outside_are_made_harmless(archive: Archive, given: str, kept: str) -> None:
    assert archive.accept(DATA, given)[0].name == kept


def test_a_store_is_opened_again_with_what_it_had(
    archive: Archive, store_url: str, tmp_path: Path
) -> None:
    document, _ = archive.accept(DATA, "a.pdf")
    again = Archive(store_url, tmp_path / "originals")
    assert again.find(document.sha256).name == "a.pdf"


@pytest.mark.usefixtures("one_bar")
def test_a_reading_with_unsure_values_waits_for_review(archive: Archive, stored: str) -> None:
    document = archive.find(stored)
    assert (document.state, document.number, document.pages) == (State.REVIEW, "l25/KH-UBND", 1)
    assert [question.pointer for question in archive.queue(10)] == [
        SIGNER,
        NUMBER,
        "/recipients/0/name",
        PLACE,
    ]
    assert archive.unsure() == 3


@pytest.mark.usefixtures("one_bar")
def test_settling_the_unsure_values_finishes_a_document(archive: Archive, stored: str) -> None:
    archive.decide(stored, NUMBER, "l25/KH-UBND", " 125/KH-UBND ", "Lan")
    archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn An", "Lan")
    assert archive.find(stored).state == State.REVIEW
    archive.decide(stored, "/recipients/0/name", "<b>Các trường</b>", "Các trường", "Lan")
    document = archive.find(stored)
    assert (document.state, document.number) == (State.DONE, "125/KH-UBND")
    verdicts = [decision.verdict for decision in archive.decisions(stored)]
    assert verdicts == [Verdict.CORRECT, Verdict.ACCEPT, Verdict.CORRECT]


def test_decisions_survive_reading_again(archive: Archive, stored: str) -> None:
    archive.decide(stored, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn An", "Lan")
    archive.save_reading(stored, record_of(DATA), [TEXT])
    assert archive.record(stored).header.number == "125/KH-UBND"
    open_pointers = {question.pointer for question in archive.queue(10)}
    assert open_pointers == {"/recipients/0/name", PLACE}


def test_a_better_reading_keeps_the_value_settled(archive: Archive, stored: str) -> None:
    archive.decide(stored, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    archive.save_reading(stored, record_of(DATA, number="125/KH-UBND"), [TEXT])
    assert NUMBER not in {question.pointer for question in archive.queue(10)}


def test_a_different_reading_opens_the_value_again(archive: Archive, stored: str) -> None:
    archive.decide(stored, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    archive.save_reading(stored, record_of(DATA, number="126/KH-UBND"), [TEXT])
    assert archive.record(stored).header.number == "126/KH-UBND"
    assert NUMBER in {question.pointer for question in archive.queue(10)}
    assert len(archive.decisions(stored)) == 1


def test_the_second_reviewer_of_a_value_sees_the_first(archive: Archive, stored: str) -> None:
    archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn An", "Lan")
    with pytest.raises(Conflict):
        archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Minh")
    archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Minh", reopen=True)
    assert archive.record(stored).signers[0].name == "Nguyễn Văn Ân"
    with pytest.raises(Conflict):
        archive.decide(stored, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Anh", "Lan", reopen=True)


@pytest.mark.parametrize("pointer", ["/header/nothing", "/signers/7/name", "", "/source/sha256"])
def test_only_values_for_review_can_be_settled(archive: Archive, stored: str, pointer: str) -> None:
    with pytest.raises(BadRequest):
        archive.decide(stored, pointer, "a", "b", "Lan")


def test_an_empty_correction_is_refused(archive: Archive, stored: str) -> None:
    with pytest.raises(BadRequest):
        archive.decide(stored, NUMBER, "l25/KH-UBND", "  ", "Lan")


def test_a_failed_document_says_why_and_can_be_read_later(archive: Archive) -> None:
    sha256 = archive.accept(DATA, "a.pdf")[0].sha256
    archive.fail(sha256, "The file is broken.")
    with pytest.raises(NotStored, match="The file is broken"):
        archive.record(sha256)
    document = archive.save_reading(sha256, record_of(DATA), [TEXT])
    assert (document.state, document.reason) == (State.REVIEW, None)


def test_documents_are_found_by_the_start_of_their_hash(archive: Archive) -> None:
    hashes = [archive.accept(bytes([n]), "a.pdf")[0].sha256 for n in range(20)]
    assert archive.find(hashes[3][:10].upper()).sha256 == hashes[3]
    with pytest.raises(BadRequest, match="Several"):
        archive.find(next(h[0] for h in hashes if sum(o[0] == h[0] for o in hashes) > 1))
    for nothing in ("", "%", "zz"):
        with pytest.raises(NotStored):
            archive.find(nothing)


def test_a_write_that_fails_leaves_nothing_behind(archive: Archive, stored: str) -> None:
    with pytest.raises(StoreFailed), archive._database.write() as session:
        session.add(Decision(document="unknown"))
        session.flush()
    assert archive.decisions(stored) == []


def test_sqlite_runs_with_a_write_ahead_log(tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path}/deep/store.db", tmp_path / "originals")
    with archive._database.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000


def test_a_store_that_cannot_be_opened_is_a_typed_failure(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}", "no such url", "unknown://x", "mysql://x"):
        with pytest.raises(StoreFailed):
            Archive(url, tmp_path / "originals")
