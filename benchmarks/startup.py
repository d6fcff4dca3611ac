"""What a first answer costs: processor time of ``vanban extract`` of a small text in a new process.

    python -m benchmarks.startup [--runs N]

Processor time, since wall time hangs on what else the machine does. The parts are imports by package;
what is left is tables, machine code and the reading itself.
"""

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

_SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
# One whose words are restored, one that is only brought into Unicode.
_FILES = ("ke-hoach-mat-dau.txt", "thong-bao-tcvn3.txt")
_CODE = "from api.cli.app import main; main()"
# Tells at the end how long each package took to load, in seconds of its thread, without what it loads.
_TIMED = """
import atexit, collections, sys, threading, time
from importlib import _bootstrap
own, inner, load = collections.Counter(), threading.local(), _bootstrap._load_unlocked

def timed(spec):
    outer, inner.spent, start = getattr(inner, "spent", 0.0), 0.0, time.thread_time()
    try:
        return load(spec)
    finally:
        spent = time.thread_time() - start
        own[spec.name.partition(".")[0]] += spent - inner.spent
        inner.spent = outer + spent

_bootstrap._load_unlocked = timed
atexit.register(lambda: print(*(f"{n} {s}" for n, s in own.items()), sep="\\n", file=sys.stderr))
"""
_SHOWN = 10  # packages; the others together take less than any of them


def seconds(name: str) -> float:
    """Processor time of one process that reads a sample, from its start to its end, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def imports(name: str) -> dict[str, float]:
    """Seconds that the modules of each package take to load, the longest first."""
    told = [line.split() for line in _run(name, _TIMED + _CODE).stderr.splitlines()]
    return dict(sorted(((one, float(own)) for one, own in told), key=lambda one: -one[1]))


def _run(name: str, code: str = _CODE) -> subprocess.CompletedProcess[str]:
    """A process with one thread of numerics, as on a machine with one free processor."""
    return subprocess.run(
        [sys.executable, "-c", code, "extract", "--json", str(_SAMPLES / name)],
        env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip


def main() -> None:
    """Print the least of some runs and what of it goes to which package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how many, of which the least is told")
    given = parser.parse_args()
    for name in _FILES:
        _run(name)  # what is compiled or cached by the first run is there from now on
        least = min(seconds(name) for _ in range(given.runs))
        parts = imports(name)
        print(f"{name}: {least:.2f} s of processor time, {sum(parts.values()):.2f} s of it imports")
        for package, own in list(parts.items())[:_SHOWN]:
            print(f"  {own:5.2f} s  import {package}")


if __name__ == "__main__":
    main()
