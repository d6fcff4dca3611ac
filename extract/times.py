"""Expressions of time and what they mean, from the most to the least specific."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extract import dates
from extract.draft import Draft
from extract.record import Relation
from extract.terms import resolved

RELIABILITY_EXACT, RELIABILITY_LOOSE = 0.97, 0.93

_D = r"\d{1,2}"
_NUMERIC = rf"{_D}\s?[/.]\s?{_D}\s?[/.]\s?\d{{4}}"
_WRITTEN = rf"{_D}\s*tháng\s*{_D}\s*năm\s*\d{{4}}"
_DAY = rf"(?:ngày\s*)?(?:{_NUMERIC}|{_WRITTEN})"
_DAY_NO_YEAR = rf"(?:ngày\s*)?{_D}\s?/\s?{_D}(?![/\d])"
_MONTH = r"tháng\s*\d{1,2}\s*(?:[/-]|năm)\s*\d{4}"
_SCHOOL_YEAR = r"năm học\s*\d{4}\s*[-–]\s*\d{4}"
_QUARTER = r"quý\s*(?:[IV]{1,3}|[1-4])\s*(?:[/-]|năm)\s*\d{4}"
_HOUR = r"\d{1,2}\s?(?:h|g|giờ)\s?(?:\d{1,2}\s*(?:phút|')?)?\s*,?\s*"
_EVERY = (
    r"(?:(?:hàng|hằng)\s+(?:năm học|năm|tháng|quý|tuần|ngày|kỳ|học kỳ)|(?:mỗi|từng)\s+(?:năm học|năm|tháng|quý|tuần|học kỳ|kỳ))"
    r"(?:\s+(?:một|hai|ba|\d{1,2})\s+lần)?"
)
_WEEKDAY = r"(?:vào\s+)?(?:sáng\s+|chiều\s+)?thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])\s+"
_BEFORE = r"(?:trước|chậm nhất(?: là)?(?: (?:vào|đến|trước))?|muộn nhất(?: là)?|không quá|hạn cuối(?: là)?|đến hết|hết|đến)"
_POINT = rf"(?:{_DAY}|{_MONTH}|{_SCHOOL_YEAR}|{_QUARTER}|năm\s*\d{{4}})"

RECURRENCE = {
    "năm": "yearly", "tháng": "monthly", "quý": "quarterly", "tuần": "weekly", "ngày": "daily",
    "năm học": "school-yearly", "học kỳ": "termly", "kỳ": "periodic",
}  # fmt: skip


# A sentence about every year, up to a day in it.
_EVERY_YEAR = re.compile(r"(?:hàng|hằng)\s+năm[^.;]*$", re.IGNORECASE)
# A day before another of the same kind: "trước ngày 15/01/2024 (học kỳ I) và 20/5/2024".
_SAME_LEAD = re.compile(
    rf"(?P<lead>{_BEFORE})\s+(?:{_HOUR})?{_DAY}(?:\s*\([^()]*\))?\s*(?:,|và|hoặc)\s*(?:ngày\s*)?$",
    re.IGNORECASE,
)

# Stands for the time named last until the times of a paragraph are in order.
THAT_TERM = "that term"


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression means: EDTF or None, relation, recurrence; for terms estimate and rule."""

    edtf: str | None
    relation: Relation
    recurrence: str | None = None
    estimate: str | None = None
    rule: str | None = None


Reader = Callable[[re.Match[str], Draft], Found | None]


