"""Which letter strings are Vietnamese syllables."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text_layer.syllables import is_bare_syllable, is_syllable

SOUND = "nghiêng giếng gì quốc khuỷu hoà hòa thuở ướt ăn yêu Đắc NGUYỄN oanh xoong quy giữ cô"
UNSOUND = "tât kế5 chirc ngia cê ghà qa bụcn hòà gd thp school đượcc"


@pytest.mark.parametrize("word", SOUND.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", UNSOUND.split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["duoc", "nghieng", "Quoc", "DAN", "hoa"])
def test_bare_syllables(word: str) -> None:
    assert is_bare_syllable(word)


@pytest.mark.parametrize("word", ["được", "school", "trirang", "chirc", "6"])
def test_no_bare_syllables(word: str) -> None:
    assert not is_bare_syllable(word)


@settings(deadline=None)
@given(st.text(max_size=8))
def test_any_string_can_be_asked(word: str) -> None:
    assert is_syllable(word) == is_syllable(word.lower())
