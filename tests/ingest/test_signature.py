"""Electronic signatures as evidence, and what stands in form fields."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.limits import Limits
from ingest.page import Line, Trace
from ingest.pdf.file import PdfFile, PdfSignature
from ingest.pdf.signature import file_signatures, is_note, note_signature
from ingest.sources import read_document
from tests.shared_folder import SHARED, needs_shared

SCANS = SHARED / "scans"


@pytest.mark.parametrize(
    ("note", "signer", "signed_at"),
    [
        (
            "Ký bởi: Ủy ban nhân dân tỉnh Thời gian ký: 03/02/2025 10:47:25",
            "Ủy ban nhân dân tỉnh",
            "2025-02-03T10:47:25",
        ),
        (
            "Người ký: Cổng Thông tin Email: a@b.vn Thời gian ký: 18.01.2022 16:04:53 +07:00",
            "Cổng Thông tin",
            "2022-01-18T16:04:53+07:00",
        ),
        ("SAO Y Thời gian ký: 07/06/2024 14:57:18 +07:00", None, "2024-06-07T14:57:18+07:00"),
        ("Ký bởi: Sở Nội vụ", "Sở Nội vụ", None),
        ("Ký bởi: A Ngày ký: 31/02/2024 10:00:00", "A", None),
    ],
)
def test_a_note_says_who_and_when(note: str, signer: str | None, signed_at: str | None) -> None:
    found = note_signature([Line(note)], 1)
    assert is_note(note)
    assert (found.trace, found.signer, found.signed_at) == (Trace.NOTE, signer, signed_at)


@pytest.mark.parametrize("text", ["911", "06", "Kế hoạch ký kết 03/02/2025", "lúc 7:30"])
def test_other_fields_are_no_notes(text: str) -> None:
    assert not is_note(text)


def test_a_signature_that_cannot_be_understood_keeps_its_time() -> None:
    (found,) = file_signatures([PdfSignature("D:20250203104725+07'00'", b"\x30\x03\x02\x01")])
    assert (found.signer, found.signed_at) == (None, "2025-02-03T10:47:25+07:00")
    (unknown,) = file_signatures([PdfSignature("yesterday", b"")])
    assert unknown.signed_at is None


def with_field(canvas: Canvas) -> None:
    canvas.drawString(60, 500, "Số:          /TB-TH về việc nộp chứng chỉ ngoại ngữ năm học này")
    canvas.acroForm.textfield(
        name="number", value="911", x=85, y=495, width=30, height=16, borderWidth=0, fontSize=11
    )


def test_what_is_typed_into_a_field_stands_in_its_line(
    make_pdf: Callable[..., bytes], limits: Limits
) -> None:
    (page,) = read_document(make_pdf(with_field), limits).pages
    assert page.lines[0].text.split()[:3] == ["Số:", "911", "/TB-TH"]
    assert "words of form fields: 1" in page.history


def test_a_page_without_fields_has_none(make_pdf: Callable[..., bytes], limits: Limits) -> None:
    with PdfFile(make_pdf(lambda canvas: canvas.drawString(60, 500, "Sở")), limits) as file:
        with file.page(0) as page:
            assert file.fields(0, page) == []
        assert list(file.signatures()) == []


@needs_shared
def test_a_signed_scan_tells_signer_and_time(limits: Limits) -> None:
    with PdfFile((SCANS / "qn_02.pdf").read_bytes(), limits) as file:
        found = list(file_signatures(file.signatures()))
    assert found[0].signer == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert found[0].signed_at == "2025-02-03T10:47:25+07:00"


@needs_shared
def test_number_and_day_in_signature_fields_are_read(limits: Limits) -> None:
    page = read_document((SCANS / "qn_13.pdf").read_bytes(), limits).pages[0]
    words = [word.text for word in page.words]
    assert "542" in words
    assert words[words.index("ngày") + 1] == "06"
