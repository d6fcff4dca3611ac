"""Uploads answer at once, tell how far they are, and are refused before the service collapses."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service.intake import Intake
from ingest.errors import EncryptedFile
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from store.database.tables import Document, State
from tests.readings import Readers


class Held(Readers):
    """Readings that wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self._threads = ThreadPoolExecutor(1)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        return self._threads.submit(self._read, args, kwargs["progress"])

    def _read(self, args: Any, progress: Path) -> Any:
        progress.write_text("3/12")
        assert self.go.wait(20)
        return self.read(Path(args[0]).read_bytes())


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def slow(archive: Archive, held: Held) -> Iterator[TestClient]:
    """A service that reads one document at a time and lets two wait."""
    painters: Executor = Readers()
    app = create_app(archive, Settings(login=False, waiting=2), held, painters)
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        yield client
        held.go.set()


def sent(client: TestClient, text: str) -> Any:
    return client.post("/documents", files={"file": ("a.txt", text.encode())})


def told(client: TestClient, **query: str) -> list[dict[str, Any]]:
    """The documents of all events until nothing is read."""
    body = client.get("/events", params=query).text
    assert body.rstrip().endswith("event: idle\ndata: {}")
    lines = [line for line in body.splitlines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines][:-1]


def test_an_upload_answers_before_it_is_read(slow: TestClient, held: Held) -> None:
    answer = sent(slow, "một")
    assert answer.status_code == 202
    (kept,) = answer.json()["documents"]
    assert (kept["state"], kept["known"]) == ("accepted", False)
    assert slow.get(f"/documents/{kept['id']}").status_code == 404
    held.go.set()
    states = [one["state"] for one in told(slow, document=kept["id"])]
    assert states[-1] == "review"
    assert slow.get(answer.headers["Location"]).status_code == 200


def test_what_is_read_before_the_answer_is_not_known_for_that(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, jobs = archive.find, client.app.state.service.intake.jobs  # type: ignore[attr-defined]

    def found_late(identity: str) -> Document:
        while (document := find(identity)).finished_at is None and jobs:
            time.sleep(0.01)
        return document

    monkeypatch.setattr(archive, "find", found_late)
    (kept,) = sent(client, "một").json()["documents"]
    assert (kept["state"], kept["known"]) == ("review", False)


def test_pages_are_told_while_they_are_read(slow: TestClient, held: Held) -> None:
    kept = sent(slow, "một").json()["documents"][0]["id"]
    threading.Timer(1, held.go.set).start()
    first, *_, last = told(slow, document=kept)
    assert (first["state"], first["page"], first["pages"]) == ("reading", 3, 12)
    assert "page" not in last
    assert "trang {page}/{pages}" in slow.get("/").text


def test_the_same_bytes_answer_with_the_document_that_is_there(
    slow: TestClient, held: Held
) -> None:
    first = sent(slow, "một").json()["documents"][0]["id"]
    assert sent(slow, "một").json()["documents"][0]["id"] == first
    held.go.set()
    told(slow)
    again = sent(slow, "một")
    assert (again.status_code, again.json()["documents"][0]["known"]) == (200, True)
    assert len(slow.get("/documents").json()["documents"]) == 1


def test_more_than_may_wait_are_sent_away_for_a_while(slow: TestClient, held: Held) -> None:
    for text in ("một", "hai"):
        assert sent(slow, text).status_code == 202
    refused = sent(slow, "ba")
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert int(refused.headers["Retry-After"]) > 0
    assert slow.get("/health").status_code == 200
    held.go.set()
    told(slow)
    assert sent(slow, "ba").status_code == 202


def test_several_files_are_answered_one_by_one(slow: TestClient, held: Held) -> None:
    held.go.set()
    files = [("file", ("a.txt", "một".encode())), ("file", ("b.ogg", b"OggS\x00\x02\x00\x01"))]
    good, bad = slow.post("/documents", files=files).json()["documents"]
    assert good["id"] and not good["problem"]
    assert (bad["name"], bad["id"], bad["problem"]) == ("b.ogg", None, "unknown-kind")


def test_what_failed_says_why_and_is_tried_again(slow: TestClient, held: Held) -> None:
    working, held.read = held.read, _locked  # type: ignore[method-assign]
    held.go.set()
    identity = sent(slow, "một").json()["documents"][0]["id"]
    last = told(slow, document=identity)[-1]
    assert (last["state"], last["code"]) == ("failed", "encrypted-file")
    page = slow.get("/").text
    assert "Tệp có mật khẩu" in page and f'data-retry="{identity}"' in page
    held.read = working  # type: ignore[method-assign]
    assert slow.post(f"/documents/{identity}/retry").status_code == 202
    assert told(slow, document=identity)[-1]["state"] == "review"
    assert slow.post(f"/documents/{identity}/retry").status_code == 409


def test_answers_that_have_not_changed_are_not_sent_again(slow: TestClient, held: Held) -> None:
    held.go.set()
    where = sent(slow, "một").headers["Location"]
    told(slow)
    for path in (where, "/documents"):
        tag = slow.get(path).headers["ETag"]
        again = slow.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    wish = {"pointer": "/signers/0/name", "before": "Nguyễn Văn An", "after": "Nguyễn Văn Ân"}
    tag = slow.get(where).headers["ETag"]
    assert slow.post(f"{where}/decisions", json=wish).status_code == 201
    assert slow.get(where, headers={"If-None-Match": tag}).status_code == 200


def test_a_monitor_sees_what_happens(slow: TestClient, held: Held) -> None:
    sent(slow, "một")
    assert "vanban_reading 1.0" in slow.get("/metrics").text
    held.go.set()
    told(slow)
    said = slow.get("/metrics").text
    assert "vanban_reading 0.0" in said and 'vanban_documents{state="review"} 1.0' in said
    assert 'vanban_requests_total{route="/documents",status="202"} 1.0' in said


def _locked(data: bytes) -> Any:
    raise EncryptedFile("A password is needed.", "Remove it.")


def test_uploads_of_the_same_bytes_at_once_are_answered_alike(
    slow: TestClient, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, begun = slow.app.state.service.intake, 0  # type: ignore[attr-defined]
    begin = intake.begin

    async def counted(sha256: str, name: str) -> Any:
        nonlocal begun
        job = await begin(sha256, name)
        begun += 1
        if begun == 6:
            held.go.set()
        return job

    monkeypatch.setattr(intake, "begin", counted)
    file = {"file": ("a.txt", "một".encode())}
    with ThreadPoolExecutor(6) as senders:
        waiting = [senders.submit(slow.post, "/documents?wait=true", files=file) for _ in range(6)]
        answers = [one.result() for one in waiting]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert slow.post("/documents?wait=true", files=file).status_code == 200
    assert held.count == 1


def test_a_reading_that_ends_while_the_same_bytes_come_is_not_begun_again(
    archive: Archive,
) -> None:
    """The state of a document is looked at when no reading of it can begin or end unseen."""
    readers = Readers()
    accept = archive.accept

    async def twice() -> list[bool]:
        intake = Intake(archive, readers, Limits())
        first = await intake.take(b"mot", "a.txt")
        stale = accept(b"mot", "a.txt")[0]
        stale.state = State.ACCEPTED  # as it was when the second upload looked
        archive.accept = lambda data, name, reviewer: (stale, False)  # type: ignore[method-assign]
        second = await intake.take(b"mot", "a.txt")
        return [first.known, second.known]

    assert asyncio.run(twice()) == [False, True]
    assert readers.count == 1
