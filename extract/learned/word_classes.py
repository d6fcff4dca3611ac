"""Words by how they are used: the class of each, learned from running text (``extract/training/classes.py``)."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from extract.learned.models import SHIPPED
from normalize.folding import strip_diacritics

FILE = "word_classes.tsv"
# The class of words that are not known.
UNKNOWN = -1
_WORD = re.compile(r"\w+")


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without diacritics, in small letters."""
    return tuple(_WORD.findall(strip_diacritics(text).lower()))


def joined(words: Sequence[str], known: Collection[str]) -> list[str]:
    """Syllables as words: two that are known together are one; numbers are all alike."""
    found: list[str] = []
    at = 0
    while at < len(words):
        pair = "_".join(words[at : at + 2])
        whole = at + 1 < len(words) and pair in known
        found.append(pair if whole else "0" if words[at].isdigit() else words[at])
        at += 1 + whole
    return found


def classes_of(words: Sequence[str]) -> list[int]:
    """The class of each word of folded syllables."""
    known = _classes()
    return [known.get(word, UNKNOWN) for word in joined(words, known)]


@lru_cache(maxsize=1)
def _classes() -> dict[str, int]:
    rows = (SHIPPED / FILE).read_text(encoding="utf-8").splitlines()
    return {word: int(number) for word, number in (row.split("\t") for row in rows)}
