"""Units through time: the state on a day, and what became of a unit."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from gazetteer.authority.index import Authority
from gazetteer.authority.tables import UNIT_COLUMNS
from gazetteer.unit import Unit

# Offices of education are where their places are: since districts are no more, the schools of a Phòng
# are with the communes' own office, its other tasks with the Sở.
OFFICES = {"province": "SGD", "district": "PGD"}
COMMUNE_OFFICE = "of-phong-van-hoa-xa-hoi"
OFFICE_BASIS = "142/2025/NĐ-CP; 15/2025/TT-BGDĐT"
# A chain is as sure as its weakest step.
_ORDER = ("full", "partial", "unverified")
_STEPS = 12  # longest chain followed; the longest in the data has four steps
_LEVEL, _PARENT = UNIT_COLUMNS.index("level"), UNIT_COLUMNS.index("parent_id")
Successor = tuple[Unit, str, str]


class History:
    """Answers about time, from the authority file and the rows of ``successors.csv``."""

    def __init__(self, authority: Authority, successors: list[list[str]]) -> None:
        self._authority = authority
        self._next: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for old, new, relation, date, basis, _, _ in successors:
            self._next[old].append((new, relation, date, basis))

    def unit_on(self, unit_id: str, day: datetime.date) -> Unit | None:
        """The state of a unit on a day, or None where it was not (or is not known).

        The body that a pattern gives a place (``of-uy-ban-nhan-dan@…``) is where the place is.
        """
        return next((u for u in self.states(unit_id) if u.holds_on(day)), None)

    def states(self, unit_id: str) -> list[Unit]:
        """All states of a unit, in the order of time."""
        pattern, _, place = unit_id.rpartition("@")
        states = list(self._authority.states(place))
        if pattern:
            return [self._authority.body_of(pattern, state) for state in states]
        return states

    def above(self, unit: Unit, day: datetime.date) -> Iterator[Unit]:
        """The units above, nearest first, on a day; their last state where they ended before."""
        while unit.parent_id:
            states = list(self._authority.states(unit.parent_id))
            unit = next((one for one in states if one.holds_on(day)), states[-1])
            yield unit

    def successors(self, unit_id: str, day: datetime.date) -> list[Successor]:
        """The units that hold on ``day`` what the unit had, with relation and legal basis.

        The unit itself where it still exists. The relation is ``full`` (all of it went there),
        ``partial`` or ``unverified``; over several steps it is the weakest of theirs. For the body
        of a place they are the bodies of the places that followed, at levels that have such a body;
        for an office of education those of these places.
        """
        pattern, _, place = unit_id.rpartition("@")
        states = self.states(unit_id)
        if states and states[0].level in OFFICES.values() and not self.unit_on(unit_id, day):
            return self._offices(states[-1], day)
        found: dict[str, Successor] = {}
        self._follow(place, day, "full", (), found)
        ordered = sorted(found.values(), key=lambda one: (_ORDER.index(one[1]), one[0].id))
        if not pattern:
            return ordered
        levels = self._authority.levels_of(pattern)
        return [
            (self._authority.body_of(pattern, unit), relation, basis)
            for unit, relation, basis in ordered
            if unit.level in levels
        ]

    def _offices(self, office: Unit, day: datetime.date) -> list[Successor]:
        """The offices of the places that followed an office's own."""
        found: dict[str, Successor] = {}
        provinces: dict[str, None] = {}
        for place, relation, basis in self.successors(office.parent_id, day):
            level = OFFICES.get(place.level)
            if level is not None:
                for one in self._office_of(place.id, level, day):
                    found.setdefault(one.id, (one, relation, basis))
            elif place.level == "commune":
                body = self._authority.body_of(COMMUNE_OFFICE, place)
                found[body.id] = (body, "partial", OFFICE_BASIS)
                provinces[place.parent_id] = None
        for province in provinces:
            for one in self._office_of(province, OFFICES["province"], day):
                found.setdefault(one.id, (one, "partial", OFFICE_BASIS))
        return list(found.values())

    def _office_of(self, place_id: str, level: str, day: datetime.date) -> Iterator[Unit]:
        """The offices of a level that a place has on a day."""
        for state in self._offices_in.get(place_id, ()):
            unit = self._authority.unit(state)
            if unit.level == level and unit.holds_on(day):
                yield unit

    @cached_property
    def _offices_in(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for state, row in enumerate(self._authority.rows):
            if row[_LEVEL] in OFFICES.values():
                found[row[_PARENT]].append(state)
        return found

    def _follow(
        self, unit_id: str, day: datetime.date, relation: str, bases: tuple[str, ...],
        found: dict[str, Successor],
    ) -> None:  # fmt: skip
        if unit := self.unit_on(unit_id, day):
            known = found.get(unit_id)
            if known is None or _ORDER.index(relation) < _ORDER.index(known[1]):
                found[unit_id] = (unit, relation, "; ".join(dict.fromkeys(filter(None, bases))))
            return
        if len(bases) >= _STEPS:
            return
        for new, step, date, basis in self._next.get(unit_id, ()):
            if date <= day.isoformat():
                weaker = max(relation, step, key=_ORDER.index)
                self._follow(new, day, weaker, (*bases, basis), found)
