"""What an unsure value may read instead comes with honest probabilities."""

from pathlib import Path

import pipeline
from ingest.limits import Limits
from store.options import MOST_OPTIONS, options_of

LETTER = Path(__file__).parents[2] / "samples" / "documents" / "cong-van-mat-dau.pdf"


def test_other_readings_share_what_the_value_leaves() -> None:
    reading = pipeline.read(LETTER.read_bytes(), Limits())
    values = {value.pointer: value for value in reading.record.review_values()}
    options = options_of(reading.record, reading.text, pipeline.gazetteer())
    assert options
    for pointer, found in options.items():
        chances = [chance for _, chance in found]
        assert 0 < len(found) <= MOST_OPTIONS
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) + values[pointer].finding.confidence <= 1.001
        assert values[pointer].value not in [text for text, _ in found]
