"""The fitting of the weights, and the mention test set."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.gazetteer.fit import LEAST_ACCEPTED, isotonic, threshold
from benchmarks.gazetteer.mention_set import HALVES, stored
from gazetteer.load import Gazetteer
from normalize.folding import fold


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_probabilities_rise_with_shares_and_stay_probabilities(
    values: list[tuple[float, bool]],
) -> None:
    knots = isotonic(values)
    assert [p for _, p in knots] == sorted(p for _, p in knots)
    assert knots[0] == (0.0, 0.0)
    assert knots[-1][1] <= 1.0


def test_the_threshold_leaves_wrong_answers_below() -> None:
    right = [(0.95 + n / 10_000, True) for n in range(100)]
    assert threshold([*right, (0.94, False)]) >= 0.95
    assert threshold(right) == 0.95
    assert threshold([(0.3, True)]) == LEAST_ACCEPTED


def test_the_halves_share_no_name_and_truths_exist() -> None:
    gazetteer = Gazetteer.load()
    halves = {half: stored(half) for half in HALVES}
    assert sum(map(len, halves.values())) >= 3_000
    known = {
        half: {
            fold(gazetteer.states(truth)[0].name)
            for one in held
            for truth in one.truth
            if "@" not in truth
        }
        for half, held in halves.items()
    }
    schools_of_districts = known[HALVES[0]] & known[HALVES[1]]
    assert len(schools_of_districts) < len(known[HALVES[0]]) / 20
    day = datetime.date(2022, 12, 12)
    assert all(isinstance(one.on or day, datetime.date) for held in halves.values() for one in held)
