"""tesserocr: the same Tesseract as a library, kept ready in workers that can be killed.

A page takes 0.63 of the time that it takes the program, which loads its model anew for each
(1.57 s against 2.49 s, both in one run). tesserocr's own time limit cannot be relied on, so each
worker is a process, and a timer kills its group.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from ingest.errors import EngineFailed
from ingest.limits import Limits
from ingest.ocr.tesseract import (
    LANGUAGE,
    VARIABLES,
    Segmentation,
    language_folder,
    stopped_at_limit,
)
from ingest.ocr.tsv import TESSERACT_COLUMNS, read_word_table
from ingest.page import Line

_WORKER = Path(__file__).with_name("tesserocr_worker.py")
_HEADER = "\t".join(TESSERACT_COLUMNS) + "\n"


class TesserocrEngine:
    """Reads pictures in workers that stay alive; safe to be used by several threads at once."""

    name = "tesserocr"

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()

    def read(
        self, pictures: Sequence[Image.Image], dpi: int, segmentation: Segmentation, limits: Limits
    ) -> list[tuple[Line, ...]]:
        """The lines of each picture; raises EngineMissing and EngineFailed."""
        with self._worker() as worker:
            return [worker.read(picture, dpi, segmentation, limits) for picture in pictures]

    @contextmanager
    def _worker(self) -> Iterator["_Worker"]:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        worker = worker or _Worker(language_folder())
        try:
            yield worker
        except BaseException:
            worker.kill()
            raise
        with self._lock:
            self._idle.append(worker)

    def close(self) -> None:
        """End all idle workers."""
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.kill()


@lru_cache(maxsize=2)
def tesserocr_engine(process: int) -> TesserocrEngine:
    """The engine of this process (its number): workers are not shared with a forked child."""
    engine = TesserocrEngine()
    atexit.register(engine.close)
    return engine


def is_installed() -> bool:
    """Whether the library is there; its language data is looked for when a worker starts."""
    return find_spec("tesserocr") is not None


class _Worker:
    """One process of the library."""

    def __init__(self, folder: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_WORKER), folder, LANGUAGE, json.dumps(VARIABLES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            process_group=0,
        )

    def read(
        self, picture: Image.Image, dpi: int, segmentation: Segmentation, limits: Limits
    ) -> tuple[Line, ...]:
        """The lines of one picture. Raises EngineFailed, after which the worker is of no use."""
        grey = picture if picture.mode == "L" else picture.convert("L")
        asked = {"width": grey.width, "height": grey.height, "dpi": dpi, "psm": int(segmentation)}
        late = threading.Event()
        timer = threading.Timer(limits.ocr_seconds, self._stop, (late,))
        timer.start()
        try:
            table = self._ask(json.dumps(asked).encode() + b"\n" + grey.tobytes())
        except (OSError, ValueError, KeyError) as error:
            if late.is_set():
                raise stopped_at_limit(limits) from error
            raise EngineFailed(
                "The OCR library tesserocr ended without an answer.",
                "Try again; if it happens again, set VANBAN_OCR__ENGINE=tesseract.",
            ) from error
        finally:
            timer.cancel()
        return read_word_table(_HEADER + table, picture.width, picture.height)

    def _ask(self, request: bytes) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(request)
        self._process.stdin.flush()
        length = int(json.loads(self._process.stdout.readline())["length"])
        table = self._process.stdout.read(length)
        if len(table) < length:
            raise EOFError
        return table.decode("utf-8")

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._signal()

    def _signal(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End the process and close its pipes."""
        self._signal()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
