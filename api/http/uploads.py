"""The route by which documents come in."""

import asyncio
import io
from collections.abc import Iterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from api.http.problems import documented
from api.http.schemas import UploadAnswer, Uploaded
from api.service.access import CheckedRoute, Reviewer
from api.service.intake import received_files
from api.service.parts import Service, service
from batch.mails import Read
from batch.packed import Packed, is_packed
from extract.record import Record
from ingest.errors import (
    BadRequest,
    EmptyFile,
    LimitExceeded,
    VanbanError,
)  # fmt: skip
from ingest.limits import Limits

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
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


@router.post(
    "/documents",
    status_code=202,
    response_model=UploadAnswer | Record,
    responses={
        200: {"model": UploadAnswer | Record, "description": "The same bytes were read before"},
        201: {"model": Record, "description": "Read, as `wait` asked"},
        **documented(400, 413, 415, 422, 502, 503),
    },
    openapi_extra=_UPLOAD,
)
async def upload(
    request: Request,
    shared: Shared,
    reviewer: Reviewer,
    wait: Annotated[
        bool, Query(description="answer with the record when it has been read")
    ] = False,
) -> Response:
    """Keep documents and begin to read them; the same bytes are the same document."""
    shared.intake.check_room()
    files = await received_files(request, shared.settings.limits)
    if not wait:
        return await _accepted(shared, files, reviewer)
    (name, data), *others = files
    if others:
        raise BadRequest("Only one file can be waited for.", "Send the others each on its own.")
    kept = await shared.intake.take(data, name, reviewer)
    record = await asyncio.to_thread(shared.archive.record, kept.identity)
    return JSONResponse(
        record.model_dump(mode="json"),
        200 if kept.known else 201,
        headers={"Location": f"/documents/{kept.identity}"},
    )


async def _accepted(shared: Service, files: list[tuple[str, bytes]], reviewer: str) -> Response:
    """What became of each file; one alone that is refused is a problem."""
    answers: list[Uploaded] = []
    for name, read in members(files, shared.settings.limits):
        try:
            data = await asyncio.to_thread(read)
            kept = await shared.intake.accept(data, name, reviewer)
        except VanbanError as error:
            if len(files) == 1 and name == files[0][0]:
                raise
            answers.append(Uploaded(name=name, problem=error.code, detail=str(error)))
            continue
        # It may have been read by now, and is not known for that.
        row = await asyncio.to_thread(shared.archive.find, kept.identity)
        answers.append(Uploaded(name=name, id=kept.identity, state=row.state, known=kept.known))
    answer = UploadAnswer(documents=answers)
    begun = any(one.id and not one.known for one in answers)
    headers = {"Location": f"/documents/{answers[0].id}"} if len(answers) == 1 else None
    return JSONResponse(answer.model_dump(mode="json"), 202 if begun else 200, headers)


def members(files: list[tuple[str, bytes]], limits: Limits) -> Iterator[tuple[str, Read]]:
    """The files by their names, with what is in archives and mails in place of these.

    What cannot be opened, holds nothing or unpacks to too much stands for itself, and says so when it is read.
    """
    for name, data in files:
        try:
            inside = Packed(name, io.BytesIO(data), limits).files if is_packed(name) else {}
        except VanbanError as error:
            yield name, partial(_refused, error)
            continue
        if is_packed(name) and not inside:
            yield name, partial(_refused, EmptyFile(f"{name} holds no document.", "Look into it."))
        elif not inside:
            yield name, partial(bytes, data)
        unpacked: list[int] = []
        for member, read in inside.items():
            yield member, partial(_counted, read, unpacked, name, limits.unpacked_bytes)


def _counted(read: Read, unpacked: list[int], name: str, most: int) -> bytes:
    data = read()
    unpacked.append(len(data))
    if sum(unpacked) > most:
        raise LimitExceeded(
            f"{name} unpacks to more than {most:,} bytes.",
            "Send it in parts, or give it to `vanban ingest`.",
        )
    return data


def _refused(error: VanbanError) -> bytes:
    raise error
