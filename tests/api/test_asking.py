"""The questions give the same answers on the command line and over HTTP."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.cli.app import app
from store.archive.archive import Archive
from tests.readings import Readers
from tests.store.papers import COMMUNE, OFFICE, PLAN_TEXT, fill


@pytest.fixture(autouse=True)
def filled(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    return fill(archive)


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize(
    ("command", "route"),
    [
        (["deadlines", "2023-10-01", "2024-06-30"], "/deadlines?from=2023-10-01&to=2024-06-30"),
        (["pairings", "Trường A"], "/pairings?unit=Trường A"),
        (["duties", "tiểu học"], "/duties?actor=tiểu học"),
        (["citations", "125/KH-PGDĐT"], "/citations?document=125/KH-PGDĐT"),
        (["mentions", OFFICE], f"/mentions?name={OFFICE}"),
        (["runs"], "/runs"),
        (["duplicates"], "/duplicates"),
    ],
)
def test_command_line_and_http_answer_alike(
    client: TestClient, command: list[str], route: str
) -> None:
    answer = client.get(route).json()
    lines = [json.loads(line) for line in run(*command, "--json").stdout.splitlines()]
    assert (answer if isinstance(answer, list) else [answer]) == lines
    shown = run(*command).stdout.splitlines()
    assert bool(shown) == bool(lines)


def test_lines_for_people_name_the_document(filled: tuple[str, str]) -> None:
    assert f"[{filled[0][:12]} 125/KH-PGDĐT]" in run("duties", OFFICE).stdout
    assert COMMUNE in run("unit", COMMUNE).stdout
    shown = run("citations", "125/KH-PGDĐT").stdout
    assert f"cites  kế hoạch 11/KH-SGDĐT  2023-09-05  {filled[1][:12]}" in shown


def test_search_takes_filters(client: TestClient) -> None:
    assert "plan.txt" in run("search", "--number", "125", "--since", "2023-09-18").stdout
    hits = client.get("/search", params={"q": "ket nghia", "until": "2023-09-10"}).json()["hits"]
    assert [hit["name"] for hit in hits] == ["cited.txt"]
    assert client.get("/search").status_code == 400


def test_a_pair_is_settled_over_http_and_on_the_command_line(
    archive: Archive, client: TestClient
) -> None:
    for number in range(3):
        data = b"copy %d" % number
        sha256 = archive.accept(data, f"{number}.txt")[0].sha256
        reading = archive.record(archive.documents(1, 1)[0].sha256)
        archive.save_reading(sha256, reading, [PLAN_TEXT * 3])
    pairs = client.get("/duplicates").json()
    assert len(pairs) >= 2 and all(pair["same_number"] for pair in pairs)
    first, second = pairs[0]["id"], pairs[1]["id"]
    assert client.post(f"/duplicates/{first}", json={"same": False}).status_code == 204
    run("duplicates", "--same", str(second))
    assert {first, second}.isdisjoint(pair["id"] for pair in client.get("/duplicates").json())
    assert client.post("/duplicates/9999", json={"same": True}).status_code == 404


def test_retry_lists_and_reads_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.run.Processes", lambda *_: Readers())
    archive.fail(archive.accept(b"broken", "broken.txt")[0].sha256, "The file is broken.")
    assert "broken.txt: The file is broken." in run("retry", "--list").stdout
    assert run("retry").stdout == "1 files: 0 done, 1 to review, 0 failed, 0 known\n"
    assert "1 to review" in run("runs").stdout


def test_exports_and_backups_are_files(tmp_path: Path) -> None:
    for form in ("jsonl", "csv", "xlsx", "ics", "tt02-2019", "tt05-2025"):
        run("export", form, tmp_path / form)
        assert (tmp_path / form).stat().st_size > 100
    assert run("backup", tmp_path / "b.zip").stdout == "2 documents, 2 originals\n"
    refused = CliRunner().invoke(app, ["recover", str(tmp_path / "b.zip")])
    assert (refused.exit_code, "empty" in refused.stderr) == (12, True)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
