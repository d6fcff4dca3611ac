"""A reader that takes milliseconds, for runs about what happens around reading.

``python -m benchmarks.store.quick FOLDER STORE ORIGINALS`` is one batch with it, in real worker
processes; with ``--real`` the whole pipeline reads.
"""

import argparse
import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from batch.processes import Processes
from batch.reading import Outcome, read_original
from batch.run import ingest_paths
from extract.record import Header, HeaderEvidence, PageReading, Record, Source
from ingest.errors import BrokenFile
from ingest.files.kinds import kind_of
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive

READ_SECONDS = 0.01


def quick_read(
    location: str, limits: Limits, context: Sequence[str] = (), seconds: float = READ_SECONDS
) -> Outcome:
    """A record made of a document's hash: some sure, some for review; broken PDFs fail."""
    data = Path(location).read_bytes()
    time.sleep(seconds)
    if data.startswith(b"%PDF-1.4\nbroken"):
        raise BrokenFile("The PDF is damaged.", "Copy it again.")
    sha256 = hashlib.sha256(data).hexdigest()
    sure = int(sha256[:4], 16) % 3 > 0
    record = Record(
        source=Source(
            sha256=sha256,
            media_type=kind_of(data),
            pages=[PageReading(page=1, origin="plain-text", quality="sound", reason="")],
        ),
        header=Header(
            number=f"{int(sha256[:6], 16)}/KH",
            support={"number": HeaderEvidence(confidence=0.99 if sure else 0.5)},
        ),
    )
    text = data[:2000].decode("utf-8", "replace")
    return Outcome(record.model_dump_json(), (text,), (), {})


class Quick(Executor):
    """Has another executor read with ``quick_read`` instead of the pipeline."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        reader = quick_read if fn is read_original else fn
        return self._executor.submit(reader, *args, **kwargs)


def main() -> None:
    """One batch over a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("store")
    parser.add_argument("originals")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    settings = Settings(workers=given.workers)
    archive = Archive(given.store, given.originals)
    if given.real:
        ingest_paths([given.folder], archive, settings)
    else:
        with Processes(given.workers, 60) as processes:
            ingest_paths([given.folder], archive, settings, Quick(processes))


if __name__ == "__main__":
    main()
