"""`vanban ingest` leaves no process behind however it ends; two at once read each document once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from benchmarks.store.variety import make_documents
from ingest.errors import StoreFailed
from store.archive.archive import Archive
from store.database.tables import Document, StoredRecord

ROOT = Path(__file__).parents[1]
SCAN = ROOT / "samples/documents/ke-hoach-quet.pdf"
FILES = 16
PATIENCE = 240  # seconds, on a machine that is busy with other things


def started(tmp_path: Path, *paths: Path) -> subprocess.Popen[bytes]:
    store = {
        "VANBAN_STORE": f"sqlite:///{tmp_path}/store.db",
        "VANBAN_ORIGINALS": f"{tmp_path}/originals",
        "VANBAN_WORKERS": "2",
    }
    words = [
        sys.executable,
        "-c",
        "from api.cli.app import main; main()",
        "ingest",
        *map(str, paths),
    ]
    return subprocess.Popen(words, cwd=ROOT, env=os.environ | store, stderr=subprocess.DEVNULL)


def descendants(process: subprocess.Popen[bytes], least: int) -> list[psutil.Process]:
    """The processes that were started by one, and by those, once there are so many."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        found = psutil.Process(process.pid).children(recursive=True)
        if len(found) >= least:
            return found
        time.sleep(0.1)
    raise AssertionError("the batch started no workers")


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_a_batch_is_stopped(tmp_path: Path, asked: signal.Signals) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.pdf").write_bytes(SCAN.read_bytes() + b"%" * number)
    process = started(tmp_path, folder)
    # The tracker of resources, a worker, and at least one process of Tesseract.
    left = descendants(process, 3)
    process.send_signal(asked)
    assert process.wait(PATIENCE) != 0
    _, alive = psutil.wait_procs(left, PATIENCE)
    for one in alive:
        one.kill()
    assert alive == []


def test_two_batches_at_once_read_each_document_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    make_documents(folder, FILES)
    store = (f"sqlite:///{tmp_path}/store.db", str(tmp_path / "originals"))
    Archive(*store).close()
    words = [sys.executable, "-m", "benchmarks.store.quick", str(folder), *store]
    both = [subprocess.Popen(words, cwd=ROOT) for _ in range(2)]
    for one in both:
        one.wait(PATIENCE)
    archive = Archive(*store)
    versions = select(StoredRecord.document, func.count()).group_by(StoredRecord.document)
    with archive.reading() as session:
        records = {count for _, count in session.execute(versions)}
        documents = session.scalar(select(func.count()).select_from(Document)) or 0
    assert records == {1}
    second, first = archive.runs.accounts()
    assert first.total == second.total == FILES
    assert first.done + first.review + first.failed >= documents
    assert second.known + second.failed == FILES
    assert not list(tmp_path.glob("*.lock"))


def test_who_waits_goes_on_when_the_other_ends(any_archive: Archive) -> None:
    with any_archive.alone("one"), any_archive.alone("other"):
        pass
    with pytest.raises(StoreFailed, match="stopped"), any_archive.alone("one"):
        raise StoreFailed("It stopped.", "Go on.")
    with any_archive.alone("one"):
        pass
