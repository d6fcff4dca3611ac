"""What webhooks are told, kept with what happened, and tried until it comes through."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from ingest.errors import BadRequest, Conflict, NotStored
from store.archive.archive import Archive
from store.database.desk_tables import Delivery, Happening
from store.webhooks import MOST_WEBHOOKS, WAITS, Refusal
from tests.readings import NUMBER, SIGNER, record_of

pytestmark = pytest.mark.usefixtures("one_bar")
URL = "https://example.org/hook"
BOTH = list(Happening)


def read(archive: Archive, data: bytes = b"van ban") -> str:
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["chữ"])
    return sha256


def told(archive: Archive) -> list[tuple[str, str]]:
    """What happened to which document, in order."""
    log = archive.webhooks.log()
    return [(one.delivery.happening, one.delivery.document) for one in reversed(log)]


def settle_all(archive: Archive, sha256: str) -> None:
    for one in archive.queue(50, sha256):
        archive.decide(sha256, one.pointer, one.value, one.value, "Lan", reject=not one.value)


def due_now(archive: Archive) -> None:
    with archive.writing() as session:
        late = update(Delivery).where(Delivery.due_at.is_not(None))
        session.execute(late.values(due_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_reading_and_settling_are_told(any_archive: Archive) -> None:
    any_archive.webhooks.add(URL, BOTH, "admin")
    sha256 = read(any_archive)
    assert told(any_archive) == [("read", sha256)]
    settle_all(any_archive, sha256)
    assert told(any_archive) == [("read", sha256), ("settled", sha256)]
    body = json.loads(any_archive.webhooks.log()[0].delivery.body)
    assert body["type"] == "document.settled"
    assert body["data"] | {"state": "done", "record": f"/documents/{sha256}"} == body["data"]


def test_only_what_is_wanted_is_told_and_only_from_then_on(any_archive: Archive) -> None:
    before = read(any_archive, b"mot")
    any_archive.webhooks.add(URL, [Happening.SETTLED], "admin")
    read(any_archive, b"hai")
    settle_all(any_archive, before)
    assert told(any_archive) == [("settled", before)]


def test_what_is_in_the_bin_is_not_told(any_archive: Archive) -> None:
    any_archive.webhooks.add(URL, BOTH, "admin")
    sha256 = any_archive.accept(b"van ban", "a.txt")[0].sha256
    any_archive.bin.delete(sha256, "Lan")
    any_archive.save_reading(sha256, record_of(b"van ban"), ["chữ"])
    assert told(any_archive) == []


def test_what_did_not_happen_is_not_told(
    any_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News goes with the reading into one transaction, so that neither is there without the other."""
    any_archive.webhooks.add(URL, BOTH, "admin")
    monkeypatch.setattr("store.archive.readings.find_near_duplicates", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read(any_archive)
    assert told(any_archive) == []


def test_a_decision_that_reopens_and_settles_again_is_told_again(any_archive: Archive) -> None:
    any_archive.webhooks.add(URL, [Happening.SETTLED], "admin")
    sha256 = read(any_archive)
    settle_all(any_archive, sha256)
    last = next(one for one in any_archive.decisions(sha256) if one.pointer in (NUMBER, SIGNER))
    any_archive.undo(sha256, last.id, "Lan")
    settle_all(any_archive, sha256)
    assert told(any_archive) == [("settled", sha256)] * 2


def test_one_delivery_is_claimed_by_one_alone(any_archive: Archive) -> None:
    webhook = any_archive.webhooks.add(URL, BOTH, "admin")
    read(any_archive)
    assert any_archive.webhooks.waiting() == [webhook.id]
    claimed = any_archive.webhooks.claim(webhook.id)
    assert claimed is not None and claimed.secret == webhook.secret
    assert any_archive.webhooks.claim(webhook.id) is None
    assert any_archive.webhooks.waiting() == []
    due_now(any_archive)  # who claimed it has gone: its lease ends
    assert any_archive.webhooks.claim(webhook.id) == claimed


def test_it_is_tried_again_later_and_later_and_then_given_up(any_archive: Archive) -> None:
    webhook = any_archive.webhooks.add(URL, BOTH, "admin")
    read(any_archive)
    waits = []
    while True:
        due_now(any_archive)
        if (claimed := any_archive.webhooks.claim(webhook.id)) is None:
            break
        any_archive.webhooks.failed(claimed.id, Refusal.STATUS, 503)
        row = any_archive.webhooks.log()[0].delivery
        waits.append(row.due_at)
    assert (len(waits), waits[-1]) == (len(WAITS) + 1, None)
    assert all(a < b for a, b in pairwise(waits[:-1]))
    assert (row.tries, row.status, row.reason, row.delivered_at) == (11, 503, "status", None)
    any_archive.webhooks.again(row.id)
    assert any_archive.webhooks.waiting() == [webhook.id]


def test_an_address_that_is_taken_away_is_told_no_more(any_archive: Archive) -> None:
    webhook = any_archive.webhooks.add(URL, BOTH, "admin")
    sha256 = read(any_archive)
    any_archive.webhooks.end(webhook.id)
    settle_all(any_archive, sha256)
    (left,) = any_archive.webhooks.log()
    assert (any_archive.webhooks.all(), any_archive.webhooks.waiting()) == ([], [])
    with pytest.raises(Conflict):
        any_archive.webhooks.again(left.delivery.id)
    with pytest.raises(NotStored):
        any_archive.webhooks.end(webhook.id)
    with pytest.raises(NotStored):
        any_archive.webhooks.again(99)


def test_the_log_forgets_what_came_to_its_end(any_archive: Archive) -> None:
    webhook = any_archive.webhooks.add(URL, BOTH, "admin")
    read(any_archive, b"mot")
    read(any_archive, b"hai")
    first = any_archive.webhooks.claim(webhook.id)
    assert first is not None
    any_archive.webhooks.sent(first.id, 200)
    any_archive.webhooks.forget(datetime.now(UTC) + timedelta(days=1))
    (left,) = any_archive.webhooks.log()
    assert left.delivery.delivered_at is None and left.delivery.due_at is not None


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "file:///etc/passwd", "https://", "https://a:b@example.org", "http://[",
     "https://example.org/\n", "https://example.org/" + "a" * 2000, "http://x:99999"],
)  # fmt: skip
def test_what_is_no_address_is_refused(any_archive: Archive, url: str) -> None:
    with pytest.raises(BadRequest):
        any_archive.webhooks.add(url, BOTH, "admin")


def test_there_are_not_too_many(any_archive: Archive) -> None:
    for number in range(MOST_WEBHOOKS):
        any_archive.webhooks.add(f"{URL}/{number}", BOTH, "admin")
    with pytest.raises(BadRequest):
        any_archive.webhooks.add(URL, BOTH, "admin")
    with pytest.raises(BadRequest):
        any_archive.webhooks.add(URL, [], "admin")
