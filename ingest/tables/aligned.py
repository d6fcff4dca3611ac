"""Tables without ruling lines: columns by white gutters through many lines, rows by white bands.

Works on boxes of ink or of words, in pixels, so that a picture and a text layer are judged alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ingest.layout.geometry import box_within_page
from ingest.page import Box, Grid, Line
from ingest.pdf.file import POINTS_PER_INCH
from ingest.sheet.grid import Pixels, Rectangle, RuledGrid
from ingest.sheet.pieces import darker, pieces

# Lengths in inches. A gutter is wider than the blanks of one line: two cells of 12 points with the
# usual 4 points of room stand 0.11 apart, words 0.04, in justified lines up to 0.1.
_GUTTER = 0.085
# Marks of a letter are nearer to it than twice this; lines of a page are further apart.
_MARK = 0.012
# What is higher or wider is a picture, a stamp or a pen's stroke; what is as thin as this, a rule.
_LETTER_HEIGHT, _WORD_WIDTH, _RULE, _RULE_LENGTH = 0.4, 3.0, 0.03, 0.3
# Specks; and what is so low or narrow (dashes, dots of a list, the broken edge of a copy) makes no column.
_SPECK, _DASH, _NARROW = 0.014, 0.05, 0.06
# Further apart, lines belong to different things.
_NEXT_BAND = 0.45
# The edges or middles of a column's cells differ by less than this in so many of its rows.
_IN_LINE, _ALIGNED = 0.045, 0.7
# Columns and rows of the smallest table: head, "Nơi nhận" and signature have two columns.
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
# The share of a table's rows that fill at least two columns.
_FILLED = 0.6
# A first column up to this wide holds running numbers, one a row.
_NUMBERS = 0.6
# White bands at least this part of the widest between two numbers may part two rows.
_WIDEST = 0.8
# Rows are parted by bands this much wider than those between lines of a cell.
_WIDER = 1.8
# A header stands at most this far above the first row, and passes the columns' edges by no more.
_HEADER = 0.3
# A header over several columns is off their middle by this much at most: right edges are ragged.
_OFF = 0.25
# Ink is darker than this (of 255).
_INK = 150
# The resolution at which boxes of words are compared.
_WORDS_DPI = 150


@dataclass(frozen=True, slots=True)
class AlignedGrid(RuledGrid):
    """A grid without lines. ``sound`` says whether numbers and white bands count the same rows."""

    sound: bool = True


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two white rows of the page."""

    top: int
    bottom: int
    boxes: tuple[Rectangle, ...]
    across: NDArray[np.bool_]
    """Where, along x, there is ink."""


def ink_boxes(grey: Pixels, dpi: float) -> list[Rectangle]:
    """The boxes of letters and their parts; pictures, strokes, rules and specks are left out."""
    left, top, width, height, _ = pieces(darker(grey, _INK)).stats[1:].T
    short, long = np.minimum(width, height), np.maximum(width, height)
    large = (height > _LETTER_HEIGHT * dpi) | (width > _WORD_WIDTH * dpi)
    thin = (short < _RULE * dpi) & (long > _RULE_LENGTH * dpi)
    letters = ~large & ~thin & (long >= _SPECK * dpi)
    boxes = np.column_stack((left, top, left + width, top + height))[letters]
    return [(x, y, right, bottom) for x, y, right, bottom in boxes.tolist()]


def find_aligned(boxes: Sequence[Rectangle], width: int, dpi: float) -> list[AlignedGrid]:
    """The tables among boxes on a level page of this width (pixels), top to bottom."""
    bands = _bands(boxes, width, dpi)
    grids = []
    while found := _best_stretch(bands, dpi):
        first, last = found
        grids.append(_grid(bands[:first], bands[first : last + 1], dpi))
        taken = grids[-1].rectangle
        bands = [b for b in bands if b.bottom <= taken[1] or b.top >= taken[3]]
    return sorted(grids, key=lambda grid: grid.rectangle[1])


def grids_of_words(lines: Sequence[Line], width: float, height: float) -> list[Grid]:
    """The tables among the words of a text layer on a page of this size (points)."""
    across, down = (round(side / POINTS_PER_INCH * _WORDS_DPI) for side in (width, height))
    boxes = [
        (
            round(b.left * across),
            round(b.top * down),
            round(b.right * across),
            round(b.bottom * down),
        )
        for b in (word.box for line in lines for word in line.words)
        if b is not None
    ]

    def placed(cell: Rectangle | None) -> Box | None:
        if cell is None:
            return None
        left, top, right, bottom = cell
        return box_within_page(left / across, top / down, right / across, bottom / down)

    found = find_aligned(boxes, across, _WORDS_DPI)
    return [tuple(tuple(placed(cell) for cell in row) for row in grid.cells) for grid in found]


