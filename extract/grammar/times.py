"""Expressions of time and what they mean, from the most to the least specific.

The grammar tells what could be a time to act by; whether the document sets it, ``extract.duties.due`` tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.draft import Draft
from extract.grammar import dates, recurring
from extract.grammar.terms import resolved
from extract.grammar.time_values import Found, Reader, day_in_year, point, relation_of
from extract.record import Relation

_D = r"\d{1,2}"
_NUMERIC = rf"{_D}\s?[/.]\s?{_D}\s?[/.]\s?\d{{4}}"
_WRITTEN = rf"{_D}\s*tháng\s*{_D}\s*năm\s*\d{{4}}"
_WEEKDAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_DAY = rf"(?:(?:(?:sáng|chiều|tối)\s+)?(?:ngày\s+)?(?:{_WEEKDAY}\s*,?\s*)?(?:ngày\s*)?(?:{_NUMERIC}|{_WRITTEN}))"
_DAY_NO_YEAR = rf"(?:ngày\s*)?{_D}\s?/\s?{_D}(?![/\d])"
_MONTH = r"tháng\s*\d{1,2}\s*(?:[/-]|năm)\s*\d{4}"
_SCHOOL_YEAR = r"năm học\s*\d{4}\s*[-–]\s*\d{4}"
_QUARTER = r"quý\s*(?:[IV]{1,3}|[1-4])\s*(?:[/-]|năm)\s*\d{4}"
_YEAR = r"năm\s*(?:học\s*)?\d{4}"
_HOUR = r"\d{1,2}\s?(?:h|g|giờ)\s?(?:\d{1,2}\s*(?:phút|'|’)?)?\s*,?\s*"
_UNIT = r"(?:năm học|năm|tháng|quý|tuần|ngày|kỳ|học kỳ)"
_EVERY = (
    rf"(?:(?:hàng|hằng)\s+{_UNIT}|(?:mỗi|từng)\s+(?:năm học|năm|tháng|quý|tuần|học kỳ|kỳ))"
    r"(?:\s+(?:một|hai|ba|\d{1,2})\s+lần)?"
)
_BEFORE = r"(?:đến trước|trước|chậm nhất(?: là)?(?: (?:vào|đến|trước))?|muộn nhất(?: là)?|không quá|hạn cuối(?: là)?|(?:tính )?đến hết|hết|đến)"
_FROM = r"(?:(?:bắt đầu |kể |tính )?từ(?:\s+(?:đợt|khóa(?: tuyển sinh)?))?)"
_POINT = rf"(?:{_DAY}|{_MONTH}|{_SCHOOL_YEAR}|{_QUARTER}|năm\s*\d{{4}})"
_TO = r"\s*(?:đến|tới|-|–|÷)\s*"

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
class Expression:
    """An expression of time in a text: where it stands, what it means, by which pattern."""

    start: int
    stop: int
    meaning: Found
    kind: str


def expressions(text: str, draft: Draft) -> list[Expression]:
    """All expressions of time in a paragraph, in its order; what one explains the next leave alone."""
    found: list[Expression] = []
    for kind, pattern, read in PATTERNS:
        for match in pattern.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            stop = match.start() + len(match[0].rstrip(" ,"))
            if any(one.start < stop and start < one.stop for one in found):
                continue
            if meaning := read(match, draft):
                found.append(Expression(start, stop, meaning, kind))
    return sorted(found, key=lambda one: one.start)


def _range(match: re.Match[str], draft: Draft) -> Found | None:
    first, last = point(match["first"]), point(match["last"]) or _year_alone(match["last"])
    if last is None:
        last = _in_year(match["last"], draft)
    if first is None and last is not None:
        first = _borrow_year(match["first"], last)
    if first is None or last is None:
        return Found(None, "during")
    begin, end = first.split("/")[0], last.split("/")[-1]
    return Found(f"{begin}/{end}" if begin <= end else None, "during")


def _year_alone(text: str) -> str | None:
    return text if re.fullmatch(r"\d{4}", text) else None


def _in_year(text: str, draft: Draft) -> str | None:
    match = re.search(r"(\d{1,2})\s?/\s?(\d{1,2})", text)
    return day_in_year(match[1], match[2], draft)[0] if match else None


def _borrow_year(text: str, last: str) -> str | None:
    """A first day or month without a year takes that of the last: "từ 5/9 đến 10/9/2023"."""
    year = last[:4]
    if match := re.search(r"(\d{1,2})\s?/\s?(\d{1,2})", text):
        return dates.make_day(year, match[2], match[1])
    if match := re.search(r"tháng\s*(\d{1,2})", text, re.IGNORECASE):
        return dates.month(year, match[1])
    if match := re.search(r"\d{1,2}", text):
        return dates.make_day(year, last[5:7], match[0]) if len(last) == len("2024-09-05") else None
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
    if when and lead.endswith("hết"):
        when = dates.last_day(when)
    return Found(when, relation_of(lead, when))


def _day_without_year(match: re.Match[str], draft: Draft) -> Found | None:
    if _EVERY_YEAR.search(match.string[: match.start()]):
        return recurring.yearly_day(match, draft)
    edtf, rule = day_in_year(match["d"], match["m"], draft)
    return Found(edtf, relation_of((match["lead"] or "").lower(), edtf), rule=rule)


def _month_without_year(match: re.Match[str], draft: Draft) -> Found | None:
    day, rule = day_in_year("28", match["m"], draft)
    return Found(day[:7] if day else None, relation_of(match["lead"], None), rule=rule)


def _in_the_year(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Trong năm" is the year that the document is about."""
    header = draft.header
    year = (
        header.period
        if re.fullmatch(r"\d{4}", header.period or "")
        else (header.issued_on or "")[:4]
    )
    return Found(year or None, "during", rule="year-of-document")


