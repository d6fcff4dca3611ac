"""What a batch costs beside reading: ``python -m benchmarks.store.throughput``.

Three figures: the pages a minute of a whole batch against those of OCR and restoration alone in
the same number of processes; the time that the parent spends on a document when the store has 100
documents and when it has 10,000; the parent's memory over the run.
"""

import argparse
import statistics
import tempfile
import time
from concurrent.futures import Executor, Future, wait
from pathlib import Path
from typing import Any

import psutil

from batch.processes import Processes
from batch.reading import read_original
from batch.run import Account, ingest_paths, processes
from benchmarks.store.quick import quick_read
from benchmarks.store.synthetic import fill
from benchmarks.store.variety import SAMPLES
from settings import Settings
from store.archive.archive import Archive

_SCANS = ("ke-hoach-quet.pdf", "huong-dan-chup.jpg")
_ROUNDS = 3


def scans(folder: Path, count: int) -> list[Path]:
    """So many different files that read as the sample scans do."""
    folder.mkdir()
    files = []
    for number in range(count):
        original = SAMPLES / "documents" / _SCANS[number % len(_SCANS)]
        path = folder / f"{number:04d}{original.suffix}"
        path.write_bytes(original.read_bytes() + f"\n%{number}".encode())
        files.append(path)
    return files


def read_alone(files: list[Path], settings: Settings) -> float:
    """Seconds to read the files in as many processes, nothing kept."""
    with processes(settings) as workers:
        _warm(workers, files[0], settings)
        began = time.monotonic()
        wait([_read(workers, file, settings) for file in files])
        return time.monotonic() - began


def read_batch(files: list[Path], place: Path, settings: Settings) -> float:
    """Seconds of a batch over the same files into a new store."""
    archive = Archive(f"sqlite:///{place}/store.db", place / "originals")
    with processes(settings) as workers:
        _warm(workers, files[0], settings)
        began = time.monotonic()
        ingest_paths(files, archive, settings, workers)
        return time.monotonic() - began


def _warm(workers: Processes, file: Path, settings: Settings) -> None:
    count = settings.workers
    wait([_read(workers, file, settings) for _ in range(count)])


def _read(workers: Processes, file: Path, settings: Settings) -> Future[Any]:
    return workers.submit(read_original, str(file), settings.limits)


class _AtOnce(Executor):
    """Reads in the parent, in no time: what is left is the cost of keeping."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        location, limits, context = args
        future.set_result(quick_read(location, limits, context, seconds=0))
        return future


def keeping(place: Path, stored: int, count: int) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor for a document, with so many in the store."""
    archive = Archive(f"sqlite:///{place}/store.db", place / "originals")
    fill(archive, stored)
    folder = place / "in"
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("truth/*.txt"))]
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"{number} {stored}\n{texts[number % len(texts)]}")
    began, cpu = time.monotonic(), time.process_time()
    ingest_paths([folder], archive, Settings(), _AtOnce())
    spent = time.monotonic() - began, time.process_time() - cpu
    archive.close()
    return spent[0] * 1000 / count, spent[1] * 1000 / count


def memory(place: Path, count: int) -> list[float]:
    """The parent's memory in megabytes after each tenth of a run."""
    archive = Archive(f"sqlite:///{place}/store.db", place / "originals")
    folder = place / "in"
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"Kế hoạch {number} " + f"từ{number} " * 400)
    seen: list[float] = []

    def look(account: Account, total: int) -> None:
        if account.total % (total // 10) == 0:
            seen.append(psutil.Process().memory_info().rss / 1e6)

    ingest_paths([folder], archive, Settings(), _AtOnce(), look)
    return seen


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--documents", type=int, default=300, help="of each run about keeping")
    parser.add_argument(
        "--memory", type=int, default=5000, help="documents of the run about memory"
    )
    given = parser.parse_args()
    settings = Settings(workers=given.workers)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        # First of all, for what comes later leaves memory behind.
        seen = memory(root / "memory", given.memory)
        print("parent's memory by tenths, MB:", " ".join(f"{one:.0f}" for one in seen))
        files = scans(root / "scans", given.scans)
        ratios = []
        for number in range(_ROUNDS):  # by turns, for a machine is not always as fast
            alone = read_alone(files, settings)
            whole = read_batch(files, root / f"batch{number}", settings)
            ratios.append(alone / whole)
            print(f"{len(files)} scans: alone {alone:.1f} s, batch {whole:.1f} s", flush=True)
        print(f"throughput of a batch: {statistics.median(ratios):.2f} of reading alone")
        for stored in (100, 10_000):
            rounds = []
            for number in range(_ROUNDS):
                place = root / f"keeping{stored}.{number}"
                place.mkdir()
                rounds.append(keeping(place, stored, given.documents))
            wall, cpu = (statistics.median(one) for one in zip(*rounds, strict=True))
            print(
                f"keeping, {stored:,} stored: {wall:.1f} ms a document, {cpu:.1f} ms of processor"
            )


if __name__ == "__main__":
    main()
