"""Webhooks come through: signed, again after a receiver that failed, and to public machines only."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from batch import deliver
from batch.deliver import send_due, signed
from store.archive.archive import Archive
from store.database.desk_tables import Happening
from store.webhooks import Due
from tests.receiver import Receiver, receiver
from tests.store.test_webhooks import due_now, read


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def other_end() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def test_a_receiver_that_fails_first_gets_it_all_the_same(
    archive: Archive, other_end: Receiver
) -> None:
    secret = archive.webhooks.add(other_end.url, [Happening.READ], "admin").secret
    sha256 = read(archive)
    other_end.answers = [503, 302]
    assert send_due(archive, private=True) == 0
    assert send_due(archive, private=True) == 0  # it is not due yet
    due_now(archive)
    assert send_due(archive, private=True) == 0  # nor is it led elsewhere
    due_now(archive)
    assert send_due(archive, private=True) == 1
    assert len(other_end.came) == 3
    headers, body = other_end.came[-1]
    assert json.loads(body)["data"]["id"] == sha256
    assert {one["webhook-id"] for one, _ in other_end.came} == {headers["webhook-id"]}
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    proof = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{proof}"
    row = archive.webhooks.log()[0].delivery
    assert (row.tries, row.status, row.reason, row.due_at) == (3, 200, None, None)
    assert row.delivered_at is not None
    assert send_due(archive, private=True) == 0


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example that its libraries are tested with."""
    number = cast(int, "p5jXN8AQM9LWM0D4loKWxJek")
    due = Due(number, "", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"test": 2432232314}')
    told = signed(due, 1614265330)["webhook-signature"]
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_private_addresses_are_not_told(archive: Archive, other_end: Receiver) -> None:
    archive.webhooks.add(other_end.url, [Happening.READ], "admin")
    read(archive)
    assert send_due(archive) == 0
    row = archive.webhooks.log()[0].delivery
    assert (row.reason, row.status, other_end.came) == ("private", None, [])


def test_one_that_is_down_keeps_nobody_waiting(archive: Archive, other_end: Receiver) -> None:
    archive.webhooks.add("http://127.0.0.1:1/", [Happening.READ], "admin")
    archive.webhooks.add(other_end.url, [Happening.READ], "admin")
    for data in (b"mot", b"hai"):
        read(archive, data)
    assert send_due(archive, private=True) == 2
    down = [one.delivery for one in archive.webhooks.log() if ":1/" in one.url]
    assert [(row.reason, row.tries) for row in down] == [(None, 0), ("unreachable", 1)]


def test_one_call_sends_no_more_than_a_service_that_ends_may_wait_for(
    archive: Archive, other_end: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "_IN_A_ROW", 2)
    archive.webhooks.add(other_end.url, [Happening.READ], "admin")
    for data in (b"mot", b"hai", b"ba"):
        read(archive, data)
    assert [send_due(archive, private=True) for _ in range(3)] == [2, 1, 0]
    order = [json.loads(body)["timestamp"] for _, body in other_end.came]
    assert order == sorted(order)
