"""The units that a class of actors binds: by the authority file on a day, by letterheads, by the plan's own list."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from gazetteer.authority.tables import UNIT_COLUMNS
from gazetteer.load import Gazetteer
from gazetteer.unit import Unit
from store.cascade.papers import plain
from store.questions.lineage import lineage

# What a class is called, and the levels of the authority file that it holds.
_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(form), levels)
    for form, levels in (
        (r"^(?:cac )?phong giao duc va dao tao\b|\bcac phong giao duc va dao tao\b", ("PGD",)),
        (r"\btruong\b.*\btrung hoc pho thong\b", ("THPT", "THCS-THPT", "TH-THCS-THPT")),
        (r"\btruong\b.*\btrung hoc co so\b", ("THCS",)),
        (r"\btruong\b.*\btieu hoc\b", ("TH",)),
        (r"\btruong\b.*\bmam non\b", ("MN",)),
        (r"\btrung tam (?:gdnn gdtx|giao duc (?:nghe nghiep|thuong xuyen))", ("GDNN-GDTX",)),
    )
)
_OF_SCHOOL = {
    "THPT": re.compile(r"^(?:truong )?(?:trung hoc pho thong|thpt)\b"),
    "THCS": re.compile(r"^(?:truong )?(?:trung hoc co so|thcs)\b"),
    "TH": re.compile(r"^(?:truong )?(?:tieu hoc|th)\b"),
    "MN": re.compile(r"^(?:truong )?(?:mam non|mn)\b"),
    "GDNN-GDTX": re.compile(r"^(?:trung tam|tt) (?:gdnn|giao duc nghe nghiep)"),
    "PGD": re.compile(r"^phong giao duc va dao tao (?:quan|huyen|thi xa|thanh pho)"),
}
_ID, _LEVEL, _PARENT = (UNIT_COLUMNS.index(one) for one in ("id", "level", "parent_id"))


class Source(StrEnum):
    """How it is known that a class holds a unit."""

    GAZETTEER = "gazetteer"
    LETTERHEAD = "letterhead"
    LIST = "list"


class Bound(NamedTuple):
    """A unit that a duty binds; ``today`` is what it has become where it has ended."""

    unit_id: str | None
    name: str
    source: Source
    today: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What all mentions of the unit share."""
        return key_of(self.unit_id, self.name)


class Place(NamedTuple):
    """Where a class is: the unit of the authority file, and its name folded."""

    unit_id: str | None
    name: str


def key_of(unit_id: str | None, name: str) -> str:
    """The identity of a unit, else its name written out, without the word "trường"."""
    return unit_id or re.sub(r"^truong ", "", plain(name))


def levels_in(actor: str) -> tuple[str, ...]:
    """The levels of units that an actor names as a class; none for a single office.

    >>> levels_in("Các trường MN, TH trên địa bàn quận"), levels_in("Phòng GDĐT quận 1")
    (('TH', 'MN'), ())
    """
    folded = plain(actor)
    if not re.search(r"\b(?:cac|moi|tat ca)\b", folded):
        return ()
    return tuple(level for form, levels in _KINDS if form.search(folded) for level in levels)


def is_of(level: str, name: str) -> bool:
    """Whether a unit is of a level, by its name."""
    form = _OF_SCHOOL.get(level)
    return bool(form and form.search(plain(name)))


def members(levels: tuple[str, ...], place: str | None, day: datetime.date) -> list[Unit]:
    """The units of some levels that a place had on a day, by the authority file."""
    if place is None:
        return []
    known = lineage().gazetteer
    within = [place, *(one for one, level in parts_of(place) if level == "district")]
    ids = {one for part in within for one, level in parts_of(part) if level in levels}
    units = (known.unit_on(one, day) for one in sorted(ids))
    return [unit for unit in units if unit is not None]


def place_of(
    named: str | None, issuers: tuple[str, ...], parent: str | None, day: datetime.date
) -> Place:
    """The place that a class is bound to: the one it names, else that of the issuer."""
    known = lineage().gazetteer
    if named and (match := known.match(named, on=day)):
        return Place(match.unit.id, plain(named))
    for name in (*issuers, parent):
        match = known.match(name, on=day) if name else None
        if match and match.unit.parent_id:
            above = known.unit_on(match.unit.parent_id, day)
            return Place(match.unit.parent_id, plain(above.full_name) if above else "")
    return Place(None, plain(named))


def today_of(unit_id: str | None, today: datetime.date) -> tuple[str, ...]:
    """What a unit that has ended has become; nothing for one that is still there."""
    if unit_id is None:
        return ()
    known: Gazetteer = lineage().gazetteer
    if not known.states(unit_id) or known.unit_on(unit_id, today):
        return ()
    return tuple(unit.full_name for unit, _, _ in known.successors(unit_id, today))


def parts_of(place: str) -> frozenset[tuple[str, str]]:
    """The units that ever belonged to a place, each with its level."""
    return _parts().get(place, frozenset())


@cache
def _parts() -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in lineage().gazetteer.rows:
        if row[_PARENT]:
            found[row[_PARENT]].add((row[_ID], row[_LEVEL]))
    return {place: frozenset(some) for place, some in found.items()}
