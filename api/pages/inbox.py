"""The pages for people: the inbox, the review queue and the bin."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.rendering.page import Visitor
from api.service.access import CheckedRoute, Person
from store.database.tables import State
from store.rights import Rights

LISTED = 50  # rows of one page

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Offset = Annotated[int, Query(ge=0, le=2**31)]


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
