"""Distances: the channel's costs, slips of the hand, and the search by letter pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.distance import BLANK, SLIP, NameIndex, Spelled
from normalize.folding import fold

NAMES = ["phú xuyên", "phú yên", "nghĩa lộ", "nghĩa lộc", "cường", "côn đảo", "tân thành"]
ALL = 255


def _distance(name: str, reading: str, channel: bool = True) -> float:
    return float(Spelled([name]).distances(reading, channel)[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_without_its_diacritics_is_the_name(name: str) -> None:
    assert _distance(name, fold(name)) == 0.0


def test_what_the_engine_confuses_is_nearer_than_what_it_does_not() -> None:
    assert _distance("lộ", "l6") < _distance("lộ", "lx")
    assert _distance("lộ", "l6") < _distance("lộ", "l6", channel=False) == SLIP


def test_a_lost_blank_is_cheaper_than_a_wrong_letter() -> None:
    assert BLANK <= _distance("phú yên", "phuyen") < SLIP


def test_the_cheaper_explanation_counts() -> None:
    assert _distance("cường", "xuong") == SLIP


@given(st.text(alphabet="abcdeghinou 6@", max_size=12), st.sampled_from(NAMES))
def test_no_distance_is_negative_or_above_that_of_slips(reading: str, name: str) -> None:
    reading = " ".join(reading.split())
    assert 0.0 <= _distance(name, reading) <= _distance(name, reading, channel=False)


def test_the_search_finds_the_nearest_name_of_a_group() -> None:
    index = NameIndex(NAMES, [1, 1, 2, 2, 4, 2, 2])
    found = index.search("nghia l6", ALL, None)
    assert NAMES[found[0][0]] == "nghĩa lộ"
    assert [cost for _, cost in found] == sorted(cost for _, cost in found)
    assert all(
        NAMES[n] not in ("phú xuyên", "phú yên") for n, _ in index.search("phu yen", 2, None)
    )
    assert index.search("", ALL, None) == []
