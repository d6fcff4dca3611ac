"""Many documents: each is read once, and what became of every file is accounted for.

The executor may be any ``concurrent.futures.Executor`` (a Dask cluster offers one); by default it
is ``Processes``, in which a document that crashes or hangs costs nothing but itself.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

import psutil

from extract.record import Record
from ingest.errors import EngineFailed, FileMissing, VanbanError, code_of
from ingest.kinds import kind_of
from ingest.limits import Limits
from ingest.page import Origin, Quality
from ingest.sources import read_file
from normalize.text import Text
from settings import Settings
from store.archive import Archive
from store.tables import State

# Files handed to the executor ahead of its answers: enough to keep 30 workers busy, few enough
# that an archive of any size is never held in memory.
AHEAD = 64
# A crash may be the fault of a neighbour that took the memory, so it is tried once more.
TRIES = 2

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Outcome(NamedTuple):
    """What a worker sends back: the record as JSON, and the restored text page by page."""

    record: str
    pages: tuple[str, ...]


@dataclass
class Account:
    """How a run ended: every file met is in exactly one of the four counts.

    ``known`` files were in the store, read to the end, before they were met.
    """

    done: int = 0
    review: int = 0
    failed: int = 0
    known: int = 0
    failures: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of files that are accounted for."""
        return self.done + self.review + self.failed + self.known

    def fail(self, path: Path, reason: str) -> None:
        """Count a file that could not be read."""
        self.failed += 1
        self.failures.append((path, reason))


Progress = Callable[[Account, int], None]


def read_original(path: Path, limits: Limits, context: Sequence[str] = ()) -> Outcome:
    """Read one document from its file; raises VanbanError. Runs in a worker.

    ``context`` are texts of the same archive, such as those of the documents that it cites.
    """
    import pipeline  # here, so that the parent does not load models it never uses

    reading = pipeline.read(read_file(path, limits), limits, context)
    return Outcome(reading.record.model_dump_json(), page_texts(reading.text))


def context_for(record: Record, archive: Archive) -> list[str]:
    """Texts that may make a second reading better: what a document with a spoiled layer cites.

    Empty where its text needed no restoring, was read by OCR, or cites nothing that is stored.
    """
    spoiled = (Quality.BARE, Quality.GARBLED)
    restored = any(p.quality in spoiled and p.origin != Origin.OCR for p in record.source.pages)
    return archive.texts_cited(record) if restored else []


def page_texts(text: Text) -> tuple[str, ...]:
    """The restored text page by page; a page without lines is an empty string."""
    pages = [""] * max((line.page for line in text.lines), default=0)
    for lines in text.pages:
        pages[lines[0].page - 1] = "\n".join(line.text for line in lines)
    return tuple(pages)


