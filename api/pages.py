"""The pages for people: inbox, document, review queue, units, deadlines, pairings, search."""

import calendar
import datetime
from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import pipeline
from api.access import CheckedRoute, Person
from api.asked import Searched
from api.documents import Identity
from api.names import told_of
from api.pictures import KINDS_WITH_PICTURES, boxes_of
from api.rendering import Visitor
from api.texts import Words
from extract.record import Record, ReviewValue
from ingest import clock
from ingest.errors import BadRequest, NotStored
from store.additions import (
    ENTRIES,
    HEADER_LISTS,
    HEADER_VALUES,
    NEW,
    RULE,
    added_entry,
    in_words,
    is_empty,
    list_of,
    parts_of,
)
from store.answers import DueDay, PairedWith
from store.decisions import standing
from store.rights import Rights
from store.search import Found, Hit
from store.tables import Decision, State
from store.waiting import bars

LISTED = 50  # rows of one page
PASSAGES, FACETS = 3, 8  # of one document; of one filter
# Of one month, in the calendar and below it: with 10,000 documents more fall due than anybody reads.
LISTED_DEADLINES, TOLD_DEADLINES = 500, 200
LISTED_PAIRINGS = 60
# The picture of pairings is 1,000 wide: two columns of dots, a row for each unit.
_LEFT, _RIGHT, _ROW = 440, 560, 24

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Words300 = Annotated[str, Query(max_length=300)]
# Any year in which a document was written or sets a time; the calendar ends with the year 9999.
Month = Annotated[str, Query(pattern=r"^((19|20|21)\d\d-(0[1-9]|1[0-2]))?$")]
Offset = Annotated[int, Query(ge=0, le=2**31)]


class ShownValue(NamedTuple):
    """A value on the page of its document; ``boxes`` are (page, left, top, right, bottom)."""

    pointer: str
    label: str
    value: str
    shown: str
    raw: str
    percent: str
    unsure: bool
    settled: bool
    rejected: bool
    added: bool
    boxes: list[tuple[float, ...]]
    history: list[Decision]


class Addable(NamedTuple):
    """What a person may add to a document; ``parts`` are the keys of an entry, none of a text."""

    pointer: str
    parts: list[str]


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


@router.get("/")
def start(
    visit: Visitor,
    q: Annotated[str, Query(max_length=500)] = "",
    offset: Offset = 0,
    state: State | None = None,
) -> Response:
    """The inbox: documents by state, and where files are dropped."""
    if q:
        return RedirectResponse(str(visit.request.url.replace(path="/pages/search")), 303)
    rows, counts = visit.archive.documents(LISTED + 1, offset, state), visit.archive.counts()
    return visit.page(
        "inbox.html",
        documents=rows[:LISTED],
        counts=counts,
        binned=visit.archive.bin.count(),
        states=[one for one in State if one != State.DELETED],
        state=state,
        jobs=visit.shared.intake.jobs,
        newer=max(0, offset - LISTED) if offset else None,
        older=offset + LISTED if len(rows) > LISTED else None,
    )


@router.get("/review")
def review(
    visit: Visitor,
    document: Annotated[str | None, Query(pattern="^[0-9a-fA-F]{4,64}$")] = None,
) -> HTMLResponse:
    """The queue: one value after the other, the least sure first."""
    one = visit.archive.find(document) if document else None
    return visit.page("review.html", one=one)


@router.get("/view/{identity}")
def view(visit: Visitor, identity: Identity) -> HTMLResponse:
    """A document: its pages with boxes, its values, its text, and who decided what.

    One that has not been read, or could not be, says so and can be read again.
    """
    document = visit.archive.find(identity)
    try:
        reviewed = visit.archive.reviewed(identity)
    except NotStored:
        job = visit.shared.intake.jobs.get(document.sha256)
        return visit.page("unread.html", document=document, job=job)
    kept = visit.archive.decisions(identity)
    words, least = visit.words, bars()
    values = [
        _shown(value, words, reviewed.settled, reviewed.rejected, kept, least.of(value.pointer))
        for value in reviewed.values()
    ]
    return visit.page(
        "view.html",
        document=document,
        values=values,
        groups=_groups(values, words),
        has_pictures=document.kind in KINDS_WITH_PICTURES,
        problems=reviewed.record.problems,
        undoable={one.id for one in standing(kept)},
        addable=_addable(reviewed.record),
        told=in_words,
    )


