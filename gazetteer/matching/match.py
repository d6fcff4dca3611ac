"""From a mention to the unit it means: candidates by name, weighed by all that is known of them.

Candidates come from exact look-up of the folded name, and where no exact one fits well, from the
search by letters and from names that hold the mention's syllables with others between them
(``gazetteer.matching.find``). ``gazetteer.matching.evidence`` says how they are weighed against each other.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import Kind
from gazetteer.authority.letters import written
from gazetteer.matching.distance import DEAREST
from gazetteer.matching.evidence import Weights, none_evidence, reading_evidence
from gazetteer.matching.find import Around, Finder, Hit
from gazetteer.matching.mention import WHOLE, Reader, Reading
from gazetteer.matching.names import Names
from gazetteer.matching.phrases import TypePhrases
from gazetteer.matching.places import Places
from gazetteer.matching.weigh import HOPELESS, Found, Weighed, Weighing
from gazetteer.unit import Match

SHOWN, LEAST_SHARE = 8, 0.0005  # candidates that are handed on behind the best, and their share
# Search by letters where no exact name has this weight (logarithm): by hand, so that a unit that is no
# more is taken at its name, and one of another place or spelling is not.
FUZZY_BELOW = -3.1
# The same for a reading without a type word: of 537 searches for such beside a candidate of this weight,
# on the test mentions, none found a better one.
UNTYPED_BELOW = -8.0
SHORTEST_FUZZY = 3  # letters; shorter names have too many neighbours
FUZZY_READINGS = 5  # readings of one mention that are searched for by letters


class Matcher:
    """Finds the units that a mention may mean.

    With ``channel`` false letters are compared by edit distance alone, for comparison.
    """

    def __init__(self, authority: Authority, weights: Weights, channel: bool = True) -> None:
        self._authority = authority
        self.weights = weights
        self._exact, self._misread = (
            Reader(TypePhrases(authority.kinds, spellings), authority.places, authority.by_core)
            for spellings in ({}, authority.kind_spellings)
        )
        names = Names(authority)
        self._places = Places(authority, self._misread, names, channel)
        self._finder = Finder(authority, names, self._places, channel)

    def match(self, mention: str, on: datetime.date | None, near: Sequence[str]) -> Match | None:
        """The best candidate with the others as alternatives, or None where it is not sure."""
        ranked = self.candidates(mention, on, near)
        if not ranked or ranked[0].score < self.weights.accepted:
            return None
        others = tuple((other.unit, other.score) for other in ranked[1:])
        return replace(ranked[0], alternatives=others)

    def candidates(
        self, mention: str, on: datetime.date | None, near: Sequence[str]
    ) -> list[Match]:
        """The likeliest units, best first, each with its probability."""
        weighed = self.weigh(mention, on, near)
        if not weighed.found:
            return []
        none = self.weights.total(weighed.none)
        best = max(found.weight for found in weighed.found.values())
        top = max(best, none)
        whole = sum(exp(found.weight - top) for found in weighed.found.values()) + exp(none - top)
        shown = [
            (-found.weight, key, found)
            for key, found in weighed.found.items()
            if found.weight == best or exp(found.weight - top) >= LEAST_SHARE * whole
        ]
        return [
            self._match(found, exp(found.weight - top) / whole)
            for _, _, found in sorted(shown)[:SHOWN]
        ]

    def _match(self, found: Found, share: float) -> Match:
        unit = self._authority.unit(found.state)
        if found.pattern is not None:
            unit = self._authority.body_of(found.pattern.pattern, unit)
        suggestion = unit.full_name if found.misprint else None
        return Match(unit, round(self.weights.probability(share), 4), (), suggestion)

    def weigh(self, mention: str, on: datetime.date | None, near: Sequence[str]) -> Weighed:
        """The candidates of a mention with the evidence for each."""
        places = (self._places.place(place) for place in dict.fromkeys(near))
        text = written(mention)
        marks = self._finder.marks(text)
        around = Around(on.isoformat() if on else "", tuple(filter(None, places)), marks)
        weighing = Weighing(self._authority, self._places, self.weights, around)
        readings = self._exact.readings(text)
        self._add_exact(weighing, readings)
        searched: list[Reading] = []
        if weighing.best < FUZZY_BELOW:
            readings = self._misread.readings(text)
            self._add_exact(weighing, readings)
            if weighing.best < FUZZY_BELOW:
                searched = self._to_search(readings, marks)
        for reading in searched:
            if weighing.best >= (FUZZY_BELOW if _typed(reading) else UNTYPED_BELOW):
                break
            self._add_near(weighing, reading)
        none = none_evidence(readings, bool(searched), not around.on and not around.near)
        return Weighed(weighing.found, none)

    def _to_search(self, readings: Sequence[Reading], marks: str) -> list[Reading]:
        """The readings that are searched for by letters, the likeliest first.

        Those with a type word before those without, with little against them, and short names.
        """
        ordered = [
            (
                not _typed(reading),
                -self.weights.total(reading_evidence(reading, marks)),
                len(reading.core),
                number,
            )
            for number, reading in enumerate(readings)
            if reading.kind is not WHOLE and len(reading.core) >= SHORTEST_FUZZY
        ]
        seen: dict[tuple[str, Kind | None, Kind | None], Reading] = {}
        for *_, number in sorted(ordered):
            reading = readings[number]
            seen.setdefault((reading.core, reading.kind, reading.pattern), reading)
        return list(seen.values())[:FUZZY_READINGS]

    def _add_exact(self, weighing: Weighing, readings: Sequence[Reading]) -> None:
        """Weigh what is called just so, and for a kind without a name what is inferred."""
        for reading in readings:
            if states := self._finder.exact(reading):
                weighing.add(reading, [Hit(states, reading.core, ())])
            elif not reading.core:
                around = weighing.around._replace(marks="", near=())
                for named, hit in self._finder.inferred(reading, weighing.around):
                    weighing.add(named, [hit], around)

    def _add_near(self, weighing: Weighing, reading: Reading) -> None:
        """Weigh what has nearly the name of a reading."""
        against = self.weights.total(reading_evidence(reading, weighing.around.marks))
        room = against - weighing.best + HOPELESS
        if room >= 0:
            hits = self._finder.near(reading, weighing.around, self._dearest(room))
            weighing.add(reading, list(hits))

    def _dearest(self, room: float) -> float:
        """The cost of letters that takes so much from a candidate's weight."""
        each = -self.weights.of["misread"]
        return min(DEAREST, room / each) if each > 0 else DEAREST


def _typed(reading: Reading) -> bool:
    return reading.kind is not None or reading.pattern is not None
