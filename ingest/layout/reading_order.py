"""Reading order where a page stands in two columns: its head, and "Nơi nhận" beside the signature.

Tesseract and PDFium give these stretches row by row, or the columns in an order of their own. Here
they are found by their words and the white gutter between the columns, and the left one is read
to its end before the right one.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from ingest.formulas import MOTTO, NATION, PARTY, bare
from ingest.layout.overlay import line_of_words
from ingest.page import Box, Line, Word

# The step of a page's history.
IN_COLUMNS = "head or closing in two columns"
# What stands in the right column of a head and in the left one of a closing; OCR may spoil some
# letters of it (percent of letters in common).
_HEAD = (
    bare(NATION).removesuffix(" viet nam"),
    bare(MOTTO).removesuffix(" - hanh phuc"),
    bare(PARTY),
)
_CLOSING = ("noi nhan:",)
_ALIKE = 80
# The gutter lies between these parts of the page's width.
_MIDDLE = (0.2, 0.75)
# A gap between columns is so many times as wide as those between the words of the row.
_PARTED = 1.5
# Words nearer than this (heights of letters) leave no gutter between them.
_GUTTER = 0.8
# Beside nothing, a row belongs to the column if it follows within this many heights of letters:
# "V/v" under the number does, "Kính gửi" and the first paragraph stand further off. On 110 rendered pages
# 555 word errors are left with 0.9 to 1.1, 559 with 1.3, 571 with 1.45, 635 with 1.6; on seven scans 419 up
# to 1.1, 422 above. With 1.2 and less a number on a line of its own is lost to its column on one scan.
_NEXT_ROW = 1.3


class _Row(NamedTuple):
    """The words on one height, from left to right, and the lines that they came from."""

    words: list[Word]
    lines: list[Line]

    @property
    def text(self) -> str:
        return bare(" ".join(word.text for word in self.words))

    @property
    def height(self) -> float:
        heights = sorted(_box(word).bottom - _box(word).top for word in self.words)
        return heights[len(heights) // 2]

    @property
    def top(self) -> float:
        return min(_box(word).top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(_box(word).bottom for word in self.words)


def in_columns(lines: Sequence[Line], shape: float) -> tuple[Line, ...]:
    """The lines with head and closing, where they stand in two columns, read column by column.

    ``shape`` is the page's width divided by its height. All other lines keep their places.
    """
    ordered = list(lines)
    for marks in (_HEAD, _CLOSING):
        ordered = _with_columns(ordered, marks, shape)
    return tuple(ordered)


def _with_columns(lines: list[Line], marks: tuple[str, ...], shape: float) -> list[Line]:
    rows = _rows(lines)
    marked = [n for n, row in enumerate(rows) if _holds(row.text, marks)]
    if not marked:
        return lines
    found = _stretch(rows, marked[0], shape)
    if found is None:
        return lines
    first, last, gutter = found
    stretch = rows[first : last + 1]
    moved = {id(line) for row in stretch for line in row.lines}
    at = min(n for n, line in enumerate(lines) if id(line) in moved)
    halves = [
        line_of_words(half, row.lines[0], shape)
        for on_left in (True, False)
        for row in stretch
        if (half := [word for word in row.words if (_middle(word) < gutter) == on_left])
    ]
    before = [line for line in lines[:at] if id(line) not in moved]
    return [*before, *halves, *(line for line in lines[at:] if id(line) not in moved)]


def _holds(text: str, marks: Iterable[str]) -> bool:
    return any(
        len(text) >= len(mark) - 2 and fuzz.partial_ratio(mark, text, score_cutoff=_ALIKE)
        for mark in marks
    )


def _stretch(rows: list[_Row], start: int, shape: float) -> tuple[int, int, float] | None:
    """First and last row in two columns around a row, and the gutter; None where there is none."""
    free = _free(rows[start], [_MIDDLE], shape)
    first = last = start
    for way in (-1, 1):
        number = start + way
        while 0 <= number < len(rows):
            narrowed = _free(rows[number], free, shape)
            if not narrowed or not _follows(rows, number, number - way, narrowed):
                break
            free = narrowed
            first, last = min(first, number), max(last, number)
            number += way
    if not free:
        return None
    left, right = max(free, key=lambda part: part[1] - part[0])
    gutter = (left + right) / 2
    sides = [
        sum(
            any((_middle(word) < gutter) == on_left for word in row.words)
            for row in rows[first : last + 1]
        )
        for on_left in (True, False)
    ]
    return (first, last, gutter) if min(sides) >= 1 and max(sides) >= 2 else None


def _follows(rows: list[_Row], number: int, beside: int, free: list[tuple[float, float]]) -> bool:
    """Whether a row belongs to the columns of its neighbour: it has both, or is close to it."""
    row, other = rows[number], rows[beside]
    left, right = max(free, key=lambda part: part[1] - part[0])
    gutter = (left + right) / 2
    if len({_middle(word) < gutter for word in row.words}) == 2:
        return _is_parted(row, gutter)
    gap = max(row.top - other.bottom, other.top - row.bottom)
    return gap <= _NEXT_ROW * row.height


def _is_parted(row: _Row, gutter: float) -> bool:
    """Whether the gap at the gutter is wider than those between the row's words, which may be a
    line of text set wide."""
    gaps = [
        (_box(right).left - _box(left).right, _middle(left) < gutter <= _middle(right))
        for left, right in pairwise(row.words)
    ]
    usual = sorted(gap for gap, across in gaps if not across)
    at_gutter = max(gap for gap, across in gaps if across)
    return not usual or at_gutter >= _PARTED * usual[len(usual) // 2]


def _free(row: _Row, within: list[tuple[float, float]], shape: float) -> list[tuple[float, float]]:
    """What a row leaves free of the parts given, as parts of the page's width."""
    room = _GUTTER * row.height / shape
    edges = [
        -1.0,
        *(edge for word in row.words for edge in (_box(word).left, _box(word).right)),
        2.0,
    ]
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= room]
    common = [(max(left, a), min(right, b)) for left, right in within for a, b in gaps]
    return [(left, right) for left, right in common if right - left >= room / 2]


def _rows(lines: list[Line]) -> list[_Row]:
    """The rows of the page outside tables, from top to bottom."""
    placed = [line for line in lines if line.table is None and all(w.box for w in line.words)]
    rows: list[_Row] = []
    for line in sorted((line for line in placed if line.words), key=_height_of_line):
        row = _Row(list(line.words), [line])
        if rows and _is_level(rows[-1], row):
            rows[-1].words.extend(line.words)
            rows[-1].lines.append(line)
        else:
            rows.append(row)
    for row in rows:
        row.words.sort(key=lambda word: _box(word).left)
    return rows


def _height_of_line(line: Line) -> float:
    middles = sorted((_box(word).top + _box(word).bottom) / 2 for word in line.words)
    return middles[len(middles) // 2]


def _is_level(above: _Row, row: _Row) -> bool:
    apart = abs(_height_of_line(above.lines[-1]) - _height_of_line(row.lines[0]))
    return apart < min(above.height, row.height) / 2


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box


def _middle(word: Word) -> float:
    return (_box(word).left + _box(word).right) / 2