def point(text: str) -> str | None:
    """A day, month, quarter, school year or year as EDTF.

    >>> point("quý III/2024"), point("tháng 4/2024"), point("năm học 2023 - 2024")
    ('2024-35', '2024-04', '2023/2024')
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


def _range(match: re.Match[str], draft: Draft) -> Found | None:
    first, last = point(match["first"]), point(match["last"])
    if first is None and last is not None:
        first = _borrow_year(match["first"], last)
    if first is None or last is None:
        return Found(None, "during")
    begin, end = first.split("/")[0], last.split("/")[-1]
    return Found(f"{begin}/{end}" if begin <= end else None, "during")


def _borrow_year(text: str, last: str) -> str | None:
    """A first day or month without a year takes that of the last: "từ 5/9 đến 10/9/2023"."""
    year = last[:4]
    if match := re.search(r"(\d{1,2})\s?/\s?(\d{1,2})", text):
        return dates.make_day(year, match[2], match[1])
    if match := re.search(r"tháng\s*(\d{1,2})", text, re.IGNORECASE):
        return dates.month(year, match[1])
    if match := re.search(r"ngày\s*(\d{1,2})", text, re.IGNORECASE):
        return dates.make_day(year, last[5:7], match[1]) if len(last) == 10 else None
    return None


def _months_list(match: re.Match[str], draft: Draft) -> Found | None:
    months = [dates.month(match["y"], number) for number in (match["m1"], match["m2"])]
    if None in months:
        return Found(None, "during")
    mark = "~" if match["about"] else ""
    return Found("{" + ",".join(f"{m}{mark}" for m in months) + "}", "during")


def _dated(match: re.Match[str], draft: Draft) -> Found | None:
    shared = None if match["lead"] else _SAME_LEAD.search(match.string[: match.start()])
    lead = ((shared or match)["lead"] or "").lower()
    when = point(match["point"])
    if when and re.search(r"khoảng|dự kiến|^(?:đầu|giữa|cuối)$", lead):
        when += "~"
    return Found(when, relation_of(lead, when))


def relation_of(lead: str, when: str | None) -> Relation:
    """How an action lies to a time, by the words before it: a day is met, a month lasts."""
    lead = lead.lower()
    if re.search(r"trước|chậm nhất|muộn nhất|không quá|hạn|hết|đến", lead):
        return "before"
    if re.search(r"sau|kể từ|từ", lead):
        return "after"
    return "on" if when and len(when.strip("~")) == 10 else "during"


def _yearly_day(match: re.Match[str], draft: Draft) -> Found | None:
    number, month = int(match["d"]), int(match["m"])
    valid = dates.make_day("2024", str(month), str(number))
    edtf = f"XXXX-{month:02d}-{number:02d}" if valid else None
    return Found(edtf, relation_of((match["lead"] or "").lower(), "X" * 10), "yearly")


def _monthly_day(match: re.Match[str], draft: Draft) -> Found | None:
    unit = match["unit"].lower()
    edtf = (
        f"XXXX-XX-{int(match['d']):02d}" if unit == "tháng" and 1 <= int(match["d"]) <= 31 else None
    )
    return Found(edtf, relation_of((match["lead"] or "").lower(), "X" * 10), RECURRENCE[unit])


def _quarterly_day(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, relation_of(match["lead"] or "", "X" * 10), "quarterly")


def _day_without_year(match: re.Match[str], draft: Draft) -> Found | None:
    if _EVERY_YEAR.search(match.string[: match.start()]):
        return _yearly_day(match, draft)
    edtf, rule = day_in_year(match["d"], match["m"], draft)
    return Found(edtf, relation_of((match["lead"] or "").lower(), edtf), rule=rule)


# A day longer before its document than this is meant for the next year: a plan of September means its
# next January. Chosen by hand; plans list what was done in the weeks before them.
DAYS_BACK = 90
# In the school year's first half the months from August on, in its second the others.
FIRST_MONTH = 8


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


def _yearly_month(match: re.Match[str], draft: Draft) -> Found | None:
    month = int(match["m"])
    edtf = f"XXXX-{month:02d}" if 1 <= month <= 12 else None
    return Found(edtf, relation_of(match["lead"] or "", None), "yearly")


def _next_month_day(match: re.Match[str], draft: Draft) -> Found | None:
    edtf = f"XXXX-XX-{int(match['d']):02d}" if 1 <= int(match["d"]) <= 31 else None
    return Found(edtf, relation_of(match["lead"], edtf), "monthly")


def _every(match: re.Match[str], draft: Draft) -> Found | None:
    unit = re.sub(r"^(?:hàng|hằng|mỗi|từng)\s+", "", match["unit"].lower())
    unit = re.sub(r"\s+\S+\s+lần$", "", unit)
    low = match[0].lower()
    relation: Relation = "after" if low.startswith("sau") else "during"
    if "thứ " in low:
        relation = "on"
    return Found(None, relation, RECURRENCE.get(unit, "periodic"))


def _times(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "during", RECURRENCE.get(match["unit"].lower(), "periodic"))


# How often something happens that happens once in so many weeks, months or years.
_ONCE_IN = {
    ("tuần", 2): "biweekly", ("tháng", 2): "bimonthly", ("tháng", 3): "quarterly",
    ("tháng", 6): "half-yearly", ("năm", 2): "biennial", ("quý", 2): "half-yearly",
}  # fmt: skip
_FIGURES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}


def _once_in(match: re.Match[str], draft: Draft) -> Found | None:
    count = _FIGURES.get(match["count"].lower()) or int(match["count"])
    unit = match["unit"].lower()
    often = RECURRENCE[unit] if count == 1 else _ONCE_IN.get((unit, count), "periodic")
    return Found(None, "during", often)


_WEEKDAYS = {
    "hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "4": "WE", "năm": "TH", "5": "TH",
    "sáu": "FR", "6": "FR", "bảy": "SA", "7": "SA", "chủ nhật": "SU",
}  # fmt: skip
_RRULES = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY", "bimonthly": "FREQ=MONTHLY;INTERVAL=2",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3", "half-yearly": "FREQ=MONTHLY;INTERVAL=6",
    "yearly": "FREQ=YEARLY", "biennial": "FREQ=YEARLY;INTERVAL=2",
}  # fmt: skip


def rrule(meaning: Found, text: str) -> str | None:
    """The recurrence as RFC 5545 writes it; None for what has no fixed step (termly, periodic).

    >>> rrule(Found("XXXX-06-15", "before", "yearly"), "trước 15/6 hằng năm")
    'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15'
    """
    rule = _RRULES.get(meaning.recurrence or "")
    if rule is None:
        return None
    if fixed := re.fullmatch(r"XXXX-(\d\d|XX)(?:-(\d\d))?", meaning.edtf or ""):
        month = "" if fixed[1] == "XX" else f";BYMONTH={int(fixed[1])}"
        return f"{rule}{month}" + (f";BYMONTHDAY={int(fixed[2])}" if fixed[2] else "")
    days = re.findall(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật)", text.lower())
    if rule.startswith("FREQ=WEEKLY") and days:
        return f"{rule};BYDAY=" + ",".join(_WEEKDAYS[weekday or sunday] for weekday, sunday in days)
    return rule


def _after_each(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "after", "periodic")


def _periodic(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "on", "periodic")


def _span_end(match: re.Match[str], draft: Draft) -> Found | None:
    period = draft.header.period
    rule = "end-of-period" if period else None
    return Found(period.split("/")[-1] if period else None, "after", rule=rule)


def _span(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(dates.span(match["a"], match["b"]), "during")


def _within(match: re.Match[str], draft: Draft) -> Found | None:
    low = match[0].lower()
    relation: Relation = "after" if low.startswith("sau") else "during"
    if low.startswith(("trước", "không quá", "chậm nhất")):
        relation = "before"
    term = resolved(match[0], relation, draft)
    if term is None:
        return Found(None, relation)
    return Found(term.edtf, relation, estimate=term.estimate, rule=term.rule)


def _that_term(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Sau thời hạn này" means the time named last."""
    low = match[0].lower()
    relation: Relation = "after" if low.startswith("sau") else "before"
    return Found(THAT_TERM, relation, rule="time-named-before")


