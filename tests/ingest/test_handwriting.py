"""Numbers and days filled in by hand, on drawn heads and on real ones."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ingest.handwriting.digits import features, read_piece
from ingest.handwriting.fields import UNREAD, with_handwriting
from ingest.handwriting.line_model import LineModel
from ingest.limits import Limits
from ingest.ocr.engine import chosen_engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Box, Line, Word
from ingest.pdf.file import PdfFile
from ingest.sheet.preparation import clean_sheet, straightened
from tests.ingest.conftest import FONT, SHARED
from tests.ingest.seen import Told

DPI = 150
WIDTH, HEIGHT = 1240, 1754
TOP, BOTTOM = 250, 280
Pixels = NDArray[np.uint8]
Drawn = list[tuple[str, int, int, float]]
"""Words with their left and right edges (pixels) and confidences."""


def drawn(text: str, left: int) -> Pixels:
    """A page with nothing on it but these digits, at the height of the line."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    font = ImageFont.truetype(FONT, 36)
    for number, letter in enumerate(text):
        ImageDraw.Draw(page).text((left + 24 * number, TOP - 6), letter, font=font, fill=20)
    return np.asarray(page, np.uint8)


def line(words: Drawn) -> Line:
    placed = [
        Word(text, Box(left / WIDTH, TOP / HEIGHT, right / WIDTH, BOTTOM / HEIGHT), sure)
        for text, left, right, sure in words
    ]
    return Line(" ".join(word.text for word in placed), tuple(placed))


def read(words: Drawn, pixels: Pixels, model: LineModel | None = None) -> str:
    ((found,), _) = with_handwriting([line(words)], pixels, DPI, model)
    assert "".join(word.text for word in found.words) == "".join(found.text.split())
    return " ".join(found.text.split())


DATE: Drawn = [
    ("ngày", 600, 650, 0.9), ("0ð", 660, 720, 0.4), ("tháng", 740, 805, 0.9),
    ("02", 815, 840, 0.9), ("năm", 850, 898, 0.9), ("2025", 905, 960, 0.9),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([("Số:", 200, 232, 0.9), ("đổ", 245, 300, 0.6), ("/QĐ-UBND", 330, 460, 0.9)], "Số: 28 /QĐ-UBND"),
        ([("Số:84.", 200, 300, 0.1), ("/QĐ-UBND", 330, 460, 0.9)], "Số: 28 /QĐ-UBND"),
        ([("Số:", 200, 232, 0.9), ("/QĐ-UBND", 330, 460, 0.9)], "Số: 28 /QĐ-UBND"),
        ([("Số:", 200, 232, 0.9), ("38", 245, 300, 0.95), ("/QĐ-UBND", 330, 460, 0.9)], "Số: 38 /QĐ-UBND"),
    ],
)  # fmt: skip
def test_a_number_by_hand_is_read_between_its_printed_words(words: Drawn, text: str) -> None:
    assert read(words, drawn("28", 248)) == text


def test_what_stands_in_one_word_with_the_symbol_stays_so() -> None:
    words: Drawn = [("Số:", 200, 232, 0.9), ("Ð8/QĐ-UBND", 248, 460, 0.1)]
    pixels = drawn("28/", 248)
    assert read(words, pixels) == "Số: 28/QĐ-UBND"
    right: Drawn = [("Số:", 200, 232, 0.9), ("28/QĐ-UBND", 248, 460, 0.6)]
    ((kept,), told) = with_handwriting([line(right)], pixels, DPI)
    assert (kept, told) == (line(right), ())


def test_a_day_by_hand_is_read_and_less_sure_than_print() -> None:
    pixels = drawn("25", 665)
    assert read(DATE, pixels) == "ngày 25 tháng 02 năm 2025"
    ((found,), told) = with_handwriting([line(DATE)], pixels, DPI)
    assert told == ("25",)
    assert [word.confidence for word in found.words if word.text == "25"] < [0.8]


@pytest.mark.parametrize("digits", ["45", "7"], ids=["no such day", "one digit"])
def test_no_day_is_made_of_digits_that_are_none(digits: str) -> None:
    assert read(DATE, drawn(digits, 665)) == "ngày 0ð tháng 02 năm 2025"


