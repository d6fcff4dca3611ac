"""The head of a document: issuers, number, place and date, kind, title, period.

Layout after Phụ lục I of Nghị định 30/2020/NĐ-CP; the number is read before any date.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from extract.draft import Draft, Zone
from extract.grammar import dates
from extract.grammar.units import clean, join_letters
from extract.head.casing import Casing
from extract.head.dispatch import read_addressees, read_effect
from extract.head.head import (
    LABEL_INDENT,
    MOTTO,
    NUMBER,
    RELIABILITY,
    support,
    support_part,
    symbol,
    whole_lines,
)
from extract.head.issuers import read_issuers
from extract.head.marks import read_marks
from extract.record import Evidence, HeaderEvidence
from extract.vocabulary import KIND_CODES, KINDS
from extract.zones.layout import ATTACHED, NEVER_TITLE, Layout
from extract.zones.segments import Segment, segments
from extract.zones.zones import DATED, HEAD, KIND, TITLE, Part, Zones
from extract.zones.zones import NUMBER as NUMBERED
from ingest.page import Origin, Signature
from normalize.folding import fold

_PARTY_NUMBER = re.compile(
    r"(?<![^\W\d_])[Ss][ốôó]\s*[:.]?\s*(?P<serial>\d{1,5})\s*-\s*(?P<symbol>[A-ZĐ][\wĐ]*/[\wĐ/]+(?:[-–][A-ZĐ][A-ZĐ&]{1,11}(?!\w))*)"
)
_DATE = re.compile(
    r"(?P<place>[^\W\d_][^\n,;:]{1,40}?)\s*,?\s*ng[àa]y?(?:w)?\s*(?P<d>\d{1,2}|\S{0,6}?)\s*th[áa]ng\s*(?P<m>\d{1,2}|\S{0,4}?)\s*năm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_NUMBERED_PLACE = re.compile(r"(?:Quận|Phường|Q\.|P\.)\s?\d{1,2}$", re.IGNORECASE)
# The end of a number that is cited with its date: no place.
_CODE = re.compile(r"[A-ZĐ]{1,6}(?:[-/][A-ZĐ&]+)+")
_COLUMNS = re.compile(r"\s{3,}|\t|\s\|\s")
_JOINTLY = re.compile(r"^(?:liên tịch|liên ngành)\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\s*\(([^()]*)\)\s*$", re.DOTALL)
_SIGNATURE_NOTE = re.compile(
    r"k[ýy] b[ởo]i|th[ờo]i gian k[ýy]|ng[ườuơ]+i k[ýy]|c[ơo] quan:|email:", re.IGNORECASE
)
# The hour under a digital signature: "06.11.2024 09:27:05", "+07:00".
_STAMP = re.compile(r"[\d./-]{8,10}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*\+07:00)?|\+07:00")


# How like (0-100) a misread line of the kind must be to the kind that it was meant to be.
LIKE_KIND = 84


def read_header(draft: Draft, layout: Layout) -> None:
    """Fill the header of the draft's record from the lines before the body."""
    lines = draft.source.lines
    last = min(len(lines), max(layout.body, (layout.kind_line or 0) + 1))
    head = _unsigned([s for s in segments(lines, 0, last) if not _SIGNATURE_NOTE.search(s.text)])
    zones = layout.zones.head
    _number(draft, _first(draft, head, zones.lines(NUMBERED)))
    _place_and_date(draft, _first(draft, head, zones.lines(DATED)))
    _kind(draft, layout)
    _title(draft, layout)
    read_issuers(draft, zones)
    _period(draft)
    _recase(draft)
    read_marks(draft, layout)
    read_addressees(draft, layout.zones)
    read_effect(draft)


def _recase(draft: Draft) -> None:
    """Names that the head prints in capitals take the case that running text gives them."""
    header = draft.header
    casing = Casing(
        [*(b.text for b in draft.blocks if b.zone is not Zone.HEADER), header.place or ""]
    )

    def in_capitals(field: str) -> bool:
        found = header.support.get(field)
        return found is not None and all(e.text.isupper() for e in found.evidence)

    if header.title and in_capitals("title"):
        header.title = casing.applied(header.title)
    if in_capitals("issuer"):
        header.issuer = [casing.name(name) for name in header.issuer]
    if header.parent_issuer and in_capitals("parent_issuer"):
        header.parent_issuer = casing.name(header.parent_issuer)


def _unsigned(head: list[Segment]) -> list[Segment]:
    """The head without the note that a digital signature prints above it, down to its hour."""
    motto = next((n for n, s in enumerate(head) if MOTTO.search(s.flat)), len(head))
    stamps = [n for n, s in enumerate(head[:motto]) if _STAMP.fullmatch(s.text)]
    return head[stamps[-1] + 1 :] if stamps else head


