"""Times as people read them: EDTF (ISO 8601-2) in words, in Vietnamese and English."""

import re
from collections.abc import Callable, Iterator

_SETS = re.compile(r"^[{\[](.*)[}\]]$")
_FORM = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?")
_QUARTERS = {"33": "I", "34": "II", "35": "III", "36": "IV"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_OPEN = ("", "..")


def told(edtf: str, lang: str) -> str:
    """A time in words; what is of no form that is known stays as it is.

    >>> told("2020-04-15", "vi"), told("2020-04", "vi"), told("2023-09/2024-05~", "vi")
    ('15/4/2020', 'tháng 4/2020', 'từ tháng 9/2023 đến khoảng tháng 5/2024')
    >>> told("XXXX-06-15", "vi"), told("2024-34", "vi"), told("{2024-04-01,2024-05-02}", "vi")
    ('15/6 hằng năm', 'quý II/2024', '1/4/2024, 2/5/2024')
    >>> told("2020-04-15/..", "en"), told("XXXX-XX-25", "en"), told("2023/2025", "en")
    ('from 15 Apr 2020', 'day 25 of every month', '2023 to 2025')
    >>> told("2024-XX-05", "en"), told("2024-33", "en"), told("XXXX-XX-XX", "en")
    ('day 5 of every month of 2024', 'quarter I of 2024', 'every year')
    """
    if several := _SETS.match(edtf):
        return ", ".join(told(one.strip(), lang) for one in several[1].split(","))
    one = _one_vi if lang == "vi" else _one_en
    first, slash, last = edtf.partition("/")
    if not slash:
        return _about(first, one, lang)
    words = {"vi": ("từ ", "đến "), "en": ("from ", "until ")}[lang]
    if last in _OPEN:
        return words[0] + _about(first, one, lang)
    if first in _OPEN:
        return words[1] + _about(last, one, lang)
    between = " đến " if lang == "vi" else " to "
    return f"{'từ ' if lang == 'vi' else ''}{_about(first, one, lang)}{between}{_about(last, one, lang)}"


def _about(part: str, one: Callable[[str, str, str], str], lang: str) -> str:
    plain = part.rstrip("~?%")
    found = _FORM.fullmatch(plain)
    if found is None:
        return part
    said = one(found[1], found[2] or "", found[3] or "")
    near = {"vi": "khoảng ", "en": "about "}[lang]
    return near + said if plain != part else said


def _one_vi(year: str, month: str, day: str) -> str:
    every = "" if _known(year) else " hằng năm"
    if month in _QUARTERS:
        return f"quý {_QUARTERS[month]}{every or f'/{year}'}"
    if not _known(month) and _known(day):
        return f"ngày {int(day)} hằng tháng" + (f" năm {year}" if _known(year) else "")
    parts = "/".join(_digits(day, month, year))
    if _known(month) and not _known(day):
        return f"tháng {parts}{every}"
    return f"{parts}{every}".strip()


def _one_en(year: str, month: str, day: str) -> str:
    of = f" of {year}" if _known(year) else " of every year"
    if month in _QUARTERS:
        return f"quarter {_QUARTERS[month]}{of}"
    if not _known(month) and _known(day):
        return f"day {int(day)} of every month" + (of if _known(year) else "")
    name = [_MONTHS[int(month) - 1]] if _known(month) and 1 <= int(month) <= 12 else []
    said = [*([str(int(day))] if _known(day) else []), *name, *([year] if _known(year) else [])]
    if not said:
        return "every year"
    return " ".join(said) + ("" if _known(year) else of)


def _digits(*parts: str) -> Iterator[str]:
    return (str(int(part)) for part in parts if _known(part))


def _known(part: str) -> bool:
    return part.isdecimal()
