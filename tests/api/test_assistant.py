"""An assistant asks the archive by the official client: short answers that say where and how sure."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

pytest.importorskip("mcp", reason="the package mcp is not installed: pip install 'vanban[mcp]'")

from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from api.cli.app import app
from api.mcp import server as assistant
from extract.record import Evidence
from store.archive.archive import Archive
from tests.api.test_cli import ROOT, command
from tests.store.papers import COMMUNE, OFFICE, PLAN_TEXT, fill, plan


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    sha256, _ = fill(archive)
    record = plan(b"the plan")
    for one in (*record.deadlines, *record.responsibilities, *record.pairings, *record.references):
        box = (0.1, 0.2, 0.30004, 0.4)
        one.evidence = [Evidence(page=2, boxes=[box], raw="a", text="a", rule="r")]
        one.confidence = 0.876
    archive.save_reading(sha256, record, [PLAN_TEXT, "trang hai"])
    return archive


def asked(server: Any, tool: str, **arguments: Any) -> str:
    """The text of one answer."""

    async def ask() -> str:
        async with Client(server) as client:
            answer = await client.call_tool(tool, arguments)
            (content,) = answer.content
            return ("failed: " if answer.is_error else "") + content.text

    return asyncio.run(ask())


PLACE = {"page": 2, "box": [0.1, 0.2, 0.3, 0.4], "confidence": 0.88}
QUESTIONS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("search", {"words": "ket nghia"}, {"page": 1}),
    ("search", {"words": '"kế hoạch kết nghĩa"'}, {"page": 1}),
    ("deadlines", {"first": "2023-10-01", "last": "2023-10-31"}, {"day": "2023-10-30", **PLACE}),
    ("deadlines", {"first": "2024-06-01", "last": "2024-06-30", "unit": OFFICE}, {"day": "2024-06-15", **PLACE}),
    ("duties", {"actor": "trường tiểu học"}, {"task": "quyên góp sách", **PLACE}),
    ("duties", {"actor": OFFICE}, {"with": [COMMUNE], **PLACE}),
    ("pairings", {"unit": "Trường A"}, {"others": ["Trường B"], **PLACE}),
    ("citations", {"document": "125/KH-PGDĐT"}, {"cites": "11/KH-SGDĐT", **PLACE}),
    ("document", {"identity": "125/KH-PGDĐT"}, {"task": "nộp", **PLACE}),
    ("unit_today", {"name": "quận Long Biên", "on": "2022-12-12"}, {"relation": "partial"}),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "expected"), QUESTIONS)
def test_a_question_is_answered_briefly_with_its_place(
    archive: Archive, tool: str, arguments: dict[str, str], expected: dict[str, Any]
) -> None:
    text = asked(assistant.server(archive), tool, **arguments)
    assert len(text) <= assistant.LETTERS
    entries = json.loads(text)["entries"]
    assert any(expected.items() <= one.items() for one in entries), entries


def test_what_does_not_fit_is_counted(archive: Archive) -> None:
    every = asked(assistant.server(archive), "deadlines", first="2023-09-01", last="2025-12-31")
    answer = json.loads(every)
    assert len(every) <= assistant.LETTERS
    assert answer["more"] > 0 and len(answer["entries"]) + answer["more"] == 31


def test_a_question_that_does_not_fit_says_what_to_do(archive: Archive) -> None:
    told = asked(assistant.server(archive), "document", identity="99/KH-KHÔNG")
    assert told.startswith("failed: ") and "`vanban list` shows" in told


def test_nothing_can_be_changed(archive: Archive) -> None:
    async def ask() -> list[bool | None]:
        async with Client(assistant.server(archive)) as client:
            tools = (await client.list_tools()).tools
            return [one.annotations and one.annotations.read_only_hint for one in tools]

    assert asyncio.run(ask()) == [True] * 10


def test_the_command_answers_over_its_own_standard_input(archive: Archive, tmp_path: Path) -> None:
    program, *arguments = command("mcp")
    server = StdioServerParameters(
        command=program, args=arguments, cwd=ROOT,
        env=os.environ
        | {"VANBAN_STORE": f"sqlite:///{tmp_path}/store.db", "VANBAN_ORIGINALS": str(tmp_path)},
    )  # fmt: skip
    assert '"page":1' in asked(server, "search", words="ket nghia")


def test_over_http_a_token_is_asked_for(archive: Archive) -> None:
    served = assistant.http_app(archive, "127.0.0.1")
    archive.accounts.first()
    number = archive.accounts.all()[0].id
    token = archive.accounts.make_token(number, "assistant")

    begin = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "test", "version": "1"}},
    }  # fmt: skip
    found = []
    with TestClient(served, base_url="http://127.0.0.1:8766") as client:
        for sent in ("", "Bearer wrong", f"Bearer {token}"):
            headers = {"Authorization": sent, "Accept": "application/json, text/event-stream"}
            found.append(client.post("/mcp", json=begin, headers=headers).status_code)
    assert found == [401, 401, 200]


def test_the_command_needs_a_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/none.db")
    assert CliRunner().invoke(app, ["mcp"]).exit_code == 10
