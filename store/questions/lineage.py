"""A unit with all that it was and has become, so that a question finds it under every name."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from extract.record import Record
from gazetteer.authority.index import Authority
from gazetteer.authority.tables import DATA, SEPARATOR, read_rows
from gazetteer.load import Gazetteer
from gazetteer.unit import ADMINISTRATIVE, Unit
from ingest import clock
from normalize.folding import fold

# An identity such as ``of-uy-ban-nhan-dan@vn-28-280-10345-1``: an office, and the place it is of.
_AT = "@"
_PLACE = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh)\s+[A-ZĐ][^\s,;]*(?:\s+[A-ZĐ][^\s,;]*)*", re.IGNORECASE
)


class Scope(NamedTuple):
    """What counts as one unit: identities, folded names for mentions without one, and a title."""

    name: str
    ids: frozenset[str]
    keys: frozenset[str]


class Lineage:
    """Units that followed one another, in both directions of time."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self.gazetteer = Gazetteer(authority)
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        for old, new, *_ in read_rows("successors.csv"):
            self._after[old].add(new)
            self._before[new].add(old)
        bodies = [row for row in read_rows("bodies.csv") if row[1] == "pattern"]
        self._offices = {row[0]: row[3] for row in bodies}
        self._levels = {row[0]: frozenset(row[2].split(SEPARATOR)) for row in bodies}

    def scope(self, asked: str) -> Scope:
        """The unit that a name or an identity means, with its predecessors and successors.

        A place brings its offices (Ủy ban nhân dân, …) along. A name that the gazetteer does not
        know, or cannot tell apart, is taken as written.
        """
        unit = self._unit(asked)
        if unit is None:
            return Scope(asked, frozenset(), frozenset({fold(asked)}))
        ids = self.family(unit.id)
        if unit.level in ADMINISTRATIVE:
            ids |= {office for place in ids for office in self._offices_of(place)}
        return Scope(unit.full_name, frozenset(ids), frozenset({fold(asked), fold(unit.full_name)}))

    def _offices_of(self, place: str) -> list[str]:
        levels = {unit.level for unit in self._authority.states(place)}
        return [f"{office}{_AT}{place}" for office, of in self._levels.items() if of & levels]

    def _unit(self, asked: str) -> Unit | None:
        states = list(self._authority.states(asked))
        if states:
            return states[-1]
        match = self.gazetteer.match(asked)
        return match.unit if match else None

    def family(self, unit_id: str) -> set[str]:
        """The identity, those of all predecessors and those of all successors."""
        office, at, place = unit_id.rpartition(_AT)
        return {
            f"{office}{at}{one}"
            for one in _reached(place, self._before) | _reached(place, self._after)
        }

    def today(self, unit_id: str, day: datetime.date | None = None) -> list[str]:
        """What the unit is called today (or on a day); several names where it was divided."""
        office, _, place = unit_id.rpartition(_AT)
        found = self.gazetteer.successors(place, day or clock.today())
        template = self._offices.get(office, "{unit}")
        return [template.format(unit=unit.full_name, name=unit.name) for unit, _, _ in found]

    def links(self, record: Record, known: Mapping[str, str | None]) -> dict[str, str | None]:
        """The identity of every unit named in a record, by its name; ``known`` are taken over."""
        near = _places(record)
        on = _day(record.header.issued_on)
        found: dict[str, str | None] = {}
        for name in unit_names(record):
            if name in known:
                found[name] = known[name]
            else:
                match = self.gazetteer.match(name, on=on, near=near)
                found[name] = match.unit.id if match else None
        return found


@cache
def lineage() -> Lineage:
    """The lineage of the program's authority file, loaded once a process (a fifth of a second)."""
    return Lineage(Authority(DATA))


def unit_names(record: Record) -> list[str]:
    """All names of units in a record but those of pairings, which the record has linked."""
    header = record.header
    names = [*header.issuer, header.parent_issuer, *(one.name for one in record.recipients)]
    names += [one.issuer for one in record.references]
    for duty in record.responsibilities:
        names += [duty.actor, *duty.partners, *duty.report_to]
    return list(dict.fromkeys(name for name in names if name))


def _reached(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = set(steps.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _places(record: Record) -> list[str]:
    header = record.header
    heads = [name for name in (header.parent_issuer, *header.issuer) if name]
    places = [match[0] for name in heads for match in _PLACE.finditer(name)]
    return [place for place in (header.place, *places) if place]


def _day(issued_on: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(issued_on or "")
    except ValueError:
        return None