def test_an_empty_blank_stays_empty() -> None:
    words: Drawn = [("Số:", 200, 232, 0.9), ("/QĐ-UBND", 330, 460, 0.9)]
    assert read(words, drawn("", 0)) == "Số: /QĐ-UBND"


def test_a_number_that_cannot_be_read_is_a_question_mark() -> None:
    words: Drawn = [("Số:", 200, 232, 0.9), ("899", 245, 300, 0.5), ("/QĐ-UBND", 330, 460, 0.9)]
    assert read(words, drawn("MW", 248)) == f"Số: {UNREAD} /QĐ-UBND"


LABEL = ("Số:", 200, 232, 0.9)
SYMBOL = ("/QĐ-UBND", 330, 460, 0.9)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([LABEL, ("đổ", 245, 300, 0.6), SYMBOL], "Số: 28 /QĐ-UBND"),
        ([LABEL, ("38", 245, 300, 0.95), SYMBOL], "Số: 28 /QĐ-UBND"),
        ([("Só:đ4/QĐ-UBND", 200, 460, 0.3)], "Só: 28/QĐ-UBND"),
        ([LABEL, ("2#", 245, 300, 0.6), ("TTr-UBND", 330, 460, 0.9)], "Số: 28 /QĐ-UBND"),
    ],
    ids=["unread", "misread and sure of it", "in one word with label and symbol", "slash lost"],
)  # fmt: skip
def test_the_recogniser_of_lines_reads_a_number(words: Drawn, text: str) -> None:
    assert read(words, drawn("28", 248), Told("Số: 28 /QĐ-UBND")) == text


def test_what_the_recogniser_read_waits_for_a_person() -> None:
    words: Drawn = [LABEL, ("38", 245, 300, 0.95), SYMBOL]
    ((found,), told) = with_handwriting([line(words)], drawn("28", 248), DPI, Told("Số: 28 /QĐ"))
    assert told == ("28",)
    assert max(word.confidence or 0 for word in found.words if word.text == "28") < 0.8


def test_a_number_of_the_party_keeps_its_hyphen() -> None:
    words: Drawn = [("Số", 200, 232, 0.9), ("0ð", 245, 300, 0.6), ("-KH/BTV", 330, 460, 0.9)]
    assert read(words, drawn("07", 248), Told("Số 07 -KH/BTV")) == "Số 07 -KH/BTV"


def test_a_number_that_the_recogniser_doubts_is_a_question_mark() -> None:
    words: Drawn = [LABEL, ("99", 245, 300, 0.6), SYMBOL]
    unsure = Told("Số: 29 /QĐ-UBND", [(5, "8", 0.45)])
    assert read(words, drawn("28", 248), unsure) == f"Số: {UNREAD} /QĐ-UBND"


def test_a_number_on_which_no_two_readers_agree_is_given_up() -> None:
    words: Drawn = [LABEL, ("28", 245, 300, 0.95), SYMBOL]
    unsure = Told("Số: 29 /QĐ-UBND", [(5, "0", 0.45)])
    assert read(words, drawn("28", 248), unsure) == f"Số: {UNREAD} /QĐ-UBND"


def test_a_printed_day_that_the_recogniser_doubts_is_shown_to_a_person() -> None:
    words: Drawn = [*DATE[:1], ("25", 660, 720, 0.95), *DATE[2:]]
    unsure = Told("ngày 29 tháng 02 năm 2025", [(6, "0", 0.45)])
    ((found,), _) = with_handwriting([line(words)], drawn("25", 665), DPI, unsure)
    assert [word.confidence for word in found.words if word.text == "25"] < [0.8]


def test_more_digits_than_any_number_has_are_none() -> None:
    words: Drawn = [("Số:", 200, 232, 0.9), ("28", 245, 300, 0.95), ("/QĐ-UBND", 330, 460, 0.9)]
    assert read(words, drawn("28", 248), Told("Số: 0123456789/QĐ-UBND")) == "Số: 28 /QĐ-UBND"


