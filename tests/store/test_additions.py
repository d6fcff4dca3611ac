"""What was not found is asked for, and people add it with history and undo."""

from pathlib import Path

import pytest

from extract.record import Evidence, Header, Recipient, Record, ReviewValue
from ingest.errors import BadRequest, Conflict
from store.archive.archive import Archive
from store.database.tables import State, Verdict
from store.documents.layout import ReadLine, ReadWord, pack
from store.review.gaps import CLOSING, HEAD
from store.review.marking import Marked
from tests.readings import NUMBER, record_of

DUTIES = "/responsibilities/-"
DUTY = {"actor": "Các trường", "task": "nộp báo cáo"}


def lacking(**header: None) -> Record:
    """A plan that was read without signer, recipients and duties; ``header`` changes its head."""
    record = record_of(b"a")
    known = record.header.model_copy(update={"kind": "kế hoạch", **header})
    return record.model_copy(update={"header": known, "signers": [], "recipients": []})


def stored(archive: Archive, record: Record, data: bytes = b"a") -> str:
    words = (ReadWord("S6:", "Số:", box=(0.1, 0.1, 0.14, 0.12)),
             ReadWord("l25/KH", "125/KH", box=(0.15, 0.1, 0.3, 0.12)))  # fmt: skip
    below = (ReadWord("Kinh", "Kính", box=(0.1, 0.2, 0.2, 0.22)),)
    lines = [ReadLine("S6: l25/KH", words), ReadLine("Kinh", below)]
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record, ["chữ"], [pack(lines)])
    return sha256


def asked(archive: Archive) -> dict[str, Evidence]:
    return {one.pointer: one.evidence[0] for one in archive.queue(50) if not one.value}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def test_what_a_plan_should_have_is_asked_for_where_it_most_likely_stands(archive: Archive) -> None:
    stored(archive, lacking(number=None, issued_on=None))
    places = {pointer: one.boxes[0] for pointer, one in asked(archive).items()}
    assert set(places) == {NUMBER, "/header/issued_on", "/signers/-", "/recipients/-", DUTIES}
    assert (places[NUMBER], places["/signers/-"]) == (HEAD, CLOSING)


def test_of_papers_of_no_kind_nothing_is_asked(archive: Archive) -> None:
    record = record_of(b"a").model_copy(update={"header": Header()})
    stored(archive, record)
    assert asked(archive) == {}


def test_a_document_waits_until_what_it_lacks_is_said(archive: Archive) -> None:
    record = lacking()
    record.header.support.clear()
    sha256 = stored(archive, record)
    for pointer in ("/signers/-", "/recipients/-"):
        assert archive.find(sha256).state == State.REVIEW
        archive.decide(sha256, pointer, "", "", "Lan", reject=True)
    kept = archive.add(sha256, DUTIES, DUTY, "Lan")
    assert archive.find(sha256).state == State.DONE
    assert [one.task for one in archive.record(sha256).responsibilities] == ["nộp báo cáo"]
    archive.undo(sha256, kept.id, "Lan")
    assert (archive.find(sha256).state, set(asked(archive))) == (State.REVIEW, {DUTIES})


def test_a_marked_number_is_tidied_and_shows_where_it_stands(archive: Archive) -> None:
    sha256 = stored(archive, lacking(number=None))
    kept = archive.add(sha256, NUMBER, "Số: 125/KH", "Lan", Marked(1, 0, 1))
    header = archive.record(sha256).header
    assert (kept.verdict, kept.before, header.number) == (Verdict.ADD, "", "125/KH")
    assert header.number_parts is not None and header.number_parts.serial == "125"
    (evidence,) = header.support["number"].evidence
    assert (evidence.raw, evidence.text, evidence.rule) == ("S6: l25/KH", "Số: 125/KH", "reviewer")
    assert evidence.boxes == [(0.1, 0.1, 0.3, 0.12)]
    assert archive.find(sha256).number == "125/KH"
    archive.undo(sha256, kept.id, "Lan")
    assert archive.record(sha256).header.number is None


def test_words_of_two_lines_have_two_boxes(archive: Archive) -> None:
    sha256 = stored(archive, lacking())
    archive.add(sha256, "/recipients/-", "Số: 125/KH Kính", "Lan", Marked(1, 0, 2))
    assert len(archive.record(sha256).recipients[0].evidence[0].boxes) == 2
    with pytest.raises(BadRequest):
        archive.add(sha256, "/recipients/-", "x", "Lan", Marked(1, 2, 3))


def test_a_written_day_becomes_edtf_and_another_word_is_refused(archive: Archive) -> None:
    sha256 = stored(archive, lacking(issued_on=None))
    with pytest.raises(BadRequest, match="no time"):
        archive.add(sha256, "/header/issued_on", "hôm nay", "Lan")
    archive.add(sha256, "/header/issued_on", "Hà Nội, ngày 26 tháng 9 năm 2025", "Lan")
    assert archive.find(sha256).issued_on == "2025-09-26"


def test_a_time_is_understood_alike_whether_it_is_added_or_corrected(archive: Archive) -> None:
    sha256 = stored(archive, lacking(issued_on=None, period=None))
    for pointer, typed, kept in (
        ("/header/period", "từ 9/2023 đến 5/2024", "2023-09/2024-05"),
        ("/header/issued_on", "Hà Nội, ngày 26 tháng 9 năm 2025", "2025-09-26"),
    ):
        added = archive.add(sha256, pointer, typed, "Lan")
        archive.decide(sha256, pointer, kept, "1/2020", "Lan", reopen=True)
        corrected = archive.decide(sha256, pointer, "2020-01", typed, "Lan", reopen=True)
        assert added.after == corrected.after == kept


