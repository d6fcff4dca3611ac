"""XLSX through openpyxl: each sheet that is shown is a page, its rows are those of a table.

Rows are read one by one, so that a sheet that claims a million of them costs what it holds; the empty cells
before one at the far edge cost as much as filled ones, and count as such. Hidden rows and columns of a list, which filters leave, are read with the others.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from ingest.errors import BrokenFile, EmptyFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Line, Origin, Page
from ingest.text_layer.invisible import visible_lines
from ingest.text_layer.verdict import judge
from ingest.word.package import check_unpacked

# A row with fewer cells that are filled is a line of its own: a title, a note below the list.
_FEWEST_CELLS = 2
# Places of a number behind its comma that are shown; more are the rounding of binary fractions.
_PLACES = 6


def read_workbook(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """The sheets of a workbook that are shown, without those that hold nothing.

    Values stand as they were kept, days as 20/10/2023, numbers with a decimal comma. Raises BrokenFile,
    EmptyFile where nothing is filled in, and LimitExceeded for too much of it.
    """
    check_unpacked(data, limits, "XLSX")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = [lines for sheet in shown if (lines := _bounded(_lines(sheet, limits), limits))]
    except LimitExceeded:
        raise
    # openpyxl lets errors of many kinds through on a damaged file.
    except Exception as error:
        raise BrokenFile("The XLSX is damaged.", "Save it again in its own program.") from error
    if not sheets:
        raise EmptyFile("The XLSX has no text.", "Give the file that has the text.")
    if len(sheets) > limits.pages:
        raise LimitExceeded(
            f"The XLSX has {len(sheets)} sheets; the limit is {limits.pages} pages.",
            "Split it, or raise VANBAN_LIMITS__PAGES.",
        )
    return tuple(_page(number, lines) for number, lines in enumerate(sheets, start=1))


def _page(number: int, rows: Sequence[Line]) -> Page:
    lines = visible_lines(rows)
    verdict = judge(lines)
    return Page(number, lines, Origin.PLAIN, verdict.quality, verdict.reason)


def _bounded(lines: Iterable[Line], limits: Limits) -> list[Line]:
    found: list[Line] = []
    characters = 0
    for line in lines:
        found.append(line)
        characters += len(line.text)
        if characters > limits.text_characters:
            raise LimitExceeded(
                f"A sheet has more than {limits.text_characters} characters.",
                "Split it, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
            )
    return found


def _lines(sheet: Any, limits: Limits) -> Iterator[Line]:
    """The rows that hold something; an empty one ends a table."""
    sheet.reset_dimensions()  # what the file says of them is not to be relied on
    table, within, seen = -1, False, 0
    for row in sheet.iter_rows():
        seen += len(row)
        if seen > limits.text_characters:
            raise LimitExceeded(
                f"A sheet has more than {limits.text_characters} cells, empty ones among them.",
                "Give its list alone, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
            )
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        filled = sum(map(bool, cells))
        if filled >= _FEWEST_CELLS:
            table += not within
            yield Line.of("\t".join(cells), table)
        elif filled:
            yield Line.of(cells[-1])
        within = filled >= _FEWEST_CELLS


def _shown(cell: Any) -> str:
    """The value of a cell as it may be printed."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime() if value.time() == time():
            return f"{value:%d/%m/%Y}"
        case datetime():
            return f"{value:%H:%M %d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case int() | float() if "%" in cell.number_format:
            return f"{_number(100 * value)}%"
        case float():
            return _number(value)
    return " ".join(str(value).split())


def _number(value: float) -> str:
    return f"{round(value, _PLACES) + 0.0:.{_PLACES}f}".rstrip("0").rstrip(".").replace(".", ",")
