"""From a file to pages: which way each page is read, and what is told of it."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytesseract
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rapidfuzz import fuzz
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import EmptyFile, EngineMissing, FileMissing, LimitExceeded, VanbanError
from ingest.limits import Limits
from ingest.page import Document, Kind, Origin, Page, Quality
from ingest.sources import read_document, read_file
from normalize.folding import strip_diacritics
from tests.ingest.conftest import LETTER, picture_bytes

MakePdf = Callable[..., bytes]
SPOILED = ("Can cir ke hoacb nam hqc ciia nha trirdng", "Hieu tru6ng d6 nghi cac t6 chuyen mon")
NOTE = ("Người ký: TRƯỜNG THCS HOA SEN", "Thời gian ký: 12.11.2024 15:21:31 +07:00")


def written(lines: tuple[str, ...], over: Image.Image | None = None) -> Callable[[Canvas], None]:
    """Draws lines of text, over a picture of a page where there is one."""

    def draw(canvas: Canvas) -> None:
        if over is not None:
            canvas.drawImage(ImageReader(over), 0, 0, 400, 200)
        for i, line in enumerate(lines):
            canvas.drawString(20, 150 - 14 * i, line)
        canvas.showPage()

    return draw


def text_of(page: Page) -> str:
    return " ".join(line.text for line in page.lines)


@pytest.fixture
def read(make_pdf: MakePdf, limits: Limits) -> Callable[[Callable[[Canvas], None]], Page]:
    def read_page(draw: Callable[[Canvas], None]) -> Page:
        document = read_document(make_pdf(draw, (400, 200)), limits)
        assert document.problems == ()
        return document.pages[0]

    return read_page


ReadPage = Callable[[Callable[[Canvas], None]], Page]


def test_a_sound_layer_is_taken_as_it_is(read: ReadPage) -> None:
    page = read(written(LETTER))
    assert (page.origin, page.quality) == (Origin.TEXT_LAYER, Quality.SOUND)
    assert tuple(line.text for line in page.lines) == LETTER
    assert (page.number, page.width, page.height) == (1, 400, 200)


def test_spoiled_layers_without_a_picture_are_kept_with_the_verdict(read: ReadPage) -> None:
    bare = tuple(map(strip_diacritics, LETTER))
    for lines, quality in ((bare, Quality.BARE), (SPOILED, Quality.GARBLED)):
        page = read(written(lines))
        assert (page.origin, page.quality) == (Origin.TEXT_LAYER, quality)
        assert tuple(line.text for line in page.lines) == lines


@pytest.mark.parametrize(
    ("layer", "quality"),
    [
        ((), Quality.ABSENT),
        (NOTE, Quality.ABSENT),
        (("CÔNG VĂN ĐẾN", "Số: 12"), Quality.ABSENT),
        (SPOILED, Quality.GARBLED),
    ],
)
def test_a_scan_without_a_sound_layer_is_read_by_ocr(
    read: ReadPage, page_image: Image.Image, layer: tuple[str, ...], quality: Quality
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        written(layer, over=page_image)(canvas)

    page = read(draw)
    assert (page.origin, page.quality) == (Origin.OCR, quality)
    assert "read by OCR" in page.reason
    assert any(step.startswith("OCR") for step in page.history)


def test_the_words_of_a_scan(read: ReadPage, page_image: Image.Image) -> None:
    page = read(written((), over=page_image))
    assert fuzz.ratio(text_of(page), " ".join(LETTER)) > 95
    assert all(word.box and word.confidence is not None for word in page.words)


def test_a_sound_layer_over_a_scan_is_not_read_again(
    read: ReadPage, page_image: Image.Image
) -> None:
    assert read(written(LETTER, over=page_image)).origin is Origin.TEXT_LAYER


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_picture_is_read_and_its_boxes_lead_back(
    page_image: Image.Image, limits: Limits, turn: int
) -> None:
    tall = Image.new("L", (1000, 1400), 255)
    for top in (60, 500, 940):
        tall.paste(page_image.crop((0, 40, 1000, 420)), (0, top))
    data = picture_bytes(tall.rotate(turn, expand=True), "PNG", dpi=(200, 200))
    (page,) = read_document(data, limits).pages
    assert fuzz.ratio(text_of(page), " ".join(LETTER * 3)) > 90
    top_line = page.lines[0].box
    assert top_line is not None
    middle = (top_line.top + top_line.bottom) / 2, (top_line.left + top_line.right) / 2
    assert {90: middle[1] < 0.2, 180: middle[0] > 0.8, 270: middle[1] > 0.8}[turn]


def test_pages_of_a_tiff_and_what_is_known_of_them(page_image: Image.Image, limits: Limits) -> None:
    blank = Image.new("L", page_image.size, 255)
    data = picture_bytes(page_image, "TIFF", save_all=True, append_images=[blank], dpi=(200, 200))
    document = read_document(data, limits)
    assert document.kind is Kind.TIFF
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    first, second = document.pages
    assert first.width == pytest.approx(2 * first.height)
    assert first.lines
    assert second.lines == ()
    assert "no words" in second.reason


def test_a_failed_page_is_empty_and_named(
    make_pdf: MakePdf, page_image: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("VANBAN_OCR__ENGINE", "tesseract")
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(program))

    def draw(canvas: Canvas) -> None:
        written(LETTER)(canvas)
        written((), over=page_image)(canvas)

    document: Document = read_document(make_pdf(draw, (400, 200)), Limits())
    assert [bool(page.lines) for page in document.pages] == [True, False]
    (problem,) = document.problems
    assert (problem.component, problem.page) == ("tesseract", 2)

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "none"))
    with pytest.raises(EngineMissing):
        read_document(make_pdf(draw, (400, 200)), Limits())


def test_a_damaged_page_does_not_stop_the_others(make_pdf: MakePdf, limits: Limits) -> None:
    def draw(canvas: Canvas) -> None:
        written(LETTER)(canvas)
        written(LETTER)(canvas)

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(draw, (400, 200))))
    kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    kids[1] = pypdf.generic.NullObject()
    buffer = io.BytesIO()
    writer.write(buffer)
    document = read_document(buffer.getvalue(), limits)
    assert [bool(page.lines) for page in document.pages] == [True, False]
    assert [problem.component for problem in document.problems] == ["pdfium"]


def test_reading_files(tmp_path: Path, limits: Limits) -> None:
    file = tmp_path / "a.txt"
    with pytest.raises(FileMissing):
        read_file(file, limits)
    with pytest.raises(FileMissing):
        read_file(tmp_path, limits)
    file.write_bytes(b"")
    with pytest.raises(EmptyFile):
        read_file(file, limits)
    file.write_bytes(b"abc")
    assert read_file(file, limits) == b"abc"
    for refuse in (
        lambda: read_file(file, Limits(file_bytes=2)),
        lambda: read_document(b"abc", Limits(file_bytes=2)),
    ):
        with pytest.raises(LimitExceeded):
            refuse()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pdfs_are_read_or_refused(make_pdf: MakePdf, data: st.DataObject) -> None:
    good = make_pdf(written(LETTER), (400, 200))
    start = data.draw(st.integers(20, len(good) - 1))
    length = data.draw(st.integers(1, 200))
    damaged = good[:start] + data.draw(st.binary(max_size=20)) + good[start + length :]
    try:
        document = read_document(damaged, Limits())
    except VanbanError as error:
        assert error.advice
    else:
        assert document.pages
