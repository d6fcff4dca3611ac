"""Files made for the tests of this room."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.limits import Limits

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
# Documents for trials that stand beside the checkout, where there are any.
SHARED = Path(__file__).parents[3] / "shared"

LETTER = (
    "Căn cứ kế hoạch năm học của nhà trường",
    "Hiệu trưởng đề nghị các tổ chuyên môn",
    "gửi báo cáo trước ngày 15 tháng 6 hằng năm",
    "và phối hợp với Hội Cha mẹ học sinh",
)


@pytest.fixture(scope="session")
def limits() -> Limits:
    return Limits(ocr_seconds=30)


@pytest.fixture(scope="session")
def page_image() -> Image.Image:
    """A small page of text as a scanner at 200 dpi gives it."""
    image = Image.new("L", (1000, 500), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 38)
    for number, line in enumerate(LETTER):
        pen.text((60, 60 + 90 * number), line, font=font, fill=0)
    image.info["dpi"] = (200, 200)
    return image


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Makes a PDF by calling a drawing function with its canvas."""
    pdfmetrics.registerFont(TTFont("Serif", FONT))

    def make(draw: Callable[[Canvas], None], size: tuple[float, float] = (400, 600)) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=size)
        canvas.setFont("Serif", 12)
        draw(canvas)
        canvas.save()
        return buffer.getvalue()

    return make


def picture_bytes(image: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file of a form that Pillow names."""
    buffer = io.BytesIO()
    image.save(buffer, format=form, **options)
    return buffer.getvalue()


def docx_bytes(fill: Callable[[WordDocument], None]) -> bytes:
    """A DOCX made by a function that fills an empty document."""
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
