"""The authority file in memory: rows as read, found by identifier and by folded name."""

from __future__ import annotations

import datetime
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from gazetteer.authority.kinds import BODY, KINDS, SPELLED_KINDS, Kind
from gazetteer.authority.letters import soft, written
from gazetteer.authority.memory import uncollected
from gazetteer.authority.naming import Naming, cores, naming, place_of, states_by_id
from gazetteer.authority.overlay import Change, applied
from gazetteer.authority.tables import SEPARATOR, UNIT_COLUMNS, read_rows
from gazetteer.unit import ADMINISTRATIVE, Unit
from ingest.errors import NotStored
from normalize.folding import fold
from normalize.ready import Table, ready_table

_log = logging.getLogger(__name__)
_ID, _LEVEL, _WORD, _NAME, _PARENT, _, _TO, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
_EDGE = f" {SEPARATOR}"  # what stands beside a syllable
# What the tables that are kept ready are made of: files, and the program that makes them.
_FILES = ("units.csv", "education.csv", "bodies.csv")
_HERE = Path(__file__)
_PROGRAM = [*_HERE.parents[1].rglob("*.py"), _HERE.parents[2] / "normalize" / "folding.py"]
_PLACEHOLDER = re.compile(r" \{(?:unit|name)\}$")


class Authority:
    """All states of all units; a state is known by its position.

    ``keys`` leads from a folded name without its type words to the states that bear it, first
    by level. Rows become ``Unit`` only when they are asked for.
    """

    @uncollected()
    def __init__(self, folder: Path, changes: Sequence[Change] = ()) -> None:
        self._merged: dict[str, str] = {}
        self.passed_over: dict[Change, str] = {}
        self._changes = changes
        self._sources = [*(folder / name for name in _FILES), *_PROGRAM]
        self.rows: list[list[str]]
        self.rows, *names = self.ready("units", lambda: self._table(folder))
        self._soft, self._folded, keys = Naming(*names)
        self.keys: dict[str, dict[str, list[int]]] = defaultdict(dict, keys)
        self.kinds: dict[str, Kind] = dict(KINDS)
        self.kind_spellings = {fold(form): form for form in SPELLED_KINDS}
        self._add_patterns(read_rows("bodies.csv", folder))
        self.by_id = states_by_id(self.rows, self._merged)
        self.by_core: dict[str, list[int]] = defaultdict(list)
        for cores_of_level in self.keys.values():
            for core, states in cores_of_level.items():
                self.by_core[core] += states
        self.places = frozenset(self.keys["province"]) | frozenset(self.keys["district"])
        self.unit = lru_cache(maxsize=50_000)(self._unit)
        self.inside = lru_cache(maxsize=20_000)(self._inside)
        self._parts: dict[str, frozenset[int]] = {}

    def ready(self, name: str, make: Callable[[], Table]) -> Table:
        """A table of the authority file, kept on disk where no changes lie over the files."""
        return make() if self._changes else ready_table(name, self._sources, make)

    def _table(self, folder: Path) -> Table:
        """The rows and what ``Naming`` tells of them."""
        rows = read_rows("units.csv", folder) + read_rows("education.csv", folder)
        if self._changes:
            rows, self._merged, faults = applied(rows, self._changes)
            for change, fault in zip(self._changes, faults, strict=True):
                if fault is not None:
                    self.passed_over[change] = fault
                    _log.warning("a change of the gazetteer does not count: %r: %s", change, fault)
        for identity, kind, _, name, aliases, source in read_rows("bodies.csv", folder):
            if kind == BODY:  # of the whole country; those that each place has are kinds
                nothing = ["", "", "", ""]
                rows.append([identity, BODY, "", name, *nothing, aliases, "", "attested", source])
        return (rows, *naming(rows, self._merged))

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable of a name or type word, lower case with diacritics."""
        names = " ".join([*self._soft, *self.kind_spellings.values()])
        return frozenset(names.replace(SEPARATOR, " ").split())

    def _add_patterns(self, bodies: list[list[str]]) -> None:
        """Bodies that each place has are kinds."""
        self.patterns: dict[str, str] = {}
        for identity, kind, levels, name, aliases, _ in bodies:
            if kind == "pattern":
                self.patterns[identity] = name
                title = _PLACEHOLDER.sub("", name)
                kind_of_pattern = Kind(tuple(levels.split(SEPARATOR)), title, identity)
                for form in [title, *filter(None, aliases.split(SEPARATOR))]:
                    self.kinds[fold(form)] = kind_of_pattern
                    self.kind_spellings[fold(form)] = soft(written(form))

    def cores_of(self, unit: Unit) -> set[str]:
        """The folded names under which a school, office or body is found."""
        state = self.by_id[unit.id][0]
        row = self.rows[state]
        return set(cores(row, self._folded[state], place_of(row, self.by_id, self._folded)))

    def _unit(self, state: int) -> Unit:
        identity, level, word, name, parent, start, end, code, aliases, *rest = self.rows[state]
        others = tuple(filter(None, aliases.split(SEPARATOR)))
        return Unit(
            identity, level, word, name, parent, _day(start), _day(end), code, others, *rest
        )

    def spelled(self, state: int, core: str) -> list[str]:
        """The part of each name, with diacritics, that a folded core stands for."""
        marked, folded = self._soft[state], self._folded[state]
        found: dict[str, None] = {}
        at = folded.find(core)
        while at >= 0:
            end = at + len(core)
            whole = (at == 0 or folded[at - 1] in _EDGE) and folded[end : end + 1] in _EDGE
            if whole:
                found[marked[at:end]] = None
            at = folded.find(core, at + 1)
        return list(found)

    def body_of(self, pattern: str, place: Unit) -> Unit:
        """The body that a pattern gives a place; it lives as long as the place's state.

        Raises NotStored for a pattern that ``bodies.csv`` does not have.
        """
        if pattern not in self.patterns:
            raise NotStored(f"No body is called {pattern!r}.", "bodies.csv lists those that are.")
        template = self.patterns[pattern]
        return replace(
            place, id=f"{pattern}@{place.id}", level=BODY, type_word=_PLACEHOLDER.sub("", template),
            name=template.format(unit=place.full_name, name=place.name),
            parent_id=place.id, code="", aliases=(), origin="derived",
        )  # fmt: skip

    def levels_of(self, pattern: str) -> tuple[str, ...]:
        """The levels of places that have such a body."""
        return next(kind.levels for kind in self.kinds.values() if kind.pattern == pattern)

    def states(self, unit_id: str) -> Iterator[Unit]:
        """The states of a unit in the order of time; none for an unknown identifier."""
        yield from map(self.unit, self.by_id.get(unit_id, ()))

    def _inside(self, name: str) -> frozenset[int]:
        """The states of places that ever had a folded name, and of all that ever belonged to them."""
        rows = self.rows
        bearers = (rows[state] for state in self.by_core.get(name, ()))
        places = {row[_ID] for row in bearers if row[_LEVEL] in ADMINISTRATIVE}
        if len(places) == 1:
            return self._inside_unit(places.pop())
        return frozenset().union(*map(self._inside_unit, places))

    def _inside_unit(self, unit_id: str) -> frozenset[int]:
        """The states of a unit and of all that ever belonged to it."""
        known = self._parts.get(unit_id)
        if known is None:
            states = list(self.by_id[unit_id])
            # Known before its parts are asked: it may have been merged into one of them.
            self._parts[unit_id] = frozenset(states)
            for part in self._children.get(unit_id, ()):
                states += self._inside_unit(part) if part in self._children else self.by_id[part]
            known = self._parts[unit_id] = frozenset(states)
        return known

    @cached_property
    def current(self) -> frozenset[int]:
        """The states that units are in today."""
        return frozenset(state for state, row in enumerate(self.rows) if not row[_TO])

    @cached_property
    def of_word(self) -> dict[str, frozenset[int]]:
        """The states whose unit has a type word."""
        found: dict[str, list[int]] = defaultdict(list)
        for state, row in enumerate(self.rows):
            found[row[_WORD]].append(state)
        return {word: frozenset(states) for word, states in found.items()}

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        """The units that ever belonged to a unit."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            parent = row[_PARENT]
            found[self._merged.get(parent, parent)].add(row[_ID])
        return found


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
