"""A run accounts for every file, reads nothing twice, and survives what a document does to it."""

import os
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import fsspec
import pytest

from batch import Account, Outcome, Processes, ingest_paths, retry_failed
from batch.watch import watch_folder
from ingest.errors import EmptyFile, EngineFailed, FileMissing
from ingest.limits import Limits
from normalize.text import Text, TextLine
from settings import Settings
from store.archive.archive import Archive
from store.database.tables import State
from store.documents.originals import content_hash
from tests.readings import Readers, outcome_of, record_of


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


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


def swell() -> None:
    held = bytearray(300_000_000)
    time.sleep(600)
    del held


def test_a_document_that_swells_is_stopped() -> None:
    with Processes(1, seconds=60, memory=250_000_000) as processes:
        with pytest.raises(EngineFailed, match="bytes of memory"):
            processes.submit(swell).result()
        assert processes.submit(int, "1").result() == 1


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
    assert Text(lines, ()).page_texts == ("", "a\nb", "c")


def test_the_account_of_a_run_is_kept(archive: Archive, folder: Path) -> None:
    account = ingest_paths([folder], archive, Settings(), Readers())
    (kept,) = archive.runs.accounts()
    assert (kept.done, kept.review, kept.failed, kept.known) == counts(account)
    assert kept.finished_at is not None and kept.pages == account.pages == 2
    assert archive.runs.failures(kept.run) == account.failures


def test_a_run_that_was_broken_off_ends_with_one_account(archive: Archive, folder: Path) -> None:
    class Stopping(Readers):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if self.count == 1:
                raise KeyboardInterrupt
            return super().submit(fn, *args, **kwargs)

    with pytest.raises(KeyboardInterrupt):
        ingest_paths([folder], archive, Settings(), Stopping())
    readers = Readers()
    account = ingest_paths([folder], archive, Settings(), readers)
    assert counts(account) == (0, 2, 2, 1)
    assert len(archive.runs.accounts()) == 1


def test_a_retry_reads_what_failed_and_lets_in_what_was_rejected(
    archive: Archive, folder: Path
) -> None:
    def refuse(data: bytes) -> Any:
        raise EmptyFile("The file has no text.", "Scan it again.")

    assert counts(ingest_paths([folder], archive, Settings(), Readers(refuse))) == (0, 0, 4, 1)
    (folder / "empty.pdf").write_bytes(b"text now")
    account = retry_failed(archive, Settings(), Readers())
    assert counts(account) == (0, 3, 1, 0)
    assert [Path(one.location).name for one in archive.runs.rejected()] == ["music.ogg"]
    assert archive.failed() == []
    assert counts(retry_failed(archive, Settings(), Readers())) == (0, 0, 1, 0)


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(f"công văn/{name}.txt", data)
    return path


def test_a_zip_archive_is_a_folder(archive: Archive, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.ZIP", one=b"Mot", two=b"Hai", again=b"Mot", empty=b"")
    account = ingest_paths([path], archive, Settings(), Readers())
    assert counts(account) == (0, 2, 1, 1)
    assert {row.name for row in archive.documents()} == {"again.txt", "two.txt"}
    ((location, _),) = account.failures
    assert location.endswith("a.ZIP!/công văn/empty.txt")
    assert counts(retry_failed(archive, Settings(), Readers())) == (0, 0, 1, 0)


def test_a_damaged_or_bottomless_zip_fails_alone(archive: Archive, tmp_path: Path) -> None:
    whole = zipped(tmp_path / "cut.zip", one=b"Mot" * 100).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:60])
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("big.txt", b"a" * 2_000_000)
    settings = Settings(limits=Limits(file_bytes=1_000_000))
    files = [tmp_path / "cut.zip", tmp_path / "bomb.zip"]
    account = ingest_paths(files, archive, settings, Readers())
    assert counts(account) == (0, 0, 2, 0)
    assert any("more than 1000000 bytes" in reason for _, reason in account.failures)


