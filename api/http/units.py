"""The routes for names of units: what a name may mean, a unit through time, and the changes."""

import datetime
from collections.abc import Container, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

import pipeline
from api.answers import told_of
from api.http.problems import documented
from api.service.access import CheckedRoute, Person
from api.service.parts import Service, service
from gazetteer.authority.overlay import Action, Change, exported, new_alias, new_merge, new_unit
from gazetteer.load import Gazetteer
from ingest.clock import today
from ingest.errors import NotStored
from store.database.tables import UNDO, GazetteerChange
from store.overlay import Overlay, standing_changes

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
Day = Annotated[datetime.date | None, Query(description="day of the document; today if left out")]
_UNIT = "vn-01-004-1"
_LINES: dict[int | str, dict[str, Any]] = {200: {"content": {"text/tab-separated-values": {}}}}


class Candidate(BaseModel):
    """A unit that a name may mean, with its probability."""

    unit_id: str = Field(examples=[_UNIT])
    name: str = Field(examples=["quận Long Biên"])
    place: str = Field(examples=["thành phố Hà Nội"])
    score: float
    suggestion: str | None = Field(None, description="the name as it should read, if misprinted")


class Matches(BaseModel):
    """The likeliest units of a name; ``answer`` is the first where it is sure enough."""

    name: str
    answer: str | None
    candidates: list[Candidate]


class Successor(BaseModel):
    """A unit that holds what another one had."""

    id: str
    name: str
    place: str
    relation: str = Field(description="full, partial or unverified")
    basis: str


class UnitInfo(BaseModel):
    """A unit as it was on a day, and what it has become."""

    id: str = Field(examples=[_UNIT])
    name: str
    level: str
    place: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    basis: str
    source: str
    origin: str
    today_on: datetime.date
    today: list[Successor]


class ChangeRequest(BaseModel):
    """A change to the authority file: ``add``, ``alias`` or ``merge``."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"action": "alias", "unit_id": _UNIT, "name": "Q. Long Biên"},
                {"action": "add", "name": "MN Hoa Mơ", "level": "MN", "parent_id": _UNIT},
            ]
        },
    )

    action: Action
    unit_id: str = Field("", max_length=200, description="the unit, for alias and merge")
    name: str = Field("", max_length=200, description="the name, for add and alias")
    into: str = Field("", max_length=200, description="the entry that stays, for merge")
    level: str = Field("", max_length=20, description="for add")
    type_word: str = Field("", max_length=20, description="for add, of a place")
    parent_id: str = Field("", max_length=200, description="for add")
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    basis: str = Field("", max_length=500)
    reviewer: str | None = Field(None, min_length=1, max_length=80)

    def change(self, known: Gazetteer) -> Change:
        """The change, checked against the authority file."""
        if self.action == "alias":
            return new_alias(known.rows, self.unit_id, self.name)
        if self.action == "merge":
            return new_merge(known.rows, self.unit_id, self.into)
        begun, ended = (day.isoformat() if day else "" for day in (self.valid_from, self.valid_to))
        return new_unit(
            known.rows,
            self.level,
            self.name,
            self.parent_id,
            self.type_word,
            begun,
            ended,
            self.basis,
        )


class ChangeInfo(BaseModel):
    """A change as it was kept; ``unit_id`` of one that adds is the identifier given to it.

    ``action`` is ``undo`` for one that takes back the change whose number is ``into``.
    """

    number: int
    action: str = Field(examples=["alias"])
    unit_id: str
    name: str
    into: str
    reviewer: str
    made_at: datetime.datetime
    counts: bool = Field(True, description="false for one taken back or that cannot be loaded")
    fault: str | None = Field(None, description="why it cannot be loaded")

    @classmethod
    def of(
        cls, row: GazetteerChange, standing: Container[int], faults: Mapping[Change, str]
    ) -> "ChangeInfo":
        """A row of the store; ``standing`` are the numbers of those that nobody took back."""
        stands = row.id in standing
        fault = faults.get(row.change) if stands else None
        return cls(
            number=row.id, action=row.action, unit_id=row.unit_id, name=row.name, into=row.into,
            reviewer=row.reviewer, made_at=row.made_at, fault=fault,
            counts=row.action == UNDO or (stands and fault is None),
        )  # fmt: skip


class ChangeList(BaseModel):
    """The changes, oldest first."""

    changes: list[ChangeInfo]


@router.get("/gazetteer/matches", responses=documented(422))
def matches(
    name: Annotated[str, Query(max_length=300, examples=["quận Long Biên"])],
    on: Day = None,
    near: Annotated[list[str] | None, Query(description="places named around")] = None,
) -> Matches:
    """The units that a name may mean, likeliest first."""
    known = pipeline.gazetteer()
    ranked = known.candidates(name, on=on, near=near or [])
    answer = known.match(name, on=on, near=near or [])
    day = on or today()
    return Matches(
        name=name,
        answer=answer.unit.id if answer else None,
        candidates=[
            Candidate(
                unit_id=one.unit.id, name=one.unit.full_name, score=one.score,
                place=known.place_of(one.unit, day), suggestion=one.suggestion,
            )
            for one in ranked
        ],
    )  # fmt: skip


@router.get("/gazetteer/units/{unit_id}", responses=documented(404, 422))
def unit(unit_id: str, on: Day = None) -> UnitInfo:
    """A unit as it was on a day, or in its last state, and its successors today."""
    known = pipeline.gazetteer()
    states = known.states(unit_id)
    if not states:
        raise NotStored(f"No unit is called {unit_id!r}.", "GET /gazetteer/matches finds one.")
    day = on or today()
    state = next((one for one in states if one.holds_on(day)), states[-1])
    return UnitInfo.model_validate(told_of(known, state, day, today(), today=True))


@router.get("/gazetteer/changes", responses=documented(503))
def changes(shared: Shared) -> ChangeList:
    """Who changed what in the authority file, and when."""
    rows = _overlay(shared).rows()
    standing = {row.id for row in standing_changes(rows)}
    faults = pipeline.gazetteer().passed_over
    return ChangeList(changes=[ChangeInfo.of(row, standing, faults) for row in rows])


@router.post("/gazetteer/changes", status_code=201, responses=documented(400, 404, 409, 422, 503))
def change(wish: ChangeRequest, shared: Shared, person: Person) -> ChangeInfo:
    """Add a unit, another name of a unit, or say that two entries are one unit."""
    made = wish.change(pipeline.gazetteer())
    return _made(_overlay(shared).keep(made, person.signs(wish.reviewer)))


@router.post(
    "/gazetteer/changes/{number}/undo",
    status_code=201,
    responses=documented(400, 409, 422, 503),
)
def undo(
    number: Annotated[int, Path(ge=1, le=2**31 - 1)], shared: Shared, person: Person
) -> ChangeInfo:
    """Take a change back; those that were built upon it no longer count."""
    return _made(_overlay(shared).undo(number, person.holder.name))


@router.get(
    "/gazetteer/changes.tsv",
    response_class=Response,
    responses=_LINES | documented(503),
)
def changes_as_lines(shared: Shared) -> Response:
    """The changes as lines for the CSV files: file, + or -, line."""
    made = [row.change for row in standing_changes(_overlay(shared).rows())]
    lines = exported(Gazetteer.load().rows, made)
    text = "".join(f"{file}\t{sign}\t{line}\n" for file, sign, line in lines)
    return Response(text, media_type="text/tab-separated-values")


def _made(row: GazetteerChange) -> ChangeInfo:
    return ChangeInfo.of(row, {row.id}, {})


def _overlay(shared: Service) -> Overlay:
    return Overlay(shared.settings.store)
