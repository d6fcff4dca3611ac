"""A recogniser of lines that sees what it is told, for tests."""

from collections.abc import Sequence

import numpy as np

from ingest.handwriting.strings import Sight
from ingest.sheet.grid import Pixels

SIGNS = ("", *" .,:;/-0123456789", *"aáàyghmntốSQĐUBNDTKHRrPVeăoy")


def sight(text: str, doubts: Sequence[tuple[int, str, float]] = ()) -> Sight:
    """What a network sees of a text, two frames a sign, a frame of nothing behind each.

    ``doubts`` are places of the text with another sign and its chance.
    """
    chances = np.zeros((3 * len(text), len(SIGNS)), np.float32)
    for place, sign in enumerate(text):
        chances[3 * place : 3 * place + 2, SIGNS.index(sign)] = 1
        chances[3 * place + 2, 0] = 1
    for place, other, chance in doubts:
        chances[3 * place : 3 * place + 2] *= 1 - chance
        chances[3 * place : 3 * place + 2, SIGNS.index(other)] = chance
    return Sight(chances, SIGNS)


class Told:
    """A recogniser that sees the same on every strip, and counts the strips."""

    def __init__(self, text: str, doubts: Sequence[tuple[int, str, float]] = ()) -> None:
        self._sight = sight(text, doubts)
        self.strips: list[tuple[int, ...]] = []

    def read(self, strip: Pixels) -> Sight:
        """What it was told."""
        self.strips.append(strip.shape)
        return self._sight
