"""A reading asks the store only where it has something to say."""

from pathlib import Path

import pytest

import pipeline
from gazetteer.authority.overlay import Change
from settings import Settings
from store.glance import holds
from store.overlay import Overlay

TABLE = "gazetteer_changes"


def test_a_table_with_rows_is_told_from_one_without(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kho #1.db"
    assert not holds(url, TABLE)
    overlay = Overlay(url)
    assert not holds(url, TABLE)
    overlay.keep(Change("alias", "vn-01", name="Thủ đô"), "An")
    assert holds(url, TABLE)
    assert holds("postgresql://vanban@db/vanban", TABLE)
    assert holds(url, "no_such_table"), "what cannot be told at a glance is asked for"


def test_a_change_in_the_store_reaches_the_next_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/kho.db"
    monkeypatch.setenv("VANBAN_STORE", url)
    assert Settings().store == url
    before = pipeline.gazetteer()
    Overlay(url).keep(Change("alias", "vn-01", name="Kinh kỳ"), "An")
    assert pipeline.gazetteer() is not before
