"""Tables that say when what is done by whom: deadlines and responsibilities row by row."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.draft import Draft, TableRow, evidence_of, surety
from extract.grammar import dates
from extract.grammar.classes import class_of
from extract.grammar.clauses import TO, WITH, actor_name, duty_verb, is_actor, names_behind, subject
from extract.grammar.tables import SHARE, Table, number, tables
from extract.grammar.time_values import day_in_year, point, relation_of
from extract.grammar.units import clean
from extract.head.issuers import as_issuer
from extract.record import Deadline, Relation, Responsibility

RELIABILITY = 0.93

# Heads of the columns, folded.
_WHEN = re.compile(
    r"(?:du kien |moc |ke hoach )?(?:thoi gian|thang|ngay|thu[,/ -]+ngay|thoi han|han|tien do|thoi diem|lich|lo trinh|gio|buoi|hoan thanh)\b"
)
_MONTH_HEAD = re.compile(r"^thang(?: nam)?$")
_WHAT = re.compile(
    r"(?:ten |cac |dau |muc )?(?:noi dung(?! (?:chi|phong van|sua doi|thi\b|mua))|cong viec|nhiem vu|hoat dong|viec|giai phap|buoc|mon hoc|chuyen de|cong tac)\b"
)
_WITH = re.compile(r"(?:cac |don vi |co quan |bo phan |nguoi |to chuc )*phoi hop\b")
_WHO = re.compile(
    r"(?:nguoi|don vi|co quan|bo phan|phu trach|chu tri|thuc hien|phan cong|ca nhan|to chuc|chiu trach nhiem|dau moi|thanh phan thuc hien)\b(?! (?:duoc|tham gia|kiem tra))"
)
# Columns of figures: a table of these without times is a budget or a statistic.
_FIGURES = re.compile(
    r"(?:kinh phi|so tien|du toan|don gia|thanh tien|so luong|s luong|von|ke hoach von|ty le|diem)\b"
)
# What is visited or checked when, "Đơn vị kiểm tra" beside "Thời gian kiểm tra": the heads share their verb.
_VISITED = re.compile(
    r"(?:don vi|co quan|dia phuong|truong|noi)(?: duoc)? (?P<verb>kiem tra[a-z ]*|lam viec|khao sat|giam sat|thanh tra)$"
)
_DAY = re.compile(r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}")
# The ordinal of a part of a table.
_CHAPTER = re.compile(r"(?:[IVX]{1,4}|[A-H])\W*")
# Blanks to fill in: a table so few lines below them is part of a form.
_BLANK = re.compile(r"\.{6,}|…{3,}|_{6,}")
FORM_LINES = 60


# A cell of more words, or without one of these, tells no time.
TIME_WORDS = 20
_TIMELIKE = re.compile(
    r"\d|ngày|tháng|tuần|quý|năm|trước|sau|khi|đợt|theo|trong|giờ|buổi|kỳ|hằng|hàng|thường xuyên|ngay",
    re.IGNORECASE,
)


class _Columns(NamedTuple):
    """Where a schedule has its time, task, actor and partners, and the month beside a time."""

    when: int | None
    month: int | None
    what: int
    who: int | None
    partners: int | None


# "04/08/2025-27/08/2025", "20-25/09/2025", "08/2025".
_DAYS = re.compile(
    r"(?P<a>\d{1,2})\s*[-–~÷]\s*(?P<b>\d{1,2})\s*/\s*(?P<m>\d{1,2})\s*/\s*(?P<y>\d{4})"
)
_SPAN = re.compile(r"(?P<a>\d{1,2}/\d{1,2}/\d{4})\s*(?:[-–~÷]|đến)\s*(?P<b>\d{1,2}/\d{1,2}/\d{4})")
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
    """Add the rows of every table whose head names a task and a time or a doer."""
    before: tuple[Table, _Columns] | None = None
    for table in tables(draft):
        if _in_form(draft, table):
            continue
        columns = _columns(table)
        if columns is None and before and _goes_on(table, before[0]):
            columns = before[1]
        before = (table, columns) if columns else None
        if columns:
            for cells, row in _filled(table, columns):
                _read_row(draft, cells, row, columns)


def _in_form(draft: Draft, table: Table) -> bool:
    above = draft.source.lines[max(0, table.first - FORM_LINES) : table.first]
    return any(_BLANK.search(line.text) for line in above)


def _goes_on(table: Table, before: Table) -> bool:
    """Whether a table without a head of its own has the columns of the one before it."""
    return (
        table.width == before.width
        and bool(table.rows)
        and number(table.rows[0].cells[0]) is not None
    )


def _columns(table: Table) -> _Columns | None:
    """The columns of time, task, actor and partners, by the table's head."""
    month = _first(table, _MONTH_HEAD)
    what, who, partners = _first(table, _WHAT), _first(table, _WHO), _first(table, _WITH)
    finer = next(
        (n for n, head in enumerate(table.heads) if n != month and _WHEN.match(head)), None
    )
    times = month if finer is None else finer
    if what is None:
        what = _visited(table, times)
    if what is None or (times is None and (who is None or _of_figures(table, who))):
        return None
    return _Columns(times, month, what, who, partners)


