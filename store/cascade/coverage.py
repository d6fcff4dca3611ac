"""Duties followed down: which units a document binds, and what in the archive answers for each."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from extract.record import Evidence, Record, Responsibility
from normalize.folding import fold
from store.cascade.classes import (
    Bound,
    Source,
    is_of,
    key_of,
    levels_in,
    members,
    place_of,
    today_of,
)
from store.cascade.papers import Leaf, day_of, plain
from store.questions.calendar import spans

# Likeness (0-100) of two tasks from which on one carries the other out.
_SAME_TASK = 88.0
_SPAN_OF_YEARS = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")


class Wanted(StrEnum):
    """By what a duty is answered, told by its verb."""

    PLAN = "plan"
    REPORT = "report"
    PAIRING = "pairing"
    TASK = "task"
    """Any task of the unit that says the same."""


_WANTED = (
    (Wanted.REPORT, re.compile(r"^(?:\S+ ){0,4}bao cao\b")),
    (Wanted.PAIRING, re.compile(r"\b(?:ket nghia|giao uoc|cam ket|lien ket)\b")),
    (Wanted.PLAN, re.compile(r"\b(?:xay dung|ban hanh|lap) (?:\S+ ){0,2}ke hoach\b")),
)  # fmt: skip


class State(StrEnum):
    """How far a duty is with a unit, by what the archive has."""

    ANSWERED = "answered"
    OPEN = "open"
    """Documents of the unit are there, none that answers, and the day has not passed."""
    OVERDUE = "overdue"
    """Documents of the unit are there, none that answers, and the day has passed."""
    UNKNOWN = "unknown"
    """The archive has no document of the unit, or none could tell: nothing is claimed."""


class Filed(NamedTuple):
    """A document below the one that obliges: whose it is, and what in it may answer a duty.

    ``issuers`` and ``paired`` are keys of units (``classes.key_of``).
    """

    leaf: Leaf
    issuers: frozenset[str]
    paired: frozenset[str]
    tasks: tuple[str, ...]


class Laid(NamedTuple):
    """A duty that a document lays on others: its place in the record, and until when."""

    position: int
    actor: str
    task: str
    wanted: Wanted
    due: datetime.date | None
    evidence: tuple[Evidence, ...]


class Cell(NamedTuple):
    """A duty of a unit; ``answer`` is the document that answers it, ``late`` whether after its day."""

    state: State
    answer: Leaf | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units × duties of one document on one day."""

    leaf: Leaf
    on: datetime.date
    duties: tuple[Laid, ...]
    units: tuple[Bound, ...]
    cells: dict[tuple[str, int], Cell]

    @property
    def counts(self) -> Counter[State]:
        """How many cells are in each state; their sum is what they are a share of."""
        return Counter(cell.state for cell in self.cells.values())


def coverage(
    leaf: Leaf,
    laid: Sequence[tuple[Laid, Sequence[Bound]]],
    filed: Sequence[Filed],
    known: Mapping[str, bool],
    today: datetime.date,
) -> Coverage:
    """What has become of the duties that a document lays on classes of units (``bound``).

    ``filed`` are the documents below it, ``known`` says of the key of a unit whether the archive has any
    document of it.
    """
    units, cells = dict[str, Bound](), dict[tuple[str, int], Cell]()
    for duty, several in laid:
        for unit in several:
            units.setdefault(unit.key, unit)
            cells[unit.key, duty.position] = _cell(duty, unit, filed, known, today)
    ordered = sorted(units.values(), key=lambda one: plain(one.name))
    return Coverage(leaf, today, tuple(duty for duty, _ in laid), tuple(ordered), cells)


def bound(
    leaf: Leaf, record: Record, filed: Sequence[Filed], today: datetime.date
) -> list[tuple[Laid, list[Bound]]]:
    """The duties laid on classes of units, each with the units of the document's day."""
    day = day_of(leaf.issued_on)
    found = []
    for position, duty in enumerate(record.responsibilities):
        levels = levels_in(duty.actor)
        if levels and day is not None:
            units = _units(duty, levels, leaf, record, filed, day)
            told = [one._replace(today=today_of(one.unit_id, today)) for one in units]
            found.append((_laid(position, duty, record), told))
    return found


