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
from typing import Literal, NamedTuple, get_args

from gazetteer.authority.tables import SEPARATOR, UNIT_COLUMNS
from gazetteer.unit import ADMINISTRATIVE
from ingest.errors import BadRequest, NotStored, VanbanError
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
    name = canonical(name).strip()
    type_word = type_word.capitalize() if level in ADMINISTRATIVE else level
    stem = f"{parent_id or 'vn'}-{fold(level)}-{fold(name)}".replace(" ", "-")
    taken = {row[_ID] for row in rows}
    number = next(n for n in range(1, len(rows) + 2) if f"new-{stem}-{n}" not in taken)
    change = Change(
        "add", f"new-{stem}-{number}", name, level, type_word, parent_id, valid_from, valid_to,
        basis=canonical(basis).strip(),
    )  # fmt: skip
    return _checked(rows, change)


def new_alias(rows: Sequence[Sequence[str]], unit_id: str, name: str) -> Change:
    """Another name of a unit; raises NotStored for an unknown unit, BadRequest for no name."""
    return _checked(rows, Change("alias", unit_id, canonical(name).strip()))


def new_merge(rows: Sequence[Sequence[str]], unit_id: str, into: str) -> Change:
    """Two entries of one unit become one.

    Raises NotStored for an unknown one, BadRequest where they are one or one lies in the other.
    """
    return _checked(rows, Change("merge", unit_id, into=into))


def _checked(rows: Sequence[Sequence[str]], change: Change) -> Change:
    _Fitting(rows).check(change)
    return change


def _unfit(message: str, advice: str = "Correct the change and send it again.") -> BadRequest:
    return BadRequest(message, advice)


class _Fitting:
    """Tells which changes can be laid over rows; it has to be told of those that are."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.parents: dict[str, set[str]] = defaultdict(set)
        self.words: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.parents[row[_ID]].add(row[_PARENT])
            self.words[row[_LEVEL]].add(row[_WORD])

    def check(self, change: Change) -> None:
        """Raises BadRequest for a change that cannot be loaded, NotStored for one of an unknown unit."""
        if not is_line(change.name, MOST_NAME) or SEPARATOR in change.name:
            raise _unfit(
                f"A name is one line of at most {MOST_NAME} characters without {SEPARATOR}."
            )
        if not is_line(change.basis, MOST_BASIS):
            raise _unfit(f"A basis is one line of at most {MOST_BASIS} characters.")
        if change.action not in get_args(Action):
            raise _unfit(f"{change.action!r} is no change that this program knows.")
        if change.action == "add":
            self._check_unit(change)
        else:
            self._check_known(change.unit_id)
        if change.action == "merge":
            self._check_merging(change)
        elif not fold(change.name):
            raise _unfit("A unit needs a name with letters.", "Give it as documents write it.")

    def _check_known(self, unit_id: str) -> None:
        if unit_id not in self.parents:
            raise NotStored(
                f"No unit is called {unit_id!r}.", "`vanban unit NAME` shows identifiers."
            )

    def _check_unit(self, change: Change) -> None:
        level, word = change.level, change.type_word
        if level not in self.words:
            every = ", ".join(sorted(self.words))
            raise _unfit(f"There is no level {level!r}.", f"Use one of {every}.")
        if word not in self.words[level]:
            every = ", ".join(sorted(self.words[level]))
            raise _unfit(f"A {level} is never called {word!r}.", f"Use one of {every}.")
        if change.unit_id in self.parents or not is_line(change.unit_id, 2 * MOST_NAME):
            raise _unfit(f"{change.unit_id!r} is taken or no identifier.")
        if change.parent_id or level != "province":
            self._check_known(change.parent_id)
        days = [day for day in (change.valid_from, change.valid_to) if day]
        if not all(map(_is_day, days)) or days != sorted(set(days)):
            raise _unfit("Days are written as 2022-12-12, the first before the last.")

    def _check_merging(self, change: Change) -> None:
        self._check_known(change.into)
        above, seen = {change.into}, set[str]()
        while above:
            if change.unit_id in above:
                raise _unfit("A unit cannot become one with itself, or with what lies in it.")
            seen |= above
            above = set().union(*(self.parents.get(one, ()) for one in above)) - seen

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
        try:
            fitting.check(led)
        except VanbanError as error:
            faults.append(error.message)
            continue
        faults.append(None)
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
