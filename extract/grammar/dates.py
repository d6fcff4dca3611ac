"""Days, months, quarters, school years and spans as EDTF (ISO 8601-2)."""

import re
from calendar import monthrange
from datetime import date

# Written dates: "12/12/2022", "ngày 5 tháng 9 năm 2023", "15.6.2024".
NUMERIC = r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})"
WRITTEN = r"(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*(?:,\s*)?năm\s*(?P<y>\d{4})"
QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NUMERIC = re.compile(NUMERIC)
_WRITTEN = re.compile(WRITTEN, re.IGNORECASE)


def day(text: str) -> str | None:
    """The first full date in a text as ``YYYY-MM-DD``; None where there is none or it is impossible.

    >>> day("ngày 07/9/2022"), day("ngày 05 tháng 12 năm 2024"), day("31/2/2024")
    ('2022-09-07', '2024-12-05', None)
    """
    match = _WRITTEN.search(text) or _NUMERIC.search(text)
    return make_day(match["y"], match["m"], match["d"]) if match else None


def make_day(year: str, month: str, number: str) -> str | None:
    """A calendar day as ``YYYY-MM-DD``, or None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return None


def month(year: str, number: str) -> str | None:
    """``YYYY-MM``, or None where there is no such month."""
    return f"{year}-{int(number):02d}" if 1 <= int(number) <= 12 else None


def quarter(year: str, number: str) -> str:
    """A quarter as the span of its months.

    >>> quarter("2024", "III")
    '2024-07/2024-09'
    """
    last = 3 * QUARTERS[number.upper()]
    return f"{year}-{last - 2:02d}/{year}-{last:02d}"


def last_day(edtf: str) -> str:
    """The last day of a month, a year or a span of them; other times as they are.

    >>> last_day("2024-02"), last_day("2026"), last_day("2024-05-10")
    ('2024-02-29', '2026-12-31', '2024-05-10')
    """
    end = edtf.rsplit("/", maxsplit=1)[-1]
    if re.fullmatch(r"\d{4}", end):
        return f"{end}-12-31" if end == edtf else edtf
    if re.fullmatch(r"\d{4}-\d\d", end):
        year, month_number = map(int, end.split("-"))
        return f"{end}-{monthrange(year, month_number)[1]}"
    return edtf


def span(first: str, last: str) -> str | None:
    """``YYYY/YYYY``; None where the years run backwards ("năm học 2022-2021")."""
    return f"{first}/{last}" if int(first) <= int(last) else None


_PERIODS = (
    (re.compile(r"(?:giai đoạn|năm học|nhiệm kỳ|từ năm|năm)\s*(?:từ\s*)?(?:năm\s*)?(\d{4})\s*(?:[-–—]|đến)\s*(?:năm\s*)?(\d{4})", re.I), span),
    (re.compile(r"quý\s*([IV]{1,3}|[1-4])\s*(?:[/-]|năm)\s*(\d{4})", re.I), lambda q, y: quarter(y, q)),
    (re.compile(r"(?<!\d )(?<!\d)tháng\s*(\d{1,2})\s*[/-]\s*(\d{4})", re.I), lambda m, y: month(y, m)),
    (re.compile(r"(?<!\d )(?<!\d)tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.I), lambda m, y: month(y, m)),
)  # fmt: skip
# A year on its own; not one of a date, nor of a law ("Luật Doanh nghiệp năm 2014").
_YEAR = re.compile(r"năm\s*(?:học\s*)?(\d{4})\b(?!\s*[-–—]\s*\d{4})", re.I)
_LAW_BEFORE = re.compile(
    r"(?:(?<!pháp )luật|pháp lệnh|nghị định|thông tư|quyết định)(?:\s+[^\s,;]+){0,8}\s*$|tháng\s+\d{1,2}\s*$",
    re.I,
)


def period(text: str) -> str | None:
    """The period that a title names: a span of years, a month or a year.

    >>> period("giai đoạn 2022-2025"), period("năm học 2023 – 2024"), period("tháng 1/2025")
    ('2022/2025', '2023/2024', '2025-01')
    """
    found = [
        (m.start(), make(m[1], m[2])) for pattern, make in _PERIODS if (m := pattern.search(text))
    ]
    years = [m for m in _YEAR.finditer(text) if not _LAW_BEFORE.search(text[: m.start()])]
    if years and (not found or years[0].start() < found[0][0]):
        first, last = int(years[0][1]), int(years[-1][1])
        return f"{first}/{last}" if last == first + 1 else years[0][1]
    return found[0][1] if found else None
