"""Pages as offices and phones hand them over, read by Tesseract itself."""

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz import fuzz

from ingest.limits import Limits
from ingest.ocr.engine import Engine, chosen_engine
from ingest.page import Kind
from ingest.pages import PageReader
from ingest.reading.page import Reading, read_picture
from ingest.sources import read_document
from samples.camera import photograph
from samples.ink import press, stamp
from tests.ingest.cached_engine import CachedEngine
from tests.ingest.conftest import FONT, LETTER, picture_bytes

DPI = 200
TEXT = " ".join(LETTER * 3)
SIZE = (1654, 2339)


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    return CachedEngine(chosen_engine(), request.config.cache.mkdir("ocr"))


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """An A4 page of twelve lines."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 40)
    for number, line in enumerate(LETTER * 3):
        pen.text((240, 300 + 90 * number), line, font=font, fill=0)
    return page


def leaning(page: Image.Image) -> Image.Image:
    return page.rotate(2.5, Image.Resampling.BICUBIC, fillcolor="white")


def stamped(page: Image.Image) -> Image.Image:
    sealed = page.copy()
    seal = stamp("ỦY BAN NHÂN DÂN", "TỈNH", DPI, np.random.default_rng(1))
    press(sealed, seal, (500, 600))
    return sealed


def seen_by_phone(page: Image.Image) -> Image.Image:
    return photograph(page, np.random.default_rng(1))


def faxed(page: Image.Image) -> Image.Image:
    grey = np.asarray(page.convert("L")).astype(np.float32)
    rng = np.random.default_rng(1)
    bits = np.where(grey + rng.normal(0, 30, grey.shape) < 150, 0, 255).astype(np.uint8)
    bits[rng.random(bits.shape) < 0.002] = 0
    return Image.fromarray(bits)


def blurred(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(1.8))


def text_of(reading: Reading) -> str:
    return " ".join(line.text for line in reading.lines)


@pytest.mark.parametrize(
    ("spoil", "step"),
    [
        (lambda page: page.rotate(90, expand=True), "turned by 90"),
        (lambda page: page.rotate(180), "turned by 180"),
        (leaning, "straightened"),
        (stamped, "red ink"),
        (seen_by_phone, "cut out of a photograph"),
        (faxed, "speckles"),
        (blurred, "sharpened"),
    ],
)
def test_a_spoiled_page_is_read(
    sheet: Image.Image, spoil: Callable[[Image.Image], Image.Image], step: str, engine: Engine
) -> None:
    reading = read_picture(spoil(sheet), DPI, engine, Limits())
    assert step in " ".join(reading.history)
    assert fuzz.ratio(TEXT, text_of(reading)) > 97


def test_the_number_of_a_page_is_read(sheet: Image.Image, engine: Engine) -> None:
    page = sheet.copy()
    ImageDraw.Draw(page).text((820, 120), "7", font=ImageFont.truetype(FONT, 36), fill=0)
    reading = read_picture(page, DPI, engine, Limits())
    assert reading.lines[0].text == "7"
    assert len(reading.lines) == 1 + len(LETTER) * 3


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_the_head_of_a_turned_page_is_read_by_columns(
    sheet: Image.Image, degrees: int, engine: Engine
) -> None:
    page = sheet.copy()
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 32)
    for top, left, right in [
        (120, "UBND HUYỆN PHÚ XUYÊN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (170, "TRƯỜNG TIỂU HỌC", "Độc lập - Tự do - Hạnh phúc"),
    ]:
        pen.text((150, top), left, font=font, fill=0)
        pen.text((800, top), right, font=font, fill=0)
    reading = read_picture(page.rotate(degrees, expand=True), DPI, engine, Limits())
    assert "UBND HUYỆN PHÚ XUYÊN TRƯỜNG TIỂU HỌC CỘNG HÒA" in text_of(reading)


def test_boxes_lie_on_the_picture_received(sheet: Image.Image, engine: Engine) -> None:
    upright = read_picture(sheet, DPI, engine, Limits()).lines[0].box
    turned = read_picture(sheet.rotate(180), DPI, engine, Limits()).lines[0].box
    assert upright is not None
    assert turned is not None
    assert turned.bottom == pytest.approx(1 - upright.top, abs=0.01)
    assert turned.right == pytest.approx(1 - upright.left, abs=0.01)


def ruled_page(rows: int, spanning: bool = False) -> Image.Image:
    """A page with a ruled table of three columns; the first row may span all of them."""
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 36)
    lefts = (200, 320, 860, 1450)
    for row in range(rows):
        top = 300 + 80 * row
        merged = spanning and row == 0
        for left, right in [(lefts[0], lefts[3])] if merged else pairwise(lefts):
            pen.rectangle((left, top, right, top + 80), outline=0, width=2)
        cells = ["Các đơn vị kết nghĩa"] if merged else [str(row), f"Trường {row}A", "Thạch Thất"]
        for left, cell in zip(lefts, cells, strict=False):
            pen.text((left + 14, top + 20), cell, font=font, fill=0)
    return page


def test_a_ruled_table_is_read_cell_by_cell(engine: Engine) -> None:
    reading = read_picture(ruled_page(4), DPI, engine, Limits())
    rows = [line.text.split("\t") for line in reading.lines if line.table == 0]
    assert rows == [[str(n), f"Trường {n}A", "Thạch Thất"] for n in range(4)]
    assert [len(row) for grid in reading.grids for row in grid] == [3] * 4
    box = reading.lines[1].words[0].box
    assert box is not None
    assert (box.left * SIZE[0], box.top * SIZE[1]) == pytest.approx((215, 405), abs=12)


def test_a_merged_cell_stands_in_its_first_column(engine: Engine) -> None:
    rows = read_picture(ruled_page(3, spanning=True), DPI, engine, Limits()).lines
    assert rows[0].text == "Các đơn vị kết nghĩa\t\t"
    assert rows[1].text == "1\tTrường 1A\tThạch Thất"


@pytest.mark.parametrize("ground", ["black", "#1f4e79", "#7030a0"])
@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_the_dark_head_of_a_table_is_read(ground: str, ruled: bool, engine: Engine) -> None:
    """White print, which OCR takes for a picture, and blue ground for a signature."""
    page = Image.new("RGB", SIZE, "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 34)
    lefts, tops = (200, 330, 860, 1400), range(400, 721, 80)
    pen.rectangle((lefts[0], tops[0], lefts[-1], tops[1]), fill=ground)
    if ruled:
        for top in tops:
            pen.line((lefts[0], top, lefts[-1], top), fill="black", width=3)
        for left in lefts:
            pen.line((left, tops[0], left, tops[-1]), fill="black", width=3)
    cells = [("STT", "Đơn vị chủ trì", "Hoàn thành")]
    cells += [(str(n), f"Trường Tiểu học {n}A", f"Tháng {n + 8}") for n in range(1, 4)]
    for top, row in zip(tops, cells, strict=False):
        for left, cell in zip(lefts, row, strict=False):
            colour = "white" if top == tops[0] else "black"
            pen.text((left + 16, top + 20), cell, font=font, fill=colour)
    reading = read_picture(page, DPI, engine, Limits())
    assert [tuple(line.text.split("\t")) for line in reading.lines] == cells
    assert "white on dark turned: 1" in reading.history


def test_a_framed_stamp_is_told_and_left_out(sheet: Image.Image, engine: Engine) -> None:
    page = sheet.copy()
    pen = ImageDraw.Draw(page)
    pen.rectangle((1150, 80, 1500, 180), outline="black", width=3)
    pen.text((1200, 105), "HỎA TỐC", font=ImageFont.truetype(FONT, 46), fill="black")
    reading = read_picture(page, DPI, engine, Limits())
    assert "HỎA" not in text_of(reading)
    assert "framed stamp left out: HỎA TỐC" in reading.history


def test_ink_without_words_is_a_problem() -> None:
    drawn = np.full(SIZE[::-1], 255, np.uint8)
    for radius in range(60, 700, 40):
        cv2.circle(drawn, (827, 1170), radius, (0,), 6)
    reader = PageReader(Limits())
    data = picture_bytes(Image.fromarray(drawn), "PNG", dpi=(DPI, DPI))
    (page,) = reader.picture_pages(data, Kind.PNG)
    assert [p.component for p in reader.problems] == ([] if page.lines else ["ocr-found-nothing"])
    blank = PageReader(Limits())
    data = picture_bytes(Image.new("L", SIZE, 255), "PNG", dpi=(DPI, DPI))
    assert [page.lines for page in blank.picture_pages(data, Kind.PNG)] == [()]
    assert blank.problems == []


@pytest.mark.parametrize("kind", [Kind.PNG, Kind.PDF])
def test_a_document_in_which_nothing_can_be_read_says_so(kind: Kind, sheet: Image.Image) -> None:
    blank = picture_bytes(Image.new("L", (600, 800), 240), kind.name)
    (problem,) = read_document(blank, Limits()).problems
    assert problem.component == "no-text"
    written = picture_bytes(sheet, kind.name, **({"dpi": (DPI, DPI)} if kind is Kind.PNG else {}))
    assert read_document(written, Limits()).problems == ()


@pytest.mark.parametrize("size", [(1, 1), (2000, 1), (2, 5000), (9, 1000), (8, 8), (800, 8)])
def test_a_strip_is_a_page_without_words(size: tuple[int, int]) -> None:
    found = read_picture(Image.new("L", size, "white"), None, chosen_engine(), Limits())
    assert found.lines == ()
