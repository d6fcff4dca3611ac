"""Tables without ruling lines, found by their white gutters, and what must not be taken for one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.limits import Limits
from ingest.pdf.file import PdfFile
from ingest.sheet.grid import Rectangle
from ingest.sheet.preparation import clean_sheet, straightened
from ingest.sources import read_document
from ingest.tables.aligned import AlignedGrid, find_aligned, ink_boxes
from tests.ingest.conftest import SHARED

DPI = 150
WIDTH = 1240
# Left edges of a column of running numbers and of three others.
COLUMNS = (150, 210, 520, 830)


def words(text: str, left: int, top: int) -> list[Rectangle]:
    """Boxes as 12-point words have them, 12 pixels a letter."""
    boxes, at = [], left
    for word in text.split():
        boxes.append((at, top, at + 12 * len(word), top + 20))
        at += 12 * len(word) + 7
    return boxes


def table(rows: int, wrapped: bool = False) -> list[Rectangle]:
    boxes: list[Rectangle] = []
    for row in range(rows):
        top = 300 + 70 * row
        boxes += words(str(row + 1), COLUMNS[0], top + 12 * wrapped)
        for column in COLUMNS[1:]:
            boxes += words("Trường tiểu học", column, top)
            boxes += words("An Bình", column, top + 24) if wrapped else []
    return boxes


def size(grid: AlignedGrid) -> tuple[int, int]:
    return len(grid.cells), len(grid.cells[0])


@settings(deadline=None)
@given(st.integers(3, 12), st.booleans())
def test_rows_and_columns_are_counted(rows: int, wrapped: bool) -> None:
    (grid,) = find_aligned(table(rows, wrapped), WIDTH, DPI)
    assert size(grid) == (rows, 4)
    assert grid.sound


def test_a_header_may_stand_over_several_columns() -> None:
    header = [*words("TT", 150, 265), *words("Các đơn vị kết nghĩa trong năm", 450, 265)]
    (grid,) = find_aligned([*header, *table(4)], WIDTH, DPI)
    assert size(grid) == (5, 4)
    assert [cell is not None for cell in grid.cells[0]] == [True, True, False, False]


def test_rows_that_numbers_and_white_bands_count_differently_are_uncertain() -> None:
    boxes = [box for box in table(6) if box[0] != COLUMNS[0] or box[1] != 300 + 70 * 3]
    (grid,) = find_aligned(boxes, WIDTH, DPI)
    assert not grid.sound


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param(
            [b for n in range(8) for b in words("Căn cứ Luật Tổ chức chính quyền " * 2, 150, 300 + 34 * n)],
            id="paragraph",
        ),
        pytest.param(
            [
                b
                for n in range(5)
                for b in (*words("- Như trên;", 150, 300 + 30 * n), *words("KT. CHỦ TỊCH", 700, 300 + 30 * n))
            ],
            id="recipients beside the signature",
        ),
        pytest.param(
            [
                b
                for n in range(6)
                for b in ((120, 300 + 34 * n, 126, 305 + 34 * n), *words("Nội dung", 180, 300 + 34 * n),
                          *words("Ghi chú", 700, 300 + 34 * n))
            ],
            id="dots of a list",
        ),
    ],
)  # fmt: skip
def test_text_in_lines_or_in_two_columns_is_no_table(boxes: list[Rectangle]) -> None:
    assert find_aligned(boxes, WIDTH, DPI) == []


def test_specks_strokes_and_rules_are_no_letters() -> None:
    page = np.full((600, 600), 255, np.uint8)
    page[100:102, 100:500] = 0
    page[200:300, 200:210] = 0
    page[400, 400] = 0
    page[500:515, 300:310] = 0
    assert ink_boxes(page, DPI) == [(300, 500, 310, 515)]


def test_a_text_layer_without_lines_gives_cells(
    make_pdf: Callable[..., bytes], limits: Limits
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 560, "Danh sách các đơn vị kết nghĩa kèm theo kế hoạch")
        for row in range(4):
            top = 500 - 30 * row
            canvas.drawString(55, top, str(row + 1))
            canvas.drawString(95, top + 7, "Trường THCS")
            canvas.drawString(95, top - 7, "Hoa Sen")
            canvas.drawString(230, top, "Trường THCS Ban Mai")

    (page,) = read_document(make_pdf(draw), limits).pages
    assert [line.text for line in page.lines if line.table == 0] == [
        f"{n}\tTrường THCS Hoa Sen\tTrường THCS Ban Mai" for n in range(1, 5)
    ]
    assert len(page.grids) == 1


@pytest.mark.skipif(not (SHARED / "scans").is_dir(), reason="no scans beside the checkout")
@pytest.mark.parametrize("name", ["vju_BGDDT-TT-2016-04", "qn_02", "qn_34"])
def test_real_pages_without_tables_have_none(name: str, limits: Limits) -> None:
    data = Path(SHARED / "scans" / f"{name}.pdf").read_bytes()
    with PdfFile(data, limits) as file:
        for index in range(len(file)):
            with file.page(index) as page:
                sheet = straightened(clean_sheet(page.picture(DPI), DPI))
            assert find_aligned(ink_boxes(sheet.pixels, DPI), sheet.pixels.shape[1], DPI) == []
