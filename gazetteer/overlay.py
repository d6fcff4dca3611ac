"""What people add to the authority file while they work: units, aliases, duplicates merged.

The CSV files stay as they are. Changes lie over them when they are loaded, in the order in which
they were made, and can be written out as lines for the files.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from gazetteer.tables import SEPARATOR, UNIT_COLUMNS
from gazetteer.unit import ADMINISTRATIVE
from ingest.errors import BadRequest, NotStored
from normalize.folding import canonical, fold, is_line

Action = Literal["add", "alias", "merge"]
SOURCE = "review"
MOST_NAME, MOST_BASIS = 200, 500  # characters; the longest name of the files has 80
_ID, _LEVEL, _WORD, _NAME, _PARENT, _FROM, _TO, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``unit_id`` gets the alias ``name``, is merged into ``into``, or is made.

    A unit that is made has a level, a type word, a name, a unit above it and, where known, days
    (ISO 8601, half-open).
    """

    action: str
    unit_id: str
    name: str = ""
    level: str = ""
    type_word: str = ""
    parent_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    into: str = ""
    basis: str = ""


def new_unit(
    rows: Sequence[Sequence[str]], level: str, name: str, parent_id: str, type_word: str = "",
    valid_from: str = "", valid_to: str = "", basis: str = "",
) -> Change:  # fmt: skip
    """A unit to be made, with an identifier of its own.

    Raises BadRequest where level or type word is unknown, or name or days are none, NotStored where
    the parent is.
    """
    levels = {row[_LEVEL] for row in rows}
    if level not in levels:
        raise BadRequest(
            f"There is no level {level!r}.", f"Use one of {', '.join(sorted(levels))}."
        )
    words = {row[_WORD] for row in rows if row[_LEVEL] == level}
    type_word = type_word.capitalize() if level in ADMINISTRATIVE else level
    if type_word not in words:
        raise BadRequest(
            f"A {level} is never called {type_word!r}.", f"Use one of {', '.join(sorted(words))}."
        )
    if (level != "province" or parent_id) and parent_id not in {row[_ID] for row in rows}:
        raise _unknown(parent_id)
    name = _name(name)
    stem = f"{parent_id or 'vn'}-{fold(level)}-{fold(name)}".replace(" ", "-")
    taken = {row[_ID] for row in rows}
    number = next(n for n in range(1, len(rows) + 2) if f"new-{stem}-{n}" not in taken)
    change = Change(
        "add", f"new-{stem}-{number}", name, level, type_word, parent_id, valid_from, valid_to,
        basis=canonical(basis).strip(),
    )  # fmt: skip
    return _fitting(rows, change)


def new_alias(rows: Sequence[Sequence[str]], unit_id: str, name: str) -> Change:
    """Another name of a unit; raises NotStored for an unknown unit, BadRequest for no name."""
    if unit_id not in {row[_ID] for row in rows}:
        raise _unknown(unit_id)
    return _fitting(rows, Change("alias", unit_id, _name(name)))


def new_merge(rows: Sequence[Sequence[str]], unit_id: str, into: str) -> Change:
    """Two entries of one unit become one.

    Raises NotStored for an unknown one, BadRequest where they are one or one lies in the other.
    """
    known = {row[_ID] for row in rows}
    for one in (unit_id, into):
        if one not in known:
            raise _unknown(one)
    return _fitting(rows, Change("merge", unit_id, into=into))


def _name(written: str) -> str:
    name = canonical(written).strip()
    if not fold(name):
        raise BadRequest("A unit needs a name.", "Give it as documents write it.")
    return name


def _fitting(rows: Sequence[Sequence[str]], change: Change) -> Change:
    """The change, where it can be loaded; else BadRequest."""
    fault = _Fitting(rows).fault(change)
    if fault is not None:
        raise BadRequest(f"The change cannot be kept: {fault}.", "Correct it and send it again.")
    return change


def _unknown(unit_id: str) -> NotStored:
    return NotStored(f"No unit is called {unit_id!r}.", "`vanban unit NAME` shows identifiers.")


