"""Two columns in one line of a text dump, parted by their words where no gap is left between them.

The motto, the day and "Nơi nhận" tell where a head and a closing stand in two columns. Their letters may be
spoiled, so words are compared bare and loosely.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from ingest.formulas import COMMONEST_FAMILIES, MOTTOES, bare
from ingest.page import Line

# What is put between two columns: more blanks than stand between words of one column.
GAP = "        "
_GAP = re.compile(r"(?<=\S)(?:\s{3,}|\t)(?=\S)")
# Lines of a page in which a head may stand, and lines behind "Nơi nhận" in which recipients may.
_HEAD_LINES, _CLOSING_LINES = 12, 30
# Letters that the motto and what is read for it have in common (percent).
_ALIKE = 72
# A motto has at most eight words, of which a scanner makes so many.
_MOTTO_WORDS = 16
_BARE_MOTTOES = tuple(bare(motto).replace(" - ", " ") for motto in MOTTOES)
# "Noi nhan" as dumps have it that lost their diacritics; where "Nơi nhận" is whole, so are the blanks between
# the columns, and the line is left alone.
_BARE_RECIPIENTS = re.compile(r"\s*n[o0u]i\s+nh\S{1,4}\s*:?", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\S)(?P<place>[A-ZĐÀ-Ý][^\s/-]*(?:\s+(?:-\s+)?[A-ZĐÀ-Ý&][^\s/-]*){0,5}),\s*ng\S{1,3}y?\s.{0,8}\sth\S{2,4}\s.{0,8}n\S{1,3}m\s+\d{4}\s*$"
)
_OFFICES = (
    "chu tich", "giam doc", "hieu truong", "bo truong", "thu truong", "vu truong", "cuc truong", "chanh van phong",
    "truong phong", "pho chu", "pho giam", "pho hieu", "truong ban", "uy ban", "hoi dong", "tong giam", "vien truong",
    "chi cuc truong", "chanh thanh tra", "pho chanh", "pho truong", "thu tuong", "chu nhiem", "ban thuong", "tong cuc truong",
)  # fmt: skip
_FOR = re.compile(r"(?:KT|TM|TL|TUQ|T/M|K/T|Q)\b\.?$")
_FOR_JOINED = ("KT.", "TM.", "TL.", "TUQ.")
_OFFICE_ALIKE = 80
# Offices have three words at most; one of them may be broken in two.
_OFFICE_WORDS = 4
_BULLETS = ("-", "–", "—", "+", "_", "~")
# The last recipient, behind which a name may stand.
_KEPT = re.compile(r"\blu\w\b")
_SHORTEST_NAME = 2
_FAMILIES = frozenset(map(bare, COMMONEST_FAMILIES))
# Marks at the end of a recipient.
_MARKS = (".", ";", ":", ")")


class Parting(NamedTuple):
    """Where the right column of a line begins, why, and how sure that is (0-1)."""

    start: int
    reason: str
    confidence: float


def partings(lines: Sequence[str]) -> dict[int, Parting]:
    """The lines of a page that hold two columns, by their number."""
    found: dict[int, Parting] = {}
    behind = _CLOSING_LINES + 1
    for number, text in enumerate(lines):
        behind = 0 if _BARE_RECIPIENTS.match(text) else behind + 1
        parting = None
        if number < _HEAD_LINES:
            parting = _before_motto(text) or _before_day(text)
        if parting is None and behind <= _CLOSING_LINES:
            parting = _before_office(text, opens=behind == 0)
        if parting and text[: parting.start].strip() and not _is_gap(text, parting.start):
            found[number] = parting
    return found


def column_starts(lines: Sequence[str]) -> dict[int, list[int]]:
    """Where further columns of lines begin, behind a gap or by their words."""
    starts = {
        number: [gap.end() for gap in _GAP.finditer(text)]
        for number, text in enumerate(lines)
        if _GAP.search(text)
    }
    for number, parting in partings(lines).items():
        starts[number] = sorted({*starts.get(number, ()), parting.start})
    return starts


def with_gaps(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines with a gap between columns, and what was done, for the page's history."""
    found = partings([line.text for line in lines])
    parted = [
        _parted(line, found[number].start) if number in found else line
        for number, line in enumerate(lines)
    ]
    steps = tuple(
        f"line {number + 1} parted into two columns by {parting.reason} ({parting.confidence:.2f})"
        for number, parting in found.items()
    )
    return tuple(parted), steps


