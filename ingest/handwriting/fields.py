"""Number and date of a head filled in by hand: found between their printed words and read.

The recogniser of lines reads them where it is installed (``ingest.handwriting.line_model``), else networks of
single digits (``ingest.handwriting.digits``); these also stand up for a 1 that it takes for a 4.

Tesseract's model knows print only. After Nghị định 30/2020/NĐ-CP numbers and days below ten are
written with a nought, so two digits at least are expected of them.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from ingest.handwriting.blanks import Filling, Gap, fillings
from ingest.handwriting.digits import Guess, read_piece
from ingest.handwriting.heads import (
    LAST_NUMBER,
    Blank,
    day_blank,
    head_date,
    month_blank,
    number_blank,
    number_words,
)
from ingest.handwriting.ink import HIGH, is_high, pieces_between
from ingest.handwriting.line_model import LineModel
from ingest.layout.geometry import box_within_page
from ingest.layout.overlay import line_of_words
from ingest.page import Box, Line, Word
from ingest.sheet.grid import Pixels

# The head stands in this part of the page.
_HEAD = 0.4
# As the recogniser may spell them: the label, and the slash or hyphen before the symbol.
_SPELT_LABEL = re.compile(r"^.{0,3}?[Ss5][ốóoôồổ0ỗộọòõỏ]\s*[:;.,]*")
_SPELT_SYMBOL = re.compile(r"/\s?(?=[A-Za-zĐđ0&][A-Za-zĐđ])|[-–]\s?(?=[A-ZĐ])")
_SPELT_DAY, _SPELT_MONTH = re.compile(r"[àa]y"), re.compile(r"t?h[áa]ng")
_SPELT_YEAR = re.compile(r"n[ăa]m")
# A pencil's ink may be so little darker than the paper.
_PALE = 40
# Less sure digits stay unread. Of 31 numbers and days by hand on 16 scans, none used for the
# networks, 17 to 19 are read above it, all right; from 0.6, 21 right and one wrong.
_LEAST_PROBABILITY = 0.7
# The same for what the recogniser of lines reads.
_LEAST_CHANCE = 0.6
UNREAD = "?"
# What was read so is never sure enough to pass without a person (0.8).
_BY_HAND = 0.75


class _Seen(NamedTuple):
    """What the recogniser read in the blanks of a line."""

    number: Filling | None = None
    day: Filling | None = None
    month: Filling | None = None


def _gap(before: re.Pattern[str], after: re.Pattern[str], most: int) -> Gap:
    longest = len(str(most))
    return Gap(
        before, after, lambda digits: len(digits) <= longest and 1 <= int(digits or 0) <= most
    )


_NUMBER_GAP = _gap(_SPELT_LABEL, _SPELT_SYMBOL, LAST_NUMBER)
_DAY_GAP = _gap(_SPELT_DAY, _SPELT_MONTH, 31)
_MONTH_GAP = _gap(_SPELT_MONTH, _SPELT_YEAR, 12)


def with_handwriting(
    lines: Sequence[Line], pixels: Pixels, dpi: float, model: LineModel | None = None
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of a level page with what was filled in by hand in its head, and what that is.

    With the recogniser of lines, the first number and the first date of the head are what it reads.
    """
    head = [n for n, line in enumerate(lines) if _is_of_head(line)]
    seen = _seen(lines, head, pixels, dpi, model) if model else {}
    placed, told = list(lines), []
    for n in head:
        placed[n], texts = _filled_in(lines[n], pixels, dpi, seen.get(n, _Seen()))
        told += texts
    return tuple(placed), tuple(told)


def _is_of_head(line: Line) -> bool:
    return line.table is None and line.box is not None and line.box.top <= _HEAD


def _filled_in(line: Line, pixels: Pixels, dpi: float, seen: _Seen) -> tuple[Line, list[str]]:
    texts: list[str] = []
    for find, filling in zip((number_blank, day_blank, month_blank), seen, strict=True):
        blank = find(line.words, pixels, dpi, filling)
        if blank is None:
            continue
        if filling is not None:
            word = _recognised(blank, filling, pixels, dpi)
        else:
            word = None if blank.is_printed else _written(blank, pixels, dpi)
        if word is None:
            continue
        filled = [word, blank.after]
        if blank.is_joined:
            filled = [_as_one(word, blank.after)]
        before, after = line.words[: blank.first], line.words[blank.last + 1 :]
        words = [*before, blank.before, *filled, *after]
        line = line_of_words(words, line, pixels.shape[1] / pixels.shape[0])
        texts.append(word.text)
    return line, texts


