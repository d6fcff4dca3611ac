"""All names of units in a text, found in one pass.

An automaton over folded syllables holds the type words and the names. From each syllable that may
begin a type word, it reads type words as long as there are any and then the longest name; without
a type word it reads provinces and districts. What it finds is only a stretch of text: the matcher
verifies it, with the places that the text itself names as context.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import OPENERS
from gazetteer.authority.letters import written
from gazetteer.authority.tables import read_rows
from gazetteer.matching.match import Matcher
from gazetteer.matching.mention import Reader
from gazetteer.matching.phrases import TypePhrases
from gazetteer.scanning.syllables import Syllables, automaton, longest
from gazetteer.unit import Match
from normalize.folding import fold

# What may stand between the syllables of one name: a blank, a line's end, a hyphen, an ampersand,
# the stop of an abbreviation ("TP. Hà Nội").
_JOINT = re.compile(r"\.?[^\S\n]?|\s{1,3}|\s{0,2}[-–&]\s{0,2}")
# Between a name and the places that it lies in: "xã Quang Lãng, huyện Phú Xuyên".
_INSIDE = re.compile(r"[^\S\n]?[,(]?\s{1,2}")
_BEFORE_GIVEN = ("family", "middle")
MOST_PLACES = 3  # places that are context for all names of a text: a longer text is about more


class Stretch(NamedTuple):
    """Offsets of a name in the text, and whether a type word stands in front of it."""

    start: int
    stop: int
    typed: bool


class Mention(NamedTuple):
    """A name in a text with the unit that it means."""

    start: int
    stop: int
    match: Match


class Scanner:
    """The automaton of an authority file."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._reader = Reader(TypePhrases(authority.kinds, {}), authority.places, authority.by_core)
        self._kinds = automaton([*authority.kinds, *OPENERS])
        self._joiner = {"va"}
        self._names = automaton(authority.by_core)
        self._places = automaton(authority.places)
        self._people = {fold(row[1]) for row in read_rows("names.csv") if row[0] in _BEFORE_GIVEN}

    def stretches(self, text: str) -> Iterator[Stretch]:
        """Where names of units may stand, from left to right, none inside another."""
        found = Syllables.of(text, _JOINT)
        at = 0
        while at < len(found.folded):
            stop, typed = self._name_from(found.folded, found.joined, at)
            upper = text[found.starts[at]].isupper()
            if stop and (typed or (upper and not self._of_person(text, found, at))):
                yield Stretch(found.starts[at], found.stops[stop - 1], typed)
                at = stop
            else:
                at += 1

    def _of_person(self, text: str, found: Syllables, at: int) -> bool:
        """Whether a name without type word follows a family or middle name: ``Lê Thị Hòa Bình``."""
        if not at or not found.joined[at - 1]:
            return False
        return text[found.starts[at - 1]].isupper() and found.folded[at - 1] in self._people

    def place_in(self, name: str) -> str:
        """The folded province or district of a name ("UBND quận Ba Đình"); empty for others."""
        place = self._reader.place_name(written(name))
        return place if place in self._authority.places else ""

    def _name_from(
        self, folded: Sequence[str], joined: Sequence[bool], at: int
    ) -> tuple[int, bool]:
        """Behind the name that begins at a syllable, 0 for none; whether it has a type word."""
        behind = self._type_words(folded, joined, at)
        if (
            behind > at
            and joined[behind - 1]
            and (stop := longest(self._names, folded, joined, behind))
        ):
            return stop, True
        return longest(self._places, folded, joined, at), False

    def _type_words(self, folded: Sequence[str], joined: Sequence[bool], at: int) -> int:
        behind = longest(self._kinds, folded, joined, at)
        while behind and behind < len(folded) and joined[behind - 1]:
            start = behind + (folded[behind] in self._joiner)
            more = longest(self._kinds, folded, joined, start) if start < len(folded) else 0
            if not more:
                break
            behind = more
        return behind or at


def verified(
    scanner: Scanner, matcher: Matcher, text: str, on: datetime.date | None, near: Sequence[str]
) -> list[Mention]:
    """The stretches whose unit is sure; places that the text names come to the places around."""
    stretches = list(scanner.stretches(text))
    context = tuple(dict.fromkeys([*near, *_context(scanner, text, stretches)]))[:MOST_PLACES]
    found: list[Mention] = []
    answers: dict[tuple[str, tuple[str, ...]], Match | None] = {}
    for number, (start, stop, _) in enumerate(stretches):
        name, behind = text[start:stop], tuple(_behind(scanner, text, stretches, number))
        if (name, behind) not in answers:
            first = matcher.match(name, on, (*near, *behind))
            answers[name, behind] = first or matcher.match(name, on, behind or context)
        if (match := answers[name, behind]) is not None:
            found.append(Mention(start, stop, match))
    return found


def _behind(
    scanner: Scanner, text: str, stretches: Sequence[Stretch], number: int
) -> Iterator[str]:
    """The places with their type words that stand right behind a name: it lies in them."""
    for before, place in itertools.pairwise(stretches[number:]):
        if not place.typed or not _INSIDE.fullmatch(text, before.stop, place.start):
            break
        if not (name := scanner.place_in(text[place.start : place.stop])):
            break
        yield name


def _context(scanner: Scanner, text: str, stretches: Sequence[Stretch]) -> Iterator[str]:
    """The places among the stretches, those named most often first."""
    named = Counter(text[one.start : one.stop] for one in stretches if one.typed)
    for name, _ in named.most_common():
        if place := scanner.place_in(name):
            yield place
