"""``python -m benchmarks.hostile [--count 20000]``: how mutated files end, and which end wrongly.

Every file goes the way of ``vanban ingest``: listed, opened, kept, read in a worker process that is
killed at its limits. Ends with 1 where a file ended in anything but a record or a typed error; such
files are kept in ``--keep`` for a test. Those that were stopped at a limit are printed too.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from batch.run import ingest_paths
from benchmarks.hostile.mutations import Mutant, mutants
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive

# Small, so that what passes them is seen soon; an honest file of this size takes a tenth.
LIMITS = Limits(document_seconds=60, document_memory=2_000_000_000, ocr_seconds=20)
AT_ONCE = 200  # files of one run
# Failures that nobody expected are told as Python writes them.
_UNTYPED = re.compile(r"\w+\(")
_STOPPED = re.compile(r"took (longer|more) than")


def main() -> None:
    """Make the files, read them, tell how they ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for files that end wrongly")
    given = parser.parse_args()
    settings = Settings(limits=LIMITS, workers=given.workers)
    ends, wrong, began = Counter[str](), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        archive = Archive(f"sqlite:///{place}/store.db", place / "originals")
        some: dict[str, Mutant] = {}
        for number, mutant in enumerate(mutants(given.count, given.seed), start=1):
            suffix = {"text": "txt"}.get(mutant.kind, mutant.kind)
            some[f"{number:06d}.{suffix}"] = mutant
            if len(some) == AT_ONCE or number == given.count:
                wrong += _read(place / f"in{number}", some, archive, settings, ends, given.keep)
                some = {}
                taken = time.monotonic() - began
                print(f"{number} files, {taken:.0f} s, {wrong} wrong", file=sys.stderr, flush=True)
    memory = psutil.Process().memory_info().rss
    for end, count in ends.most_common():
        print(f"{count:7}  {end}")
    print(f"{given.count} files in {time.monotonic() - began:.0f} s, {wrong} ended wrongly, "
          f"the parent holds {memory / 1e6:.0f} MB")  # fmt: skip
    sys.exit(wrong > 0)


def _read(
    folder: Path, some: dict[str, Mutant], archive: Archive, settings: Settings,
    ends: Counter[str], keep: Path | None,
) -> int:  # fmt: skip
    folder.mkdir()
    for name, mutant in some.items():
        (folder / name).write_bytes(mutant.data)
    account = ingest_paths([folder], archive, settings)
    ends.update(done=account.done, review=account.review, known=account.known)
    wrong = 0
    for failure in account.failures:
        path = Path(failure.location.partition("!/")[0])
        bad = _UNTYPED.match(failure.reason) is not None or "crashed" in failure.reason
        stopped = _STOPPED.search(failure.reason) is not None
        ends["wrong" if bad else "stopped at a limit" if stopped else "told why not"] += 1
        if bad or stopped:
            mutant = some[path.name]
            print(f"{mutant.kind} ({mutant.how}): {failure.reason}"[:300], flush=True)
        if bad:
            wrong += 1
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / path.name).write_bytes(mutant.data)
    return wrong


if __name__ == "__main__":
    main()
