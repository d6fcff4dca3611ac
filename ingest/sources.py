"""The entry of the room: bytes in, a document of pages out."""

import hashlib
from pathlib import Path

from ingest.continuation import with_continued_tables
from ingest.errors import EmptyFile, FileMissing, LimitExceeded
from ingest.kinds import kind_of
from ingest.limits import Limits
from ingest.page import Document, Kind
from ingest.pages import PageReader, Told
from ingest.plain import read_plain


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
    reader = PageReader(limits, told)
    match kind:
        case Kind.PDF:
            pages = tuple(with_continued_tables(reader.pdf_pages(data)))
        case Kind.DOCX:
            from ingest.office import read_docx  # with what reads DOCX, for no other kind

            pages = read_docx(data, limits)
        case Kind.TEXT:
            pages = read_plain(data, limits)
        case _:
            pages = tuple(with_continued_tables(reader.picture_pages(data, kind)))
    reader.tell_unreadable(pages)
    return Document(
        hashlib.sha256(data).hexdigest(),
        kind,
        pages,
        tuple(reader.problems),
        tuple(reader.signatures),
    )


def _check_size(data: bytes, limits: Limits) -> None:
    if len(data) > limits.file_bytes:
        raise LimitExceeded(
            f"The file has more than {limits.file_bytes} bytes.",
            "Split it, or raise VANBAN_LIMITS__FILE_BYTES.",
        )
