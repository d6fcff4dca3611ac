"""Ruled tables and frames on the picture of a page: lines found by their length, cells by their borders."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.sheet.pieces import darker, pieces

Pixels = NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

# Lengths in inches. A stroke this long is no part of a letter of 14 points, whose capitals are
# 0.13 high; a ruling line holds strokes of that length with short breaks and is longer as a whole.
_STROKE = 0.17
_BREAK = 0.06
_LEAST_LINE = 0.3
# Lines nearer to each other than this are one line, drawn thick or doubled.
_SAME_LINE = 0.07
# A table is at least this wide and high; smaller grids are boxes to tick.
_LEAST_WIDTH, _LEAST_HEIGHT = 1.2, 0.3
# Of the border between two cells at least this share is inked; text crossing it covers less.
_INKED = 0.55
# Ink is darker than this (of 255).
_INK = 195
# A grid that covers nearly the whole picture is the edge of the paper or a page border.
_WHOLE_PAGE = 0.97


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A grid of ruling lines: its cells row by row, None where a cell is part of one before it."""

    rectangle: Rectangle
    cells: tuple[tuple[Rectangle | None, ...], ...]

    @property
    def is_frame(self) -> bool:
        """Whether it is a frame around text, of one row or one column."""
        return len(self.cells) < 2 or len(self.cells[0]) < 2


def ruling_lines(grey: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """Masks of the long horizontal and the long vertical strokes."""
    ink = darker(grey, _INK)
    return _long(ink, dpi, np.array((1, 0))), _long(ink, dpi, np.array((0, 1)))


def find_grids(grey: Pixels, dpi: float) -> tuple[list[RuledGrid], Pixels]:
    """The ruled grids of a level page, top to bottom, and the mask of their lines."""
    across, down = ruling_lines(grey, dpi)
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    reach = round(_BREAK * dpi) + 1
    touching = cv2.dilate(lines, np.ones((reach, reach), np.uint8))
    found = pieces(touching)
    grids = []
    mask = np.zeros_like(grey)
    for number, (_, _, width, height, _) in enumerate(found.stats.tolist()[1:], start=1):
        if width < _LEAST_WIDTH * dpi or height < _LEAST_HEIGHT * dpi:
            continue
        if width > _WHOLE_PAGE * grey.shape[1] and height > _WHOLE_PAGE * grey.shape[0]:
            continue
        inside = (found.labels == number).astype(np.uint8)
        grid = _grid(across * inside, down * inside, dpi)
        if grid is not None:
            grids.append(grid)
            mask |= (inside * lines).astype(np.uint8)
    return sorted(grids, key=lambda grid: grid.rectangle[1]), mask


def without_lines(grey: Pixels, mask: Pixels) -> Pixels:
    """The page with its ruling lines painted white."""
    return np.where(mask > 0, 255, grey).astype(np.uint8)


def _long(ink: Pixels, dpi: float, way: NDArray[np.int_]) -> Pixels:
    """The long strokes along x (``way`` 1, 0) or along y (0, 1), short breaks closed."""

    def kernel(inches: float) -> Pixels:
        return np.ones(1 + way[::-1] * max(2, round(inches * dpi)), np.uint8)

    strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel(_STROKE))
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, kernel(_BREAK))
    return cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel(_LEAST_LINE)).astype(np.uint8)


def _grid(across: Pixels, down: Pixels, dpi: float) -> RuledGrid | None:
    ys = _positions((across > 0).sum(axis=1) > 0, _SAME_LINE * dpi)
    xs = _positions((down > 0).sum(axis=0) > 0, _SAME_LINE * dpi)
    if len(ys) < 2 or len(xs) < 2:
        return None
    reach = max(2, round(_SAME_LINE * dpi / 2))
    rows, columns = len(ys) - 1, len(xs) - 1
    below = [
        [_is_inked(across, (xs[j], ys[i + 1], xs[j + 1], ys[i + 1]), reach) for j in range(columns)]
        for i in range(rows)
    ]
    right = [
        [_is_inked(down, (xs[j + 1], ys[i], xs[j + 1], ys[i + 1]), reach) for j in range(columns)]
        for i in range(rows)
    ]
    whole = (xs[0], ys[0], xs[-1], ys[-1])
    if whole[2] - whole[0] < _LEAST_WIDTH * dpi or whole[3] - whole[1] < _LEAST_HEIGHT * dpi:
        return None
    if not _is_closed(across, down, whole, reach):
        return None
    return RuledGrid(whole, _merged(xs, ys, below, right))


def _is_closed(across: Pixels, down: Pixels, whole: Rectangle, reach: int) -> bool:
    left, top, right, bottom = whole
    return (
        _is_inked(across, (left, top, right, top), reach)
        and _is_inked(across, (left, bottom, right, bottom), reach)
        and _is_inked(down, (left, top, left, bottom), reach)
        and _is_inked(down, (right, top, right, bottom), reach)
    )


def _positions(present: NDArray[np.bool_], apart: float) -> list[int]:
    """The middles of the runs where lines lie, those nearer than ``apart`` taken together."""
    runs: list[list[int]] = []
    for at in np.flatnonzero(present):
        if runs and at - runs[-1][-1] <= apart:
            runs[-1].append(int(at))
        else:
            runs.append([int(at)])
    return [(run[0] + run[-1]) // 2 for run in runs]


def _is_inked(mask: Pixels, border: Rectangle, reach: int) -> bool:
    left, top, right, bottom = border
    if top == bottom:
        part = mask[max(0, top - reach) : top + reach + 1, left:right].any(axis=0)
    else:
        part = mask[top:bottom, max(0, left - reach) : left + reach + 1].any(axis=1)
    return bool(part.mean() >= _INKED) if part.size else True


def _merged(
    xs: list[int], ys: list[int], below: list[list[bool]], right: list[list[bool]]
) -> tuple[tuple[Rectangle | None, ...], ...]:
    """The cells, those without a border between them made one at their top left place."""
    rows, columns = len(below), len(below[0])
    taken = [[False] * columns for _ in range(rows)]
    cells: list[list[Rectangle | None]] = [[None] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            last_column = j
            while last_column + 1 < columns and not right[i][last_column]:
                last_column += 1
            last_row = i
            while last_row + 1 < rows and not any(below[last_row][j : last_column + 1]):
                last_row += 1
            for k in range(i, last_row + 1):
                taken[k][j : last_column + 1] = [True] * (last_column + 1 - j)
            cells[i][j] = (xs[j], ys[i], xs[last_column + 1], ys[last_row + 1])
    return tuple(tuple(row) for row in cells)
