"""Strings of digits out of what a network saw frame by frame."""

import pytest

from ingest.handwriting.strings import digit_strings, spelling
from tests.ingest.seen import sight


def test_a_sign_that_lasts_is_spelt_once_and_one_that_comes_back_twice() -> None:
    found = spelling(sight("Số: 11"))
    assert found.text == "Số: 11"
    assert (found.first[-2:], found.last[-2:]) == ([12, 15], [13, 16])


def test_the_likeliest_string_may_be_another_than_the_likeliest_signs() -> None:
    strings, honest = digit_strings(sight("2R8", [(1, "7", 0.4)]), 0, 9)
    assert max(strings, key=strings.__getitem__) == "278"
    assert honest == pytest.approx(0.4)


def test_letters_that_a_digit_is_taken_for_count_as_it() -> None:
    strings, honest = digit_strings(sight("T/S"), 0, 9)
    assert strings["715"] == pytest.approx(1.0)
    assert honest == pytest.approx(1.0)


def test_dots_and_blanks_are_no_digits() -> None:
    strings, honest = digit_strings(sight(" .0.4: "), 0, 21)
    assert strings["04"] == pytest.approx(1.0)
    assert honest == pytest.approx(1.0)


def test_doubt_is_shared_between_strings() -> None:
    strings, _ = digit_strings(sight("84", [(1, "1", 0.25)]), 0, 6)
    assert strings["84"] > strings["81"] > 0.05
    assert sum(strings.values()) == pytest.approx(1.0, abs=0.01)
