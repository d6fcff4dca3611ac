"""A batch on a Dask cluster: the executor of ``distributed``, and what its workers run.

``pip install vanban[cluster]``. Workers reach originals by the same path or URL as the parent
does: a shared folder or object storage.
"""

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from batch.processes import Processes
from batch.reading import Outcome, read_original
from ingest.errors import EngineFailed, EngineMissing
from ingest.limits import Limits

# A worker that dies takes the blame for its task; the task is given to others this many times.
RETRIES = 2
_CONNECT_SECONDS = 30
_reading = threading.Lock()


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The executor of a Dask scheduler such as ``tcp://10.0.0.5:8786``.

    Raises EngineMissing where ``distributed`` is not installed, EngineFailed where nobody answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineMissing(
            "The package distributed is not installed.", "pip install 'vanban[cluster]'"
        ) from error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineFailed(
            f"No Dask scheduler answers at {address}: {error}.",
            "Start one with `dask scheduler`, and check the address it prints.",
        ) from error
    with client:
        yield _Guarded(client.get_executor(pure=False, retries=RETRIES))


class _Guarded(Executor):
    """Has workers read documents in processes that can be killed, where they may start any."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        guarded = read_guarded if fn is read_original else fn
        return self._executor.submit(guarded, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait)


def read_guarded(location: str | Path, limits: Limits, context: Sequence[str] = ()) -> Outcome:
    """Read a document on a worker of a cluster, within the limits of time and memory.

    A worker under a nanny is a daemon, which may have no child processes: there the document is
    read in the worker itself, one at a time, and a crash costs the worker, which the nanny starts
    again. ``DASK_DISTRIBUTED__WORKER__DAEMON=False`` makes it none.
    """
    if multiprocessing.current_process().daemon:
        with _reading:  # PDFium and the models are made for one thread
            return read_original(location, limits, context)
    return _process(limits).submit(read_original, location, limits, context).result()


@lru_cache(maxsize=1)
def _process(limits: Limits) -> Processes:
    return Processes(1, limits.document_seconds, limits.document_memory)
