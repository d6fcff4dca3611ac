"""Units through time: the state on a day, and what became of a unit."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from gazetteer.index import Authority
from gazetteer.unit import Unit

# A chain is as sure as its weakest step.
_ORDER = ("full", "partial", "unverified")
_STEPS = 12  # longest chain followed; the longest in the data has four steps
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
        of a place they are the bodies of the places that followed, at levels that have such a body.
        """
        pattern, _, place = unit_id.rpartition("@")
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
