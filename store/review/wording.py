"""Words of the text that reviewers settled, and the text that comes of it.

A decision on a word is a row like any other; its pointer is ``/text/PAGE/LINE/WORD``, the page from
1, line and word from 0, counted in the reading in force. It holds while the word reads as it did.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from store.database.tables import Decision
from store.documents.layout import ReadLine
from store.review.decisions import standing

WORDS_BEGIN = "/text/"
_POINTER = re.compile(rf"{WORDS_BEGIN}(\d{{1,9}})/(\d{{1,9}})/(\d{{1,9}})")


class WordPlace(NamedTuple):
    """Where a word stands: page from 1, line and word from 0."""

    page: int
    line: int
    word: int

    @property
    def pointer(self) -> str:
        """What decisions call it."""
        return f"{WORDS_BEGIN}{self.page}/{self.line}/{self.word}"


def word_place(pointer: str) -> WordPlace | None:
    """The place that a pointer names; None where it leads into the record."""
    found = _POINTER.fullmatch(pointer)
    return WordPlace(*map(int, found.groups())) if found else None


def settled_words(
    page: int, lines: Sequence[ReadLine], decisions: Iterable[Decision]
) -> dict[WordPlace, str]:
    """How the words of a page read that someone settled; empty for a word that is not there.

    Decisions are replayed, oldest first; one whose word reads otherwise by now is left out.
    """
    settled: dict[WordPlace, str] = {}
    for decision in standing(decisions):
        place = word_place(decision.pointer)
        if place is None or place.page != page:
            continue
        reads = settled.get(place, word_at(lines, place))
        if reads in (decision.before, decision.after):
            settled[place] = decision.after
    return settled


def reworded(
    page: int, lines: Sequence[ReadLine], settled: Mapping[WordPlace, str]
) -> list[ReadLine]:
    """The lines of a page with its settled words in their places, which are then sure."""
    return [
        line._replace(
            words=tuple(
                word._replace(text=settled[place], confidence=1.0)
                if (place := WordPlace(page, i, j)) in settled
                else word
                for j, word in enumerate(line.words)
            )
        )
        for i, line in enumerate(lines)
    ]


def word_at(lines: Sequence[ReadLine], place: WordPlace) -> str | None:
    """How a word of a page was restored; None where the page has no such word."""
    if place.line < len(lines) and place.word < len(lines[place.line].words):
        return lines[place.line].words[place.word].text
    return None
