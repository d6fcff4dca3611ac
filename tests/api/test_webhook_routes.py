"""Webhooks over HTTP and by command."""

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli.app import app
from store.archive.archive import Archive
from tests.receiver import receiver
from tests.store.test_webhooks import URL, read


def test_the_secret_is_told_once(client: TestClient) -> None:
    wish = {"url": URL, "happenings": ["settled"]}
    made = client.post("/webhooks", json=wish)
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    (listed,) = client.get("/webhooks").json()
    assert listed == made.json() | {"secret": None}
    assert made.json()["secret"] not in client.get("/pages/webhooks").text
    assert client.delete(f"/webhooks/{listed['number']}").status_code == 204
    assert client.get("/webhooks").json() == []


def test_what_does_not_fit_is_refused(client: TestClient) -> None:
    wish = {"url": "ftp://example.org", "happenings": ["read"]}
    assert client.post("/webhooks", json=wish).json()["code"] == "bad-request"
    for faulty in ({"url": URL, "happenings": []}, {"url": URL, "happenings": ["deleted"]}):
        assert client.post("/webhooks", json=faulty).status_code == 422


def test_the_log_tells_what_waits_and_it_can_be_sent_again(
    client: TestClient, archive: Archive
) -> None:
    webhook = archive.webhooks.add(URL, ["read"], "admin")  # type: ignore[list-item]
    sha256 = read(archive)
    (one,) = client.get("/deliveries").json()
    assert (one["document"], one["happening"], one["url"]) == (sha256, "read", URL)
    assert client.post(f"/deliveries/{one['number']}/again").status_code == 204
    archive.webhooks.end(webhook.id)
    assert client.post(f"/deliveries/{one['number']}/again").status_code == 409
    assert client.post("/deliveries/99/again").status_code == 404


def test_commands_add_list_send_and_remove(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["webhook", *words])
        assert done.exit_code == 0, done.output
        return done.output

    monkeypatch.setenv("VANBAN_STORE", str(archive._database.engine.url))
    monkeypatch.setenv("VANBAN_PRIVATE_URLS", "true")
    with receiver() as other_end:
        assert run("add", "--on", "read", other_end.url).startswith("whsec_")
        assert other_end.url in run("list")
        read(archive)
        assert "next try" in run("log")
        assert run("send") == "1 sent\n"
        assert "sent 20" in run("log")
        assert len(other_end.came) == 1
        run("log", "--again", "1")
        assert run("send") == "1 sent\n"
    run("remove", "1")
    assert run("list") == ""
    done = CliRunner().invoke(app, ["webhook", "add", "--on", "deleted", URL])
    assert done.exit_code != 0
