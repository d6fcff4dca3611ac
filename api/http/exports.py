"""What leaves the archive by the pages: the file as received, a searchable PDF, tables, calendars."""

import asyncio
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import IO, Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import FileResponse, StreamingResponse

from api.http.asked import Searched
from api.http.documents import Identity
from api.http.problems import documented
from api.service.access import CheckedRoute
from api.service.parts import Service, service
from ingest.errors import BadRequest
from store.archive.archive import Archive
from store.ascii import ascii_name, slug
from store.database.tables import Document
from store.exports.forms import Form, export_parts, pack_originals
from store.exports.searchable import searchable_pdf

# Documents of one export by a search or a choice; all of an archive at once is `vanban export`'s and
# has no such end.
MOST_EXPORTED = 1000
MOST_PACKED = 200  # originals of one ZIP: some hundred megabytes
_MEDIA = {Form.JSONL: "application/jsonl", Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Form.ICS: "text/calendar"}  # fmt: skip
_ENDINGS = {Form.JSONL: "jsonl", Form.XLSX: "xlsx", Form.ICS: "ics"}
_LONGEST_WORDS = 40  # letters of the words of a search in the name of its export
_IN_MEMORY = 2**24  # bytes of a ZIP before it goes to the disk
_PIECE = 2**20

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
_Id = Annotated[str, Query(pattern="^[0-9a-fA-F]{4,64}$")]


def _file(*media_types: str) -> dict[int | str, dict[str, Any]]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": "A file", "content": dict.fromkeys(media_types, binary)}}


def chosen(
    shared: Shared,
    asked: Searched,
    id: Annotated[
        list[_Id] | None, Query(max_length=MOST_EXPORTED, description="documents, repeatable")
    ] = None,
) -> list[str] | None:
    """The documents that are named, or else those that a search finds; None for all."""
    if id:
        return [shared.archive.find(one).sha256 for one in dict.fromkeys(id)]
    if not asked.given():
        return None
    return shared.archive.documents_found(asked.q, MOST_EXPORTED, asked.filters())


Chosen = Annotated[list[str] | None, Depends(chosen)]


@router.get(
    "/documents/{identity}/original",
    response_class=FileResponse,
    responses=_file("application/octet-stream") | documented(400, 404, 422),
)
def original(identity: Identity, shared: Shared) -> FileResponse:
    """The file of a document as it was received."""
    document = shared.archive.find(identity)
    path = shared.archive.original(document.sha256)
    return FileResponse(path, media_type="application/octet-stream", headers=_named(document.name))


@router.get(
    "/documents/{identity}/searchable.pdf",
    response_class=Response,
    responses=_file("application/pdf") | documented(400, 404, 422, 502),
)
async def searchable(identity: Identity, shared: Shared) -> Response:
    """A searchable PDF/A: the pages of a document, and its restored text behind."""
    document, data, pages = await asyncio.to_thread(_parts, shared.archive, identity)
    title = document.title or document.name
    work = shared.painters.submit(searchable_pdf, data, pages, title, shared.settings.limits)
    name = f"{PurePath(document.name).stem}.pdf"
    return Response(
        await asyncio.wrap_future(work), media_type="application/pdf", headers=_named(name)
    )


@router.get(
    "/exports/originals.zip",
    response_class=StreamingResponse,
    responses=_file("application/zip") | documented(400, 404, 422),
)
def originals(shared: Shared, documents: Chosen) -> StreamingResponse:
    """The files of chosen documents as they were received, in one ZIP."""
    if documents is None or len(documents) > MOST_PACKED:
        raise BadRequest(
            f"A ZIP holds at most {MOST_PACKED} files.",
            "Choose documents; `vanban backup` writes the whole store.",
        )
    out = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 – _pieces does
    pack_originals(shared.archive, map(shared.archive.find, documents), out)
    out.seek(0)
    return StreamingResponse(
        _pieces(out), media_type="application/zip", headers=_named("van-ban.zip")
    )


@router.get(
    "/exports/{form}",
    response_class=StreamingResponse,
    responses=_file("text/csv", *_MEDIA.values()) | documented(400, 404, 422),
)
def export(
    form: Form,
    shared: Shared,
    documents: Chosen,
    q: Annotated[str, Query(max_length=500)] = "",
) -> StreamingResponse:
    """Records as a table, a calendar or lines of JSON: of chosen documents, of a search, or all."""
    parts = export_parts(shared.archive.exports(documents), form)
    ending = _ENDINGS.get(form, "csv")
    parts_of_name = ("van-ban", slug(q)[:_LONGEST_WORDS], "" if ending == form else form)
    name = f"{'-'.join(filter(None, parts_of_name))}.{ending}"
    return StreamingResponse(
        iter(parts), media_type=_MEDIA.get(form, "text/csv"), headers=_named(name)
    )


def _parts(archive: Archive, identity: str) -> tuple[Document, bytes, Any]:
    document = archive.find(identity)
    return document, archive.data(document.sha256), archive.layout(document.sha256)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, _PIECE), b"")


def _named(name: str) -> dict[str, str]:
    """The header by which a program keeps a file under a name, in ASCII where it takes no other (RFC 6266)."""
    plain = ascii_name(name)
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": f'attachment; filename="{plain}"{whole}'}
