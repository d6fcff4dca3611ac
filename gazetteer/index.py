"""The authority file in memory: rows as read, found by identifier and by folded name."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from gazetteer.kinds import (
    BODY,
    KINDS,
    SPELLED_KINDS,
    Kind,
    place_words,
    take_kind,
    without_place_word,
)
from gazetteer.overlay import Change, applied
from gazetteer.tables import SEPARATOR, UNIT_COLUMNS, read_rows
from gazetteer.unit import ADMINISTRATIVE, Unit
from ingest.errors import NotStored
from normalize.folding import canonical, fold, strip_diacritics

_ID, _LEVEL, _, _NAME, _PARENT, _, _, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
_NOT_A_KEY = re.compile(r"[^0-9a-z\n|]+")
_SOFT = re.compile(r"[\W_]+")
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

    def __init__(self, folder: Path, changes: Sequence[Change] = ()) -> None:
        self.rows = read_rows("units.csv", folder) + read_rows("education.csv", folder)
        merged: dict[str, str] = {}
        if changes:
            self.rows, merged = applied(self.rows, changes)
        self.kinds: dict[str, Kind] = dict(KINDS)
        self.kind_spellings = {fold(form): form for form in SPELLED_KINDS}
        self._add_bodies(read_rows("bodies.csv", folder))
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.keys: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for state, row in enumerate(self.rows):
            self.by_id[row[_ID]].append(state)
        for old, new in merged.items():
            self.by_id[old] = self.by_id[new]
        self._index()
        self.by_core: dict[str, list[int]] = defaultdict(list)
        for keys in self.keys.values():
            for core, states in keys.items():
                self.by_core[core] += states
        self.places = frozenset(self.keys["province"]) | frozenset(self.keys["district"])
        self.unit = lru_cache(maxsize=50_000)(self._unit)
        self._lineages: dict[str, frozenset[str]] = {}

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable of a name or type word, lower case with diacritics."""
        names = (row[_NAME] for row in self.rows)
        return frozenset(
            soft(" ".join([*dict.fromkeys(names), *self.kind_spellings.values()])).split()
        )

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
                    self.kind_spellings[fold(form)] = soft(form)

    def _index(self) -> None:
        self._folded = _NOT_A_KEY.sub(" ", strip_diacritics(self._names()).lower()).split("\n")
        for state, (row, names) in enumerate(zip(self.rows, self._folded, strict=True)):
            level = row[_LEVEL]
            keys = self.keys[level]
            for name in names.split(SEPARATOR):
                cores = (name.strip(),) if level in ADMINISTRATIVE else self._cores(name, row)
                for core in cores:
                    if core:
                        keys.setdefault(core, []).append(state)

    def _names(self) -> str:
        return "\n".join(map(_written, self.rows))

    def _cores(self, name: str, row: list[str]) -> set[str]:
        """What may be said of a name: without its type words, and without the place behind it."""
        if row[_LEVEL] == BODY:
            return {name.strip()}
        tokens = list(take_kind(name.split())[1])
        cores = {" ".join(tokens)}
        if bare := without_place_word(tokens):
            cores.add(" ".join(bare))
        written_out = " ".join(_LONG_FORMS.get(token, token) for token in tokens)
        cores.add(written_out)
        if bare := without_place_word(written_out.split()):
            cores.add(" ".join(bare))
        for parent in self.by_id.get(row[_PARENT], ())[-1:]:
            place = fold(self.rows[parent][_NAME])
            cores |= {core.removesuffix(" " + place) for core in cores}
        return {core for core in cores if not core.isdigit()} - place_words()

    def cores_of(self, unit: Unit) -> set[str]:
        """The folded names under which a school, office or body is found."""
        row = next(self.rows[state] for state in self.by_id[unit.id])
        names = _NOT_A_KEY.sub(" ", strip_diacritics(_written(row)).lower())
        return {core for name in names.split(SEPARATOR) for core in self._cores(name, row)}

    def _unit(self, state: int) -> Unit:
        identity, level, word, name, parent, start, end, code, aliases, *rest = self.rows[state]
        others = tuple(filter(None, aliases.split(SEPARATOR)))
        return Unit(
            identity, level, word, name, parent, _day(start), _day(end), code, others, *rest
        )

    def spelled(self, state: int, core: str) -> tuple[tuple[str, ...], ...]:
        """The syllables, with diacritics, of the part of each name that a folded core stands for."""
        row = self.rows[state]
        return _stretches(core, row[_NAME], row[_ALIASES])

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

    def lineage(self, unit_id: str) -> frozenset[str]:
        """Folded names of the unit and of all it ever belonged to."""
        known = self._lineages.get(unit_id)
        if known is None:
            names: set[str] = set()
            for state in self.by_id.get(unit_id, ()):
                names.update(map(str.strip, self._folded[state].split(SEPARATOR)))
                if parent := self.rows[state][_PARENT]:
                    names |= self.lineage(parent)
            known = self._lineages[unit_id] = frozenset(names)
        return known


@lru_cache(maxsize=50_000)
def soft(text: str) -> str:
    """Lower case with diacritics, anything that is no letter or digit one blank."""
    return _SOFT.sub(" ", canonical(text).lower()).strip()


@lru_cache(maxsize=100_000)
def _stretches(core: str, name: str, aliases: str) -> tuple[tuple[str, ...], ...]:
    wanted = core.split()
    found = []
    for one in (name, *aliases.split(SEPARATOR)):
        syllables = soft(one).split()
        folded = [fold(syllable) for syllable in syllables]
        for at in range(len(folded) - len(wanted) + 1):
            if folded[at : at + len(wanted)] == wanted:
                found.append(tuple(syllables[at : at + len(wanted)]))
    return tuple(dict.fromkeys(found))


def _written(row: list[str]) -> str:
    """Name and aliases, and for schools what stands before a dash ("Đoàn Kết - Hai Bà Trưng")."""
    names = f"{row[_NAME]}|{row[_ALIASES]}" if row[_ALIASES] else row[_NAME]
    if row[_LEVEL] not in ADMINISTRATIVE and " - " in names:
        names += "|" + names.partition(" - ")[0]
    return names


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
