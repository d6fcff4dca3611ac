"""Units through time: the state on a day, and what became of a unit."""

import datetime
from collections import defaultdict

from gazetteer.index import Authority
from gazetteer.unit import Unit

# A chain is as sure as its weakest step.
_ORDER = ("full", "partial", "unverified")
_STEPS = 12  # longest chain followed; the longest in the data has four steps


class History:
    """Answers about time, from the authority file and the rows of ``successors.csv``."""

    def __init__(self, authority: Authority, successors: list[list[str]]) -> None:
        self._authority = authority
        self._next: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for old, new, relation, date, basis, _, _ in successors:
            self._next[old].append((new, relation, date, basis))

    def unit_on(self, unit_id: str, day: datetime.date) -> Unit | None:
        """The state of a unit on a day, or None where it was not (or is not known)."""
        return next((u for u in self._authority.states(unit_id) if u.holds_on(day)), None)

    def successors(self, unit_id: str, day: datetime.date) -> list[tuple[Unit, str, str]]:
        """The units that hold on ``day`` what the unit had, with relation and legal basis.

        The unit itself where it still exists. The relation is ``full`` (all of it went there),
        ``partial`` or ``unverified``; over several steps it is the weakest of theirs.
        """
        found: dict[str, tuple[Unit, str, str]] = {}
        self._follow(unit_id, day, "full", (), found)
        return sorted(found.values(), key=lambda one: (_ORDER.index(one[1]), one[0].id))

    def _follow(
        self, unit_id: str, day: datetime.date, relation: str, bases: tuple[str, ...],
        found: dict[str, tuple[Unit, str, str]],
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
