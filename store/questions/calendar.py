"""Days out of EDTF and RFC 5545: when a deadline falls due, once or by a rule.

The EDTF read here is what ``extract`` writes (ISO 8601-2): days, months, quarters (``2024-34``),
years, spans ``a/b``, sets ``{a,b}``, ``~`` for about, ``X`` for unspecified digits.

A deadline without a day of its own falls due at the end of its span, a rule without one at the
end of each week (Friday: offices work 40 hours in five days, Quyết định 188/1999/QĐ-TTg), month, quarter,
year (31 December) or school year (31 May): that is when at the latest the work must be done. What
names no day at all ("định kỳ", "hằng ngày", "mỗi học kỳ") has no due time.

The page, the command, the question and the calendar file all take their days from ``due_times`` and
``Due.days``.
"""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.rrule import rrulestr

from extract.record import Deadline, Header, Record
from normalize.folding import fold

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-(3[3-6])")
_YEAR = re.compile(r"\d{4}")
_OF_YEAR, _OF_MONTH = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_AGAIN = re.compile(rf"XXXX-(?:XX|{_OF_YEAR})(?:-{_OF_MONTH})?")
_MARKS, _DIVIDED = re.compile(r"[~{}\[\]]"), re.compile(r"[,/]")
# The steps of recurrences that the record has no RRULE for.
_STEPS = {
    "weekly": "FREQ=WEEKLY", "monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "yearly": "FREQ=YEARLY",
}  # fmt: skip
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{4})")
# From the day on which all schools open to the end of May, by which every yearly plan of the ministry
# (khung kế hoạch thời gian năm học) has the school year end.
_OPENS, _CLOSES = (9, 5), (5, 31)
_SHORTEST_MONTH = 28
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of an expression, both included."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Due:
    """One day, or a rule (RFC 5545) that holds between two days, the later of which may be open.

    A rule that leaves steps out ("hai tuần một lần") names the day that they are counted from.
    """

    day: datetime.date | None = None
    rule: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    def days(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """The days on which it falls due between two days, both included, in order."""
        since, until = self.since or first, self.until or last
        if self.rule is None:
            yield from [self.day] if self.day and first <= self.day <= last else []
        else:
            yield from occurrences(self.rule, max(first, since), min(last, until))

    def begins(self) -> datetime.date | None:
        """The first day on which it falls due; None where its span ends before."""
        if self.rule is None or self.since is None:
            return self.day
        since = datetime.datetime.combine(self.since, datetime.time())
        found = rrulestr(self.rule, dtstart=since).after(since, inc=True)
        day = found.date() if found else None
        return None if day and self.until and day > self.until else day


def spans(edtf: str | None) -> list[Span]:
    """The spans that an expression names; none for one without a year or of another form.

    >>> [str(span.last) for span in spans("{2024-04~,2024-34}")]
    ['2024-04-30', '2024-06-30']
    """
    if not edtf:
        return []
    if edtf.startswith("{"):
        return [span for part in edtf.strip("{}").split(",") for span in spans(part)]
    first, _, last = edtf.replace("~", "").partition("/")
    begin, end = _span(first), _span(last or first)
    if begin is None or end is None or end.last < begin.first:
        return []
    return [Span(begin.first, end.last)]


def is_time(written: str) -> bool:
    """Whether an expression names days, once or again and again, in a form that is read here or kept.

    >>> is_time("2023-10/2024"), is_time("XXXX-06-15"), is_time("2026-04/.."), is_time("{2024,2026}")
    (True, True, True, True)
    >>> is_time("2023-02-30"), is_time("2024/2023"), is_time("hôm qua"), is_time("..")
    (False, False, False, False)
    """
    parts = _DIVIDED.split(_MARKS.sub("", written))
    # Unspecified digits may be any; a leap year and the first day of a month are always there.
    days = [
        _span(part.replace("XXXX", "2024").replace("XX", "01")) for part in parts if part != ".."
    ]
    unsure = "X" in written or ".." in parts or _MARKS.search(written) is not None
    return bool(days) and None not in days and (unsure or bool(spans(written)))


def due_times(record: Record, arrived: datetime.date) -> list[tuple[Deadline, Due]]:
    """When the deadlines of a document fall due.

    A rule holds over the span that its own sentence names; else from the day of the document, that
    on which it ``arrived`` where it has none, to the end of its period.
    """
    return [
        (deadline, due)
        for deadline in record.deadlines
        for due in _due(deadline, record, _lasting(record.header, arrived))
    ]


def _due(deadline: Deadline, record: Record, lasting: Due) -> Iterator[Due]:
    if not _is_again(deadline):
        for span in _spans(deadline.edtf, deadline.text):
            yield Due(day=span.first if _begins(deadline) else span.last)
        return
    held = _sentence(deadline, record.deadlines) or lasting
    since = held.since or lasting.since
    if rule := rule_of(deadline, since):
        yield Due(rule=rule, since=since, until=held.until)


def rule_of(deadline: Deadline, since: datetime.date | None = None) -> str | None:
    """The rule of a recurring deadline with its day, as RFC 5545 writes it; None without one.

    >>> rule_of(Deadline(text="trước 15/6 hằng năm", edtf="XXXX-06-15"))
    'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15'
    >>> rule_of(Deadline(text="hằng quý", recurrence="quarterly"))
    'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1'
    """
    if deadline.edtf:
        return _on(_AGAIN.fullmatch(_edge(deadline)), _begins(deadline))
    if deadline.recurrence == "school-yearly":
        return "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format(*_CLOSES)
    step = deadline.rrule or _STEPS.get(deadline.recurrence or "")
    if step is None:
        return None
    parts = dict(part.split("=") for part in step.split(";"))
    often = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "WEEKLY":
        parts.setdefault("BYDAY", "FR")
    elif parts["FREQ"] == "YEARLY":
        parts |= {"BYMONTH": "12", "BYMONTHDAY": "31"}
    elif parts["FREQ"] == "MONTHLY":
        if _MONTHS % often == 0 and often > 1:  # so many months end with the year
            parts["BYMONTH"] = ",".join(map(str, range(often, _MONTHS + 1, often)))
            del parts["INTERVAL"]
        parts["BYMONTHDAY"] = "-1"
    else:
        return None
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    return f"DTSTART:{since:%Y%m%d}\nRRULE:{rule}" if since and "INTERVAL" in parts else rule


def _on(fixed: re.Match[str] | None, begins: bool) -> str | None:
    """The rule of a month, or a day of it, in every year or every month."""
    if fixed is None:
        return None
    month, day = fixed[1], int(fixed[2] or (1 if begins else -1))
    # A day that a month lacks is its last one, which BYMONTHDAY alone would pass over.
    days = range(_SHORTEST_MONTH, day + 1) if day > _SHORTEST_MONTH else [day]
    last = ";BYSETPOS=-1" if len(days) > 1 else ""
    step = f"FREQ=YEARLY;BYMONTH={int(month)}" if month else "FREQ=MONTHLY"
    return f"{step};BYMONTHDAY={','.join(map(str, days))}{last}"


def occurrences(rule: str, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The days of a rule between two days, both included."""
    start, end = (datetime.datetime.combine(day, datetime.time()) for day in (first, last))
    for moment in rrulestr(rule, dtstart=start).between(start, end, inc=True):
        yield moment.date()


def _is_again(deadline: Deadline) -> bool:
    written = deadline.edtf
    return "XXXX" in written if written else bool(deadline.rrule or deadline.recurrence)


def _begins(deadline: Deadline) -> bool:
    return deadline.relation in ("after", "from")


def _edge(deadline: Deadline) -> str:
    """The part of its time on which a recurring deadline falls due: the last, or where it begins the first."""
    parts = (deadline.edtf or "").replace("~", "").split("/")
    return parts[0 if _begins(deadline) else -1]


def _sentence(deadline: Deadline, others: list[Deadline]) -> Due | None:
    """The span that stands in the same clause: "Từ tháng 11/2023 đến hết tháng 5/2024 … hằng tuần"."""
    for one in others:
        lasts = one.relation != "on"
        if lasts and one.text in deadline.task and deadline.text in one.task:
            for span in _spans(one.edtf, one.text):
                since = None if one.relation in ("until", "before", "by") else span.first
                return Due(since=since, until=None if _begins(one) else span.last)
    return None


def _lasting(header: Header, arrived: datetime.date) -> Due:
    issued, period = spans(header.issued_on), _spans(header.period, header.title or "năm học")
    until = period[-1].last if period else None
    return Due(since=issued[0].first if issued else arrived, until=until)


def _spans(edtf: str | None, words: str) -> list[Span]:
    """The spans of an expression; two years in a row are a school year where the words say so."""
    years = _SCHOOL_YEAR.fullmatch(edtf or "")
    if years and int(years[2]) == int(years[1]) + 1 and "nam hoc" in fold(words):
        first, last = int(years[1]), int(years[2])
        return [Span(datetime.date(first, *_OPENS), datetime.date(last, *_CLOSES))]
    return spans(edtf)


def _span(part: str) -> Span | None:
    try:
        if _DAY.fullmatch(part):
            day = datetime.date.fromisoformat(part)
            return Span(day, day)
        if match := _MONTH.fullmatch(part):
            return _months(int(match[1]), int(match[2]), int(match[2]))
        if match := _QUARTER.fullmatch(part):
            last = 3 * (int(match[2]) - 32)
            return _months(int(match[1]), last - 2, last)
        return _months(int(part), 1, 12) if _YEAR.fullmatch(part) else None
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> Span:
    end = calendar.monthrange(year, last)[1]
    return Span(datetime.date(year, first, 1), datetime.date(year, last, end))
