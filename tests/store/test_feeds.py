"""Sources: how far they have been read, and what they brought."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.errors import BadRequest, Conflict, NotStored
from store.archive.archive import Archive
from store.database.desk_tables import FeedKind
from store.feeds import MOST_FEEDS, Brought


def test_when_a_file_was_last_taken_is_known(any_archive: Archive) -> None:
    feeds = any_archive.feeds
    one = feeds.add(FeedKind.FOLDER, "/srv/một", "admin")
    other = feeds.add(FeedKind.FOLDER, "/srv/hai", "admin")
    feeds.looked(one.id, [Brought("a.txt", "0" * 64), Brought("b\udcff.txt", None, "no", "x")])
    first = feeds.taken(one.id)
    assert set(first) == {"a.txt", "b\\udcff.txt"} and feeds.taken(other.id) == {}
    assert abs(datetime.now(UTC) - first["a.txt"]) < timedelta(hours=1)
    feeds.looked(one.id, [Brought("a.txt", "1" * 64)])
    assert feeds.taken(one.id)["a.txt"] > first["a.txt"]
    assert [(row.name, row.document) for row in feeds.log(2)] == [
        ("a.txt", "1" * 64), ("b\\udcff.txt", None),
    ]  # fmt: skip


def test_a_fault_is_told_until_a_look_goes_well(any_archive: Archive) -> None:
    feed = any_archive.feeds.add(FeedKind.MAILBOX, "imaps://a@b:993/INBOX", "admin", "bí mật")
    any_archive.feeds.looked(feed.id, [], "7:3")
    any_archive.feeds.failed(feed.id, "no", "refused")
    (told,) = any_archive.feeds.all()
    assert (told.reason_code, told.position, told.secret) == ("refused", "7:3", "bí mật")
    any_archive.feeds.looked(feed.id, [])
    (told,) = any_archive.feeds.all()
    assert (told.reason_code, told.position) == (None, "7:3")


def test_a_place_is_looked_at_once_and_there_are_not_too_many(any_archive: Archive) -> None:
    feed = any_archive.feeds.add(FeedKind.FOLDER, "/srv/0", "admin")
    with pytest.raises(Conflict):
        any_archive.feeds.add(FeedKind.FOLDER, "/srv/0", "admin")
    any_archive.feeds.end(feed.id)
    with pytest.raises(NotStored):
        any_archive.feeds.end(feed.id)
    for number in range(MOST_FEEDS):
        any_archive.feeds.add(FeedKind.FOLDER, f"/srv/{number}", "admin")
    with pytest.raises(BadRequest):
        any_archive.feeds.add(FeedKind.FOLDER, "/srv/more", "admin")
