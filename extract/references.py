"""Cited documents: kind, number, date and issuer; once each."""

import re

from extract import dates
from extract.draft import Block, Draft, Zone
from extract.head import symbol
from extract.record import Reference
from extract.units import clean, name_after, title_case
from extract.vocabulary import KIND_CODES, KINDS
from gazetteer.abbreviations import expand

RELIABILITY_NUMBERED, RELIABILITY_NAMED = 0.95, 0.75

_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
# "15/2020/TT-BGDĐT", "2545/QĐ-TTg", "119/GDĐT-HC", "06-CTr/TU", "29-NQ/TW"; OCR puts blanks in.
_PARTS = r"[A-ZĐ][A-Za-zĐđ&]*(?:\s?[-–]\s?[A-ZĐ][\wĐđ&.]*)*"
_NUMBER = re.compile(
    rf"(?<![\w/])(?P<serial>\d{{1,5}}[a-z]?)\s?(?:/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<a>{_PARTS}\d{{0,2}})"
    rf"|/\s?(?P<b>{_PARTS})|-\s?(?P<c>[A-ZĐ][A-Za-zĐđ]{{1,4}}\s?/\s?[A-ZĐ]{{2,10}}))"
)
_KIND_BEFORE = re.compile(
    rf"(?P<kind>{_KIND})(?:\s+liên tịch)?\s*(?:số|sổ|s6|so)?\s*:?\s*$", re.IGNORECASE
)
_DATE_AFTER = re.compile(
    rf"\s*,?\s*(?:ban hành\s*)?\(?\s*ngày\s*(?:{dates.WRITTEN})", re.IGNORECASE
)
_NUMERIC_AFTER = re.compile(rf"\s*,?\s*\(?\s*ngày\s*(?:{dates.NUMERIC})", re.IGNORECASE)
_ISSUER_AFTER = re.compile(r"\s*\)?\s*,?\s*(?:được\s+)?(?:của|do)\s+", re.IGNORECASE)
_LAW_BEFORE = re.compile(r"bộ luật|luật|nghị quyết|pháp lệnh", re.IGNORECASE)
# A law's name may stand between the word "Luật" and its number.
LAW_REACH = 110
_LAW_NAME = r"(?:Luật|Pháp lệnh)\s+[^;.(\n]{3,110}?"
_LAW_END = r"(?=\s*(?:ngày|số\s*:?\s*\d|năm|[Ss]ửa đổi|được|của|;|,(?!\s[^\W\d_A-ZĐ][^;.,\n]{0,60}?\s(?:ngày|số|năm)\b)|\.|\n|$|\(|thì|quy định|và (?:Luật|Pháp lệnh)))"
# A law that amends others bears their names in its own.
_LAW = re.compile(
    r"(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<title>[Ss]ửa đổi,?\s+(?:bổ sung\s+)?(?:một số [Đđ]iều\s+)?(?:của\s+)?"
    rf"{_LAW_NAME}(?:\s+và\s+{_LAW_NAME})?|(?!sửa đổi)[^\W\d_][^;.(\n]{{3,110}}?){_LAW_END}"
)
_UNNUMBERED = re.compile(
    r"(?P<kind>Tờ trình|Biên bản|Báo cáo|Kế hoạch|Quyết định|Công văn|Thông báo|Nghị quyết|Chỉ thị|Kết luận)(?=\s+ngày\s)"
)


def find_references(draft: Draft) -> None:
    """Add every cited document to the record and mark where it stands."""
    own = draft.header.number
    seen: set[str] = {_key(own)} if own else set()
    for block in draft.blocks:
        if block.zone is Zone.HEADER:
            continue
        for match in _NUMBER.finditer(block.text):
            _numbered(draft, block, match, seen)
        if block.zone in (Zone.BODY, Zone.ATTACHED):
            _laws(draft, block, seen)
            _dated(draft, block)


