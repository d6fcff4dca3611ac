"""What a batch is given: files, folders, ZIP archives, on this machine or at any fsspec URL."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, cast
from zlib import error as ZlibError

import fsspec

from batch.web import fetched, is_web
from ingest.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    FileMissing,
    LimitExceeded,
    VanbanError,
)
from ingest.limits import Limits
from ingest.sources import read_file
from store.originals import is_url
from store.words import storable

_ENCRYPTED = 0x1  # bit 0 of the flags of a ZIP entry (APPNOTE 4.4.4)
_INSIDE = "!/"  # between the location of a ZIP archive and the name of a file in it


class SourceFile(NamedTuple):
    """A file by its path or URL; ``inside`` is its name where that leads to a ZIP archive."""

    container: str
    inside: str | None = None

    @property
    def location(self) -> str:
        """The one name of the file in accounts; bytes of a name that are no UTF-8 are escaped."""
        inside = "" if self.inside is None else f"{_INSIDE}{self.inside}"
        return storable(f"{self.container}{inside}")

    @property
    def name(self) -> str:
        """The last part of its path."""
        return (self.inside or self.container).rstrip("/").rsplit("/", 1)[-1]

    @classmethod
    def at(cls, location: str) -> "SourceFile":
        """The file of a location."""
        container, mark, inside = location.partition(f".zip{_INSIDE}")
        return cls(f"{container}.zip", inside) if mark else cls(location)


class Sources:
    """Lists and reads files; a ZIP archive stays open from one of its files to the next."""

    def __init__(self, limits: Limits, private_urls: bool = False) -> None:
        self._limits, self._private_urls = limits, private_urls
        self._container: str | None = None
        self._zip: zipfile.ZipFile | None = None

    def close(self) -> None:
        """Close the archive that is open."""
        if self._zip is not None:
            self._zip.close()
        self._zip = self._container = None

    def files(self, places: Iterable[str | Path]) -> Iterator[SourceFile]:
        """The files named, those in folders and those in ZIP archives, each once, in order.

        Raises FileMissing where a place does not exist or cannot be reached. A damaged archive
        is handed on as one file, whose reading then says so.
        """
        found: set[str] = set()
        for place in places:
            found.update(_remote(str(place)) if is_url(place) else _local(Path(place)))
        for container in sorted(found):
            if container.lower().endswith(".zip"):
                yield from self._inside(container)
            else:
                yield SourceFile(container)

    def read(self, file: SourceFile) -> bytes:
        """The bytes of a file. Raises FileMissing, EmptyFile, LimitExceeded, and for what is in
        an archive BrokenFile and EncryptedFile."""
        if file.inside is not None:
            return self._checked(file, self._read_inside(file.container, file.inside))
        if is_url(file.container):
            return self._checked(file, self._read_remote(file.container))
        return read_file(Path(file.container), self._limits)

    def _inside(self, container: str) -> Iterator[SourceFile]:
        try:
            names = sorted(i.filename for i in self._open(container).infolist() if not i.is_dir())
        except VanbanError:
            yield SourceFile(container)
            return
        for name in names:
            yield SourceFile(container, name)

    def _open(self, container: str) -> zipfile.ZipFile:
        if self._container != container or self._zip is None:
            self.close()
            try:
                opened = self._opened(container)
                self._zip, self._container = zipfile.ZipFile(opened), container
            except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
                raise BrokenFile(
                    f"{container} is no ZIP archive or is damaged.", "Copy it again."
                ) from error
            except (OSError, ImportError) as error:
                raise _unreachable(container, error) from error
        return self._zip

    def _opened(self, container: str) -> IO[bytes]:
        if is_web(container):
            return io.BytesIO(fetched(container, self._limits, self._private_urls))
        return cast("IO[bytes]", fsspec.open(container, "rb").open())

    def _read_inside(self, container: str, name: str) -> bytes:
        opened = self._open(container)
        try:
            if opened.getinfo(name).flag_bits & _ENCRYPTED:
                raise EncryptedFile(
                    f"{name} is protected by a password.", "Unpack the archive and give the files."
                )
            with opened.open(name) as file:
                return file.read(self._limits.file_bytes + 1)
        except KeyError as error:
            raise FileMissing(f"{name} is no longer in {container}.", "Pack it again.") from error
        except (
            zipfile.BadZipFile, NotImplementedError, ZlibError, EOFError, OSError, ValueError
        ) as error:  # fmt: skip
            raise BrokenFile(
                f"{name} cannot be unpacked from {container}: {error}.", "Pack it again."
            ) from error

    def _read_remote(self, url: str) -> bytes:
        if is_web(url):
            return fetched(url, self._limits, self._private_urls)
        try:
            with fsspec.open(url, "rb") as file:
                return bytes(file.read(self._limits.file_bytes + 1))
        except (OSError, ImportError, ValueError) as error:
            raise _unreachable(url, error) from error

    def _checked(self, file: SourceFile, data: bytes) -> bytes:
        if not data:
            raise EmptyFile(f"{file.location} has no bytes.", "Copy or scan it again.")
        if len(data) > self._limits.file_bytes:
            raise LimitExceeded(
                f"{file.location} has more than {self._limits.file_bytes} bytes.",
                "Split it, or raise VANBAN_LIMITS__FILE_BYTES.",
            )
        return data


def _local(path: Path) -> Iterator[str]:
    if not path.exists():
        raise FileMissing(f"{path} does not exist.", "Check the path for typing errors.")
    inside = path.rglob("*") if path.is_dir() else [path]
    for inner in inside:
        with suppress(OSError):  # a file that vanishes while the folder is listed
            if not inner.is_dir():
                yield str(inner.absolute())


def _remote(url: str) -> Iterator[str]:
    if is_web(url):  # one file: the links of a page lead anywhere
        yield url
        return
    try:
        system, path = fsspec.core.url_to_fs(url)
        found = system.find(path)
    except (OSError, ImportError, ValueError) as error:
        raise _unreachable(url, error) from error
    if not found:
        raise FileMissing(f"There is nothing at {url}.", "Check the URL for typing errors.")
    for inner in found:
        yield str(system.unstrip_protocol(inner))


def _unreachable(url: str, error: Exception) -> FileMissing:
    return FileMissing(
        f"{url} cannot be read: {error}.",
        "Check the address; an s3:// URL needs the package s3fs, a gs:// one gcsfs.",
    )
