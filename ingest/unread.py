"""Rows of ink in which the first reading found nothing, read once more.

Tesseract's division of a page passes over what stands alone: the number of a page, a signer's name
under a stamp, a short line between others. Read as one line each, they are there.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.aligned import ink_boxes
from ingest.crop import read_parts
from ingest.engine import Engine
from ingest.grid import Pixels, Rectangle
from ingest.limits import Limits
from ingest.ocr import Segmentation
from ingest.page import Line, Word

# Letters are at least this high and wide (inches), and rows of them at most this high.
_LEAST_HEIGHT, _LEAST_WIDTH, _MOST_HEIGHT = 0.08, 0.02, 0.35
# Of the scales tried (150, 200 and 300 dpi), this one reads most page numbers of scans.
_LINE_DPI = 200
# So much more of the page is cut around a row (inches).
_AROUND = 0.03
# A number alone is believed from this confidence; on 19 scans and 370 rendered pages all that pass are
# page numbers.
_SURE_NUMBER = 0.85
_MOST_DIGITS = 3
# Words are believed from this confidence where they have so many letters together: less is a piece of
# a seal at the edge of the page.
_SURE_WORD, _FEWEST_LETTERS = 0.85, 6
# More rows than this without a word are no print: a drawing, a photograph.
_MOST_ROWS = 12


def with_unread_rows(
    lines: Sequence[Line], pixels: Pixels, dpi: int, engine: Engine, limits: Limits
) -> tuple[tuple[Line, ...], int]:
    """The lines with those found in rows of ink that hold no word, and how many these are.

    ``pixels`` is what was read, level and in grey. Raises what the engine raises.
    """
    rows = _rows_without_words(lines, pixels, dpi)
    if not rows or len(rows) > _MOST_ROWS:
        return tuple(lines), 0
    read = read_parts(pixels, rows, dpi, _LINE_DPI, Segmentation.ONE_LINE, engine, limits)
    placed = list(lines)
    for seen in read:
        if words := _believed([word for line in seen for word in line if word.box is not None]):
            line = Line(" ".join(word.text for word in words), tuple(words))
            placed.insert(_place(line, placed), line)
    return tuple(placed), len(placed) - len(lines)


def _rows_without_words(lines: Sequence[Line], pixels: Pixels, dpi: int) -> list[Rectangle]:
    boxes = ink_boxes(pixels, dpi)
    height = pixels.shape[0]
    read = _covered(
        (
            (word.box.top * height, word.box.bottom * height)
            for line in lines
            for word in line.words
            if word.box is not None
        ),
        height,
    )
    inked = _covered(((top, bottom) for _, top, _, bottom in boxes), height)
    rows = []
    for top, bottom in _stretches(inked):
        if read[top:bottom].any() or not _LEAST_HEIGHT <= (bottom - top) / dpi <= _MOST_HEIGHT:
            continue
        inside = [box for box in boxes if box[1] >= top and box[3] <= bottom]
        left, right = min(box[0] for box in inside), max(box[2] for box in inside)
        if right - left >= _LEAST_WIDTH * dpi:
            rows.append(_around((left, top, right, bottom), pixels, dpi))
    return rows


def _covered(spans: Iterable[tuple[float, float]], size: int) -> NDArray[np.bool_]:
    covered = np.zeros(size, dtype=np.bool_)
    for start, stop in spans:
        covered[int(start) : int(stop) + 1] = True
    return covered


def _stretches(covered: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the covered parts begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], covered.astype(np.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _around(row: Rectangle, pixels: Pixels, dpi: int) -> Rectangle:
    more = round(_AROUND * dpi)
    height, width = pixels.shape
    left, top, right, bottom = row
    return (
        max(0, left - more),
        max(0, top - more),
        min(width, right + more),
        min(height, bottom + more),
    )


def _believed(words: list[Word]) -> list[Word]:
    """The words of a row that are print; none where it is a stroke, a speck or a piece of a seal."""
    if len(words) == 1 and words[0].text.isdigit():
        number = words[0]
        sure = (number.confidence or 0.0) >= _SURE_NUMBER and len(number.text) <= _MOST_DIGITS
        return words if sure else []
    good = [word for word in words if (word.confidence or 0.0) >= _SURE_WORD]
    letters = sum(letter.isalpha() for word in good for letter in word.text)
    return words if letters >= _FEWEST_LETTERS and 2 * len(good) >= len(words) else []


def _place(line: Line, lines: Sequence[Line]) -> int:
    """Before the first line that stands lower."""
    assert line.box is not None
    top = line.box.top
    below = (n for n, other in enumerate(lines) if other.box is not None and other.box.top > top)
    return next(below, len(lines))
