"""Saved searches: everybody has their own, under names of their own."""

import pytest

from ingest.errors import BadRequest, NotStored
from store.archive.archive import Archive
from store.questions import saved


def test_everybody_has_their_own(any_archive: Archive) -> None:
    searches = any_archive.searches
    searches.keep("lan", "Kết nghĩa", "q=a")
    searches.keep("lan", "Ất", "q=b")
    searches.keep("minh", "Kết nghĩa", "q=c")
    assert [(row.slug, row.name, row.query) for row in searches.of("lan")] == [
        ("at", "Ất", "q=b"), ("ket-nghia", "Kết nghĩa", "q=a"),
    ]  # fmt: skip
    with pytest.raises(NotStored):
        searches.remove("minh", "at")
    searches.remove("lan", "ket-nghia")
    assert [row.slug for row in searches.of("lan")] == ["at"]
    assert [row.query for row in searches.of("minh")] == ["q=c"]


def test_the_same_name_is_the_same_search(any_archive: Archive) -> None:
    any_archive.searches.keep("lan", "Kết nghĩa", "q=a")
    any_archive.searches.keep("lan", "ket  NGHIA", "q=b")
    assert [(row.name, row.query) for row in any_archive.searches.of("lan")] == [
        ("ket  NGHIA", "q=b")
    ]


@pytest.mark.parametrize("name", ["", "…", "a\nb", "x" * 81])
def test_what_is_no_name_is_refused(any_archive: Archive, name: str) -> None:
    with pytest.raises(BadRequest):
        any_archive.searches.keep("lan", name, "q=a")


def test_nobody_has_more_than_may_be(any_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    any_archive.searches.keep("lan", "a", "q=a")
    any_archive.searches.keep("lan", "a", "q=b")
    with pytest.raises(BadRequest):
        any_archive.searches.keep("lan", "b", "q=b")
