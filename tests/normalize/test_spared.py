"""Libraries left out where others ask for them, and there where somebody needs them."""

import sys
from types import ModuleType

import pytest

from normalize.spared import spared

NAME = "wave"  # of the standard library, which nothing here loads


@pytest.fixture(autouse=True)
def not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, NAME, raising=False)


def test_a_spared_library_is_not_there_and_can_be_loaded_later() -> None:
    with spared({NAME: None}), pytest.raises(ImportError):
        import wave
    import wave

    assert wave.open


def test_another_may_stand_in_for_it() -> None:
    empty = ModuleType(NAME)
    with spared({NAME: empty}):
        import wave

        assert wave is empty
    assert NAME not in sys.modules


def test_one_that_is_loaded_stays() -> None:
    import wave

    with spared({NAME: None}):
        assert sys.modules[NAME] is wave
    assert sys.modules[NAME] is wave
