"""What each unit became: attested pairs, changes of name under one code, and districts of 2025."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path

from gazetteer.authority.tables import read_dicts
from gazetteer.building.units import REFORM, SOURCE_BEFORE, SOURCE_MAP, State, Units
from normalize.folding import nfc

SOURCE_PRESS = "press-and-aliases"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of ``successors.csv``: all, part or an unverified share of ``old_id`` went over."""

    old_id: str
    new_id: str
    relation: str
    date: str
    basis: str
    origin: str
    source: str

    def row(self) -> list[str]:
        return list(astuple(self))


def successor_steps(folder: Path, states: list[State]) -> list[Step]:
    """All steps, the better attested of two on the same pair and day; units that live on have none."""
    units = Units(states)
    found: dict[tuple[str, str, str], Step] = {}
    reform = list(_reform(folder, units))
    for step in [*reform, *_districts(reform, units), *_mergers(folder, units), *_renamed(units)]:
        if step.old_id != step.new_id:
            found.setdefault((step.old_id, step.new_id, step.date), step)
    return sorted(found.values(), key=lambda s: (s.date, s.old_id, s.new_id))


def _reform(folder: Path, units: Units) -> Iterator[Step]:
    for row in read_dicts(folder / "admin_successors.csv"):
        old = _last(units, row["level"], row["old_code"])
        level = "commune" if row["level"] == "district" else row["level"]
        new = units.on(level, row["new_code"], row["valid_from"])
        if old and new:
            source = SOURCE_MAP if row["relation"] != "unverified" else row["source"]
            basis = nfc(row["basis"])
            yield Step(old.id, new.id, row["relation"], REFORM, basis, "attested", source)


def _last(units: Units, level: str, code: str) -> State | None:
    """The last state of the old era: codes were given anew on the day of the reform."""
    held = [s for s in units.by_code.get((level, code), ()) if s.valid_from < REFORM]
    return held[-1] if held else None


def _districts(reform: list[Step], units: Units) -> Iterator[Step]:
    """A district went to the communes that took its communes: all of it only where they are one."""
    parent = {
        state.id: state.parent_id
        for state in units.states
        if state.level == "commune" and state.valid_from < REFORM <= state.end
    }
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    basis: dict[str, str] = {}
    for step in reform:
        if step.old_id in parent:
            taken[parent[step.old_id]][step.new_id] += 1
            basis[step.new_id] = step.basis
    for district, communes in taken.items():
        relation = "full" if len(communes) == 1 else "partial"
        for commune in communes:
            yield Step(district, commune, relation, REFORM, basis[commune], "derived", SOURCE_MAP)


def _mergers(folder: Path, units: Units) -> Iterator[Step]:
    """Communes that ended before the reform; the sources do not say whether they went over whole."""
    for row in read_dicts(folder / "admin_predecessors_2018-2025.csv"):
        old = units.ending("commune", row["old_code"], row["ended"])
        new = units.on("commune", row["new_code"], row["ended"])
        if old and new:
            basis = row["source"] if row["source"].startswith("http") else ""
            yield Step(old.id, new.id, "unverified", row["ended"], basis, "attested", SOURCE_PRESS)


def _renamed(units: Units) -> Iterator[Step]:
    """The same code under another name from the same day: usually a renaming or a merger."""
    for held in units.by_code.values():
        for old, new in pairwise(held):
            if old.valid_to == new.valid_from and old.valid_to < REFORM:
                yield Step(
                    old.id, new.id, "unverified", old.valid_to, new.basis, "derived", SOURCE_BEFORE
                )