def _event(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "before" if match[0].lower().startswith("trước") else "after")


def _opening(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Sau khi …," counts where it opens a sentence or an item that does not tell what was said."""
    opens = _OPENS.search(match.string[: match.start()])
    told = _SAID.search(match.string[match.end() :])
    return _event(match, draft) if opens and not told else None


_OPENS = re.compile(r"(?:^|[.;:]\s)\s*(?:[-–+•*]\s*|[\d.]+\s+|[a-zđ][.)]\s+)?$")
# "Sau khi nghe báo cáo, Chủ tịch kết luận như sau:"
_SAID = re.compile(r"^[^.;]*(?:như sau|sau đây)\s*:?\s*$", re.IGNORECASE)
_ABOUT = r"(?:(?P<about>(?:dự kiến\s+)?(?:vào\s+)?khoảng)\s+)"
_N = r"\d{1,3}\s*(?:\([^)]{1,20}\)\s*)?(?:ngày làm việc|ngày|tháng|giờ|tuần|năm)"
# From when a term is counted, up to the verb that follows.
_SINCE = r"(?:kể từ|tính từ|sau|trước)\s+[^.,;:()]{3,60}?(?=\s+(?:(?:có|chịu) trách nhiệm|phải|thì|các)[\s:]|\s*(?:[.,;:()]|$))"
PATTERNS: tuple[tuple[re.Pattern[str], Reader, float], ...] = tuple(
    (re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE), reader, reliability)
    for pattern, reader, reliability in (
        (rf"(?:trong\s+(?:(?:vòng|thời hạn|thời gian)\s+)?(?:không quá\s+)?{_N}(?:\s+liên tục)?\s*,?\s*{_SINCE}|trong\s+(?:vòng|thời hạn)\s+{_N}|(?:(?:chậm nhất|muộn nhất)(?: là)?\s+)?sau\s+{_N}(?:\s*\([^)]*\))?(?:\s*{_SINCE})?|(?:trước|sau)\s+ngày\s+[^\W\d_]+\s+(?:từ\s+)?{_N}(?:\s+trở lên)?(?:\s*\([^)]*\))?|(?:chậm nhất|muộn nhất|không quá)(?: là)?\s+(?:sau\s+)?{_N}\s*,?\s*{_SINCE})", _within, RELIABILITY_LOOSE),
        (rf"từ\s+{_HOUR}\s*(?:đến|-|–)\s*{_HOUR}(?P<lead>)(?P<point>{_DAY})", _dated, RELIABILITY_EXACT),
        (rf"(?:kể\s+)?từ\s+(?:{_HOUR})?(?P<first>{_POINT}|{_DAY_NO_YEAR}|tháng\s*\d{{1,2}}|ngày\s*\d{{1,2}})\s*(?:đến|-|–)\s*(?:hết\s+)?(?:{_HOUR})?(?P<last>{_POINT})", _range, RELIABILITY_EXACT),
        (rf"(?P<lead>{_BEFORE}|sau|từ|vào|trong)?\s*(?:ngày\s*)?(?P<d>{_D})\s*(?:/|tháng)\s*(?P<m>{_D})\s+(?:hàng|hằng)\s+năm", _yearly_day, RELIABILITY_EXACT),
        (rf"(?:hàng|hằng)\s+năm\s*,?\s*(?P<lead>{_BEFORE}|vào)\s+(?:ngày\s*)?(?P<d>{_D})\s*(?:/|tháng)\s*(?P<m>{_D})(?![/\d]|\s*(?:của\s+)?năm)", _yearly_day, RELIABILITY_EXACT),
        (rf"(?:định kỳ\s+)?(?:hàng|hằng)\s+(?P<unit>tháng)\s*,?\s*(?P<lead>{_BEFORE}|vào)\s+ngày\s*(?P<d>{_D})(?![/\d]|\s*(?:/|tháng))", _monthly_day, RELIABILITY_EXACT),
        (rf"(?:định kỳ\s*,?\s+)?(?P<lead>{_BEFORE}|sau|từ|vào|trong)?\s*ngày\s*(?P<d>{_D})\s+(?:hàng|hằng|của mỗi)\s+(?P<unit>tháng|quý|năm)", _monthly_day, RELIABILITY_EXACT),
        (rf"(?P<lead>{_BEFORE}|vào)?\s*ngày\s*{_D}\s+(?:của\s+)?tháng\s+(?:cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+)?quý(?:\s+(?:sau|trước|tiếp theo|kế tiếp))?", _quarterly_day, RELIABILITY_LOOSE),
        (rf"(?P<lead>{_BEFORE}|vào)\s+ngày\s*(?P<d>{_D})\s+(?:của\s+)?tháng\s+(?:sau|trước|tiếp theo|kế tiếp|liền kề)(?:\s+(?:liền kề|đó))?", _next_month_day, RELIABILITY_LOOSE),
        (rf"(?P<lead>{_BEFORE}|sau|từ|vào|trong|đầu|giữa|cuối)?\s*tháng\s*(?P<m>{_D})\s+(?:hàng|hằng)\s+năm", _yearly_month, RELIABILITY_EXACT),
        (rf"{_ABOUT}?tháng\s*(?P<m1>\d{{1,2}})\s*(?:và|,)\s*(?:tháng\s*)?(?P<m2>\d{{1,2}})\s*[/-]\s*(?P<y>\d{{4}})", _months_list, RELIABILITY_EXACT),
        (rf"(?P<lead>{_BEFORE}|(?:bắt đầu |kể )?từ|sau|(?:dự kiến )?(?:vào )?khoảng|vào|trong|đầu|giữa|cuối)\s+(?:khoảng\s+)?(?:lúc\s+)?(?:{_HOUR})?(?P<point>{_DAY}|{_MONTH}|{_QUARTER}|{_SCHOOL_YEAR}|năm\s*(?:học\s*)?\d{{4}})", _dated, RELIABILITY_EXACT),
        (rf"(?:lúc\s+)?(?:{_HOUR})?(?P<lead>)(?P<point>{_DAY}|{_MONTH}|{_QUARTER})", _dated, RELIABILITY_EXACT),
        (rf"(?P<lead>{_BEFORE}|từ|sau|vào)\s+(?:lúc\s+)?(?:{_HOUR})?(?:ngày\s*)?(?P<d>{_D})\s?(?:/|tháng)\s?(?P<m>{_D})(?![/\d]|\s*(?:của\s+)?năm)", _day_without_year, RELIABILITY_LOOSE),
        (r"trong\s+giai đoạn\s*(?P<a>\d{4})\s*[-–]\s*(?P<b>\d{4})", _span, RELIABILITY_EXACT),
        (r"(?:(?:khi|sau khi)\s+)?kết thúc\s+(?:giai đoạn|kế hoạch|chương trình|phong trào)(?:\s+thực hiện)?", _span_end, RELIABILITY_LOOSE),
        (rf"(?:sau\s+|định kỳ\s+|{_WEEKDAY})?(?P<unit>{_EVERY})", _every, RELIABILITY_EXACT),
        (r"định kỳ\s+(?:mỗi\s+)?(?P<count>một|hai|ba|bốn|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)(?:\s+(?:một|0?1)\s+lần)?", _once_in, RELIABILITY_EXACT),
        (r"(?P<count>một|hai|ba|bốn|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)(?:\s+(?:một|0?1)\s+|\s?/\s?)lần", _once_in, RELIABILITY_EXACT),
        (r"(?:một|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)\s+(?:hai|ba|\d{1,2})\s+lần", _times, RELIABILITY_EXACT),
        (r"sau\s+mỗi\s+(?:buổi|đợt|lần|kỳ|cuộc|hội)(?:\s+[^\W\d_]+){0,3}?(?=\s*(?:[,.;:]|$|lập|báo|phải|các|và))", _after_each, RELIABILITY_LOOSE),
        (r"\d{1,2}\s*lần\s*(?:/|trong|trên|một|mỗi)\s*(?:một\s+|mỗi\s+|01\s+)?(?P<unit>năm học|năm|tháng|quý|tuần|học kỳ)", _times, RELIABILITY_EXACT),
        (r"định kỳ(?!\s+\d{1,2}\s*lần)(?:\s*(?:,|và|hoặc)\s*đột xuất)?(?:\s+theo yêu cầu(?: của cấp trên)?)?", _periodic, RELIABILITY_LOOSE),
        (r"(?:sau|trước|trong)\s+(?:thời hạn|ngày|thời điểm|mốc)\s+(?:này|nêu trên|trên)", _that_term, RELIABILITY_LOOSE),
        (r"(?:ngay\s+)?(?:sau|trước)\s+khi\s+[^.,;:()]{3,70}(?=,)", _opening, RELIABILITY_LOOSE),
        (r"(?:sau|trước)\s+(?:lễ\s+|ngày\s+)?(?:khai giảng|bế giảng)(?:\s+năm học(?:\s+mới|\s+\d{4}\s*[-–]\s*\d{4})?)?", _event, RELIABILITY_LOOSE),
        (r"sau\s+(?:khi\s+)?(?:kết nghĩa|kết thúc [^.,;()]{3,40}|khi\s+(?:hoàn thành|công bố|thẩm định|có kết quả)[^.,;()]{0,60})", _event, RELIABILITY_LOOSE),
    )
)  # fmt: skip
