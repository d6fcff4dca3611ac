"""What is packed in one file: a ZIP archive, within others too, or a mail with its attachments."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from itertools import count
from pathlib import PurePosixPath
from typing import IO, Any

from ingest.errors import BrokenFile, EncryptedFile, LimitExceeded, VanbanError
from ingest.limits import Limits
from ingest.text_layer import sound_words
from normalize.legacy import from_tcvn3, from_vni

PACKED = (".zip", ".eml")
INSIDE = "!/"
"""Stands between the location of what is packed and the name of a file in it."""

_MAIL = "message/rfc822"
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
        """Raises BrokenFile where the file is not what its name says, LimitExceeded for too large a mail."""
        self._limits = limits
        self._held = 0
        self._names = _Names()
        self.files: dict[str, Read] = {}
        self.passed_over: list[str] = []
        self._add(name, file, "", 1)

    def _add(self, name: str, file: IO[bytes], before: str, depth: int) -> None:
        for inner, read in self._listed(name, file):
            shown = self._names.unused(f"{before}{inner}")
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
        except VanbanError:
            self.files[shown] = read

    def _listed(self, name: str, file: IO[bytes]) -> Iterator[tuple[str, Read]]:
        if name.lower().endswith(".eml"):
            return iter(self._of_mail(name, file))
        return self._of_zip(name, file)

    def _of_zip(self, name: str, file: IO[bytes]) -> Iterator[tuple[str, Read]]:
        with _told_as(f"{name} is no ZIP archive or is damaged", "Copy it again."):
            archive = zipfile.ZipFile(file)
            listed = [(entry, entry_name(entry)) for entry in archive.infolist()]
        for entry, shown in listed:
            if not entry.is_dir():
                yield shown, partial(_unpacked, archive, entry, shown, self._limits.file_bytes)

    def _of_mail(self, name: str, file: IO[bytes]) -> list[tuple[str, Read]]:
        """The text of a mail and its attachments."""
        most = self._limits.file_bytes
        data = file.read(most + 1)
        if len(data) > most:
            raise LimitExceeded(
                f"The mail {name} has more than {most} bytes.",
                "Save its attachments, or raise VANBAN_LIMITS__FILE_BYTES.",
            )
        with _told_as(f"{name} is a damaged mail", "Save its attachments."):
            mail = message_from_bytes(data, policy=default)
            assert isinstance(mail, EmailMessage)
            return list(_files_of(mail))


@contextmanager
def _told_as(message: str, advice: str) -> Iterator[None]:
    """Whatever a library raises on what is packed is the failure of that file alone."""
    try:
        yield
    except VanbanError:
        raise
    except Exception as error:
        raise BrokenFile(f"{message}: {error}.", advice) from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise EncryptedFile(
            f"{name} is protected by a password.", "Unpack the archive and give the files."
        )
    with _told_as(f"{name} cannot be unpacked", "Pack it again."), archive.open(entry) as file:
        return file.read(most + 1)


def _files_of(mail: EmailMessage) -> Iterator[tuple[str, Read]]:
    """The text, and all that is no form of it and no picture in it, however deep it lies."""
    body = mail.get_body(("plain", "html"))
    if body is not None and (text := _text_of(body)).strip():
        yield f"body.{'txt' if body.get_content_subtype() == 'plain' else 'html'}", lambda: text
    parts = (part for part in _leaves(mail) if part is not body)
    for number, part in enumerate(parts, start=1):
        name = part.get_filename()
        if part.get_content_type() == _MAIL:
            name = _ending(name or f"mail {number}", ".eml")
        yield name or f"attachment {number}", partial(_content_of, part)


def _text_of(body: Any) -> bytes:
    """The text of a mail in UTF-8, as it was sent where the mail names an unknown encoding."""
    try:
        return str(body.get_content()).encode()
    except (LookupError, ValueError):
        return _content_of(body)


def _content_of(part: Any) -> bytes:
    with _told_as("A part of the mail is damaged", "Save the attachments of the mail."):
        if part.is_multipart():  # a mail, or the report of one
            return b"".join(inner.as_bytes() for inner in part.get_payload())
        return bytes(part.get_payload(decode=True) or b"")


def _leaves(part: Any, around: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The parts that hold no further ones; ``around`` are the types of those they lie in.

    Mails in a mail are not taken apart.
    """
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _leaves(inner, around | {part.get_content_type()})
    elif part.is_attachment() or not _is_of_text(part, around):
        yield part


def _is_of_text(part: Any, around: frozenset[str]) -> bool:
    """Whether a part is one more form of the text, or a picture that stands in it."""
    if part.get_content_maintype() == "text":
        return "multipart/alternative" in around and not part.get_filename()
    return "multipart/related" in around and "content-id" in part


def _ending(name: str, suffix: str) -> str:
    return name if name.lower().endswith(suffix) else f"{name}{suffix}"


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


class _Names:
    """The names given to files; each is given once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}

    def unused(self, name: str) -> str:
        """The name, with a number before its ending where it is taken."""
        suffix = PurePosixPath(name).suffix
        free = name
        while free in self._taken:
            number = next(self._numbers.setdefault(name, count(2)))
            free = f"{name.removesuffix(suffix)} ({number}){suffix}"
        self._taken.add(free)
        return free
