"""Print that Tesseract passed over: found by its ink, and read line by line.

Tesseract takes print beside a stamp or a signature for a part of a picture and says nothing of it: an
office ("HIỆU TRƯỞNG"), a signer's name, "Kính gửi:". It passes over what stands alone: the number of
a page, a short line. Ink in the size of letters under no word that was read, and rows of ink that hold
no word at all, are cut out and read as single lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.limits import Limits
from ingest.ocr.crop import read_parts
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Line, Word
from ingest.sheet.grid import Pixels, Rectangle
from ingest.sheet.pieces import darker, pieces
from ingest.tables.aligned import ink_boxes

DARK, PAPER = 140, 255
# Of the scales tried (150, 200 and 300 dpi), this one reads most page numbers of scans.
LINE_DPI = 200
# Printed letters with their marks, in inches: 8 to 16 points; a run of letters that touch is wider.
LETTER_HEIGHT, LETTER_WIDTH = (0.055, 0.2), 0.6
# The least ink of a letter in square inches, and the least share of its box that is dark: not dust,
# not a line.
LETTER_INK, LETTER_FILL = 0.0004, 0.12
# Letters that stand closer than this (inches) are of one line; one of fewer, or shorter, is seldom print.
GAP = 0.16
LEAST_LETTERS, LEAST_WIDTH, MOST_HEIGHT = 4, 0.31, 0.31
# What is cut out beyond the letters found, to the sides and up and down (inches): one may have been
# missed at either end.
AROUND = (0.2, 0.06)
# Rows of ink without a word: at least this high and wide (inches), for a digit, and at most this high.
ROW_HEIGHT, ROW_WIDTH = (0.08, 0.35), 0.02
# A page of more such places is a picture or handwriting. Chosen by hand, looking at 19 real scans.
MOST_PLACES = 12
# Readings below this mean confidence are mostly scraps of handwriting and of stamps; a word below the
# second is left out of its line. Chosen by hand, looking at the same scans: some scraps still pass.
SURE_LINE, SURE_WORD = 0.6, 0.3
# A number alone is believed from this confidence; in rows without a word, on 19 scans and 370 rendered
# pages, all that pass are page numbers.
SURE_NUMBER, MOST_DIGITS = 0.85, 3
# What a stamp or a stroke of the pen beside a word is read as.
SMEAR = "“”‘’\"'`|,~^*_"


def with_unread(
    lines: Sequence[Line], pixels: Pixels, dpi: int, engine: Engine, limits: Limits
) -> tuple[tuple[Line, ...], list[str]]:
    """The lines of a page with those that were passed over, and what these say.

    ``pixels`` is the grey picture that was read, boxes are fractions of it. Raises what the engine
    raises.
    """
    places = unread_places(lines, pixels, dpi)
    if not places or len(places) > MOST_PLACES:
        return tuple(lines), []
    unread = _without_read(pixels, lines)
    read = read_parts(unread, places, dpi, LINE_DPI, Segmentation.ONE_LINE, engine, limits)
    found: list[str] = []
    whole = tuple(lines)
    for seen in read:
        line = _believed([word for words in seen for word in words if word.box is not None])
        if line is not None:
            found.append(line.text)
            whole = placed(whole, line)
    return whole, found


def unread_places(lines: Sequence[Line], pixels: Pixels, dpi: int) -> list[Rectangle]:
    """Where letters stand in a row under no word that was read, and rows of ink without a word."""
    shape = pixels.shape
    found = [_around(place, shape, dpi, AROUND) for place in _rows_of_letters(lines, pixels, dpi)]
    rows = [_around(row, shape, dpi, AROUND[1:] * 2) for row in _empty_rows(lines, pixels, dpi)]
    return found + [row for row in rows if not any(_meet(row, place) for place in found)]


def _rows_of_letters(lines: Sequence[Line], pixels: Pixels, dpi: int) -> list[Rectangle]:
    stats = pieces(darker(_without_read(pixels, lines), DARK)).stats
    letters = _letters(stats, dpi)
    if np.count_nonzero(letters) < LEAST_LETTERS:
        return []
    boxes = stats[letters]
    mask = np.zeros_like(pixels)
    for left, top, width, height, _ in boxes.tolist():
        mask[top : top + height, left : left + width] = 1
    near = cv2.getStructuringElement(cv2.MORPH_RECT, (round(GAP * dpi), 1))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, near)
    rows = pieces(np.asarray(joined, np.uint8)).stats[1:].tolist()
    places = [(x, y, x + width, y + height) for x, y, width, height, _ in rows]
    return [place for place in places if _is_line(place, boxes, dpi)]


def _without_read(pixels: Pixels, lines: Sequence[Line]) -> Pixels:
    """The picture with paper in the place of the words that were read."""
    left_over = pixels.copy()
    height, width = pixels.shape
    for line in lines:
        for word in line.words:
            if (box := word.box) is not None:
                top, bottom = int(box.top * height), int(box.bottom * height)
                left, right = int(box.left * width), int(box.right * width)
                left_over[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = PAPER
    return left_over


def _letters(stats: NDArray[np.integer[Any]], dpi: int) -> NDArray[np.bool_]:
    """Which connected pieces of ink (left, top, width, height, pixels) are letters by their size."""
    width, height, ink = stats[:, 2], stats[:, 3], stats[:, 4]
    low, high = LETTER_HEIGHT
    tall = (height >= low * dpi) & (height <= high * dpi)
    inked = (ink >= LETTER_INK * dpi * dpi) & (ink >= LETTER_FILL * width * height)
    found: NDArray[np.bool_] = tall & (width <= LETTER_WIDTH * dpi) & inked
    return found


def _is_line(place: Rectangle, letters: NDArray[np.integer[Any]], dpi: int) -> bool:
    left, top, right, bottom = place
    wide, high = (right - left) / dpi, (bottom - top) / dpi
    x, y = letters[:, 0], letters[:, 1]
    within = np.count_nonzero((x >= left) & (x < right) & (y >= top) & (y < bottom))
    return bool(within >= LEAST_LETTERS and wide >= LEAST_WIDTH and high <= MOST_HEIGHT)


def _empty_rows(lines: Sequence[Line], pixels: Pixels, dpi: int) -> Iterable[Rectangle]:
    """Rows of ink in which no word was read."""
    boxes = ink_boxes(pixels, dpi)
    height = pixels.shape[0]
    words = (word.box for line in lines for word in line.words if word.box is not None)
    read = _covered(((box.top * height, box.bottom * height) for box in words), height)
    inked = _covered(((top, bottom) for _, top, _, bottom in boxes), height)
    low, high = ROW_HEIGHT
    for top, bottom in _stretches(inked):
        if read[top:bottom].any() or not low <= (bottom - top) / dpi <= high:
            continue
        inside = [box for box in boxes if box[1] >= top and box[3] <= bottom]
        left, right = min(box[0] for box in inside), max(box[2] for box in inside)
        if right - left >= ROW_WIDTH * dpi:
            yield left, top, right, bottom


def _covered(spans: Iterable[tuple[float, float]], size: int) -> NDArray[np.bool_]:
    covered = np.zeros(size, dtype=np.bool_)
    for start, stop in spans:
        covered[int(start) : int(stop) + 1] = True
    return covered


def _stretches(covered: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the covered parts begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], covered.astype(np.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _around(
    place: Rectangle, shape: tuple[int, ...], dpi: int, more: tuple[float, ...]
) -> Rectangle:
    beside, above = (round(inches * dpi) for inches in more)
    left, top, right, bottom = place
    return (
        max(0, left - beside),
        max(0, top - above),
        min(shape[1], right + beside),
        min(shape[0], bottom + above),
    )


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _believed(words: Sequence[Word]) -> Line | None:
    """What was read as a line; None where it is a stroke, a scrap of handwriting or too unsure."""
    if len(words) == 1 and words[0].text.isdigit():
        sure = (words[0].confidence or 0.0) >= SURE_NUMBER and len(words[0].text) <= MOST_DIGITS
        return Line(words[0].text, tuple(words)) if sure else None
    kept = tuple(
        replace(word, text=text)
        for word in words
        if (word.confidence or 0.0) >= SURE_WORD and (text := word.text.strip(SMEAR))
    )
    sure_of_all = sum(word.confidence or 0.0 for word in kept) / max(len(kept), 1)
    written = any(sum(letter.isalpha() for letter in word.text) > 1 for word in kept)
    if sure_of_all < SURE_LINE or not written:
        return None
    return Line(" ".join(word.text for word in kept), kept)


def placed(lines: Sequence[Line], line: Line) -> tuple[Line, ...]:
    """A line put before the first one below it, else at the end.

    Beside other lines it stands in a column, read as a whole: what it goes before is below it and
    overlaps it from left to right.
    """
    box = line.box
    boxes = [other.box for other in lines]
    if box is None:
        return (*lines, line)
    alone = not any(one and one.top < box.bottom and box.top < one.bottom for one in boxes)
    for number, other in enumerate(boxes):
        if other is None or other.top <= box.top:
            continue
        if alone or (other.left < box.right and box.left < other.right):
            return (*lines[:number], line, *lines[number:])
    return (*lines, line)
