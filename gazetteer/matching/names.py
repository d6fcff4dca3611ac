"""Every name as it is spelled, searched by letters and by syllables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import BODY, Kind, group
from gazetteer.authority.memory import uncollected
from gazetteer.matching.distance import NameIndex
from gazetteer.unit import ADMINISTRATIVE

MOST_LEFT_OUT = 2  # syllables that a name may have more than the mention
# What a search by letters is limited to: bits by level, schools and offices as groups.
_BITS = {"province": 1, "district": 2, "commune": 4, "office": 8, "school": 16, BODY: 32}
_DISTRICTS = 3
EVERY_GROUP = 63


class _Columns(NamedTuple):
    spelled: list[str]
    keys: list[str]
    states: list[list[int]]
    groups: list[int]


class Names:
    """The names of an authority file, gathered when they are first asked for.

    A name is known by its position: ``keys`` are folded, ``spelled`` have diacritics, ``states`` are
    those that bear it, ``groups`` bits of what these are. Names of one group stand together.
    """

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    @cached_property
    @uncollected()
    def _all(self) -> _Columns:
        return _Columns(*self._authority.ready("names", lambda: _gathered(self._authority)))

    @property
    def spelled(self) -> list[str]:
        return self._all.spelled

    @property
    def keys(self) -> list[str]:
        return self._all.keys

    @property
    def states(self) -> list[list[int]]:
        return self._all.states

    @property
    def groups(self) -> list[int]:
        return self._all.groups

    @cached_property
    def index(self) -> NameIndex:
        """The search by letters among all names."""
        return NameIndex(self.spelled, self.groups)

    @cached_property
    def districts(self) -> tuple[list[str], NameIndex]:
        """The folded names of provinces and districts, and the search by letters among them."""
        held = [at for at, groups in enumerate(self.groups) if groups & _DISTRICTS]
        index = NameIndex([self.spelled[at] for at in held], [self.groups[at] for at in held])
        return [self.keys[at] for at in held], index

    @cached_property
    def of_state(self) -> dict[int, list[int]]:
        """The positions of the names of each state."""
        found: dict[int, list[int]] = defaultdict(list)
        for position, states in enumerate(self.states):
            for state in states:
                found[state].append(position)
        return found

    @cached_property
    @uncollected()
    def _by_two(self) -> dict[tuple[str, str, int], list[tuple[int, list[str]]]]:
        """Names of three syllables and more by the first and any other, and their number."""
        found: dict[tuple[str, str, int], list[tuple[int, list[str]]]] = defaultdict(list)
        for position, key in enumerate(self.keys):
            if key.count(" ") > 1:
                first, *others = tokens = key.split()
                for other in dict.fromkeys(others):
                    found[first, other, len(tokens)].append((position, tokens))
        return found

    def holding(self, core: str) -> Iterator[tuple[int, int]]:
        """Names that begin like the core and hold its syllables in order, with some left out."""
        wanted = core.split()
        if len(wanted) < 2:
            return
        for left_out in range(1, MOST_LEFT_OUT + 1):
            size = len(wanted) + left_out
            for position, tokens in self._by_two.get((wanted[0], wanted[-1], size), ()):
                rest = iter(tokens)
                if all(token in rest for token in wanted):
                    yield position, left_out


def _gathered(authority: Authority) -> _Columns:
    """Every name once, by group, as it came within one."""
    found: dict[str, tuple[str, set[int], int]] = {}
    for level, keys in authority.keys.items():
        bit = _bit(level)
        for key, states in keys.items():
            for state in states:
                for spelled in authority.spelled(state, key) or [key]:
                    first_key, bearers, groups = found.setdefault(spelled, (key, {state}, bit))
                    bearers.add(state)
                    if not groups & bit:
                        found[spelled] = first_key, bearers, groups | bit
    ordered = sorted(found.items(), key=lambda one: one[1][2])
    return _Columns(
        [spelled for spelled, _ in ordered],
        [key for _, (key, _, _) in ordered],
        [sorted(states) for _, (_, states, _) in ordered],
        [groups for _, (_, _, groups) in ordered],
    )


def _bit(level: str) -> int:
    return _BITS.get(level) or _BITS[group(level)]


@cache
def groups_of(kind: Kind | None, pattern: Kind | None) -> int:
    """The groups that a reading may mean; a place's type word is taken at its word here."""
    if kind is not None:
        return sum(map(_bit, set(kind.levels) & set(ADMINISTRATIVE))) or _bit(kind.levels[0])
    return sum(map(_bit, pattern.levels)) if pattern is not None else EVERY_GROUP
