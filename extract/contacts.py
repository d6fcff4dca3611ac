"""Addresses of units: websites, e-mail, telephone, postal."""

import re

from extract.draft import Block, Draft, Zone
from extract.record import Contact
from extract.units import clean, name_after
from extract.vocabulary import ACTOR

RELIABILITY = {"website": 0.95, "email": 0.95, "phone": 0.93, "address": 0.90}

_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;()<>“”]+[\w/]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# OCR takes the sign @ for another round one.
_SPOILED_EMAIL = re.compile(
    r"e-?mail\s*:?\s*(?P<value>[\w.+-]+[(©®][\w-]+(?:\.[a-z]{2,})+)(?![^\s.,;)])", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?:điện thoại|số điện thoại|đt|sđt|hotline|di động|zalo)[^:;\d]{0,30}[:\s.]\s*(?P<value>\(?0\d[\d .()-]{6,14}\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:địa chỉ|trụ sở)(?!\s*(?:trang|website|web|email|thư điện tử))(?:[^:;.]{0,45}:(?!\s*địa chỉ)\s*|\s+làm việc\s+(?:tại\s+)?|\s+tại\s+)(?P<value>[^;\n]{6,120}?)(?=;|$|\.\s|,?\s*điện thoại)",
    re.IGNORECASE,
)
_ROOM = re.compile(r"\((?P<value>(?:Phòng|Tầng|Số)\s+\d[^)]{5,100})\)")
_PLACE = re.compile(
    r"địa điểm\s*:\s*(?P<value>(?:Phòng|Tầng|Số)\s+\d[^;\n]{4,110}?)(?=[.;]?\s*$)", re.IGNORECASE
)


def find_contacts(draft: Draft) -> None:
    """Add the contacts of body and closing to the record, each value once."""
    seen: set[tuple[str, str]] = set()
    for block in draft.blocks:
        if block.zone not in (Zone.BODY, Zone.CLOSING, Zone.ATTACHED):
            continue
        for kind, pattern, group in (
            ("website", _WEBSITE, 0),
            ("email", _EMAIL, 0),
            ("email", _SPOILED_EMAIL, "value"),
            ("phone", _PHONE, "value"),
            ("address", _ADDRESS, "value"),
            ("address", _ROOM, "value"),
            ("address", _PLACE, "value"),
        ):
            for match in pattern.finditer(block.text):
                value = clean(match[group]) if kind in ("phone", "address") else match[group]
                value = re.sub(r"[(©®]", "@", value) if pattern is _SPOILED_EMAIL else value
                if (kind, value) not in seen:
                    seen.add((kind, value))
                    _add(draft, block, match, kind, value)


def _add(draft: Draft, block: Block, match: re.Match[str], kind: str, value: str) -> None:
    first, last = block.start + match.start(), block.start + match.end()
    draft.record.contacts.append(
        Contact.model_validate(
            {
                "unit": _unit_before(draft, block, match.start()),
                "kind": kind,
                "value": value,
                "evidence": [
                    e.model_dump() for e in draft.evidence(first, last, f"contact-{kind}")
                ],
                "confidence": draft.confidence(first, last, RELIABILITY[kind]),
            }
        )
    )


def _unit_before(draft: Draft, block: Block, position: int) -> str | None:
    """The last unit named before a contact in its paragraph, else the issuer."""
    last, end = None, 0
    for match in ACTOR.finditer(block.text, 0, position):
        if match.start() < end:
            continue
        span = name_after(block.text, match.start())
        if span and any(w[:1].isupper() for w in block.text[span[0] : span[1]].split()[1:]):
            end = min(span[1], position)
            last = clean(block.text[span[0] : end])
    if last:
        return last
    return draft.header.issuer[0] if len(draft.header.issuer) == 1 else None
