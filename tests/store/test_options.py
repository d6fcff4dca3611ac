"""What an unsure value may read instead comes with honest probabilities."""

from dataclasses import replace
from pathlib import Path

import pipeline
from ingest.limits import Limits
from store.archive.archive import Archive
from store.review.options import options_of
from store.review.review import MOST_OPTIONS, ranked, with_settled
from tests.readings import NUMBER, SIGNER, record_of

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


def test_a_digit_is_never_offered_for_a_letter() -> None:
    reading = pipeline.read(LETTER.read_bytes(), Limits())
    lines = tuple(
        replace(
            line,
            words=tuple(
                replace(word, alternatives=(*word.alternatives, ("Tr4n", 0.2)))
                for word in line.words
            ),
        )
        for line in reading.text.lines
    )
    for signer in reading.record.signers:
        signer.confidence = 0.5
    options = options_of(reading.record, replace(reading.text, lines=lines), pipeline.gazetteer())
    names = [text for pointer, found in options.items() if "name" in pointer for text, _ in found]
    assert names
    assert not [name for name in names if any(c.isdigit() for c in name)]


def test_readings_are_offered_once_the_likeliest_first() -> None:
    readings = [
        ("trần  an", 0.1),
        ("Trần An", 0.3),
        ("Trân An", 0.2),
        ("TRẤN AN", 0.4),
        ("x", 0.001),
    ]
    assert ranked(readings, "Trấn An") == [("Trần An", 0.3), ("Trân An", 0.2)]


def test_settled_values_like_one_share_what_is_left(any_archive: Archive) -> None:
    data = b"a"
    sha256 = any_archive.accept(data, "a.txt")[0].sha256
    any_archive.save_reading(sha256, record_of(data), ["chữ"])
    any_archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    any_archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    kept = any_archive.review
    asked = [("/signers/3/name", "Nguyen Van Am"), (NUMBER, "126/KH-UBND"), (SIGNER, "Lê Bình")]
    ((name, likeness),), *nothing = kept.settled_like(asked)
    assert (name, nothing) == ("Nguyễn Văn Ân", [[], []])
    offered = with_settled([("Nguyen Van An", 0.3)], [(name, likeness)], "Nguyen Van Am", 0.5)
    assert [text for text, _ in offered] == ["Nguyen Van An", "Nguyễn Văn Ân"]
    assert 0 < offered[1][1] < 0.2
