"""Folders and mail boxes that the service looks at: set up, taken once, told of."""

import asyncio
import io
import os
import zipfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli.app import app as command
from api.http import feeding
from api.http.feeding import Feeder
from api.service.intake import Intake
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from store.database.desk_tables import FeedKind
from tests.imap_server import PASSWORD, USER, Box, mail_server
from tests.readings import Readers

LIMITS = Limits(file_bytes=1000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scans" / "tuần 1").mkdir(parents=True)
    return tmp_path / "scans"


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server() as running:
        yield running


@pytest.fixture
def looking(archive: Archive, readers: Readers) -> Callable[[int], None]:
    """Looks at all sources so many times, by a service that has just been started."""

    async def look(times: int) -> None:
        settings = Settings(private_urls=True, limits=LIMITS)
        intake = Intake(archive, readers, LIMITS)
        feeder = Feeder(archive, intake, settings)
        for _ in range(times):
            for feed in archive.feeds.all():
                await feeder.look(feed)
        while intake.jobs:
            await asyncio.sleep(0.01)

    def run(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run(work)

    return lambda times: run(look(times))


def brought(archive: Archive) -> list[tuple[str, str | None]]:
    return [(one.name, one.reason_code) for one in reversed(archive.feeds.log())]


def test_a_folder_is_taken_once_each_file_by_itself(
    archive: Archive, folder: Path, looking: Callable[[int], None], readers: Readers
) -> None:
    archive.feeds.add(FeedKind.FOLDER, str(folder), "admin")
    (folder / "tuần 1" / "a.txt").write_bytes(b"van ban a")
    (folder / "b.exe").write_bytes(b"MZ\x90\x00\x03")
    (folder / "c.txt").write_bytes(b"x" * 2000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("d.txt", b"van ban d")
        out.writestr("e.txt", b"van ban e")
    (folder / "d.zip").write_bytes(packed.getvalue())
    looking(1)
    assert brought(archive) == []  # it may still be growing
    looking(3)
    assert brought(archive) == [
        ("b.exe", "unknown-kind"), ("c.txt", "limit-exceeded"), ("d.zip", None), ("d.zip", None),
        ("tuần 1/a.txt", None),
    ]  # fmt: skip
    assert {row.name for row in archive.documents()} == {"a.txt", "d.txt", "e.txt"}
    looking(3)  # the service started anew
    assert (len(brought(archive)), readers.count) == (5, 3)
    (folder / "tuần 1" / "a.txt").write_bytes(b"van ban a, sua lai")
    os.utime(folder / "tuần 1" / "a.txt", (1, 1))  # as copies that keep the date of the file
    looking(2)
    assert brought(archive)[5:] == [("tuần 1/a.txt", None)]
    assert len(archive.documents()) == 4


def test_a_folder_that_is_gone_is_told(
    archive: Archive, folder: Path, looking: Callable[[int], None]
) -> None:
    archive.feeds.add(FeedKind.FOLDER, str(folder / "tuần 1"), "admin")
    (folder / "tuần 1").rmdir()
    looking(1)
    assert archive.feeds.all()[0].reason_code == "missing"
    (folder / "tuần 1").mkdir()
    looking(1)
    assert archive.feeds.all()[0].reason_code is None


def test_what_is_attached_to_mails_is_taken_once(
    archive: Archive, box: Box, looking: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "_MAILS", 2)
    from urllib.parse import quote

    place = f"imap://{quote(USER, safe='')}@127.0.0.1:{box.port}/INBOX"
    archive.feeds.add(FeedKind.MAILBOX, place, "admin", PASSWORD)
    box.put(a=b"van ban a", b=b"MZ\x90\x00\x03")
    box.put()
    box.put(c=b"van ban c")
    looking(1)
    assert brought(archive) == [("a.txt", None), ("b.txt", "unknown-kind")]
    looking(1)
    looking(1)
    assert brought(archive)[2:] == [("c.txt", None)]
    assert {row.name for row in archive.documents()} == {"a.txt", "c.txt"}
    assert archive.feeds.all()[0].position == "7:3"
    box.put(d=b"x" * 3000)
    looking(1)
    assert brought(archive)[3:] == [("mail 7:4", "limit-exceeded")]


def test_a_mail_is_not_lost_where_too_much_waits(
    archive: Archive, box: Box, looking: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.feeds.add(
        FeedKind.MAILBOX,
        f"imap://{USER.replace('@', '%40')}@127.0.0.1:{box.port}/INBOX",
        "admin",
        PASSWORD,
    )
    box.put(a=b"van ban a")
    with monkeypatch.context() as full:
        full.setattr(
            Intake, "check_room", lambda _: (_ for _ in ()).throw(feeding.Busy("full", ""))
        )
        looking(1)
    assert (brought(archive), archive.feeds.all()[0].position) == ([], "")
    looking(1)
    assert brought(archive) == [("a.txt", None)]


@pytest.fixture
def opened(archive: Archive, readers: Readers, folder: Path) -> Iterator[TestClient]:
    settings = Settings(login=False, reviewer="Lan", folders=[str(folder)])
    with ThreadPoolExecutor(1) as painters:
        app = create_app(archive, settings, readers, painters)
        yield TestClient(app, "http://localhost", raise_server_exceptions=False)


def test_only_open_folders_are_set_up(opened: TestClient, folder: Path) -> None:
    def add(path: Path) -> tuple[int, str | None]:
        answer = opened.post("/sources", json={"kind": "folder", "path": str(path)})
        return answer.status_code, answer.json().get("code")

    (folder / "out").symlink_to("/etc")
    assert add(folder / "tuần 1") == (201, None)
    assert add(folder / "tuần 1") == (409, "conflict")
    assert add(folder / "nowhere") == (404, "file-missing")
    for outside in (Path("/etc"), folder / "..", folder / "out"):
        assert add(outside) == (403, "not-allowed")


def test_a_password_is_never_told_and_forgotten_with_its_source(
    opened: TestClient, archive: Archive
) -> None:
    wish = {"kind": "mailbox", "host": "mail.vn", "user": USER, "password": "bí mật lắm"}
    made = opened.post("/sources", json=wish)
    assert made.status_code == 201
    assert made.json()["place"] == "imaps://vanthu%40phong.vn@mail.vn:993/INBOX"
    told = made.text + opened.get("/sources").text + opened.get("/pages/sources").text
    assert "bí mật" not in told and "b\\u00ed" not in told
    number = made.json()["number"]
    assert archive.feeds.all()[0].secret == "bí mật lắm"
    assert opened.delete(f"/sources/{number}").status_code == 204
    assert opened.get("/sources").json() == []
    with archive.reading() as session:
        from store.database.desk_tables import Feed

        assert session.get_one(Feed, number).secret is None
    assert opened.delete(f"/sources/{number}").status_code == 404


def test_commands_add_list_and_remove(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch, looking: Callable[[int], None]
) -> None:
    def run(*words: str, given: str | None = None) -> str:
        done = CliRunner().invoke(command, ["source", *words], input=given)
        assert done.exit_code == 0, done.output
        return done.output

    monkeypatch.setenv("VANBAN_STORE", str(archive._database.engine.url))
    run("add", str(folder))
    run("add", "imaps://lan%40phong.vn@mail.invalid", given="mật khẩu\n")
    assert [one.secret for one in archive.feeds.all()] == [None, "mật khẩu"]
    run("remove", "2")
    (folder / "a.txt").write_bytes(b"van ban")
    looking(2)
    assert str(folder) in run("list") and "looked at" in run("list")
    assert "a.txt" in run("log")
