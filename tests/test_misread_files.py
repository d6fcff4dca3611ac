"""Small files that were read wrongly once, each standing for a kind, through the whole house."""

import pytest

from ingest.limits import Limits
from ingest.within import within
from pipeline import read
from tests.shared_folder import SHARED, needs_shared

FAULTS = SHARED / "faults"
DEADLINES = ("2023-10-20", "2023-12-31", "2024-01-15")
REVISED = ("2023-10-25", "2023-10-30", "2023-12-31", "2024-01-15")


@needs_shared
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tracked.docx", REVISED),
        ("sdt.docx", DEADLINES),
        ("smarttag.docx", DEADLINES),
        ("nullrel.docx", DEADLINES),
        ("letterhead_in_header.docx", DEADLINES),
        ("hidden_nbh.docx", DEADLINES),
        ("docm.docx", DEADLINES),
        ("cropbox.pdf", DEADLINES),
        ("no_tounicode.pdf", DEADLINES),
        ("form.pdf", (*DEADLINES, "2023-11-05", "2023-11-30")),
        ("v_white.pdf", DEADLINES),
        ("v_tr3.pdf", DEADLINES),
        ("fakebold.pdf", DEADLINES),
        ("zerowidth.txt", DEADLINES),
        ("bidi.txt", DEADLINES),
        ("fax.tif", DEADLINES),
    ],
)
def test_number_and_deadlines(name: str, expected: tuple[str, ...]) -> None:
    record = read((FAULTS / name).read_bytes(), Limits(ocr_seconds=60)).record
    assert record.header.number == "123/KH-PGDĐT"
    assert [one.edtf for one in record.deadlines] == list(expected)


@needs_shared
def test_numbering_as_word_prints_it() -> None:
    (page,) = read((FAULTS / "numbering.docx").read_bytes(), Limits()).document.pages
    assert [line.text.split()[0] for line in page.lines] == [
        "I.", "1.", "2.", "II.", "1.", "2.", "2.1.", "e)", "f)",
    ]  # fmt: skip


@pytest.mark.parametrize("letters", ["a", "á", "Đ", "-", "+", "1.", "_", ". ", " \n"])
def test_a_line_of_equal_letters_is_read_within_the_limit(letters: str) -> None:
    """It takes a second or two. Regular expressions that begin at each letter of a run took 7 s at 8,000
    letters, four times as long at twice as many: past every limit here."""
    limits = Limits()
    line = f"KẾ HOẠCH\nCác trường nộp báo cáo trước ngày 20/10/2023.\n{letters * 64_000}\n"
    with within(limits.text_seconds, "TEXT_SECONDS"):
        assert letters.strip() in read(line.encode(), limits).text.page_texts[0]