def _first(table: Table, pattern: re.Pattern[str]) -> int | None:
    return next((n for n, head in enumerate(table.heads) if pattern.match(head)), None)


def _visited(table: Table, times: int | None) -> int | None:
    """The column of those who are visited, each on a day of its own."""
    column = _first(table, _VISITED)
    if column is None or times is None or table.share(times, _DAY.search) < SHARE:
        return None
    return column


def _of_figures(table: Table, who: int) -> bool:
    """Whether a table without times tells of money or counts, or its column of doers names none."""
    return any(map(_FIGURES.match, table.heads)) or table.share(who, is_actor) < SHARE


def _filled(table: Table, columns: _Columns) -> Iterator[tuple[list[str], TableRow]]:
    """The rows with what merged cells tell them: time and doer go on, a row without a task ends the one above."""
    above: dict[int, str] = {}
    made: list[tuple[list[str], TableRow]] = []
    for row in table.rows:
        cells = [clean(cell) for cell in row.cells]
        timed = columns.when is not None and bool(cells[columns.when])
        if _is_heading(cells, columns):
            above = {}
        elif _breaks_off(cells, columns) and made:
            made[-1][0][:] = [f"{a} {b}".strip() for a, b in zip(made[-1][0], cells, strict=True)]
        else:
            if timed and not cells[columns.what] and number(cells[0]) is None:
                cells[0], cells[columns.what] = "", cells[0]
            for column in _going_on(columns, timed):
                cells[column] = cells[column] or above.get(column, "")
            above |= {n: cell for n, cell in enumerate(cells) if cell}
            made.append((cells, row))
    yield from made


def _going_on(columns: _Columns, timed: bool) -> Iterator[int]:
    """The columns that a merged cell may fill: of times, and of doers where the row has no time of its own."""
    if columns.month is not None:
        yield columns.month
    if columns.when is not None and columns.month in (None, columns.when):
        yield columns.when
    if columns.who is not None and not timed:
        yield columns.who


def _is_heading(cells: list[str], columns: _Columns) -> bool:
    """Whether a row only names what the rows below it have in common."""
    filled = [n for n, cell in enumerate(cells) if cell]
    if filled == [0]:
        return columns.what != 0
    return filled == [0, columns.what] and bool(_CHAPTER.fullmatch(cells[0]))


def _breaks_off(cells: list[str], columns: _Columns) -> bool:
    """Whether a row is the rest of cells that a page or a scanner broke: it has words, but no task and no ordinal."""
    empty = not cells[columns.what] and number(cells[0]) is None
    return empty and not cells[0] and any(cells)


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
    if not actor and columns.who is None and (found := subject(task)):
        actor = actor_name(task[slice(*found)])
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