@router.get("/pages/bin")
def wastebin(visit: Visitor, person: Person, offset: Offset = 0) -> HTMLResponse:
    """What was deleted and can be restored, and who deleted, restored and emptied what."""
    waste = visit.archive.bin
    rows, events = waste.documents(LISTED + 1, offset), waste.events(LISTED + 1)
    return visit.page(
        "bin.html",
        documents=rows[:LISTED],
        newer=max(0, offset - LISTED) if offset else None,
        older=offset + LISTED if len(rows) > LISTED else None,
        events=events[:LISTED],
        more_events=len(events) > LISTED,
        days=visit.shared.settings.bin_days,
        may_empty=person.holder.rights.covers(Rights.ADMINISTRATOR),
    )


@router.get("/pages/search")
def search(visit: Visitor, asked: Searched) -> HTMLResponse:
    """Documents with their pages that have all words and pass the filters, the words marked."""
    given = asked.given()
    found, failed = None, None
    if given:
        try:
            found = visit.archive.found(asked.q, LISTED, asked.filters())
        except BadRequest:
            failed = "search-bad"
    return visit.page(
        "search.html",
        asked=asked,
        found=found,
        papers=_by_paper(found.hits) if found else [],
        facets=_facets(found, given) if found else [],
        narrowed=any(name != "q" for name in given),
        phrase=_phrase_meant(asked.q),
        taken_out=urlencode(given),
        failed=failed,
    )


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


def _shown(
    value: ReviewValue,
    words: Words,
    settled: frozenset[str],
    rejected: frozenset[str],
    decisions: list[Decision],
    bar: float,
) -> ShownValue:
    evidence = value.finding.evidence
    place = boxes_of(evidence)
    return ShownValue(
        value.pointer,
        words.path(value.pointer),
        value.value,
        words.value(value.pointer, value.value),
        " … ".join(one.raw for one in evidence),
        words.percent(round(value.finding.confidence, 2)),
        value.finding.confidence < bar,
        value.pointer in settled,
        value.pointer in rejected,
        any(one.rule == RULE for one in evidence),
        [(place[0], box.left, box.top, box.right, box.bottom) for box in place[1]] if place else [],
        [one for one in decisions if one.pointer in (value.pointer, added_entry(value.pointer))],
    )


def _addable(record: Record) -> list[Addable]:
    """What can be added to a record: values that it lacks, and an entry of any list."""
    pointers = [f"/header/{name}" for name in HEADER_VALUES]
    pointers += [f"/header/{name}/{NEW}" for name in HEADER_LISTS]
    pointers = [*(f"/{name}/{NEW}" for name in ENTRIES), *pointers]
    return [
        Addable(pointer, parts_of(pointer))
        for pointer in pointers
        if list_of(pointer) or is_empty(record, pointer)
    ]


def _groups(values: list[ShownValue], words: Words) -> list[tuple[str, list[ShownValue]]]:
    """Values under the name of their part of the record."""
    groups: dict[str, list[ShownValue]] = {}
    for value in values:
        groups.setdefault(words[value.pointer.split("/")[1]], []).append(value)
    return list(groups.items())


def _by_paper(hits: list[Hit]) -> list[list[Hit]]:
    """The hits of each document together, the best document first, three pages of each at most."""
    papers: dict[str, list[Hit]] = {}
    for hit in hits:
        papers.setdefault(hit.document, []).append(hit)
    return [some[:PASSAGES] for some in papers.values()]


def _facets(found: Found, given: dict[str, str]) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Kinds, issuers and years of what was found, each with its number and the query that narrows to it."""

    def query(**more: str) -> str:
        return urlencode(given | more)

    kinds = [(one, n, query(kind=one)) for one, n in found.kinds.most_common(FACETS)]
    issuers = [(one, n, query(issuer=one)) for one, n in found.issuers.most_common(FACETS)]
    years = [
        (one, found.years[one], query(since=f"1/1/{one}", until=f"31/12/{one}"))
        for one in sorted(found.years, reverse=True)[:FACETS]
    ]
    named = (("filter-kind", kinds), ("filter-issuer", issuers), ("search-year", years))
    return [(name, several) for name, several in named if several]


def _phrase_meant(words: str) -> str | None:
    """The query as one phrase, where several words stand without quotes."""
    return f'"{" ".join(words.split())}"' if '"' not in words and len(words.split()) > 1 else None


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
