"""Changes to the authority file in the store."""

from pathlib import Path

import pytest

from gazetteer.authority.overlay import Change
from ingest.errors import BadRequest, Conflict, StoreFailed
from store.archive.archive import Archive
from store.overlay import Overlay, stored_changes

ALIAS = Change("alias", "vn-01-004-1", "Gia Lâm cũ")
MADE = Change("add", "new-1", "Mới", "commune", "Xã", "vn-01-1", "2025-07-01", basis="1/NQ")


def test_changes_are_kept_with_who_and_when(store_url: str) -> None:
    url = store_url
    kept = Overlay(url).keep(ALIAS, "lan")
    assert (kept.reviewer, kept.made_at.tzinfo is not None) == ("lan", True)
    Overlay(url).keep(MADE, "minh")
    assert [(row.change, row.reviewer) for row in Overlay(url).rows()] == [
        (ALIAS, "lan"), (MADE, "minh"),
    ]  # fmt: skip
    assert tuple(stored_changes(url)) == (ALIAS, MADE)


def test_a_change_is_taken_back_once(store_url: str) -> None:
    overlay = Overlay(store_url)
    first, second = overlay.keep(ALIAS, "lan"), overlay.keep(MADE, "lan")
    undone = overlay.undo(first.id, "minh")
    assert (undone.action, undone.into, undone.reviewer) == ("undo", str(first.id), "minh")
    assert tuple(stored_changes(store_url)) == (MADE,)
    for number in (first.id, undone.id, 99):
        with pytest.raises(Conflict):
            overlay.undo(number, "lan")
    overlay.undo(second.id, "lan")
    assert stored_changes(store_url) == ()
    assert len(overlay.rows()) == 4


def test_a_unit_is_added_once(store_url: str) -> None:
    overlay = Overlay(store_url)
    first = overlay.keep(MADE, "lan")
    with pytest.raises(Conflict):
        overlay.keep(MADE, "minh")
    overlay.undo(first.id, "lan")
    overlay.keep(MADE, "minh")
    assert tuple(stored_changes(store_url)) == (MADE,)


def test_who_changes_something_has_a_name(store_url: str) -> None:
    for name in ("", " ", "lan\nminh", "l" * 81):
        with pytest.raises(BadRequest):
            Overlay(store_url).keep(ALIAS, name)
    assert Overlay(store_url).rows() == []


def test_reading_makes_no_store(tmp_path: Path) -> None:
    assert stored_changes(f"sqlite:///{tmp_path}/none.db") == ()
    assert not (tmp_path / "none.db").exists()


def test_a_store_of_before_has_no_changes_and_takes_them(store_url: str, tmp_path: Path) -> None:
    url = store_url
    Archive(url, tmp_path / "originals")
    assert stored_changes(url) == ()
    Overlay(url).keep(ALIAS, "lan")
    assert tuple(stored_changes(url)) == (ALIAS,)


def test_a_broken_store_says_so_when_written(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database" * 100)
    assert stored_changes(f"sqlite:///{tmp_path}/a.db") == ()
    with pytest.raises(StoreFailed):
        Overlay(f"sqlite:///{tmp_path}/a.db")
