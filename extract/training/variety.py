"""The same documents as other offices print them: lines broken elsewhere, other bullets and end marks, columns in
another order, no geometry. Copies with these changes are added to training, so that the model leans on none of them.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extract.zones.segments import COLUMN_GAP
from ingest.page import Box
from normalize.text import RestoredWord, Text, TextLine

# Lines of head and closing, from both ends of a document, that are changed.
REACH = 70
# How often each change is made to a document, and to a line where it is made by line.
BROKEN, JOINED, NO_BOXES, OTHER_BULLET, OTHER_END, REORDERED, MISREAD = (
    0.35,
    0.1,
    0.35,
    0.5,
    0.4,
    0.5,
    0.5,
)
# How often columns that are put in another order are put on the same lines.
BESIDE = 0.5
_BULLET = re.compile(r"^\s*[-–+•*]\s*")
_END = re.compile(r"[;,]\s*$")
_ALIKE = (
    "ao",
    "ec",
    "il",
    "l1",
    "nu",
    "mn",
    "rn",
    "óò",
    "ệe",
    "ạa",
    "ưu",
    "ơo",
    "đd",
    "ỉi",
    "ủu",
    "ôo",
)
Lines = list[TextLine]


def varied(text: Text, seed: int) -> Text:
    """A copy with some of the changes; the same seed makes the same copy."""
    chance = random.Random(seed)
    lines = list(text.lines)
    for rate, change in _CHANGES:
        if chance.random() < rate:
            lines = change(lines, chance)
    return Text(tuple(lines), ())


def _near(lines: Sequence[TextLine], n: int) -> bool:
    return n < REACH or n >= len(lines) - REACH


def _cut(line: TextLine, start: int, stop: int | None) -> TextLine:
    """A stretch of a line as a line."""
    stop = len(line.text) if stop is None else stop
    words = tuple(_moved(w, -start) for w in line.words if start <= w.start < stop)
    return TextLine(line.page, line.raw, line.text[start:stop].rstrip(), words, line.table)


def _moved(word: RestoredWord, by: int, box: Box | None = None) -> RestoredWord:
    return replace(word, start=word.start + by, stop=word.stop + by, box=box or word.box)


def _broken(lines: Lines, chance: random.Random) -> Lines:
    """Lines broken in two, the second half below the first."""
    return [
        part
        for n, line in enumerate(lines)
        for part in (_halves(line, chance) if _near(lines, n) else [line])
    ]


def _halves(line: TextLine, chance: random.Random) -> Lines:
    words = [w for w in line.words if w.text]
    if len(words) < 4 or COLUMN_GAP.search(line.text) or chance.random() > 0.3:
        return [line]
    at = words[chance.randrange(2, len(words) - 1)].start
    first, second = _cut(line, 0, at), _cut(line, at, None)
    left, right = (part.words[0].box if part.words else None for part in (first, second))
    if left and right:
        by, down = left.left - right.left, left.bottom - left.top
        below = tuple(
            replace(
                w, box=Box(w.box.left + by, w.box.top + down, w.box.right + by, w.box.bottom + down)
            )
            if w.box
            else w
            for w in second.words
        )
        second = replace(second, words=below)
    return [first, second]


def _joined(lines: Lines, chance: random.Random) -> Lines:
    """A line in small letters put behind the one before."""
    made: Lines = []
    for n, line in enumerate(lines):
        fits = (
            made
            and _near(lines, n)
            and made[-1].table is None
            and line.table is None
            and line.text[:1].islower()
        )
        if fits and len(made[-1].text) < 60 and chance.random() < 0.5:
            before = made.pop()
            by = len(before.text) + 1
            words = (*before.words, *(_moved(w, by) for w in line.words))
            made.append(
                TextLine(before.page, before.raw, f"{before.text} {line.text}", words, before.table)
            )
        else:
            made.append(line)
    return made


def _without_boxes(lines: Lines, chance: random.Random) -> Lines:
    return [replace(line, words=tuple(replace(w, box=None) for w in line.words)) for line in lines]


def _rewritten(line: TextLine, text: str) -> TextLine:
    """A line of other text, with the words that stand at the same place from the end."""
    by = len(text) - len(line.text)
    return replace(
        line, text=text, words=tuple(_moved(w, by) for w in line.words if w.stop + by > 0)
    )


def _bullets(lines: Lines, chance: random.Random) -> Lines:
    """Another bullet before all items near the ends, or none."""
    other = chance.choice(("", "", "", "- ", "+ ", "• ", "* "))
    return [
        _rewritten(line, _BULLET.sub(other, line.text))
        if _near(lines, n) and _BULLET.match(line.text)
        else line
        for n, line in enumerate(lines)
    ]


def _ends(lines: Lines, chance: random.Random) -> Lines:
    """Another mark behind all items near the ends, or none."""
    other = chance.choice(("", "", ",", ".", ";"))
    return [
        replace(line, text=_END.sub(other, line.text))
        if _near(lines, n) and len(line.text) < 90
        else line
        for n, line in enumerate(lines)
    ]


def _reordered(lines: Lines, chance: random.Random) -> Lines:
    """The columns of head and closing in another order: line by line, or one behind the other."""
    return [line for block in _blocks(lines) for line in _sorted(block, chance)]


def _blocks(lines: Lines) -> Iterator[Lines]:
    """Stretches of short lines that stand beside or below one another, and single lines."""
    block: Lines = []
    for line in lines:
        box = _box(line)
        if (
            box
            and box.right - box.left < 0.5
            and line.table is None
            and not COLUMN_GAP.search(line.text)
        ):
            if block and block[-1].page != line.page:
                yield block
                block = []
            block.append(line)
            continue
        if block:
            yield block
            block = []
        yield [line]
    if block:
        yield block


def _sorted(block: Lines, chance: random.Random) -> Lines:
    boxes = [box for line in block if (box := _box(line))]
    if (
        len(block) < 4
        or not any(b.left > 0.42 for b in boxes)
        or not any(b.right < 0.55 for b in boxes)
    ):
        return block

    def column(line: TextLine) -> int:
        box = _box(line)
        return int(bool(box) and (box.left + box.right) / 2 > 0.5)  # type: ignore[union-attr]

    def top(line: TextLine) -> float:
        box = _box(line)
        return round(box.top, 2) if box else 0.0

    if chance.random() < BESIDE:
        return list(
            _beside([x for x in block if not column(x)], [x for x in block if column(x)], chance)
        )
    by_row = chance.random() < 0.5
    return sorted(
        block, key=(lambda x: (top(x), column(x))) if by_row else (lambda x: (column(x), top(x)))
    )


# The table whose rows two columns become; no document has so many.
TABLE = 900


def _beside(left: Lines, right: Lines, chance: random.Random) -> Iterator[TextLine]:
    """Two columns on the same lines: as rows of a table, or parted by blanks."""
    gap, table = chance.choice((("\t", TABLE), (" " * 12, None)))
    for one, other in itertools.zip_longest(left, right):
        first, second = (x.text if x else "" for x in (one, other))
        by = len(first) + len(gap)
        words = [
            *(one.words if one else ()),
            *(_moved(w, by) for w in (other.words if other else ())),
        ]
        page = (one or other or left[0]).page
        yield TextLine(
            page, "", f"{first}{gap}{second}", tuple(replace(w, box=None) for w in words), table
        )


def _box(line: TextLine) -> Box | None:
    boxes = [w.box for w in line.words if w.box]
    return Box(boxes[0].left, boxes[0].top, boxes[-1].right, boxes[0].bottom) if boxes else None


def _misread(lines: Lines, chance: random.Random) -> Lines:
    """Letters taken for others that look like them."""
    return [
        replace(line, text=_noisy(line.text, chance)) if _near(lines, n) else line
        for n, line in enumerate(lines)
    ]


def _noisy(text: str, chance: random.Random) -> str:
    letters = list(text)
    for n, letter in enumerate(letters):
        if letter.isalnum() and chance.random() < 0.02:
            other = next(
                (pair.replace(letter, "", 1) for pair in _ALIKE if letter in pair),
                chance.choice("iltcoe"),
            )
            letters[n] = other or letter
    return "".join(letters)


_CHANGES: tuple[tuple[float, Callable[[Lines, random.Random], Lines]], ...] = (
    (REORDERED, _reordered), (BROKEN, _broken), (JOINED, _joined), (OTHER_BULLET, _bullets),
    (OTHER_END, _ends), (NO_BOXES, _without_boxes), (MISREAD, _misread),
)  # fmt: skip
