"""Tables of born-digital PDFs as cells."""

import io
import re
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import EngineFailed
from ingest.limits import Limits
from ingest.page import Box, Line, Word
from ingest.sources import read_document
from ingest.tables.born_digital import TableFinder, with_tables


def draw_table(canvas: Canvas) -> None:
    canvas.drawString(50, 560, "Danh sách các đơn vị kết nghĩa kèm theo kế hoạch")
    canvas.grid([50, 90, 200, 320], [420, 440, 480, 500])
    for x, y, text in (
        (55, 486, "TT"), (95, 486, "Trường"), (205, 486, "Kết nghĩa với"),
        (55, 460, "1"), (95, 466, "THCS Hoa Sen"), (95, 452, "xã An Bình"), (205, 460, "THCS Ban Mai"),
        (55, 426, "2"), (95, 426, "THCS Cẩm Tú"),
    ):  # fmt: skip
        canvas.drawString(x, y, text)
    canvas.drawString(50, 400, "Trên đây là danh sách, đề nghị các trường thực hiện.")


def test_rows_of_cells_stand_for_the_lines_inside(
    make_pdf: Callable[..., bytes], limits: Limits
) -> None:
    (page,) = read_document(make_pdf(draw_table), limits).pages
    assert [(line.table, line.text) for line in page.lines] == [
        (None, "Danh sách các đơn vị kết nghĩa kèm theo kế hoạch"),
        (0, "TT\tTrường\tKết nghĩa với"),
        (0, "1\tTHCS Hoa Sen xã An Bình\tTHCS Ban Mai"),
        (0, "2\tTHCS Cẩm Tú\t"),
        (None, "Trên đây là danh sách, đề nghị các trường thực hiện."),
    ]
    for line in page.lines:
        assert "".join(word.text for word in line.words) == "".join(line.text.split())
        assert all(word.box is not None for word in line.words)


def test_words_outside_of_all_cells_are_kept() -> None:
    inside, outside = Word("trong", Box(0.1, 0.1, 0.2, 0.2)), Word("ngoài", Box(0.8, 0.1, 0.9, 0.2))
    grid = ((Box(0.0, 0.0, 0.5, 0.5), None), (Box(0.0, 0.5, 0.5, 1.0), None))
    lines = with_tables([Line("trong   ngoài", (inside, outside))], [grid])
    assert [(line.table, line.text) for line in lines] == [(0, "trong\t"), (None, "ngoài")]


def test_a_frame_is_no_table(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf(lambda canvas: canvas.grid([50, 300], [100, 200, 300]))
    with TableFinder(data) as finder:
        assert finder.grids(0) == []


def test_what_pdfplumber_cannot_read_is_a_problem_not_an_end(
    make_pdf: Callable[..., bytes], limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TableFinder(b"%PDF-1.4 broken") as finder, pytest.raises(EngineFailed):
        finder.grids(0)

    def fail(*arguments: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("pdfplumber.open", fail)
    document = read_document(make_pdf(draw_table), limits)
    assert [(problem.component, problem.page) for problem in document.problems] == [
        ("pdfplumber", 1)
    ]
    assert any("THCS Hoa Sen" in line.text for line in document.pages[0].lines)


def test_a_page_whose_box_is_no_box_costs_its_tables_only() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawString(72, 700, "Ke hoach nam hoc")
    canvas.save()
    damaged = re.sub(rb"/MediaBox \[ 0 0 595 842 \]", b"/MediaBox [ 0 0 (a) 842 ]", out.getvalue())
    assert damaged != out.getvalue()
    with TableFinder(damaged) as finder, pytest.raises(EngineFailed):
        finder.grids(0)
