"""What is packed in one file: a ZIP archive, within others too, or a mail with its attachments."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from itertools import count
from pathlib import PurePosixPath
from typing import IO
from zlib import error as ZlibError

from ingest.errors import BrokenFile, EncryptedFile
from ingest.limits import Limits
from ingest.text_layer import sound_words
from normalize.legacy import from_tcvn3, from_vni

PACKED = (".zip", ".eml")
INSIDE = "!/"
"""Stands between the location of what is packed and the name of a file in it."""

_ENCRYPTED = 0x1  # bit 0 of the flags of a ZIP entry (APPNOTE 4.4.4)
_IN_UTF8 = 0x800  # bit 11: the name is UTF-8
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8, behind 5 other bytes
# What file systems and programs leave behind beside documents.
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized")
_LITTER_BEGINS = ("._", "~$", ".~lock.")

Read = Callable[[], bytes]


def is_litter(path: str) -> bool:
    """Whether a file was left by a file system or a program, by its name or a folder of it."""
    return any(
        part.lower() in _LITTER or part.startswith(_LITTER_BEGINS) for part in path.split("/")
    )


def is_packed(name: str) -> bool:
    """Whether a file holds others, by its name."""
    return name.lower().endswith(PACKED)


class Packed:
    """The files inside by their names, and the names of those that were passed over as litter.

    ``files`` gives the bytes of each, one more than ``limits.file_bytes`` at most; they raise
    BrokenFile and EncryptedFile. Archives in archives are opened as deep as ``limits.nesting``;
    deeper ones, and those that take more
    than ``limits.unpacked_bytes`` together, are files.
    """

    def __init__(self, name: str, file: IO[bytes], limits: Limits) -> None:
        """Raises BrokenFile where the file is not what its name says."""
        self._limits = limits
        self._held = 0
        self.files: dict[str, Read] = {}
        self.passed_over: list[str] = []
        self._add(name, file, "", 1)

    def _add(self, name: str, file: IO[bytes], before: str, depth: int) -> None:
        for inner, read in self._listed(name, file):
            shown = _unused(f"{before}{inner}", self.files)
            if is_litter(inner):
                self.passed_over.append(shown)
            elif is_packed(inner) and depth < self._limits.nesting:
                self._open(inner, read, shown, depth)
            else:
                self.files[shown] = read

    def _open(self, name: str, read: Read, shown: str, depth: int) -> None:
        """Add what is in a packed file, or the file itself, whose reading then tells the reason."""
        try:
            data = read()
            self._held += len(data)
            if self._held > self._limits.unpacked_bytes:
                raise BrokenFile(f"{name} unpacks to too much.", "Unpack it and give the files.")
            self._add(name, io.BytesIO(data), f"{shown}{INSIDE}", depth + 1)
        except (BrokenFile, EncryptedFile):
            self.files[shown] = read

    def _listed(self, name: str, file: IO[bytes]) -> Iterator[tuple[str, Read]]:
        if name.lower().endswith(".eml"):
            return iter(_of_mail(name, file.read(self._limits.file_bytes)))
        return self._of_zip(name, file)

    def _of_zip(self, name: str, file: IO[bytes]) -> Iterator[tuple[str, Read]]:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise BrokenFile(
                f"{name} is no ZIP archive or is damaged.", "Copy it again."
            ) from error
        for entry in archive.infolist():
            if not entry.is_dir():
                shown = entry_name(entry)
                yield shown, partial(_unpacked, archive, entry, shown, self._limits.file_bytes)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise EncryptedFile(
            f"{name} is protected by a password.", "Unpack the archive and give the files."
        )
    try:
        with archive.open(entry) as file:
            return file.read(most + 1)
    except (
        zipfile.BadZipFile, NotImplementedError, ZlibError, EOFError, OSError, ValueError
    ) as error:  # fmt: skip
        raise BrokenFile(f"{name} cannot be unpacked: {error}.", "Pack it again.") from error


def _of_mail(name: str, data: bytes) -> list[tuple[str, Read]]:
    """The text of a mail and its attachments."""
    try:
        mail = message_from_bytes(data, policy=default)
        assert isinstance(mail, EmailMessage)
        return [*_body_of(mail), *_attachments_of(mail)]
    except (LookupError, ValueError) as error:  # what the library raises on malformed headers
        raise BrokenFile(f"{name} is a damaged mail.", "Save its attachments.") from error


def _body_of(mail: EmailMessage) -> Iterator[tuple[str, Read]]:
    body = mail.get_body(("plain", "html"))
    if body is not None and (text := str(body.get_content())).strip():
        yield f"body.{'txt' if body.get_content_subtype() == 'plain' else 'html'}", text.encode


def _attachments_of(mail: EmailMessage) -> Iterator[tuple[str, Read]]:
    for number, part in enumerate(mail.iter_attachments(), start=1):
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else part.as_bytes()
        yield part.get_filename() or f"attachment {number}", partial(bytes, content)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of a ZIP entry in Unicode, its folders parted by strokes.

    Where the archive does not say that it is UTF-8, programs write it in UTF-8 all the same, or in
    the encoding of their system: the one in which it reads as Vietnamese is taken.
    """
    name = _in_extra_field(entry.extra) or entry.filename
    if not entry.flag_bits & _IN_UTF8 and name == entry.filename and not name.isascii():
        name = _decoded(name.encode("cp437"))
    return name if "/" in name else name.replace("\\", "/")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    windows = raw.decode("cp1252", errors="replace")
    plain = raw.decode("cp437")
    candidates = (
        unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace")),
        from_tcvn3(windows),
        from_vni(windows),
    )
    likely = max(candidates, key=sound_words)
    return likely if sound_words(likely) > 0 else plain


def _in_extra_field(extra: bytes) -> str:
    """The name in the field of Info-ZIP, empty without one."""
    while len(extra) >= 4:
        field, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if field == _UNICODE_PATH:
            return extra[9 : 4 + size].decode("utf-8", errors="ignore")
        extra = extra[4 + size :]
    return ""


def _unused(name: str, taken: Mapping[str, object]) -> str:
    """The name, with a number before its ending where it is taken."""
    if name not in taken:
        return name
    path = PurePosixPath(name)
    numbered = (f"{name.removesuffix(path.suffix)} ({n}){path.suffix}" for n in count(2))
    return next(other for other in numbered if other not in taken)