def _seen(
    lines: Sequence[Line], head: Sequence[int], pixels: Pixels, dpi: float, model: LineModel
) -> dict[int, _Seen]:
    """What the recogniser reads in the lines that hold the first number and the first date."""
    numbers = ((n, ends) for n in head if (ends := number_words(lines[n].words)))
    dates = ((n, date) for n in head if (date := head_date(lines[n].words)))
    seen: dict[int, _Seen] = {}
    for n, (label, symbol) in islice(numbers, 1):
        stretch = lines[n].words[label : symbol + 1]
        (number,) = fillings(stretch, [_NUMBER_GAP], pixels, dpi, model)
        seen[n] = _Seen(number=number)
    for n, (first, _, year) in islice(dates, 1):
        stretch = lines[n].words[first : year + 2]
        day, month = fillings(stretch, [_DAY_GAP, _MONTH_GAP], pixels, dpi, model)
        seen[n] = seen.get(n, _Seen())._replace(day=day, month=month)
    return seen


def _written(blank: Blank, pixels: Pixels, dpi: float) -> Word | None:
    """The digits written in a blank, None where there are none, unsure ones, or those that were read.

    A running number that is there and not read is a question mark: what Tesseract took it for was
    wrong on four of five scans.
    """
    pieces, box = _ink(blank, pixels, dpi)
    if not pieces or box is None:
        return None
    guesses: list[Guess] = [read_piece(ink) for ink in pieces]
    digits = "".join(guess.digits for guess in guesses)
    sure = min(guess.probability for guess in guesses)
    least, most = blank.digits
    if digits == blank.read:
        return None
    likely = least <= len(digits) <= most and 1 <= int(digits) <= blank.most
    if likely and sure >= _LEAST_PROBABILITY:
        return Word(digits, box, sure * _BY_HAND)
    return Word(UNREAD, box, 0.0) if blank.most == LAST_NUMBER else None


def _recognised(blank: Blank, filling: Filling, pixels: Pixels, dpi: float) -> Word | None:
    """The digits that the recogniser read in a blank, None where what Tesseract read may stay.

    A number that it doubts is given up; a day that Tesseract was sure of is shown to a person.
    """
    pieces, box = _ink(blank, pixels, dpi)
    if box is None or not _is_written(box, pixels, dpi):
        return None
    if blank.is_printed and blank.read == filling.digits:
        return None
    guesses = [read_piece(ink) for ink in pieces]
    seen = "".join(guess.digits for guess in guesses)
    chance = filling.chance
    if seen == filling.digits:  # two readers that know nothing of each other
        chance = 1 - (1 - chance) * (1 - min(guess.probability for guess in guesses))
    elif _is_one_for_four(filling.digits, seen):
        chance = 0.0
    if chance >= _LEAST_CHANCE:
        return Word(filling.digits, box, chance * _BY_HAND)
    if blank.most == LAST_NUMBER:
        return Word(UNREAD, box, 0.0)
    return Word(blank.read, box, min(blank.confidence, _BY_HAND)) if blank.is_printed else None


def _is_written(box: Box, pixels: Pixels, dpi: float) -> bool:
    """Whether there is ink in a box, however pale, that is higher than ruled dots."""
    height, width = pixels.shape
    rows = slice(int(box.top * height), round(box.bottom * height))
    part = pixels[rows, int(box.left * width) : round(box.right * width)]
    inked = (part < np.median(pixels[rows]) - _PALE).any(axis=1)
    return bool(inked.sum() >= HIGH[0] * dpi)


def _is_one_for_four(digits: str, seen: str) -> bool:
    """Whether the other networks see a 1, which many write with a long upstroke, in place of a 4."""
    return "4" in digits and re.fullmatch(digits.replace("4", "[14]"), seen) is not None


def _ink(blank: Blank, pixels: Pixels, dpi: float) -> tuple[list[Pixels], Box | None]:
    """The pieces of ink in a blank that are as high as digits, and its box."""
    top, bottom = _box(blank.after).top, _box(blank.after).bottom
    edges = (_box(blank.before).right, top, _box(blank.after).left, bottom)
    pieces = [ink for _, ink in pieces_between(pixels, edges, dpi) if is_high(ink, dpi)]
    return pieces, box_within_page(edges[0], top, edges[2], bottom)


def _as_one(digits: Word, symbol: Word) -> Word:
    sure = min(digits.confidence or 0.0, symbol.confidence or 0.0)
    return Word(digits.text + symbol.text, _box(digits).union(_box(symbol)), sure)


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box
