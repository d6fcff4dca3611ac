"""From placed characters to words and lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.layout.spacing import join_words
from ingest.page import Box, Line, Word
from ingest.text_layer.invisible import prints_nothing, visible

# All distances are in heights of the letters concerned (a word space is 0.25 to 0.35 of them).
# Characters of one word touch; kerning and rounding stay below this.
_WORD_GAP = 0.2
# A step back of more than this ends a word (combining marks step back by less).
_STEP_BACK = 1.0
# Baselines within this are one line; raised figures (3 m²) differ by about 0.3.
_SAME_BASELINE = 0.35

# Copies of a letter nearer than this are one letter: bold type is imitated, and shadows are made, by
# drawing it again a little aside. The narrowest letters follow one another at 0.2.
_COPY = 0.12
# What stands for a letter that the font of a PDF has no character for.
UNMAPPED = "\ufffd"

Place = Callable[[float, float, float, float], Box | None]


class Glyph(NamedTuple):
    """One character in a frame where writing runs to the right and lines follow downwards.

    ``baseline`` is the height of the line it stands on; ``text`` is empty for a blank.
    """

    text: str
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0


class _Run:
    """Characters of one word."""

    __slots__ = ("baseline", "bottom", "left", "right", "text", "top")

    def __init__(self, glyph: Glyph) -> None:
        self.text, self.left, self.top, self.right, self.bottom, self.baseline = glyph

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def extend(self, glyph: Glyph) -> None:
        self.text += glyph.text
        self.left = min(self.left, glyph.left)
        self.top = min(self.top, glyph.top)
        self.right = max(self.right, glyph.right)
        self.bottom = max(self.bottom, glyph.bottom)


def without_doubles(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The characters, those that were drawn again a little aside taken once."""
    # No copy stands further off than the next cell, whatever the size of the letter.
    cell = max((_reach(glyph) for glyph in glyphs), default=0.0) or 1.0
    met: dict[str, dict[tuple[float, float], list[Glyph]]] = {}
    once = []
    for glyph in glyphs:
        if glyph.text:
            same = met.setdefault(glyph.text, {})
            across, down = glyph.left // cell, glyph.baseline // cell
            if any(_is_copy(glyph, other) for other in _near(same, across, down)):
                continue
            same.setdefault((across, down), []).append(glyph)
        once.append(glyph)
    return once


def _near(
    met: Mapping[tuple[float, float], Sequence[Glyph]], across: float, down: float
) -> Iterator[Glyph]:
    """The characters in a cell and those around it."""
    for x in (across - 1, across, across + 1):
        for y in (down - 1, down, down + 1):
            yield from met.get((x, y), ())


def _reach(glyph: Glyph) -> float:
    return _COPY * (glyph.bottom - glyph.top)


def _is_copy(glyph: Glyph, other: Glyph) -> bool:
    reach = _reach(glyph)
    return abs(glyph.left - other.left) <= reach and abs(glyph.baseline - other.baseline) <= reach


def unmapped_share(glyphs: Sequence[Glyph]) -> float:
    """The share of the characters that have no letter; those alone, such as bullets, do not count."""
    lost = [glyph.text == UNMAPPED for glyph in glyphs]
    if not any(lost):
        return 0.0
    beside = (
        (n > 0 and glyphs[n - 1].text != "") or (n + 1 < len(glyphs) and glyphs[n + 1].text != "")
        for n, one in enumerate(lost)
        if one
    )
    return sum(beside) / sum(glyph.text != "" for glyph in glyphs)


def lines_of(glyphs: Iterable[Glyph], place: Place) -> tuple[Line, ...]:
    """Group characters into lines of words, top to bottom and left to right.

    ``place`` turns left, top, right, bottom in the characters' frame into a box of the page.
    Halves of a line that stand apart are parted by three blanks.
    """
    return tuple(_line(row, place) for row in _rows(_runs(glyphs)))


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    open_run: _Run | None = None
    for glyph in glyphs:
        if not glyph.text:
            open_run = None
        elif prints_nothing(glyph.text):
            continue
        elif open_run is not None and _continues(open_run, glyph):
            open_run.extend(glyph)
        else:
            open_run = _Run(glyph)
            runs.append(open_run)
    return runs


def _continues(run: _Run, glyph: Glyph) -> bool:
    size = max(run.height, glyph.bottom - glyph.top)
    gap = glyph.left - run.right
    level = abs(glyph.baseline - run.baseline) <= _SAME_BASELINE * size
    return level and -_STEP_BACK * size <= gap <= _WORD_GAP * size


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """The words by baseline, each row from left to right."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        if rows and _same_row(rows[-1][-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _same_row(last: _Run, run: _Run) -> bool:
    return run.baseline - last.baseline <= _SAME_BASELINE * min(last.height, run.height)


def _line(row: list[_Run], place: Place) -> Line:
    words = tuple(
        Word(visible(_whole_letters(run.text)), place(run.left, run.top, run.right, run.bottom))
        for run in row
    )
    gaps = [right.left - left.right for left, right in pairwise(row)]
    size = median(run.height for run in row)
    return Line(join_words([word.text for word in words], gaps, size), words)


def _whole_letters(text: str) -> str:
    """Halves of a UTF-16 pair, which PDFium may give one by one, joined."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
