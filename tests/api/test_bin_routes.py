"""Documents are deleted, restored and emptied by those who may, and in time by the service itself."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli.app import app as commands
from api.http.wastebin import empty_outdated
from store.archive.archive import Archive


def test_a_document_is_deleted_and_restored(client: TestClient, stored: str) -> None:
    assert client.delete(stored).json()["state"] == "deleted"
    assert client.get(stored).status_code == 404
    assert client.get("/documents").json() == {"documents": [], "total": 0}
    assert client.delete(stored).status_code == 404
    kept = client.get("/bin").json()
    assert [one["deleted_by"] for one in kept["documents"]] == ["Lan"]
    assert client.post(f"{stored}/restore").json()["state"] == "review"
    assert client.get(stored).status_code == 200
    assert [one["action"] for one in client.get("/bin").json()["events"]] == ["restore", "delete"]


def test_the_same_file_sent_again_comes_out_of_the_bin(
    client: TestClient, stored: str, pdf: bytes
) -> None:
    client.delete(stored)
    (answer,) = client.post("/documents", files={"file": ("a.pdf", pdf)}).json()["documents"]
    assert (answer["known"], answer["state"]) == (True, "review")
    assert client.get("/bin").json()["events"][0]["reviewer"] == "Lan"


def test_the_bin_is_emptied(client: TestClient, stored: str) -> None:
    client.delete(stored)
    assert client.delete("/bin").json() == {"documents": 1}
    assert client.get("/bin").json()["documents"] == []
    assert client.post(f"{stored}/restore").status_code == 404


def test_all_that_lies_in_the_bin_is_shown_page_by_page(
    archive: Archive, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.inbox.LISTED", 2)
    for name in ("a.txt", "b.txt", "c.txt"):
        archive.bin.delete(archive.accept(name.encode(), name)[0].sha256, "Hoa")
    first, second = (client.get(f"/pages/bin?offset={offset}").text for offset in (0, 2))
    assert [first.count("data-restore"), second.count("data-restore")] == [2, 1]
    older, newer = "Cũ hơn", "Mới hơn"
    assert [(older in page, newer in page) for page in (first, second)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert "2 việc gần nhất" in first
    listed = client.get("/bin?limit=2&offset=2").json()
    assert (listed["total"], [one["document"]["name"] for one in listed["documents"]]) == (
        3, ["a.txt"],
    )  # fmt: skip


def test_what_has_lain_long_enough_is_emptied(
    archive: Archive, client: TestClient, stored: str
) -> None:
    client.delete(stored)
    assert empty_outdated(archive, 1) == empty_outdated(archive, 0) == 0
    with archive.writing() as session:
        document = archive.bin.documents()[0][0]
        document.deleted_at = datetime.now(UTC) - timedelta(days=2)
        session.merge(document)
    assert empty_outdated(archive, 0) == 0
    assert empty_outdated(archive, 1) == 1


def test_the_commands_delete_restore_and_empty(
    archive: Archive, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cli.archives.open_archive", lambda settings: archive)
    identity = stored.rsplit("/", 1)[1][:12]

    def told(*words: str) -> str:
        answer = CliRunner().invoke(commands, words)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    assert told("delete", identity) == f"{identity}  scan.pdf\n"
    assert told("bin").startswith(identity)
    assert told("bin", "--restore", identity) == ""
    told("delete", identity)
    assert told("bin", "--empty") == "1 documents\n"
