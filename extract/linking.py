"""Units named in the record get their identity in the gazetteer, as of the document's date."""

import datetime
import re

from extract.draft import Draft

_PLACE = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh)\s+(?P<name>[A-ZĐ][^\s,;]*(?:\s+[A-ZĐ][^\s,;]*)*)", re.I
)


def link_units(draft: Draft) -> None:
    """Link the units of pairings; one that the gazetteer cannot tell apart stays unlinked."""
    on, near = _issued_on(draft), _places(draft)
    for pairing in draft.record.pairings:
        for unit in pairing.units:
            match = draft.gazetteer.match(unit.name, on=on, near=near)
            if match is not None:
                unit.unit_id = match.unit.id
                unit.unit_name = match.unit.full_name
                unit.score = round(match.score, 3)


def _issued_on(draft: Draft) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(draft.header.issued_on or "")
    except ValueError:
        return None


def _places(draft: Draft) -> list[str]:
    """The places that the head of the document names."""
    header = draft.header
    named = [header.parent_issuer or "", *header.issuer]
    places = [match[0] for text in named for match in _PLACE.finditer(text)]
    return [place for place in [header.place, *places] if place]