def _bands(boxes: Sequence[Rectangle], width: int, dpi: float) -> list[_Band]:
    apart = 2 * max(1, round(_MARK * dpi))
    groups: list[list[Rectangle]] = []
    bottom = 0
    for box in sorted(boxes, key=lambda box: box[1]):
        if not groups or box[1] > bottom + apart:
            groups.append([])
        groups[-1].append(box)
        bottom = max(bottom, box[3])
    return [_band(group, width) for group in groups]


def _band(boxes: list[Rectangle], width: int) -> _Band:
    across = np.zeros(width, dtype=np.bool_)
    for left, _, right, _ in boxes:
        across[left:right] = True
    return _Band(min(b[1] for b in boxes), max(b[3] for b in boxes), tuple(boxes), across)


def _best_stretch(bands: Sequence[_Band], dpi: float) -> tuple[int, int] | None:
    """First and last band of the table with the most rows and gutters, if there is any."""
    best, chosen = 0, None
    parted = [len(_columns(band.across, dpi)) > 1 for band in bands]
    for first in (number for number in range(len(bands)) if parted[number]):
        across = bands[first].across.copy()
        for last in range(first + 1, len(bands)):
            if bands[last].top - bands[last - 1].bottom > _NEXT_BAND * dpi:
                break
            across |= bands[last].across
            if not parted[last]:
                continue
            columns = _columns(across, dpi)
            rows = last - first + 1
            if len(columns) < _FEWEST_COLUMNS or rows * (len(columns) - 1) <= best:
                continue
            if _is_table(bands[first : last + 1], columns, dpi):
                best, chosen = rows * (len(columns) - 1), (first, last)
    return chosen


def _columns(across: NDArray[np.bool_], dpi: float) -> list[tuple[int, int]]:
    """The parts of the width with ink, parted by gutters."""
    columns: list[tuple[int, int]] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], across.astype(np.int8), [0]))))
    for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if columns and left - columns[-1][1] < _GUTTER * dpi:
            columns[-1] = (columns[-1][0], right)
        else:
            columns.append((left, right))
    return columns


def _is_table(bands: Sequence[_Band], columns: list[tuple[int, int]], dpi: float) -> bool:
    filled = [sum(bool(b.across[left:right].any()) for left, right in columns) for b in bands]
    rows = sum(count >= 2 for count in filled)
    if rows < max(_FEWEST_ROWS, _FILLED * len(bands)) or min(filled[0], filled[-1]) < 2:
        return False
    return all(_is_column(bands, column, dpi) for column in columns)


def _is_column(bands: Sequence[_Band], column: tuple[int, int], dpi: float) -> bool:
    """Whether cells stand under one another there, by their left edges, middles or right edges."""
    extents = []
    for band in bands:
        inside = np.flatnonzero(band.across[column[0] : column[1]])
        if inside.size:
            extents.append((inside[0], (inside[0] + inside[-1]) / 2, inside[-1]))
    if len(extents) < 2 or column[1] - column[0] < _NARROW * dpi:
        return False
    if _height(bands, column) < _DASH * dpi:
        return False
    places = np.array(extents)
    near = np.abs(places - np.median(places, axis=0)) <= _IN_LINE * dpi
    return bool(near.mean(axis=0).max() >= _ALIGNED)


def _height(bands: Sequence[_Band], column: tuple[int, int]) -> float:
    """The height of the highest box in a cell of the column, in the middle of its cells."""
    highest = [max((b[3] - b[1] for b in _inside(band, column)), default=0) for band in bands]
    return median(height for height in highest if height)


def _inside(band: _Band, column: tuple[int, int]) -> list[Rectangle]:
    return [box for box in band.boxes if column[0] <= box[0] < column[1]]


