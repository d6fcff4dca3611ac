"""What a reviewer may correct a value to: text that can be seen, dates that are dates."""

import re

from extract.grammar.dates import day
from ingest.errors import BadRequest
from normalize.folding import is_line
from store.questions.calendar import is_time

LONGEST = 20_000  # characters; the longest heading or task of a record has some 2,000
_TIME = re.compile(r"/(?:issued_on|effective_on|period|edtf)$")
_GIVEN_DAY = re.compile(r"(?<![\d-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_GIVEN_MONTH = re.compile(r"(?<![\d-])(\d{1,2})/(\d{4})(?!\d)")
_LABELS = re.compile(r"\b(?:từ|ngày|tháng|năm)\s+", re.IGNORECASE)
_ABOUT = re.compile(r"\bkhoảng\s+([\d-]+)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:–|—|\bđến\b|\s-\s)\s*")
_YEAR = re.compile(r"\d{4}")
_BREAKS = re.compile(r"[\r\n\t]")


def is_a_time(pointer: str) -> bool:
    """Whether the value of a pointer is a time, kept as EDTF."""
    return _TIME.search(pointer) is not None


def time_given(written: str) -> str:
    """A time as a person types or marks it, in EDTF; what is not understood stays as it is.

    A day may stand among other words, where it is the only one.

    >>> time_given("15/4/2020"), time_given("từ tháng 9/2023 đến khoảng 5/2024"), time_given("2020-04-15")
    ('2020-04-15', '2023-09/2024-05~', '2020-04-15')
    >>> time_given("Hà Nội, ngày 26 tháng 9 năm 2025")
    '2025-09-26'
    """
    text = _GIVEN_DAY.sub(lambda one: f"{one[3]}-{int(one[2]):02}-{int(one[1]):02}", written)
    text = _GIVEN_MONTH.sub(lambda one: f"{one[2]}-{int(one[1]):02}", text)
    text = _BETWEEN.sub("/", _ABOUT.sub(r"\1~", _LABELS.sub("", text)).strip())
    is_one = len(_YEAR.findall(written)) == 1 and not _BETWEEN.search(written)
    return (is_one and not is_time(text) and day(written)) or text


def check_correction(pointer: str, after: str, word: bool = False) -> None:
    """Raise BadRequest where a value, or a ``word`` of the text, cannot read so."""
    if not after:
        raise BadRequest("A correction cannot be empty.", "Give the value as it should read.")
    line = after if word else _BREAKS.sub(" ", after)
    if not is_line(line, LONGEST):
        raise BadRequest(
            f"A correction has at most {LONGEST:,} characters, all of which can be seen.",
            "Type it anew.",
        )
    if _TIME.search(pointer) and not is_time(after):
        raise BadRequest(
            f"{after!r} is no time.", "Write it as 20/10/2023, 10/2023, 2023 or 2023-09/2024-05."
        )
