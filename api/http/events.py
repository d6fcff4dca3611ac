"""Live progress of documents that are being read, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.http.problems import documented
from api.service.access import CheckedRoute
from api.service.parts import Service, service
from store.database.tables import Document

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
_LOOK_SECONDS = 0.5  # how often the state of the readings is looked at
_REPEAT = 20  # looks after which a state is told again: keeps proxies from closing the line
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events until nothing is read", "content": {"text/event-stream": {}}}
}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses=_EVENTS | documented(400, 404, 422),
)
async def events(
    request: Request,
    shared: Shared,
    document: Annotated[
        str | None, Query(pattern="^[0-9a-fA-F]{4,64}$", description="one document only")
    ] = None,
) -> StreamingResponse:
    """What becomes of the documents that are being read; ends with ``idle`` when none is left."""
    only = (await asyncio.to_thread(shared.archive.find, document)).sha256 if document else None
    return StreamingResponse(
        _told(request, shared, only),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _told(request: Request, shared: Service, only: str | None) -> AsyncIterator[str]:
    followed: set[str] = {only} if only else set()
    last: dict[str, tuple[Any, ...]] = {}
    looks = 0
    while not await request.is_disconnected():
        now = dict(_under_way(shared, only))
        for sha256 in followed - now.keys():
            row = await asyncio.to_thread(shared.archive.find, sha256)
            yield _event("document", _finished(row))
        followed = set(now)
        looks += 1
        for sha256, told in now.items():
            news = (told["state"], told["page"])
            if last.get(sha256) != news or looks % _REPEAT == 0:
                last[sha256] = news
                yield _event("document", told)
        if not now:
            break
        await asyncio.sleep(_LOOK_SECONDS)
    yield _event("idle", {})


def _under_way(shared: Service, only: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for sha256, job in list(shared.intake.jobs.items()):
        if only in (None, sha256):
            page, pages = job.pages or (None, None)
            yield (
                sha256,
                {
                    "id": sha256,
                    "name": job.name,
                    "state": job.phase,
                    "seconds": job.seconds,
                    "page": page,
                    "pages": pages,
                },
            )


def _finished(row: Document) -> dict[str, Any]:
    return {
        "id": row.sha256,
        "name": row.name,
        "state": row.state,
        "code": row.reason_code,
        "reason": row.reason,
    }


def _event(name: str, data: dict[str, Any]) -> str:
    """One event; JSON has no line breaks outside its strings, and those are escaped."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
