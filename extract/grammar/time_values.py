"""What expressions of time mean: days, months and spans as EDTF, and how an action lies to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extract.draft import Draft
from extract.grammar import dates
from extract.record import Relation

# A day longer before its document than this is meant for the next year: a plan of September means its
# next January. Chosen by hand; plans list what was done in the weeks before them.
DAYS_BACK = 90
# In the school year's first half the months from August on, in its second the others.
FIRST_MONTH = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression means: EDTF or None, relation, recurrence; for terms estimate and rule.

    ``step`` is a recurrence of more than one unit as RFC 5545 writes it.
    """

    edtf: str | None
    relation: Relation
    recurrence: str | None = None
    estimate: str | None = None
    rule: str | None = None
    step: str | None = None


Reader = Callable[[re.Match[str], Draft], Found | None]


def point(text: str) -> str | None:
    """A day, month, quarter, school year or year as EDTF.

    >>> point("quý III/2024"), point("tháng 4/2024"), point("năm học 2023 - 2024")
    ('2024-07/2024-09', '2024-04', '2023/2024')
    """
    if found := dates.day(text):
        return found
    if match := re.search(r"quý\s*([IV]{1,3}|[1-4])\s*(?:[/-]|năm)\s*(\d{4})", text, re.IGNORECASE):
        return dates.quarter(match[2], match[1])
    if match := re.search(r"tháng\s*(\d{1,2})\s*(?:[/-]|năm)\s*(\d{4})", text, re.IGNORECASE):
        return dates.month(match[2], match[1])
    if match := re.search(r"(\d{4})\s*[-–]\s*(\d{4})", text):
        return dates.span(match[1], match[2])
    if match := re.search(r"(?:năm|năm học)\s*(\d{4})", text, re.IGNORECASE):
        return match[1]
    return None


def relation_of(lead: str, when: str | None) -> Relation:
    """How an action lies to a time, by the words before it: a day is met, a month lasts.

    >>> [relation_of(lead, "2024-05-10") for lead in ("chậm nhất", "đến trước", "kể từ", "")]
    ['by', 'until', 'from', 'on']
    """
    lead = lead.lower()
    if re.search(r"chậm nhất|muộn nhất|không quá|hạn", lead):
        return "by"
    if re.search(r"hết|đến", lead):
        return "until"
    if "trước" in lead:
        return "before"
    if "từ" in lead:
        return "from"
    if "sau" in lead:
        return "after"
    return "on" if when and len(when.strip("~")) == len("2024-09-05") else "during"


def day_in_year(number: str, month: str, draft: Draft) -> tuple[str | None, str | None]:
    """A day printed without its year, as EDTF, and the rule that gave the year.

    It lies in the school year that the document is about, else in the year of the document.
    """
    issued = draft.header.issued_on or ""
    if not issued[:4].isdigit():
        return None, None
    year, rule = int(issued[:4]), "year-of-document"
    first, _, last = (draft.header.period or "").partition("/")
    if first.isdigit() and last.isdigit() and int(last) == int(first) + 1:
        year, rule = int(first if int(month) >= FIRST_MONTH else last), "school-year"
    edtf = dates.make_day(str(year), month, number)
    if edtf is None:
        return None, None
    if _long_before(edtf, issued) and draft.header.kind != "báo cáo":
        return dates.make_day(str(year + 1), month, number), "year-after-document"
    return edtf, rule


def _long_before(edtf: str, issued: str) -> bool:
    known = re.fullmatch(r"\d{4}-\d\d-\d\d", issued)
    days = (date.fromisoformat(issued) - date.fromisoformat(edtf)).days if known else 0
    return days > DAYS_BACK
