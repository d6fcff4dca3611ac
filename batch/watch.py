"""A folder that is watched: files are taken once they have stopped growing.

The folder is looked at again and again instead of waiting for events of the file system, which
network shares and most container mounts do not send.
"""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

from batch.run import AHEAD, Account, Run
from batch.sources import Sources, is_taken
from ingest.errors import FileMissing
from settings import Settings
from store.archive.archive import Archive

# Names under which programs write what is not finished yet.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_HIDDEN = (".", "~$")


class _Seen(NamedTuple):
    size: int
    changed: int


class Looks:
    """Looks at a folder, each of which tells the files that two in a row found the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, _Seen] = {}
        self._taken: dict[Path, _Seen] = {}

    def ready(self) -> list[Path]:
        """Look; the files that have stopped growing and were not taken as they are now, by name."""
        before, self._before = self._before, _look(self._folder)
        now = self._before
        self._taken = {path: seen for path, seen in self._taken.items() if path in now}
        return [
            path
            for path, seen in sorted(now.items())
            if before.get(path) == seen and self._taken.get(path) != seen
        ]

    def took(self, path: Path) -> None:
        """Let a file that is ready count as taken until it changes."""
        self._taken[path] = self._before[path]


def watch_folder(
    folder: Path,
    archive: Archive,
    settings: Settings,
    executor: Executor,
    stop: Event,
    *,
    seconds: float,
    progress: Callable[[Account, int], None] | None = None,
) -> Account:
    """Take in what comes into a folder until ``stop`` is set; the account of that time.

    The folder is looked at every ``seconds``; a file is taken when two looks in a row found it of
    the same size and date, and again when it has changed. Files that are there at the beginning
    are taken too. A file that cannot be read goes into quarantine and the watch goes on. Raises
    FileMissing where the folder does not exist, StoreFailed where the store does not answer.
    """
    if not folder.is_dir():
        raise FileMissing(f"{folder} is no folder.", "Make it, or check the path.")
    sources = Sources(settings.limits, settings.private_urls)
    began = datetime.now(UTC).isoformat()
    run = Run(["watch:", str(folder.absolute()), began], archive, settings, executor, sources)
    looks = Looks(folder)
    try:
        while not stop.is_set():
            for path in looks.ready():
                if run.busy < AHEAD:
                    looks.took(path)
                    with suppress(FileMissing):  # it has gone between the look and now
                        for file in sources.files([path]):
                            run.begin(file)
            _wait(run, stop, seconds)
            if progress is not None:
                progress(run.account, run.account.total + run.busy)
        while run.busy:
            list(run.collect())
    except BaseException:
        run.cancel()
        raise
    return run.finish()


def _look(folder: Path) -> dict[Path, _Seen]:
    """The files of a folder; none where it cannot be listed just now."""
    found: dict[Path, _Seen] = {}
    with suppress(OSError):
        for path in folder.rglob("*"):
            if path.name.startswith(_HIDDEN) or path.name.lower().endswith(_UNFINISHED):
                continue
            with suppress(OSError):
                status = path.stat()
                if is_taken(path, folder):
                    found[path] = _Seen(status.st_size, status.st_mtime_ns)
    return found


def _wait(run: Run, stop: Event, seconds: float) -> None:
    """Keep what workers answer until it is time for the next look."""
    ends = time.monotonic() + seconds
    while run.busy and not stop.is_set() and (left := ends - time.monotonic()) > 0:
        list(run.collect(left))
    stop.wait(max(0.0, ends - time.monotonic()))
