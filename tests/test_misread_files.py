"""Small files that were read wrongly once, each standing for a kind, through the whole house."""

from time import process_time

import pytest

from ingest.limits import Limits
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


@needs_shared
@pytest.mark.parametrize("letters", ["a", "á", "Đ", "-", "1.", "_", ". "])
def test_a_line_of_equal_letters_costs_no_seconds(letters: str) -> None:
    """Regular expressions that begin at each letter of a run took 7 s here and more."""
    sound = (FAULTS / "docm.docx").read_bytes()
    read(sound, Limits())
    line = f"KẾ HOẠCH\nCác trường nộp báo cáo trước ngày 20/10/2023.\n{letters * 8000}\n"
    began = process_time()
    read(line.encode(), Limits())
    assert process_time() - began < 3
