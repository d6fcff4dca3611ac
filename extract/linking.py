"""Units named in the record get their identity in the gazetteer, as of the document's date."""

import datetime
import re

from extract.draft import Draft
from extract.record import UnitMention, UnitToday
from gazetteer.load import Gazetteer
from gazetteer.unit import Match

_PLACE = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh)\s+(?P<name>[A-ZĐ][^\s,;]*(?:\s+[A-ZĐ][^\s,;]*)*)", re.I
)
# A name that stands nowhere as it is written, with one candidate that is likelier than this and so
# many times likelier than the next, is flagged as a misprint without being linked. Chosen on the
# misprints of one real plan and on letters changed in names of the samples, by hand.
FLAGGED, CLEAR = 0.25, 3.0


def link_units(draft: Draft) -> None:
    """Link the units of pairings; one that the gazetteer cannot tell apart stays unlinked."""
    on, near = _issued_on(draft), _places(draft)
    today = datetime.datetime.now(datetime.UTC).date()
    for pairing in draft.record.pairings:
        for unit in pairing.units:
            link(unit, draft.gazetteer, on, near, today)


def link(
    unit: UnitMention, gazetteer: Gazetteer, on: datetime.date | None, near: list[str],
    today: datetime.date,
) -> None:  # fmt: skip
    """Give a mention its identity on a date, its successors today, and a suggestion if misprinted.

    Its name is never changed.
    """
    match = gazetteer.match(unit.name, on=on, near=near)
    if match is None:
        unit.suggestion = _misprint(gazetteer.candidates(unit.name, on=on, near=near))
        return
    unit.unit_id = match.unit.id
    unit.unit_name = match.unit.full_name
    unit.unit_place = gazetteer.place_of(match.unit, on or today) or None
    unit.score = round(match.score, 3)
    unit.suggestion = match.suggestion
    unit.today_on = today.isoformat()
    unit.today = [
        UnitToday.model_validate(
            {"unit_id": one.id, "unit_name": one.full_name, "relation": relation, "basis": basis}
        )
        for one, relation, basis in gazetteer.successors(match.unit.id, today)
    ]


def _misprint(ranked: list[Match]) -> str | None:
    """What a name that is not answered seems to be a misprint of."""
    if not ranked or ranked[0].score < FLAGGED:
        return None
    next_best = ranked[1].score if len(ranked) > 1 else 0.0
    return ranked[0].suggestion if ranked[0].score >= CLEAR * next_best else None


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
