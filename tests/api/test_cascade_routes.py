"""The cascade over HTTP, on the command line and for an assistant."""

import datetime
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli.app import app
from api.texts.words import Lang, Words
from extract.record import ActorClass, Deadline, Header, Reference, Responsibility
from ingest.errors import BadRequest
from store.archive.archive import Archive
from store.cascade.classes import Source
from store.cascade.coverage import State
from store.cascade.findings import Rule, Severity
from store.cascade.offices import Level
from store.cascade.relations import Relation
from store.cascade.rows import Settled
from tests.readings import record_of

PLAN, CHILD = b"the plan", b"what follows it"


def fill(archive: Archive) -> tuple[str, str]:
    """A plan, and one of a district that cites it on a wrong day and rests on another that is missing."""
    plan, child = record_of(PLAN), record_of(CHILD)
    plan.header = Header(
        issuer=["Sở Giáo dục và Đào tạo Hà Nội"], number="12/KH-SGDĐT", issued_on="2023-09-05",
        kind="kế hoạch", title="=Phong trào đọc sách",
    )  # fmt: skip
    child.header = Header(
        issuer=["Ủy ban nhân dân quận Đống Đa"], number="7/KH-UBND", issued_on="2023-10-05",
        kind="kế hoạch",
    )  # fmt: skip
    child.references = [
        Reference(
            kind="kế hoạch", number="12/KH-SGDĐT", issued_on="2023-09-06",
            issuer="Sở Giáo dục và Đào tạo Hà Nội",
        ),
        Reference(kind="quyết định", number="99/QĐ-UBND", issued_on="2023-08-01"),
    ]  # fmt: skip
    for data, record in ((PLAN, plan), (CHILD, child)):
        archive.accept(data, "a.txt")
        archive.save_reading(record.source.sha256, record, ["Thực hiện"])
    return plan.source.sha256, child.source.sha256


def test_the_tree_tells_what_is_missing(client: TestClient, archive: Archive) -> None:
    plan, child = fill(archive)
    answer = client.get("/cascade", params={"document": "12/KH-SGDĐT"}).json()
    places = {one["number"]: one for one in answer["places"]}
    assert places["7/KH-UBND"]["above"] == plan and places["7/KH-UBND"]["level"] == "district"
    assert places["99/QĐ-UBND"]["document"] is None
    assert {one["cited"] for one in answer["citations"] if one["citing"] == child} == {
        plan, places["99/QĐ-UBND"]["key"],
    }  # fmt: skip


@pytest.mark.parametrize("number", ["none/KH", "0000"])
def test_no_such_document_is_said(client: TestClient, number: str) -> None:
    assert client.get("/cascade", params={"document": number}).status_code == 404
    assert client.get("/checks", params={"document": number}).status_code == 404