def ingest_paths(
    paths: Iterable[Path],
    archive: Archive,
    settings: Settings,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Account:
    """Read files, and the files in folders, into the archive.

    Files that the archive has read are not read again; those that an earlier run accepted and
    did not finish, or that failed, are. ``progress`` gets the account so far and the number of
    files after each. Raises FileMissing where a path does not exist, before anything is read.
    """
    files = list(files_under(paths))
    if executor is not None:
        return _Run(archive, settings.limits, executor, progress, len(files)).over(files)
    workers = settings.workers or os.cpu_count() or 1
    with Processes(workers, settings.limits.document_seconds) as processes:
        return _Run(archive, settings.limits, processes, progress, len(files)).over(files)


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named and those in the folders named, each once, in sorted order."""
    found = set[Path]()
    for path in paths:
        if not path.exists():
            raise FileMissing(f"{path} does not exist.", "Check the path for typing errors.")
        inside = path.rglob("*") if path.is_dir() else [path]
        found.update(inner.absolute() for inner in inside if not inner.is_dir())
    yield from sorted(found)


class _Run:
    """One pass over files: the parent alone accepts and stores, workers only read."""

    def __init__(
        self,
        archive: Archive,
        limits: Limits,
        executor: Executor,
        progress: Progress | None,
        total: int,
    ) -> None:
        self._archive, self._limits, self._executor = archive, limits, executor
        self._progress, self._total = progress, total
        self._account = Account()
        self._running: dict[Future[Outcome], tuple[Path, str]] = {}
        self._met = set[str]()
        self._again = set[str]()

    def over(self, files: Iterable[Path]) -> Account:
        waiting = deque(files)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < AHEAD:
                    self._begin(waiting.popleft())
                self._collect()
        except BaseException:
            for future in self._running:
                future.cancel()
            raise
        return self._account

    def _begin(self, path: Path) -> None:
        try:
            data = read_file(path, self._limits)
            kind_of(data)
            document, _ = self._archive.accept(data, path.name)
        except VanbanError as error:
            self._account.fail(path, str(error))
            self._report()
            return
        if document.sha256 in self._met or document.state in (State.DONE, State.REVIEW):
            self._account.known += 1
            self._report()
            return
        self._met.add(document.sha256)
        self._submit(path, document.sha256, ())

    def _submit(self, path: Path, sha256: str, context: Sequence[str]) -> None:
        original = self._archive.original(sha256)
        future = self._executor.submit(read_original, original, self._limits, context)
        self._running[future] = (path, sha256)

    def _collect(self) -> None:
        finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in finished:
            path, sha256 = self._running.pop(future)
            if self._store(path, sha256, future):
                self._report()

    def _store(self, path: Path, sha256: str, future: Future[Outcome]) -> bool:
        """Keep what a worker found; whatever it raised is the failure of this document alone.

        False where the document is read once more, with those that it cites as context.
        """
        try:
            outcome = future.result()
        except Exception as error:
            reason = str(error) if isinstance(error, VanbanError) else repr(error)
            self._archive.fail(sha256, reason, code_of(error))
            self._account.fail(path, reason)
            return True
        record = Record.model_validate_json(outcome.record)
        if sha256 not in self._again and (context := context_for(record, self._archive)):
            self._again.add(sha256)
            self._submit(path, sha256, context)
            return False
        document = self._archive.save_reading(sha256, record, outcome.pages)
        if document.state == State.REVIEW:
            self._account.review += 1
        else:
            self._account.done += 1
        return True

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(self._account, self._total)


class Processes(Executor):
    """Worker processes, each killed and replaced when its task crashes or passes a time limit.

    A ``ProcessPoolExecutor`` breaks as a whole when one of its workers dies and cannot stop a
    task that hangs; so each worker here is a pool of one, led by a thread. Tasks fail with
    EngineFailed when their process does.
    """

    def __init__(self, workers: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="vanban-worker")
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._processes = [_Process(seconds) for _ in range(workers)]
        for process in self._processes:
            self._idle.put(process)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run a function that can be pickled in one of the processes."""
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, after their tasks or (``wait`` false) at once."""
        if wait:
            self._threads.shutdown(cancel_futures=cancel_futures)
        for process in self._processes:
            process.end()
        self._threads.shutdown(cancel_futures=cancel_futures)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(wait=kind is None, cancel_futures=True)

    def _run(self, fn: Callable[..., _T], args: Any, kwargs: Any) -> _T:
        process = self._idle.get()
        try:
            return process.call(fn, args, kwargs)
        finally:
            self._idle.put(process)


class _Process:
    """One worker process, started when first needed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._worker: psutil.Process | None = None
        self._ended = False

    def call(self, fn: Callable[..., _T], args: Any, kwargs: Any) -> _T:
        for _ in range(TRIES):
            with suppress(BrokenProcessPool):
                return self._call_once(fn, args, kwargs)
            self.kill()
        raise EngineFailed(
            "The process that read the document crashed.",
            "Try the file alone; if it crashes again, save it anew in another program.",
        )

    def kill(self) -> None:
        """End the process and what it started."""
        with self._lock:
            pool, self._pool = self._pool, None
            if pool is None or self._worker is None:
                return
            _kill_tree(self._worker)
        pool.shutdown(cancel_futures=True)

    def end(self) -> None:
        """Kill the process and start no other."""
        self._ended = True
        self.kill()

    def _call_once(self, fn: Callable[..., _T], args: Any, kwargs: Any) -> _T:
        future = self._started().submit(fn, *args, **kwargs)
        try:
            return future.result(self._seconds)
        except TimeoutError:
            if future.done():  # the task's own error
                raise
            self.kill()
            raise EngineFailed(
                f"Reading took longer than {self._seconds:g} seconds and was stopped.",
                "Split the file, or raise VANBAN_LIMITS__DOCUMENT_SECONDS.",
            ) from None

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._ended:
                raise EngineFailed("The run was stopped.", "Start it again; it goes on from here.")
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, multiprocessing.get_context("spawn"), initializer=_end_with_parent
                )
                self._worker = psutil.Process(self._pool.submit(os.getpid).result())
            return self._pool


def _kill_tree(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        for one in [*process.children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                one.kill()


def _end_with_parent() -> None:
    """Set a worker up: Ctrl-C is the parent's business, and a dead parent leaves no workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_after_parent, daemon=True).start()


def _exit_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
