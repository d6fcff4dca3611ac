"""Expressions of time that say when something is done, due or reported, as EDTF.

The text is scanned with patterns from the most to the least specific; what one has explained the
next leave alone, and so do they the dates of cited documents.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract import dates
from extract.draft import Block, Draft
from extract.outline import label_of
from extract.record import Deadline
from extract.times import PATTERNS, RELIABILITY_EXACT, THAT_TERM, Found, rrule

_SCHOOL_YEAR_HEADING = re.compile(r"năm học\s*(?P<a>\d{4})\s*[-–]\s*(?P<b>\d{4})", re.IGNORECASE)
# A date right behind these words is part of a document's name or an amount, not a time to act.
_NOT_A_TIME = re.compile(
    r"(?:số|giai đoạn|theo|tại|của|luật|định|tư|chỉ thị|văn|kế hoạch)\s*$", re.IGNORECASE
)
# "giai đoạn trước năm 2025" tells of a stage.
_STAGE = re.compile(r"(?:giai đoạn|thời kỳ|so với)\s*$", re.IGNORECASE)
_GROUNDS = re.compile(r"\s*(?:căn cứ|thực hiện|theo|xét)\b", re.IGNORECASE)
_GROUND = re.compile(r"\s*(?:căn cứ|xét)\b", re.IGNORECASE)
# A bare date behind one of these in its clause is that of the document or the meeting named.
_DOCUMENT = re.compile(
    r"(?:Luật|Pháp lệnh|Tờ trình|Biên bản|Quyết định|Nghị định|Thông tư|Công văn|Nghị quyết|Thông báo|Hợp đồng|Bản đồ|Giấy phép)\s+[^.;:]{0,160}$"
)
# An allowance paid so often is no task that recurs; nor is an estimate or programme made so often.
_ALLOWANCE = re.compile(
    r"(?:trợ cấp|phụ cấp|sinh hoạt phí|lương|tiền công|học phí|thu nhập|mức đóng|lương hưu|tiền tuất|dự toán|trung hạn và|chương trình công tác)(?:[^.;:,]{0,30})?\s*$",
    re.IGNORECASE,
)
# A time that ended more years than this before the document is no part of its plan but a condition
# ("nhập ngũ trước ngày 01 tháng 4 năm 1975").
YEARS_BACK = 1


# What has been done already.
_TOLD = re.compile(r"(?<!\w)đã\s[^.;]*$", re.IGNORECASE)


def is_past(draft: Draft, block: Block, start: int, meaning: Found) -> bool:
    """Whether a time lies before the document: a condition of old, or a single day gone by."""
    issued, edtf = draft.header.issued_on or "", meaning.edtf or ""
    if not re.match(r"\d{4}", issued) or not re.match(r"\d{4}", edtf) or meaning.recurrence:
        return False
    last = edtf.split("/")[-1]
    if int(last[:4]) < int(issued[:4]) - YEARS_BACK:
        return True
    known = issued.split("-X")[0]
    if len(last) < 10:
        return False
    told = bool(_TOLD.search(block.text[:start])) and last[: len(known)] <= known
    return told or (meaning.relation == "on" and last < known)


def _is_period(draft: Draft, text: str, meaning: Found) -> bool:
    """Whether a time is the quarter or year that the document is about, as its title says."""
    bare = text.lower().startswith(("quý", "năm"))
    return bare and meaning.edtf is not None and meaning.edtf == draft.header.period


def _is_told(text: str, start: int, matched: str, meaning: Found) -> bool:
    """Whether a time belongs to a document, an allowance or a sum rather than to a task."""
    bare = matched.lower().startswith(("ngày", *"0123456789")) and meaning.relation == "on"
    if bare and not meaning.recurrence and _DOCUMENT.search(text[:start]):
        return True
    recurs = meaning.recurrence in ("monthly", "yearly") and meaning.edtf is None
    return recurs and bool(_ALLOWANCE.search(text[:start]) or text[:start].rstrip().endswith("cứ"))


def find_deadlines(draft: Draft) -> None:
    """Add every expression of time in the body to the record."""
    for blocks in draft.parts():
        _find_in(draft, blocks)


def _find_in(draft: Draft, blocks: Sequence[Block]) -> None:
    grounds, before = True, None
    for block in blocks:
        grounds = grounds and (bool(_GROUNDS.match(block.text)) or block.text.isupper())
        if grounds or (_GROUND.match(block.text) and block.text.rstrip().endswith((";", ","))):
            continue
        found = _in_block(draft, block)
        for start, stop, said, reliability in sorted(found, key=lambda f: f[0]):
            meaning = said
            if said.edtf == THAT_TERM:
                meaning = replace(said, edtf=before)
            before = meaning.edtf
            draft.record.deadlines.append(
                _deadline(draft, block, start, stop, meaning, reliability)
            )
            draft.places.append((block.start + start, block.start + stop))


def _in_block(draft: Draft, block: Block) -> list[tuple[int, int, Found, float]]:
    found: list[tuple[int, int, Found, float]] = []
    label = label_of(block.text)
    if label and (heading := _SCHOOL_YEAR_HEADING.fullmatch(block.text[label.end :].strip(" .:"))):
        start = block.text.index(heading[0])
        return [
            (
                start,
                start + len(heading[0]),
                Found(dates.span(heading["a"], heading["b"]), "during"),
                RELIABILITY_EXACT,
            )
        ]
    quoted = [m.span() for m in re.finditer(r"“[^”]{0,200}”", block.text)]
    for pattern, read, reliability in PATTERNS:
        for match in pattern.finditer(block.text):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            stop = match.end()
            inside = any(a < stop and start < b for a, b, *_ in found)
            in_quotes = any(a <= start < b for a, b in quoted)
            named = _NOT_A_TIME.search(block.text[:start]) and match[0][:1].isdigit()
            of_a_stage = _STAGE.search(block.text[:start])
            if (
                inside
                or in_quotes
                or named
                or of_a_stage
                or draft.overlaps_taken(block.start + start, block.start + stop)
            ):
                continue
            meaning = read(match, draft)
            if meaning and not (
                _is_period(draft, block.text[start:stop], meaning)
                or is_past(draft, block, start, meaning)
                or _is_told(block.text, start, block.text[start:stop], meaning)
            ):
                found.append((start, stop, meaning, reliability))
    return found


def _deadline(
    draft: Draft, block: Block, start: int, stop: int, meaning: Found, reliability: float
) -> Deadline:
    first, last = block.start + start, block.start + stop
    return Deadline(
        text=block.text[start:stop],
        edtf=meaning.edtf,
        estimate=meaning.estimate,
        rule=meaning.rule,
        relation=meaning.relation,
        recurrence=meaning.recurrence,
        rrule=rrule(meaning, block.text[start:stop]),
        task=_clause(block.text, start, stop),
        evidence=draft.evidence(first, last, "deadline"),
        confidence=draft.confidence(first, last, reliability),
    )


def _clause(text: str, start: int, stop: int) -> str:
    """The clause around an expression, without it and without the label in front."""
    label = label_of(text)
    bullet = re.match(r"\s*(?:[-–+*•]\s*|[a-zđ][.)]\s+)?", text)
    floor = label.end if label else bullet.end() if bullet else 0
    plain = re.sub(r"\([^()]*\)", lambda m: "_" * len(m[0]), text)
    left = max([m.end() for m in re.finditer(r"[.;:]\s", plain[:start])] + [floor])
    ends = [m.start() for m in re.finditer(r"[.;](?:\s|/|$)", plain[stop:])]
    right = stop + (ends[0] if ends else len(text) - stop)
    clause = _joined(text[left:start], text[stop:right])
    if " " not in clause and left > floor:
        before = max([m.end() for m in re.finditer(r"[.;]\s", plain[: left - 2])] + [floor])
        return _joined(text[before:left], clause)
    return clause


def _joined(*parts: str) -> str:
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" ,.;:()-–")
