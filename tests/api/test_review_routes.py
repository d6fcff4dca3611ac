"""The routes of the review: what waits, what is missing, the measured error, values that are added."""

import pytest
from fastapi.testclient import TestClient

from store.archive.archive import Archive
from store.review.quality import ENOUGH
from tests.readings import NUMBER, record_of
from tests.store.test_quality import letter


@pytest.fixture
def lacking(archive: Archive) -> str:
    """A document whose number was not found; its address."""
    record = record_of(b"lacking")
    record.header.number = None
    sha256 = archive.accept(b"lacking", "a.txt")[0].sha256
    archive.save_reading(sha256, record, ["chữ"])
    return f"/documents/{sha256}"


def test_the_queue_asks_for_what_is_missing(client: TestClient, lacking: str) -> None:
    values = client.get("/queue").json()["values"]
    missing = {one["pointer"]: one for one in values if one["missing"]}
    assert list(missing) == [NUMBER]
    assert missing[NUMBER]["missing"]["page"] == 1 and missing[NUMBER]["value"] == ""
    assert (missing[NUMBER]["parts"], missing[NUMBER]["strip"]) == ([], False)


def test_a_value_is_added_over_http_and_taken_back(client: TestClient, lacking: str) -> None:
    kept = client.post(f"{lacking}/values", json={"pointer": NUMBER, "value": "Số 1/KH"})
    assert (kept.status_code, kept.json()["after"], kept.json()["verdict"]) == (201, "1/KH", "add")
    assert client.get(lacking).json()["header"]["number"] == "1/KH"
    again = client.post(f"{lacking}/values", json={"pointer": NUMBER, "value": "2/KH"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert client.post(f"{lacking}/decisions/{kept.json()['id']}/undo").status_code == 201
    assert client.get(lacking).json()["header"]["number"] is None


def test_an_entry_is_added_and_then_named_by_its_pointer(client: TestClient, lacking: str) -> None:
    wish = {"pointer": "/responsibilities/-", "value": {"actor": "Các trường", "task": "họp"}}
    pointer = client.post(f"{lacking}/values", json=wish).json()["pointer"]
    change = {"pointer": f"{pointer}/task", "before": "họp", "after": "họp quý", "reopen": True}
    assert client.post(f"{lacking}/decisions", json=change).status_code == 201
    assert client.get(lacking).json()["responsibilities"][0]["task"] == "họp quý"


def test_what_does_not_fit_is_refused(client: TestClient, lacking: str) -> None:
    for pointer, value in (
        ("/units/-", "x"),
        ("/responsibilities/-", {"actor": "x"}),
        (NUMBER, ""),
    ):
        answer = client.post(f"{lacking}/values", json={"pointer": pointer, "value": value})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-request"), pointer
    empty = client.post(
        f"{lacking}/decisions", json={"pointer": NUMBER, "before": "", "after": "1"}
    )
    assert empty.status_code == 400


def test_nobody_is_told_to_stop_before_enough_was_looked_at(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_AUDIT", "1")
    count = 60
    sha256 = archive.accept(b"letter", "a.txt")[0].sha256
    archive.save_reading(sha256, letter(b"letter", names=count), ["chữ"])
    told = []
    for number in range(count):
        name = f"Nơi nhận {number}"
        archive.decide(sha256, f"/recipients/{number}/name", name, name, "Lan")
        told.append(client.get("/queue/progress").json())
    assert [one["reached"] for one in told].index(False) == ENOUGH - 1
    assert told[0]["error"]["share"] is None and told[-1]["error"]["share"] == 0
    assert told[-1]["reached"] and told[-1]["error"]["high"] <= told[-1]["wanted"]
    fields = client.get("/queue/quality").json()
    assert (fields["fields"][0]["name"], fields["fields"][0]["audited"]) == ("recipients", count)
    assert fields["found"][0]["precision"] == 1 and fields["kinds"][0]["name"] == "công văn"


def test_the_strip_of_a_value_is_found_though_an_entry_before_it_was_rejected(
    client: TestClient, archive: Archive, stored: str
) -> None:
    reject = {"pointer": "/recipients/0/name", "before": "<b>Các trường</b>", "reject": True}
    assert client.post(f"{stored}/decisions", json=reject).status_code == 201
    assert client.get(f"{stored}/strip?pointer=/recipients/0/name").status_code == 200
