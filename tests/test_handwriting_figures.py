"""What the table of handwriting counts as right, wrong, sure and given up."""

import pytest

from benchmarks.handwriting import outcome
from extract.record import Header, HeaderEvidence


def header(number: str | None, confidence: float = 0.9) -> Header:
    support = {"number": HeaderEvidence(confidence=confidence)} if number else {}
    return Header(number=number, support=support)


@pytest.mark.parametrize(
    ("found", "right", "expected"),
    [
        (header("28/QĐ-UBND"), True, "right"),
        (header("23/QĐ-UBND", 0.99), False, "wrong and sure"),
        (header("23/QĐ-UBND", 0.2), False, "wrong"),
        (header("?/QĐ-UBND", 0.99), False, "given up"),
        (header(None), False, "given up"),
    ],
)
def test_outcomes(found: Header, right: bool, expected: str) -> None:
    assert outcome(found, "number", right) == expected


def test_a_day_left_open_is_given_up() -> None:
    assert outcome(Header(issued_on="2025-02"), "issued_on", False) == "given up"
    assert outcome(Header(issued_on="2025-02-XX"), "issued_on", False) == "given up"