def test_files_and_originals_may_be_at_any_url(tmp_path: Path) -> None:
    remote = fsspec.filesystem("memory")
    remote.pipe({"/kho/a.txt": b"Ke hoach A", "/kho/sau/b.txt": b"Ke hoach B"})
    archive = Archive(f"sqlite:///{tmp_path}/store.db", "memory://originals")
    with ThreadPoolExecutor(1) as executor:
        account = ingest_paths(["memory://kho"], archive, Settings(), executor)
    assert (account.total, account.failures) == (2, [])
    for row in archive.documents():
        assert archive.original(row.sha256).read_bytes() == archive.data(row.sha256)
    with pytest.raises(FileMissing):
        ingest_paths(["memory://nothing"], archive, Settings(), Readers())


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are UTF-8 there")
def test_names_that_are_no_utf8_are_accounted_for(any_archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    for name, content in ((b"k\xe9.txt", b"text"), (b"r\xf2ng.pdf", b"")):
        (folder / os.fsdecode(name)).write_bytes(content)
    for expected in ((0, 1, 1, 0), (0, 0, 1, 1)):
        account = ingest_paths([folder], any_archive, Settings(), Readers())
        assert counts(account) == expected
    assert [row.name for row in any_archive.documents()] == ["k.txt"]
    assert counts(retry_failed(any_archive, Settings(), Readers())) == (0, 0, 1, 0)


class Watching:
    """A watch in a thread, over a folder that the test writes into."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.stop = Event()
        self._pool = ThreadPoolExecutor(1)
        self._watch = self._pool.submit(
            watch_folder, folder, archive, Settings(), Readers(), self.stop, seconds=0.1
        )
        self._archive = archive

    def until(self, names: set[str]) -> None:
        """Wait until the archive has just these files, read to the end."""
        ends = time.monotonic() + 60
        while {row.name for row in self._archive.documents() if row.finished_at} != names:
            assert time.monotonic() < ends and not self._watch.done(), self._archive.documents()
            time.sleep(0.02)

    def end(self) -> Account:
        self.stop.set()
        return self._watch.result(60)


def test_a_watched_folder_gives_files_when_they_have_stopped_growing(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "vào"
    folder.mkdir()
    (folder / "first.txt").write_text("one")
    watching = Watching(folder, archive)
    watching.until({"first.txt"})
    (folder / "~$open.txt").write_text("not finished")
    (folder / "empty.pdf").write_bytes(b"")
    growing = folder / "growing.txt"
    for part in range(8):
        with growing.open("a") as file:
            file.write(f"part {part} ")
        assert all(row.name != "growing.txt" for row in archive.documents())
        time.sleep(0.05)
    zipped(folder / "packed.zip", inside=b"Hai")
    watching.until({"first.txt", "growing.txt", "inside.txt"})
    whole = next(row for row in archive.documents() if row.name == "growing.txt")
    assert archive.data(whole.sha256) == growing.read_bytes()
    assert counts(watching.end()) == (0, 3, 1, 0)


def test_a_document_that_is_emptied_while_it_is_read_fails_alone(
    archive: Archive, folder: Path
) -> None:
    def read(data: bytes) -> Outcome:
        if data.endswith(b"A"):
            archive.bin.delete(content_hash(data), "Hoa")
            archive.bin.empty("admin")
        return outcome_of(data)

    account = ingest_paths(
        [folder / "a.txt", folder / "2023" / "b.txt"], archive, Settings(), Readers(read)
    )
    assert counts(account) == (0, 1, 1, 0)
    assert [row.name for row in archive.documents()] == ["b.txt"]


def test_near_duplicates_are_offered_and_never_dropped(archive: Archive, tmp_path: Path) -> None:
    words = [f"tiếng{number}" for number in range(200)]
    pages = {"first": words, "rescan": [*words[:100], "nhoè", *words[101:]], "other": words[::-1]}

    def read(data: bytes) -> Outcome:
        return Outcome(
            record_of(data, number=f"{sum(data)}/KH").model_dump_json(),
            (" ".join(pages[data.decode()]),),
        )

    for name in pages:
        (tmp_path / f"{name}.txt").write_text(name)
    files = [tmp_path / f"{name}.txt" for name in pages]
    account = ingest_paths(files, archive, Settings(), Readers(read))
    assert account.total == len(archive.documents()) == 3
    (pair,) = archive.duplicates.pairs()
    assert {pair.name, pair.other_name} == {"first.txt", "rescan.txt"}
    assert pair.likeness > 0.9 and not pair.same_number
    archive.duplicates.settle(pair.id, same=True, reviewer="Lan")
    assert archive.duplicates.pairs() == []
    assert [one.same for one in archive.duplicates.pairs(settled=True)] == [True]


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


def test_an_entry_whose_name_is_spoiled_costs_itself_alone(
    archive: Archive, tmp_path: Path
) -> None:
    """zipfile reads the name twice; where the second is no UTF-8 it raised UnicodeDecodeError."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("văn bản.txt", "Số: 1/KH")
    name = "văn bản.txt".encode()
    path.write_bytes(path.read_bytes().replace(name, b"\xf8" + name[1:], 1))
    (folder / "b.txt").write_text("Số: 2/KH")
    account = ingest_paths([folder], archive, Settings(), Readers())
    assert (account.total, account.failed) == (2, 1)
    assert "cannot be unpacked" in account.failures[0].reason