def _two_days(match: re.Match[str], draft: Draft) -> Found | None:
    first, last = point(match["first"]), point(match["last"])
    return Found(f"{{{first},{last}}}" if first and last else None, "on")


def _occasion(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Dịp 22/12", "nhân dịp Tết": a feast, settled where its day stands there."""
    if match["d"]:
        edtf, rule = day_in_year(match["d"], match["m"], draft)
        return Found(edtf, "during", rule=rule)
    return Found(None, "during", "yearly" if match["every"] else None)


def _of_weekdays(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, "on")


# A day that has a name: "ngày Dân số Thế giới", "tháng hành động".
_NAMED = re.compile(r"\s[^\W\d_a-zà-ỹđ]|(?:quốc tế|hành động|thế giới|lễ|hội)\s")


def _named_day(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Ngày Sách Việt Nam (21/4)" lies in the year of the document."""
    if not _NAMED.search(match[0]):
        return None
    if match["d"]:
        edtf, rule = day_in_year(match["d"], match["m"], draft)
        return Found(edtf, "on", rule=rule)
    day, rule = day_in_year("28", match["month"], draft)
    return Found(
        match["y"] + day[4:7] if match["y"] and day else day and day[:7], "during", rule=rule
    )


def _blank_day(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Từ ngày … tháng … năm 2025": what is filled in so far."""
    month = dates.month(match["y"], match["m"]) if match["m"] else match["y"]
    return Found(month, relation_of(match["lead"] or "", month))


def _bare_year(match: re.Match[str], draft: Draft) -> Found | None:
    """A year alone counts where it opens an item or stands behind a colon."""
    opens = _OPENS.search(match.string[: match.start()])
    return Found(point(match[0]), "during") if opens else None


def _edge(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Cuối năm học", "vào tuần thứ 6 của học kỳ": a part of what comes round."""
    unit = (match["unit"] or "").lower()
    relation: Relation = "before" if match[0].lower().startswith("trước") else "on"
    if match[0].lower().startswith("trong"):
        relation = "during"
    return Found(None, relation, recurring.RECURRENCE.get(unit))


def _week(match: re.Match[str], draft: Draft) -> Found | None:
    """A week by its number, of a month or a semester; days behind it in brackets settle it."""
    inner = _INNER.search(match["days"] or "")
    if inner and (told := _range(inner, draft)) and told.edtf:
        return told
    when = point(match["month"] or "")
    relation: Relation = "on" if match[0].lower().startswith("vào") else "during"
    if when:
        return Found(f"{when}~", relation)
    return Found(None, relation, recurring.RECURRENCE.get((match["unit"] or "").lower()))


def _span_end(match: re.Match[str], draft: Draft) -> Found | None:
    period = draft.header.period
    rule = "end-of-period" if period else None
    return Found(period.split("/")[-1] if period else None, "after", rule=rule)


def _span(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(dates.span(match["a"], match["b"]), "during")


def _signed(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Kể từ ngày ký" is the document's own day, as far as it is known."""
    return Found(
        (draft.header.issued_on or "").split("-X")[0] or None, "from", rule="day-of-document"
    )


def _in_force(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(draft.header.effective_on, "from", rule="day-of-effect")


def _within(match: re.Match[str], draft: Draft) -> Found | None:
    low = match[0].lower()
    relation: Relation = "during"
    if re.match(r"chậm nhất|muộn nhất|không|tối đa|≤|trong .{0,20}không quá", low):
        relation = "by"
    elif low.startswith(("sau", "ngay sau")) or re.match(r"\d+\s*[^,]{2,20}\s+sau\s", low):
        relation = "after"
    elif re.match(r"trước|\d+\s*[^,]{2,20}\s+trước\s", low):
        relation = "before"
    term = resolved(match[0], relation, draft)
    if term is None:
        return Found(None, relation)
    return Found(term.edtf, relation, estimate=term.estimate, rule=term.rule)


def _that_term(match: re.Match[str], draft: Draft) -> Found | None:
    """ "Sau thời hạn này" means the time named last."""
    relation: Relation = "after" if re.match(r"sau|qua|quá|hết", match[0].lower()) else "before"
    return Found(THAT_TERM, relation, rule="time-named-before")


def _event(match: re.Match[str], draft: Draft) -> Found | None:
    low = match[0].lower()
    if "đến" in low[:8]:
        return Found(None, "until")
    if low.startswith("trước"):
        return Found(None, "before")
    if low.startswith(("từ", "kể từ", "tính từ")):
        return Found(None, "from")
    return Found(None, "after" if re.match(r"(?:ngay )?sau", low) else "during")


def _hour(match: re.Match[str], draft: Draft) -> Found | None:
    return Found(None, relation_of(match["lead"], "X" * 10))


_OPENS = re.compile(r"(?:^|[.;:]\s)\s*(?:[-–+•*]\s*|[\d.]+\s+|[a-zđ][.)]\s+)?$")
_ABOUT = r"(?:(?P<about>(?:dự kiến\s+)?(?:vào\s+)?khoảng)\s+)"
_COUNT = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười)(?:\s*[-–]\s*\d{1,3})?"
_DAYS = rf"{_COUNT}\s*(?:\([^)]{{1,20}}\)\s*)?(?:ngày làm việc|ngày|tháng|tuần|năm)"
_N = rf"(?:{_DAYS}|{_COUNT}\s*(?:\([^)]{{1,20}}\)\s*)?giờ)"
# From what a term is counted, up to the verb or the mark that follows.
_WHAT = r"(?:[^.,;:()]|\([^()]*\)|(?<=\d)[.,](?=\d))"
_STOP = r"(?=\s+(?:(?:có|chịu) trách nhiệm|phải|thì|các)[\s:]|\s*(?:[.,;:()”]|$))"
_SINCE = rf"(?:kể từ|tính từ|sau|trước|từ\s+(?:khi|ngày))\s+{_WHAT}{{3,160}}?{_STOP}"
_KINDS = r"(?:Quyết định|Thông tư|Nghị định|Nghị quyết|Chỉ thị|Quy chế|Quy định|Kế hoạch|Hướng dẫn|Văn bản|Luật|Thông báo)"
_INNER = re.compile(
    rf"(?P<first>{_DAY}|{_DAY_NO_YEAR}){_TO}(?P<last>{_DAY}|{_DAY_NO_YEAR})", re.IGNORECASE
)


def _compiled(
    table: Sequence[tuple[str, str, Reader]],
) -> Iterator[tuple[str, re.Pattern[str], Reader]]:
    for kind, pattern, reader in table:
        yield kind, re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE), reader


PATTERNS: tuple[tuple[str, re.Pattern[str], Reader], ...] = tuple(_compiled((
    ("term", rf"trong\s+(?:(?:vòng|thời hạn|thời gian)\s+)?(?:không quá\s+|tối đa\s+)?{_N}(?:\s+(?:liên tục|đầu))?(?:\s*\([^()]*\))?\s*,?\s*{_SINCE}", _within),
    ("term", rf"(?:(?:chậm nhất|muộn nhất)(?: là)?\s+)?sau\s+{_N}(?:\s+trở lên)?(?:\s*\([^)]*\))?(?:\s*,?\s*{_SINCE})?", _within),
    ("term", rf"(?:chậm nhất|muộn nhất|không quá|không vượt quá|tối đa)(?: là)?\s+(?:sau\s+|trong\s+)?{_N}(?:\s*\([^)]*\))?\s*,?\s*{_SINCE}", _within),
    ("term", rf"(?:trước|sau)\s+ngày\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\s+(?:từ\s+|tối thiểu\s+|ít nhất\s+)?{_N}(?:\s+trở lên)?(?:\s*\([^)]*\))?", _within),
    ("bare term", rf"trong\s+(?:vòng|thời hạn)\s+(?:không quá\s+|tối đa\s+)?{_N}", _within),
    ("counted", rf"(?<!tháng ){_N}(?:\s*,?\s+(?:kể từ|tính từ)|\s+(?:trước|sau)(?:\s+(?:khi|ngày))?)\s+(?!đó\b)[^\W\d_]{_WHAT}{{3,100}}?{_STOP}", _within),
    ("ahead", rf"trước\s+(?:ít nhất\s+)?{_DAYS}(?:\s+của\s+{_WHAT}{{3,60}}?{_STOP})?", _within),
    ("limit", rf"(?:(?:≤|<)\s*|(?:không quá|không vượt quá)\s+){_N}", _within),
    ("signed", r"(?:(?:kể|kế|tính)\s+)?từ\s+(?:ngày|thời điểm)\s+(?:được\s+)?(?:ký(?:\s*,?\s*(?:và\s+)?ban hành)?|ban hành|thông qua|phê duyệt)(?=\s*(?:[.,;:/)]|$|và\s|thay\s|đến\s|cho\s))", _signed),
    ("in force", rf"(?:(?:kể|tính)\s+)?từ\s+(?:ngày|thời điểm|khi)\s+(?:{_KINDS}\s+này\s+)?có hiệu lực(?:\s+thi hành)?", _in_force),
    ("hours", rf"từ\s+{_HOUR}\s*(?:đến|-|–)\s*{_HOUR}(?P<lead>)(?P<point>{_DAY})", _dated),
    ("range", rf"(?:{_FROM}\s+)(?:{_HOUR})?(?P<first>{_POINT}|{_DAY_NO_YEAR}|tháng\s*\d{{1,2}}|(?:ngày\s*)?\d{{1,2}}){_TO}(?:hết\s+)?(?:{_HOUR})?(?P<last>{_POINT}|{_DAY_NO_YEAR}|\d{{4}})", _range),
    ("span", rf"(?P<first>{_DAY}|{_DAY_NO_YEAR}|(?:ngày\s*)?\d{{1,2}}){_TO}(?P<last>{_DAY})", _range),
    ("week", r"(?:từ\s+)?tuần\s+(?:thứ\s+)?\d{1,2}\s*(?:đến|-|–)\s*(?:hết\s+)?(?:tuần\s+)?(?:thứ\s+)?\d{1,2}(?:\s+(?:của\s+)?(?P<unit>học kỳ|năm học))?", recurring.of_unit),
    ("yearly day", rf"(?P<lead>{_BEFORE}|sau|từ|vào|trong)?\s*(?:ngày\s*)?(?P<d>{_D})\s*(?:/|tháng)\s*(?P<m>{_D})\s+(?:hàng|hằng)\s+năm", recurring.yearly_day),
    ("yearly day", rf"(?P<lead>{_BEFORE}|vào)\s*(?:ngày\s*)?(?P<d>{_D})\s*(?:/|tháng)\s*(?P<m>{_D})\s+(?:của\s+)?năm\s+(?:sau|liền kề|kế tiếp|tiếp theo)(?:\s+(?:liền kề\s+)?(?:sau\s+)?năm\s+[^\W\d_]+\s+[^\W\d_]+)?", recurring.yearly_day),
    ("yearly day", rf"(?:hàng|hằng)\s+năm\s*,?\s*(?P<lead>{_BEFORE}|vào)\s+(?:ngày\s*)?(?P<d>{_D})\s*(?:/|tháng)\s*(?P<m>{_D})(?![/\d]|\s*(?:của\s+)?năm)", recurring.yearly_day),
    ("monthly day", rf"(?:định kỳ\s+)?(?:hàng|hằng)\s+(?P<unit>tháng)\s*,?\s*(?P<lead>{_BEFORE}|vào)\s+ngày\s*(?P<d>{_D})(?![/\d]|\s*(?:/|tháng))", recurring.monthly_day),
    ("monthly day", rf"(?:định kỳ\s*,?\s+)?(?P<lead>{_BEFORE}|sau|từ|vào|trong)?\s*ngày\s*(?P<d>{_D})\s+(?:hàng|hằng|của mỗi)\s+(?P<unit>tháng|quý|năm)", recurring.monthly_day),
    ("monthly day", rf"(?P<lead>{_BEFORE}|vào)?\s*ngày\s*{_D}\s+(?:của\s+)?tháng\s+(?:cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+)?quý(?:\s+(?:sau|trước|tiếp theo|kế tiếp))?", recurring.quarterly_day),
    ("monthly day", rf"(?P<lead>{_BEFORE}|vào)\s+ngày\s*(?P<d>{_D})\s+(?:của\s+)?tháng\s+(?:sau|trước|tiếp theo|kế tiếp|liền kề)(?:\s+(?:liền kề|đó))?", recurring.next_month_day),
    ("yearly month", rf"(?P<lead>{_BEFORE}|sau|từ|vào|trong|đầu|giữa|cuối)?\s*tháng\s*(?P<m>{_D})\s+(?:hàng|hằng)\s+năm", recurring.yearly_month),
    ("yearly month", r"(?:trong\s+|vào\s+)?quý\s*(?P<q>[IV]{1,3}|[1-4])\s+(?:hàng|hằng)\s+năm", recurring.yearly_quarter),
    ("named day", rf"(?:(?:trong|nhân|dịp)\s+)*(?:ngày|tháng)\s+[^.,;:()\d]{{5,60}}\s*\(\s*(?:(?:ngày\s*)?(?P<d>{_D})\s?/\s?(?P<m>{_D})|tháng\s*(?P<month>{_D})(?:\s*/\s*(?P<y>\d{{4}}))?)\s*\)", _named_day),
    ("days", rf"vào\s+(?:các\s+)?(?P<first>{_DAY})\s*(?:,|và)\s*(?P<last>{_DAY})", _two_days),
    ("occasion", rf"(?:(?:vào|nhân|trong)\s+)?dịp\s+(?:ngày\s+)?(?:(?P<d>{_D})\s?/\s?(?P<m>{_D})(?![/\d])|[^.;:()]{{3,80}}?(?:(?P<every>(?:hàng|hằng)\s+năm)|(?=\s*(?:[.,;:()]|$))))", _occasion),
    ("months", rf"{_ABOUT}?tháng\s*(?P<m1>\d{{1,2}})\s*(?:và|,)\s*(?:tháng\s*)?(?P<m2>\d{{1,2}})\s*[/-]\s*(?P<y>\d{{4}})", _months_list),
    ("week", rf"(?:(?:vào|trong|từ)\s+)?(?:(?:đầu|giữa|cuối)\s+)?tuần\s+(?:(?:thứ\s+)?\d{{1,2}}(?:\s*,\s*\d)?|đầu|cuối)(?:\s+(?:của\s+)?(?:(?:mỗi\s+)?(?P<unit>học kỳ|tháng(?!\s*\d)|năm học)|(?P<month>{_MONTH})))?(?:\s*\((?P<days>[^()]*)\))?", _week),
    ("date", rf"(?P<lead>{_BEFORE}|{_FROM}|sau|(?:dự kiến )?(?:vào )?khoảng|vào|trong|đầu|giữa|cuối)\s+(?:khoảng\s+)?(?:lúc\s+)?(?:{_HOUR})?(?P<point>{_DAY}|{_MONTH}|{_QUARTER}|{_SCHOOL_YEAR}|{_YEAR})(?:\s*,?\s*bắt đầu lúc\s+{_HOUR})?", _dated),
    ("bare date", rf"(?:lúc\s+)?(?:{_HOUR})?(?P<lead>)(?P<point>{_DAY}|{_MONTH}|{_QUARTER})(?:\s*,?\s*bắt đầu lúc\s+{_HOUR})?", _dated),
    ("blank day", rf"(?P<lead>{_BEFORE}|{_FROM}|vào)?\s*ngày[\s.…_]*tháng[\s.…_]*(?P<m>\d{{1,2}})?\s*năm\s*(?P<y>\d{{4}})", _blank_day),
    ("day", rf"(?P<lead>{_BEFORE}|từ|sau|vào)\s+(?:lúc\s+)?(?:{_HOUR})?(?:ngày\s*)?(?P<d>{_D})\s?(?:/|tháng)\s?(?P<m>{_D})(?![/\d]|\s*(?:của\s+)?năm)", _day_without_year),
    ("month", rf"(?P<lead>{_BEFORE}|từ|vào|trong|đầu|giữa|cuối)\s+tháng\s*(?P<m>\d{{1,2}})(?!\s*[/-]?\s*\d|\s*năm)", _month_without_year),
    ("year", rf"{_SCHOOL_YEAR}|{_YEAR}", _bare_year),
    ("this year", r"trong năm(?!\s*(?:học|\d|tới|qua|trước|vừa|sau))", _in_the_year),
    ("stage", r"(?:trong\s+)?giai đoạn\s*(?P<a>\d{4})\s*[-–]\s*(?P<b>\d{4})", _span),
    ("stage end", r"(?:(?:khi|sau khi)\s+)?kết thúc\s+(?:giai đoạn|kế hoạch|chương trình|phong trào)(?:\s+thực hiện)?", _span_end),
    ("every", rf"(?:hàng|hằng)\s+{_UNIT}(?:\s*(?:,|và|hoặc)\s*(?:(?:hàng|hằng)\s+|0?6\s+)?{_UNIT})+(?![^\W_])", recurring.periodic),
    ("every", rf"(?:định kỳ\s*,?\s+)?(?P<lead>{_BEFORE}\s+|sau\s+|vào\s+)?(?:{_HOUR})?(?:ngày\s+)?(?:(?:sáng|chiều|tối)\s+)?(?:{_WEEKDAY}\s+)?(?P<unit>{_EVERY})", recurring.every),
    ("often", r"(?:định kỳ\s+)?(?P<count>một|hai|ba|bốn|sáu|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)(?:\s+(?:một|0?1)\s+|\s?/\s?)lần", recurring.once_in),
    ("often", r"định kỳ\s+(?:mỗi\s+)?(?P<count>một|hai|ba|bốn|sáu|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)(?:\s+(?:một|0?1)\s+lần)?", recurring.once_in),
    ("often", r"(?:một|\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)\s+(?:hai|ba|\d{1,2})\s+lần", recurring.of_unit),
    ("often", r"\d{1,2}\s*lần\s*(?:/|trong|trên|một|mỗi)\s*(?:một\s+|mỗi\s+|01\s+)?(?P<unit>năm học|năm|tháng|quý|tuần|học kỳ)", recurring.of_unit),
    ("daily", r"24\s?/\s?7", recurring.daily),
    ("each", r"(?:theo\s+)(?:từng\s+)?(?P<unit>tháng|quý|năm học|học kỳ|năm)(?:\s+(?:hoặc|và)\s+(?:theo\s+)?(?:từng\s+)?(?:quý|năm học|học kỳ|năm|giai đoạn))*(?!\s*\d)", recurring.of_unit),
    ("after each", r"sau\s+mỗi\s+(?:buổi|đợt|lần|kỳ|cuộc|hội)(?:\s+[^\W\d_]+){0,3}?(?=\s*(?:[,.;:]|$|lập|báo|phải|các|và|để))", recurring.after_each),
    ("periodic", r"định kỳ(?!\s+\d{1,2}\s*lần)(?:\s*(?:,|và|hoặc)\s*đột xuất)?(?:\s+theo yêu cầu(?: của cấp trên)?)?", recurring.periodic),
    ("while", rf"trong\s+(?:suốt\s+)?(?:thời gian|quá trình|đợt|dịp)\s+{_WHAT}{{3,120}}?{_STOP}", _event),
    ("weekday", rf"vào\s+(?:các\s+)?(?:(?:sáng|chiều|tối)\s+)?(?:ngày\s+)?{_WEEKDAY}(?:\s*(?:,|và|hoặc|đến)\s*{_WEEKDAY})*(?:\s+của\s+tuần\s+[^\W\d_]+)?", _of_weekdays),
    ("edge", r"(?:(?:vào|trước|trong|từ)\s+)?(?:cuối|đầu|giữa)\s+(?:mỗi\s+)?(?P<unit>năm học|học kỳ|tuần|tháng|quý|năm)(?!\s*\d)(?:\s+và\s+(?:cuối|đầu)\s+[^\W\d_]+\s+[^\W\d_]+)?", _edge),
    ("hour", rf"(?:vào\s+(?:buổi\s+)?(?:sáng|chiều|tối)\s+)?(?P<lead>từ|lúc|trước|vào lúc)\s+{_HOUR}", _hour),
    ("that term", r"(?:sau|qua|quá|trước|trong|hết)\s+(?:thời hạn|thời gian|ngày|thời điểm|mốc)\s+(?:này|nêu trên|trên|quy định|đó)", _that_term),
    ("until event", rf"(?:cho\s+)?đến\s+(?:trước\s+)?(?:khi|thời điểm|lúc|trước ngày)\s+{_WHAT}{{3,160}}?{_STOP}", _event),
    ("until event", rf"cho đến\s+(?!nay|hết|ngày\s*\d|\d|tháng|năm|khi){_WHAT}{{3,60}}?{_STOP}", _event),
    ("since event", rf"(?:(?:kể|tính)\s+)?từ\s+(?:khi|ngày|thời điểm)\s+[^\W\d_]{_WHAT}{{3,120}}?{_STOP}", _event),
    ("event", rf"(?:ngay\s+)?(?:sau|trước)\s+(?:khi|thời điểm)\s+{_WHAT}{{3,120}}?{_STOP}", _event),
    ("event", r"(?:sau|trước)\s+(?:lễ\s+|ngày\s+)?(?:khai giảng|bế giảng)(?:\s+năm học(?:\s+mới|\s+\d{4}\s*[-–]\s*\d{4})?)?", _event),
    ("event", r"sau\s+(?:kết nghĩa|kết thúc\s+[^.,;()]{3,40})", _event),
    ("meeting", r"(?:trước|sau|tại|vào)\s+(?:mỗi\s+)?(?:các\s+)?(?:hội nghị|kỳ họp|cuộc họp|buổi họp|kỳ thi|ngày thi|ngày hội|phiên họp)(?:\s+[^\W\d_]+){0,3}?(?=\s*(?:[,.;:()]|$))", _event),
)))  # fmt: skip
