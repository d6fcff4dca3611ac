"""From a mention to the unit it means: evidence multiplied, candidates weighed against each other.

Each candidate gets a weight, the product of likelihood ratios for its name, type word, time and
place; its probability is its share among all candidates and the chance that the unit is not in
the gazetteer at all. So two units that fit equally well both stay under one half, and nothing is
answered. The ratios are set by hand; calibration against labelled mentions comes with them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from math import prod

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from gazetteer.index import Authority
from gazetteer.kinds import BODY, Kind, group
from gazetteer.mention import WHOLE, Reading, place_name, readings
from gazetteer.unit import ADMINISTRATIVE, Match, Unit
from normalize.folding import canonical, fold, has_diacritics

# Weight of "none of these": an exact unique name then gets 0.98.
NONE = 0.02
ACCEPTED = 0.6  # the best candidate must be likelier than this to be answered
SHOWN = 8  # candidates that are handed on

# Type word: as read; another word of the same level (quận for huyện); levels that overlap
# (THPT for THCS-THPT); another level of the same group; another group.
SAME_LEVEL, OVERLAP, SAME_GROUP, OTHER_GROUP = 0.3, 0.25, 0.025, 0.002
UNSUITED = 0.05  # a body that places of that level do not have
# Without any type word, the better known kind is likelier.
BARE_PRIOR = {"province": 1.0, "district": 0.5, "commune": 0.2, BODY: 0.2}
BARE_SCHOOL, BARE_OFFICE = 0.05, 0.002

ENDED = 0.25  # no date given and the unit is no more
OUT_OF_TIME = 0.05  # the unit was not in this state on the date given
OTHER_MARKS = 0.12  # the mention has diacritics and the name has others (Tiên / Tiền Phong)
MISSED = 0.01  # a place named with the mention or around it is not one that the unit belongs to
MISREAD = 0.4  # it is, with a wrong letter or two
MISREAD_DISTANCE = 0.25  # share of wrong letters up to which a place is taken as misread
UNKNOWN_PLACE = 0.1  # no candidate belongs to any of the places around
SHORTEST_PLACE = 4  # letters of a name that is looked for inside a longer stretch
INFERRED = 0.2  # the mention has no name ("UBND thành phố") and the place comes from around it

# One wrong letter in eight costs as much as 0.12; beyond a third of the letters it is chance.
EDIT_BASE, EDIT_LETTERS, EDIT_CUTOFF, EDIT_LIMIT = 0.12, 8, 0.34, 12
FUZZY_BELOW = 0.1  # fuzzy search only where no exact name weighs as much as this
SHORTEST_FUZZY = 4  # letters; shorter names have too many neighbours

_SOFT = re.compile(r"[\W_]+")
Weighed = dict[str, tuple[float, Unit]]


class Matcher:
    """Finds the units that a mention may mean."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._choices: dict[str, list[str]] = {}

    def candidates(
        self, mention: str, on: datetime.date | None, near: Sequence[str]
    ) -> list[Match]:
        """The likeliest units, best first, each with its probability."""
        authority = self._authority
        around = tuple(dict.fromkeys(place_name(place) for place in near if place.strip()))
        found = readings(mention, authority.kinds, authority.places)
        named = [reading for reading in found if reading.core]
        marked = _soft(mention) if has_diacritics(mention) else ""
        weighed: Weighed = {}
        for reading in named:
            self._add(weighed, reading, self._exact(reading), on, marked)
        if max((weight for weight, _ in weighed.values()), default=0.0) < FUZZY_BELOW:
            for reading in [r for r in named if r.kind is not WHOLE] or named:
                self._add(weighed, reading, self._fuzzy(reading), on, "")
        inferred = self._inferred([reading for reading in found if not reading.core], around, on)
        return _ranked(self._near(weighed, around) + inferred)

    def _inferred(
        self, nameless: list[Reading], around: Sequence[str], on: datetime.date | None
    ) -> list[tuple[float, Unit]]:
        """A mention of a kind alone means the unit of that very kind among the places around."""
        found: Weighed = {}
        for reading in nameless:
            for place in around:
                one = replace(reading, core=place, weight=INFERRED)
                kind = reading.kind
                fitting = [
                    (state, weight)
                    for state, weight in self._exact(one)
                    if kind is None or self._authority.unit(state).type_word == kind.word
                ]
                self._add(found, one, fitting, on, "")
        return list(found.values())

    def match(self, mention: str, on: datetime.date | None, near: Sequence[str]) -> Match | None:
        """The best candidate with the others as alternatives, or None where it is not sure."""
        ranked = self.candidates(mention, on, near)
        if not ranked or ranked[0].score < ACCEPTED:
            return None
        others = tuple((other.unit, other.score) for other in ranked[1:])
        return Match(ranked[0].unit, ranked[0].score, others)

    def _exact(self, reading: Reading) -> Iterator[tuple[int, float]]:
        keys = self._authority.keys
        for level in (BODY,) if reading.kind is WHOLE else keys:
            yield from ((state, 1.0) for state in keys[level].get(reading.core, ()))

    def _fuzzy(self, reading: Reading) -> Iterator[tuple[int, float]]:
        if len(reading.core) < SHORTEST_FUZZY:
            return
        for level in self._levels(reading):
            choices = self._choices.get(level)
            if choices is None:
                choices = self._choices[level] = list(self._authority.keys.get(level, ()))
            hits = process.extract(
                reading.core, choices, scorer=Levenshtein.normalized_distance,
                score_cutoff=EDIT_CUTOFF, limit=EDIT_LIMIT,
            )  # fmt: skip
            for key, distance, _ in hits:
                weight = EDIT_BASE ** (EDIT_LETTERS * distance)
                yield from ((state, weight) for state in self._authority.keys[level][key])

    def _levels(self, reading: Reading) -> Iterable[str]:
        if reading.pattern is not None:
            return ADMINISTRATIVE
        levels = list(self._authority.keys)
        if reading.kind is None:
            return levels
        known = group(reading.kind.levels[0])
        return [level for level in levels if group(level) == known]

    def _add(
        self, weighed: Weighed, reading: Reading, states: Iterable[tuple[int, float]],
        on: datetime.date | None, marked: str,
    ) -> None:  # fmt: skip
        for state, closeness in states:
            unit = self._authority.unit(state)
            weight = closeness * _type_weight(reading, unit) * _time_weight(unit, on)
            if marked and _marks(reading.core, unit) not in marked:
                weight *= OTHER_MARKS
            own = self._authority.lineage(unit.id)
            weight *= reading.weight * prod(_fit(place, own) for place in reading.contexts)
            found = self._composed(reading.pattern, unit) if reading.pattern else unit
            if weight > weighed.get(found.id, (0.0,))[0]:
                weighed[found.id] = (weight, found)

    def _composed(self, pattern: Kind, place: Unit) -> Unit:
        """The body that a pattern gives a place; it lives as long as the place's state."""
        template = self._authority.patterns[pattern.pattern]
        return replace(
            place, id=f"{pattern.pattern}@{place.id}", level=BODY, type_word=pattern.word,
            name=template.format(unit=place.full_name, name=place.name),
            parent_id=place.id, code="", aliases=(), origin="derived",
        )  # fmt: skip

    def _near(self, weighed: Weighed, around: Sequence[str]) -> list[tuple[float, Unit]]:
        """Weigh by the places around; a place that no candidate knows says nothing."""
        lineages = {key: self._authority.lineage(key.rpartition("@")[2]) for key in weighed}
        telling = [place for place in around if any(place in own for own in lineages.values())]
        unknown = UNKNOWN_PLACE if around and not telling else 1.0
        return [
            (weight * unknown * MISSED ** sum(p not in lineages[key] for p in telling), unit)
            for key, (weight, unit) in weighed.items()
        ]


