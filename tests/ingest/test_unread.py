"""Print that the engine passed over: its place, what is kept of it, and where it goes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.limits import Limits
from ingest.ocr.engine import Engine, chosen_engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Box, Line, Word
from ingest.reading.unread import MOST_PLACES, placed, unread_places, with_unread
from tests.ingest.cached_engine import CachedEngine
from tests.ingest.conftest import FONT

DPI = 150
SIZE = (1240, 1754)
OFFICE, NAME, BODY = "HIỆU TRƯỞNG", "Phạm Thị Ngọc Lan", "Nơi nhận: các trường trong xã"


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    return CachedEngine(chosen_engine(), request.config.cache.mkdir("ocr"))


def page(*texts: tuple[str, tuple[int, int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A grey page with texts at their places in pixels."""
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    for text, at in texts:
        pen.text(at, text, font=ImageFont.truetype(FONT, 29), fill=0)
    return np.asarray(image)


WHOLE = page((BODY, (150, 400)), (OFFICE, (800, 400)), (NAME, (780, 600)))


def line(text: str, left: float, top: float, confidence: float = 0.9) -> Line:
    return Line(text, (Word(text, Box(left, top, left + 0.3, top + 0.03), confidence),))


def pixels_line(text: str, box: tuple[int, int, int, int]) -> Line:
    left, top, right, bottom = box
    width, height = SIZE
    word = Word(text, Box(left / width, top / height, right / width, bottom / height), 0.95)
    return Line(text, (word,))


READ = (
    pixels_line(BODY, (140, 395, 620, 445)),
    pixels_line(NAME, (770, 595, 1100, 645)),
)


def test_what_is_under_no_word_is_read_and_stands_above_its_column(engine: Engine) -> None:
    lines, found = with_unread(READ, WHOLE, DPI, engine, Limits())
    assert found == [OFFICE]
    assert [one.text for one in lines] == [BODY, OFFICE, NAME]
    box = lines[1].box
    assert box is not None
    assert 790 <= box.left * SIZE[0] <= 820
    assert 390 <= box.top * SIZE[1] <= 420


def test_a_page_read_whole_asks_the_engine_nothing() -> None:
    class Silent:
        name = "silent"

        def read(
            self, pictures: object, dpi: int, segmentation: Segmentation, limits: Limits
        ) -> list[tuple[Line, ...]]:
            raise AssertionError("nothing is unread")

    read = (*READ, pixels_line(OFFICE, (790, 395, 1020, 445)))
    assert with_unread(read, WHOLE, DPI, Silent(), Limits()) == (read, [])


def test_lines_strokes_and_dust_are_no_print() -> None:
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    pen.line((200, 300, 900, 300), fill=0, width=3)
    pen.arc((400, 500, 700, 800), 0, 330, fill=0, width=6)
    for x in range(300, 900, 40):
        pen.point((x, 1000), fill=0)
    assert unread_places([], np.asarray(image), DPI) == []


def test_a_page_of_many_such_places_is_left_alone() -> None:
    many = page(*((NAME, (200, 100 + 90 * n)) for n in range(MOST_PLACES + 1)))
    assert len(unread_places([], many, DPI)) == MOST_PLACES + 1
    lines, found = with_unread([], many, DPI, chosen_engine(), Limits())
    assert (lines, found) == ((), [])


class Muttering:
    """An engine that reads the same doubtful words everywhere."""

    name = "muttering"

    def __init__(self, *words: tuple[str, float]) -> None:
        self.words = words

    def read(
        self, pictures: object, dpi: int, segmentation: Segmentation, limits: Limits
    ) -> list[tuple[Line, ...]]:
        box = Box(0.1, 0.1, 0.9, 0.9)
        words = tuple(Word(text, box, sure) for text, sure in self.words)
        return [(Line(" ".join(w.text for w in words), words),)]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((("ăuŠ;", 0.18), ("y%", 0.0)), []),
        ((("“HIỆU", 0.9), ("TRƯỞNG|", 0.9), ("z", 0.1)), [OFFICE]),
        ((("/", 0.9), ("7", 0.9)), []),
    ],
)
def test_scraps_are_dropped_and_smears_stripped(
    words: tuple[tuple[str, float], ...], kept: list[str]
) -> None:
    _, found = with_unread(READ, WHOLE, DPI, Muttering(*words), Limits())
    assert found == kept


def test_a_line_goes_before_the_next_one_of_its_column() -> None:
    left, right = line("left", 0.1, 0.6), line("right", 0.6, 0.7)
    below = line("below", 0.1, 0.8)
    assert placed((left, below, right), line("new", 0.65, 0.6))[2].text == "new"
    assert placed((left, right), line("last", 0.1, 0.9))[-1].text == "last"


def test_a_number_above_a_short_line_stands_before_it() -> None:
    short, whole = line("b) short", 0.05, 0.2), line("whole", 0.3, 0.3)
    assert placed((short, whole), line("2", 0.5, 0.1))[0].text == "2"
