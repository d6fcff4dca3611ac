"""Words of the text are settled like values: kept, undone, carried to the next reading, found."""

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from extract.record import RecordProblem
from ingest.errors import BadRequest, Conflict, NotStored
from ingest.limits import Limits
from store.archive.archive import Archive
from store.database.tables import State
from store.documents.layout import PlacedWord, ReadLine, ReadWord, layouts, pack, unpack
from store.review.wording import WordPlace, word_place
from tests.readings import record_of

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
DATA = b"any bytes"
LINES = [
    ReadLine(
        "Ke hoach Tr4n",
        (
            ReadWord("Ke", "Kế", gap=""),
            ReadWord("hoach", "hoạch", 0.7, (("hoách", 0.2),), (0.1, 0.1, 0.2, 0.12)),
            ReadWord("Tr4n", "Trần", 0.6, (("Trận", 0.3),), (0.21, 0.1, 0.25, 0.12)),
        ),
    ),
    ReadLine("1\tGD&DT", (ReadWord("1", "1", gap=""), ReadWord("GD&DT", "GD&ĐT", gap="\t"))),
]
TEXT = "Kế hoạch Trần\n1\tGD&ĐT"
WORD, POINTER = WordPlace(1, 0, 2), "/text/1/0/2"


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


@pytest.fixture
def stored(archive: Archive) -> str:
    sha256 = archive.accept(DATA, "a.pdf")[0].sha256
    read(archive, sha256)
    return sha256


def read(archive: Archive, sha256: str, lines: list[ReadLine] | None = None) -> None:
    text = "\n".join(line.text for line in lines or LINES)
    archive.save_reading(sha256, record_of(DATA), [text, ""], [pack(lines or LINES), None])


def says(archive: Archive, sha256: str) -> tuple[str, bool]:
    """How the word reads, and whether it is settled."""
    page = archive.words(sha256, 1)
    return page.lines[0].words[2].text, WORD in page.settled


def test_a_page_is_kept_word_by_word(archive: Archive, stored: str) -> None:
    page = archive.words(stored, 1)
    assert page.lines == LINES
    assert (page.text, page.settled) == (TEXT, frozenset())
    assert archive.layout(stored)[0] == (
        TEXT,
        [
            PlacedWord("hoạch", 0.1, 0.1, 0.2, 0.12),
            PlacedWord("Trần", 0.21, 0.1, 0.25, 0.12),
        ],
    )


def test_every_line_of_a_sample_comes_back_as_it_was_read() -> None:
    text = pipeline.read((SAMPLES / "ket-nghia-bang.pdf").read_bytes(), Limits()).text
    for page, lines, packed in zip(text.page_texts, text.pages, layouts(text), strict=True):
        assert packed is not None
        kept = unpack(packed)
        assert [line.raw for line in kept] == [line.raw for line in lines]
        # An empty cell at the end of a row leaves a tab that no word stands behind.
        assert [line.text for line in kept] == [line.rstrip("\t") for line in page.split("\n")]


WORDS = st.builds(
    ReadWord,
    st.text(min_size=1),
    st.text(),
    st.integers(0, 1000).map(lambda n: n / 1000),
    st.lists(st.tuples(st.text(), st.integers(0, 1000).map(lambda n: n / 1000)), max_size=3).map(
        tuple
    ),
    st.none() | st.tuples(*[st.integers(0, 10_000).map(lambda n: n / 10_000)] * 4),
    st.sampled_from(["", " ", "\t", "  "]),
)


ANY_LINES = st.builds(ReadLine, st.text(min_size=1), st.lists(WORDS, max_size=4).map(tuple))


@given(st.lists(ANY_LINES, max_size=4))
def test_lines_are_unpacked_as_they_were_packed(lines: list[ReadLine]) -> None:
    assert unpack(pack(lines)) == lines


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_a_pointer_leads_to_its_word(page: int, line: int, word: int) -> None:
    place = WordPlace(page, line, word)
    assert word_place(place.pointer) == place


