"""From an upload to a stored record: the size is limited while the bytes arrive."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.types import Message

from batch import Outcome, context_for, read_original, store_outcome
from extract.record import Record
from ingest.errors import BadRequest, LimitExceeded, VanbanError, code_of
from ingest.kinds import kind_of
from ingest.limits import Limits
from store.archive import Archive
from store.tables import State

# What multipart adds to the file itself: boundaries and part headers, well below this.
_ENVELOPE_BYTES = 64 * 1024


async def received_file(request: Request, limits: Limits) -> tuple[str, bytes]:
    """The name and bytes of the part ``file`` of a multipart upload.

    Raises LimitExceeded as soon as more bytes have come than a file may have, and BadRequest
    where there is no such part.
    """
    limited = Request(request.scope, _Counted(request, limits.file_bytes))
    async with limited.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadRequest("The request has no part 'file'.", "curl -F file=@PATH sends one.")
        data = await file.read()
    if len(data) > limits.file_bytes:
        raise _too_large(limits.file_bytes)
    return file.filename or "unnamed", data


class _Counted:
    """The body of a request, cut off with an error where it becomes too long."""

    def __init__(self, request: Request, file_bytes: int) -> None:
        self._receive, self._file_bytes = request.receive, file_bytes
        self._left = file_bytes + _ENVELOPE_BYTES

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _too_large(self._file_bytes)
        return message


def _too_large(file_bytes: int) -> LimitExceeded:
    return LimitExceeded(
        f"The file is larger than {file_bytes:,} bytes.",
        "Split it, scan it at 200 dpi, or raise VANBAN_LIMITS__FILE_BYTES.",
    )


class Intake:
    """Reads each document once, however many requests bring it at the same time."""

    def __init__(self, archive: Archive, executor: Executor, limits: Limits) -> None:
        self._archive, self._executor, self._limits = archive, executor, limits
        self._reading: dict[str, asyncio.Task[None]] = {}

    async def take(self, data: bytes, name: str) -> tuple[str, bool]:
        """Store and read a document; its identity, and whether this call had it read.

        Raises VanbanError; the reading goes on to its end when the caller goes away.
        """
        await asyncio.to_thread(kind_of, data)
        document, _ = await asyncio.to_thread(self._archive.accept, data, name)
        sha256 = document.sha256
        if document.state in (State.DONE, State.REVIEW):
            return sha256, False
        task = self._reading.get(sha256)
        begins = task is None
        if task is None:
            task = asyncio.create_task(self._read(sha256))
            self._reading[sha256] = task
            task.add_done_callback(lambda _: self._reading.pop(sha256))
        await asyncio.shield(task)
        return sha256, begins

    async def _submit(self, original: str, context: Sequence[str]) -> Outcome:
        return await asyncio.wrap_future(
            self._executor.submit(read_original, original, self._limits, context)
        )

    async def _read(self, sha256: str) -> None:
        original = self._archive.location(sha256)
        try:
            outcome = await self._submit(original, ())
            record = Record.model_validate_json(outcome.record)
            if context := await asyncio.to_thread(context_for, record, self._archive):
                outcome = await self._submit(original, context)
                record = Record.model_validate_json(outcome.record)
        except Exception as error:
            reason = str(error) if isinstance(error, VanbanError) else repr(error)
            await asyncio.to_thread(self._archive.fail, sha256, reason, code_of(error))
            raise
        await asyncio.to_thread(store_outcome, self._archive, sha256, record, outcome)
