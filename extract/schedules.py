"""Tables that say when what is done by whom: deadlines and responsibilities row by row."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extract import dates
from extract.classes import class_of
from extract.clauses import TO, WITH, duty_verb, names_behind
from extract.draft import Draft, TableRow, evidence_of, surety
from extract.issuers import as_issuer
from extract.record import Deadline, Relation, Responsibility
from extract.times import day_in_year, point, relation_of
from extract.units import clean
from normalize.folding import fold

RELIABILITY = 0.93

# Heads of the columns, folded.
_WHEN = re.compile(r"^(?:thoi gian|thang|ngay|thu[,/ -]+ngay|thoi han|han|tien do|thoi diem)\b")
_MONTH_HEAD = re.compile(r"^thang(?: nam)?$")
_WHAT = re.compile(r"^(?:noi dung|cong viec|nhiem vu|hoat dong)\b")
_WITH = re.compile(r"^(?:don vi |bo phan |nguoi )?phoi hop\b")
_WHO = re.compile(r"^(?:nguoi|don vi|bo phan|phu trach|chu tri|thuc hien|phan cong|ca nhan)\b")


# A cell of more words, or without one of these, tells no time.
TIME_WORDS = 20
_TIMELIKE = re.compile(
    r"\d|ngày|tháng|tuần|quý|năm|trước|sau|khi|đợt|theo|trong|giờ|buổi|kỳ|hằng|hàng|thường xuyên|ngay",
    re.IGNORECASE,
)


class _Columns(NamedTuple):
    """Where a schedule has its time, task, actor and partners, and the month beside a time."""

    when: int
    month: int | None
    what: int
    who: int | None
    partners: int | None


# "04/08/2025-27/08/2025", "20-25/09/2025", "08/2025".
_DAYS = re.compile(
    r"(?P<a>\d{1,2})\s*[-–]\s*(?P<b>\d{1,2})\s*/\s*(?P<m>\d{1,2})\s*/\s*(?P<y>\d{4})"
)
_SPAN = re.compile(r"(?P<a>\d{1,2}/\d{1,2}/\d{4})\s*(?:[-–]|đến)\s*(?P<b>\d{1,2}/\d{1,2}/\d{4})")
_MONTH = re.compile(r"\s*(?P<m>\d{1,2})\s*/\s*(?P<y>\d{4})\s*")
# "Thứ Hai (04/3)", "từ 11/3 đến 16/3", "Tháng 9": the year is that of the document.
_DAY_ALONE = re.compile(r"(?<![\d/])(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})(?![\d/])")
_MONTH_ALONE = re.compile(r"\s*(?:tháng\s*)?(?P<m>\d{1,2})\s*", re.IGNORECASE)


def when(text: str) -> tuple[str | None, Relation]:
    """The time in a cell as EDTF and how the task lies to it.

    >>> when("20-25/09/2025"), when("08/2025"), when("Trước 30/11/2025")
    (('2025-09-20/2025-09-25', 'during'), ('2025-08', 'during'), ('2025-11-30', 'before'))
    """
    first = last = None
    if match := _SPAN.search(text):
        first, last = dates.day(match["a"]), dates.day(match["b"])
    elif match := _DAYS.search(text):
        first, last = (dates.make_day(match["y"], match["m"], match[d]) for d in "ab")
    if match:
        return f"{first}/{last}" if first and last and first <= last else None, "during"
    if match := _MONTH.fullmatch(text):
        return dates.month(match["y"], match["m"]), "during"
    edtf = point(text)
    return edtf, relation_of(text, edtf)


def _in_year(text: str, month: str | None, draft: Draft) -> str:
    """The text of a cell with the year behind each day that has none, if it can be told."""

    def with_year(match: re.Match[str]) -> str:
        day = dates.make_day(month[:4], match["m"], match["d"]) if month else None
        if month is None or day is None or day[:7] != month:
            day, _ = day_in_year(match["d"], match["m"], draft)
        return f"{match[0]}/{day[:4]}" if day else match[0]

    return _DAY_ALONE.sub(with_year, text)


def _month_of(text: str, draft: Draft) -> str | None:
    """The month of a cell of months, as EDTF."""
    if alone := _MONTH_ALONE.fullmatch(text):
        day, _ = day_in_year("28", alone["m"], draft)
        return day[:7] if day else None
    found, _ = when(text)
    return found if found and len(found) == len("2024-09") else None


def read_schedules(draft: Draft) -> None:
    """Add the rows of every table whose head names a time and a task."""
    for _, group in groupby(draft.rows, key=lambda row: row.table):
        rows = list(group)
        columns = _columns(rows[0])
        if columns is None:
            continue
        for cells, row in _filled(rows, columns):
            _read_row(draft, cells, row, columns)


def _columns(head: TableRow) -> _Columns | None:
    """The columns of time, task, actor and partners, by the table's head."""
    names = [fold(cell) for cell in head.cells]
    month, what = _first(names, _MONTH_HEAD), _first(names, _WHAT)
    finer = next((n for n, name in enumerate(names) if n != month and _WHEN.match(name)), None)
    times = month if finer is None else finer
    if times is None or what is None:
        return None
    return _Columns(times, month, what, _first(names, _WHO), _first(names, _WITH))


def _first(names: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((n for n, name in enumerate(names) if pattern.match(name)), None)


def _filled(rows: Sequence[TableRow], columns: _Columns) -> Iterator[tuple[list[str], TableRow]]:
    """The rows under the head; cells that span rows are missing on the left, the time goes on."""
    width, time, month = len(rows[0].cells), "", ""
    for row in rows[1:]:
        cells = [clean(cell) for cell in row.cells]
        short = width - len(cells)
        if 0 < short <= columns.what and columns.when < short:
            cells = [*[""] * short, *cells]
            cells[columns.when] = time
        elif len(cells) > columns.when:
            time = cells[columns.when]
        if columns.month not in (None, columns.when) and columns.month < len(cells):
            month = cells[columns.month] = cells[columns.month] or month
        yield cells, row


def _read_row(draft: Draft, cells: list[str], row: TableRow, columns: _Columns) -> None:
    task = cells[columns.what] if columns.what < len(cells) else ""
    if not task:
        return

    def cell(column: int | None) -> str:
        return cells[column] if column is not None and column < len(cells) else ""

    actor, partner, time = cell(columns.who), cell(columns.partners), cell(columns.when)
    month = _month_of(cell(columns.month), draft)
    time = time or cell(columns.month)
    line = draft.source.lines[row.line]
    evidence = evidence_of([(line, word) for word in line.words], "schedule-row")
    sure = RELIABILITY * surety(line.words)
    own: list[int] = []
    if time and _TIMELIKE.search(time) and len(time.split()) <= TIME_WORDS:
        own.append(len(draft.record.deadlines))
        edtf, relation = when(_in_year(time, month, draft))
        draft.record.deadlines.append(
            Deadline(
                text=time,
                edtf=edtf or month,
                relation=relation,
                actors=[actor] if actor else [],
                task=task,
                evidence=evidence,
                confidence=sure,
            )
        )
    if actor:
        draft.record.responsibilities.append(
            Responsibility(
                actor=actor,
                actor_class=class_of(actor, draft.header),
                task=task,
                verb=duty_verb(task),
                deadlines=own,
                partners=[partner] if partner else names_behind(task, WITH),
                report_to=[as_issuer(draft.header, name) for name in names_behind(task, TO)],
                evidence=evidence,
                confidence=sure,
            )
        )
