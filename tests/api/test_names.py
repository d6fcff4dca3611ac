"""Units and their growing list on the command line and over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

import pipeline
from api.app import create_app
from api.cli.app import app
from gazetteer.authority.overlay import Change
from settings import Settings
from store.archive.archive import Archive
from store.overlay import Overlay
from tests.readings import Readers, record_of

LONG_BIEN = "vn-01-004-1"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    yield
    pipeline._gazetteer.cache_clear()


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    settings = Settings(login=False)
    archive = Archive(settings.store, settings.originals)
    service = create_app(archive, settings, Readers(), Readers())
    return TestClient(service, base_url="http://localhost", headers={"origin": "http://localhost"})


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_unit_on_a_day_and_what_became_of_it() -> None:
    done = run("unit", "quận Long Biên", "--on", "2022-12-12", "--today", "--json")
    told = json.loads(done.stdout)
    assert (told["id"], told["place"], told["valid_to"]) == (
        LONG_BIEN, "thành phố Hà Nội", "2025-07-01",
    )  # fmt: skip
    became = {one["name"]: one for one in told["today"]}
    assert {"phường Long Biên", "phường Bồ Đề", "xã Bát Tràng"} <= set(became)
    assert all(one["relation"] == "partial" and one["basis"] for one in told["today"])


def test_a_school_keeps_its_old_district_as_history() -> None:
    done = run("unit", "THPT Đống Đa", "--near", "Hà Nội", "--today")
    assert done.exit_code == 0
    assert "in quận Đống Đa, thành phố Hà Nội" in done.stdout
    assert "full        THPT Đống Đa" in done.stdout


def test_the_body_of_a_place_follows_its_place() -> None:
    done = run("unit", "UBND quận Long Biên", "--on", "2022-12-12", "--today")
    assert "Ủy ban nhân dân phường Bồ Đề" in done.stdout


def test_a_name_of_several_units_is_answered_with_a_choice() -> None:
    done = run("unit", "xã Tân Thành")
    assert done.exit_code == 12
    assert "--near" in done.stderr and "vn-" in done.stderr


def test_no_unit_and_no_day() -> None:
    assert run("unit", "zzz qqq www").exit_code == 10
    assert run("unit", "quận Long Biên", "--on", "12.12.2022").exit_code == 12


def test_what_is_added_is_known_from_then_on() -> None:
    assert run("unit", "MN Hoa Mơ Vàng").exit_code != 0
    added = run(
        "gazetteer", "add", "MN Hoa Mơ Vàng", "--level", "MN", "--parent", LONG_BIEN, "--by", "lan"
    )
    identity = added.stdout.strip()
    assert identity in run("unit", "MN Hoa Mơ Vàng", "--near", "Long Biên").stdout
    assert run("gazetteer", "alias", identity, "Mầm non Mai Vàng").exit_code == 0
    assert identity in run("unit", "mầm non Mai Vàng", "--near", "Long Biên").stdout
    assert run("gazetteer", "merge", identity, "edu-01-004-mn-long-bien").exit_code == 0
    listed = run("gazetteer", "list").stdout.splitlines()
    assert ["lan" in listed[0], *(one.split()[4] for one in listed)] == [
        True,
        "add",
        "alias",
        "merge",
    ]
    exported = run("gazetteer", "export").stdout
    assert "education.csv\t+\t" in exported
    assert "Mai Vàng" in exported
    assert run("gazetteer", "undo", "2").exit_code == 0
    assert "taken back" in run("gazetteer", "list").stdout.splitlines()[1]
    assert "Mai Vàng" not in run("gazetteer", "export").stdout
    assert run("gazetteer", "undo", "2").exit_code == 11


def test_what_cannot_be_loaded_is_told_in_the_list() -> None:
    overlay = Overlay(Settings().store)
    overlay.keep(Change("alias", LONG_BIEN, "Long\nBiên"), "lan")
    listed = run("gazetteer", "list").stdout
    assert "Long\\nBiên  (cannot be loaded: A name is one line" in listed
    assert run("unit", "quận Long Biên", "--on", "2022-12-12").exit_code == 0


def test_titles_in_the_store_name_programmes() -> None:
    settings = Settings()
    archive = Archive(settings.store, settings.originals)
    row, _ = archive.accept(b"x", "x.txt")
    record = record_of(b"x")
    record.header.title = "Tổ chức phong trào “Góc sách nhỏ”"
    archive.save_reading(row.sha256, record, ["x"])
    assert "phong trào,Góc sách nhỏ" in run("gazetteer", "programmes").stdout


def test_programmes_that_a_document_names(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Tổ chức phong trào “Kế hoạch nhỏ” trong nhà trường", encoding="utf-8")
    answer = run("gazetteer", "programmes", str(file)).stdout
    assert answer == "1\tphong trào\tKế hoạch nhỏ\tKế hoạch nhỏ\n"


def test_matches_and_units_over_http(client: TestClient) -> None:
    query = {"name": "quan Long Bian", "on": "2022-12-12", "near": "Hà Nội"}
    answer = client.get("/gazetteer/matches", params=query).json()
    assert answer["answer"] == LONG_BIEN
    assert answer["candidates"][0]["suggestion"] == "quận Long Biên"
    unit = client.get(f"/gazetteer/units/{LONG_BIEN}", params={"on": "2022-12-12"}).json()
    assert {one["relation"] for one in unit["today"]} == {"partial"}
    assert client.get("/gazetteer/units/vn-99").status_code == 404
    assert client.get("/gazetteer/units/of-nothing@vn-01-1").status_code == 404


def test_changes_over_http_count_at_once(client: TestClient) -> None:
    wish = {"action": "alias", "unit_id": LONG_BIEN, "name": "Bồ Đề Thượng", "reviewer": "lan"}
    made = client.post("/gazetteer/changes", json=wish)
    assert (made.status_code, made.json()["reviewer"]) == (201, "lan")
    query = {"name": "quận Bồ Đề Thượng", "on": "2022-12-12"}
    assert client.get("/gazetteer/matches", params=query).json()["answer"] == LONG_BIEN
    assert len(client.get("/gazetteer/changes").json()["changes"]) == 1
    assert client.get("/gazetteer/changes.tsv").text.startswith("units.csv\t-\tvn-01-004-1")
    number = made.json()["number"]
    undone = client.post(f"/gazetteer/changes/{number}/undo")
    assert (undone.status_code, undone.json()["into"]) == (201, str(number))
    assert client.post(f"/gazetteer/changes/{number}/undo").status_code == 409
    assert client.get("/gazetteer/matches", params=query).json()["answer"] is None
    assert [one["counts"] for one in client.get("/gazetteer/changes").json()["changes"]] == [
        False, True,
    ]  # fmt: skip
    assert client.get("/gazetteer/changes.tsv").text == ""


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"action": "alias", "unit_id": "vn-99", "name": "X"}, 404),
        ({"action": "merge", "unit_id": LONG_BIEN, "into": LONG_BIEN}, 400),
        ({"action": "add", "name": "X", "level": "sao", "parent_id": LONG_BIEN}, 400),
        ({"action": "rename", "unit_id": LONG_BIEN}, 422),
        ({"action": "alias", "unit_id": LONG_BIEN, "name": "Long\nBiên"}, 400),
        ({"action": "alias", "unit_id": LONG_BIEN, "name": "X", "reviewer": "a\nb"}, 400),
    ],
)
def test_changes_that_do_not_fit_are_refused(
    client: TestClient, wish: dict[str, str], status: int
) -> None:
    assert client.post("/gazetteer/changes", json=wish).status_code == status
