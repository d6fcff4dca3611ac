"""No route takes more of a body than it may, nor any of a sender who may not send it."""

import asyncio
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import Message

from api.app import create_app
from api.http.body import BODY_BYTES
from api.service.access import NEEDED, CheckedRoute
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from store.rights import Rights
from tests.readings import Readers

LONG = 400_000_000
CHUNK = b"a" * 65_536
ROUTES = [*sorted(NEEDED), "POST /nowhere", "POST /static/style.css", "GET /openapi.json"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("store")
    return Archive(f"sqlite:///{folder}/store.db", folder / "originals")


@pytest.fixture(scope="module")
def app(archive: Archive) -> FastAPI:
    settings = Settings(limits=Limits(file_bytes=200_000))
    return create_app(archive, settings, Readers(), Readers())


def sent(
    app: FastAPI, route: str, headers: dict[str, str], start: bytes = b""
) -> tuple[int, int, dict[bytes, bytes]]:
    """The status of a request whose body never ends, the bytes taken of it, the answer's headers."""
    method, path = route.split(" ")
    taken = 0
    answers: list[Message] = []

    async def receive() -> Message:
        nonlocal taken
        body = CHUNK if taken else start or CHUNK
        taken += len(body)
        assert taken < 10_000_000
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: Message) -> None:
        answers.append(message)

    known = {"host": "localhost", **headers}
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
        "path": re.sub(r"{\w+}", "1111", path), "query_string": b"", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in known.items()],
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    begun = answers[0]
    return begun["status"], taken, dict(begun["headers"])


@pytest.mark.parametrize("route", ROUTES)
def test_a_body_that_says_it_is_too_long_is_not_read(app: FastAPI, route: str) -> None:
    status, taken, headers = sent(app, route, {"content-length": str(LONG)})
    assert (status, taken) == (413, 0)
    assert headers[b"connection"] == b"close"
    assert headers[b"content-type"] == b"application/problem+json"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_without_end_is_read_to_the_limit_at_most(
    app: FastAPI, route: str, kind: str
) -> None:
    told = {"transfer-encoding": "chunked", "content-type": kind}
    status, taken, _ = sent(app, route, told)
    assert 200 <= status < 500
    assert taken <= BODY_BYTES + len(CHUNK)


def test_nothing_is_read_of_a_body_before_the_right_is_checked(
    app: FastAPI, archive: Archive
) -> None:
    reader = archive.accounts.add("lan", Rights.READER)
    token = archive.accounts.make_token(reader.id, "test")
    told = {"transfer-encoding": "chunked", "content-type": "application/json"}
    for route, needed in NEEDED.items():
        if needed is None:
            continue
        assert sent(app, route, told)[:2] == (401, 0)
        if not Rights.READER.covers(needed):
            assert sent(app, route, told | {"authorization": f"Bearer {token}"})[:2] == (403, 0)


def test_an_upload_is_cut_off_while_it_arrives(app: FastAPI, archive: Archive) -> None:
    reviewer = archive.accounts.add("minh", Rights.REVIEWER)
    told = {
        "transfer-encoding": "chunked",
        "content-type": "multipart/form-data; boundary=x",
        "authorization": f"Bearer {archive.accounts.make_token(reviewer.id, 'test')}",
    }
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    status, taken, _ = sent(app, "POST /documents", told, start)
    assert status == 413
    assert taken <= 200_000 + 3 * len(CHUNK)


def test_every_route_checks_the_right_first(app: FastAPI) -> None:
    checked = {
        route.path
        for router in app.routes
        for route in getattr(getattr(router, "original_router", None), "routes", [router])
        if isinstance(route, APIRoute) and isinstance(route, CheckedRoute)
    }
    assert checked == {route.split(" ")[1] for route in NEEDED}


def test_an_answer_to_a_body_that_may_come_leaves_the_connection_open(app: FastAPI) -> None:
    """A page whose upload is answered 503 or 401 while it still sends would see a broken line instead."""
    status, taken, headers = sent(app, "POST /documents", {"content-length": "100000"})
    assert (status, taken) == (401, 0)
    assert b"connection" not in headers
    _, _, headers = sent(app, "POST /documents", {"transfer-encoding": "chunked"})
    assert headers[b"connection"] == b"close"
