"""The entry of the room: bytes in, a document of pages out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import EmptyFile, FileMissing, LimitExceeded
from ingest.files.kinds import kind_of
from ingest.files.libreoffice import CONVERTED, converted
from ingest.files.plain import read_plain
from ingest.limits import Limits
from ingest.page import SHEET_KINDS, WORD_KINDS, Document, Kind, Page

if TYPE_CHECKING:
    from ingest.pages import Told


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file. Raises FileMissing, EmptyFile or LimitExceeded."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise FileMissing(f"{path}: {reason}.", "Check the path and the permissions.") from error
    if not data:
        raise EmptyFile(f"{path} has no bytes.", "Copy or scan it again.")
    _check_size(data, limits)
    return data


def read_document(data: bytes, limits: Limits, told: Told | None = None) -> Document:
    """Read a document of any known kind; ``told`` hears of each page that has been read.

    A page that fails is empty and named in ``problems``. Raises UnknownKind, EmptyFile,
    BrokenFile, EncryptedFile, LimitExceeded, and EngineMissing where OCR is not installed.
    """
    _check_size(data, limits)
    kind = kind_of(data)
    identity = hashlib.sha256(data).hexdigest()
    # What reads a kind is loaded for no other: PDFium and OpenCV take half a second of a plain text's two.
    if kind in (*WORD_KINDS, *SHEET_KINDS):
        return Document(identity, kind, _office_pages(data, kind, limits))
    if kind is Kind.TEXT:
        return Document(identity, kind, read_plain(data, limits))
    return _pages_read(data, identity, kind, limits, told)


def _office_pages(data: bytes, kind: Kind, limits: Limits) -> tuple[Page, ...]:
    if kind in CONVERTED:
        data = converted(data, kind, limits)
    if kind in SHEET_KINDS:
        from ingest.files.workbook import read_workbook

        return read_workbook(data, limits)
    from ingest.word.document import read_docx

    return read_docx(data, limits)


def _pages_read(
    data: bytes, identity: str, kind: Kind, limits: Limits, told: Told | None
) -> Document:
    from ingest.pages import PageReader
    from ingest.tables.continuation import with_continued_tables

    reader = PageReader(limits, told)
    read = reader.pdf_pages(data) if kind is Kind.PDF else reader.picture_pages(data, kind)
    pages = tuple(with_continued_tables(read))
    reader.tell_unreadable(pages)
    return Document(identity, kind, pages, tuple(reader.problems), tuple(reader.signatures))


def _check_size(data: bytes, limits: Limits) -> None:
    if len(data) > limits.file_bytes:
        raise LimitExceeded(
            f"The file has more than {limits.file_bytes} bytes.",
            "Split it, or raise VANBAN_LIMITS__FILE_BYTES.",
        )
