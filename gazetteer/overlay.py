"""What people add to the authority file while they work: units, aliases, duplicates merged.

The CSV files stay as they are. Changes lie over them when they are loaded, in the order in which
they were made, and can be written out as lines for the files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gazetteer.tables import SEPARATOR, UNIT_COLUMNS
from gazetteer.unit import ADMINISTRATIVE
from ingest.errors import BadRequest, NotStored
from normalize.folding import canonical, fold

Action = Literal["add", "alias", "merge"]
ACTIONS: tuple[Action, ...] = ("add", "alias", "merge")
SOURCE = "review"
_ID, _LEVEL, _WORD, _NAME, _PARENT, _FROM, _TO, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``unit_id`` gets the alias ``name``, is merged into ``into``, or is made.

    A unit that is made has a level, a type word, a name, a unit above it and, where known, days
    (ISO 8601, half-open).
    """

    action: Action
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

    Raises BadRequest where level or type word is unknown, NotStored where the parent is.
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
    name = canonical(name).strip()
    if not fold(name):
        raise BadRequest("A unit needs a name.", "Give the name as it should read.")
    stem = f"{parent_id or 'vn'}-{fold(level)}-{fold(name)}".replace(" ", "-")
    taken = {row[_ID] for row in rows}
    number = next(n for n in range(1, len(rows) + 2) if f"new-{stem}-{n}" not in taken)
    return Change(
        "add", f"new-{stem}-{number}", name, level, type_word, parent_id, valid_from, valid_to,
        basis=basis,
    )  # fmt: skip


def new_alias(rows: Sequence[Sequence[str]], unit_id: str, name: str) -> Change:
    """Another name of a unit; raises NotStored for an unknown unit, BadRequest for no name."""
    if unit_id not in {row[_ID] for row in rows}:
        raise _unknown(unit_id)
    if not fold(name):
        raise BadRequest("An alias needs letters.", "Give the name as documents write it.")
    return Change("alias", unit_id, canonical(name).strip())


def new_merge(rows: Sequence[Sequence[str]], unit_id: str, into: str) -> Change:
    """Two entries of one unit become one; raises NotStored and, for one entry, BadRequest."""
    known = {row[_ID] for row in rows}
    for one in (unit_id, into):
        if one not in known:
            raise _unknown(one)
    if unit_id == into:
        raise BadRequest("A unit cannot be merged into itself.", "Name two entries.")
    return Change("merge", unit_id, into=into)


def _unknown(unit_id: str) -> NotStored:
    return NotStored(f"No unit is called {unit_id!r}.", "`vanban unit NAME` shows identifiers.")


def applied(rows: Rows, changes: Iterable[Change]) -> tuple[Rows, dict[str, str]]:
    """The rows with all changes, and where merged identifiers lead.

    A change to a unit that the files no longer have is passed over.
    """
    changed = [list(row) for row in rows]
    merged: dict[str, str] = {}
    for change in changes:
        unit_id = merged.get(change.unit_id, change.unit_id)
        if change.action == "add":
            changed.append(_row(change))
        elif change.action == "alias":
            _with_names(changed, unit_id, [change.name])
        else:
            old = [row for row in changed if row[_ID] == unit_id]
            names = [name for row in old for name in (row[_NAME], *row[_ALIASES].split(SEPARATOR))]
            if old and any(row[_ID] == change.into for row in changed):
                changed = [row for row in changed if row[_ID] != unit_id]
                _with_names(changed, change.into, names)
                merged = {k: change.into if v == unit_id else v for k, v in merged.items()}
                merged[unit_id] = change.into
    return changed, merged


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
    after, _ = applied(rows, changes)
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
