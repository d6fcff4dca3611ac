"""`vanban learn` and its routes: what they tell, keep and take back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

import pipeline
from api.app import create_app
from api.cli.app import app
from settings import Settings
from store.archive.archive import Archive
from tests.readings import NUMBER, Readers, record_of

RECIPIENT = "/recipients/0/name"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    yield
    pipeline._gazetteer.cache_clear()


@pytest.fixture
def archive() -> Archive:
    settings = Settings()
    return Archive(settings.store, settings.originals)


@pytest.fixture
def settled(archive: Archive) -> Archive:
    for n in range(40):
        data = f"document {n}".encode()
        sha256 = archive.accept(data, f"{n}.txt")[0].sha256
        archive.save_reading(sha256, record_of(data), ["chữ"])
        archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
        archive.decide(sha256, RECIPIENT, "<b>Các trường</b>", "<b>Các trường</b>", "Lan")
    return archive


@pytest.fixture
def client(archive: Archive) -> TestClient:
    service = create_app(archive, Settings(login=False, reviewer="Lan"), Readers(), Readers())
    return TestClient(service, base_url="http://localhost", headers={"origin": "http://localhost"})


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["learn", *words])


def test_nothing_is_learned_from_nothing(archive: Archive, client: TestClient) -> None:
    done = run()
    assert (done.exit_code, "too few" in done.stderr) == (18, True)
    assert (client.post("/learn", json={}).status_code, client.get("/learn").json()) == (
        409, {"fits": []},
    )  # fmt: skip
    assert (run("--undo").exit_code, client.post("/learn/undo").status_code) == (11, 409)


def test_learning_is_told_kept_listed_and_taken_back(settled: Archive) -> None:
    told = run("--dry-run")
    assert told.exit_code == 0 and "A dry run: nothing was changed." in told.stdout
    assert run("--list").stdout == ""
    kept = json.loads(run("--json", "--by", "Minh").stdout)
    assert (kept["number"], kept["confidence_kept"]) == (1, True)
    assert kept["after"]["log_loss"] < kept["before"]["log_loss"]
    assert "refused" in run().stdout
    assert run("--list").stdout.startswith("1  ") and "Minh" in run("--list").stdout
    assert "the program as it ships" in run("--undo").stderr
    assert "taken back" in run("--list").stdout
    (listed,) = map(json.loads, run("--list", "--json").stdout.splitlines())
    assert (listed["in_force"], listed["undone_by"]) == (False, "local")


def test_what_excludes_one_another_is_refused(archive: Archive) -> None:
    assert run("--undo", "--list").exit_code == 12


def test_learning_over_http(settled: Archive, client: TestClient) -> None:
    tried = client.post("/learn", json={"dry_run": True}).json()
    assert (tried["number"], tried["confidence_kept"]) == (None, True)
    assert client.post("/learn", json={}).json()["number"] == 1
    (fit,) = client.get("/learn").json()["fits"]
    assert (fit["reviewer"], fit["in_force"]) == ("Lan", True)
    assert "đang dùng" in client.get("/pages/learning").text
    (fit,) = client.post("/learn/undo").json()["fits"]
    assert (fit["in_force"], fit["undone_by"]) == (False, "Lan")
