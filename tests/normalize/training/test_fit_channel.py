"""Learning from pairs what OCR does to letters."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.folding import strip_diacritics
from normalize.training.fit_channel import best_cut, is_elementary, learn, without_tones
from tests.normalize.conftest import SMALL

PLANTED = [
    ("sự", "sir", 9.0),
    ("tự", "tir", 6.0),
    ("lực", "lirc", 5.0),
    ("dự", "du", 1.0),
    ("cứ", "cu", 6.0),
    ("lươn", "lum", 4.0),
    ("vươn", "vum", 4.0),
    ("học", "hoc", 20.0),
    ("sách", "sach", 20.0),
    ("thi", "thi", 20.0),
]


def test_a_planted_confusion_is_the_cheapest_reading_of_its_letter() -> None:
    costs = learn(PLANTED)
    readings = {got: cost for (printed, got), cost in costs.items() if printed == "ự"}
    assert min(readings, key=readings.__getitem__) == "ir"
    assert costs["ự", "ir"] < costs["ự", "u"]


def test_two_letters_that_are_misread_together_are_one_chunk() -> None:
    costs = learn(PLANTED)
    assert costs["ơn", "m"] == min(cost for (printed, _), cost in costs.items() if printed == "ơn")


def test_costs_are_negative_logarithms_of_shares() -> None:
    costs = learn([("a", "a", 30.0), ("a", "o", 10.0)])
    assert costs["a", "a"] == pytest.approx(-math.log(0.75), abs=0.1)
    assert costs["a", "o"] == pytest.approx(-math.log(0.25), abs=0.3)


def test_what_was_seen_more_often_weighs_more() -> None:
    seldom = learn([("a", "a", 30.0), ("a", "o", 1.0)])
    often = learn([("a", "a", 30.0), ("a", "o", 20.0)])
    assert often["a", "o"] < seldom["a", "o"]


def test_a_rare_letter_borrows_from_the_same_letter_with_other_tones() -> None:
    pairs = [("cố", "c6", 8.0), ("số", "s6", 8.0), ("cổ", "cổ", 1.0)]
    costs = learn(pairs)
    assert ("ổ", "6") in costs
    assert costs["ố", "6"] < costs["ổ", "6"]


def test_pairs_with_nothing_printed_or_nothing_read_teach_nothing() -> None:
    assert learn([("", "a", 3.0), ("a", "", 3.0)]) == {}


words = st.text(alphabet=SMALL, min_size=1, max_size=6)


@given(words, words)
def test_a_cut_holds_all_letters_of_both_words(printed: str, got: str) -> None:
    cut = best_cut(printed, got, {})
    assert cut is not None
    assert "".join(left for left, _ in cut) == printed
    assert "".join(right for _, right in cut) == got
    assert all(is_elementary(*chunk) for chunk in cut)


@given(words)
def test_a_word_that_only_lost_its_marks_is_cut_letter_by_letter(word: str) -> None:
    bare = strip_diacritics(word)
    assert best_cut(word, bare, {}) == list(zip(word, bare, strict=True))


def test_tones_are_dropped_and_letters_kept() -> None:
    assert without_tones("ự ố ẵ đ") == "ư ô ă đ"
