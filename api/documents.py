"""The routes for programs: documents, records, pictures, decisions and search."""

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from api.intake import received_file
from api.pictures import KINDS_WITH_PICTURES, boxes_of, page_png, strip_png
from api.problems import documented
from api.schemas import (
    DecisionInfo,
    DecisionList,
    DecisionRequest,
    DocumentInfo,
    DocumentList,
    Health,
    SearchAnswer,
    SearchHit,
)
from api.service import Service, service
from extract.record import Record
from ingest.errors import BadRequest, NotStored
from ingest.page import Kind
from store.facets import Filters
from store.tables import Document

router = APIRouter()
Identity = Annotated[
    str, Path(pattern="^[0-9a-fA-F]{4,64}$", description="identity, or a beginning of it")
]
Shared = Annotated[Service, Depends(service)]
Text = Annotated[str | None, Query(max_length=300)]
_PNG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
}
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
# The bytes of a document never change, nor do its pages; what a pointer leads to may.
_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}


@router.post(
    "/documents",
    status_code=201,
    response_model=Record,
    responses={
        200: {"model": Record, "description": "The same bytes were read before"},
        **documented(400, 413, 415, 422, 502, 503),
    },
    openapi_extra=_UPLOAD,
)
async def upload(request: Request, shared: Shared) -> Response:
    """Read a document and answer with its record; the same bytes are the same document."""
    name, data = await received_file(request, shared.settings.limits)
    identity, is_new = await shared.intake.take(data, name)
    record = await asyncio.to_thread(shared.archive.record, identity)
    return JSONResponse(
        record.model_dump(mode="json"),
        201 if is_new else 200,
        headers={"Location": f"/documents/{identity}"},
    )


@router.get("/documents", responses=documented(422))
def documents(
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> DocumentList:
    """The documents of the store, those received last first."""
    rows = shared.archive.documents(limit, offset)
    return DocumentList(documents=[DocumentInfo.of(row) for row in rows])


@router.get("/documents/{identity}", responses=documented(400, 404, 422))
def record(identity: Identity, shared: Shared) -> Record:
    """The record of a document, with what reviewers settled."""
    return shared.archive.record(identity)


@router.get(
    "/documents/{identity}/pages/{page}.png",
    response_class=Response,
    responses=_PNG | documented(400, 404, 422),
)
async def page_picture(
    identity: Identity, page: Annotated[int, Path(ge=1)], shared: Shared
) -> Response:
    """The picture of a page."""
    document = await asyncio.to_thread(_with_pictures, shared, identity, page)
    original = shared.archive.original(document.sha256)
    work = shared.painters.submit(page_png, original, page, shared.settings.limits)
    return Response(await asyncio.wrap_future(work), media_type="image/png", headers=_KEEP)


@router.get(
    "/documents/{identity}/strip",
    response_class=Response,
    responses=_PNG | documented(400, 404, 422),
)
async def strip(
    identity: Identity, pointer: Annotated[str, Query(max_length=200)], shared: Shared
) -> Response:
    """The part of a page around a value, the value framed."""
    record = await asyncio.to_thread(shared.archive.record, identity)
    found = next((value for value in record.review_values() if value.pointer == pointer), None)
    if found is None:
        raise BadRequest(f"The record has no value at {pointer!r}.", "Load the record again.")
    place = boxes_of(found.finding.evidence)
    if place is None:
        raise NotStored("The value has no place on a page picture.", "Look at its raw text.")
    page, boxes = place
    document = await asyncio.to_thread(_with_pictures, shared, identity, page)
    original = shared.archive.original(document.sha256)
    work = shared.painters.submit(strip_png, original, page, boxes, shared.settings.limits)
    return Response(await asyncio.wrap_future(work), media_type="image/png")


@router.get("/documents/{identity}/decisions", responses=documented(400, 404, 422))
def decisions(identity: Identity, shared: Shared) -> DecisionList:
    """Who settled what, and when."""
    rows = shared.archive.decisions(identity)
    return DecisionList(decisions=[DecisionInfo.of(row) for row in rows])


@router.post(
    "/documents/{identity}/decisions",
    status_code=201,
    responses=documented(400, 404, 409, 422),
)
def decide(identity: Identity, wish: DecisionRequest, shared: Shared) -> DecisionInfo:
    """Accept or correct a value; 409 where someone else has settled it in the meantime."""
    row = shared.archive.decide(
        identity,
        wish.pointer,
        wish.before,
        wish.before if wish.after is None else wish.after,
        wish.reviewer or shared.settings.reviewer,
        reopen=wish.reopen,
        reject=wish.reject,
    )
    return DecisionInfo.of(row)


@router.post(
    "/documents/{identity}/decisions/{decision}/undo",
    status_code=201,
    responses=documented(400, 404, 409, 422),
)
def undo(
    identity: Identity,
    decision: Annotated[int, Path(ge=1, le=2**31 - 1)],
    shared: Shared,
    reviewer: Reviewer,
) -> DecisionInfo:
    """Take a decision back; 409 where a later one on the same value rests on it."""
    return DecisionInfo.of(shared.archive.undo(identity, decision, reviewer))


@router.get("/search", responses=documented(400, 422))
def search(
    shared: Shared,
    q: Annotated[str, Query(max_length=500, examples=["kế hoạch kết nghĩa"])] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    issuer: Text = None,
    kind: Text = None,
    number: Text = None,
    cites: Text = None,
    unit: Text = None,
    since: date | None = None,
    until: date | None = None,
) -> SearchAnswer:
    """The pages that have all words and pass the filters: exact with diacritics, any spelling
    without them."""
    filters = Filters(issuer, kind, number, cites, since, until, unit)
    hits = shared.archive.search(q, limit, filters)
    return SearchAnswer(query=q, hits=[SearchHit.of(hit) for hit in hits])


@router.get("/health", responses=documented(503))
def health(shared: Shared) -> Health:
    """Whether the service and its store answer."""
    return Health(status="ok", waiting_values=shared.archive.unsure())


def _with_pictures(shared: Service, identity: str, page: int) -> Document:
    document = shared.archive.find(identity)
    if document.kind is None or Kind(document.kind) not in KINDS_WITH_PICTURES:
        raise NotStored(f"{document.name} has no page pictures.", "Its record has the raw text.")
    if page > document.pages:
        raise NotStored(f"{document.name} has {document.pages} pages.", "Ask for one of them.")
    return document
