"""Number and date of a head filled in by hand: found between their printed words and read.

The recogniser of lines reads them where it is installed (``ingest.line_model``), else networks of
single digits (``ingest.digits``); these also stand up for a 1 that it takes for a 4.

Tesseract's model knows print only. After Nghị định 30/2020/NĐ-CP numbers and days below ten are
written with a nought, so two digits at least are expected of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from ingest.blanks import Filling, Gap, fillings
from ingest.digits import Guess, read_piece
from ingest.geometry import box_within_page
from ingest.grid import Pixels
from ingest.line_model import LineModel
from ingest.overlay import line_of_words
from ingest.page import Box, Line, Word
from ingest.pieces import darker, pieces

# The head stands in this part of the page.
_HEAD = 0.4
# The date of a head begins right of this.
_RIGHT_HALF = 0.4
_LABEL = re.compile(r"S[ốóo]\s?[:;.]")
_DAY, _MONTH, _YEAR = re.compile(r"ng[àa]y"), re.compile(r"th[áa]ng$"), re.compile(r"năm$")
# As the recogniser may spell them: the label, and the slash or hyphen before the symbol.
_SPELT_LABEL = re.compile(r"^.{0,3}?[Ss5][ốóoôồổ0ỗộọòõỏ]\s*[:;.,]*")
_SPELT_SYMBOL = re.compile(r"/\s?(?=[A-Za-zĐđ0&][A-Za-zĐđ])|[-–]\s?(?=[A-ZĐ])")
_SPELT_DAY, _SPELT_MONTH = re.compile(r"[àa]y"), re.compile(r"t?h[áa]ng")
_SPELT_YEAR = re.compile(r"n[ăa]m")
# What the recogniser reads may have a label at the beginning of its line that lacks its colon or its
# capital, and a symbol that lacks its slash.
_PLAIN_LABEL = re.compile(r"S(?:[ốóô]|o(?![a-zà-ỹ]))|s[ốóo]\s?[:;.]")
_SYMBOL = re.compile(r"/|^[A-ZĐ][A-Za-zĐ]+-")
# Digits that Tesseract is this sure of are printed, or as good as print.
_PRINTED = 0.7
# Words are printed this wide: "Số:" in inches at 14 points, the others in widths of "năm".
_LABEL_WIDTH, _DAY_WIDTH, _MONTH_WIDTH = 0.215, 1.17, 1.37
# A word is cut where more than this share of its width belongs to what was written beside it.
_TOO_WIDE = 1.15
# Heights of pieces that may be digits (inches), and how far they may pass the line of print.
_HIGH, _PASSING = (0.055, 0.32), 0.055
_INSIDE = 0.6
_INK = 160
# A pencil's ink may be so little darker than the paper.
_PALE = 40
# A slash: ink along a line that leans right, higher than wide by this, as high as this (inches), and
# this near to where its place in the word lets it be.
_SLASH_LEANS, _SLASH_SHAPE, _SLASH_HEIGHT, _SLASH_NEAR = -0.9, (1.2, 6.0), 0.09, 0.25
# Less sure digits stay unread. Of 31 numbers and days by hand on 16 scans, none used for the
# networks, 17 to 19 are read above it, all right; from 0.6, 21 right and one wrong.
_LEAST_PROBABILITY = 0.7
# The same for what the recogniser of lines reads.
_LEAST_CHANCE = 0.6
_LAST_NUMBER = 99999
UNREAD = "?"
# What was read so is never sure enough to pass without a person (0.8).
_BY_HAND = 0.75


@dataclass(frozen=True, slots=True)
class _Blank:
    """A place to be filled in: the words around it, cut, and those that give way."""

    first: int
    last: int
    before: Word
    after: Word
    read: str
    confidence: float
    is_joined: bool
    """Whether what was read there stands in one word with the symbol after it."""
    digits: tuple[int, int]
    most: int

    @property
    def is_printed(self) -> bool:
        return self.read.isdigit() and self.confidence >= _PRINTED


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


_NUMBER_GAP = _gap(_SPELT_LABEL, _SPELT_SYMBOL, _LAST_NUMBER)
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
    for find, filling in zip((_number, _day, _month), seen, strict=True):
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
    numbers = ((n, ends) for n in head if (ends := _number_words(lines[n].words)))
    dates = ((n, date) for n in head if (date := _head_date(lines[n].words)))
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


def _number_words(words: Sequence[Word]) -> tuple[int, int] | None:
    """The word that holds "Số" and the one that holds the symbol, which may be the same."""
    label = next((n for n, word in enumerate(words) if _LABEL.match(word.text)), None)
    if label is None and words and _PLAIN_LABEL.match(words[0].text):
        label = 0
    if label is None:
        return None
    last = next((n for n in range(label, len(words)) if _SYMBOL.search(words[n].text)), None)
    return None if last is None else (label, last)


def _number(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> _Blank | None:
    """Between "Số:" and the slash before the symbol."""
    ends = _number_words(words)
    if ends is None:
        return None
    start, end = words[ends[0]], words[ends[1]]
    found = _LABEL.match(start.text)
    if filling is not None:
        return _seen_number(words, ends, filling)
    if ends[0] == ends[1] or found is None or "/" not in end.text:
        return None
    rest = start.text[found.end() :]
    written, symbol = end.text.split("/", 1)
    left = _box(start).right
    if rest:
        left = _box(start).left + _LABEL_WIDTH * dpi / pixels.shape[1]
    right = _slash(end, pixels, dpi) if written else _box(end).left
    before, after = _cut(start, found[0], right=left), _cut(end, f"/{symbol}", left=right)
    return _blank(words, ends, (before, after), (rest, written), (2, 5), _LAST_NUMBER)


def _seen_number(words: Sequence[Word], ends: tuple[int, int], filling: Filling) -> _Blank | None:
    """The place of a number between the edges that the recogniser saw.

    A symbol whose slash Tesseract has lost is taken from the recogniser.
    """
    start, end = words[ends[0]], words[ends[1]]
    label = _LABEL.match(start.text) or _PLAIN_LABEL.match(start.text)
    assert label is not None
    rest = start.text[label.end() :]
    mark = re.search(r"[/–-]", rest if start is end else end.text)
    whole = rest if start is end else end.text
    written, symbol = (whole[: mark.start()], whole[mark.start() :]) if mark else ("", "")
    if start is end:
        rest = ""
    if not re.match(r"/|[–-].*/", symbol):
        written, symbol = "", filling.after
    right = filling.right
    if start is not end and not written:  # the symbol has its own slash, which is no digit
        right = min(right, _box(end).left)
    before, after = _cut(start, label[0], right=filling.left), _cut(end, symbol, left=right)
    return _blank(words, ends, (before, after), (rest, written), (1, 5), _LAST_NUMBER)


def _day(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> _Blank | None:
    """Between "ngày" and "tháng"."""
    found = _date_words(words)
    if found is None:
        return None
    day, month, year = found
    unit = _box(words[year]).right - _box(words[year]).left
    left = _box(words[day]).right
    printed = _box(words[day]).left + _DAY_WIDTH * unit
    if len(words[day].text) > len("ngày") or left > printed + (_TOO_WIDE - 1) * unit:
        left = printed
    right = _left_of_month(words[month], unit)
    if filling is not None:
        left, right = filling.left, filling.right
    before, after = (
        _cut(words[day], words[day].text[:4], right=left),
        _cut(words[month], "tháng", left=right),
    )
    rests = (words[day].text[4:] if day != month else words[day].text[4:-5], words[month].text[:-5])
    return _blank(words, (day, month), (before, after), rests, (2, 2), 31)


def _month(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> _Blank | None:
    """Between "tháng" and "năm"."""
    found = _date_words(words)
    if found is None:
        return None
    _, month, year = found
    before, after = words[month], words[year]
    if filling is not None:
        before = _cut(before, before.text, right=filling.left) or before
        after = _cut(after, after.text, left=filling.right) or after
    return _blank(words, (month, year), (before, after), ("", ""), (1, 2), 12)


def _date_words(words: Sequence[Word]) -> tuple[int, int, int] | None:
    """The numbers of the words that begin with "ngày" and end with "tháng" and "năm"."""
    day = next((n for n, word in enumerate(words) if _DAY.match(word.text)), len(words))
    month = next((n for n in range(day, len(words)) if _MONTH.search(words[n].text)), len(words))
    year = next((n for n in range(month, len(words)) if _YEAR.fullmatch(words[n].text)), None)
    return None if year is None else (day, month, year)


def _head_date(words: Sequence[Word]) -> tuple[int, int, int] | None:
    """The same where the date ends the line in the right half, as it does under the motto."""
    date = _date_words(words)
    if date is None or _box(words[date[0]]).left < _RIGHT_HALF or len(words) > date[2] + 2:
        return None
    return date


def _left_of_month(word: Word, unit: float) -> float:
    return (
        _box(word).left
        if len(word.text) == len("tháng")
        else _box(word).right - _MONTH_WIDTH * unit
    )


def _blank(
    words: Sequence[Word],
    ends: tuple[int, int],
    around: tuple[Word | None, Word | None],
    rests: tuple[str, str],
    digits: tuple[int, int],
    most: int,
) -> _Blank | None:
    first, last = ends
    before, after = around
    if before is None or after is None or _box(before).right >= _box(after).left:
        return None
    between = words[first + 1 : last]
    parts = [words[first]] * bool(rests[0]) + list(between) + [words[last]] * bool(rests[1])
    read = rests[0] + "".join(word.text for word in between) + rests[1]
    sure = min((word.confidence or 0.0 for word in parts), default=0.0)
    joined = most == _LAST_NUMBER and bool(rests[1].strip("_"))
    return _Blank(first, last, before, after, read, sure, joined, digits, most)


def _cut(
    word: Word, text: str, left: float | None = None, right: float | None = None
) -> Word | None:
    box = _box(word)
    edges = (box.left if left is None else left, box.right if right is None else right)
    part = box_within_page(edges[0], box.top, edges[1], box.bottom)
    return replace(word, text=text, box=part) if part else None


def _slash(word: Word, pixels: Pixels, dpi: float) -> float:
    """The left edge of the first slash of a word, where its ink shows it or its letters let it be."""
    width = pixels.shape[1]
    box = _box(word)
    expected = box.left + (box.right - box.left) * word.text.index("/") / len(word.text)
    near: list[tuple[float, float]] = []
    for left, ink in _pieces(pixels, (box.left, box.top, box.right, box.bottom), dpi):
        rows, columns = np.nonzero(ink)
        shape = ink.shape[0] / ink.shape[1]
        if ink.shape[0] < _SLASH_HEIGHT * dpi or ink.shape[1] < 2:
            continue
        leans = float(np.corrcoef(columns, rows)[0, 1])
        if leans < _SLASH_LEANS and _SLASH_SHAPE[0] < shape < _SLASH_SHAPE[1]:
            near.append((abs(left / width - expected), left / width))
    off, found = min(near, default=(1.0, 0.0))
    return found if off * width < _SLASH_NEAR * dpi else expected


def _written(blank: _Blank, pixels: Pixels, dpi: float) -> Word | None:
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
    return Word(UNREAD, box, 0.0) if blank.most == _LAST_NUMBER else None


def _recognised(blank: _Blank, filling: Filling, pixels: Pixels, dpi: float) -> Word | None:
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
    if blank.most == _LAST_NUMBER:
        return Word(UNREAD, box, 0.0)
    return Word(blank.read, box, min(blank.confidence, _BY_HAND)) if blank.is_printed else None


def _is_written(box: Box, pixels: Pixels, dpi: float) -> bool:
    """Whether there is ink in a box, however pale, that is higher than ruled dots."""
    height, width = pixels.shape
    rows = slice(int(box.top * height), round(box.bottom * height))
    part = pixels[rows, int(box.left * width) : round(box.right * width)]
    inked = (part < np.median(pixels[rows]) - _PALE).any(axis=1)
    return bool(inked.sum() >= _HIGH[0] * dpi)


def _is_one_for_four(digits: str, seen: str) -> bool:
    """Whether the other networks see a 1, which many write with a long upstroke, in place of a 4."""
    return "4" in digits and re.fullmatch(digits.replace("4", "[14]"), seen) is not None


def _ink(blank: _Blank, pixels: Pixels, dpi: float) -> tuple[list[Pixels], Box | None]:
    """The pieces of ink in a blank that are as high as digits, and its box."""
    top, bottom = _box(blank.after).top, _box(blank.after).bottom
    edges = (_box(blank.before).right, top, _box(blank.after).left, bottom)
    pieces = [ink for _, ink in _pieces(pixels, edges, dpi) if _is_high(ink, dpi)]
    return pieces, box_within_page(edges[0], top, edges[2], bottom)


def _as_one(digits: Word, symbol: Word) -> Word:
    sure = min(digits.confidence or 0.0, symbol.confidence or 0.0)
    return Word(digits.text + symbol.text, _box(digits).union(_box(symbol)), sure)


def _is_high(ink: Pixels, dpi: float) -> bool:
    return bool(_HIGH[0] * dpi <= ink.shape[0] <= _HIGH[1] * dpi)


def _pieces(
    pixels: Pixels, edges: tuple[float, float, float, float], dpi: float
) -> Iterable[tuple[int, Pixels]]:
    """The pieces of ink that stand between edges (fractions), from left to right, bright on black.

    Each with its left edge in pixels.
    """
    height, width = pixels.shape
    passing, beside = round(_PASSING * dpi), round(_HIGH[1] * dpi)
    left, right = round(edges[0] * width), round(edges[2] * width)
    x, y = max(0, left - beside), max(0, round(edges[1] * height) - passing)
    part = pixels[y : round(edges[3] * height) + passing, x : right + beside]
    labels, stats = pieces(darker(part, _INK))
    found = []
    for number, (start, top, across, down, _) in enumerate(stats.tolist()[1:], start=1):
        inside = min(start + across + x, right) - max(start + x, left)
        middle = top + down / 2
        if inside >= _INSIDE * across and passing / 2 < middle < part.shape[0] - passing / 2:
            cut = (slice(top, top + down), slice(start, start + across))
            ink = np.where(labels[cut] == number, 255 - part[cut], 0).astype(np.uint8)
            found.append((start + x, ink))
    return sorted(found, key=lambda piece: piece[0])


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box
