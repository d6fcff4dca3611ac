"""What comes round: days of each year, month or quarter, and steps as RFC 5545 writes them.

Each reader gets the match of one of the patterns of ``extract.grammar.times``.
"""

import re

from extract.draft import Draft
from extract.grammar import dates
from extract.grammar.time_values import Found, relation_of

RECURRENCE = {
    "năm": "yearly", "tháng": "monthly", "quý": "quarterly", "tuần": "weekly", "ngày": "daily",
    "năm học": "school-yearly", "học kỳ": "semesterly", "kỳ": "periodic",
}  # fmt: skip


def yearly_day(match: re.Match[str], draft: Draft) -> Found | None:
    number, month = int(match["d"]), int(match["m"])
    valid = dates.make_day("2024", str(month), str(number))
    edtf = f"XXXX-{month:02d}-{number:02d}" if valid else None
    return Found(edtf, relation_of((match["lead"] or "").lower(), "X" * 10), "yearly")


def monthly_day(match: re.Match[str], draft: Draft) -> Found | None:
    unit = match["unit"].lower()
    edtf = (
        f"XXXX-XX-{int(match['d']):02d}" if unit == "tháng" and 1 <= int(match["d"]) <= 31 else None
    )
    return Found(edtf, relation_of((match["lead"] or "").lower(), "X" * 10), RECURRENCE[unit])


def quarterly_day(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, relation_of(match["lead"] or "", "X" * 10), "quarterly")


def yearly_month(match: re.Match[str], draft: Draft) -> Found | None:
    month = int(match["m"])
    edtf = f"XXXX-{month:02d}" if 1 <= month <= 12 else None
    return Found(edtf, relation_of(match["lead"] or "", None), "yearly")


def yearly_quarter(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(dates.quarter("XXXX", match["q"]), "during", "yearly")


def next_month_day(match: re.Match[str], draft: Draft) -> Found | None:
    edtf = f"XXXX-XX-{int(match['d']):02d}" if 1 <= int(match["d"]) <= 31 else None
    return Found(edtf, relation_of(match["lead"], edtf), "monthly")


def every(match: re.Match[str], draft: Draft) -> Found | None:
    unit = re.sub(r"^(?:hàng|hằng|mỗi|từng)\s+", "", match["unit"].lower())
    unit = re.sub(r"\s+\S+\s+lần$", "", unit)
    relation = relation_of(match["lead"] or "", None)
    if relation == "during" and re.search(r"thứ\s|chủ nhật", match[0].lower()):
        relation = "on"
    return Found(None, relation, RECURRENCE.get(unit, "periodic"))


def of_unit(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "during", RECURRENCE.get(match["unit"].lower(), "periodic"))


# How often something happens that happens once in so many weeks, months or years.
_FREQUENCY = {"ngày": "DAILY", "tuần": "WEEKLY", "tháng": "MONTHLY", "năm": "YEARLY"}
_FIGURES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6}
_MONTHS_OF_QUARTER = 3


def once_in(match: re.Match[str], draft: Draft) -> Found | None:
    count = _FIGURES.get(match["count"].lower()) or int(match["count"])
    unit = match["unit"].lower()
    if count == 1:
        return Found(None, "during", RECURRENCE[unit])
    if unit == "quý":
        count, unit = count * _MONTHS_OF_QUARTER, "tháng"
    often = "quarterly" if (count, unit) == (_MONTHS_OF_QUARTER, "tháng") else "periodic"
    return Found(None, "during", often, step=f"FREQ={_FREQUENCY[unit]};INTERVAL={count}")


_WEEKDAYS = {
    "hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "4": "WE", "năm": "TH", "5": "TH",
    "sáu": "FR", "6": "FR", "bảy": "SA", "7": "SA", "chủ nhật": "SU",
}  # fmt: skip
_RRULES = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "monthly": "FREQ=MONTHLY",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3", "yearly": "FREQ=YEARLY",
}  # fmt: skip


def rrule(meaning: Found, text: str) -> str | None:
    """The recurrence as RFC 5545 writes it; None for what has no fixed step (semesterly, periodic).

    >>> rrule(Found("XXXX-06-15", "before", "yearly"), "trước 15/6 hằng năm")
    'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15'
    """
    rule = meaning.step or _RRULES.get(meaning.recurrence or "")
    if rule is None:
        return None
    if fixed := re.fullmatch(r"XXXX-(\d\d|XX)(?:-(\d\d))?", meaning.edtf or ""):
        month = "" if fixed[1] == "XX" else f";BYMONTH={int(fixed[1])}"
        return f"{rule}{month}" + (f";BYMONTHDAY={int(fixed[2])}" if fixed[2] else "")
    days = re.findall(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật)", text.lower())
    if rule.startswith("FREQ=WEEKLY") and days:
        return f"{rule};BYDAY=" + ",".join(_WEEKDAYS[weekday or sunday] for weekday, sunday in days)
    return rule


def after_each(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "after", "periodic")


def periodic(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "during", "periodic")


def daily(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "during", "daily")
