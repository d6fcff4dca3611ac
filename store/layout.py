"""Where the words of a page stand, packed for the store: what a searchable PDF needs."""

import json
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from normalize.text import Text

_STEPS = 10_000  # boxes are kept in ten-thousandths of the page: 0.02 mm on A4


class PlacedWord(NamedTuple):
    """A restored word and its box in fractions of the page, origin at the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def layouts(text: Text) -> tuple[bytes | None, ...]:
    """The packed words of each page; None for a page whose words have no boxes."""
    pages: list[list[PlacedWord]] = [
        [] for _ in range(max((x.page for x in text.lines), default=0))
    ]
    for line in text.lines:
        for word in line.words:
            if word.text and word.box:
                box = word.box
                placed = PlacedWord(word.text, box.left, box.top, box.right, box.bottom)
                pages[line.page - 1].append(placed)
    return tuple(pack(words) if words else None for words in pages)


def pack(words: Iterable[PlacedWord]) -> bytes:
    """Words as compressed JSON."""
    rows = [[word.text, *(round(edge * _STEPS) for edge in word[1:])] for word in words]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> list[PlacedWord]:
    """The words that ``pack`` was given, boxes rounded."""
    rows = json.loads(zlib.decompress(packed))
    return [PlacedWord(text, *(edge / _STEPS for edge in edges)) for text, *edges in rows]
