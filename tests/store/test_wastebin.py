"""A deleted document leaves everything but the bin, and comes back as it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from extract.record import Record, RecordProblem
from ingest.errors import Conflict, FileMissing, NotStored
from store.archive.archive import Archive
from store.database.tables import Action, Base, OpenValue, State
from store.documents.layout import ReadLine, ReadWord, pack
from store.learning.fitting import _examples
from store.review.lessons import lessons_in, stored_lessons
from store.review.quality import Share
from tests.readings import SIGNER, record_of
from tests.store.papers import COMMUNE, OFFICE, PLAN_TEXT, fill, plan
from tests.store.test_quality import letter

# What is numbered anew, or tells when something was done.
_PASSING = {"id", "found_at"}
_TRAIL = ("document_events", "actor_names")


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


def rows(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """All rows of the store but the trail, without the numbers that they bear."""
    with archive.reading() as session:
        return {
            table.name: sorted(
                (
                    {name: value for name, value in row.items() if name not in _PASSING}
                    for row in session.execute(select(table)).mappings()
                ),
                key=repr,
            )
            for table in Base.metadata.sorted_tables
            if table.name not in _TRAIL
        }


def naming(archive: Archive, sha256: str) -> set[str]:
    """The tables in which a document is named."""
    return {name for name, found in rows(archive).items() if sha256 in repr(found)}


def search_rows(archive: Archive) -> int:
    with archive.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM search_rows")) or 0)


def everything(archive: Archive, sha256: str) -> list[Any]:
    """What the archive answers about the plan."""
    ask = archive.questions
    return [
        [one.sha256 for one in archive.documents()], archive.search("ket nghia"), archive.queue(50),
        archive.unsure(), ask.deadlines(datetime(2023, 1, 1).date(), datetime(2024, 12, 31).date()),
        ask.all_pairings(), ask.duties("các trường"), ask.mentions(COMMUNE), ask.mentions(OFFICE),
        ask.citations("11/KH-SGDĐT"), [one.document.sha256 for one in archive.exports()],
        archive.duplicates.pairs(), archive.review.progress().open,
    ]  # fmt: skip


def test_what_is_deleted_is_found_by_nothing_and_comes_back_as_it_was(archive: Archive) -> None:
    sha256, other = fill(archive)
    archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    before, asked, indexed = rows(archive), everything(archive, sha256), search_rows(archive)
    archive.bin.delete(sha256, "Hoa")
    gone = everything(archive, sha256)
    assert sha256 not in repr(gone)
    assert [one.sha256 for one in archive.documents()] == [other]
    with pytest.raises(NotStored):
        archive.find(sha256)
    ((binned, by),) = archive.bin.documents()
    assert (binned.sha256, binned.state, by) == (sha256, State.DELETED, "Hoa")
    assert archive.bin.count() == 1
    archive.bin.restore(sha256[:8], "Minh")
    assert rows(archive) == before
    assert everything(archive, sha256) == asked
    assert search_rows(archive) == indexed
    trail = [(one.action, one.reviewer, one.document) for one in archive.bin.events()]
    assert trail == [("restore", "Minh", sha256), ("delete", "Hoa", sha256)]


def test_nothing_of_what_is_emptied_is_left_but_the_trail(archive: Archive) -> None:
    sha256, other = fill(archive)
    archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.empty("admin", datetime.now(UTC) - timedelta(days=1)) == 0
    assert archive.bin.empty("admin", datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert (naming(archive, sha256), archive.bin.documents()) == (set(), [])
    with pytest.raises(FileMissing):
        archive.data(sha256)
    assert archive.data(other)
    last = archive.bin.events()[0]
    assert (last.action, last.reviewer, last.name) == ("empty", "admin", "plan.txt")
    assert fill(archive)[0] == sha256
    assert archive.data(sha256) == b"the plan"


def test_a_file_that_comes_again_comes_out_of_the_bin(archive: Archive) -> None:
    sha256, _ = fill(archive)
    archive.bin.delete(sha256, "Hoa")
    document, is_new = archive.accept(b"the plan", "plan.txt", "Lan")
    assert (document.state, is_new) == (State.REVIEW, False)
    assert archive.bin.events()[0].reviewer == "Lan"


def test_a_reading_that_ends_after_the_deletion_brings_nothing_back(archive: Archive) -> None:
    sha256 = archive.accept(b"the plan", "plan.txt")[0].sha256
    archive.bin.delete(sha256, "Hoa")
    archive.save_reading(sha256, plan(b"the plan"), [PLAN_TEXT])
    assert (archive.documents(), archive.search("ket nghia"), archive.queue(9)) == ([], [], [])
    archive.bin.restore(sha256, "Hoa")
    assert archive.find(sha256).state == State.REVIEW
    assert len(archive.search("ket nghia")) == 1


def test_one_that_failed_comes_back_as_failed(archive: Archive) -> None:
    sha256 = archive.accept(b"nothing", "a.txt")[0].sha256
    archive.fail(sha256, "It is broken.")
    archive.bin.delete(sha256, "Hoa")
    archive.fail(sha256, "It is broken still.")
    assert archive.failed() == []
    assert archive.bin.restore(sha256, "Hoa").state == State.FAILED


def test_one_whose_second_reading_failed_comes_back_as_failed(archive: Archive) -> None:
    sha256, _ = fill(archive)
    archive.fail(sha256, "It is broken.")
    before = rows(archive)
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.restore(sha256, "Hoa").state == State.FAILED
    assert rows(archive) == before


def problematic(data: bytes) -> Record:
    """A record without any doubtful value, of which a page could not be read."""
    source = record_of(data).source
    problem = RecordProblem(component="ocr", page=1, message="no words")
    return Record(source=source, problems=[problem])


def test_one_with_problems_comes_back_as_waiting_though_a_word_was_settled(
    archive: Archive,
) -> None:
    line = ReadLine("Kinh gui", (ReadWord("Kinh", "Kinh"), ReadWord("gui", "gửi")))
    sha256 = archive.accept(b"a", "a.txt")[0].sha256
    archive.save_reading(sha256, problematic(b"a"), ["Kinh gửi"], [pack([line])])
    archive.decide(sha256, "/text/1/0/0", "Kinh", "Kính", "Lan")
    assert archive.find(sha256).state == State.REVIEW
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.restore(sha256, "Hoa").state == State.REVIEW


def test_a_pair_of_which_one_lies_in_the_bin_is_not_offered(archive: Archive) -> None:
    one, other = (archive.accept(data, "a.txt")[0].sha256 for data in (b"one", b"two"))
    for sha256, data in ((one, b"one"), (other, b"two")):
        archive.save_reading(sha256, plan(data), [PLAN_TEXT])
    (pair,) = archive.duplicates.pairs()
    for deleted in (one, other):
        archive.bin.delete(deleted, "Hoa")
        assert archive.duplicates.pairs() == []
        archive.bin.restore(deleted, "Hoa")
    assert [found.id for found in archive.duplicates.pairs()] == [pair.id]


def test_what_lies_in_the_bin_teaches_and_counts_nothing(archive: Archive, store_url: str) -> None:
    data = b"a"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    record = record_of(data)
    page = record.source.pages[0].model_copy(update={"quality": "bare", "origin": "text layer"})
    record.source.pages[:] = [page]
    archive.save_reading(sha256, record, ["chữ"])
    archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ấn", "Lan")

    def known() -> list[object]:
        with archive.reading() as session:
            learned = [lessons_in(session), stored_lessons(store_url), list(_examples(session))]
        alike = archive.review.settled_like([(SIGNER, "Nguyễn Văn Anh")])
        settled = archive.review.progress().settled
        return [*map(len, learned), len(alike[0]), settled, len(archive.audits.quality().found)]

    assert known() == [1] * 6
    archive.bin.delete(sha256, "Hoa")
    assert known() == [0] * 6
    archive.bin.restore(sha256, "Hoa")
    assert known() == [1] * 6


def test_drawn_values_of_the_bin_are_no_error_of_the_archive(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_AUDIT", "1")
    for data in (b"one", b"two"):
        record = record_of(data)
        record.signers[0].confidence = 0.99
        sha256 = archive.accept(data, "a.txt")[0].sha256
        archive.save_reading(sha256, record, ["chữ"])
        archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    assert archive.audits.accepted() == Share(2, 2)
    archive.bin.delete(sha256, "Hoa")
    assert archive.audits.accepted() == Share(1, 1)


def test_an_office_known_from_the_bin_alone_is_new(archive: Archive) -> None:
    one, other = (archive.accept(data, "a.txt")[0].sha256 for data in (b"one", b"two"))
    archive.save_reading(one, sure(b"one"), ["chữ"])
    archive.bin.delete(one, "Hoa")
    archive.save_reading(other, sure(b"two"), ["chữ"])
    assert archive.queue(1)[0].document == other
    with archive.reading() as session:
        assert (session.scalar(select(func.min(OpenValue.turn))) or 0) < 0


def sure(data: bytes) -> Record:
    """A record of an office with one doubtful value among many."""
    record = letter(data)
    record.header.support["place"].confidence = 0.3
    return record


def test_what_is_emptied_while_it_is_read_stays_gone(archive: Archive) -> None:
    sha256 = archive.accept(b"the plan", "plan.txt")[0].sha256
    archive.bin.delete(sha256, "Hoa")
    archive.bin.empty("admin")
    with pytest.raises(NotStored):
        archive.save_reading(sha256, plan(b"the plan"), [PLAN_TEXT])
    assert archive.fail(sha256, "It is gone.") is None
    assert naming(archive, sha256) == set()


def test_of_many_who_delete_restore_and_read_at_once_each_step_is_whole(archive: Archive) -> None:
    sha256 = fill(archive)[0]
    steps: list[Callable[[], object]] = [
        lambda: archive.bin.delete(sha256, "Hoa"),
        lambda: archive.bin.restore(sha256, "Minh"),
        lambda: archive.bin.empty("admin"),
        lambda: archive.accept(b"the plan", "plan.txt", "Lan"),
        lambda: archive.save_reading(sha256, plan(b"the plan"), [PLAN_TEXT]),
    ]

    def work(first: int) -> None:
        for turn in range(3 * len(steps)):
            with suppress(NotStored):
                steps[(first + turn) % len(steps)]()

    with ThreadPoolExecutor(len(steps)) as threads:
        list(threads.map(work, range(len(steps))))
    trail = [one.action for one in reversed(archive.bin.events(1000))]
    assert len(trail) > 1
    assert [action == Action.DELETE for action in trail] == [i % 2 == 0 for i in range(len(trail))]
    archive.accept(b"the plan", "plan.txt")
    archive.save_reading(sha256, plan(b"the plan"), [PLAN_TEXT])
    assert len(archive.search("ket nghia")) == 2
    assert archive.data(sha256) == b"the plan"


def test_a_decision_that_comes_too_late_is_refused(archive: Archive) -> None:
    data = b"a"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["a"])
    found = archive.find(sha256)
    archive.bin.delete(sha256, "Hoa")
    archive.find = lambda prefix: found  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")


def test_remote_originals_are_removed_too(tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path}/store.db", f"file://{tmp_path}/originals")
    sha256 = archive.accept(b"bytes", "a.txt")[0].sha256
    archive.original(sha256)
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.empty("admin") == 1
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []
