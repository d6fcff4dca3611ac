"""Tables that say when what is done by whom: deadlines and responsibilities row by row."""

import re
from collections.abc import Sequence
from itertools import groupby

from extract.deadlines import point, relation_of
from extract.draft import Draft, TableRow, evidence_of, surety
from extract.record import Deadline, Responsibility
from extract.units import clean
from normalize.folding import fold

RELIABILITY = 0.93

# Heads of the columns, folded.
_WHEN = re.compile(r"^(?:thoi gian|thang|ngay|thoi han|han|tien do|thoi diem)\b")
_WHAT = re.compile(r"^(?:noi dung|cong viec|nhiem vu|hoat dong)\b")
_WHO = re.compile(r"^(?:nguoi|don vi|bo phan|phu trach|chu tri|thuc hien|phan cong|ca nhan)\b")


def read_schedules(draft: Draft) -> None:
    """Add the rows of every table whose head names a time and a task."""
    for _, group in groupby(draft.rows, key=lambda row: row.table):
        rows = list(group)
        columns = _columns(rows[0])
        if columns and len(rows) > 1:
            for row in rows[1:]:
                _read_row(draft, row, *columns)


def _columns(head: TableRow) -> tuple[int, int, int | None] | None:
    """The columns of time, task and actor, by the table's head."""
    names = [fold(cell) for cell in head.cells]
    when = _first(names, _WHEN)
    what = _first(names, _WHAT)
    return (when, what, _first(names, _WHO)) if when is not None and what is not None else None


def _first(names: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((n for n, name in enumerate(names) if pattern.match(name)), None)


def _read_row(draft: Draft, row: TableRow, when: int, what: int, who: int | None) -> None:
    cells = [clean(cell) for cell in row.cells]
    if len(cells) <= max(when, what) or not cells[what]:
        return
    actor = cells[who] if who is not None and who < len(cells) else ""
    line = draft.source.lines[row.line]
    evidence = evidence_of([(line, word) for word in line.words], "schedule-row")
    sure = RELIABILITY * surety(line.words)
    if cells[when]:
        edtf = point(cells[when])
        draft.record.deadlines.append(
            Deadline(
                text=cells[when],
                edtf=edtf,
                relation=relation_of(cells[when], edtf),
                actors=[actor] if actor else [],
                task=cells[what],
                evidence=evidence,
                confidence=sure,
            )
        )
    if actor:
        draft.record.responsibilities.append(
            Responsibility(actor=actor, task=cells[what], evidence=evidence, confidence=sure)
        )