def _numbered(draft: Draft, block: Block, match: re.Match[str], seen: set[str]) -> None:
    number = _written(match)
    before = _KIND_BEFORE.search(block.text, 0, match.start())
    kind = before["kind"].lower() if before else _kind_of(match)
    if kind is None:
        return
    start = before.start() if before else match.start()
    stop, issued_on = _date(block.text, match.end())
    issuer, stop = _issuer(block.text, stop)
    draft.taken.append((block.start + start, block.start + stop))
    if _key(number) in seen:
        return
    seen.add(_key(number))
    first, last = block.start + start, block.start + stop
    draft.record.references.append(
        Reference(
            kind=kind,
            number=number,
            issued_on=issued_on,
            issuer=issuer,
            evidence=draft.evidence(first, last, "reference-number"),
            confidence=draft.confidence(block.start + match.start(), last, RELIABILITY_NUMBERED),
        )
    )


def _written(match: re.Match[str]) -> str:
    serial = match["serial"]
    if match["year"]:
        return f"{serial}/{match['year']}/{symbol(match['a'])}"
    if match["b"]:
        return f"{serial}/{symbol(match['b'])}"
    return f"{serial}-{symbol(match['c'])}"


def _kind_of(match: re.Match[str]) -> str | None:
    """The kind by the code in the number; None where the number may be something else."""
    code = re.split(r"[-/]", (match["a"] or match["b"] or match["c"]).replace(" ", ""))[0].lower()
    if re.match(r"qh\d*$|ubtvqh\d*$", code):
        law = list(
            _LAW_BEFORE.finditer(match.string, max(0, match.start() - LAW_REACH), match.start())
        )
        return law[-1][0].lower() if law else None
    if code in KIND_CODES:
        return KIND_CODES[code]
    return "công văn" if match["b"] and "-" in match["b"] and match["b"].isupper() else None


def _key(number: str) -> str:
    return re.sub(r"[\s.]", "", number).casefold().lstrip("0")


def _date(text: str, position: int) -> tuple[int, str | None]:
    match = _DATE_AFTER.match(text, position) or _NUMERIC_AFTER.match(text, position)
    if not match:
        return position, None
    return match.end(), dates.make_day(match["y"], match["m"], match["d"])


def _issuer(text: str, position: int) -> tuple[str | None, int]:
    of = _ISSUER_AFTER.match(text, position)
    found = name_after(text, of.end()) if of else None
    if not found:
        return None, position
    name = re.sub(r"\s+(?:và|cùng|với)$", "", text[found[0] : found[1]])
    return expand(title_case(name)), found[1]


def _dated(draft: Draft, block: Block) -> None:
    """Documents cited by kind and date only ("Tờ trình ngày 25 tháng 8 năm 2025 của …")."""
    for match in _UNNUMBERED.finditer(block.text):
        stop, issued_on = _date(block.text, match.end())
        first = block.start + match.start()
        if issued_on is None or draft.overlaps_taken(first, block.start + stop):
            continue
        issuer, stop = _issuer(block.text, stop)
        draft.taken.append((first, block.start + stop))
        draft.record.references.append(
            Reference(
                kind=match["kind"].lower(),
                issued_on=issued_on,
                issuer=issuer,
                evidence=draft.evidence(first, block.start + stop, "reference-date"),
                confidence=draft.confidence(first, block.start + stop, RELIABILITY_NAMED),
            )
        )


def _laws(draft: Draft, block: Block, seen: set[str]) -> None:
    """Laws cited by name only, as the grounds of a document usually do."""
    if not re.match(r"\s*căn cứ", block.text, re.IGNORECASE):
        return
    for match in _LAW.finditer(block.text):
        first, last = block.start + match.start(), block.start + match.end()
        title = clean(match[0])
        if draft.overlaps_taken(first, last) or title.casefold() in seen:
            continue
        rest = block.text[match.end() : match.end() + 20]
        if re.match(r"\s*số\s*\d", rest):
            continue
        seen.add(title.casefold())
        stop, issued_on = _date(block.text, match.end())
        draft.taken.append((first, block.start + stop))
        draft.record.references.append(
            Reference(
                kind=match["kind"].lower(),
                title=title,
                issued_on=issued_on,
                evidence=draft.evidence(first, last, "reference-name"),
                confidence=draft.confidence(first, last, RELIABILITY_NAMED),
            )
        )
