"""Values wait by the bar of their field, in the program and in the database alike."""

import pytest

from extract.learned.confidence import DEFAULT
from store.archive.archive import Archive
from store.review import waiting
from tests.store.test_quality import mixed, stored

BARS = {DEFAULT: 0.5, "recipients": 0.95, "place": 0.2, "number": 1.0}


def test_both_sides_count_the_same(any_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "review_thresholds", lambda error: BARS)
    sha256 = stored(any_archive, mixed(b"one"), b"one")
    bars = waiting.bars()
    reviewed = any_archive.reviewed(sha256)
    waits = [
        one.pointer for one in reviewed.values() if one.finding.confidence < bars.of(one.pointer)
    ]
    lacking = [one for one in any_archive.queue(400) if not one.value and one.confidence < 0.5]
    assert any_archive.unsure() == len(waits) + len(lacking)
    assert "/header/number" in waits and "/header/place" not in waits


def test_the_bar_of_a_pointer() -> None:
    bars = waiting.Bars(BARS)
    asked = ("/recipients/+1/name", "/header/place", "/header/title", "/totals/0/value")
    assert [bars.of(pointer) for pointer in asked] == [0.95, 0.2, 0.5, 0.5]
