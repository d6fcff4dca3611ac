"""What the world does to a service: disks fill, databases go and come back, clocks run backwards.

Tesseract missing, hanging, answering garbage or killed is in ``tests/ingest/test_ocr.py``; batches that are
killed in ``tests/test_killed_batch.py`` and ``tests/test_ingest_ends.py``.
"""

import datetime
import errno
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from api.app import create_app
from batch import ingest_paths
from ingest.errors import StoreFailed
from settings import Settings
from store.archive import archive as archive_module
from store.archive.archive import Archive
from store.rights import Rights
from tests.readings import NUMBER, Readers

PASSWORD = "một mật khẩu dài"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for number in range(5):
        (made / f"{number}.txt").write_text(f"Số: {number}/KH-UBND")
    return made


def service(archive: Archive, **settings: Any) -> TestClient:
    app = create_app(archive, Settings(**settings), Readers(), Readers())
    return TestClient(app, "http://localhost", raise_server_exceptions=False)


def sent(client: TestClient, words: str = "một") -> Any:
    return client.post("/documents?wait=true", files={"file": ("a.txt", words.encode())})


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_is_told_and_leaves_nothing_half(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: int
) -> None:
    fsync, written = os.fsync, 0

    def refused(handle: int) -> None:
        nonlocal written
        written += 1
        if written > 2:
            raise OSError(fault, os.strerror(fault))
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refused)
        with pytest.raises(StoreFailed, match="disk has room"):
            ingest_paths([folder], archive, Settings(), Readers())
        with service(archive, login=False) as client:
            answer = sent(client)
            assert (answer.status_code, answer.json()["code"]) == (503, "store-failed")
            assert client.get("/health").status_code == 200
    kept = [path for path in (tmp_path / "originals").rglob("*") if path.is_file()]
    assert len(kept) == 2
    account = ingest_paths([folder], archive, Settings(), Readers())
    assert (account.total, account.failed) == (5, 0)


def test_a_database_that_is_full_takes_nothing_half(archive: Archive) -> None:
    with archive.writing() as session:
        count = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {count}"))
    with service(archive, login=False) as client:
        answers: list[Any] = []
        refused: list[Any] = []
        while len(refused) < 3 and len(answers) < 400:
            data = b"a" * (len(answers) + 1)
            answers.append(client.post("/documents", files={"file": ("a.txt", data)}))
            refused = [one for one in answers if one.status_code == 503]
        assert refused and refused[0].json()["code"] == "store-failed"
        assert {one.status_code for one in answers} <= {202, 503}
        assert client.get("/documents").status_code == 200


def test_a_store_that_cannot_be_written_is_read(archive: Archive) -> None:
    with service(archive, login=False) as client:
        address = sent(client).headers["Location"]
        archive.close()
        event.listen(
            archive._database.engine,
            "connect",
            lambda one, _: one.execute("PRAGMA query_only = ON"),
        )
        assert client.get(address).status_code == 200
        wish = {"pointer": NUMBER, "before": "l25/KH-UBND"}
        for answer in (client.post(f"{address}/decisions", json=wish), sent(client, "hai")):
            assert (answer.status_code, answer.json()["code"]) == (503, "store-failed")


def test_a_database_that_was_gone_is_used_again(any_archive: Archive, store_url: str) -> None:
    """PostgreSQL ends all sessions when it is started again; SQLite's file comes back."""
    with service(any_archive, login=False) as client:
        address = sent(client).headers["Location"]
        if store_url.startswith("postgresql"):
            other = Archive(store_url, "unused")
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            with other.writing() as session:
                session.execute(text(f"{ends} AND datname = current_database()"))
            other.close()
        else:
            any_archive.close()
            path = Path(store_url.removeprefix("sqlite:///"))
            path.rename(path.with_suffix(".away"))
            path.mkdir()
            assert client.get(address).json()["code"] == "store-failed"
            assert client.get("/health").status_code == 503
            path.rmdir()
            path.with_suffix(".away").rename(path)
        assert client.get(address).status_code == 200
        assert sent(client, "hai").status_code == 201


def test_a_clock_that_is_set_back_changes_no_order_of_decisions(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Back(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "Back":
            return cls(2001, 1, 1, tzinfo=tz)

    with service(archive, login=False) as client:
        address = sent(client).headers["Location"]
        values = ["l25/KH-UBND", "125/KH-UBND", "126/KH-UBND"]
        for number, (before, after) in enumerate(pairwise(values)):
            if number:
                monkeypatch.setattr(archive_module, "datetime", Back)
            wish = {"pointer": NUMBER, "before": before, "after": after, "reopen": bool(number)}
            assert client.post(f"{address}/decisions", json=wish).status_code == 201
        assert client.get(address).json()["header"]["number"] == "126/KH-UBND"
        assert sent(client, "hai").status_code == 201
        assert len(client.get("/documents").json()["documents"]) == 2


def test_two_services_on_one_store_know_one_another(
    any_archive: Archive, store_url: str, tmp_path: Path
) -> None:
    any_archive.accounts.add("lan", Rights.REVIEWER, PASSWORD)
    account = next(one.id for one in any_archive.accounts.all() if one.name == "lan")
    token = {"Authorization": f"Bearer {any_archive.accounts.make_token(account, 'test')}"}
    second = Archive(store_url, tmp_path / "originals")
    with service(any_archive) as one, service(second) as other:
        one.headers.update(token)
        other.headers.update(token)
        address = sent(one).headers["Location"]
        assert sent(other).status_code == 200
        wish = {"pointer": NUMBER, "before": "l25/KH-UBND", "after": "125/KH-UBND"}
        assert one.post(f"{address}/decisions", json=wish).status_code == 201
        assert other.post(f"{address}/decisions", json=wish).status_code == 409
        assert other.get(address).json() == one.get(address).json()
        one.headers.pop("Authorization")
        other.headers.pop("Authorization")
        one.post("/login", data={"name": "lan", "password": PASSWORD})
        other.cookies.update(one.cookies)
        assert other.get("/documents").status_code == 200
    second.close()
