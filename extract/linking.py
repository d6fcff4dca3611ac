"""Units named in the record get their identity in the gazetteer, as of the document's date."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from extract.draft import Draft
from extract.record import Pairing, UnitCandidate, UnitMention, UnitToday
from gazetteer.kinds import take_kind
from gazetteer.load import Gazetteer
from gazetteer.unit import Match, Unit
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
LEAST = 0.01  # a candidate less likely than this is not worth showing


class Linker:
    """Links the units of one document."""

    def __init__(self, gazetteer: Gazetteer, on: datetime.date | None, near: list[str]) -> None:
        self._gazetteer = gazetteer
        self._on = on
        self._near = near
        self._today = datetime.datetime.now(datetime.UTC).date()

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