class _Fitting:
    """Tells which changes can be laid over rows; it has to be told of those that are."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.parents: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.parents[row[_ID]].add(row[_PARENT])
        self.words = {(row[_LEVEL], row[_WORD]) for row in rows}

    def fault(self, change: Change) -> str | None:
        """Why a change cannot be loaded; None where it can."""
        if not is_line(change.name, MOST_NAME) or SEPARATOR in change.name:
            return f"a name is one line of at most {MOST_NAME} characters without {SEPARATOR}"
        if not is_line(change.basis, MOST_BASIS):
            return f"a basis is one line of at most {MOST_BASIS} characters"
        if change.action == "add":
            return self._fault_of_unit(change)
        if change.unit_id not in self.parents:
            return f"there is no unit {change.unit_id!r}"
        if change.action == "alias":
            return None if fold(change.name) else "a name has letters"
        if change.action == "merge":
            return self._fault_of_merging(change)
        return f"{change.action!r} is no change that this program knows"

    def _fault_of_unit(self, change: Change) -> str | None:
        if not fold(change.name):
            return "a name has letters"
        if change.unit_id in self.parents or not is_line(change.unit_id, 2 * MOST_NAME):
            return f"{change.unit_id!r} is taken or no identifier"
        if (change.level, change.type_word) not in self.words:
            return f"there is no level {change.level!r} with the type word {change.type_word!r}"
        if change.parent_id not in self.parents and (
            change.parent_id or change.level != "province"
        ):
            return f"there is no unit {change.parent_id!r}"
        days = [day for day in (change.valid_from, change.valid_to) if day]
        if not all(map(_is_day, days)) or days != sorted(set(days)):
            return "days are written as 2022-12-12, the first before the last"
        return None

    def _fault_of_merging(self, change: Change) -> str | None:
        if change.into not in self.parents:
            return f"there is no unit {change.into!r}"
        above, seen = {change.into}, set[str]()
        while above:
            if change.unit_id in above:
                return "a unit cannot become one with itself, or with what lies in it"
            seen |= above
            above = set().union(*(self.parents.get(one, ()) for one in above)) - seen
        return None

    def add(self, change: Change) -> None:
        """Know of a change that was laid over the rows."""
        if change.action == "add":
            self.parents[change.unit_id].add(change.parent_id)
        elif change.action == "merge":
            self.parents[change.into] |= self.parents.pop(change.unit_id)
            for parents in self.parents.values():
                if change.unit_id in parents:
                    parents.discard(change.unit_id)
                    parents.add(change.into)


def _is_day(written: str) -> bool:
    try:
        return datetime.date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


class Applied(NamedTuple):
    """Rows with changes, where merged identifiers lead, and why changes were passed over.

    ``faults`` has one entry for each change, None for one that counts.
    """

    rows: Rows
    merged: dict[str, str]
    faults: list[str | None]


def applied(rows: Rows, changes: Iterable[Change]) -> Applied:
    """The rows with all changes that fit; the others are passed over and told of.

    Those may be of a unit that the files no longer have, or written before they were checked.
    """
    changed = [list(row) for row in rows]
    merged: dict[str, str] = {}
    faults: list[str | None] = []
    fitting = _Fitting(rows)
    for change in changes:
        led = replace(
            change,
            unit_id=merged.get(change.unit_id, change.unit_id),
            parent_id=merged.get(change.parent_id, change.parent_id),
            into=merged.get(change.into, change.into),
        )
        fault = fitting.fault(led)
        faults.append(fault)
        if fault is None:
            changed = _changed(changed, led, merged)
            fitting.add(led)
    return Applied(changed, merged, faults)


def _changed(rows: Rows, change: Change, merged: dict[str, str]) -> Rows:
    """The rows with a change; where it merges, ``merged`` learns of it."""
    if change.action == "add":
        return [*rows, _row(change)]
    if change.action == "alias":
        _with_names(rows, change.unit_id, [change.name])
        return rows
    old = [row for row in rows if row[_ID] == change.unit_id]
    names = [name for row in old for name in (row[_NAME], *row[_ALIASES].split(SEPARATOR))]
    _with_names(rows, change.into, names)
    for one, into in merged.items():
        merged[one] = change.into if into == change.unit_id else into
    merged[change.unit_id] = change.into
    return [row for row in rows if row[_ID] != change.unit_id]


def _row(change: Change) -> list[str]:
    return [
        change.unit_id, change.level, change.type_word, change.name, change.parent_id,
        change.valid_from, change.valid_to, "", "", change.basis, "attested", SOURCE,
    ]  # fmt: skip


def _with_names(rows: Rows, unit_id: str, names: Iterable[str]) -> None:
    for row in rows:
        if row[_ID] == unit_id:
            known = filter(None, [*row[_ALIASES].split(SEPARATOR), *names])
            row[_ALIASES] = SEPARATOR.join(n for n in dict.fromkeys(known) if n != row[_NAME])


def exported(rows: Rows, changes: Sequence[Change]) -> Iterator[tuple[str, str, str]]:
    """(file, ``+`` or ``-``, CSV line) of each line that the changes add to the files or take out."""
    after = applied(rows, changes).rows
    before_lines, after_lines = (
        dict.fromkeys(map(csv_line, rows)),
        dict.fromkeys(map(csv_line, after)),
    )
    for sign, lines, others in (("-", rows, after_lines), ("+", after, before_lines)):
        for row in lines:
            if csv_line(row) not in others:
                file = "units.csv" if row[_LEVEL] in ADMINISTRATIVE else "education.csv"
                yield file, sign, csv_line(row)


def csv_line(row: Sequence[str]) -> str:
    """A row as a line of a CSV file, without its end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(row)
    return stream.getvalue()
