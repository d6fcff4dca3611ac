"""What speaks for and against a candidate, and how much: a conditional logit model.

The weight of a candidate is the exponential of the sum of its evidence, each piece times its
coefficient; its probability is its share among all candidates and the chance that the unit is not
in the authority file at all. So two units that fit equally well both stay at one half, and nothing
is answered. The coefficients stand in ``data/weights.csv``; ``benchmarks.gazetteer.fit`` estimates
them on the development mentions, starting from values set by hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from gazetteer.authority.kinds import BODY, Kind, group
from gazetteer.authority.tables import DATA, read_rows
from gazetteer.matching.mention import Reading
from gazetteer.unit import ADMINISTRATIVE

Evidence = tuple[tuple[str, float], ...]

# Every piece of evidence with its coefficient before fitting, a natural logarithm set by hand.
FIRST: Mapping[str, float] = {
    # Without any type word, the better known kind is likelier.
    "bare province": 0.0, "bare district": -0.7, "bare commune": -1.6, "bare body": -1.6,
    "bare school": -3.0, "bare office": -6.2,
    # The type word as read, another of the same level (quận for huyện), levels that overlap
    # (THPT for THCS-THPT), another level of the same group, another group.
    "same level": -1.2, "overlap": -1.4, "same group": -3.7, "other group": -6.2,
    "unsuited": -3.0,  # a body that places of that level do not have
    "misread type": -0.5,  # for each unit of cost of the type word's letters
    "misread": -0.5,  # for each unit of cost of the name's letters
    "misread at all": -0.5,
    "left out": -2.0,  # for each syllable of the name that the mention does not have
    "other marks": -1.5,  # for each syllable whose diacritics are sound and others
    "weak marks": -0.2,  # the same where an engine that knows no Vietnamese may have made them
    "other letters' marks": -0.7,  # the same for each letter of a name with wrong letters
    "ended": -1.4,  # no date given and the unit is no more
    "out of time": -3.0,  # the unit was not in this state on the date given
    "place missed": -7.0,  # a place named with the mention or around it is not the unit's
    "place misread": -0.4,  # it is, for each unit of cost of its letters
    "place unknown": -2.3,  # no candidate belongs to a place named around
    "unused": -0.5, "lost": -4.0,
    "lost, sound": -6.0,  # the same though the mention has diacritics that no engine put there
    "inferred": -1.6,
    # The unit is not in the authority file; of kindergartens and schools below THPT it has few.
    "none": -3.9, "none, lower school": 2.0, "none, searched": 0.0,
    "none, untyped": 1.0,  # no type word is as it should be
    "none, alone": 0.5,  # neither date nor place is known
}  # fmt: skip
LOWER_SCHOOLS = frozenset(("MN", "TH", "THCS"))
ACCEPTED = "accepted"  # the probability from which on the best candidate is answered
CALIBRATION = "calibration "  # knots of the map from a share to a probability: "calibration 0.9"


@dataclass(frozen=True)
class Weights:
    """Coefficients by name, and the map from a candidate's share to its probability."""

    of: Mapping[str, float]
    accepted: float
    knots: tuple[tuple[float, float], ...]

    @classmethod
    def load(cls, folder: Path = DATA) -> Weights:
        """Read ``weights.csv``; raises as ``read_rows``."""
        table = {name: float(value) for name, value, _ in read_rows("weights.csv", folder)}
        knots = sorted(
            (float(name.removeprefix(CALIBRATION)), value)
            for name, value in table.items()
            if name.startswith(CALIBRATION)
        )
        return cls({**FIRST, **table}, table.get(ACCEPTED, 0.6), tuple(knots))

    def total(self, evidence: Evidence) -> float:
        """The logarithm of a candidate's weight."""
        of, weight = self.of, 0.0
        for name, value in evidence:
            weight += of[name] * value
        return weight

    @cached_property
    def of_type(self) -> Callable[[Kind | None, Kind | None, str, str], tuple[Evidence, float]]:
        """``type_evidence`` with its total."""

        @lru_cache(maxsize=20_000)
        def weighed(
            kind: Kind | None, pattern: Kind | None, level: str, word: str
        ) -> tuple[Evidence, float]:
            said = type_evidence(kind, pattern, level, word)
            return said, self.total(said)

        return weighed

    def probability(self, share: float) -> float:
        """A share as a probability: linear between the knots."""
        knots = self.knots
        right = bisect_left(knots, (share,))
        if right == len(knots):
            return knots[-1][1] if knots else share
        if right == 0:
            return knots[0][1]
        (left, low), (here, high) = knots[right - 1], knots[right]
        return low + (share - left) / (here - left) * (high - low)


def type_evidence(kind: Kind | None, pattern: Kind | None, level: str, word: str) -> Evidence:
    """What the type word of a mention says about a unit of a level with its own type word."""
    said = _kind_evidence(kind, level, word)
    if pattern is not None and level not in pattern.levels:
        said += (("unsuited", 1.0),)
    return said


def _kind_evidence(kind: Kind | None, level: str, word: str) -> Evidence:
    if kind is None:
        known = level in ADMINISTRATIVE or level == BODY
        return ((f"bare {level if known else group(level)}", 1.0),)
    if word == kind.word:
        return ()
    if level in kind.levels:
        return (("same level", 1.0),)
    if set(level.split("-")) & set(kind.levels[0].split("-")):
        return (("overlap", 1.0),)
    same = group(level) == group(kind.levels[0])
    return (("same group" if same else "other group", 1.0),)


def reading_evidence(reading: Reading, marks: str) -> Evidence:
    """What a reading itself costs; ``marks`` begin with a blank where diacritics are sound."""
    said: Evidence = ()
    if reading.misread:
        said += (("misread type", reading.misread),)
    if reading.unused:
        said += (("unused", 1.0),)
    if reading.lost:
        said += (("lost", 1.0),)
        if marks[:1] == " ":
            said += (("lost, sound", 1.0),)
    return said


def none_evidence(readings: Iterable[Reading], searched: bool, alone: bool) -> Evidence:
    """What speaks for a unit that the authority file does not have."""
    said: Evidence = (("none", 1.0),)
    kinds = [r.kind for r in readings if r.kind is not None and not r.misread and r.kind.word]
    if not kinds and not any(r.pattern for r in readings if not r.misread):
        said += (("none, untyped", 1.0),)
    if any(kind.levels[0] in LOWER_SCHOOLS for kind in kinds):
        said += (("none, lower school", 1.0),)
    if searched:
        said += (("none, searched", 1.0),)
    if alone:
        said += (("none, alone", 1.0),)
    return said
