"""Lists in workbooks: sheets are pages, rows are rows of tables, values read as they print."""

import io
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from ingest.errors import BrokenFile, EmptyFile, LimitExceeded
from ingest.files.kinds import kind_of
from ingest.files.workbook import read_workbook
from ingest.limits import Limits
from ingest.page import Kind
from ingest.sources import read_document

LIST = (
    ("DANH SÁCH CÁC TRƯỜNG",),
    (),
    ("TT", "Đơn vị", "Thời hạn", "Tỷ lệ"),
    (1, "Trường Tiểu học\nĐồi Sim", date(2023, 10, 20), 0.125),
    (2, "Trường Tiểu học Suối Bạc", datetime(2023, 10, 21, 8, 30), 3.5),
    (None, None, "Người lập"),
)


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def listed(book: Workbook) -> None:
    for row in LIST:
        book.active.append(row)
    book.active["D4"].number_format = "0.0%"
    hidden = book.create_sheet("ẩn")
    hidden.append(("không", "in"))
    hidden.sheet_state = "hidden"
    book.create_sheet("trống")
    book.create_sheet("giờ").append((time(8, 0), True, 1e12 + 0.5, 1 / 3))


def test_sheets_are_pages_and_rows_are_rows_of_tables() -> None:
    data = workbook(listed)
    document = read_document(data, Limits())
    assert document.kind is kind_of(data) is Kind.XLSX
    first, second = document.pages
    assert [(line.text, line.table) for line in first.lines] == [
        ("DANH SÁCH CÁC TRƯỜNG", None),
        ("TT\tĐơn vị\tThời hạn\tTỷ lệ", 0),
        ("1\tTrường Tiểu học Đồi Sim\t20/10/2023\t12,5%", 0),
        ("2\tTrường Tiểu học Suối Bạc\t08:30 21/10/2023\t3,5", 0),
        ("Người lập", None),
    ]
    assert [line.text for line in second.lines] == ["08:00\tTRUE\t1000000000000,5\t0,333333"]
    assert (first.number, second.number) == (1, 2)


def test_an_empty_row_ends_a_table() -> None:
    def two(book: Workbook) -> None:
        for row in (("a", "b"), ("c", "d"), (), ("e", "f")):
            book.active.append(row)

    (page,) = read_workbook(workbook(two), Limits())
    assert [line.table for line in page.lines] == [0, 0, 1]


def test_a_cell_at_the_far_end_costs_no_million_rows() -> None:
    def far(book: Workbook) -> None:
        book.active["A1"] = "Kế hoạch"
        book.active["XFD1048576"] = "xa"

    (page,) = read_workbook(workbook(far), Limits())
    assert [line.text for line in page.lines] == ["Kế hoạch", "xa"]


def test_empty_large_and_damaged_workbooks() -> None:
    data = workbook(listed)
    with pytest.raises(EmptyFile):
        read_workbook(workbook(lambda book: None), Limits())
    with pytest.raises(LimitExceeded, match="sheets"):
        read_workbook(data, Limits(pages=1))
    with pytest.raises(LimitExceeded, match="TEXT_CHARACTERS"):
        read_workbook(data, Limits(text_characters=50))
    with pytest.raises(LimitExceeded, match="UNPACKED"):
        read_workbook(data, Limits(unpacked_bytes=100))
    with pytest.raises(BrokenFile):
        read_workbook(data.replace(b"xl/workbook.xml", b"xl/workbook.xm_"), Limits())


def test_shares_stand_as_they_are_shown() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append([1, 0.5, 0, -1e-9])
        for cell in sheet[1][:3]:
            cell.number_format = "0%"

    (page,) = read_workbook(workbook(fill), Limits())
    assert page.lines[0].text == "100%\t50%\t0%\t0"


def test_empty_cells_before_one_at_the_far_edge_count() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in range(1, 4):
            sheet.cell(row, 16_384, "xa")

    data = workbook(fill)
    assert [line.text for line in read_workbook(data, Limits())[0].lines] == ["xa"] * 3
    with pytest.raises(LimitExceeded, match="cells"):
        read_workbook(data, Limits(text_characters=2 * 16_384))
