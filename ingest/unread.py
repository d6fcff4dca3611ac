"""Print that Tesseract passed over: found by its ink, and read line by line.

Tesseract takes print beside a stamp or a signature for a part of a picture and says nothing of it:
an office ("HIỆU TRƯỞNG"), a signer's name, "Kính gửi:". Ink in the size of letters, in rows, under
no word that was read is cut out and read as a single line.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from ingest.engine import Engine
from ingest.limits import Limits
from ingest.ocr import Segmentation
from ingest.page import Box, Line, Word
from ingest.sheet import Pixels

MM_PER_INCH = 25.4
DARK, PAPER = 140, 255
# Printed letters with their marks, in mm: 8 to 16 points; a run of letters that touch is wider.
LETTER_HEIGHT = (1.4, 5.0)
LETTER_WIDTH = 15.0
# The least ink of a letter in mm², and the least share of its box that is dark: not dust, not a line.
LETTER_INK, LETTER_FILL = 0.25, 0.12
# Letters that stand closer than this (mm) are of one line; one of less, or shorter, is seldom print.
GAP = 4.0
LEAST_LETTERS, LEAST_WIDTH, MOST_HEIGHT = 4, 8.0, 8.0
# A page of more such places is a picture or handwriting: on 19 real scans the most was 6.
MOST_PLACES = 12
# What is cut out, beyond the letters found: one may have been missed at either end.
MARGIN = (5.0, 1.5)
# Readings below this mean confidence were scraps of handwriting on the same scans; those kept were
# 0.63 and more. A word below the second is left out of its line.
SURE_LINE, SURE_WORD = 0.6, 0.3
# What a stamp or a stroke of the pen beside a word is read as.
SMEAR = "“”‘’\"'`|,~^*_"


class Place(NamedTuple):
    """A stretch of unread print in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def with_unread(
    lines: Sequence[Line], pixels: Pixels, dpi: int, engine: Engine, limits: Limits
) -> tuple[tuple[Line, ...], list[str]]:
    """The lines of a page with those that were passed over, and what these say.

    ``pixels`` is the grey picture that was read, boxes are fractions of it.
    """
    places = unread_places(lines, pixels, dpi)
    if not places or len(places) > MOST_PLACES:
        return tuple(lines), []
    cuts = [_cut(place, pixels.shape, dpi) for place in places]
    unread = _without_read(pixels, lines)
    pictures = [Image.fromarray(unread[c.top : c.bottom, c.left : c.right]) for c in cuts]
    found: list[str] = []
    whole = tuple(lines)
    answers = engine.read(pictures, dpi, Segmentation.ONE_LINE, limits)
    for cut, seen in zip(cuts, answers, strict=True):
        line = _line([w for one in seen for w in one.words], cut, pixels.shape)
        if line is not None:
            found.append(line.text)
            whole = placed(whole, line)
    return whole, found


def unread_places(lines: Sequence[Line], pixels: Pixels, dpi: int) -> list[Place]:
    """Where letters stand in a row under no word that was read."""
    mm = dpi / MM_PER_INCH
    dark = (_without_read(pixels, lines) < DARK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    letters = [box for box in stats[1:].tolist() if _is_letter(box, mm)]
    mask = np.zeros_like(dark)
    for left, top, width, height, _ in letters:
        mask[top : top + height, left : left + width] = 1
    joined = cv2.morphologyEx(
        mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (round(GAP * mm), 1))
    )
    _, _, rows, _ = cv2.connectedComponentsWithStats(joined)
    places = [Place(x, y, x + width, y + height) for x, y, width, height, _ in rows[1:].tolist()]
    return [place for place in places if _is_line(place, letters, mm)]


def _without_read(pixels: Pixels, lines: Sequence[Line]) -> Pixels:
    """The picture with paper in the place of the words that were read."""
    left_over = pixels.copy()
    for line in lines:
        for word in line.words:
            if word.box is not None:
                left, top, right, bottom = _pixels(word.box, pixels.shape)
                left_over[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = PAPER
    return left_over


def _is_letter(box: Sequence[int], mm: float) -> bool:
    _, _, width, height, ink = box
    low, high = LETTER_HEIGHT
    return (
        low * mm <= height <= high * mm
        and width <= LETTER_WIDTH * mm
        and ink >= max(LETTER_INK * mm * mm, LETTER_FILL * width * height)
    )


def _is_line(place: Place, letters: Sequence[Sequence[int]], mm: float) -> bool:
    within = sum(
        place.left <= left < place.right and place.top <= top < place.bottom
        for left, top, *_ in letters
    )
    wide, high = place.right - place.left, place.bottom - place.top
    return within >= LEAST_LETTERS and wide >= LEAST_WIDTH * mm and high <= MOST_HEIGHT * mm


def _cut(place: Place, shape: tuple[int, ...], dpi: int) -> Place:
    beside, above = (round(margin * dpi / MM_PER_INCH) for margin in MARGIN)
    return Place(
        max(0, place.left - beside),
        max(0, place.top - above),
        min(shape[1], place.right + beside),
        min(shape[0], place.bottom + above),
    )


def _line(words: Sequence[Word], cut: Place, shape: tuple[int, ...]) -> Line | None:
    """What was read as a line of the page; None where it is no print or too unsure."""
    kept = [
        replace(word, text=text)
        for word in words
        if (word.confidence or 0.0) >= SURE_WORD and (text := word.text.strip(SMEAR))
    ]
    sure = sum(w.confidence or 0.0 for w in kept) / max(len(kept), 1)
    if sure < SURE_LINE or not any(sum(c.isalpha() for c in w.text) > 1 for w in kept):
        return None
    height, width = shape[:2]
    wide, high = cut.right - cut.left, cut.bottom - cut.top

    def on_page(box: Box | None) -> Box | None:
        if box is None:
            return None
        return Box(
            (cut.left + box.left * wide) / width,
            (cut.top + box.top * high) / height,
            (cut.left + box.right * wide) / width,
            (cut.top + box.bottom * high) / height,
        )

    read = tuple(Word(w.text, on_page(w.box), w.confidence) for w in kept)
    return Line(" ".join(w.text for w in read), read)


def placed(lines: Sequence[Line], line: Line) -> tuple[Line, ...]:
    """A line put before the first one below it that it overlaps from left to right, else at the end.

    Side by side stand columns, each read as a whole.
    """
    box = line.box
    for number, other in enumerate(lines):
        if box is None or other.box is None:
            continue
        beside = other.box.right <= box.left or other.box.left >= box.right
        if other.box.top > box.top and not beside:
            return (*lines[:number], line, *lines[number:])
    return (*lines, line)


def _pixels(box: Box, shape: tuple[int, ...]) -> Place:
    height, width = shape[:2]
    return Place(
        int(box.left * width),
        int(box.top * height),
        int(box.right * width),
        int(box.bottom * height),
    )
