"""A run accounts for every file, reads nothing twice, and survives what a document does to it."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from batch import Account, Processes, ingest_paths, page_texts
from ingest.errors import EmptyFile, EngineFailed, FileMissing
from normalize.text import Text, TextLine
from settings import Settings
from store.archive import Archive
from store.tables import State
from tests.readings import Readers, outcome_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    (folder / "2023").mkdir(parents=True)
    (folder / "a.txt").write_text("Kế hoạch A")
    (folder / "2023" / "b.txt").write_text("Kế hoạch B")
    (folder / "2023" / "a again.txt").write_text("Kế hoạch A")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "music.ogg").write_bytes(b"OggS\x00\x02\x00\x00\x01")
    return folder


def counts(account: Account) -> tuple[int, int, int, int]:
    return account.done, account.review, account.failed, account.known


def test_every_file_is_in_the_account(archive: Archive, folder: Path) -> None:
    account = ingest_paths([folder], archive, Settings(), Readers())
    assert counts(account) == (0, 2, 2, 1)
    assert account.total == 5
    assert {Path(path).name for path, reason in account.failures if reason} == {
        "empty.pdf",
        "music.ogg",
    }
    assert {row.name for row in archive.documents()} == {"a again.txt", "b.txt"}


def test_a_second_run_reads_nothing_again(archive: Archive, folder: Path) -> None:
    ingest_paths([folder], archive, Settings(), Readers())
    before = [(row.sha256, row.finished_at) for row in archive.documents()]
    readers = Readers()
    account = ingest_paths([folder, folder / "a.txt"], archive, Settings(), readers)
    assert (counts(account), readers.count) == ((0, 0, 2, 3), 0)
    assert [(row.sha256, row.finished_at) for row in archive.documents()] == before


def test_what_an_interrupted_run_accepted_is_read(archive: Archive, folder: Path) -> None:
    class Interrupting(Readers):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_paths([folder], archive, Settings(), Interrupting())
    assert [row.state for row in archive.documents()] == [State.ACCEPTED]
    account = ingest_paths([folder], archive, Settings(), Readers())
    assert counts(account) == (0, 2, 2, 1)


def test_a_document_that_cannot_be_read_fails_alone(archive: Archive, folder: Path) -> None:
    def picky(data: bytes) -> Any:
        if data.endswith(b"B"):
            raise EmptyFile("The file has no text.", "Scan it again.")
        return outcome_of(data)

    account = ingest_paths([folder], archive, Settings(), Readers(picky))
    assert counts(account) == (0, 1, 3, 1)
    failed = next(row for row in archive.documents() if row.state == State.FAILED)
    assert failed.reason == "The file has no text. Scan it again."
    assert counts(ingest_paths([folder], archive, Settings(), Readers())) == (0, 1, 2, 2)


def test_documents_are_read_in_processes_by_default(archive: Archive, folder: Path) -> None:
    """The whole house, on the smallest of documents."""
    account = ingest_paths([folder / "a.txt"], archive, Settings(workers=1))
    assert (account.total, account.failures) == (1, [])
    (document,) = archive.documents()
    assert archive.record(document.sha256).source.sha256 == document.sha256
    assert [hit.page for hit in archive.search("kế hoạch")] == [1]


def test_progress_comes_after_each_file(archive: Archive, folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    ingest_paths(
        [folder], archive, Settings(), Readers(), lambda now, total: seen.append((now.total, total))
    )
    assert seen == [(n, 5) for n in range(1, 6)]


def test_a_path_that_does_not_exist_stops_the_run_before_it_begins(
    archive: Archive, folder: Path
) -> None:
    with pytest.raises(FileMissing):
        ingest_paths([folder, folder / "nothing"], archive, Settings(), Readers())
    assert archive.documents() == []


class Misbehaving(Executor):
    """Runs each reading, or what its document does to the process, in real processes."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        data = Path(args[0]).read_bytes()
        if data == b"crash":
            return self._processes.submit(os._exit, 1)
        if data == b"hang":
            return self._processes.submit(time.sleep, 600)
        return self._processes.submit(outcome_of, data)


def test_a_crash_and_a_hang_cost_their_documents_only(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    for content in ("crash", "hang", "one", "two", "three"):
        (folder / f"{content}.txt").write_text(content)
    with Processes(2, seconds=6) as processes:
        account = ingest_paths([folder], archive, Settings(), Misbehaving(processes))
    assert counts(account) == (0, 3, 2, 0)
    reasons = {Path(path).stem: reason for path, reason in account.failures}
    assert "crashed" in reasons["crash"]
    assert "longer than 6 seconds" in reasons["hang"]


def test_a_worker_is_replaced_after_a_crash() -> None:
    with Processes(1, seconds=30) as processes:
        first = processes.submit(os.getpid).result()
        assert processes.submit(os.getpid).result() == first != os.getpid()
        with pytest.raises(EngineFailed):
            processes.submit(os._exit, 1).result()
        assert processes.submit(os.getpid).result() != first


def test_an_error_of_the_task_is_its_own() -> None:
    with Processes(1, seconds=30) as processes, pytest.raises(ValueError, match="invalid literal"):
        processes.submit(int, "x").result()


def test_stopping_does_not_wait_for_a_task_that_hangs() -> None:
    processes = Processes(1, seconds=600)
    processes.submit(os.getpid).result()
    hanging = processes.submit(time.sleep, 600)
    while not hanging.running():
        time.sleep(0.01)
    processes.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(EngineFailed):
        hanging.result(timeout=30)


def test_page_numbers_count_pages_without_lines() -> None:
    lines = tuple(TextLine(page, text, text, ()) for page, text in ((2, "a"), (2, "b"), (3, "c")))
    assert page_texts(Text(lines, ())) == ("", "a\nb", "c")


CITED = """SỞ GIÁO DỤC VÀ ĐÀO TẠO BẾN ĐÒ
Số: 11/KH-SGDĐT
Bến Đò, ngày 05 tháng 9 năm 2023
KẾ HOẠCH
Tổ chức phong trào “Cùng em sẻ chia trang sách”
I. NỘI DUNG
- Các trường tham gia phong trào “Cùng em sẻ chia trang sách” tại xã Suối Bậc.
Nơi nhận:
- Lưu: VT.
"""
CITING = """PHONG GIAO DUC VA DAO TAO
So: 12/KH-PGDDT
KE HOACH
Thuc hien phong trao tai xa Suoi Bac nam hoc 2023-2024
Thuc hien Ke hoach so 11/KH-SGDDT ngay 05/9/2023 cua So Giao duc va Dao tao ve phong trao.
I. NOI DUNG
- Cac truong tham gia phong trao tai xa Suoi Bac theo ke hoach cua So, bao cao ket qua truoc ngay 30/5/2024.
"""


def test_a_spoiled_document_is_read_with_those_it_cites(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CITED, encoding="utf-8")
    (tmp_path / "b.txt").write_text(CITING, encoding="utf-8")
    settings = Settings()
    with ThreadPoolExecutor(1) as executor:
        ingest_paths([tmp_path / "a.txt"], archive, settings, executor)
        account = ingest_paths([tmp_path / "b.txt"], archive, settings, executor)
    assert account.total == 1
    assert [hit.name for hit in archive.search("Suối Bậc") if hit.name == "b.txt"] == ["b.txt"]
