"""The authority file in memory: rows as read, found by identifier and by folded name."""

from __future__ import annotations

import datetime
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from gazetteer.building import uncollected
from gazetteer.kinds import (
    BODY,
    KINDS,
    PLACE_WORDS,
    SPELLED_KINDS,
    Kind,
    place_word_size,
    take_kind,
)
from gazetteer.letters import bare, soft, softened, written
from gazetteer.overlay import Change, applied
from gazetteer.tables import SEPARATOR, UNIT_COLUMNS, read_rows
from gazetteer.unit import ADMINISTRATIVE, Unit
from ingest.errors import NotStored
from normalize.folding import fold

_log = logging.getLogger(__name__)
_ID, _LEVEL, _WORD, _NAME, _PARENT, _, _TO, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
_NOT_A_KEY = re.compile(rf"[^0-9a-z\n{SEPARATOR} ]")
_EDGE = f" {SEPARATOR}"  # what stands beside a syllable
# Abbreviations inside names of schools that are no type words.
_LONG_FORMS = {
    "ptdtnt": "pho thong dan toc noi tru", "dtnt": "dan toc noi tru", "tp": "thanh pho",
    "tx": "thi xa", "h": "huyen", "q": "quan",
}  # fmt: skip
_PLACEHOLDER = re.compile(r" \{(?:unit|name)\}$")


class Authority:
    """All states of all units; a state is known by its position.

    ``keys`` leads from a folded name without its type words to the states that bear it, first
    by level. Rows become ``Unit`` only when they are asked for.
    """

    @uncollected()
    def __init__(self, folder: Path, changes: Sequence[Change] = ()) -> None:
        self.rows = read_rows("units.csv", folder) + read_rows("education.csv", folder)
        merged: dict[str, str] = {}
        self.passed_over: dict[Change, str] = {}
        if changes:
            self.rows, merged, faults = applied(self.rows, changes)
            for change, fault in zip(changes, faults, strict=True):
                if fault is not None:
                    self.passed_over[change] = fault
                    _log.warning("a change of the gazetteer does not count: %r: %s", change, fault)
        self.kinds: dict[str, Kind] = dict(KINDS)
        self.kind_spellings = {fold(form): form for form in SPELLED_KINDS}
        self._add_bodies(read_rows("bodies.csv", folder))
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.keys: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for state, row in enumerate(self.rows):
            self.by_id[row[_ID]].append(state)
        for old, new in merged.items():
            self.by_id[old] = self.by_id[new]
        self._merged = merged
        names = list(map(_written, self.rows))
        different = list(
            dict.fromkeys(names)
        )  # those of one unit are often the same in all its states
        marked = softened(different)
        folded = _NOT_A_KEY.sub(" ", bare("\n".join(marked))).split("\n")
        forms = dict(zip(different, zip(marked, folded, strict=True), strict=True))
        self._soft = [forms[name][0] for name in names]
        self._folded = [forms[name][1] for name in names]
        self._index()
        self.by_core: dict[str, list[int]] = defaultdict(list)
        for keys in self.keys.values():
            for core, states in keys.items():
                self.by_core[core] += states
        self.places = frozenset(self.keys["province"]) | frozenset(self.keys["district"])
        self.unit = lru_cache(maxsize=50_000)(self._unit)
        self.inside = lru_cache(maxsize=20_000)(self._inside)
        self._parts: dict[str, frozenset[int]] = {}

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable of a name or type word, lower case with diacritics."""
        names = " ".join([*self._soft, *self.kind_spellings.values()])
        return frozenset(names.replace(SEPARATOR, " ").split())

    def _add_bodies(self, bodies: list[list[str]]) -> None:
        """Bodies of the whole country are units; those that each place has are kinds."""
        self.patterns: dict[str, str] = {}
        for identity, kind, levels, name, aliases, source in bodies:
            if kind == BODY:
                nothing = ["", "", "", ""]
                rest = [*nothing, aliases, "", "attested", source]
                self.rows.append([identity, BODY, "", name, *rest])
            elif kind == "pattern":
                self.patterns[identity] = name
                title = _PLACEHOLDER.sub("", name)
                kind_of_pattern = Kind(tuple(levels.split(SEPARATOR)), title, identity)
                for form in [title, *filter(None, aliases.split(SEPARATOR))]:
                    self.kinds[fold(form)] = kind_of_pattern
                    self.kind_spellings[fold(form)] = soft(written(form))

    def _index(self) -> None:
        for state, (row, names) in enumerate(zip(self.rows, self._folded, strict=True)):
            level = row[_LEVEL]
            keys = self.keys[level]
            for name in names.split(SEPARATOR):
                for core in (name,) if level in ADMINISTRATIVE else self._cores(name, row):
                    if core:
                        keys.setdefault(core, []).append(state)

    def _cores(self, name: str, row: list[str]) -> set[str]:
        """What may be said of a name: without its type words, and without the place behind it."""
        if row[_LEVEL] == BODY:
            return {name}
        tokens = take_kind(name.split())[1]
        forms = [tokens]
        if not _LONG_FORMS.keys().isdisjoint(tokens):
            forms.append(tuple(" ".join(_LONG_FORMS.get(t, t) for t in tokens).split()))
        cores = set()
        for form in forms:
            cores.add(" ".join(form))
            if size := place_word_size(form):
                cores.add(" ".join(form[size:]))
        for parent in self.by_id.get(row[_PARENT], ())[-1:]:
            place = " " + self._folded[parent].partition(SEPARATOR)[0]
            cores |= {core.removesuffix(place) for core in cores}
        return {core for core in cores if not core.isdigit()} - PLACE_WORDS

    def cores_of(self, unit: Unit) -> set[str]:
        """The folded names under which a school, office or body is found."""
        state = self.by_id[unit.id][0]
        names = self._folded[state].split(SEPARATOR)
        return {core for name in names for core in self._cores(name, self.rows[state])}

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


def _written(row: list[str]) -> str:
    """Name and aliases, and for schools what stands before a dash ("Đoàn Kết - Hai Bà Trưng")."""
    names = f"{row[_NAME]}|{row[_ALIASES]}" if row[_ALIASES] else row[_NAME]
    if row[_LEVEL] not in ADMINISTRATIVE and " - " in names:
        names += "|" + names.partition(" - ")[0]
    return names


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
