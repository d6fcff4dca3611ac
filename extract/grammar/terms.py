"""Terms counted from a day that the document gives: "trong vòng 15 ngày kể từ ngày ký".

A term in days begins on the day after the one it is counted from, one in weeks, months or years ends
on the same day of the last of them (Bộ luật Dân sự 2015, Điều 147 and 148).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from extract.draft import Draft
from extract.grammar import dates
from extract.record import Relation

_DATE = rf"(?:{dates.NUMERIC}|{dates.WRITTEN.replace('<d>', '<d2>').replace('<m>', '<m2>').replace('<y>', '<y2>')})"
_LENGTH = re.compile(
    r"(?P<count>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(?P<unit>ngày làm việc|ngày|tuần|tháng|năm)(?![^\W\d_])",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:kể từ|tính từ|sau|trước|từ)\s+(?:ngày|khi|thời điểm)\s+(?P<event>[^\d][^.,;()]*?|[^.,;()]*\d{4})\s*(?:$|[.,;(]|(?:từ\s+)?(?=\d{1,3}\s*(?:\(|ngày|tuần|tháng|năm)))",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"(?:ký|ban hành|ký ban hành|phát hành|ra)(?:\s+(?:văn bản|quyết định|thông báo|kế hoạch|công văn|chỉ thị|thông tư|hướng dẫn)(?:\s+này)?)?$",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"(?:\S+(?:\s\S+)?\s+này\s+)?có hiệu lực(?:\s+thi hành)?$", re.IGNORECASE)
# Holidays of a fixed date (Bộ luật Lao động 2019, Điều 112); those of the lunar calendar are not counted.
_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))
_DAYS = {"ngày": 1, "tuần": 7}


@dataclass(frozen=True, slots=True)
class Term:
    """What a term comes to: EDTF, or for working days and events an estimate; and the rule by which."""

    edtf: str | None
    estimate: str | None
    rule: str


def resolved(text: str, relation: Relation, draft: Draft) -> Term | None:
    """The end of a term, or its span where something happens during it; None without a known first day."""
    length, anchor = _LENGTH.search(text), _FROM.search(text)
    if length is None or anchor is None:
        return None
    known = _first_day(anchor["event"].strip(), draft)
    if known is None:
        return None
    first, rule = known
    back = anchor[0].lower().startswith("trước")
    count = int(length["count"]) * (-1 if back else 1)
    last = _counted(first, count, length["unit"].lower())
    edges = sorted((first, last))
    working = "làm việc" in length["unit"].lower()
    mark = "~" if working else ""
    said = "/".join(f"{day}{mark}" for day in edges) if relation == "during" else f"{last}{mark}"
    if working:
        return Term(None, said, f"working-days-from-{rule}")
    if rule == "event":
        return Term(None, said, "term-from-event")
    return Term(said, None, f"term-from-{rule}")


def _first_day(event: str, draft: Draft) -> tuple[date, str] | None:
    """The day of an event: written out, that of the document, or one that the text gives it."""
    if found := _day(event):
        return found, "date"
    header = draft.header
    if _ISSUED.match(event):
        return _known(header.issued_on, "issue")
    if _IN_FORCE.match(event):
        return _known(header.effective_on, "effect")
    told = re.finditer(
        rf"(?<!\w){re.escape(event)}\s*(?::|vào|là)?\s*(?:ngày\s+)?{_DATE}",
        draft.text,
        re.IGNORECASE,
    )
    days = {_day(match[0]) for match in told}
    found = days.pop() if len(days) == 1 else None
    return (found, "event") if found else None


def _known(day: str | None, rule: str) -> tuple[date, str] | None:
    return (
        (date.fromisoformat(day), rule) if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    )


def _day(text: str) -> date | None:
    found = dates.day(text)
    return date.fromisoformat(found) if found else None


def _counted(first: date, count: int, unit: str) -> date:
    if unit in _DAYS:
        return first + timedelta(days=count * _DAYS[unit])
    if unit == "ngày làm việc":
        return working_day(first, count)
    months = first.year * 12 + first.month - 1 + count * (12 if unit == "năm" else 1)
    year, month = divmod(months, 12)
    ends = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(first.day, ends))


def working_day(first: date, count: int) -> date:
    """The day that many working days after (or before) another; weekends and fixed holidays left out.

    >>> working_day(date(2024, 4, 26), 2)
    datetime.date(2024, 5, 2)
    """
    years = range(first.year - 1, first.year + 3)
    holidays = [date(year, month, day) for year in years for month, day in _HOLIDAYS]
    start = np.datetime64(first)
    if count >= 0:
        found = np.busday_offset(start, count, roll="backward", holidays=holidays)
    else:
        found = np.busday_offset(start, count, roll="forward", holidays=holidays)
    return date.fromisoformat(str(found))
