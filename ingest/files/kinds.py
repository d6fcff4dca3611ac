"""What a file is, decided by its bytes: a name or a declared type is never believed."""

import codecs
import io
import re
import unicodedata
import zipfile
from importlib.util import find_spec

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, UnknownKind
from ingest.files import libreoffice
from ingest.page import Kind
from ingest.text_layer.verdict import is_vietnamese

# Readers accept a PDF header after leading junk within this many bytes (ISO 32000-1, annex H).
_PDF_HEADER = re.compile(rb"%PDF-\d\.\d")
_PDF_HEADER_WITHIN = 1024
# A byte that no text holds: every control byte but tab, line feed, vertical tab, form feed,
# carriage return, and the Ctrl-Z with which DOS editors ended a file.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a")) + b"\x7f"
# At least this share of the bytes of a single-byte text is ASCII: Vietnamese in TCVN3 or VNI has
# about 0.7, packed data and East Asian text stay below 0.5.
_ASCII_SHARE = 0.5
# A line with this share of its letters well-formed is UTF-8 with some spoiled; in TCVN3, VNI and
# Windows-1258 hardly a letter is, by chance.
_SOUND_SHARE = 0.5
# A file with less UTF-8 than this has none.
_UTF8_SHARE = 0.1
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TIFF_MARKS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in its program and save it as PDF or DOCX."
_CONVERT_PICTURE = "Save the picture as JPEG, PNG or TIFF."
_UNPACK = "Unpack it and give the files inside, one by one."

# Kinds that people send by mistake: mark at the start, what it is, what to do.
_KNOWN_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a GIF picture", _CONVERT_PICTURE),
    (b"BM", "a Windows bitmap", _CONVERT_PICTURE),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", _CONVERT_PICTURE),
    (b"AT&TFORM", "a DjVu file", "Print or export it as PDF."),
    (b"%!PS", "a PostScript file", "Convert it to PDF, for example with ps2pdf."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
)
# Text that is the form of something else: what it begins with, what it is.
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<svg)", re.IGNORECASE)
# The main part of a Word file; Word on the web counts on from document.xml.
_WORD_BODY = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
# What stands in a zip that is no document: a name inside it, what it is, what to do.
_KNOWN_ZIPS: tuple[tuple[str, str, str], ...] = (
    ("ppt/presentation.xml", "a PowerPoint presentation (PPTX)", "Save it as PDF."),
    ("xl/workbook.bin", "a binary Excel workbook (XLSB)", "Save it as XLSX or PDF."),
    ("content.xml", "an OpenDocument file other than ODT and ODS", _SAVE_AS),
)
# The first part of an OpenDocument file lies there as it is and says what it is (OpenDocument 1.3, part 2, 3.3).
_MIMETYPE_AT = 30
_OPEN_DOCUMENT = re.compile(
    rb"mimetype(application/vnd\.oasis\.opendocument\.(?:text|spreadsheet))(?:-template)?PK"
)
# Brands of HEIF files (ISO/IEC 23008-12) with pictures as telephones take them.
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Names in the directory of an OLE file. A mail may hold a document, a document slides or a workbook, and
# slides a workbook, so they are looked for in this order.
_OLE_NAMES = (
    "__substg1.0_",
    "EncryptedPackage",
    "WordDocument",
    "PowerPoint Document",
    "Workbook",
)
EXTRA = "pip install 'vanban[files]'"
"""What brings the libraries for HEIC and MSG."""


def kind_of(data: bytes) -> Kind:
    """The kind of a file from its bytes.

    Raises EmptyFile, EncryptedFile (an Office file behind a password), BrokenFile (a zip that
    cannot be listed) or UnknownKind, whose advice names what the file seems to be, or what is to be
    installed for it.
    """
    kind = _kind(data)
    if can_read(kind):
        return kind
    if kind is Kind.HEIC:
        raise UnknownKind(
            "The file is a HEIC photograph; what reads it is not installed.",
            f"Install it ({EXTRA}), or save the picture as JPEG.",
        )
    raise UnknownKind(
        f"The file is of the kind {kind.name}, which LibreOffice alone opens.", libreoffice.INSTALL
    )


def can_read(kind: Kind) -> bool:
    """Whether what opens files of a kind is installed."""
    if kind is Kind.HEIC:
        return find_spec("pi_heif") is not None
    return kind not in libreoffice.CONVERTED or libreoffice.program() is not None


