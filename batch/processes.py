"""Worker processes that can be killed: a document that crashes, hangs or swells costs only itself."""

import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, NoReturn, ParamSpec, TypeVar

import psutil

from ingest.errors import EngineFailed

# A crash may be the fault of a neighbour that took the memory, so it is tried once more.
TRIES = 2
# How often the memory of a worker is looked at: a picture takes about a second to fill a gigabyte.
_LOOK_SECONDS = 1.0
# How soon a thread that wants to run takes over from one that does, in seconds. An answer passes through
# four threads before its worker has the next document; with Python's 5 ms a batch over 30 scans takes
# 20.2 s while answers are stored, so 18.3 s; reading alone takes 17.0 s.
_SWITCH_SECONDS = 0.0005

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Processes(Executor):
    """Worker processes, each killed and replaced when its task crashes or passes a limit.

    A ``ProcessPoolExecutor`` breaks as a whole when one of its workers dies and cannot stop a
    task that hangs; so each worker here is a pool of one, led by a thread. Tasks fail with
    EngineFailed when their process does.
    """

    def __init__(self, workers: int, seconds: float, memory: int | None = None) -> None:
        """``seconds`` and ``memory`` (bytes, with all child processes) are what a task may take."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="vanban-worker")
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._processes = [_Process(seconds, memory) for _ in range(workers)]
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

    def __init__(self, seconds: float, memory: int | None) -> None:
        self._seconds, self._memory = seconds, memory
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
        ends = time.monotonic() + self._seconds
        while True:
            left = ends - time.monotonic()
            try:
                return future.result(max(0.0, min(left, _LOOK_SECONDS)))
            except TimeoutError:
                if future.done():  # the task's own error, or its answer just now
                    return future.result()
            if left <= 0:
                self._stop(f"took longer than {self._seconds:g} seconds", "DOCUMENT_SECONDS")
            if self._memory is not None and _memory_of(self._worker) > self._memory:
                self._stop(f"took more than {self._memory:,} bytes of memory", "DOCUMENT_MEMORY")

    def _stop(self, what: str, limit: str) -> NoReturn:
        self.kill()
        raise EngineFailed(
            f"Reading {what} and was stopped.",
            f"Split the file, or raise VANBAN_LIMITS__{limit}.",
        )

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


def _memory_of(process: psutil.Process | None) -> int:
    """Bytes in memory of a process and all that it started; 0 where it has ended."""
    total = 0
    if process is not None:
        with suppress(psutil.NoSuchProcess):
            for one in [*process.children(recursive=True), process]:
                with suppress(psutil.NoSuchProcess):
                    total += one.memory_info().rss
    return total


def _end_with_parent() -> None:
    """Set a worker up: Ctrl-C is the parent's business, and a dead parent leaves no workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_after_parent, daemon=True).start()


def _exit_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _kill_tree(psutil.Process())
