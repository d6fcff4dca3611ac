"""The head of a document: issuers, number, place and date, kind, title, period.

Layout after Phụ lục I of Nghị định 30/2020/NĐ-CP; the number is read before any date.
"""

import re
from collections.abc import Sequence

from extract import dates
from extract.casing import Casing
from extract.dispatch import read_addressees, read_effect
from extract.draft import Draft, Zone
from extract.head import (
    LABEL_INDENT,
    MOTTO,
    NUMBER,
    RELIABILITY,
    keep,
    support,
    symbol,
    whole_lines,
)
from extract.issuers import read_issuers
from extract.layout import Layout
from extract.segments import Segment, segments
from extract.marks import read_marks
from extract.record import Evidence, HeaderEvidence
from extract.units import clean, join_letters
from extract.vocabulary import KIND_CODES, KINDS
from ingest.page import Signature
from normalize.folding import fold

_PARTY_NUMBER = re.compile(
    r"(?<![^\W\d_])[Ss]ố\s*[:.]?\s*(?P<serial>\d{1,5})\s*-\s*(?P<symbol>[A-ZĐ][\wĐ]*/[\wĐ/]+(?:[-–][A-ZĐ]{2,10}(?!\w))*)"
)
_DATE = re.compile(
    r"(?P<place>[^\W\d_][^\n,;:]{1,40}?)\s*,?\s*ng[àa]y?(?:w)?\s*(?P<d>\d{1,2}|\S{0,6}?)\s*th[áa]ng\s*(?P<m>\d{1,2}|\S{0,4}?)\s*năm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_NUMBERED_PLACE = re.compile(r"(?:Quận|Phường|Q\.|P\.)\s?\d{1,2}$", re.IGNORECASE)
_COLUMNS = re.compile(r"\s{3,}|\t|\s\|\s")
_SUBJECT = re.compile(
    r"\(?\s*(?:V/v(?![^\W\d_])|V/(?=về\s)|Về việc|V/V(?![^\W\d_])|v/v(?![^\W\d_])|[VvY]/\S{1,2}(?=\s))\s*:?\s*(?P<title>.+)",
    re.DOTALL,
)
_JOINTLY = re.compile(r"^(?:liên tịch|liên ngành)\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\s*\(([^()]*)\)\s*$", re.DOTALL)
_SIGNATURE_NOTE = re.compile(
    r"k[ýy] b[ởo]i|th[ờo]i gian k[ýy]|ng[ườuơ]+i k[ýy]|c[ơo] quan:|email:", re.IGNORECASE
)
# The hour under a digital signature: "06.11.2024 09:27:05", "+07:00".
_STAMP = re.compile(r"[\d./-]{8,10}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*\+07:00)?|\+07:00")


def read_header(draft: Draft, layout: Layout) -> None:
    """Fill the header of the draft's record from the lines before the body."""
    lines = draft.source.lines
    last = min(len(lines), max(layout.body, (layout.kind_line or 0) + 1))
    head = _unsigned([s for s in segments(lines, 0, last) if not _SIGNATURE_NOTE.search(s.text)])
    _number(draft, head)
    _place_and_date(draft, head)
    _kind(draft, layout)
    _title(draft, head, layout)
    read_issuers(draft, head, layout)
    _period(draft)
    _recase(draft)
    read_marks(draft, layout)
    read_addressees(draft)
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


def _number(draft: Draft, head: list[Segment]) -> None:
    for segment in whole_lines(draft, head):
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
    for segment in whole_lines(draft, head):
        match = _DATE.search(segment.text)
        if not match:
            continue
        place = clean(_COLUMNS.split(match["place"])[-1]).removeprefix("| ")
        place = re.sub(r"^.*(?:/\S+)\s+", "", place)
        if len(place.split()) > 6 or re.search(r"\d", _NUMBERED_PLACE.sub("", place)):
            continue
        start = match.start("place") + match["place"].rfind(place)
        draft.header.place = place
        support(draft, "place", segment, start, match.end("place"), "place")
        when = _when(match["y"], match["m"], match["d"])
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
    if not header.issued_on or not re.fullmatch(r"\d{4}-\d{2}-XX", header.issued_on):
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


def _when(year: str, month: str, number: str) -> str | None:
    """The date as EDTF; ``X`` for a handwritten day or month that was not read.

    >>> _when("2021", "5", "{"), _when("2021", "05", "3")
    ('2021-05-XX', '2021-05-03')
    """
    if not month.strip().isdigit() or dates.month(year, month) is None:
        return f"{year}-XX-XX"
    if not number.strip().isdigit() or int(number) == 0:
        return f"{dates.month(year, month)}-XX"
    return dates.make_day(year, month, number)


def _kind(draft: Draft, layout: Layout) -> None:
    header = draft.header
    flat_kinds = {fold(kind): kind for kind in KINDS}
    if layout.kind_line is not None:
        by_length = sorted(flat_kinds, key=len, reverse=True)
        for segment in segments(draft.source.lines, layout.kind_line, layout.kind_line + 1):
            flat = next((k for k in by_length if segment.flat.startswith(k)), None)
            if flat and segment.text[:3].isupper():
                header.kind = flat_kinds[flat]
                support(draft, "kind", segment, 0, len(segment.text), "kind")
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


def _title(draft: Draft, head: list[Segment], layout: Layout) -> None:
    lines = draft.source.lines
    if layout.title_lines:
        parts = [_widest(lines[n].text).strip("*") for n in layout.title_lines]
        flat_kind = draft.header.kind or ""
        columns = _COLUMNS.split(lines[layout.kind_line or 0].text.strip())
        first = next((c for c in columns if fold(c).startswith(fold(flat_kind))), "")
        if len(fold(first)) > len(fold(flat_kind)) + 3:
            rest = _JOINTLY.sub("", first[len(flat_kind) :].strip())
            alone = not all(part.isupper() for part in parts)
            parts.insert(0, clean_title(rest) if alone else rest)
        words = [(lines[n], w) for n in layout.title_lines for w in lines[n].words]
        draft.header.title = clean_title(" ".join(parts))
        keep(draft, "title", words, "title")
        return
    for position, segment in enumerate(head):
        match = _SUBJECT.match(segment.text)
        if not match:
            continue
        chosen = [segment]
        for following in head[position + 1 :]:
            if _ends_subject(following.text):
                break
            chosen.append(following)
        title = " ".join([match["title"], *(s.text for s in chosen[1:])])
        draft.header.title = clean_title(title)
        for part in chosen:
            support(draft, "title", part, 0, len(part.text), "title")
        return


def _widest(text: str) -> str:
    """The longest column of a line: a title's, when a stamp's letters stand beside it."""
    return max(_COLUMNS.split(text.strip()), key=len).strip()


def _ends_subject(text: str) -> bool:
    return bool(
        _DATE.search(text) or NUMBER.match(text) or MOTTO.search(fold(text)) or text.isupper()
        or re.match(r"k[íi]nh g[ửu]i", text, re.IGNORECASE)
    )  # fmt: skip


def clean_title(text: str) -> str:
    """A title in one line, without the marks around it; capitals throughout become a sentence.

    >>> clean_title("(V/v tổ chức giải bóng đá)")
    'tổ chức giải bóng đá'
    """
    text = _IN_BRACKETS.sub(r"\1", text)
    title = join_letters(re.sub(r"^\s*V/v(?!\w)\s*:?", "", text, flags=re.IGNORECASE))
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