def _laid(position: int, duty: Responsibility, record: Record) -> Laid:
    days = [
        span.last
        for n in duty.deadlines
        if n < len(record.deadlines) and record.deadlines[n].recurrence is None
        for span in spans(record.deadlines[n].edtf)
    ]
    task = fold(duty.task)
    wanted = next((one for one, form in _WANTED if form.search(task)), Wanted.TASK)
    return Laid(
        position, duty.actor, duty.task, wanted, max(days, default=None), tuple(duty.evidence)
    )


def _units(
    duty: Responsibility,
    levels: tuple[str, ...],
    leaf: Leaf,
    record: Record,
    filed: Sequence[Filed],
    day: datetime.date,
) -> list[Bound]:
    named = duty.actor_class.place if duty.actor_class else None
    place = place_of(named, leaf.issuers, leaf.parent_issuer, day)
    found = [
        Bound(one.id, one.full_name, Source.GAZETTEER)
        for one in members(levels, place.unit_id, day)
    ]
    for one in filed:
        inside = place.name and place.name in plain(one.leaf.parent_issuer)
        for name in one.leaf.issuers:
            if inside and any(is_of(level, name) for level in levels):
                found.append(Bound(None, name, Source.LETTERHEAD))
    if duty.actor_class is None or duty.actor_class.scope is None:
        found += [
            Bound(unit.unit_id, unit.unit_name or unit.name, Source.LIST)
            for pairing in record.pairings
            for unit in pairing.units
            if any(is_of(level, unit.name) for level in levels)
        ]
    # A unit that the authority file knows may be listed under its name alone.
    return list({key_of(None, one.name): one for one in reversed(found)}.values())[::-1]


def _cell(
    duty: Laid,
    unit: Bound,
    filed: Iterable[Filed],
    known: Mapping[str, bool],
    today: datetime.date,
) -> Cell:
    keys = {unit.key, key_of(None, unit.name)}
    own = [one for one in filed if one.issuers & keys]
    answers = sorted(
        (one.leaf for one in own if _answers(duty, one, keys)),
        key=lambda one: (one.issued_on or "9999", one.document),
    )
    if answers:
        given = day_of(answers[0].issued_on)
        return Cell(State.ANSWERED, answers[0], bool(given and duty.due and given > duty.due))
    if not any(known.get(key) for key in keys) or duty.wanted is Wanted.TASK:
        return Cell(State.UNKNOWN)
    return Cell(State.OVERDUE if duty.due and duty.due < today else State.OPEN)


def _answers(duty: Laid, one: Filed, keys: set[str]) -> bool:
    """Whether a document of the unit does what the duty wants."""
    if duty.wanted is Wanted.REPORT:
        return one.leaf.kind == "báo cáo" and _same_time(duty.task, one.leaf)
    if duty.wanted is Wanted.PAIRING:
        return bool(one.paired & keys)
    if duty.wanted is Wanted.PLAN:
        return one.leaf.kind == "kế hoạch"
    task = fold(duty.task)
    return any(token_set_ratio(task, fold(other)) >= _SAME_TASK for other in one.tasks)


def _same_time(task: str, report: Leaf) -> bool:
    """Whether a report is of the years, and of the sort (sơ kết, tổng kết), that a task names."""
    title = fold(report.title or "")
    years = {"/".join(match) for match in _SPAN_OF_YEARS.findall(task)}
    told = {"/".join(match) for match in _SPAN_OF_YEARS.findall(report.title or "")}
    if years and (told or report.period) and not years & {*told, report.period}:
        return False
    sorts = [one for one in ("so ket", "tong ket") if one in fold(task)]
    return not sorts or any(one in title for one in sorts)