def _parted(line: Line, start: int) -> Line:
    return replace(line, text=f"{line.text[:start].rstrip()}{GAP}{line.text[start:]}")


def _is_gap(text: str, start: int) -> bool:
    return any(gap.end() == start for gap in _GAP.finditer(text))


def _tokens(text: str) -> list[tuple[int, str]]:
    """The words of a line with their offsets."""
    return [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]


def _bare(words: Iterable[str]) -> str:
    """The words bare, with one blank for all signs between them."""
    return re.sub(r"[^a-z0-9@&]+", " ", bare(" ".join(words))).strip()


def _before_motto(text: str) -> Parting | None:
    """The motto stands in the right column from its first word to the end of the line."""
    tokens = _tokens(text)
    best: tuple[float, int] = (0.0, 0)
    for motto in _BARE_MOTTOES:
        for at in range(max(1, len(tokens) - _MOTTO_WORDS), len(tokens)):
            rest = _bare(word for _, word in tokens[at:])
            likeness = fuzz.ratio(rest, motto) if rest[:1] in (motto[0], "") else 0.0
            best = max(best, (likeness, tokens[at][0]))
    likeness, start = best
    if fuzz.partial_ratio(_BARE_MOTTOES[0], _bare([text[:start]])) >= _ALIKE:
        return None  # both lines of the motto in one
    return Parting(start, "the motto", likeness / 100) if likeness >= _ALIKE else None


def _before_day(text: str) -> Parting | None:
    match = _DAY.search(text)
    return Parting(match.start("place"), "the place and day", 0.9) if match else None


def _before_office(text: str, opens: bool) -> Parting | None:
    """An office in capitals behind "Nơi nhận:" or behind a recipient, or a name behind the last."""
    tokens = _tokens(text)
    words = [word for _, word in tokens]
    match = _BARE_RECIPIENTS.match(text) if opens else None
    first = sum(start < match.end() for start, _ in tokens) if match else 2
    if not match and not (tokens and words[0].startswith(_BULLETS)):
        return None
    capitals = len(tokens)
    while capitals > first and _is_capitals(words[capitals - 1]):
        capitals -= 1
    for at in range(capitals, len(tokens)):
        borders = words[at - 1].endswith(_MARKS) or not _is_capitals(words[at - 1])
        if borders and _is_office(words[at : at + _OFFICE_WORDS]):
            return Parting(tokens[at][0], "an office beside the recipients", 0.9)
    name = _before_name(words)
    if name and not (_KEPT.search(_bare(words[:3])) or _is_person(words[name:])):
        return None
    return Parting(tokens[name][0], "a name beside the recipients", 0.8) if name else None


def _before_name(words: Sequence[str]) -> int | None:
    """Where a name of two words or more begins that ends a line, behind a mark."""
    at = len(words)
    while at > 1 and _is_part_of_name(words[at - 1]) and not words[at - 2].endswith(","):
        at -= 1
    behind_mark = at > 1 and words[at - 1].endswith(_MARKS)
    return at if behind_mark and len(words) - at >= _SHORTEST_NAME else None


def _is_person(words: Sequence[str]) -> bool:
    """Whether words begin as most names of people do; those of offices have no such word."""
    return _bare(words[:1]) in _FAMILIES or _bare(words[1:2]) in ("van", "thi")


def _is_part_of_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].isalpha() and word[1:].islower()


def _is_capitals(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.6 * len(letters) if letters else True


def _is_office(words: Sequence[str]) -> bool:
    """Whether words of capitals begin with an office or with "KT.", "TM."."""
    if _FOR.match(words[0]) or words[0].startswith(_FOR_JOINED):
        return True
    text = _bare(words)
    return text[:1].isalpha() and any(
        fuzz.ratio(text[: len(office)], office) >= _OFFICE_ALIKE for office in _OFFICES
    )
