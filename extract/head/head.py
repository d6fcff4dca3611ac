"""The lines of a head and the evidence that its fields keep; numbers and their symbols."""

import re
from collections.abc import Iterator

from extract.draft import Draft, evidence_of, surety
from extract.record import HeaderEvidence
from extract.vocabulary import KIND_CODES
from extract.zones.segments import Segment
from extract.zones.zones import Part
from normalize.text import RestoredWord, TextLine

# Reliability of each rule when its words are right: set near the share right on the samples and the
# development documents (10 to 15 cases a rule), lower for rules with one or two cases.
RELIABILITY = {
    "number": 0.95, "issued_on": 0.96, "place": 0.97, "kind": 0.98, "kind-from-number": 0.95,
    "title": 0.95, "issuer": 0.95, "issuer-from-number": 0.80, "issuer-from-text": 0.85,
    "parent_issuer": 0.95, "period": 0.95, "addressees": 0.95, "effective_on": 0.95,
    # An office's seal is set the day the document is dated in 7 of 13 scans, else later.
    "issued_on-from-signature": 0.5,
}  # fmt: skip

# OCR spoils what was written by hand: the serial may be anything, and so may day and month.
# A number or date of which a part could not be read is for a person to complete.
IN_PART = 0.3
_UNREAD = {"number": "?", "issued_on": "X"}
NUMBER = re.compile(
    r"(?<![^\W\d_])[SsŠ5][ốo6ôóồổộđ0]\s*[:;.!]?\s*(?P<serial>[^/\n]{0,16}?)\s*/\s*(?P<symbol>[A-ZĐ\d][\wĐ&/.,]*(?:\s?[-–]\s?[\wĐ&.,]+)*)"
)
# "Số:" stands at the start of its line, after specks at most.
LABEL_INDENT = 6

MOTTO = re.compile(
    r"cong hoa xa hoi|doc lap tu do|hanh phuc|dang cong san|^(?:hoa toc|khan|thuong khan|mat|toi mat)$"
)


def support(draft: Draft, field: str, segment: Segment, start: int, stop: int, rule: str) -> None:
    """Keep a stretch of a segment as evidence of a field; ``rule`` is a key of RELIABILITY."""
    line = draft.source.lines[segment.line]
    first, last = segment.start + start, segment.start + stop
    words = [(line, word) for word in line.words if word.start < last and word.stop > first]
    keep(draft, field, words, rule)


def support_part(draft: Draft, field: str, part: Part) -> None:
    """Keep a segment that the model labelled, as sure as its label."""
    line, first = draft.source.lines[part.segment.line], part.segment.start
    last = first + len(part.segment.text)
    words = [(line, word) for word in line.words if word.start < last and word.stop > first]
    keep(draft, field, words, field, part.posterior)


def keep(
    draft: Draft,
    field: str,
    words: list[tuple[TextLine, RestoredWord]],
    rule: str,
    reliability: float | None = None,
) -> None:
    """Add words to the evidence of a field, which is as sure as the least sure of its parts.

    ``reliability`` is that of the rule where none is given.
    """
    known = draft.header.support.get(field)
    evidence = (known.evidence if known else []) + evidence_of(words, rule)
    sure = RELIABILITY[rule] if reliability is None else reliability
    sure *= surety(word for _, word in words)
    if (_UNREAD.get(field) or "\n") in str(getattr(draft.header, field)):
        sure *= IN_PART
    draft.header.support[field] = HeaderEvidence(
        evidence=evidence, confidence=min(sure, known.confidence) if known else sure
    )


def whole_lines(draft: Draft, head: list[Segment]) -> Iterator[Segment]:
    """The lines of the head uncut: a gap left for a handwritten number is no column."""
    for number in dict.fromkeys(segment.line for segment in head):
        text = draft.source.lines[number].text
        yield Segment(number, len(text) - len(text.lstrip()), text.strip())


def symbol(text: str) -> str:
    """A symbol (ký hiệu) without blanks; "DT" after "G" and the like get their đ back.

    >>> symbol("KH - SGDDT")
    'KH-SGDĐT'
    """
    compact = re.sub(r"[-–]+", "-", re.sub(r"\s", "", text)).rstrip(".,-")
    compact = re.sub(r"([A-ZĐ])\1(?=-)", lambda m: m[1] if _is_code(compact, m) else m[0], compact)
    compact = re.sub(r"GD&?D?[DBĐ]T", lambda m: "GD&ĐT" if "&" in m[0] else "GDĐT", compact)
    compact = re.sub(r"(?<![A-ZĐ])QD(?=-)", "QĐ", compact)
    compact = re.sub(r"(?<=[-/])(D)(?=H[A-ZĐ])", "Đ", compact)
    compact = re.sub(r"QH[Il](?=\d)", "QH1", compact)
    compact = re.sub(r"(?<![A-ZĐ])NO(?=-)", "NQ", compact).replace("HĐNĐ", "HĐND")
    return re.sub(r"UBN0|UBNO", "UBND", compact)


def _is_code(compact: str, match: re.Match[str]) -> bool:
    """Whether dropping a doubled letter makes the first part of a symbol a known type code."""
    part = re.split(r"[-/]", compact)[0]
    return (
        match.end() == len(part)
        and part.lower() not in KIND_CODES
        and part[:-1].lower() in KIND_CODES
    )
