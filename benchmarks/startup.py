"""What a first answer costs: processor time of ``vanban extract`` of a small text in a new process.

    python -m benchmarks.startup [--runs N]

Processor time, since wall time hangs on what else the machine does. The parts are imports by package.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

_SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
# One whose words are restored, one that is only brought into Unicode.
_FILES = ("ke-hoach-mat-dau.txt", "thong-bao-tcvn3.txt")
_CODE = "from api.cli import main; main()"
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([^\s.]+)")
_SHOWN = 10  # packages; the others together take less than any of them


def seconds(name: str) -> float:
    """Processor time of one process that reads a sample, from its start to its end, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def imports(name: str) -> Counter[str]:
    """Microseconds that the modules of each package take to load, without those that they load."""
    told = _run(name, "-X", "importtime").stderr
    counted: Counter[str] = Counter()
    for own, package in _IMPORT.findall(told):
        counted[package] += int(own)
    return counted


def _run(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A process with one thread of numerics, as on a machine with one free processor."""
    return subprocess.run(
        [sys.executable, *options, "-c", _CODE, "extract", "--json", str(_SAMPLES / name)],
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
        print(f"{name}: {least:.2f} s of processor time")
        for package, own in imports(name).most_common(_SHOWN):
            print(f"  {own / 1e6:5.2f} s  import {package}")


if __name__ == "__main__":
    main()
