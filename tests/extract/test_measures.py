"""How records are measured: strict and soft matches, the review curve, evidence over words."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import pipeline
from benchmarks.drawing import draw_review, review_curve
from benchmarks.evidence import coverage
from benchmarks.records import Tally
from extract.nlp import extract_record
from extract.training.matching import compare
from pipeline import Reading
from tests.extract.papers import CLOSING, HEAD, OPENING, paper, text_of

LINES = (*HEAD, OPENING, "1. Nội dung", "- Các trường báo cáo trước ngày 30/6/2024.", *CLOSING)


def reading() -> Reading:
    document = paper(*LINES)
    text = text_of(document)
    return Reading(document, text, extract_record(document, text, pipeline.gazetteer()))


def test_the_evidence_of_every_value_covers_its_words() -> None:
    found = coverage(reading())
    assert found.values == found.boxed > 10
    assert found.covered == found.words > 30


def test_a_box_that_lies_elsewhere_covers_nothing() -> None:
    read = reading()
    for section in read.record.sections:
        for evidence in section.evidence:
            evidence.boxes = [(0.9, 0.9, 0.95, 0.95)]
    found = coverage(read)
    assert found.boxed == found.values
    assert found.covered < found.words


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize(
    ("task", "soft", "strict"),
    [
        ("Các trường báo cáo trước ngày 30/6/2024.", 1, 1),
        ("Các trường báo cáo trước ngày 30/6.", 1, 0),
        ("Phòng họp.", 0, 0),
    ],
)
def test_strict_matches_are_whole_entries(task: Any, soft: Any, strict: Any) -> None:
    made = reading().record.model_dump(mode="json")
    truth = {"header": {}, "responsibilities": [{"actor": "Các trường", "task": task}]}
    assert compare(truth, made)["responsibilities"].hits == soft
    assert compare(truth, made, strict=True)["responsibilities"].hits == strict


@pytest.mark.usefixtures("rules_alone")
def test_a_document_is_whole_where_nothing_is_missed_or_false() -> None:
    made = reading().record.model_dump(mode="json")
    tally = Tally()
    for task in ("Các trường báo cáo trước ngày 30/6/2024.", "Phòng họp."):
        truth = {"header": {}, "responsibilities": [{"actor": "Các trường", "task": task}]}
        tally.add([compare(truth, made)["responsibilities"]])
    assert (tally.hits, tally.missed, tally.false, tally.whole, tally.documents) == (1, 1, 1, 1, 2)


def test_the_review_curve_looks_at_the_least_sure_first(tmp_path: Path) -> None:
    points = review_curve([(0.9, True), (0.2, False), (0.5, True), (0.95, False)])
    assert points == [(0.0, 0.0), (0.25, 0.5), (0.5, 0.5), (0.75, 0.5), (1.0, 1.0)]
    draw_review(points, "4 values", tmp_path / "review.svg")
    picture = ElementTree.parse(tmp_path / "review.svg").getroot()
    assert [e.text for e in picture.iter() if e.text == "4 values"] == ["4 values"]
