"""Values that do not agree with one another or with the calendar: kept as printed, and flagged."""

import re
from collections.abc import Iterator, Sequence

from extract.draft import Draft, Zone
from extract.grammar import dates
from extract.grammar.number_parts import parts_of
from extract.record import Flag, Section
from extract.vocabulary import KIND_CODES
from extract.zones.outline import style_of
from normalize.folding import fold, strip_diacritics

_DATE = re.compile(
    rf"(?<![\d/.])(?:{dates.NUMERIC})(?![\d/])|ngày\s+(?P<d2>\d{{1,2}})\s*tháng\s*(?P<m2>\d{{1,2}})\s*năm\s*(?P<y2>\d{{4}})",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"năm học\s*(?P<a>\d{4})\s*[-–—]\s*(?P<b>\d{4})", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|từ năm)\s*(?P<a>\d{4})\s*(?:[-–—]|đến(?: năm)?)\s*(?P<b>\d{4})"
    r"|từ tháng\s*(?P<m1>\d{1,2})\s*[/-]\s*(?P<y1>\d{4})\s*(?:[-–—]|đến)\s*(?:hết\s+)?tháng\s*(?P<m2>\d{1,2})\s*[/-]\s*(?P<y2>\d{4})"
    r"|từ ngày\s*(?P<d3>\d{1,2}/\d{1,2}/\d{4})\s*(?:[-–—]|đến)\s*(?:hết\s+)?(?:ngày\s*)?(?P<d4>\d{1,2}/\d{1,2}/\d{4})",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(r"^[^/]+/(?P<year>(?:19|20)\d\d)/")


def check(draft: Draft) -> None:
    """Add a flag for everything that a clerk would look at twice."""
    draft.record.flags.extend(_header(draft))
    draft.record.flags.extend(_calendar(draft))
    draft.record.flags.extend(_references(draft))
    draft.record.flags.extend(_labels(draft.record.sections))


def _header(draft: Draft) -> Iterator[Flag]:
    """Number, kind, issuer and date against one another."""
    header = draft.header
    header.number_parts = parts = parts_of(header.number) if header.number else None
    if parts is None:
        return
    kind = KIND_CODES[parts.kind_code.lower()] if parts.kind_code else None
    if kind and header.kind and kind != header.kind and "liên tịch" not in header.kind:
        detail = f"{header.kind}: {header.number}"
        yield Flag(pointer="/header/kind", code="number-kind", detail=detail)
    if parts.year and header.issued_on and str(parts.year) != header.issued_on[:4]:
        detail = f"{header.number}: {header.issued_on}"
        yield Flag(pointer="/header/number", code="number-year", detail=detail)
    codes = parts.issuing_codes[:1]
    if codes and header.issuer and not any(agrees(codes[0], name) for name in header.issuer):
        detail = f"{codes[0]}: {'; '.join(header.issuer)}"
        yield Flag(pointer="/header/issuer", code="number-issuer", detail=detail)


def agrees(code: str, name: str) -> bool:
    """Whether the letters of an issuing code stand in a unit's name, in order, by its syllables.

    >>> agrees("SGDĐT", "Sở Giáo dục và Đào tạo Hà Nội"), agrees("UBND", "Sở Y tế tỉnh Gia Lai")
    (True, False)
    """
    letters = [c for c in strip_diacritics(code).lower() if c.isalpha()]
    syllables = fold(name).split()
    initials = [s[0] for s in syllables]
    # "TTg" for Thủ tướng takes a second letter of a syllable, "LĐTBXH" leaves the type word out.
    return _in_order(letters, initials) or (
        _in_order(letters[:2], initials) and _in_order(letters, [c for s in syllables for c in s])
    )


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> bool:
    rest = iter(given)
    return all(letter in rest for letter in wanted)


def _calendar(draft: Draft) -> Iterator[Flag]:
    """Days that the calendar lacks, spans that run backwards, school years of other than a year."""
    for start, text in ((block.start, block.text) for block in draft.blocks):
        for match in _DATE.finditer(text):
            parts = [match[y] or match[f"{y}2"] for y in ("y", "m", "d")]
            if dates.make_day(*parts) is None and int(parts[2]):
                yield _found(draft, start + match.start(), match[0], "impossible-date")
        for match in _SCHOOL_YEAR.finditer(text):
            if int(match["b"]) != int(match["a"]) + 1:
                yield _found(draft, start + match.start(), match[0], "school-year")
        for match in _SPAN.finditer(text):
            first, last = _ends(match)
            if first and last and first > last:
                yield _found(draft, start + match.start(), match[0], "backwards-span")


def _ends(match: re.Match[str]) -> tuple[str | None, str | None]:
    if match["a"]:
        return match["a"], match["b"]
    if match["m1"]:
        return dates.month(match["y1"], match["m1"]), dates.month(match["y2"], match["m2"])
    return dates.day(match["d3"]), dates.day(match["d4"])


def _found(draft: Draft, offset: int, text: str, code: str) -> Flag:
    """A flag on the value that holds the words, on the header's title, or on the text as a whole."""
    for n, (start, stop) in enumerate(draft.places):
        if start <= offset < stop or offset <= start < offset + len(text):
            return Flag.model_validate(
                {"pointer": f"/deadlines/{n}/text", "code": code, "detail": text}
            )
    named = text.lower() in (draft.header.title or "").lower()
    dated = draft.block_at(offset).zone is Zone.HEADER and code == "impossible-date"
    pointer = "/header/issued_on" if dated else "/header/period" if named else ""
    return Flag.model_validate({"pointer": pointer, "code": code, "detail": text})


def _references(draft: Draft) -> Iterator[Flag]:
    """A cited document cannot be younger than the one that cites it; a year in its number fits."""
    issued = draft.header.issued_on or ""
    for n, reference in enumerate(draft.record.references):
        cited = reference.issued_on or ""
        if len(issued) == len(cited) == 10 and "X" not in issued and cited > issued:
            yield Flag(
                pointer=f"/references/{n}/issued_on",
                code="date-before-reference",
                detail=f"{cited}: {issued}",
            )
        year = _WITH_YEAR.match(reference.number or "")
        if year and cited and year["year"] != cited[:4]:
            yield Flag(
                pointer=f"/references/{n}/number",
                code="number-year",
                detail=f"{reference.number}: {cited}",
            )


def _labels(sections: Sequence[Section]) -> Iterator[Flag]:
    """Labels that a list repeats or skips; a list ends where a section of a higher level begins."""
    last: dict[tuple[int, str, str], int] = {}
    for n, section in enumerate(sections):
        style, stem, count = style_of(section.label)
        for key in [k for k in last if k[0] > section.level]:
            del last[key]
        key = section.level, style, stem
        before = last.get(key)
        last[key] = count
        if before is None or count == before + 1:
            continue
        code = "label-repeated" if count <= before else "label-skipped"
        yield Flag.model_validate(
            {"pointer": f"/sections/{n}/label", "code": code, "detail": section.label}
        )
