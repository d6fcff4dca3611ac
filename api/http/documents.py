"""The routes for programs: documents, records, pictures, decisions and search."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.http.asked import Searched
from api.http.problems import documented
from api.http.schemas import (
    AddRequest,
    DecisionInfo,
    DecisionList,
    DecisionRequest,
    DocumentInfo,
    DocumentList,
    Health,
    PageOfText,
    PlacedText,
    SearchAnswer,
)
from api.service.access import CheckedRoute, Person, Reviewer
from api.service.etags import NOT_MODIFIED, tagged, tagged_bytes
from api.service.parts import Service, service
from api.service.pictures import KINDS_WITH_PICTURES, boxes_of, page_png, strip_png
from extract.record import Record
from ingest.errors import (
    BadRequest,
    Conflict,
    NotStored,
)  # fmt: skip
from ingest.page import Box, Kind
from store.archive.archive import Archive
from store.database.tables import Document, State
from store.review.marking import Marked
from store.review.wording import word_place

router = APIRouter(route_class=CheckedRoute)
Identity = Annotated[
    str, Path(pattern="^[0-9a-fA-F]{4,64}$", description="identity, or a beginning of it")
]
Shared = Annotated[Service, Depends(service)]
_PNG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
}
_PASSAGE, _LINE = 0.06, 0.01  # of the height of a page: three printed lines, and half a line
# The bytes of a document never change, nor do its pages; what a pointer leads to may.
_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}


@router.get("/documents", response_model=DocumentList, responses=NOT_MODIFIED | documented(422))
def documents(
    request: Request,
    shared: Shared,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    state: State | None = None,
) -> Response:
    """The documents of the store, those received last first."""
    rows = shared.archive.documents(limit, offset, state)
    counts = shared.archive.counts()
    total = counts.get(state, 0) if state else sum(counts.values())
    listed = [DocumentInfo.of(row) for row in rows]
    return tagged(request, DocumentList(documents=listed, total=total))


@router.get(
    "/documents/{identity}",
    response_model=Record,
    responses=NOT_MODIFIED | documented(400, 404, 422),
)
def record(request: Request, identity: Identity, shared: Shared) -> Response:
    """The record of a document, with what reviewers settled."""
    return tagged(request, shared.archive.record(identity))


@router.get("/documents/{identity}/state", responses=documented(400, 404, 422))
def state(identity: Identity, shared: Shared) -> DocumentInfo:
    """How far a document has come, and why it failed where it did."""
    return DocumentInfo.of(shared.archive.find(identity))


@router.post(
    "/documents/{identity}/retry", status_code=202, responses=documented(400, 404, 409, 422, 503)
)
async def retry(identity: Identity, shared: Shared) -> DocumentInfo:
    """Read a document once more that failed or was left unread."""
    row = await asyncio.to_thread(shared.archive.find, identity)
    if await shared.intake.begin(row.sha256, row.name) is None:
        raise Conflict(f"{row.name} has been read.", "GET its record.")
    return DocumentInfo.of(row)


@router.get("/documents/{identity}/words", responses=documented(400, 404, 422))
def words(
    identity: Identity, shared: Shared, page: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1
) -> list[PlacedText]:
    """The words of a page and where they stand; none where that is not known."""
    document = shared.archive.find(identity)
    pages = shared.archive.layout(document.sha256)
    if page > len(pages):
        raise NotStored(f"{document.name} has {len(pages)} pages.", "Ask for one of them.")
    return [PlacedText(text=word.text, box=word[1:]) for word in pages[page - 1][1]]


@router.get("/documents/{identity}/text", responses=documented(400, 404, 422))
def text(
    identity: Identity, shared: Shared, page: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1
) -> PageOfText:
    """A page word by word, as read and as restored, doubtful words with what else they may be."""
    found = shared.archive.words(identity, page)
    return PageOfText.of(found, found.document.kind in KINDS_WITH_PICTURES)


@router.get(
    "/documents/{identity}/pages/{page}.png",
    response_class=Response,
    responses=_PNG | NOT_MODIFIED | documented(400, 404, 422),
)
async def page_picture(
    request: Request,
    identity: Identity,
    page: Annotated[int, Path(ge=1, le=2**31 - 1)],
    shared: Shared,
) -> Response:
    """The picture of a page."""
    document = await asyncio.to_thread(_with_pictures, shared, identity, page)
    original = shared.archive.original(document.sha256)
    work = shared.painters.submit(page_png, original, page, shared.settings.limits)
    return tagged_bytes(request, await asyncio.wrap_future(work), "image/png", _KEEP)


@router.get(
    "/documents/{identity}/strip",
    response_class=Response,
    responses=_PNG | documented(400, 404, 422),
)
async def strip(
    identity: Identity, pointer: Annotated[str, Query(max_length=200)], shared: Shared
) -> Response:
    """The part of a page around a value or a word of the text, framed."""
    page, boxes = await asyncio.to_thread(_place, shared.archive, identity, pointer)
    document = await asyncio.to_thread(_with_pictures, shared, identity, page)
    original = shared.archive.original(document.sha256)
    work = shared.painters.submit(strip_png, original, page, boxes, shared.settings.limits)
    return Response(await asyncio.wrap_future(work), media_type="image/png")


@router.get("/documents/{identity}/passage", responses=documented(400, 404, 422))
def passage(
    identity: Identity,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    shared: Shared,
    page: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
) -> list[tuple[float, float, float, float]]:
    """Where the words of a search stand on a page: left, top, right, bottom in fractions of it."""
    boxes = shared.archive.passage(identity, page, q)
    return [(box.left, box.top, box.right, box.bottom) for box in boxes]


@router.get(
    "/documents/{identity}/passage.png",
    response_class=Response,
    responses=_PNG | documented(400, 404, 422),
)
async def passage_picture(
    identity: Identity,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    shared: Shared,
    page: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
) -> Response:
    """The part of a page where the words of a search first stand, framed."""
    boxes = await asyncio.to_thread(shared.archive.passage, identity, page, q)
    if not boxes:
        raise NotStored("The words have no place on the page.", "The answer has the passage.")
    document = await asyncio.to_thread(_with_pictures, shared, identity, page)
    near = [box for box in boxes if 0 <= box.top - boxes[0].top + _LINE < _PASSAGE + _LINE]
    original = shared.archive.original(document.sha256)
    work = shared.painters.submit(strip_png, original, page, near, shared.settings.limits)
    return Response(await asyncio.wrap_future(work), media_type="image/png", headers=_KEEP)


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
def decide(
    identity: Identity, wish: DecisionRequest, shared: Shared, person: Person
) -> DecisionInfo:
    """Accept or correct a value; 409 where someone else has settled it in the meantime."""
    row = shared.archive.decide(
        identity,
        wish.pointer,
        wish.before,
        wish.before if wish.after is None else wish.after,
        person.signs(wish.reviewer),
        reopen=wish.reopen,
        reject=wish.reject,
    )
    return DecisionInfo.of(row)


@router.post(
    "/documents/{identity}/values",
    status_code=201,
    responses=documented(400, 404, 409, 422),
)
def add(identity: Identity, wish: AddRequest, shared: Shared, person: Person) -> DecisionInfo:
    """Add a value or an entry that had not been found; 409 where there is one by now."""
    marked = Marked(**wish.marked.model_dump()) if wish.marked else None
    row = shared.archive.add(
        identity, wish.pointer, wish.value, person.signs(wish.reviewer), marked
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
    shared: Shared, asked: Searched, limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> SearchAnswer:
    """The pages that have all words and pass the filters: exact with diacritics, any spelling
    without them."""
    return SearchAnswer.of(asked.q, shared.archive.found(asked.q, limit, asked.filters()))


@router.get("/health", responses=documented(503))
def health(shared: Shared) -> Health:
    """Whether the service and its store answer."""
    return Health(status="ok", waiting_values=shared.archive.unsure())


def _place(archive: Archive, identity: str, pointer: str) -> tuple[int, list[Box]]:
    """The page and the boxes of what a pointer names."""
    word = word_place(pointer)
    if word is not None:
        place = archive.words(identity, word.page).box(word)
    else:
        values = archive.reviewed(identity).values()
        found = next((value for value in values if value.pointer == pointer), None)
        if found is None:
            raise BadRequest(f"The record has no value at {pointer!r}.", "Load the record again.")
        place = boxes_of(found.finding.evidence)
    if place is None:
        raise NotStored("The value has no place on a page picture.", "Look at its raw text.")
    return place


def _with_pictures(shared: Service, identity: str, page: int) -> Document:
    document = shared.archive.find(identity)
    if document.kind is None or Kind(document.kind) not in KINDS_WITH_PICTURES:
        raise NotStored(f"{document.name} has no page pictures.", "Its record has the raw text.")
    if page > document.pages:
        raise NotStored(f"{document.name} has {document.pages} pages.", "Ask for one of them.")
    return document
