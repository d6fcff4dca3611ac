"""Every value of a real document leads back to words that stand on its page."""

from collections.abc import Iterator

import pytest

import pipeline
from extract.record import Evidence, Record
from ingest.limits import Limits
from ingest.page import Box
from samples.make import DOCUMENTS

# Of the area of a word's box, the share that a box of the evidence covers at least.
COVERED = 0.5


@pytest.fixture(scope="module", params=["cong-van-mat-dau.pdf", "ket-nghia-bang.pdf"])
def reading(request: pytest.FixtureRequest) -> pipeline.Reading:
    return pipeline.read((DOCUMENTS / request.param).read_bytes(), Limits())


def evidences(record: Record) -> Iterator[tuple[str, Evidence]]:
    for value in record.review_values():
        for evidence in value.finding.evidence:
            yield value.pointer, evidence


def covers(box: tuple[float, float, float, float], word: Box) -> bool:
    width = min(box[2], word.right) - max(box[0], word.left)
    height = min(box[3], word.bottom) - max(box[1], word.top)
    area = (word.right - word.left) * (word.bottom - word.top)
    return width > 0 and height > 0 and width * height >= COVERED * area


def test_every_value_has_evidence_with_what_was_read(reading: pipeline.Reading) -> None:
    values = list(reading.record.review_values())
    assert len(values) > 20
    for value in values:
        assert value.finding.evidence, value.pointer
        assert 0 < value.finding.confidence <= 1
        for evidence in value.finding.evidence:
            assert evidence.raw.strip() and evidence.text.strip() and evidence.rule
            assert evidence.boxes


def test_boxes_lie_on_the_page(reading: pipeline.Reading) -> None:
    pages = {page.number for page in reading.document.pages}
    for _, evidence in evidences(reading.record):
        assert evidence.page in pages
        for left, top, right, bottom in evidence.boxes:
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1


def test_the_words_read_lie_within_the_boxes(reading: pipeline.Reading) -> None:
    """Each raw word of an evidence is printed somewhere under one of its boxes."""
    for pointer, evidence in evidences(reading.record):
        page = reading.document.pages[evidence.page - 1]
        under = {
            word.text
            for word in page.words
            if word.box and any(covers(box, word.box) for box in evidence.boxes)
        }
        assert [raw for raw in evidence.raw.split() if raw not in under] == [], pointer


def test_boxes_hold_the_words_of_their_value_only(reading: pipeline.Reading) -> None:
    """As many words lie under the boxes as the evidence names: no box swallows its neighbours."""
    for pointer, evidence in evidences(reading.record):
        page = reading.document.pages[evidence.page - 1]
        under = [w for w in page.words if w.box and any(covers(b, w.box) for b in evidence.boxes)]
        assert len(under) <= len(evidence.raw.split()) + 1, pointer


def test_restored_words_stand_beside_the_raw_ones(reading: pipeline.Reading) -> None:
    pairs = [(e.raw, e.text) for _, e in evidences(reading.record)]
    spoiled = any(raw != text for raw, text in pairs)
    bare = reading.document.pages[0].quality in ("bare", "garbled")
    assert spoiled is bare
