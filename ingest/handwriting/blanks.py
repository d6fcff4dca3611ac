"""What was filled into the blanks of a printed line, read by a recogniser from several cuts of it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from ingest.handwriting.line_model import LineModel
from ingest.handwriting.strings import Sight, Spelling, digit_strings, spelling
from ingest.page import Word
from ingest.sheet.grid import Pixels

# Cuts reach so far above and below the middle of the words (inches). One cut alone is wrong twice as often.
_REACHES = (0.1, 0.115, 0.135, 0.155)
# And so far beyond the first and the last word (inches).
_BESIDE = 0.045


class Gap(NamedTuple):
    """A place of a line that digits stand in: the print before and after it, as it may be read."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    fits: Callable[[str], bool]


class Filling(NamedTuple):
    """The digits in a gap, the chance that they are right, and where they stand.

    ``left`` and ``right`` are fractions of the page's width; ``after`` is what follows, to the end.
    """

    digits: str
    chance: float
    left: float
    right: float
    after: str


class _Look(NamedTuple):
    left: int
    width: int
    sight: Sight
    spelt: Spelling

    def edge(self, frame: int) -> float:
        return self.left + frame / len(self.sight.chances) * self.width


class _Found(NamedTuple):
    chances: dict[str, float]
    left: float
    right: float
    after: str


def fillings(
    words: Sequence[Word], gaps: Sequence[Gap], pixels: Pixels, dpi: float, model: LineModel
) -> list[Filling | None]:
    """What stands in each gap of a stretch of words; None where no digits do."""
    looks = list(_looks(words, pixels, dpi, model))
    return [_filling(looks, gap, pixels.shape[1]) for gap in gaps]


def _looks(words: Sequence[Word], pixels: Pixels, dpi: float, model: LineModel) -> Iterator[_Look]:
    height, width = pixels.shape
    boxes = [word.box for word in words if word.box is not None]
    middle = median((box.top + box.bottom) / 2 * height for box in boxes)
    left = max(0, round(boxes[0].left * width - _BESIDE * dpi))
    right = round(boxes[-1].right * width + _BESIDE * dpi)
    for reach in _REACHES:
        top, bottom = round(middle - reach * dpi), round(middle + reach * dpi)
        strip = pixels[max(0, top) : bottom, left:right]
        sight = model.read(strip)
        yield _Look(left, strip.shape[1], sight, spelling(sight))


def _filling(looks: Sequence[_Look], gap: Gap, width: int) -> Filling | None:
    found = [seen for look in looks if (seen := _seen(look, gap))]
    chances: defaultdict[str, float] = defaultdict(float)
    for seen in found:
        for digits, chance in seen.chances.items():
            chances[digits] += chance / len(looks)
    if not chances:
        return None
    digits = max(chances, key=chances.__getitem__)
    near = max(found, key=lambda seen: seen.chances.get(digits, 0.0))
    return Filling(digits, chances[digits], near.left / width, near.right / width, near.after)


def _seen(look: _Look, gap: Gap) -> _Found | None:
    """The strings that fit a gap in one look, with their chances."""
    text, first, last = look.spelt
    before = gap.before.search(text)
    after = gap.after.search(text, before.end()) if before else None
    if before is None or after is None or not before.end():
        return None
    start, end = last[before.end() - 1] + 1, first[after.start()]
    strings, honest = digit_strings(look.sight, start, end)
    # None is left where so many digits stand there that every string is too long.
    if max(strings, key=strings.__getitem__, default="") == "":
        return None
    fitting = {digits: chance for digits, chance in strings.items() if gap.fits(digits)}
    total = sum(fitting.values()) + strings.get("", 0.0)
    if not fitting or total <= 0:
        return None
    chances = {digits: honest * chance / total for digits, chance in fitting.items()}
    return _Found(chances, look.edge(start), look.edge(end), text[after.start() :])
