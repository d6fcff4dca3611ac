"""A word as it was read: what its text needs, what its capitals say, what it may have been."""

from enum import Enum
from typing import NamedTuple


class Treatment(Enum):
    """What a line's text needs: nothing, its diacritics, repair of doubtful words, all."""

    KEEP = "keep"
    MARKS = "marks"
    OCR = "ocr"
    SPOILED = "spoiled"


class Candidates(NamedTuple):
    """Vocabulary numbers, costs and written forms (lower case), aligned."""

    words: tuple[int, ...]
    costs: tuple[float, ...]
    texts: tuple[str, ...]


class Case(Enum):
    """What the capitals of a word say: nothing at the start of a sentence or in a heading.

    ``ALL`` is a word of capitals among others that are none, the last three are those of
    a name that stands alone.
    """

    LOW = 0
    CAPITAL = 1
    UNTOLD = 2
    ALL = 3
    FAMILY = 4
    MIDDLE = 5
    GIVEN = 6


def reading_key(raw: str) -> str:
    """The word in lower case; a small L among capitals is an I ("THlTC")."""
    capitals = sum(c.isupper() for c in raw)
    if capitals > 1 and "l" in raw and capitals + raw.count("l") == len(raw):
        raw = raw.replace("l", "I")
    return raw.lower()
