"""The layer upon the shipped confidence: nothing without decisions, the truth with many."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.learned.confidence import UNFINISHED, values
from extract.learned.layer import Layer, fit_layer, layer_cues
from extract.learned.logistic import fit_logistic
from tests.readings import record_of

shares = st.floats(0.02, 0.98)


@given(shares)
def test_without_decisions_the_shipped_confidence_stays(stated: float) -> None:
    assert fit_layer([], [], []) == Layer()
    assert Layer().probability(stated, {"bias": 1.0}) == pytest.approx(stated)


@given(st.lists(st.tuples(shares, st.booleans()), max_size=40), shares)
def test_any_decisions_give_probabilities_that_rise_with_the_shipped_ones(
    settled: list[tuple[float, bool]], stated: float
) -> None:
    cues = [{"bias": 1.0, "field title": 1.0} for _ in settled]
    layer = fit_layer(cues, [p for p, _ in settled], [right for _, right in settled])
    low, high = (
        layer.probability(p, {"bias": 1.0, "field title": 1.0}) for p in (stated / 2, stated)
    )
    assert 0 < low <= high < 1


def test_many_decisions_lead_to_the_share_that_was_right() -> None:
    rng = random.Random(5)
    cues = [{"bias": 1.0, f"field {n % 2}": 1.0} for n in range(4000)]
    right = [rng.random() < (0.9 if n % 2 else 0.3) for n in range(4000)]
    layer = fit_layer(cues, [0.6] * 4000, right)
    assert layer.probability(0.6, cues[0]) == pytest.approx(0.3, abs=0.03)
    assert layer.probability(0.6, cues[1]) == pytest.approx(0.9, abs=0.03)


def test_one_decision_changes_little() -> None:
    cues = {"bias": 1.0, "field title": 1.0}
    assert fit_layer([cues], [0.9], [False]).probability(0.9, cues) > 0.85


def test_far_off_starts_do_not_drive_the_weights_away() -> None:
    cues = [{"bias": 1.0, "stated": 4.0}] * 60 + [{"bias": 1.0, "stated": -4.0}] * 60
    right = [n % 3 == 0 for n in range(120)]
    weights = fit_logistic(cues, right, 2.0, offsets=[one["stated"] for one in cues])
    assert all(abs(weight) < 2 for weight in weights.values())


def test_a_number_with_a_gap_waits_whatever_was_learned() -> None:
    record = record_of(b"a", number="12?/KH-UBND")
    Layer({"bias": 9.0}).apply(record)
    assert record.header.support["number"].confidence == UNFINISHED
    assert record.header.support["place"].confidence > 0.95


def test_values_are_told_apart_by_field() -> None:
    record = record_of(b"a")
    fields = {name for one in values(record) for name in layer_cues(record, one) if " " in name}
    assert fields == {"field number", "field head", "field recipients", "field signers"}
