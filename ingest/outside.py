"""Outside programs run within a limit of time; what they started ends with them."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple


class Answer(NamedTuple):
    """How a program ended (below 0: by that signal), and what it printed."""

    code: int
    printed: bytes
    complaint: bytes


def answer_of(
    command: Sequence[str],
    seconds: float,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> Answer:
    """Run a program on what it is given by standard input, with variables beside those of this process.

    Whatever ends the waiting kills its whole group. Raises OSError where it cannot be started,
    TimeoutExpired at the limit.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | dict(variables or {}),
        process_group=0,
    )
    try:
        printed, complaint = process.communicate(given, timeout=seconds)
    except BaseException:
        _kill_group(process)
        raise
    return Answer(process.returncode, printed, complaint)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that it started, and close the pipes."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