def test_exports_are_read_by_other_programs(client: TestClient, archive: Archive) -> None:
    plan, _ = fill(archive)
    asked = {"document": plan, "form": "graphml"}
    drawn = Xml.fromstring(client.get("/cascade/export", params=asked).content)
    assert len([one for one in drawn.iter() if one.tag.endswith("}node")]) == 3
    table = client.get("/cascade/export", params=asked | {"form": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert "7/KH-UBND" in table.text and len(table.text.splitlines()) == 3


def test_a_finding_is_settled_and_opened_again(client: TestClient, archive: Archive) -> None:
    fill(archive)
    (one,) = client.get("/checks", params={"rule": "cited-day", "lang": "en"}).json()
    assert (one["said"], one["expected"], one["severity"]) == ("2023-09-06", "2023-09-05", "high")
    assert one["why"].startswith("The number agrees")
    settled = client.post(f"/checks/{one['id']}", json={"verdict": "dismissed"})
    assert settled.json()["verdict"] == "dismissed"
    assert client.get("/checks", params={"rule": "cited-day"}).json() == []
    client.post(f"/checks/{one['id']}", json={"verdict": None})
    assert len(client.get("/checks", params={"rule": "cited-day"}).json()) == 1
    assert client.post("/checks/99999", json={"verdict": None}).status_code == 404


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> str:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{folder}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(folder / "originals"))
    answer = CliRunner().invoke(app, list(words))
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_the_commands_print_tree_and_findings(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fill(archive)
    tree = run(monkeypatch, tmp_path, "cascade", "12/KH-SGDĐT").splitlines()
    assert tree[0].startswith("12/KH-SGDĐT") and tree[1].startswith("└─ 7/KH-UBND")
    assert tree[2].startswith("   └─ 99/QĐ-UBND") and "not in the archive" in tree[2]
    above = run(monkeypatch, tmp_path, "cascade", "7/KH-UBND").splitlines()
    assert above[0].startswith("^ 12/KH-SGDĐT") and above[1].startswith("7/KH-UBND")
    whole = run(monkeypatch, tmp_path, "cascade", "--whole", "7/KH-UBND").splitlines()
    assert whole == tree
    found = run(monkeypatch, tmp_path, "check", "--all", "--least", "high", "--json")
    assert [json.loads(line)["rule"] for line in found.splitlines()] == ["cited-day"]
    assert "cited-day" in run(monkeypatch, tmp_path, "check", "7/KH-UBND")


def test_check_asks_for_one_document_or_all(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    for words in (["check"], ["check", "--all", "12/KH-SGDĐT"]):
        assert CliRunner().invoke(app, words).exit_code == BadRequest.exit_code


def test_an_assistant_is_told_both_sides(archive: Archive) -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed")
    from api.mcp.server import Answers

    fill(archive)
    answers = Answers(archive)
    told: list[dict[str, Any]] = json.loads(answers.contradictions("7/KH-UBND"))["entries"]
    assert {"rule": "cited-day", "of": "12/KH-SGDĐT"}.items() <= told[0].items()
    tree = json.loads(answers.cascade("12/KH-SGDĐT"))["entries"]
    assert [one["number"] for one in tree] == ["12/KH-SGDĐT", "7/KH-UBND", "99/QĐ-UBND"]
    assert tree[2]["missing"] is True and tree[1]["under"] == "12/KH-SGDĐT"


def test_the_table_of_duties_is_told_in_the_same_way_everywhere(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan, child = record_of(PLAN), record_of(CHILD)
    plan.header = Header(
        issuer=["Sở Giáo dục và Đào tạo Đà Nẵng"], number="12/KH-SGDĐT", issued_on="2023-09-05",
        kind="kế hoạch", title="Phong trào đọc sách",
    )  # fmt: skip
    plan.deadlines = [Deadline(text="trước ngày 15/11/2023", edtf="2023-11-15", relation="before")]
    plan.responsibilities = [
        Responsibility(
            actor="Phòng GDĐT các quận, huyện", task="Xây dựng kế hoạch thực hiện", deadlines=[0],
            actor_class=ActorClass(kinds=["Phòng Giáo dục và Đào tạo"], scope="các quận, huyện", place="thành phố Đà Nẵng"),
        )
    ]  # fmt: skip
    office = "Phòng Giáo dục và Đào tạo quận Hải Châu"
    child.header = Header(
        issuer=[office], number="7/KH-PGDĐT", issued_on="2023-12-05", kind="kế hoạch"
    )
    child.references = [Reference(kind="kế hoạch", number="12/KH-SGDĐT", issued_on="2023-09-05")]
    for data, record in ((PLAN, plan), (CHILD, child)):
        archive.accept(data, "a.txt")
        archive.save_reading(record.source.sha256, record, ["Thực hiện"])

    answer = client.get("/coverage", params={"document": "12/KH-SGDĐT", "on": "2025-08-01"}).json()
    assert (answer["total"], answer["counts"]["answered"], answer["counts"]["unknown"]) == (8, 1, 7)
    (unit,) = [one for one in answer["units"] if one["name"] == office]
    (cell,) = unit["duties"]
    assert (cell["state"], cell["number"], cell["late"]) == ("answered", "7/KH-PGDĐT", True)
    assert "Sở Giáo dục và Đào tạo Đà Nẵng" in unit["today"]
    told = run(monkeypatch, tmp_path, "coverage", "12/KH-SGDĐT", "--on", "2025-08-01").splitlines()
    assert told[0] == "1 answered, 0 open, 0 overdue, 7 unknown, of 8 (units by duties)"
    assert (
        told[2] == "  answered by 7/KH-PGDĐT (late)  Xây dựng kế hoạch thực hiện" and len(told) == 3
    )

    asked = {"unit": office, "from": "2023-01-01", "to": "2023-12-31"}
    (duty,) = client.get("/obligations", params=asked).json()
    assert (duty["day"], duty["number"], duty["answer_number"]) == (
        "2023-11-15",
        "12/KH-SGDĐT",
        "7/KH-PGDĐT",
    )
    assert b"DTSTART;VALUE=DATE:20231115" in client.get("/obligations.ics", params=asked).content
    printed = run(monkeypatch, tmp_path, "obligations", office, "2023-01-01", "2023-12-31")
    assert printed.startswith("2023-11-15  answered by 7/KH-PGDĐT  Xây dựng kế hoạch")
    assert client.get("/obligations", params=asked | {"to": "2022-01-01"}).status_code == 400

    pytest.importorskip("mcp", reason="the package mcp is not installed")
    from api.mcp.server import Answers

    said = json.loads(Answers(archive).coverage("12/KH-SGDĐT", datetime.date(2025, 8, 1)))
    assert said["of"] == 8 and said["entries"][0]["by"] == "7/KH-PGDĐT"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_check_state_and_verb_has_words(lang: Lang) -> None:
    words = Words(lang)
    for rule in Rule:
        assert words[f"rule-{rule}"] and words[f"why-{rule}"]
    for kind, several in (
        ("severity", Severity), ("level", Level), ("relation", Relation), ("covered", State), ("source", Source),
        ("verdict", Settled),
    ):  # fmt: skip
        for one in several:
            name = one.name.lower() if isinstance(one, int) else one.value
            assert words[f"{kind}-{name}"]