def _first(draft: Draft, head: list[Segment], lines: Sequence[int]) -> list[Segment]:
    """The whole lines of the head, those first that the model found."""
    by_line = {s.line: s for s in whole_lines(draft, [*head, *(Segment(n, 0, "") for n in lines)])}
    return [by_line[n] for n in dict.fromkeys([*lines, *by_line])]


def _number(draft: Draft, head: list[Segment]) -> None:
    for segment in head:
        if match := _PARTY_NUMBER.search(segment.text):
            draft.header.number = f"{match['serial']}-{symbol(match['symbol'])}"
        elif (match := NUMBER.search(segment.text)) and match.start() < LABEL_INDENT:
            draft.header.number = f"{_serial(match['serial'])}/{symbol(match['symbol'])}"
        else:
            continue
        support(draft, "number", segment, match.start(), match.end(), "number")
        return


def _serial(text: str) -> str:
    """The running number; ``?`` where it was written by hand and not read."""
    digits = re.sub(r"[\s._]", "", text)
    return digits if re.fullmatch(r"\d{1,6}[A-Za-zđ]{0,2}", digits) else "?"


def _place_and_date(draft: Draft, head: list[Segment]) -> None:
    for segment in head:
        match = _DATE.search(segment.text)
        if not match:
            continue
        place = clean(_COLUMNS.split(match["place"])[-1]).removeprefix("| ")
        place = re.sub(r"^.*(?:/\S+)\s+", "", place)
        if (
            len(place.split()) > 6
            or _CODE.fullmatch(place)
            or re.search(r"\d", _NUMBERED_PLACE.sub("", place))
        ):
            continue
        start = match.start("place") + match["place"].rfind(place)
        draft.header.place = place
        support(draft, "place", segment, start, match.end("place"), "place")
        blank = draft.source.lines[segment.line].page not in _by_ocr(draft)
        when = _when(match["y"], match["m"], match["d"], blank)
        if when:
            draft.header.issued_on = when
            first = segment.text.index("ng", match.end("place"))
            support(draft, "issued_on", segment, first, match.end(), "issued_on")
        return


def complete_day(draft: Draft, signatures: Sequence[Signature]) -> None:
    """Fill in a day that was not read from the issuer's electronic signature of the same month.

    The evidence names the signature; the confidence says how often the days agree.
    """
    header = draft.header
    if not header.issued_on or not re.fullmatch(r"\d{4}-\d{2}(?:-XX)?", header.issued_on):
        return
    issuers = {fold(name) for name in header.issuer}
    fitting = [
        s
        for s in signatures
        if s.signed_at
        and s.signed_at[:7] == header.issued_on[:7]
        and fold(s.signer or "") in issuers
    ]
    if not fitting:
        return
    first = min(fitting, key=lambda s: s.signed_at or "")
    assert first.signed_at is not None
    header.issued_on = first.signed_at[:10]
    rule = "issued_on-from-signature"
    box = first.box
    shown = Evidence(
        page=first.page or 1,
        boxes=[(box.left, box.top, box.right, box.bottom)] if box else [],
        raw=first.text,
        text=f"{first.trace}: {first.signer}, {first.signed_at}",
        rule=rule,
    )
    known = header.support["issued_on"].evidence
    header.support["issued_on"] = HeaderEvidence(
        evidence=[*known, shown], confidence=RELIABILITY[rule]
    )


def _by_ocr(draft: Draft) -> set[int]:
    return {p.page for p in draft.record.source.pages if p.origin == Origin.OCR}


# What stands where day or month was left blank.
_BLANK = re.compile(r"[\s._…-]*")


def _when(year: str, month: str, number: str, blank: bool = False) -> str | None:
    """The date as EDTF; ``X`` for a handwritten day or month that was not read.

    With ``blank`` nothing was written there: what was left open is left off.

    >>> _when("2021", "5", "{"), _when("2021", "05", "3"), _when("2021", "05", "...", blank=True)
    ('2021-05-XX', '2021-05-03', '2021-05')
    """
    if blank and _BLANK.fullmatch(month):
        return year
    if blank and _BLANK.fullmatch(number) and month.strip().isdigit():
        return dates.month(year, month)
    if not month.strip().isdigit() or dates.month(year, month) is None:
        return f"{year}-XX-XX"
    if not number.strip().isdigit() or int(number) == 0:
        return f"{dates.month(year, month)}-XX"
    return dates.make_day(year, month, number)