def _grid(above: Sequence[_Band], bands: Sequence[_Band], dpi: float) -> AlignedGrid:
    columns = _columns(np.any([band.across for band in bands], axis=0), dpi)
    margin = round(_GUTTER * dpi / 2)
    xs = [
        columns[0][0] - margin,
        *((left[1] + right[0]) // 2 for left, right in pairwise(columns)),
        columns[-1][1] + margin,
    ]
    borders, sound = _row_borders(bands, columns[0], dpi)
    cells: list[tuple[Rectangle | None, ...]] = [
        tuple((max(0, left), max(0, top), right, bottom) for left, right in pairwise(xs))
        for top, bottom in pairwise(borders)
    ]
    header = None
    if above and bands[0].top - above[-1].bottom <= _HEADER * dpi:
        header = _header_row(above[-1], xs, borders[0], round(_HEADER * dpi))
    if header:
        cells.insert(0, header)
    else:
        top = np.any([band.across for band in bands if band.bottom <= borders[1]], axis=0)
        cells[0] = _with_spans(xs, top, (borders[0], borders[1]), dpi)
    placed = np.array([cell for row in cells for cell in row if cell is not None])
    left, top = placed[:, :2].min(axis=0).tolist()
    right, bottom = placed[:, 2:].max(axis=0).tolist()
    return AlignedGrid((left, top, right, bottom), tuple(cells), sound)


def _header_row(
    band: _Band, xs: list[int], bottom: int, reach: int
) -> tuple[Rectangle | None, ...] | None:
    """A row above whose cells may span columns; None where the band is no part of the table."""
    ink = np.flatnonzero(band.across)
    left, right = min(xs[0], int(ink[0]) - 2), max(xs[-1], int(ink[-1]) + 3)
    free = [n for n, x in enumerate(xs[1:-1], start=1) if not band.across[x - 2 : x + 3].any()]
    if xs[0] - left > reach or right - xs[-1] > reach or ink[0] >= xs[1] or free[:1] != [1]:
        return None
    borders = [0, *free, len(xs) - 1]
    inked = [
        n for n, x in enumerate(borders[1:-1]) if band.across[xs[x] : xs[borders[n + 2]]].any()
    ]
    if len(inked) == 1:
        borders = [0, 1, len(xs) - 1]
    row: list[Rectangle | None] = [None] * (len(xs) - 1)
    for first, after in pairwise(borders):
        edges = (left if first == 0 else xs[first], right if after == len(row) else xs[after])
        row[first] = (max(0, edges[0]), max(0, band.top - 2), edges[1], bottom)
    return tuple(row)


def _with_spans(
    xs: list[int], across: NDArray[np.bool_], rows: tuple[int, int], dpi: float
) -> tuple[Rectangle | None, ...]:
    """The first row, where a word in the middle over empty neighbours is the header of them all."""
    ink = [np.flatnonzero(across[max(0, left) : right]) for left, right in pairwise(xs)]
    row: list[Rectangle | None] = [
        (max(0, left), max(0, rows[0]), right, rows[1]) for left, right in pairwise(xs)
    ]
    spans = [
        (first, last)
        for last in range(1, len(ink))
        for first in range(1, last)
        if sum(part.size > 0 for part in ink[first : last + 1]) == 1
    ]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        inside = np.flatnonzero(across[xs[first] : xs[last + 1]])
        middle = xs[first] + (inside[0] + inside[-1]) / 2
        if (
            None in row[first : last + 1]
            or abs(middle - (xs[first] + xs[last + 1]) / 2) > _OFF * dpi
        ):
            continue
        row[first] = (xs[first], max(0, rows[0]), xs[last + 1], rows[1])
        row[first + 1 : last + 1] = [None] * (last - first)
    return tuple(row)


def _row_borders(
    bands: Sequence[_Band], first: tuple[int, int], dpi: float
) -> tuple[list[int], bool]:
    """Where rows begin and end, and whether numbers and white bands agree on how many there are."""
    top, bottom = bands[0].top - 2, bands[-1].bottom + 2
    by_bands = _borders_by_bands(bands)
    numbers = _bands([b for band in bands for b in _inside(band, first)], first[1], dpi)
    if first[1] - first[0] > _NUMBERS * dpi or len(numbers) < 2:
        return [top, *by_bands, bottom], True
    borders = [_border_between(bands, above, below) for above, below in pairwise(numbers)]
    return [top, *borders, bottom], len(borders) == len(by_bands)


def _border_between(bands: Sequence[_Band], above: _Band, below: _Band) -> int:
    """The widest white band between two running numbers, the last of equals, or their middle."""
    gaps = [
        (lower.top - upper.bottom, (upper.bottom + lower.top) // 2)
        for upper, lower in pairwise(bands)
        if above.top < upper.bottom <= lower.top < below.bottom
    ]
    if not gaps:
        return (above.bottom + below.top) // 2
    widest = max(gap for gap, _ in gaps)
    return [middle for gap, middle in gaps if gap >= _WIDEST * widest][-1]


def _borders_by_bands(bands: Sequence[_Band]) -> list[int]:
    """Borders in the wide white bands where there are wide and narrow ones, else in all."""
    gaps = [
        (lower.top - upper.bottom, (upper.bottom + lower.top) // 2)
        for upper, lower in pairwise(bands)
    ]
    sizes = sorted(gap for gap, _ in gaps)
    least = sizes[-1] / _WIDER if sizes and sizes[-1] >= _WIDER * sizes[0] else 0
    return [middle for gap, middle in gaps if gap >= least]
