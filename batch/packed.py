"""What is packed in one file: a ZIP archive, within others too, or a mail (``batch.mails``)."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import PurePosixPath
from typing import IO

from batch.mails import Read, files_of_mail, files_of_outlook, told_as
from ingest.errors import BrokenFile, EncryptedFile, LimitExceeded, VanbanError
from ingest.limits import Limits
from ingest.text_layer.verdict import sound_words
from normalize.legacy import from_tcvn3, from_vni

_MAILS = {".eml": files_of_mail, ".msg": files_of_outlook}
PACKED = (".zip", *_MAILS)
INSIDE = "!/"
"""Stands between the location of what is packed and the name of a file in it."""

_ENCRYPTED = 0x1  # bit 0 of the flags of a ZIP entry (APPNOTE 4.4.4)
_IN_UTF8 = 0x800  # bit 11: the name is UTF-8
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8, behind 5 other bytes
# What file systems and programs leave behind beside documents.
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized")
_LITTER_BEGINS = ("._", "~$", ".~lock.")


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
        """Raises BrokenFile where the file is not what its name says, UnknownKind where what reads it is not
        installed, LimitExceeded for too large a mail."""
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
        for ending, files_of in _MAILS.items():
            if name.lower().endswith(ending):
                return iter(files_of(self._whole(name, file)))
        return self._of_zip(name, file)

    def _whole(self, name: str, file: IO[bytes]) -> bytes:
        most = self._limits.file_bytes
        data = file.read(most + 1)
        if len(data) > most:
            raise LimitExceeded(
                f"The mail {name} has more than {most} bytes.",
                "Save its attachments, or raise VANBAN_LIMITS__FILE_BYTES.",
            )
        return data

    def _of_zip(self, name: str, file: IO[bytes]) -> Iterator[tuple[str, Read]]:
        with told_as(f"{name} is no ZIP archive or is damaged", "Copy it again."):
            archive = zipfile.ZipFile(file)
            listed = [(entry, entry_name(entry)) for entry in archive.infolist()]
        for entry, shown in listed:
            if not entry.is_dir():
                yield shown, partial(_unpacked, archive, entry, shown, self._limits.file_bytes)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise EncryptedFile(
            f"{name} is protected by a password.", "Unpack the archive and give the files."
        )
    with told_as(f"{name} cannot be unpacked", "Pack it again."), archive.open(entry) as file:
        return file.read(most + 1)


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
