"""The pages of units, deadlines and pairings."""

import calendar
import datetime
from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

import pipeline
from api.answers import told_of
from api.rendering.page import Visitor
from api.service.access import CheckedRoute
from ingest import clock
from store.questions.answers import DueDay, PairedWith

LISTED = 50  # documents that name a unit
# Of one month, in the calendar and below it: with 10,000 documents more fall due than anybody reads.
LISTED_DEADLINES, TOLD_DEADLINES = 500, 200
LISTED_PAIRINGS = 60
# The picture of pairings is 1,000 wide: two columns of dots, a row for each unit.
_LEFT, _RIGHT, _ROW = 440, 560, 24

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Words300 = Annotated[str, Query(max_length=300)]
# Any year in which a document was written or sets a time; the calendar ends with the year 9999.
Month = Annotated[str, Query(pattern=r"^((19|20|21)\d\d-(0[1-9]|1[0-2]))?$")]


class Dot(NamedTuple):
    """A unit in the picture of pairings, in units of the picture."""

    name: str
    x: int
    y: int


class Line(NamedTuple):
    """A pairing in the picture: the heights at which it begins and ends."""

    top: int
    bottom: int


class Picture(NamedTuple):
    """Pairings as two columns of units with lines between them."""

    height: int
    dots: list[Dot]
    lines: list[Line]


@router.get("/pages/units")
def units(
    visit: Visitor,
    name: Words300 = "",
    unit: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """The authority file: what a name may mean, a unit through time, the documents naming it."""
    known = pipeline.gazetteer()
    today = clock.today()
    context: dict[str, Any] = {"name": name, "unit": unit, "candidates": None, "states": []}
    if unit:
        states = known.states(unit)
        context["states"] = [told_of(known, one, today, today, today=True) for one in states]
        context["missing"] = not states
        context["mentions"] = visit.archive.questions.mentions(unit, LISTED) if states else []
        changes = visit.archive.changes()
        context["changes"] = [one for one in changes if unit in (one.unit_id, one.into)]
    elif name.strip():
        found = known.candidates(name)
        context["candidates"] = [(one, known.place_of(one.unit, today)) for one in found]
    return visit.page("units.html", **context)


@router.get("/pages/deadlines")
def deadlines(
    visit: Visitor,
    month: Month = "",
    unit: Words300 = "",
) -> HTMLResponse:
    """What falls due in a month, as a calendar and as a list."""
    first = _first_of(month)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    last = first + datetime.timedelta(days=calendar.monthrange(first.year, first.month)[1] - 1)
    due = visit.archive.questions.deadlines(first, last, LISTED_DEADLINES, unit or None)
    return visit.page(
        "deadlines.html",
        weeks=weeks,
        first=first,
        last=last,
        today=clock.today(),
        by_day=_by_day(due),
        told=_by_day(due[:TOLD_DEADLINES]),
        unit=unit,
        before=_month_of(first - datetime.timedelta(days=1)),
        after=_month_of(last + datetime.timedelta(days=1)),
        full=len(due) > TOLD_DEADLINES,
    )


@router.get("/pages/pairings")
def pairings(visit: Visitor, unit: Words300 = "") -> HTMLResponse:
    """Whom a unit is twinned with, or all pairings: as a table and as a picture."""
    questions = visit.archive.questions
    found = (
        questions.pairings(unit, LISTED_PAIRINGS)
        if unit.strip()
        else questions.all_pairings(LISTED_PAIRINGS)
    )
    return visit.page(
        "pairings.html",
        unit=unit,
        found=found,
        picture=_drawn(found),
        full=len(found) == LISTED_PAIRINGS,
    )


def _by_day(due: list[DueDay]) -> dict[datetime.date, list[DueDay]]:
    days: dict[datetime.date, list[DueDay]] = {}
    for one in due:
        days.setdefault(one.day, []).append(one)
    return days


def _first_of(month: str) -> datetime.date:
    """The first day of a month given as YYYY-MM, or of this one."""
    if not month:
        return clock.today().replace(day=1)
    return datetime.date.fromisoformat(f"{month}-01")


def _month_of(day: datetime.date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _drawn(found: list[PairedWith]) -> Picture:
    """The units that come first on the left, those they are twinned with on the right."""
    left = _rows(one.unit for one in found)
    right = _rows(other for one in found for other in one.others)
    dots = [Dot(name, _LEFT, y) for name, y in left.items()]
    dots += [Dot(name, _RIGHT, y) for name, y in right.items()]
    lines = [Line(left[one.unit], right[other]) for one in found for other in one.others]
    return Picture(_ROW * (max(len(left), len(right)) + 1), dots, lines)


def _rows(names: Iterable[str]) -> dict[str, int]:
    return {name: _ROW * (i + 1) for i, name in enumerate(dict.fromkeys(names))}
