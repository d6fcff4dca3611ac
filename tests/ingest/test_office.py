"""DOCX: paragraphs with their numbers, tables as rows, layout tables cell by cell."""

import io
import zipfile

import pytest
from docx.document import Document as WordDocument

from ingest.errors import BrokenFile, EmptyFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Origin, Quality
from ingest.word.document import read_docx
from tests.ingest.conftest import docx_bytes


def fill(document: WordDocument) -> None:
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "UBND HUYỆN THANH AN\nTRƯỜNG THCS HOA SEN"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    document.add_paragraph("KẾ HOẠCH\nphối hợp năm học")
    for text in ("Mục đích", "Yêu cầu"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("mỗi tháng một lần", style="List Bullet")
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Các trường"
    table.cell(0, 2).text = "Môn"
    table.cell(1, 0).text = "Hoa Sen\nBan Mai"
    table.cell(1, 1).text = "An Bình"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Toán"
    table.cell(2, 0).text = "Cẩm Tú"
    document.add_paragraph("Nơi nhận:")


def test_the_order_of_paragraphs_and_tables(limits: Limits) -> None:
    (page,) = read_docx(docx_bytes(fill), limits)
    assert [(line.table, line.text) for line in page.lines] == [
        (None, "UBND HUYỆN THANH AN"),
        (None, "TRƯỜNG THCS HOA SEN"),
        (None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (None, "KẾ HOẠCH"),
        (None, "phối hợp năm học"),
        (None, "1. Mục đích"),
        (None, "2. Yêu cầu"),
        (None, "- mỗi tháng một lần"),
        (0, "Các trường\t\tMôn"),
        (0, "Hoa Sen Ban Mai\tAn Bình\tToán"),
        (0, "Cẩm Tú\t\t"),
        (None, "Nơi nhận:"),
    ]
    assert page.origin is Origin.DOCX
    assert page.quality is Quality.SOUND


def test_a_document_without_text_is_empty(limits: Limits) -> None:
    with pytest.raises(EmptyFile):
        read_docx(docx_bytes(lambda document: None), limits)


def test_damaged_documents_are_broken(limits: Limits) -> None:
    good = docx_bytes(fill)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    for data in (good[:-200], good[:100] + bytes(300) + good[400:], buffer.getvalue()):
        with pytest.raises(BrokenFile):
            read_docx(data, limits)


def test_a_zip_bomb_is_refused_unopened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(2_000_000))
    with pytest.raises(LimitExceeded):
        read_docx(buffer.getvalue(), Limits(unpacked_bytes=1_000_000))
    with pytest.raises(LimitExceeded):
        read_docx(docx_bytes(fill), Limits(text_characters=20))