def _ranked(weighed: list[tuple[float, Unit]]) -> list[Match]:
    total = sum(weight for weight, _ in weighed) + NONE
    best = sorted(weighed, key=lambda pair: (-pair[0], pair[1].id))[:SHOWN]
    return [Match(unit, round(weight / total, 4)) for weight, unit in best]


def _type_weight(reading: Reading, unit: Unit) -> float:
    if reading.pattern is not None:
        suited = 1.0 if unit.level in reading.pattern.levels else UNSUITED
        if unit.level not in ADMINISTRATIVE:
            return 0.0
        return suited * _kind_weight(reading.kind, unit)
    return _kind_weight(reading.kind, unit)


def _kind_weight(kind: Kind | None, unit: Unit) -> float:
    if kind is None:
        office = group(unit.level) == "office"
        return BARE_PRIOR.get(unit.level, BARE_OFFICE if office else BARE_SCHOOL)
    if unit.type_word == kind.word:
        return 1.0
    if unit.level in kind.levels:
        return SAME_LEVEL
    parts = set(unit.level.split("-")) & set(kind.levels[0].split("-"))
    if parts:
        return OVERLAP
    return SAME_GROUP if group(unit.level) == group(kind.levels[0]) else OTHER_GROUP


def _time_weight(unit: Unit, on: datetime.date | None) -> float:
    if on is None:
        return 1.0 if unit.valid_to is None else ENDED
    return 1.0 if unit.holds_on(on) else OUT_OF_TIME


def _fit(place: str, own: Collection[str]) -> float:
    """How well a place named behind a mention agrees with the places of a unit."""
    if place in own or any(len(n) >= SHORTEST_PLACE and f" {n} " in f" {place} " for n in own):
        return 1.0
    near = process.extractOne(
        place, own, scorer=Levenshtein.normalized_distance, score_cutoff=MISREAD_DISTANCE
    )
    return MISREAD if near else MISSED


def _soft(text: str) -> str:
    return _SOFT.sub(" ", canonical(text).lower()).strip()


def _marks(core: str, unit: Unit) -> str:
    """The part of the unit's name that the folded core stands for, with its diacritics."""
    for name in (unit.name, *unit.aliases):
        folded, soft = fold(name).split(), _soft(name).split()
        wanted = core.split()
        for at in range(len(folded) - len(wanted) + 1):
            if folded[at : at + len(wanted)] == wanted and len(folded) == len(soft):
                return " ".join(soft[at : at + len(wanted)])
    return ""
