"""A batch: every file is met once, and the account is kept in the store as it grows.

The executor may be any ``concurrent.futures.Executor`` (a Dask cluster offers one); by default it
is ``Processes``, in which a document that crashes or hangs costs nothing but itself.
"""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from batch.parts import parts_of
from batch.processes import Processes
from batch.reading import Outcome, context_for, read_original, store_outcome
from batch.sources import SourceFile, Sources
from extract.record import Record
from extract.zones.parts_told import parts_told
from ingest.errors import StoreFailed, VanbanError, code_of
from ingest.files.kinds import kind_of
from ingest.page import Kind
from settings import Settings
from store.archive.archive import Archive
from store.database.tables import READ
from store.database.tables import Outcome as Ending
from store.documents.originals import is_url
from store.documents.runs import Entry, Failure

# Files handed to the executor ahead of its answers: enough to keep 30 workers busy, few enough
# that an archive of any size is never held in memory.
AHEAD = 64
# The name of a stored document in the account of a retry.
_STORED = "stored:"
# What a run over the documents inside PDFs is known by, beside its places.
_SPLIT = "split:"


@dataclass
class Account:
    """How a run stands: every file met is in exactly one of the four counts.

    ``known`` files were in the store, read to the end, before they were met. ``pages`` are those
    of the documents that were read. ``passed_over`` is no file of the account: litter of file
    systems, pipes, links that lead out of a folder. ``several`` are the PDFs that seem to hold several
    documents, as far as they were read just now.
    """

    done: int = 0
    review: int = 0
    failed: int = 0
    known: int = 0
    pages: int = 0
    failures: list[Failure] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)

    def with_parts(self, parts: "Account") -> "Account":
        """The account together with that of the documents that its files held."""
        counts = {
            name: getattr(self, name) + getattr(parts, name)
            for name in ("done", "review", "failed", "known", "pages")
        }
        return Account(
            **counts, failures=[*self.failures, *parts.failures], passed_over=self.passed_over
        )

    @property
    def total(self) -> int:
        """The number of files that are accounted for."""
        return self.done + self.review + self.failed + self.known


Progress = Callable[[Account, int], None]
Split = Callable[[Sequence[SourceFile]], None]
"""Who is told of the documents that one file holds."""


def ingest_paths(
    paths: Iterable[str | Path],
    archive: Archive,
    settings: Settings,
    executor: Executor | None = None,
    progress: Progress | None = None,
    split: Split | None = None,
) -> Account:
    """Read files, and the files in folders and ZIP archives, into the archive.

    ``paths`` are paths or fsspec URLs. Files that the archive has read are not read again; those
    that an earlier run accepted and did not finish, or that failed, are. A run over the same
    paths that was broken off is gone on with, so that the account is that of one run.
    ``progress`` gets the account so far and the number of files after each. Raises FileMissing
    where a path does not exist, before anything is read, and StoreFailed where the store does not
    answer; the run can then be gone on with.

    With ``split`` the documents that PDFs hold together are read by themselves as well, in a run of their
    own; it is told of those of each file before. The account is that of both runs.
    """
    places = [str(path) if is_url(path) else str(Path(path).absolute()) for path in paths]
    sources = Sources(settings.limits, settings.private_urls)
    files = list(sources.files(places))
    account = _whole(places, files, sources, archive, settings, executor, progress)
    if split is None:
        return account
    parts: list[SourceFile] = []
    for several in parts_of(files, sources, archive):
        split(several)
        parts += several
    if not parts:
        return account
    own = _whole([*places, _SPLIT], parts, sources, archive, settings, executor, progress)
    return account.with_parts(own)


