"""A batch killed again and again must end with the account of one that was left alone.

``python -m benchmarks.store.killing [--documents 2000] [--kills 30] [--real]`` prints both accounts
and where they differ. Only the parent is killed (SIGKILL): its workers must end by themselves.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from benchmarks.store.variety import make_documents
from store.archive.archive import Archive
from store.database.tables import Document, RunFile, StoredRecord

_FILED = "SELECT count(*) FROM run_files"
ROOT = Path(__file__).resolve().parents[2]
_LOOK_SECONDS = 0.005
# After a number of files was reached: where between two transactions the kill falls.
_LONGEST_DELAY = 0.1
_LONGEST_START = 0.8


class Result(NamedTuple):
    """What a store holds after a batch: accounts, endings of files, states and record counts."""

    accounts: list[tuple[int, int, int, int, int]]
    endings: dict[str, str]
    documents: dict[str, tuple[str, int]]


def undisturbed(folder: Path, place: Path, real: bool = False) -> Result:
    """The result of a batch that nobody kills."""
    with _started(folder, place, real) as process:
        process.wait()
    return result_of(place)


def killed(
    folder: Path, place: Path, kills: int, files: int, seed: int = 1, real: bool = False
) -> tuple[Result, int]:
    """The result of a batch that is killed at random moments and started again until it ends
    by itself, and how many kills it took."""
    rng = random.Random(seed)
    # The first falls between the start of the program and its first documents.
    moments = [0, *sorted(rng.randrange(files * 3 // 4) for _ in range(kills - 1))]
    struck = 0
    for number, moment in enumerate(moments):
        with _started(folder, place, real) as process:
            while process.poll() is None and _asked(place, _FILED) < moment:
                time.sleep(_LOOK_SECONDS)
            time.sleep(rng.uniform(0, _LONGEST_DELAY if number else _LONGEST_START))
            if process.poll() is None:
                process.kill()
                struck += 1
            process.wait()
            if _asked(place, "SELECT count(finished_at) FROM runs"):  # its account was closed
                return result_of(place), struck
    return undisturbed(folder, place, real), struck


def result_of(place: Path) -> Result:
    """What the store in a folder holds."""
    archive = Archive(*_store(place))
    accounts = [
        (one.done, one.review, one.failed, one.known, one.pages) for one in archive.runs.accounts()
    ]
    with archive._database.read() as session:
        endings = dict(_pairs(session.execute(select(RunFile.location, RunFile.outcome))))
        versions = select(StoredRecord.document, func.count()).group_by(StoredRecord.document)
        records = {str(sha256): int(count) for sha256, count in session.execute(versions)}
        states = dict(_pairs(session.execute(select(Document.sha256, Document.state))))
    archive.close()
    documents = {sha256: (str(state), records.get(sha256, 0)) for sha256, state in states.items()}
    return Result(accounts, {where: str(how) for where, how in endings.items()}, documents)


def _pairs(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[str, object]]:
    return ((str(first), second) for first, second in rows)


def _store(place: Path) -> tuple[str, str]:
    return f"sqlite:///{place}/store.db", str(place / "originals")


def _started(folder: Path, place: Path, real: bool) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "benchmarks.store.quick", str(folder), *_store(place)]
    return subprocess.Popen([*words, *(["--real"] if real else [])], cwd=ROOT)


def _asked(place: Path, question: str) -> int:
    """A number out of the store, read beside the running batch."""
    path = place / "store.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)) as database:
        try:
            return int(database.execute(question).fetchone()[0])
        except sqlite3.OperationalError:  # the tables are being made
            return 0


def main() -> None:
    """Make documents, run both batches, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action="store_true", help="the whole pipeline reads")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, alone, struck = (Path(temporary) / name for name in ("in", "alone", "struck"))
        make_documents(folder, given.documents, given.seed)
        began = time.monotonic()
        expected = undisturbed(folder, alone, given.real)
        print(f"undisturbed {time.monotonic() - began:.0f} s: {expected.accounts}")
        began = time.monotonic()
        found, kills = killed(folder, struck, given.kills, given.documents, given.seed, given.real)
        print(f"{kills} kills {time.monotonic() - began:.0f} s: {found.accounts}")
    print("same account:", expected.accounts == found.accounts)
    print("same ending of every file:", expected.endings == found.endings)
    print("same documents, each with as many records:", expected.documents == found.documents)
    sys.exit(expected != found)


if __name__ == "__main__":
    main()
