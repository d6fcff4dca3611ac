"""The kind is decided by the bytes alone, and a refusal says what to do."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, UnknownKind, VanbanError
from ingest.files import kinds, libreoffice
from ingest.files.kinds import decode_text, kind_of
from ingest.page import Kind
from tests.ingest.conftest import docx_bytes, picture_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOT = Image.new("L", (4, 4))


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Kind.PDF),
        (b"\x00junk of a mail program\r\n" * 20 + b"%PDF-1.4\n", Kind.PDF),
        (picture_bytes(DOT, "JPEG"), Kind.JPEG),
        (picture_bytes(DOT, "PNG"), Kind.PNG),
        (picture_bytes(DOT, "TIFF"), Kind.TIFF),
        (b"MM\x00*\x00\x00\x00\x08", Kind.TIFF),
        (docx_bytes(lambda document: None), Kind.DOCX),
        (zipped("xl/workbook.xml"), Kind.XLSX),
        ("Kế hoạch".encode(), Kind.TEXT),
        ("Kế hoạch".encode("utf-16"), Kind.TEXT),
        (b"\xfe\xff" + "Kế hoạch".encode("utf-16-be"), Kind.TEXT),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam".encode("latin-1"), Kind.TEXT),
        ("Coäng hoøa xaõ hoäi ñöôïc".encode("latin-1"), Kind.TEXT),
        ("Kế hoạch của thầy và trò ở trường cũ\n".encode() * 3 + b"\xe1\xbb", Kind.TEXT),
    ],
)
def test_known_kinds(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


def in_ole(*names: str) -> bytes:
    return b"".join(name.encode("utf-16-le") for name in names)


def open_document(mimetype: Kind) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", "x")
    return buffer.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(20)
OFFICE = [
    (OLE + in_ole("WordDocument", "Workbook"), Kind.DOC),
    (OLE + in_ole("Workbook"), Kind.XLS),
    (b"{\\rtf1 abc}", Kind.RTF),
    (open_document(Kind.ODT), Kind.ODT),
    (open_document(Kind.ODS), Kind.ODS),
]


@pytest.mark.parametrize(("data", "kind"), [*OFFICE, (HEIC, Kind.HEIC)])
def test_kinds_that_need_what_may_not_be_installed(
    data: bytes, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(kinds, "find_spec", lambda name: name)
    assert kind_of(data) is kind
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.setattr(kinds, "find_spec", lambda name: None)
    with pytest.raises(UnknownKind) as caught:
        kind_of(data)
    assert kind.name in caught.value.message
    assert "nstall" in caught.value.advice


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (OLE, "Office"),
        (OLE + in_ole("PowerPoint Document", "Workbook"), "PPT"),
        (OLE + in_ole("WordDocument", "__substg1.0_"), "MSG"),
        (zipped("xl/workbook.bin"), "XLSB"),
        (zipped("content.xml"), "OpenDocument"),
        (zipped("a.pdf"), "zip"),
        (picture_bytes(DOT, "GIF"), "GIF"),
        (picture_bytes(DOT, "BMP"), "bitmap"),
        (bytes(range(256)), "no kind"),
    ],
)
def test_other_kinds_are_named_with_advice(data: bytes, named: str) -> None:
    with pytest.raises(UnknownKind) as caught:
        kind_of(data)
    assert named in caught.value.message
    assert caught.value.advice


def test_empty_broken_and_encrypted_files() -> None:
    with pytest.raises(EmptyFile):
        kind_of(b"")
    with pytest.raises(BrokenFile):
        kind_of(zipped("word/document.xml")[:40])
    with pytest.raises(EncryptedFile):
        kind_of(OLE + in_ole("EncryptedPackage"))


def test_a_text_that_starts_like_a_bitmap_is_text() -> None:
    assert kind_of("BM Ngữ văn họp lúc 8 giờ".encode()) is Kind.TEXT


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_a_typed_refusal(data: bytes) -> None:
    try:
        kind_of(data)
    except VanbanError as error:
        assert error.advice


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_text_comes_back_from_utf8_and_utf16(text: str) -> None:
    assert decode_text(text.encode()) == text.removeprefix("\ufeff")
    assert decode_text(b"\xff\xfe" + text.encode("utf-16-le")) == text


@pytest.mark.parametrize(
    "markup", [b"<!DOCTYPE html><p>x", b"\xef\xbb\xbf<html>", b'<?xml version="1.0"?><a/>']
)
def test_markup_is_refused_with_advice(markup: bytes) -> None:
    with pytest.raises(UnknownKind, match="Print it to PDF"):
        kind_of(markup)