def test_an_addition_is_signed_as_every_decision(archive: Archive) -> None:
    sha256 = stored(archive, lacking())
    assert archive.add(sha256, "/recipients/-", "Thanh tra", " Lan ").reviewer == "Lan"
    with pytest.raises(BadRequest, match="name"):
        archive.add(sha256, "/recipients/-", "Sở Nội vụ", "Lan\nMinh")
    assert [one.name for one in archive.record(sha256).recipients] == ["Thanh tra"]


ENTRIES = {
    "/responsibilities/-": DUTY,
    "/deadlines/-": {"text": "trước ngày 30/9/2025", "task": "nộp"},
    "/recipients/-": {"name": "Như trên"},
    "/signers/-": {"name": "Trần Bình", "title": "Chủ tịch"},
    "/references/-": {"kind": "kế hoạch", "number": "1/KH-UBND", "issued_on": "2/3/2025"},
    "/pairings/-": {"unit": "Trường A", "other": "Trường B"},
    "/contacts/-": {"value": "a@b.vn"},
    "/header/addressees/-": "Các phòng",
}  # fmt: skip


def other(value: ReviewValue) -> str:
    """Another value of the same kind."""
    is_time = value.pointer.endswith(("/edtf", "/issued_on"))
    return "2024-02-29" if is_time else f"{value.value} x"


@pytest.mark.parametrize("pointer", ENTRIES)
def test_any_entry_is_added_changed_removed_and_brought_back(
    archive: Archive, pointer: str
) -> None:
    sha256 = stored(archive, record_of(b"a"))
    before = archive.record(sha256)
    kept = archive.add(sha256, pointer, ENTRIES[pointer], "Lan")
    assert kept.pointer == pointer.replace("-", "+1")
    with pytest.raises(Conflict):
        archive.add(sha256, pointer, ENTRIES[pointer], "Minh")
    added = [one for one in archive.reviewed(sha256).values() if "/+1" in one.pointer]
    for one in added:
        archive.decide(sha256, one.pointer, one.value, other(one), "Lan", reopen=True)
    changed = {one.value for one in archive.reviewed(sha256).values()}
    assert {other(one) for one in added} <= changed
    for one in added:
        archive.decide(sha256, one.pointer, other(one), "", "Lan", reject=True, reopen=True)
    assert {*archive.reviewed(sha256).added} == {kept.pointer}
    assert _lists(archive.record(sha256)) == _lists(before)


def _lists(record: Record) -> object:
    header = record.header.model_dump(exclude={"support"})
    return header, record.model_dump(exclude={"header", "review", "units"})


def test_what_was_added_outlives_a_reading_that_finds_more(archive: Archive) -> None:
    sha256 = stored(archive, record_of(b"a"))
    kept = archive.add(sha256, "/recipients/-", "Thanh tra", "Lan")
    archive.decide(
        sha256, f"{kept.pointer}/name", "Thanh tra", "Thanh tra quận", "Lan", reopen=True
    )
    more = record_of(b"a")
    more.recipients += [Recipient(name="Lưu VT", confidence=0.9)]
    archive.save_reading(sha256, more, ["chữ"])
    names = [one.name for one in archive.record(sha256).recipients]
    assert names == ["<b>Các trường</b>", "Lưu VT", "Thanh tra quận"]


def test_what_a_later_reading_finds_itself_is_not_there_twice(archive: Archive) -> None:
    sha256 = stored(archive, record_of(b"a"))
    archive.add(sha256, "/recipients/-", "Thanh tra", "Lan")
    more = record_of(b"a")
    more.recipients += [Recipient(name="Thanh tra", confidence=0.3)]
    archive.save_reading(sha256, more, ["chữ"])
    assert len(archive.record(sha256).recipients) == 2
    assert "/recipients/1/name" in archive.reviewed(sha256).settled


def test_what_was_read_is_asked_for_when_its_addition_is_taken_back(archive: Archive) -> None:
    sha256 = stored(archive, record_of(b"a"))
    kept = archive.add(sha256, "/recipients/-", "Thanh tra", "Lan")
    more = record_of(b"a")
    more.recipients += [Recipient(name="Thanh tra", confidence=0.3)]
    archive.save_reading(sha256, more, ["chữ"])
    archive.undo(sha256, kept.id, "Lan")
    assert "/recipients/1/name" in {one.pointer for one in archive.queue(50)}


def test_an_empty_place_of_an_entry_is_filled(archive: Archive) -> None:
    sha256 = stored(archive, record_of(b"a"))
    kept = archive.add(sha256, "/signers/0/title", "Chủ tịch", "Lan")
    assert archive.record(sha256).signers[0].title == "Chủ tịch"
    archive.undo(sha256, kept.id, "Lan")
    assert archive.record(sha256).signers[0].title is None


@pytest.mark.parametrize(
    "pointer", ["/header/support", "/units/-", "/signers/7/title", "/text/1/0/0", "/recipients/+7"]
)
def test_nothing_is_added_where_nothing_stands(archive: Archive, pointer: str) -> None:
    sha256 = stored(archive, record_of(b"a"))
    with pytest.raises(BadRequest):
        archive.add(sha256, pointer, "x", "Lan")


def test_a_value_that_is_there_is_corrected_not_added(archive: Archive) -> None:
    sha256 = stored(archive, record_of(b"a"))
    with pytest.raises(Conflict):
        archive.add(sha256, NUMBER, "1/KH", "Lan")


@pytest.mark.parametrize(
    "given", [{"actor": "Các trường"}, {"actor": "A", "task": "b", "x": "y"}, " "]
)
def test_an_entry_needs_its_parts(archive: Archive, given: dict[str, str] | str) -> None:
    sha256 = stored(archive, record_of(b"a"))
    with pytest.raises(BadRequest):
        archive.add(sha256, DUTIES, given, "Lan")
