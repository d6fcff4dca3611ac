"""Characters that print nothing, text turned round, and files put together from several encodings."""

import unicodedata

import pytest
from docx.document import Document as WordDocument
from reportlab.pdfgen.canvas import Canvas

from ingest.files.kinds import decode_text
from ingest.files.plain import read_plain
from ingest.limits import Limits
from ingest.page import Quality
from ingest.sources import read_document
from ingest.text_layer.invisible import visible
from ingest.word.document import read_docx
from normalize.document import _decoded
from normalize.legacy import _TCVN3
from tests.ingest.conftest import docx_bytes
from tests.ingest.test_seen import MakePdf

PLAIN = "Số: 123/KH-PGDĐT, nộp trước ngày 20/10/2023"


def tcvn3(text: str) -> bytes:
    codes = {letter: code for code, letter in _TCVN3.items()}
    return "".join(codes.get(letter, letter) for letter in text).encode("cp1252")


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u061c",
        "\u180e", "\u2063", "\ufe0f", "\u034f", "\u202a", "\u202c", "\u2066", "\u2069", "\U000e0020",
    ],
)  # fmt: skip
def test_signs_that_print_nothing(sign: str) -> None:
    spoiled = "".join(f"{letter}{sign}" if letter.isalnum() else letter for letter in PLAIN)
    assert visible(spoiled) == PLAIN
    (page,) = read_plain(spoiled.encode(), Limits())
    assert page.lines[0].text == PLAIN
    assert [word.text for word in page.lines[0].words] == PLAIN.split()
    (page,) = read_docx(docx_bytes(lambda document: document.add_paragraph(spoiled)), Limits())
    assert page.lines[0].text == PLAIN


def test_signs_that_print_nothing_in_a_pdf(make_pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(20, 500, PLAIN.replace("/", "\u200b/\u200e"))

    assert read_document(make_pdf(draw), Limits()).pages[0].lines[0].text == PLAIN


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ngày \u202e3202/01/02\u202c.", "ngày 20/10/2023."),
        ("ngày \u202e3202/01/02", "ngày 20/10/2023"),
        ("ngày \u202e3202/01/02\nđến \u202ea", "ngày 20/10/2023\nđến a"),
        ("ngày \u202d20/10/2023\u202c", "ngày 20/10/2023"),
        ("ngày \u202b20/10/2023\u202c và \u206720/11\u2069", "ngày 20/10/2023 và 20/11"),
    ],
)
def test_text_turned_round(written: str, seen: str) -> None:
    assert visible(written) == seen


def test_hyphens_that_do_not_break() -> None:
    assert visible("45/KH\u2011SGDĐT và 46/KH\u2010SGDĐT") == "45/KH-SGDĐT và 46/KH-SGDĐT"


def test_the_letter_of_tcvn3_that_is_a_soft_hyphen_elsewhere() -> None:
    text = tcvn3("thư ký trình lãnh đạo trước ngày họp").decode("cp1252")
    assert "\u00ad" in text
    assert visible(text) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_encodings_of_whole_files(encoding: str) -> None:
    text = "Kế hoạch số 5 của Phòng Giáo dục và Đào tạo\nvề việc tổ chức hội thi\n"
    if encoding == "cp1258":
        pieces = [unicodedata.normalize("NFD", letter) for letter in text]
        kept = ("\u0302", "\u0306", "\u031b")  # circumflex, breve and horn stay with their vowel
        text_1258 = "".join(
            unicodedata.normalize("NFC", piece[0] + "".join(m for m in piece[1:] if m in kept))
            + "".join(m for m in piece[1:] if m not in kept)
            for piece in pieces
        )
        assert decode_text(text_1258.encode("cp1258")) == text
    else:
        assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("foreign", range(3))
def test_paragraphs_in_several_encodings(foreign: int) -> None:
    paragraphs = [
        "Căn cứ Kế hoạch số 45/KH-SGDĐT ngày 05/8/2023",
        "Các trường nộp báo cáo trước ngày 20/10/2023",
        "Phòng Giáo dục và Đào tạo tổng hợp trước ngày 15/01/2024",
    ]
    data = b"\n".join(
        tcvn3(text) if number == foreign else text.encode()
        for number, text in enumerate(paragraphs)
    )
    (page,) = read_plain(data, Limits())
    assert [line.text for line in _decoded(page).lines] == paragraphs


def test_a_letter_cut_in_a_file_of_utf8_is_damage_and_no_other_encoding() -> None:
    text = "Các trường nộp báo cáo\nPhòng tổng kế"
    assert decode_text(text.encode()[:-1]) == text[:-1] + "\ufffd"


def test_decomposed_letters_are_sound() -> None:
    decomposed = unicodedata.normalize("NFD", "Các trường nộp báo cáo trước ngày khai giảng ấy")
    (page,) = read_plain(decomposed.encode(), Limits())
    assert page.quality is Quality.SOUND


def test_sound_lines_are_left_alone() -> None:
    def fill(document: WordDocument) -> None:
        document.add_paragraph(
            "Bà Hà và ông Tô: 5 × 3 m², «ghi chú», nhà ông Lê Văn Tô, xã Đông Hà"
        )

    (page,) = read_docx(docx_bytes(fill), Limits())
    assert _decoded(page) == page
