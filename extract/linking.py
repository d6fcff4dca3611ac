"""Units named in the record get their identity in the gazetteer, as of the document's date.

Those of pairings carry it themselves; issuers, recipients, actors, partners, those reported to and
issuers of cited documents are listed once each under ``units`` with the places where they stand.
Classes of units ("các trường mầm non") and people are none.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from extract.draft import Draft
from extract.record import NamedUnit, Pairing, Record, UnitCandidate, UnitMention, UnitToday
from gazetteer.authority.kinds import BODY, GROUPS, take_kind
from gazetteer.load import Gazetteer
from gazetteer.unit import ADMINISTRATIVE, Match, Unit
from ingest.clock import today
from normalize.folding import fold

_PLACE = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh)\s+(?P<name>[A-ZĐ][^\s,;]*(?:\s+[A-ZĐ][^\s,;]*)*)", re.I
)
# A name that stands nowhere as it is written, with one candidate that is likelier than this and so
# many times likelier than the next, is flagged as a misprint without being linked. Chosen by hand.
FLAGGED, CLEAR = 0.25, 3.0


# Tables of units go place by place. A name that is left open is tried with the districts of the
# units this many rows above and below, and linked where these agree on one unit, a little less surely.
ROWS_AROUND, BY_NEIGHBOURS = 2, 0.9
SHOWN = 5  # candidates for a person to choose from
# Words that make a class of units of a name, or a person in an office of it; folded.
_CLASS = re.compile(
    r"\b(?:cac|nhung|moi|tung|mot so|toan the|lanh dao|chu tich|giam doc|hieu truong|truong phong|"
    r"truong ban|thu truong|can bo|giao vien|hoc sinh|hoc vien|sinh vien|phu huynh|ong|ba|dong chi|"
    r"nhu tren|nhu dieu)\b|^pho |^truong (?:phong|ban) |^d c "
)
_AND = re.compile(r"[,;/]|\s[-–]\s|\bvà\b", re.IGNORECASE)
LEAST = 0.01  # a candidate less likely than this is not worth showing


class Linker:
    """Links the units of one document."""

    def __init__(self, gazetteer: Gazetteer, on: datetime.date | None, near: list[str]) -> None:
        self._gazetteer = gazetteer
        self._on = on
        self._near = near
        self._today = today()

    def link(self, unit: UnitMention) -> None:
        """Give a mention its identity, or a suggestion and candidates; its name is never changed."""
        match = self._gazetteer.match(unit.name, on=self._on, near=self._near)
        if match is not None:
            self._identify(unit, match, 1.0)
            return
        ranked = self._gazetteer.candidates(unit.name, on=self._on, near=self._near)
        unit.suggestion = _misprint(ranked)
        unit.candidates = [
            UnitCandidate(
                unit_id=one.unit.id, unit_name=one.unit.full_name, score=round(one.score, 3),
                unit_place=self._place(one.unit),
            )
            for one in ranked[:SHOWN]
            if one.score >= LEAST
        ]  # fmt: skip

    def identified(self, name: str, pointers: list[str]) -> NamedUnit | None:
        """The unit that a name surely means, None where it is a class, a person or not clear."""
        if _CLASS.search(fold(name)):
            return None
        match = self._gazetteer.match(name, on=self._on, near=self._near)
        if match is None or not (_of_that_kind(name, match.unit) or match.unit.level == BODY):
            return None
        if fold(name) != fold(match.unit.full_name) and (
            several(name) or self._guessed(name, match)
        ):
            return None
        unit = NamedUnit(name=name, pointers=pointers)
        self._identify(unit, match, 1.0)
        return unit

    def _guessed(self, name: str, match: Match) -> bool:
        """Whether the place of an office is not named, and none of its kind stands in the head.

        "Chi cục Thuế" in a letter of the province Quảng Ngãi is not that of the city.
        """
        if GROUPS.get(match.unit.level) not in (BODY, "office"):
            return False
        places = list(self._gazetteer.places_of(match.unit, self._on or self._today))
        if not places or places[0].level == "province" or fold(places[0].name) in fold(name):
            return False
        return not any(fold(places[0].full_name) in fold(place) for place in self._near)

    def link_by_neighbours(self, pairings: Sequence[Pairing]) -> None:
        """Link what was left open in tables by the places of the rows around."""
        rows = [pairing for pairing in pairings if pairing.origin == "table"]
        for number, pairing in enumerate(rows):
            around = [
                other
                for other in rows[max(0, number - ROWS_AROUND) : number + ROWS_AROUND + 1]
                if other.table == pairing.table
            ]
            for column, unit in enumerate(pairing.units):
                if unit.unit_id is None and unit.suggestion is None:
                    same = [other.units[column] for other in around if column < len(other.units)]
                    self._settle(unit, dict.fromkeys(_districts([*same, *pairing.units])))

    def _settle(self, unit: UnitMention, districts: Iterable[str]) -> None:
        found: dict[str, Match] = {}
        for district in districts:
            match = self._gazetteer.match(unit.name, on=self._on, near=[*self._near, district])
            if match is not None and _of_that_kind(unit.name, match.unit):
                found[match.unit.id] = match
        if len(found) == 1:
            (match,) = found.values()
            self._identify(unit, match, BY_NEIGHBOURS)
            unit.candidates = []

    def _identify(self, unit: UnitMention, match: Match, share: float) -> None:
        unit.unit_id = match.unit.id
        unit.unit_name = match.unit.full_name
        unit.unit_place = self._place(match.unit)
        unit.score = round(match.score * share, 3)
        unit.suggestion = match.suggestion
        unit.today_on = self._today.isoformat()
        unit.today = [
            UnitToday.model_validate(
                {"unit_id": u.id, "unit_name": u.full_name, "relation": relation, "basis": basis}
            )
            for u, relation, basis in self._gazetteer.successors(match.unit.id, self._today)
        ]

    def _place(self, unit: Unit) -> str | None:
        return self._gazetteer.place_of(unit, self._on or self._today) or None


def link_units(draft: Draft) -> None:
    """Link the units of pairings; one that the gazetteer cannot tell apart stays unlinked."""
    linker = Linker(draft.gazetteer, _issued_on(draft), _places(draft))
    for pairing in draft.record.pairings:
        for unit in pairing.units:
            linker.link(unit)
    linker.link_by_neighbours(draft.record.pairings)


def link_names(draft: Draft) -> None:
    """List the units that the record names outside pairings, each name once."""
    linker = Linker(draft.gazetteer, _issued_on(draft), _places(draft))
    places: dict[str, list[str]] = {}
    for pointer, name in _names(draft.record):
        places.setdefault(name, []).append(pointer)
    found = (linker.identified(name, pointers) for name, pointers in places.items())
    draft.record.units = [unit for unit in found if unit is not None]


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """(JSON pointer, name) of whatever may be a unit."""
    header = record.header
    if header.parent_issuer:
        yield "/header/parent_issuer", header.parent_issuer
    yield from _listed("/header/issuer", header.issuer)
    yield from _listed("/header/addressees", header.addressees)
    for n, reference in enumerate(record.references):
        if reference.issuer:
            yield f"/references/{n}/issuer", reference.issuer
    for n, deadline in enumerate(record.deadlines):
        yield from _listed(f"/deadlines/{n}/actors", deadline.actors)
    for n, duty in enumerate(record.responsibilities):
        yield f"/responsibilities/{n}/actor", duty.actor
        yield from _listed(f"/responsibilities/{n}/partners", duty.partners)
        yield from _listed(f"/responsibilities/{n}/report_to", duty.report_to)
    for n, recipient in enumerate(record.recipients):
        yield f"/recipients/{n}/name", recipient.name


def _listed(pointer: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for n, name in enumerate(names):
        yield f"{pointer}/{n}", name


def several(name: str) -> bool:
    """Whether several units stand in a row; a place behind a name is none of them.

    >>> several("UBND quận, Phòng GDĐT"), several("Phòng GDĐT quận Long Biên, Hà Nội")
    (True, False)
    """
    later = (take_kind(fold(part).split())[0] for part in _AND.split(name)[1:])
    return any(kind is not None and kind.levels[0] not in ADMINISTRATIVE for kind in later)


def _of_that_kind(name: str, unit: Unit) -> bool:
    """Whether the type word of a name is the unit's own."""
    kind, _ = take_kind(fold(name).split())
    return kind is None or kind.word == unit.type_word


def _districts(units: Iterable[UnitMention]) -> Iterator[str]:
    """The districts of the units that are linked."""
    for unit in units:
        district, comma, _ = (unit.unit_place or "").partition(", ")
        if comma:
            yield district


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
