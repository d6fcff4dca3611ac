"""Tables of born-digital PDFs: pdfplumber finds the grid, the words come from the text layer."""

import io
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from ingest.errors import EngineFailed
from ingest.layout.geometry import box_within_page
from ingest.page import Box, Grid, Line, Word
from ingest.pdf.file import RULE_THICKNESS

# A grid of one row or one column is a frame, not a table.
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 2


class TableFinder:
    """The tables of an open PDF; use it in a ``with`` statement. Opened at the first question."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._document is not None:
            # Closing asks for all pages once more, and fails where one of them did.
            with suppress(Exception):
                self._document.close()

    def grids(self, index: int) -> list[Grid]:
        """The ruled tables of a page (from 0), top to bottom.

        Raises EngineFailed where pdfplumber cannot read what PDFium could.
        """
        import pdfplumber  # 14 MB and a tenth of a second, which scans can spare

        try:
            if self._document is None:
                self._document = pdfplumber.open(io.BytesIO(self._data))
            page = self._document.pages[index].filter(_may_rule)
            tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
            grids = [_grid(table, page) for table in tables]
            self._document.pages[index].close()
        # pdfminer lets errors of many kinds through, AttributeError and RecursionError among them.
        except Exception as error:
            raise EngineFailed(
                f"pdfplumber could not look for tables: {error!r}.",
                "Its text is read as lines; make the PDF again if cells matter.",
            ) from error
        return [grid for grid in grids if _is_table(grid)]


def with_tables(lines: Sequence[Line], grids: Sequence[Grid]) -> tuple[Line, ...]:
    """The lines of a page with those inside a grid replaced by the rows of that table.

    Words keep the order of reading inside a cell; words outside all cells stay in their lines.
    """
    for number, grid in enumerate(grids):
        lines = _with_table(lines, grid, number)
    return tuple(lines)


def _with_table(lines: Sequence[Line], grid: Grid, number: int) -> list[Line]:
    cells: dict[tuple[int, int], list[Word]] = {}
    before: list[Line] = []
    after: list[Line] = []
    for line in lines:
        outside = [word for word in line.words if not _put(word, grid, cells)]
        rest = line if len(outside) == len(line.words) else _line(outside)
        if rest.words or rest is line:
            (after if cells else before).append(rest)
    return [*before, *_rows(grid, cells, number), *after]


def _put(word: Word, grid: Grid, cells: dict[tuple[int, int], list[Word]]) -> bool:
    """Put the word into the cell that its middle lies in, if any."""
    if word.box is None:
        return False
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell and cell.left <= x <= cell.right and cell.top <= y <= cell.bottom:
                cells.setdefault((i, j), []).append(word)
                return True
    return False


def _rows(grid: Grid, cells: dict[tuple[int, int], list[Word]], number: int) -> list[Line]:
    rows = []
    for i, row in enumerate(grid):
        contents = [cells.get((i, j), []) for j in range(len(row))]
        text = "\t".join(" ".join(word.text for word in words) for words in contents)
        if text.strip():
            rows.append(Line(text, tuple(word for words in contents for word in words), number))
    return rows


def _line(words: Sequence[Word]) -> Line:
    return Line(" ".join(word.text for word in words), tuple(words))


def _may_rule(item: dict[str, Any]) -> bool:
    """Whether a thing drawn can bound a cell: not a filled area without an outline.

    Word lays such areas, often white, behind words and paragraphs.
    """
    if item["object_type"] not in ("rect", "curve"):
        return True
    thin = min(item["width"], item["height"]) < RULE_THICKNESS
    return thin or bool(item["stroke"])


def _grid(table: Any, page: Any) -> Grid:
    left, top, right, bottom = page.bbox
    width, height = float(right - left), float(bottom - top)

    def cell(box: tuple[float, float, float, float] | None) -> Box | None:
        if box is None:
            return None
        return box_within_page(
            (box[0] - left) / width,
            (box[1] - top) / height,
            (box[2] - left) / width,
            (box[3] - top) / height,
        )

    return tuple(tuple(cell(box) for box in row.cells) for row in table.rows)


def _is_table(grid: Grid) -> bool:
    return len(grid) >= _FEWEST_ROWS and max(map(len, grid)) >= _FEWEST_COLUMNS
