"""From an upload to a stored record: the size is limited while the bytes arrive."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import UploadFile

from batch import Outcome, context_for, read_original, store_outcome
from extract.record import Record
from ingest.errors import BadRequest, LimitExceeded, VanbanError, code_of
from ingest.files.kinds import kind_of
from ingest.limits import Limits
from store.archive.archive import RECEIVED, Archive
from store.database.tables import READ

MOST_FILES = 50  # of one request; a page sends each file in a request of its own


class Busy(VanbanError):
    """More waits to be done than may wait."""

    code, exit_code, http_status = "busy", 16, 503
    retry_after = 30


async def received_files(request: Request, limits: Limits) -> list[tuple[str, bytes]]:
    """The names and bytes of the parts ``file`` of a multipart upload, at least one.

    All together may have the bytes of one file. Raises LimitExceeded where they have more (what is
    read of the body has its limit in ``api.http.body``), BadRequest where there is no such part.
    """
    async with request.form(max_files=MOST_FILES, max_fields=8) as form:
        parts = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
        files = [(part.filename or "unnamed", await part.read()) for part in parts]
    if not files:
        raise BadRequest("The request has no part 'file'.", "curl -F file=@PATH sends one.")
    if sum(len(data) for _, data in files) > limits.file_bytes:
        raise file_too_large(limits.file_bytes)
    return files


def file_too_large(file_bytes: int) -> LimitExceeded:
    """The refusal of files that have more bytes than one may have."""
    return LimitExceeded(
        f"The file is larger than {file_bytes:,} bytes.",
        "Split it, scan it at 200 dpi, or raise VANBAN_LIMITS__FILE_BYTES.",
    )


class Phase(StrEnum):
    """How far a reading has come."""

    WAITING = "waiting"
    READING = "reading"
    AGAIN = "reading-again"
    """With the documents that it cites as context."""


@dataclass(slots=True)
class Job:
    """A document that is being read; ``since`` is a time of ``time.monotonic``.

    ``progress`` is the file in which its worker tells how many pages it has read.
    """

    name: str
    progress: Path
    since: float = field(default_factory=time.monotonic)
    work: Future[Outcome] | None = None
    again: bool = False
    task: "asyncio.Task[None] | None" = None

    @property
    def phase(self) -> Phase:
        """What is done with it now."""
        if self.again:
            return Phase.AGAIN
        begun = self.work is not None and (self.work.running() or self.work.done())
        return Phase.READING if begun else Phase.WAITING

    @property
    def pages(self) -> tuple[int, int] | None:
        """Pages read and pages in all; None before the first is read."""
        try:
            read, _, of = self.progress.read_text().partition("/")
            return int(read), int(of)
        except (OSError, ValueError):  # not there yet, or just being written
            return None

    @property
    def seconds(self) -> int:
        """Since it was accepted."""
        return round(time.monotonic() - self.since)


class Accepted(NamedTuple):
    """A document that is kept: the reading that is under way, None where it had been read before."""

    identity: str
    job: Job | None

    @property
    def known(self) -> bool:
        """Whether it had been read when its bytes came."""
        return self.job is None


class Intake:
    """Reads each document once, however many requests bring it at the same time."""

    def __init__(
        self, archive: Archive, executor: Executor, limits: Limits, waiting: int = 200
    ) -> None:
        """``waiting`` is the number of documents that may be under way."""
        self._archive, self._executor, self._limits = archive, executor, limits
        self._waiting = waiting
        self.jobs: dict[str, Job] = {}
        self._beginning = asyncio.Lock()
        self._progress = tempfile.TemporaryDirectory(prefix="vanban-progress-")

    def check_room(self) -> None:
        """Raise Busy where too many documents wait already."""
        if len(self.jobs) >= self._waiting:
            raise Busy(
                f"{len(self.jobs)} documents wait to be read.",
                "Send it again later; `vanban ingest` reads whole folders.",
            )

    async def accept(self, data: bytes, name: str, reviewer: str = RECEIVED) -> Accepted:
        """Store a document and begin to read it, unless that was done or is being done.

        One that lies in the bin is restored, by ``reviewer``. Raises UnknownKind, Busy. The reading goes on to its end whoever goes away.
        """
        await asyncio.to_thread(kind_of, data)
        self.check_room()
        document, _ = await asyncio.to_thread(self._archive.accept, data, name, reviewer)
        return Accepted(document.sha256, await self.begin(document.sha256, document.name))

    async def begin(self, sha256: str, name: str) -> Job | None:
        """The reading of a document that is kept, begun here or before; None where it has been read.

        Raises Busy.
        """
        async with self._beginning:  # else one that ends between look and begin would be read twice
            if (under_way := self.jobs.get(sha256)) is not None:
                return under_way
            document = await asyncio.to_thread(self._archive.find, sha256)
            if document.state in READ:
                return None
            self.check_room()
            job = self.jobs[sha256] = Job(name, Path(self._progress.name) / sha256)
            job.task = asyncio.create_task(self._read(sha256, job))
            job.task.add_done_callback(lambda task: self._finish(sha256, task))
            return job

    async def take(self, data: bytes, name: str, reviewer: str = RECEIVED) -> Accepted:
        """Store a document and wait until it has been read. Raises VanbanError."""
        accepted = await self.accept(data, name, reviewer)
        if accepted.job is not None and accepted.job.task is not None:
            await asyncio.shield(accepted.job.task)
        return accepted

    def _finish(self, sha256: str, task: "asyncio.Task[None]") -> None:
        self.jobs.pop(sha256).progress.unlink(missing_ok=True)
        if not task.cancelled():
            task.exception()  # kept with the document; nobody may be waiting for it

    async def _submit(self, job: Job, original: str, context: Sequence[str]) -> Outcome:
        job.progress.unlink(missing_ok=True)
        job.work = self._executor.submit(
            read_original, original, self._limits, context, progress=job.progress
        )
        return await asyncio.wrap_future(job.work)

    async def _read(self, sha256: str, job: Job) -> None:
        original = self._archive.location(sha256)
        try:
            outcome = await self._submit(job, original, ())
            record = Record.model_validate_json(outcome.record)
            if context := await asyncio.to_thread(context_for, record, self._archive):
                job.again = True
                outcome = await self._submit(job, original, context)
                record = Record.model_validate_json(outcome.record)
        except Exception as error:
            reason = str(error) if isinstance(error, VanbanError) else repr(error)
            await asyncio.to_thread(self._archive.fail, sha256, reason, code_of(error))
            raise
        await asyncio.to_thread(store_outcome, self._archive, sha256, record, outcome)