def retry_failed(
    archive: Archive,
    settings: Settings,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Account:
    """Read again what is in quarantine: documents that failed, and files that became none."""
    files = [SourceFile(f"{_STORED}{document.sha256}") for document in archive.failed()]
    files += [SourceFile.at(failure.location) for failure in archive.runs.rejected()]
    sources = Sources(settings.limits, settings.private_urls)
    return _whole([_STORED], files, sources, archive, settings, executor, progress)


def _whole(
    places: Sequence[str],
    files: Sequence[SourceFile],
    sources: Sources,
    archive: Archive,
    settings: Settings,
    executor: Executor | None,
    progress: Progress | None,
) -> Account:
    """A run from its beginning, or from where it was broken off, to its end.

    Another that is given the same places at the same time waits, and then knows all documents.
    """
    if executor is None:
        with processes(settings) as own:
            return _whole(places, files, sources, archive, settings, own, progress)
    with archive.alone(json.dumps(["ingest", *places])):
        run = Run(places, archive, settings, executor, sources)
        run.over(files, progress)
        return run.finish()


def processes(settings: Settings) -> Processes:
    """The worker processes that the settings ask for."""
    limits = settings.limits
    workers = settings.workers or os.cpu_count() or 1
    return Processes(workers, limits.document_seconds, limits.document_memory)


class Run:
    """One pass over files: the parent alone accepts and stores, workers only read."""

    def __init__(
        self,
        places: Sequence[str],
        archive: Archive,
        settings: Settings,
        executor: Executor,
        sources: Sources,
    ) -> None:
        self._archive, self._limits = archive, settings.limits
        self._executor, self._sources = executor, sources
        self._run, filed = archive.runs.begin(places)
        self._filed = {one.location for one in filed}
        # A file that is known may be so by one that was being read when the run was broken off.
        self._met = {one.document for one in filed if one.outcome != Ending.KNOWN}
        self._running: dict[Future[Outcome], tuple[Entry, str]] = {}
        self._again = set[str]()
        self.account = Account()
        for one in filed:
            self._count(one.outcome)
        self.account.pages = archive.runs.account(self._run).pages

    @property
    def busy(self) -> int:
        """How many documents are being read."""
        return len(self._running)

    def over(self, files: Sequence[SourceFile], progress: Progress | None = None) -> None:
        """Read all files; those that this run has accounted for are passed over."""
        waiting = deque(file for file in files if file.location not in self._filed)

        def report() -> None:
            if progress is not None:
                progress(self.account, len(files))

        try:
            while waiting or self._running:
                while waiting and len(self._running) < AHEAD:
                    before = self.account.total
                    self.begin(waiting.popleft())
                    if self.account.total > before:
                        report()
                for _ in self.collect():
                    report()
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Let no document begin that waits in the executor."""
        for future in self._running:
            future.cancel()

    def finish(self) -> Account:
        """Close the run; its account as it was kept."""
        self._sources.close()
        kept = self._archive.runs.finish(self._run)
        failures = self._archive.runs.failures(self._run)
        passed_over = sorted(set(self._sources.passed_over))
        several = sorted(self.account.several)
        return Account(
            kept.done,
            kept.review,
            kept.failed,
            kept.known,
            kept.pages,
            failures,
            passed_over,
            several,
        )

    def begin(self, file: SourceFile) -> None:
        """Keep a file and have it read, unless it is known or of no kind that is read."""
        entry = Entry(self._run, file.location)
        try:
            document, _ = self._archive.accept(self._data(file), file.name)
        except StoreFailed:
            raise
        except Exception as error:  # of a library that a spoiled archive upsets: of this file alone
            reason = str(error) if isinstance(error, VanbanError) else repr(error)
            self._archive.runs.reject(entry, reason, code_of(error))
            self._count(Ending.FAILED)
            return
        if document.sha256 in self._met or document.state in READ:
            self._archive.runs.known(entry, document.sha256)
            self._count(Ending.KNOWN)
            return
        self._met.add(document.sha256)
        self._submit(entry, document.sha256, ())

    def collect(self, seconds: float | None = None) -> Iterable[Entry]:
        """Wait for the next answers, up to some seconds; the files that are accounted for now."""
        finished, _ = wait(self._running, seconds, return_when=FIRST_COMPLETED)
        for future in finished:
            entry, sha256 = self._running.pop(future)
            if self._store(entry, sha256, future):
                yield entry

    def _data(self, file: SourceFile) -> bytes:
        if file.container.startswith(_STORED):
            return self._archive.data(file.container.removeprefix(_STORED))
        data = self._sources.read(file)
        kind_of(data)
        return data

    def _submit(self, entry: Entry, sha256: str, context: Sequence[str]) -> None:
        original = self._archive.location(sha256)
        future = self._executor.submit(read_original, original, self._limits, context)
        self._running[future] = (entry, sha256)

    def _store(self, entry: Entry, sha256: str, future: Future[Outcome]) -> bool:
        """Keep what a worker found; whatever it raised is the failure of this document alone.

        False where the document is read once more, with those that it cites as context.
        """
        try:
            outcome = future.result()
            record = Record.model_validate_json(outcome.record)
            if sha256 not in self._again and (context := context_for(record, self._archive)):
                self._again.add(sha256)
                self._submit(entry, sha256, context)
                return False
            document = store_outcome(self._archive, sha256, record, outcome, entry)
        except StoreFailed:
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, VanbanError) else repr(error)
            self._archive.fail(sha256, reason, code_of(error), entry)
            self._count(Ending.FAILED)
            return True
        self._again.discard(sha256)
        if record.source.media_type == Kind.PDF.value and len(parts_told(record)) > 1:
            self.account.several.append(entry.location)
        self.account.pages += document.pages
        self._count(Ending(document.state.value))
        return True

    def _count(self, ending: Ending) -> None:
        setattr(self.account, ending.value, getattr(self.account, ending.value) + 1)
