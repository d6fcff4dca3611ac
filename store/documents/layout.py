"""The words of each page as read and as restored, and where they stand, packed for the store."""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from normalize.text import RestoredWord, Text, TextLine
from store.words import storable

_STEPS = 10_000  # boxes are kept in ten-thousandths of the page: 0.02 mm on A4
_SHARES = 1000  # probabilities in thousandths

Edges = tuple[float, float, float, float]


class PlacedWord(NamedTuple):
    """A restored word and its box in fractions of the page, origin at the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class ReadWord(NamedTuple):
    """A word as read (``raw``) and as restored (``text``), with how sure that is (0-1).

    ``text`` is empty where the word was dropped as noise. ``alternatives`` are other forms with
    their probabilities, likeliest first; ``box`` is left, top, right, bottom in fractions of the
    page; ``gap`` is what stands before the word in its line: a tab between cells of a table.
    """

    raw: str
    text: str
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    box: Edges | None = None
    gap: str = " "


class ReadLine(NamedTuple):
    """A printed line, its words in their order; ``raw`` is the whole of it as read."""

    raw: str
    words: tuple[ReadWord, ...]

    @property
    def text(self) -> str:
        """The line as restored."""
        return "".join(word.gap + word.text for word in self.words)


def layouts(text: Text) -> tuple[bytes | None, ...]:
    """The packed lines of each page; None for a page without any."""
    pages: list[list[ReadLine]] = [
        [] for _ in range(max((line.page for line in text.lines), default=0))
    ]
    for line in text.lines:
        pages[line.page - 1].append(_read_line(line))
    return tuple(pack(lines) if lines else None for lines in pages)


def _read_line(line: TextLine) -> ReadLine:
    words: list[ReadWord] = []
    end = 0
    for word in line.words:
        between = line.text[end : word.start]
        # Words of a line that was dropped have no places in it.
        words.append(_read_word(word, between if line.text.strip() or not words else " "))
        end = word.stop
    return ReadLine(storable(line.raw), tuple(words))


def _read_word(word: RestoredWord, gap: str) -> ReadWord:
    place = word.box
    box = (place.left, place.top, place.right, place.bottom) if place else None
    raw, text = storable(word.raw), storable(word.text)
    return ReadWord(raw, text, word.confidence, word.alternatives, box, gap)


def pack(lines: Iterable[ReadLine]) -> bytes:
    """Lines as compressed JSON; what is as usual in a word is left out."""
    rows = [[_packed_raw(line), *map(_packed, line.words)] for line in lines]
    written = json.dumps({"lines": rows}, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(written.encode())


def _packed_raw(line: ReadLine) -> str | int:
    joined = "".join(word.gap + word.raw for word in line.words)
    return 0 if joined == line.raw else line.raw


def _packed(word: ReadWord) -> list[Any]:
    row = [
        word.text,
        [round(edge * _STEPS) for edge in word.box] if word.box else 0,
        0 if word.raw == word.text else word.raw,
        round(word.confidence * _SHARES),
        [[text, round(share * _SHARES)] for text, share in word.alternatives],
        0 if word.gap == " " else word.gap,
    ]
    usual: tuple[Any, ...] = (None, 0, 0, _SHARES, [], 0)
    while len(row) > 1 and row[-1] == usual[len(row) - 1]:
        row.pop()
    return row


def unpack(packed: bytes) -> list[ReadLine]:
    """The lines that ``pack`` was given, numbers rounded; none where only places were kept."""
    rows = json.loads(zlib.decompress(packed))
    return [_line(row) for row in rows["lines"]] if isinstance(rows, dict) else []


def _line(row: list[Any]) -> ReadLine:
    raw, *packed = row
    words = tuple(_word(*one) for one in packed)
    return ReadLine(raw or "".join(word.gap + word.raw for word in words), words)


def _word(
    text: str,
    box: Sequence[int] | int = 0,
    raw: str | int = 0,
    share: int = _SHARES,
    alternatives: Sequence[tuple[str, int]] = (),
    gap: str | int = 0,
) -> ReadWord:
    return ReadWord(
        text if isinstance(raw, int) else raw,
        text,
        share / _SHARES,
        tuple((other, chance / _SHARES) for other, chance in alternatives),
        None if isinstance(box, int) else _edges(box),
        " " if isinstance(gap, int) else gap,
    )


def _edges(steps: Sequence[int]) -> Edges:
    left, top, right, bottom = (step / _STEPS for step in steps)
    return left, top, right, bottom


def placed(lines: Iterable[ReadLine]) -> list[PlacedWord]:
    """The words of lines that have a place and were not dropped."""
    return [
        PlacedWord(word.text, *word.box)
        for line in lines
        for word in line.words
        if word.text and word.box
    ]


def unpack_places(packed: bytes) -> list[PlacedWord]:
    """The words of a page that was packed before lines were kept."""
    rows = json.loads(zlib.decompress(packed))
    return [PlacedWord(text, *_edges(edges)) for text, *edges in rows]
