"""The routes of the bin, and the hour at which it is emptied."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.http.documents import Identity
from api.http.problems import documented
from api.http.schemas import DocumentInfo
from api.service.access import CheckedRoute, Reviewer
from api.service.parts import Service, service
from ingest.errors import Conflict, VanbanError
from store.archive.archive import RECEIVED, Archive
from store.database.tables import Action

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
_HOUR = 3600.0
_log = logging.getLogger(__name__)


class Deleted(BaseModel):
    """A document in the bin."""

    document: DocumentInfo
    deleted_at: datetime
    deleted_by: str


class Event(BaseModel):
    """Who did what with a document."""

    document: str
    name: str
    action: Action
    reviewer: str
    done_at: datetime


class BinList(BaseModel):
    """What lies in the bin, and the trail of what was deleted, restored and emptied; latest first.

    ``total`` is how many documents lie there in all.
    """

    documents: list[Deleted]
    total: int
    events: list[Event]


class Emptied(BaseModel):
    """How many documents were emptied out of the bin."""

    documents: int


@router.delete("/documents/{identity}", responses=documented(400, 404, 409, 422))
def delete(identity: Identity, shared: Shared, reviewer: Reviewer) -> DocumentInfo:
    """Put a document into the bin; 409 while it is read."""
    document = shared.archive.find(identity)
    if document.sha256 in shared.intake.jobs:
        raise Conflict(f"{document.name} is being read.", "Delete it when it has been read.")
    return DocumentInfo.of(shared.archive.bin.delete(document.sha256, reviewer))


@router.post("/documents/{identity}/restore", responses=documented(400, 404, 422))
def restore(identity: Identity, shared: Shared, reviewer: Reviewer) -> DocumentInfo:
    """Bring a document back out of the bin, as it was."""
    return DocumentInfo.of(shared.archive.bin.restore(identity, reviewer))


@router.get("/bin", responses=documented(422))
def listed(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> BinList:
    """What lies in the bin, and who deleted, restored and emptied what."""
    documents = [
        Deleted(document=DocumentInfo.of(row), deleted_at=row.deleted_at, deleted_by=by)
        for row, by in shared.archive.bin.documents(limit, offset)
        if row.deleted_at is not None
    ]
    events = [
        Event.model_validate(one, from_attributes=True) for one in shared.archive.bin.events(limit)
    ]
    return BinList(documents=documents, total=shared.archive.bin.count(), events=events)


@router.delete("/bin", responses=documented(503))
def empty(shared: Shared, reviewer: Reviewer) -> Emptied:
    """Drop for good what lies in the bin, originals too."""
    return Emptied(documents=shared.archive.bin.empty(reviewer))


def empty_outdated(archive: Archive, days: int) -> int:
    """Empty what has lain in the bin for so many days (0: nothing); how many documents."""
    if not days:
        return 0
    return archive.bin.empty(RECEIVED, before=datetime.now(UTC) - timedelta(days=days))


async def empty_by_the_hour(archive: Archive, days: int) -> None:
    """Empty the bin of what has lain there long enough, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(empty_outdated, archive, days)
        except VanbanError as error:
            _log.warning("the bin was not emptied: %s", error)
        except Exception:  # the next hour may be better; without this none would come
            _log.exception("the bin was not emptied")
        await asyncio.sleep(_HOUR)