def test_a_corrected_word_is_found_and_printed(archive: Archive, stored: str) -> None:
    kept = archive.decide(stored, POINTER, "Trần", "Trận", "Lan")
    assert (kept.pointer, kept.before, kept.after, kept.verdict, kept.reviewer) == (
        POINTER, "Trần", "Trận", "correct", "Lan",
    )  # fmt: skip
    assert says(archive, stored) == ("Trận", True)
    assert [hit.document for hit in archive.search("trận")] == [stored]
    assert archive.search("trần") == []
    text, words = archive.layout(stored)[0]
    assert (text, words[-1].text) == (TEXT.replace("Trần", "Trận"), "Trận")


def test_a_word_is_undone(archive: Archive, stored: str) -> None:
    first = archive.decide(stored, POINTER, "Trần", "Trần", "Lan")
    assert says(archive, stored) == ("Trần", True)
    second = archive.decide(stored, POINTER, "Trần", "", "Minh", reopen=True, reject=True)
    assert says(archive, stored) == ("", True)
    with pytest.raises(Conflict):
        archive.undo(stored, first.id, "Lan")
    archive.undo(stored, second.id, "Lan")
    archive.undo(stored, first.id, "Lan")
    assert says(archive, stored) == ("Trần", False)
    assert archive.words(stored, 1).text == TEXT
    assert [one.verdict for one in archive.decisions(stored)] == [
        "accept", "reject", "undo", "undo",
    ]  # fmt: skip


def test_nothing_is_overwritten_silently(archive: Archive, stored: str) -> None:
    archive.decide(stored, POINTER, "Trần", "Trận", "Lan")
    with pytest.raises(Conflict):
        archive.decide(stored, POINTER, "Trần", "Trấn", "Minh")
    with pytest.raises(Conflict):
        archive.decide(stored, POINTER, "Trận", "Trấn", "Minh")
    archive.decide(stored, POINTER, "Trận", "Trấn", "Minh", reopen=True)
    assert says(archive, stored) == ("Trấn", True)


@pytest.mark.parametrize("pointer", ["/text/1/0/3", "/text/1/9/0", "/text/2/0/0", "/text/9/0/0"])
def test_a_word_that_is_not_there_cannot_be_settled(
    archive: Archive, stored: str, pointer: str
) -> None:
    with pytest.raises(BadRequest):
        archive.decide(stored, pointer, "", "chữ", "Lan")


def test_a_settled_word_outlives_a_reading_in_which_it_reads_the_same(
    archive: Archive, stored: str
) -> None:
    archive.decide(stored, POINTER, "Trần", "Trận", "Lan")
    read(archive, stored)
    assert says(archive, stored) == ("Trận", True)
    assert [hit.document for hit in archive.search("trận")] == [stored]
    other = LINES[0].words[2]._replace(text="Trên")
    read(archive, stored, [ReadLine(LINES[0].raw, (*LINES[0].words[:2], other)), LINES[1]])
    assert says(archive, stored) == ("Trên", False)
    assert archive.search("trận") == []


def test_settled_words_do_not_count_among_values(archive: Archive, stored: str) -> None:
    for value in archive.reviewed(stored).record.review_values():
        archive.decide(stored, value.pointer, value.value, value.value, "Lan")
    problem = RecordProblem(component="tesseract", message="A page failed.", page=2)
    record = record_of(DATA).model_copy(update={"problems": [problem]})
    archive.save_reading(stored, record, [TEXT, ""], [pack(LINES), None])
    assert archive.find(stored).state == State.REVIEW
    before = archive.review.progress()
    archive.decide(stored, POINTER, "Trần", "Trận", "Lan")
    assert archive.review.progress() == before
    assert archive.record(stored) == record
    assert archive.find(stored).state == State.REVIEW  # because of the problem


def test_a_page_packed_before_lines_were_kept_has_its_places(archive: Archive) -> None:
    rows = [["Đống", 1000, 1000, 2000, 1200], ["Đa,", 2100, 1000, 2500, 1200]]
    old = zlib.compress(json.dumps(rows).encode())
    sha256 = archive.accept(DATA, "a.pdf")[0].sha256
    archive.save_reading(sha256, record_of(DATA), ["Đống Đa,", ""], [old, None])
    places = [PlacedWord("Đống", 0.1, 0.1, 0.2, 0.12), PlacedWord("Đa,", 0.21, 0.1, 0.25, 0.12)]
    assert archive.layout(sha256) == [("Đống Đa,", places), ("", [])]
    assert archive.words(sha256, 1).lines == []
    with pytest.raises(NotStored):
        archive.words(sha256, 3)
