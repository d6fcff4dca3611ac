"""Fonts, legacy encodings, spoiling and setting of the samples."""

import codecs
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pytest

from ingest.errors import EngineMissing
from normalize.folding import strip_diacritics
from samples import fonts, legacy, spoil
from samples.content.ket_nghia_bang import PAIRINGS
from samples.layout import wrap
from samples.make import DOCUMENTS

PLAIN_LIBERATION = Path("/usr/share/fonts/truetype/liberation")


def test_a_missing_font_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="apt-get install fonts-liberation2"):
        fonts.find_folder((tmp_path,))


def test_a_font_without_vietnamese_letters_is_refused() -> None:
    if not (PLAIN_LIBERATION / "LiberationSerif-Regular.ttf").is_file():
        pytest.skip("the older Liberation fonts are not installed")
    lacking = fonts.missing_letters(PLAIN_LIBERATION)
    if not lacking:
        pytest.skip("the plain Liberation folder holds version 2 here")
    with pytest.raises(EngineMissing, match="Vietnamese"):
        fonts.find_folder((PLAIN_LIBERATION,))


def test_there_are_134_vietnamese_letters_beyond_ascii() -> None:
    assert sum(not letter.isascii() for letter in fonts.vietnamese_letters()) == 134


def test_tcvn3_spells_a_known_phrase() -> None:
    assert legacy.to_tcvn3("Độc lập - Tự do").decode("latin-1") == "§éc lËp - Tù do"


def test_vni_spells_a_known_phrase() -> None:
    assert legacy.to_vni("Độc lập - Tự do").decode("cp1252") == "Ñoäc laäp - Töï do"


@pytest.mark.parametrize("encode", [legacy.to_tcvn3, legacy.to_vni])
def test_small_letters_keep_apart_in_a_legacy_encoding(encode: Callable[[str], bytes]) -> None:
    small = [letter for letter in fonts.vietnamese_letters() if letter.islower()]
    assert len({encode(letter) for letter in small}) == len(small)


@pytest.mark.parametrize("encode", [legacy.to_tcvn3, legacy.to_vni])
def test_a_letter_without_a_code_is_named(encode: Callable[[str], bytes]) -> None:
    with pytest.raises(ValueError, match="ç"):
        encode("ç")


def test_misread_text_is_ascii_and_keeps_its_words() -> None:
    text = "Phòng Giáo dục và Đào tạo tổ chức cho các trường"
    spoiled = spoil.misread(text, random.Random(1))
    assert spoiled.isascii() and len(spoiled.split()) == len(text.split())
    assert spoiled != strip_diacritics(text)


def test_the_same_seed_misreads_the_same_way() -> None:
    text = "Các trường tiểu học tổ chức thực hiện"
    assert spoil.misread(text, random.Random(7)) == spoil.misread(text, random.Random(7))


def test_wrapping_keeps_all_words_within_the_room() -> None:
    try:
        fonts.register()
    except EngineMissing as error:
        pytest.skip(str(error))
    text = "Các trường báo cáo kết quả về Phòng Giáo dục và Đào tạo trước ngày 25/5 hằng năm"
    lines = wrap(text, fonts.REGULAR, 14.0, 150.0, indent=28.0)
    assert " ".join(lines) == text
    assert fonts.width(lines[0], fonts.REGULAR, 14.0) <= 122.0
    assert all(fonts.width(line, fonts.REGULAR, 14.0) <= 150.0 for line in lines)


def test_the_table_of_the_letter_is_ruled_over_two_pages() -> None:
    with pdfplumber.open(BytesIO((DOCUMENTS / "ket-nghia-bang.pdf").read_bytes())) as pdf:
        letter, *annex = (page.extract_table() or [] for page in pdf.pages)
    assert letter == [] and len(annex) == 2 and annex[0][0] == annex[1][0]
    rows = [row for table in annex for row in table[1:]]
    cells = [tuple(" ".join((cell or "").split()) for cell in row[1:]) for row in rows]
    assert cells == list(PAIRINGS)


def test_the_word_file_opens_and_its_table_is_whole() -> None:
    word = docx.Document(str(DOCUMENTS / "ke-hoach-nam-hoc.docx"))
    ruled = [table for table in word.tables if len(table.columns) == 3]
    assert ruled[0].rows[0].cells[0].text == "Thời gian"
    assert len(ruled[0].rows) == 6


def test_the_dump_is_bare() -> None:
    raw = (DOCUMENTS / "ke-hoach-mat-dau.txt").read_bytes()
    assert codecs.decode(raw, "ascii").startswith("PHONG GD&DT HUYEN HAI HAU\n\nTRUONG THCS")
