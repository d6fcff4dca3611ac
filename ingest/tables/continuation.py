"""Tables that run over pages: the next page's part is marked, its repeated header left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from rapidfuzz import fuzz

from ingest.page import Grid, Line, Page

T = TypeVar("T")

# Header rows repeated on the next page are alike by this much (percent); OCR spoils some letters.
_ALIKE = 85
# Fewer columns say too little about whose they are.
_FEWEST_COLUMNS = 2
_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*[-–]?\s*")


def with_continued_tables(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages; one that begins with the rest of the table before says so.

    The table must end the page before and begin this one, page numbers aside, and have as many
    columns. A table without lines shows no column where the page has nothing in it: there its
    columns must stand below others of the table before.
    """
    above: list[Line] = []
    grid_above: Grid = ()
    header = ""
    for whole in pages:
        page = _with_all_columns(whole, grid_above) if above else whole
        rows = _table_at(page.lines, first=True)
        shown = page
        if above and rows and _columns(above[-1]) == _columns(rows[0]):
            header = header or above[0].text
            shown = _continued(page, rows[0], fuzz.ratio(header, rows[0].text) >= _ALIKE)
        else:
            header = ""
        yield shown
        above = _table_at(shown.lines, first=False)
        grid_above = _grid_of(shown, above)
        if rows and above and above[0].table != rows[0].table:
            header = ""


def _continued(page: Page, first: Line, repeated: bool) -> Page:
    lines = tuple(line for line in page.lines if not (repeated and line is first))
    step = "table continued from the page before" + (", header repeated" if repeated else "")
    return replace(page, lines=lines, continues_table=True, history=(*page.history, step))


def _with_all_columns(page: Page, above: Grid) -> Page:
    """The page with the columns that the table at its top lacks of the one above, left empty."""
    rows = _table_at(page.lines, first=True)
    places = _places(_grid_of(page, rows), above)
    if not places:
        return page
    number = rows[0].table
    width = len(above[0])
    lines = tuple(
        replace(line, text="\t".join(_spread(line.text.split("\t"), places, width, "")))
        if line.table == number
        else line
        for line in page.lines
    )
    grids = tuple(
        tuple(tuple(_spread(row, places, width, None)) for row in grid) if n == number else grid
        for n, grid in enumerate(page.grids)
    )
    return replace(page, lines=lines, grids=grids)


def _places(grid: Grid, above: Grid) -> list[int]:
    """The columns above under which those of a narrower table stand; none where they do not."""
    ours, theirs = _spans(grid), _spans(above)
    if not len(ours) < len(theirs) or len(ours) < _FEWEST_COLUMNS:
        return []
    places = []
    for left, right in ours:
        middle = (left + right) / 2
        places.append(next((n for n, (a, b) in enumerate(theirs) if a <= middle <= b), -1))
    rising = all(one < other for one, other in pairwise(places))
    return places if rising and places[0] == 0 else []


def _spans(grid: Grid) -> list[tuple[float, float]]:
    """Left and right edges of the columns, from a row that has all cells."""
    full = next((row for row in grid if all(cell is not None for cell in row)), ())
    return [(cell.left, cell.right) for cell in full if cell is not None]


def _spread(cells: Sequence[T], places: Sequence[int], width: int, empty: T) -> list[T]:
    row = [empty] * width
    for place, cell in zip(places, cells, strict=False):
        row[place] = cell
    return row


def _grid_of(page: Page, rows: Sequence[Line]) -> Grid:
    number = rows[0].table if rows else None
    return page.grids[number] if number is not None and number < len(page.grids) else ()


def _columns(line: Line) -> int:
    return line.text.count("\t")


def _table_at(lines: Sequence[Line], first: bool) -> list[Line]:
    """The rows of the table that begins or ends a page, page numbers aside."""
    inner = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]
    at = inner[:1] if first else inner[-1:]
    if not at or at[0].table is None:
        return []
    return [line for line in inner if line.table == at[0].table]
