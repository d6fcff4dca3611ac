"""A day that was not read, taken from the issuer's electronic signature."""

import pytest

import pipeline
from extract.nlp import extract_record
from extract.record import Record
from ingest.page import Box, Document, Kind, Line, Origin, Page, Quality, Signature, Trace
from normalize.document import restored_text
from tests.extract.papers import CLOSING, HEAD, OPENING, boxed

OFFICE = "Phòng Giáo dục và Đào tạo huyện Bến Đò"
NOTE = Signature(
    Trace.NOTE, OFFICE, "2023-09-07T08:00:00", "Ký bởi: Phòng", 1, Box(0.6, 0.01, 0.9, 0.04)
)


def signed(date: str, *signatures: Signature) -> Record:
    head = [line.replace("ngày 05 tháng 9 năm 2023", date) for line in HEAD]
    lines = tuple(
        Line(text, boxed(text, 0.015 * n)) for n, text in enumerate([*head, OPENING, *CLOSING], 1)
    )
    page = Page(1, lines, Origin.TEXT_LAYER, Quality.SOUND, "made for a test", 595.0, 842.0)
    document = Document("0" * 64, Kind.PDF, (page,), (), signatures)
    text = restored_text(document, pipeline.restorer())
    return extract_record(document, text, pipeline.gazetteer())


def test_the_day_comes_from_the_issuers_signature_and_says_so() -> None:
    header = signed("ngày … tháng 9 năm 2023", NOTE).header
    support = header.support["issued_on"]
    assert header.issued_on == "2023-09-07"
    assert support.confidence <= 0.5
    assert support.evidence[-1].rule == "issued_on-from-signature"
    assert "Ký bởi" in support.evidence[-1].raw
    assert support.evidence[-1].boxes == [(0.6, 0.01, 0.9, 0.04)]


@pytest.mark.parametrize(
    "signature",
    [
        Signature(Trace.NOTE, OFFICE, "2023-10-07T08:00:00", "another month"),
        Signature(Trace.NOTE, "Trung tâm Công báo", "2023-09-07T08:00:00", "another office"),
        Signature(Trace.NOTE, OFFICE, None, "no time"),
    ],
)
def test_another_month_or_office_leaves_the_day_open(signature: Signature) -> None:
    assert signed("ngày … tháng 9 năm 2023", signature).header.issued_on == "2023-09"


def test_a_day_that_was_read_stays() -> None:
    assert signed("ngày 05 tháng 9 năm 2023", NOTE).header.issued_on == "2023-09-05"
