"""Confidence: a probability from cues, and the threshold that follows from a wanted error."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.learned.confidence import (
    CEILING,
    FLOOR,
    cues,
    model,
    review_of,
    review_threshold,
    values,
)
from extract.record import Flag
from extract.training.confidence import Case, accepted, bound, fit, kept_apart, predict
from ingest.page import Quality
from tests.extract.papers import CLOSING, HEAD, OPENING, plan, record_of

CUES = {"bias": 1.0, "field sections": 1.0}


@given(low=st.floats(-5, 5), more=st.floats(0, 5))
def test_surer_words_never_make_a_value_less_sure(low: Any, more: Any) -> None:
    lower, higher = (model().probability(CUES | {"surety": s}) for s in (low, low + more))
    assert FLOOR <= lower <= higher <= CEILING


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_fewer_wrong_values_cost_a_higher_threshold(one: Any, other: Any) -> None:
    assert review_threshold(min(one, other)) >= review_threshold(max(one, other))


def test_where_no_threshold_is_good_enough_everything_waits() -> None:
    assert review_threshold(0.0) == 1.0 > CEILING


def test_values_of_a_sound_page_pass_and_a_number_to_be_written_waits() -> None:
    sound = plan("1. Nội dung", "- Các trường báo cáo trước ngày 30/6/2024.")
    assert all(v.finding.confidence >= review_threshold() for v in values(sound))
    head = (*HEAD[:2], "Số:        /KH-PGDĐT     Bến Đò, ngày      tháng 9 năm 2023", *HEAD[3:])
    unread = record_of(*head, OPENING, *CLOSING)
    assert unread.header.support["number"].confidence < review_threshold()


def test_a_value_on_a_spoiled_page_is_less_sure() -> None:
    lines = (*HEAD, OPENING, "1. Noi dung", *CLOSING)
    sound, bare = (record_of(*lines, quality=q) for q in (Quality.SOUND, Quality.BARE))
    assert bare.sections[0].confidence < sound.sections[0].confidence


def test_what_another_value_contradicts_is_less_sure() -> None:
    record = plan("1. Nội dung", "2. Kinh phí")
    record.flags.append(Flag(pointer="/sections/1/label", code="label-skipped", detail="2"))
    flagged = {v.pointer: cues(record, v, 0.0)["flagged"] for v in values(record)}
    assert [pointer for pointer, is_flagged in flagged.items() if is_flagged] == ["/sections/1"]
    plain, doubted = (
        model().probability(CUES | {"surety": -3.0, "flagged": f}) for f in (0.0, 1.0)
    )
    assert doubted <= plain


def cases(document: str, right: int, wrong: int, surety: float) -> list[Case]:
    known = {"bias": 1.0, "surety": surety}
    return [Case(document, ord(document), "number", known, n < right) for n in range(right + wrong)]


def test_the_model_learns_how_often_values_are_right() -> None:
    seen = [*cases("a", 90, 10, 1.0), *cases("a", 40, 60, -1.0)]
    weights = fit(seen)
    assert predict(weights, seen[0]) == pytest.approx(0.9, abs=0.03)
    assert predict(weights, seen[-1]) == pytest.approx(0.4, abs=0.05)


def test_a_document_is_judged_by_a_model_that_did_not_see_it() -> None:
    judged = kept_apart([*cases("a", 50, 0, 0.0), *cases("b", 0, 50, 0.0)])
    assert {round(sure) for sure, case in judged if case.document == "a"} == {0}
    assert {round(sure) for sure, case in judged if case.document == "b"} == {1}


def test_each_field_has_the_threshold_that_keeps_to_the_share() -> None:
    (good,), (bad,) = cases("a", 1, 0, 0.0), cases("a", 0, 1, 0.0)
    title = replace(good, group="title")
    thresholds = accepted([(0.9, good)] * 95 + [(0.6, bad)] * 5 + [(0.6, title)] * 10)
    assert thresholds["0.05"]["number"] == 0.5
    assert thresholds["0.01"] == {"default": 0.61, "number": 0.61, "title": 0.5}


def test_a_share_that_documents_cannot_carry_has_no_thresholds() -> None:
    (bad,) = cases("a", 0, 1, 0.0)
    assert accepted([(0.9, bad)] * 5) == {}


def test_few_documents_carry_a_wider_bound() -> None:
    few = [(100, 0)] * 9 + [(100, 20)]
    assert 0.02 < bound(few * 10) < bound(few)


def test_a_record_tells_what_is_in_force() -> None:
    review = plan("1. Nội dung").review
    assert review == review_of(0.05)
    assert review is not None
    assert review.guaranteed
    assert review.threshold["default"] == review_threshold(0.05)
    assert review.threshold["number"] == review_threshold(0.05, "number")
    assert review.threshold["responsibilities"] > review.threshold["recipients"]
    assert not review_of(0.0).guaranteed
