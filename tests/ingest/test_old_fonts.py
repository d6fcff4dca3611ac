"""Word files typed in fonts from before Unicode come out as Unicode, whatever a program took their bytes for."""

import re
from collections.abc import Callable

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.limits import Limits
from ingest.sources import read_document
from normalize.document import restored_text
from normalize.legacy import _TCVN3, _VNI
from tests.ingest.conftest import docx_bytes

HEAD, TEXT = (
    "UBND HUYỆN THẠCH THẤT",
    "Các trường nộp báo cáo trước ngày 20/10/2005 về Phòng Giáo dục.",
)
CODES = {letter: code for code, letter in _TCVN3.items()}
PAIRS = {letter: code for code, letter in sorted(_VNI.items(), key=lambda pair: -len(pair[0]))}


def in_tcvn3(text: str) -> str:
    return "".join(CODES.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    return "".join(PAIRS.get(letter, letter) for letter in text)


def as_symbols(text: str) -> str:
    """As programs keep the letters of a font that calls itself one of symbols."""
    return "".join(chr(0xF000 + byte) for byte in text.encode("cp1252"))


def as_windows_1258(text: str) -> str:
    """As programs read a font that calls itself Vietnamese."""
    return text.encode("cp1252").decode("cp1258")


def run(font: str, text: str) -> str:
    named = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    inside = re.sub("\u00ad", "</w:t><w:softHyphen/><w:t>", text)
    return f"<w:p {nsdecls('w')}><w:r><w:rPr>{named}</w:rPr><w:t>{inside}</w:t></w:r></w:p>"


def read(*runs: tuple[str, str], default: str = "") -> list[str]:
    def fill(document: WordDocument) -> None:
        for font, text in runs:
            document.element.body.insert_element_before(parse_xml(run(font, text)), "w:sectPr")
        if default:
            fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:ascii"), default)

    (text,) = restored_text(read_document(docx_bytes(fill), Limits()), None).page_texts
    return text.split("\n")


@pytest.mark.parametrize("as_kept", [str, as_symbols, as_windows_1258])
def test_tcvn3_with_its_soft_hyphens_and_its_font_of_capitals(
    as_kept: Callable[[str], str],
) -> None:
    runs = ((".VnTimeH", as_kept(in_tcvn3(HEAD.lower()))), (".VnTime", as_kept(in_tcvn3(TEXT))))
    assert read(*runs) == [HEAD, TEXT]


@pytest.mark.parametrize("as_kept", [str, as_symbols, as_windows_1258])
def test_vni(as_kept: Callable[[str], str]) -> None:
    assert read(("VNI-Times", as_kept(in_vni(HEAD))), ("VNI-Times", as_kept(in_vni(TEXT)))) == [
        HEAD, TEXT,
    ]  # fmt: skip


def test_the_font_of_a_style_counts() -> None:
    assert read(("", as_symbols(in_tcvn3(TEXT))), default=".VnTime") == [TEXT]


def test_text_typed_in_unicode_stays_whatever_its_font() -> None:
    assert read((".VnTime", TEXT), (".VnTimeH", "đơn vị"), default=".VnTime") == [TEXT, "đơn vị"]


def test_a_font_of_symbols_has_its_symbols() -> None:
    assert read(("Wingdings", "\uf0fc"), ("", TEXT)) == ["\uf0fc", TEXT]
