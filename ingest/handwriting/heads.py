"""Where number and date are filled into a head: the blanks between its printed words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.handwriting.blanks import Filling
from ingest.handwriting.ink import pieces_between
from ingest.layout.geometry import box_within_page
from ingest.page import Box, Word
from ingest.sheet.grid import Pixels

# The date of a head begins right of this.
_RIGHT_HALF = 0.4
_LABEL = re.compile(r"S[ốóo]\s?[:;.]")
_DAY, _MONTH, _YEAR = re.compile(r"ng[àa]y"), re.compile(r"th[áa]ng$"), re.compile(r"năm$")
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
# A slash: ink along a line that leans right, higher than wide by this, as high as this (inches), and
# this near to where its place in the word lets it be.
_SLASH_LEANS, _SLASH_SHAPE, _SLASH_HEIGHT, _SLASH_NEAR = -0.9, (1.2, 6.0), 0.09, 0.25
LAST_NUMBER = 99999


@dataclass(frozen=True, slots=True)
class Blank:
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


def number_words(words: Sequence[Word]) -> tuple[int, int] | None:
    """The word that holds "Số" and the one that holds the symbol, which may be the same."""
    label = next((n for n, word in enumerate(words) if _LABEL.match(word.text)), None)
    if label is None and words and _PLAIN_LABEL.match(words[0].text):
        label = 0
    if label is None:
        return None
    last = next((n for n in range(label, len(words)) if _SYMBOL.search(words[n].text)), None)
    return None if last is None else (label, last)


def number_blank(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> Blank | None:
    """Between "Số:" and the slash before the symbol."""
    ends = number_words(words)
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
    return _blank(words, ends, (before, after), (rest, written), (2, 5), LAST_NUMBER)


def _seen_number(words: Sequence[Word], ends: tuple[int, int], filling: Filling) -> Blank | None:
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
    return _blank(words, ends, (before, after), (rest, written), (1, 5), LAST_NUMBER)


def day_blank(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> Blank | None:
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


def month_blank(
    words: Sequence[Word], pixels: Pixels, dpi: float, filling: Filling | None
) -> Blank | None:
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


def head_date(words: Sequence[Word]) -> tuple[int, int, int] | None:
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
) -> Blank | None:
    first, last = ends
    before, after = around
    if before is None or after is None or _box(before).right >= _box(after).left:
        return None
    between = words[first + 1 : last]
    parts = [words[first]] * bool(rests[0]) + list(between) + [words[last]] * bool(rests[1])
    read = rests[0] + "".join(word.text for word in between) + rests[1]
    sure = min((word.confidence or 0.0 for word in parts), default=0.0)
    joined = most == LAST_NUMBER and bool(rests[1].strip("_"))
    return Blank(first, last, before, after, read, sure, joined, digits, most)


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
    for left, ink in pieces_between(pixels, (box.left, box.top, box.right, box.bottom), dpi):
        rows, columns = np.nonzero(ink)
        shape = ink.shape[0] / ink.shape[1]
        if ink.shape[0] < _SLASH_HEIGHT * dpi or ink.shape[1] < 2:
            continue
        leans = float(np.corrcoef(columns, rows)[0, 1])
        if leans < _SLASH_LEANS and _SLASH_SHAPE[0] < shape < _SLASH_SHAPE[1]:
            near.append((abs(left / width - expected), left / width))
    off, found = min(near, default=(1.0, 0.0))
    return found if off * width < _SLASH_NEAR * dpi else expected


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box
