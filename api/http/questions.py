"""The routes for questions: deadlines, pairings, duties, citations, units, runs, near-duplicates."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from api.http.problems import documented
from api.service.access import CheckedRoute, Person
from api.service.parts import Service, service
from store.documents.duplicates import Pair
from store.documents.runs import RunAccount
from store.exports.deadlines import calendar_file
from store.questions.answers import Citations, DueDay, DutyOf, Naming, PairedWith

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
Most = Annotated[int, Query(ge=1, le=1000)]
_CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {}}}}
Name = Annotated[str, Query(min_length=1, max_length=300)]


class Verdict(BaseModel):
    """What a person says of a pair: one paper, or two; null takes that back."""

    same: bool | None
    reviewer: str | None = Field(None, min_length=1, max_length=80)


@router.get("/deadlines", responses=documented(400, 422))
def deadlines(
    shared: Shared,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
    unit: Annotated[str | None, Query(max_length=300)] = None,
    limit: Most = 100,
) -> list[DueDay]:
    """What falls due between two days, recurring deadlines on each of their days."""
    return shared.archive.questions.deadlines(first, last, limit, unit)


@router.get("/pairings", responses=documented(422))
def pairings(shared: Shared, unit: Name, limit: Most = 100) -> list[PairedWith]:
    """The pairings of a unit, also under its former and later names."""
    return shared.archive.questions.pairings(unit, limit)


@router.get("/duties", responses=documented(400, 422))
def duties(shared: Shared, actor: Name, limit: Most = 100) -> list[DutyOf]:
    """The tasks of a unit or of a class of units."""
    return shared.archive.questions.duties(actor, limit)


@router.get("/citations", responses=documented(400, 404, 422))
def citations(shared: Shared, document: Name, limit: Most = 100) -> Citations:
    """What a document cites and what cites it; named by identity or number."""
    return shared.archive.questions.citations(document, limit)


@router.get("/mentions", responses=documented(422))
def mentions(shared: Shared, name: Name, limit: Most = 100) -> list[Naming]:
    """The documents that name a unit under any of its names, with what it is called today."""
    return shared.archive.questions.mentions(name, limit)


@router.get("/runs", responses=documented(422))
def runs(shared: Shared, limit: Most = 20) -> list[RunAccount]:
    """The accounts of the runs, newest first."""
    return shared.archive.runs.accounts(limit)


@router.get("/duplicates", responses=documented(422))
def duplicates(shared: Shared, limit: Most = 100) -> list[Pair]:
    """Documents that may be one paper scanned twice, the likest first."""
    return shared.archive.duplicates.pairs(limit)


@router.post("/duplicates/{pair}", status_code=204, responses=documented(404, 422))
def settle(
    shared: Shared, pair: Annotated[int, Path(ge=1, le=2**31 - 1)], verdict: Verdict, person: Person
) -> None:
    """Keep what a person says of a pair."""
    reviewer = person.signs(verdict.reviewer)
    shared.archive.duplicates.settle(pair, same=verdict.same, reviewer=reviewer)


@router.get("/deadlines.ics", response_class=Response, responses=_CALENDAR | documented(503))
def deadlines_as_calendar(shared: Shared) -> Response:
    """All deadlines of the archive as a calendar (RFC 5545)."""
    return Response(calendar_file(shared.archive.exports()), media_type="text/calendar")
