"""Distances: the channel's costs, slips of the hand, and the search by letter pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from gazetteer.matching.distance import NameIndex, Spelled
from gazetteer.matching.kernels import BLANK, LONGEST, NEVER, SLIP
from normalize.folding import fold

NAMES = ["phú xuyên", "phú yên", "nghĩa lộ", "nghĩa lộc", "cường", "côn đảo", "tân thành"]
ALL = 255


def _distance(name: str, reading: str, channel: bool = True) -> float:
    """The cost of a name of about that length; a letter may cost anything."""
    ((_, cost),) = Spelled([name]).near(reading, NEVER, NEVER, channel)
    return cost


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
    for _, cost in Spelled([name]).near(reading, NEVER, NEVER):
        assert 0.0 <= cost <= _distance(name, reading, channel=False)


@given(st.data())
def test_slips_are_levenshteins(data: st.DataObject) -> None:
    name = data.draw(st.text(alphabet="abc ", min_size=1, max_size=LONGEST))
    sizes = {"min_size": max(len(name) - 3, 0), "max_size": min(len(name) + 3, LONGEST)}
    reading = data.draw(st.text(alphabet="abc ", **sizes))
    assert _distance(name, reading, channel=False) == SLIP * Levenshtein.distance(name, reading)


def test_the_search_finds_the_nearest_name_of_a_group() -> None:
    groups = [1, 1, 2, 2, 2, 2, 4]
    names = [*NAMES[:4], *NAMES[5:], NAMES[4]]
    index = NameIndex(names, groups)
    found = index.search("nghia l6", ALL)
    assert names[found[0][0]] == "nghĩa lộ"
    assert [cost for _, cost in found] == sorted(cost for _, cost in found)
    assert [groups[n] for n, _ in index.search("phu yen", 1)] == [1, 1]
    assert index.search("phu yen", 4) == []
    assert index.search("", ALL) == index.search("a" * (LONGEST + 1), ALL) == []


def test_the_cheapest_is_found_without_any_margin() -> None:
    """Costs are kept as single floats, a little more or less than they are."""
    (found,) = Spelled(["phong trào"]).near("phong trdo", NEVER, 0.0)
    assert found[0] == 0 and 0.0 < found[1] < SLIP


def test_a_favoured_name_may_share_fewer_letters() -> None:
    index = NameIndex(NAMES, [1] * len(NAMES))
    position = NAMES.index("côn đảo")
    assert position not in dict(index.search("xoxxdxo", 1))
    assert position in dict(index.search("xoxxdxo", 1, np.array([position], dtype=np.int32)))
