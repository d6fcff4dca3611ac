"""Plain text: pages parted by form feeds, lines kept one for one, rows of tables told apart."""

import re
from itertools import groupby

from ingest.errors import BrokenFile, EmptyFile, LimitExceeded
from ingest.files.kinds import decode_text
from ingest.layout.parting import with_gaps
from ingest.limits import Limits
from ingest.page import Line, Origin, Page
from ingest.text_layer.invisible import visible
from ingest.text_layer.verdict import judge

# Cells between bars need at least two bars a line, and a second such line beside it: one bar or
# one line of them is as likely a sentence.
_FEWEST_BARS = 2
_FEWEST_BAR_ROWS = 2
# A single line with a TAB is a row only with this many cells; with two it is as likely an indent.
_CELLS_OF_LONE_ROW = 3
_BAR = re.compile(r"(?<=\s)\|(?=\s)")
_RULE = re.compile(r"[-:=\s]+")


def read_plain(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """The pages of a text file. A page has as many lines as its text.

    Raises BrokenFile where the bytes are no text, EmptyFile where there are only blanks,
    LimitExceeded by too many characters or pages.
    """
    text = decode_text(data)
    if text is None:
        raise BrokenFile("The text cannot be decoded.", "Save it as UTF-8.")
    text = visible(text)
    if not text.strip():
        raise EmptyFile("The file has no text.", "Give the file that has the text.")
    if len(text) > limits.text_characters:
        raise LimitExceeded(
            f"The text has {len(text)} characters; the limit is {limits.text_characters}.",
            "Split it, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
        )
    pages = _pages(text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n"))
    if len(pages) > limits.pages:
        raise LimitExceeded(
            f"The text has {len(pages)} pages; the limit is {limits.pages}.",
            "Split it, or raise VANBAN_LIMITS__PAGES.",
        )
    return tuple(_page(number, page) for number, page in enumerate(pages, start=1))


def _pages(text: str) -> list[str]:
    """The text between form feeds; one after the last page, as pdftotext puts it, opens none."""
    return text.removesuffix("\f").split("\f")


def _page(number: int, text: str) -> Page:
    verdict = judge(text)
    lines, steps = with_gaps(lines_of(text))
    return Page(number, lines, Origin.PLAIN, verdict.quality, verdict.reason, history=steps)


def lines_of(text: str) -> tuple[Line, ...]:
    """One ``Line`` for each line of the text; a line feed at the end opens no further line."""
    lines = text.removesuffix("\n").split("\n") if text else []
    read: list[Line] = []
    table = 0
    for way, group in groupby(lines, key=_way_of_cells):
        rows = list(group)
        if not _is_table(way, rows):
            read += map(Line.of, rows)
            continue
        read += (Line.of(_cut_at_bars(row) if way == "|" else row, table) for row in rows)
        table += 1
    return tuple(read)


def _way_of_cells(line: str) -> str:
    """What parts the cells of a line: a TAB, a bar, or nothing."""
    if "\t" in line.strip(" ").lstrip("\t"):
        return "\t"
    return "|" if len(_BAR.findall(f" {line} ")) >= _FEWEST_BARS or _is_rule(line) else ""


def _is_rule(line: str) -> bool:
    """Whether the line only rules off the head of a table: ``|---|---|``."""
    return line.count("|") >= _FEWEST_BARS and _RULE.fullmatch(line.replace("|", "")) is not None


def _is_table(way: str, rows: list[str]) -> bool:
    if way == "|":
        return len(rows) >= _FEWEST_BAR_ROWS
    return way == "\t" and (len(rows) > 1 or rows[0].count("\t") + 1 >= _CELLS_OF_LONE_ROW)


def _cut_at_bars(line: str) -> str:
    bare = line.strip()
    if _is_rule(line):
        return "\t" * bare.strip("|").count("|")
    cells = [cell.strip() for cell in _BAR.split(f" {bare} ")]
    first = 1 if bare.startswith("|") and not cells[0] else 0
    last = len(cells) - 1 if bare.endswith("|") and not cells[-1] else len(cells)
    return "\t".join(cells[first:last])