def _kind(draft: Draft, layout: Layout) -> None:
    header = draft.header
    kinds = {fold(kind): kind for kind in KINDS}
    found = [zone for zone, *_ in layout.zones.head.values(KIND)]
    for zone in found or _kind_by_rules(draft, layout):
        flat = zone.segment.flat
        begun = max((kind for kind in kinds if flat.startswith(kind)), key=len, default="")
        near, likeness, _index = process.extractOne(flat, list(kinds), scorer=fuzz.ratio)
        if begun or likeness >= LIKE_KIND:
            header.kind = kinds[begun or near]
            support_part(draft, "kind", zone)
            return
    if header.number:
        code = re.split(r"[/-]", header.number.split("/", 1)[1])[0] if "/" in header.number else ""
        header.kind = KIND_CODES.get(code.lower(), "công văn")
        header.support["kind"] = HeaderEvidence(
            evidence=[
                e.model_copy(update={"rule": "kind-from-number"})
                for e in header.support["number"].evidence
            ],
            confidence=header.support["number"].confidence * RELIABILITY["kind-from-number"],
        )


# How often rules are right about a kind or a title that the model does not see.
RULED = 0.5


def _kind_by_rules(draft: Draft, layout: Layout) -> list[Part]:
    """The columns in capitals of the line that rules take for the kind, where the model found none."""
    if layout.kind_line is None:
        return []
    columns = segments(draft.source.lines, layout.kind_line, layout.kind_line + 1)
    return [Part(column, KIND, True, RULED) for column in columns if column.text[:3].isupper()]


def _title(draft: Draft, layout: Layout) -> None:
    zones = layout.zones.head
    marked = [z for z in zones.parts if z.label == HEAD and _MARKED.match(z.segment.text)]
    run = _title_run(zones) or _title_by_rules(draft, layout) or marked[:1]
    run = [*run, *_rest(zones, run)]
    parts = [zone.segment.text.strip("*") for zone in run]
    kind = next((found[0] for found in zones.values(KIND)), None)
    above = kind and (not run or kind.segment.line <= run[0].segment.line)
    if kind and above and (rest := _behind(kind.segment, draft.header.kind or "")):
        parts.insert(0, rest if all(map(str.isupper, parts)) else clean_title(rest))
        run = [kind, *run]
    if run and parts:
        draft.header.title = clean_title(" ".join(parts))
        for zone in run:
            support_part(draft, "title", zone)


def _title_by_rules(draft: Draft, layout: Layout) -> list[Part]:
    """The longest column of each line that rules take for the title, where the model found none."""
    columns = [
        max(segments(draft.source.lines, n, n + 1), key=lambda s: len(s.text))
        for n in layout.title_lines
    ]
    return [Part(column, TITLE, n == 0, RULED) for n, column in enumerate(columns)]


def _rest(zones: Zones, run: Sequence[Part]) -> Iterator[Part]:
    """The lines in small letters right below a title's last line, which go on with it."""
    last = run[-1].segment.line if run else -1
    for zone in zones.parts:
        small = zone.label == HEAD and zone.segment.text[:1].islower()
        if run and small and zone.segment.line == last + 1:
            last += 1
            yield zone


def _behind(line: Segment, kind: str) -> str:
    """What the line of the kind says behind it: the first words of the title."""
    longer = line.flat.startswith(fold(kind)) and len(line.flat) > len(fold(kind)) + 3
    return _JOINTLY.sub("", line.text[len(kind) :].strip()) if longer else ""


def _title_run(zones: Zones) -> list[Part]:
    """The segments of the title: down to a note, to capitals below small letters, or where its bracket closes."""
    found: list[Part] = []
    for zone in next(zones.values(TITLE), []):
        text = zone.segment.text
        noted = text.startswith("(") and ATTACHED.search(text)
        if found and (noted or (text.isupper() and not found[0].segment.text.isupper())):
            break
        if (
            found
            and found[0].segment.text.startswith("(")
            and found[-1].segment.text.rstrip().endswith(")")
        ):
            break
        if _MARKED.match(text) or not NEVER_TITLE.match(text):
            found.append(zone)
    unfinished = len(found) == 1 and found[0].segment.text.rstrip().endswith((",", ":"))
    return [] if unfinished else found


# The mark of a letter's subject, also misread: "V/v", "Vv/", "V/ở".
_MARKED = re.compile(r"^\s*(?:V/v(?!\w)|[VY]/\S{1,2}(?=\s)|V/(?=về\s))\s*:?", re.IGNORECASE)


def clean_title(text: str) -> str:
    """A title in one line, without the marks around it; capitals throughout become a sentence.

    >>> clean_title("(V/v tổ chức giải bóng đá)")
    'tổ chức giải bóng đá'
    """
    text = _IN_BRACKETS.sub(r"\1", text)
    title = join_letters(_MARKED.sub("", text))
    title = re.sub(r"\s+", " ", title).strip(" .*_-–")
    return title[:1] + title[1:].lower() if title.isupper() else title


def _period(draft: Draft) -> None:
    title = draft.header.title
    found = dates.period(title) if title else None
    if found:
        draft.header.period = found
        support = draft.header.support["title"]
        draft.header.support["period"] = HeaderEvidence(
            evidence=support.evidence,
            confidence=min(support.confidence + 0.05, RELIABILITY["period"]),
        )