def test_the_recogniser_is_not_asked_for_dates_in_running_text() -> None:
    model = Told("ngày 25 tháng 02 năm 2025")
    running: Drawn = [*DATE, ("của", 970, 1000, 0.9)]
    assert read(running, drawn("25", 665), model).startswith("ngày 25 tháng")
    left: Drawn = [(text, start - 500, end - 500, sure) for text, start, end, sure in DATE]
    read(left, drawn("25", 165), model)
    assert not model.strips


def test_a_one_with_a_long_upstroke_is_not_taken_for_a_four() -> None:
    words: Drawn = [LABEL, ("04", 245, 300, 0.6), SYMBOL]
    assert read(words, drawn("01", 248), Told("Số: 04 /QĐ-UBND")) == f"Số: {UNREAD} /QĐ-UBND"
    assert read(words, drawn("04", 248), Told("Số: 04 /QĐ-UBND")) == "Số: 04 /QĐ-UBND"


def test_the_recogniser_reads_days_and_months_of_one_digit_too() -> None:
    words: Drawn = [*DATE[:3], ("O2", 815, 840, 0.3), *DATE[4:]]
    pixels = np.minimum(drawn("7", 668), drawn("2", 815))
    assert read(words, pixels, Told("ngày 7 tháng 2 năm 2025")) == "ngày 7 tháng 2 năm 2025"


def test_pale_ink_is_ink() -> None:
    pale = 255 - (255 - drawn("28", 248)) // 5
    words: Drawn = [LABEL, ("ð", 245, 300, 0.6), SYMBOL]
    assert read(words, pale, Told("Số: 28 /QĐ-UBND")) == "Số: 28 /QĐ-UBND"


def test_the_slash_of_the_symbol_is_no_digit() -> None:
    pixels = drawn("/", 332)
    assert read([LABEL, SYMBOL], pixels, Told("Số: 1/QĐ-UBND")) == "Số: /QĐ-UBND"


def test_a_blank_without_ink_stays_empty_whatever_the_recogniser_sees() -> None:
    assert read([LABEL, SYMBOL], drawn("", 0), Told("Số: 7 /QĐ-UBND")) == "Số: /QĐ-UBND"


def test_an_incoming_stamp_is_no_number_of_the_document() -> None:
    stamp: Drawn = [("ĐẾN", 60, 110, 0.9), ("Số:", 200, 232, 0.9), ("4707", 245, 300, 0.9)]
    model = Told("Số: 4707")
    assert read(stamp, drawn("4707", 248), model) == "ĐẾN Số: 4707"
    assert not model.strips


def test_text_below_the_head_is_left_alone() -> None:
    low = Line(
        "Số: đổ /QĐ", (Word("Số:", Box(0.2, 0.6, 0.3, 0.62)), Word("/QĐ", Box(0.5, 0.6, 0.6, 0.62)))
    )
    assert with_handwriting([low], drawn("28", 248), DPI) == ((low,), ())


def test_a_digit_looks_the_same_larger_and_slanted() -> None:
    small = 255 - drawn("5", 248)[TOP - 10 : BOTTOM + 10, 240:280]
    slanted = np.stack([np.roll(row, (len(small) - n) // 4) for n, row in enumerate(small)])
    assert read_piece(small).digits == read_piece(slanted.astype(np.uint8)).digits == "5"
    assert float(features(small) @ features(slanted.astype(np.uint8))) > 0.8


@pytest.mark.skipif(not (SHARED / "scans").is_dir(), reason="no scans beside the checkout")
@pytest.mark.parametrize(
    ("name", "digits"), [("qn_06", {"88", "05"}), ("qn_24", {"22"}), ("qn_12", {"575"})]
)
def test_real_handwriting(name: str, digits: set[str], limits: Limits) -> None:
    with (
        PdfFile((SHARED / "scans" / f"{name}.pdf").read_bytes(), limits) as file,
        file.page(0) as page,
    ):
        sheet = straightened(clean_sheet(page.picture(DPI), DPI))
    (lines,) = chosen_engine().read([sheet.image()], DPI, Segmentation.COLUMNS, limits)
    _, told = with_handwriting(lines, sheet.pixels, DPI)
    assert digits <= set(told)