def _kind(data: bytes) -> Kind:
    if not data:
        raise EmptyFile("The file has no bytes.", "Copy or scan it again.")
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(_TIFF_MARKS):
        return Kind.TIFF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_OLE_MARK):
        return _kind_of_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if _PDF_HEADER.search(data, 0, _PDF_HEADER_WITHIN):
        return Kind.PDF
    _refuse_known_others(data)
    if decode_text(data) is not None:
        return Kind.TEXT
    raise UnknownKind(
        "The file is of no kind that is read here.",
        "Give a PDF, a picture, a Word, Excel or OpenDocument file, or plain text.",
    )


def decode_text(data: bytes) -> str | None:
    """The bytes as text, or None where they are no text.

    UTF-8, UTF-16 (with a byte order mark) and Windows-1258 become Unicode. Bytes of another encoding
    of one byte a letter become the letters of Windows-1252, the form in which TCVN3 and VNI texts are
    known. A file put together from several encodings is decoded line by line.
    """
    if data.startswith(_UTF16_MARKS):
        return _decode(data, "utf-16")
    if len(data.translate(None, _CONTROLS)) < len(data):
        return None
    text = _decode(data, "utf-8-sig")
    if text is not None:
        return text
    if not _is_mostly_ascii(data) and not _is_utf8(data):
        return None
    if _shares_utf8(data) < _UTF8_SHARE:
        return _decode_legacy(data)
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    spoiled = {n: line for n, line in enumerate(lines) if not _is_whole_utf8(line)}
    foreign = {n for n, line in spoiled.items() if not _is_utf8(line)}
    legacy = _decode_legacy(b"\n".join(lines[n] for n in sorted(foreign))).split("\n")
    decoded = dict(zip(sorted(foreign), legacy, strict=True)) if foreign else {}
    return "\n".join(
        decoded[n] if n in decoded else line.decode("utf-8", errors="replace")
        for n, line in enumerate(lines)
    )


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _is_whole_utf8(data: bytes) -> bool:
    return _decode(data, "utf-8") is not None


def _shares_utf8(data: bytes) -> float:
    """The share of the letters beyond ASCII that are well-formed UTF-8."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(not c.isascii() for c in text)
    return 1 - text.count("\ufffd") / max(1, beyond_ascii)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 of which some letters may be spoiled or cut."""
    return _shares_utf8(data) >= _SOUND_SHARE


def _is_mostly_ascii(data: bytes) -> bool:
    return sum(byte < 128 for byte in data) >= _ASCII_SHARE * len(data)


def _decode_legacy(data: bytes) -> str:
    # Python's codecs leave some bytes undefined; TCVN3 and VNI use none of them for a letter.
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    return vietnamese if is_vietnamese(vietnamese) else data.decode("cp1252", errors="replace")


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenFile(
            "The file starts as a DOCX or zip but is damaged or cut off.",
            "Copy it again.",
        ) from error
    if any(map(_WORD_BODY.fullmatch, names)):
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if told := _OPEN_DOCUMENT.match(data, _MIMETYPE_AT):
        return Kind(told[1].decode())
    for name, what, advice in _KNOWN_ZIPS:
        if name in names:
            raise UnknownKind(f"The file is {what}, which is not read here.", advice)
    raise UnknownKind("The file is a zip archive, which is not read here.", _UNPACK)


def _refuse_known_others(data: bytes) -> None:
    for mark, what, advice in _KNOWN_OTHERS:
        if data.startswith(mark) and (len(mark) > 2 or decode_text(data) is None):
            raise UnknownKind(f"The file is {what}, which is not read here.", advice)
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise UnknownKind(
            "The file is a web page or other markup, which is not read here.",
            "Print it to PDF, or save its text as plain text.",
        )


def _kind_of_ole(data: bytes) -> Kind:
    match next((name for name in _OLE_NAMES if _in_ole(name, data)), ""):
        case "WordDocument":
            return Kind.DOC
        case "Workbook":
            return Kind.XLS
        case "EncryptedPackage":  # Office wraps a DOCX with a password in OLE
            raise EncryptedFile(
                "The Office file is protected by a password.",
                "Save a copy without a password and give that.",
            )
        case "__substg1.0_":
            raise UnknownKind(
                "The file is an Outlook mail (MSG) and no document.",
                f"Give it with the ending .msg, and install what reads it: {EXTRA}",
            )
    raise UnknownKind(
        "The file is an old Office file (such as PPT), which is not read here.", _SAVE_AS
    )


def _in_ole(name: str, data: bytes) -> bool:
    return name.encode("utf-16-le") in data
