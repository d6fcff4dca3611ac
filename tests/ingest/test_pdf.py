"""Words, boxes and pictures of PDF pages, upright and turned; files that cannot be opened."""

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Line
from ingest.pdf.file import PdfFile

MakePdf = Callable[..., bytes]


def turned_pdf(make_pdf: MakePdf, page_turn: int, text_turn: int) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.translate(200, 300)
        canvas.rotate(text_turn)
        canvas.drawString(-100, 100, "Kế hoạch năm học")
        canvas.drawString(-100, 80, "dòng hai")
        canvas.drawString(40, 80, "đứng riêng")

    return changed(make_pdf(draw), lambda writer: writer.pages[0].rotate(page_turn))


def changed(data: bytes, change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def read(data: bytes, limits: Limits) -> tuple[tuple[Line, ...], Image.Image]:
    with PdfFile(data, limits) as file, file.page(0) as page:
        return page.lines(), page.picture(144)


def ink_within(line: Line, picture: Image.Image) -> float:
    """The share of the line's box that is dark."""
    box = line.words[0].box
    assert box is not None
    width, height = picture.size
    part = picture.convert("L").crop(
        (
            int(box.left * width),
            int(box.top * height),
            round(box.right * width),
            round(box.bottom * height),
        )
    )
    dark = sum(part.histogram()[:128])
    return dark / (part.width * part.height)


@pytest.mark.parametrize("page_turn", [0, 90, 180, 270])
@pytest.mark.parametrize("text_turn", [0, 90, 180, 270])
def test_lines_and_boxes_however_the_page_is_turned(
    make_pdf: MakePdf, limits: Limits, page_turn: int, text_turn: int
) -> None:
    lines, picture = read(turned_pdf(make_pdf, page_turn, text_turn), limits)
    assert [line.text for line in lines] == ["Kế hoạch năm học", "dòng hai   đứng riêng"]
    assert [word.text for word in lines[1].words] == ["dòng", "hai", "đứng", "riêng"]
    assert all(0.05 < ink_within(line, picture) < 0.6 for line in lines)


def test_boxes_of_a_cropped_page(make_pdf: MakePdf, limits: Limits) -> None:
    data = changed(
        make_pdf(lambda canvas: canvas.drawString(100, 500, "Thông báo")),
        lambda writer: setattr(
            writer.pages[0], "cropbox", pypdf.generic.RectangleObject((50, 50, 350, 550))
        ),
    )
    lines, picture = read(data, limits)
    assert picture.size == (600, 1000)
    assert 0.05 < ink_within(lines[0], picture) < 0.6


def test_the_two_columns_of_a_head_stay_apart(make_pdf: MakePdf, limits: Limits) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(90, 560, "UBND HUYỆN THANH AN")
        canvas.drawCentredString(280, 560.8, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")

    lines, _ = read(make_pdf(draw), limits)
    assert [line.text for line in lines] == ["UBND HUYỆN THANH AN   CỘNG HÒA XÃ HỘI CHỦ NGHĨA"]


def test_an_indent_after_a_list_mark_is_one_blank(make_pdf: MakePdf, limits: Limits) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 500, "1.")
        canvas.drawString(90, 500, "Mục đích")

    lines, _ = read(make_pdf(draw), limits)
    assert [line.text for line in lines] == ["1. Mục đích"]


def test_a_page_without_text(make_pdf: MakePdf, limits: Limits) -> None:
    with PdfFile(make_pdf(lambda canvas: canvas.showPage()), limits) as file, file.page(0) as page:
        assert page.lines() == ()
        assert not page.is_covered_by_picture()
        assert not page.has_ruling_lines()


def test_a_covering_picture_and_a_logo(make_pdf: MakePdf, limits: Limits) -> None:
    picture = ImageReader(Image.new("L", (40, 60), 200))
    for size, covers in (((400, 600), True), ((60, 60), False)):
        data = make_pdf(lambda canvas, size=size: canvas.drawImage(picture, 0, 0, *size))
        with PdfFile(data, limits) as file, file.page(0) as page:
            assert page.is_covered_by_picture() is covers


def test_a_grid_is_ruling_and_filled_areas_are_not(make_pdf: MakePdf, limits: Limits) -> None:
    def grid(canvas: Canvas) -> None:
        canvas.grid([50, 150, 250], [500, 520, 540])

    def areas(canvas: Canvas) -> None:
        for i in range(6):
            canvas.rect(50, 500 - 30 * i, 200, 15, stroke=0, fill=1)

    for draw, ruled in ((grid, True), (areas, False)):
        with PdfFile(make_pdf(draw), limits) as file, file.page(0) as page:
            assert page.has_ruling_lines() is ruled


def test_pictures_stay_within_the_limit_of_pixels(make_pdf: MakePdf) -> None:
    blank = make_pdf(lambda canvas: canvas.showPage())
    with PdfFile(blank, Limits(page_pixels=60_000)) as file, file.page(0) as page:
        width, height = page.picture(300).size
    assert 50_000 < width * height < 62_000


def test_files_that_cannot_be_opened(make_pdf: MakePdf, limits: Limits) -> None:
    good = make_pdf(lambda canvas: canvas.drawString(50, 50, "Chào"))
    locked = changed(good, lambda writer: writer.encrypt("mật khẩu", algorithm="AES-256"))
    with pytest.raises(EncryptedFile), PdfFile(locked, limits):
        pass
    without_pages = make_pdf(lambda canvas: None)
    with pytest.raises(EmptyFile), PdfFile(without_pages, limits):
        pass
    with pytest.raises(BrokenFile), PdfFile(b"%PDF-1.4\nnothing else", limits):
        pass
    with pytest.raises(EmptyFile), PdfFile(without_pages, limits):
        pass


def test_too_many_pages_and_characters(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 50, "Chào các bạn")
        canvas.showPage()
        canvas.drawString(50, 50, "hai")

    data = make_pdf(draw)
    with pytest.raises(LimitExceeded), PdfFile(data, Limits(pages=1)):
        pass
    with pytest.raises(LimitExceeded):
        read(data, Limits(text_characters=5))


def test_the_lock_is_given_back_after_a_refusal(make_pdf: MakePdf, limits: Limits) -> None:
    for _ in range(2):
        with pytest.raises(BrokenFile), PdfFile(b"%PDF-1.4", limits):
            pass
    lines, _ = read(make_pdf(lambda canvas: canvas.drawString(50, 50, "Chào")), limits)
    assert lines[0].text == "Chào"
