"""Days out of EDTF: when a deadline falls due, once or by a rule.

The EDTF read here is what ``extract`` writes (ISO 8601-2): days, months, quarters (``2024-34``),
years, spans ``a/b``, sets ``{a,b}``, ``~`` for about, ``X`` for unspecified digits.

A deadline without a day of its own falls due at the end of its span, a rule without one at the
end of each week (Sunday), month, quarter, year (31 December) or school year (31 May): that is
when at the latest the work must be done. What names no day at all ("định kỳ", "hằng ngày",
"mỗi học kỳ") has no due time.
"""

import calendar
import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule

from extract.record import Deadline

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-(3[3-6])")
_YEAR = re.compile(r"\d{4}")
_OF_YEAR, _OF_MONTH = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_EVERY_YEAR = re.compile(rf"XXXX-{_OF_YEAR}(?:-{_OF_MONTH})?")
_EVERY_MONTH = re.compile(rf"XXXX-XX-{_OF_MONTH}")
_MARKS, _DIVIDED = re.compile(r"[~{}\[\]]"), re.compile(r"[,/]")
# Without a day of its own, a recurring deadline falls due on the last day of its period.
_LAST_DAYS = {
    "weekly": "weekly", "monthly": "monthly:31", "quarterly": "quarterly:31",
    "yearly": "yearly:12-31", "school-yearly": "yearly:05-31",
}  # fmt: skip
_LAST_OF_MONTH = 28  # a later day falls on the last day of a month that is too short for it


class Span(NamedTuple):
    """The first and the last day of an expression, both included."""

    first: datetime.date
    last: datetime.date


class Due(NamedTuple):
    """One day, or a rule that holds between two days (either may be open)."""

    day: datetime.date | None = None
    rule: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


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


def due_times(deadline: Deadline, issued_on: str | None, period: str | None) -> Iterator[Due]:
    """When a deadline of a document falls due.

    A rule holds from the day of the document (``issued_on``) to the end of its ``period``.
    """
    rule = rule_of(deadline.edtf, deadline.recurrence)
    if rule is not None:
        issued, lasting = spans(issued_on), spans(period)
        yield Due(
            rule=rule,
            since=issued[0].first if issued else None,
            until=lasting[-1].last if lasting else None,
        )
        return
    for span in spans(deadline.edtf):
        yield Due(day=span.first if deadline.relation in ("after", "from") else span.last)


def rule_of(edtf: str | None, recurrence: str | None) -> str | None:
    """The rule of a recurring deadline: ``weekly``, ``monthly:25``, ``yearly:06-15`` …

    >>> rule_of("XXXX-06-15", "yearly"), rule_of("XXXX-06", "yearly")
    ('yearly:06-15', 'yearly:06-31')
    >>> rule_of(None, "monthly"), rule_of(None, "periodic")
    ('monthly:31', None)
    """
    if edtf and (match := _EVERY_YEAR.fullmatch(edtf)):
        return f"yearly:{match[1]}-{match[2] or 31}"
    if edtf and (match := _EVERY_MONTH.fullmatch(edtf)):
        return f"monthly:{match[1]}"
    return None if edtf else _LAST_DAYS.get(recurrence or "")


def recurrence_rule(rule: str) -> dict[str, object]:
    """The rule in the words of RFC 5545 (and of ``dateutil.rrule``, in capitals)."""
    every, _, when = rule.partition(":")
    if every == "weekly":
        return {"FREQ": "WEEKLY", "BYDAY": "SU"}
    month, _, day = when.rpartition("-")
    days = list(range(_LAST_OF_MONTH, int(day) + 1)) if int(day) > _LAST_OF_MONTH else [int(day)]
    clamped: dict[str, object] = {"BYMONTHDAY": days}
    if len(days) > 1:
        clamped["BYSETPOS"] = -1
    if every == "yearly":
        return {"FREQ": "YEARLY", "BYMONTH": int(month), **clamped}
    months = {"BYMONTH": [3, 6, 9, 12]} if every == "quarterly" else {}
    return {"FREQ": "MONTHLY", **months, **clamped}


def occurrences(rule: str, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The days of a rule between two days, both included."""
    parts = recurrence_rule(rule)
    frequency = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}[str(parts.pop("FREQ"))]
    words = {name.lower(): value for name, value in parts.items()}
    if words.pop("byday", None):
        words["byweekday"] = calendar.SUNDAY
    start = datetime.datetime.combine(first, datetime.time())
    end = datetime.datetime.combine(last, datetime.time())
    for moment in rrule(frequency, dtstart=start, until=end, **words):  # type: ignore[arg-type]
        yield moment.date()


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
