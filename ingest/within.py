"""A limit of time inside a process, for work on text that has none of its own."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ingest.errors import EngineFailed


@contextmanager
def within(seconds: float, limit: str) -> Iterator[None]:
    """Stop what runs in here after some seconds with EngineFailed; ``limit`` names the setting.

    Regular expressions are stopped as well, compiled loops when they come back. Only the main thread
    of a process can be stopped so: that is where workers read, and the command line.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(_: int, __: FrameType | None) -> None:
        raise EngineFailed(
            f"The text took longer than {seconds:g} seconds and was stopped.",
            f"Split the file, or raise VANBAN_LIMITS__{limit}.",
        )

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
