"""Weighing the states that the readings of a mention may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import Kind
from gazetteer.authority.tables import UNIT_COLUMNS
from gazetteer.matching.evidence import Evidence, Weights, reading_evidence
from gazetteer.matching.find import Around, Hit
from gazetteer.matching.mention import WHOLE, Reading
from gazetteer.matching.places import Place, Places

# A candidate whose weight (logarithm) is below that of the best by this can have no share that would be
# shown; nothing speaks for a candidate, so that its weight only falls with each piece of evidence.
HOPELESS = 8.0
# Of more states than this by one reading, only those are weighed that fit the first place around,
# the date and the type word, where there are any: the others would not reach them.
MANY = 8

_ID, _LEVEL, _WORD = map(UNIT_COLUMNS.index, ("id", "level", "type_word"))
_FROM, _TO = UNIT_COLUMNS.index("valid_from"), UNIT_COLUMNS.index("valid_to")
_FOREVER, NOTHING = "9999", float("-inf")
_ENDED: Evidence = (("ended", 1.0),)
_OUT_OF_TIME: Evidence = (("out of time", 1.0),)
_PLACE_MISSED: Evidence = (("place missed", 1.0),)
_PLACE_UNKNOWN: Evidence = (("place unknown", 1.0),)
_NO_STATES: frozenset[int] = frozenset()
_MISWRITTEN = frozenset(("misread", "left out", "other marks", "weak marks"))


class Found(NamedTuple):
    """A state whose name fits a reading; ``pattern`` makes the body of a place of it.

    ``weight`` is the logarithm of its weight, the sum of the evidence.
    """

    state: int
    pattern: Kind | None
    evidence: Evidence
    weight: float

    @property
    def misprint(self) -> bool:
        """Whether the mention is not how the name is written."""
        return any(name in _MISWRITTEN for name, _ in self.evidence)


@dataclass(frozen=True)
class Weighed:
    """All candidates of a mention before they become probabilities, and what speaks for none."""

    found: dict[str, Found]
    none: Evidence


class Weighing:
    """The candidates of one mention by their identifiers, as its readings bring them in."""

    def __init__(
        self, authority: Authority, places: Places, weights: Weights, around: Around
    ) -> None:
        self._authority = authority
        self._rows = authority.rows
        self._places = places
        self._total = weights.total
        self._of_type = weights.of_type
        self.around = around
        self.found: dict[str, Found] = {}
        self.best = NOTHING  # the weight of the best candidate

    def add(self, reading: Reading, hits: Sequence[Hit], around: Around | None = None) -> None:
        """Weigh the states that a reading may name; each unit keeps its best one."""
        around = around or self.around
        states = set().union(*[hit.states for hit in hits])
        places = [place for place in around.near if not place.states.isdisjoint(states)]
        shared = reading_evidence(reading, around.marks)
        if len(places) < len(around.near):
            shared += _PLACE_UNKNOWN
        always = self._total(shared)
        likely = [(always + self._total(hit.evidence), hit) for hit in hits]
        likely = [one for one in likely if one[0] >= self.best - HOPELESS]
        if not likely:
            return
        if len(states) > MANY:
            states = self._narrowed(states, reading, around.on, places)
        inside = (self._places.place(place, whole=True) for place in reading.contexts)
        places += filter(None, inside)
        for weight, hit in likely:
            for state in hit.states:
                if state in states:
                    self._weigh(state, hit, reading, around, places, shared, weight)

    def _weigh(
        self, state: int, hit: Hit, reading: Reading, around: Around, places: Sequence[Place],
        shared: Evidence, weight: float,
    ) -> None:  # fmt: skip
        """Add what kind, time, diacritics and places say to the ``weight`` that a hit has."""
        row = self._rows[state]
        said, more = self._of_type(reading.kind, reading.pattern, row[_LEVEL], row[_WORD])
        weight += more
        if weight < self.best - HOPELESS:
            return
        beside: Evidence = ()
        if not self._in_time(state, around.on):
            beside += _OUT_OF_TIME if around.on else _ENDED
        if hit.core and around.marks:
            beside += self._other_marks(state, hit.core, around.marks)
        if places:
            beside += self._place_evidence(state, places)
        weight += self._total(beside)
        key = f"{reading.pattern.pattern}@{row[_ID]}" if reading.pattern is not None else row[_ID]
        known = self.found.get(key)
        if known is None or weight > known.weight:
            evidence = shared + hit.evidence + said + beside
            self.found[key] = Found(state, reading.pattern, evidence, weight)
            self.best = max(self.best, weight)

    def _narrowed(
        self, states: set[int], reading: Reading, on: str, places: Sequence[Place]
    ) -> set[int]:
        """Those that fit the first place around, the type word and the date, where any do."""
        if places:
            states = states & places[0].states
        kind = reading.kind
        word = kind.word if kind is not None and kind is not WHOLE else ""
        states = states & self._authority.of_word.get(word, _NO_STATES) or states
        if not on:
            return states & self._authority.current or states
        return {state for state in states if self._in_time(state, on)} or states

    def _in_time(self, state: int, on: str) -> bool:
        """Whether a unit was in a state on a day, or, where that is not known, still is."""
        row = self._rows[state]
        return row[_FROM] <= on < (row[_TO] or _FOREVER) if on else not row[_TO]

    def _other_marks(self, state: int, core: str, marks: str) -> Evidence:
        """How many syllables of the name have other diacritics than the mention."""
        least = min(
            (
                sum(f" {syllable} " not in marks for syllable in name.split())
                for name in self._authority.spelled(state, core)
            ),
            default=0,
        )
        if not least:
            return ()
        return (("other marks" if marks[0] == " " else "weak marks", float(least)),)

    def _place_evidence(self, state: int, places: Sequence[Place]) -> Evidence:
        """What the places named with or around the mention say about a unit."""
        said: Evidence = ()
        for place in places:
            if state not in place.states:
                said += _PLACE_MISSED
            elif len(place.names) > 1 or place.names[0][1]:
                inside = self._authority.inside
                cost = next(cost for name, cost in place.names if state in inside(name))
                said += (("place misread", cost),)
        return said
