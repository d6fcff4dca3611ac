"""Tables that run over pages: the next page's part is marked, its repeated header left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ingest.page import Line, Page

# Header rows repeated on the next page are alike by this much (percent); OCR spoils some letters.
_ALIKE = 85
_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*[-–]?\s*")


def with_continued_tables(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages; one that begins with the rest of the table before says so.

    The table must end the page before and begin this one, page numbers aside, and have as many
    columns.
    """
    above: list[Line] = []
    header = ""
    for page in pages:
        rows = _table_at(page.lines, first=True)
        shown = page
        if above and rows and _columns(above[-1]) == _columns(rows[0]):
            header = header or above[0].text
            shown = _continued(page, rows[0], fuzz.ratio(header, rows[0].text) >= _ALIKE)
        else:
            header = ""
        yield shown
        above = _table_at(shown.lines, first=False)
        if rows and above and above[0].table != rows[0].table:
            header = ""


def _continued(page: Page, first: Line, repeated: bool) -> Page:
    lines = tuple(line for line in page.lines if not (repeated and line is first))
    step = "table continued from the page before" + (", header repeated" if repeated else "")
    return replace(page, lines=lines, continues_table=True, history=(*page.history, step))


def _columns(line: Line) -> int:
    return line.text.count("\t")


def _table_at(lines: Sequence[Line], first: bool) -> list[Line]:
    """The rows of the table that begins or ends a page, page numbers aside."""
    inner = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]
    at = inner[:1] if first else inner[-1:]
    if not at or at[0].table is None:
        return []
    return [line for line in inner if line.table == at[0].table]
