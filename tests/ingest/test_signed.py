"""Names that a stamp or a signature hides."""

from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.limits import Limits
from ingest.ocr.engine import Engine, chosen_engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Box, Line, Word
from ingest.reading.signed import AGREE, with_signed_names
from tests.ingest.cached_engine import CachedEngine
from tests.ingest.conftest import FONT

WIDTH, HEIGHT = 1240, 1754
RED, BLUE, BLACK = (200, 30, 40), (40, 60, 190), (0, 0, 0)


class Says:
    """An engine that reads every picture as what it is told, one after the other, then as nothing."""

    name = "says"

    def __init__(self, *texts: str) -> None:
        self.left = list(texts)
        self.asked = 0

    def read(
        self,
        pictures: Sequence[Image.Image],
        dpi: int,
        segmentation: Segmentation,
        limits: Limits,
    ) -> list[tuple[Line, ...]]:
        self.asked += 1
        return [(line(self.left.pop(0) if self.left else "", 0.3, 0.7),) for _ in pictures]


def line(text: str, left: float, top: float, confidence: float = 0.9) -> Line:
    words = [
        Word(one, Box(left + 0.06 * n, top, left + 0.06 * n + 0.05, top + 0.012), confidence)
        for n, one in enumerate(text.split())
    ]
    return Line(text, tuple(words))


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    return CachedEngine(chosen_engine(), request.config.cache.mkdir("ocr"))


def closing(name: str, ink: tuple[int, int, int]) -> Image.Image:
    """A closing whose name stands below a ring and a stroke of the pen."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    draw.text((780, 1200), "GIÁM ĐỐC", font=ImageFont.truetype(FONT, 30), fill=BLACK)
    draw.ellipse((690, 1180, 900, 1390), outline=RED, width=6)
    draw.line(
        [(760, 1400), (850, 1250), (900, 1420), (980, 1260), (1040, 1390)], fill=BLUE, width=5
    )
    draw.text((740, 1395), name, font=ImageFont.truetype(FONT, 30), fill=ink)
    return page


OFFICE = line("GIÁM ĐỐC", 0.64, 0.684)
PAPER = Image.new("RGB", (WIDTH, HEIGHT), "white")


@pytest.mark.parametrize("ink", [RED, BLACK])
def test_a_name_below_a_stamp_and_a_signature_is_read(
    engine: Engine, ink: tuple[int, int, int]
) -> None:
    page = closing("Nguyễn Trúc Giang", ink)
    lines, names = with_signed_names([OFFICE], page, engine, Limits())
    assert names == ["Nguyễn Trúc Giang"]
    assert [one.text for one in lines] == ["GIÁM ĐỐC", "Nguyễn Trúc Giang"]
    box = lines[1].box
    assert box is not None
    assert box.left == pytest.approx(740 / WIDTH, abs=0.02)
    assert box.top == pytest.approx(1395 / HEIGHT, abs=0.02)


def test_a_stamp_without_a_name_gives_none(engine: Engine) -> None:
    lines, names = with_signed_names([OFFICE], closing("", BLACK), engine, Limits())
    assert (list(lines), names) == ([OFFICE], [])


def test_one_reading_alone_is_not_believed() -> None:
    engine = Says("Nguyễn Trúc Giang", "Nguyễn Trúc Glang")
    assert with_signed_names([OFFICE], PAPER, engine, Limits())[1] == []
    assert AGREE > 1


@pytest.mark.parametrize("said", ["guyễn Trúc Giang", "Nguyễn TrúcGiang", "“Nguyễn Trúc Giang."])
def test_specks_lost_blanks_and_a_nibbled_family_name_are_put_right(said: str) -> None:
    _, names = with_signed_names([OFFICE], PAPER, Says(said, said), Limits())
    assert names == ["Nguyễn Trúc Giang"]


@pytest.mark.parametrize(
    "said", ["Hà Nội", "Trúc Giang", "NGUYỄN TRÚC GIANG", "Phòng Nội Vụ Huyện"]
)
def test_what_begins_with_no_family_name_or_is_too_short_is_no_signer(said: str) -> None:
    assert with_signed_names([OFFICE], PAPER, Says(said, said), Limits())[1] == []


def test_what_was_read_in_its_place_gives_way_to_the_name() -> None:
    misread = line("Nguyên Trủc Glang x", 0.55, 0.8, confidence=0.3)
    other = line("Lưu: VT", 0.1, 0.8)
    lines, _ = with_signed_names(
        [OFFICE, misread, other], PAPER, Says(*["Nguyễn Trúc Giang"] * 2), Limits()
    )
    assert "Nguyễn Trúc Giang" in [one.text for one in lines]
    assert other in lines


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [OFFICE, line("Lê Thanh Sơn", 0.66, 0.78)],
        [line("GIÁM ĐỐC SỞ Y TẾ", 0.4, 0.05)],
        [OFFICE, *(line("theo đề nghị của cơ quan", 0.6, 0.7 + 0.02 * n) for n in range(4))],
        [line("Giám đốc các sở", 0.4, 0.7)],
    ],
)
def test_pages_without_a_closing_that_hides_somebody_cost_no_reading(lines: list[Line]) -> None:
    engine = Says()
    assert with_signed_names(lines, PAPER, engine, Limits()) == (tuple(lines), [])
    assert engine.asked == 0


def test_without_an_office_the_place_beside_the_recipients_is_looked_at() -> None:
    recipients = line("Nơi nhận:", 0.1, 0.6)
    _, names = with_signed_names([recipients], PAPER, Says(*["Hà Văn Phúc"] * 2), Limits())
    assert names == ["Hà Văn Phúc"]


@pytest.mark.parametrize(
    "lines",
    [
        [Line("GIÁM ĐỐC", (Word("GIÁM", Box(0.6, 0.98, 0.7, 1.0), 0.9), Word("ĐỐC", Box(0.71, 0.98, 0.8, 1.0), 0.9)))],
        [Line("Nơi nhận:", (Word("Nơi", Box(0.9, 0.6, 0.94, 0.61), 0.9), Word("nhận:", Box(0.95, 0.6, 0.99, 0.61), 0.9)))],
    ],
)  # fmt: skip
def test_at_the_edge_of_a_page_there_is_nothing_to_look_at(lines: list[Line]) -> None:
    engine = Says()
    assert with_signed_names(lines, PAPER, engine, Limits()) == (tuple(lines), [])
    assert engine.asked == 0


def test_a_title_below_a_title_names_nobody() -> None:
    deputy = line("Phó Giám Đốc", 0.64, 0.7)
    _, names = with_signed_names(
        [OFFICE, deputy], PAPER, Says(*["Phó Giám Đốc", "Hà Văn Phúc"] * 4), Limits()
    )
    assert names == ["Hà Văn Phúc"]
