"""Words that lie over a page, such as a number typed into a form field, put into its lines."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.layout.spacing import join_words
from ingest.page import Box, Line, Word

# A word belongs to a line with which it shares at least this part of the lower one's height.
_SHARED_HEIGHT = 0.4
# Where a page's width and height are not known, as on A4.
_A4_SHAPE = 210 / 297


def with_words(
    lines: Sequence[Line], words: Sequence[Word], shape: float = _A4_SHAPE
) -> tuple[Line, ...]:
    """The lines with each word in its place; one that stands on no line becomes a line itself.

    ``shape`` is the width of the page divided by its height. A word of the line that the new one
    covers was read from a trace of it and gives way.
    """
    placed = list(lines)
    for word in words:
        assert word.box is not None
        number = _line_of(word.box, placed)
        if number is None:
            placed.insert(_place_below(word.box, placed), Line(word.text, (word,)))
        else:
            placed[number] = _inserted(placed[number], word, shape)
    return tuple(placed)


def _line_of(box: Box, lines: Sequence[Line]) -> int | None:
    def gap(number: int) -> float:
        other = lines[number].box
        assert other is not None
        return max(other.left - box.right, box.left - other.right, 0.0)

    level = [n for n, line in enumerate(lines) if line.table is None and _is_level(box, line)]
    return min(level, key=gap, default=None)


def _is_level(box: Box, line: Line) -> bool:
    heights = [word.box for word in line.words if word.box]
    if not heights:
        return False
    near = min(heights, key=lambda other: abs(other.left - box.left))
    shared = min(box.bottom, near.bottom) - max(box.top, near.top)
    return shared >= _SHARED_HEIGHT * min(box.bottom - box.top, near.bottom - near.top)


def _place_below(box: Box, lines: Sequence[Line]) -> int:
    below = (n for n, line in enumerate(lines) if line.box and line.box.top > box.top)
    return next(below, len(lines))


def _inserted(line: Line, word: Word, shape: float) -> Line:
    assert word.box is not None
    kept = [old for old in line.words if old.box is None or not word.box.holds_middle(old.box)]
    after = next(
        (n for n, old in enumerate(kept) if old.box and old.box.left > word.box.left), len(kept)
    )
    return line_of_words([*kept[:after], word, *kept[after:]], line, shape)


def line_of_words(words: Sequence[Word], like: Line, shape: float = _A4_SHAPE) -> Line:
    """A line of words in their order, with the wide gaps between its halves kept."""
    boxes = [word.box for word in words]
    if any(box is None for box in boxes):
        return replace(like, text=" ".join(word.text for word in words), words=tuple(words))
    sure = [box for box in boxes if box is not None]
    gaps = [(right.left - left.right) * shape for left, right in pairwise(sure)]
    size = sorted(box.bottom - box.top for box in sure)[len(sure) // 2]
    return replace(like, text=join_words([w.text for w in words], gaps, size), words=tuple(words))
