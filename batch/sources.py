"""What a batch is given: files, folders, ZIP archives, mails, on this machine or at any fsspec URL."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, cast

import fsspec

from batch.packed import INSIDE, PACKED, Packed, is_litter, is_packed
from batch.web import fetched, is_web
from ingest.errors import BrokenFile, EmptyFile, FileMissing, LimitExceeded, VanbanError
from ingest.limits import Limits
from ingest.sources import read_file
from store.documents.originals import is_url
from store.words import storable

_PDF = ".pdf"
# The location of what is packed: the first name on the way that may hold others, and the rest.
_PACKED = re.compile(
    rf"(.*?(?:{'|'.join(map(re.escape, (*PACKED, _PDF)))})){re.escape(INSIDE)}(.*)",
    re.IGNORECASE | re.DOTALL,
)
# The location of a document that some pages of a PDF are.
_PART = re.compile(
    rf"(.*{re.escape(_PDF)}){re.escape(INSIDE)}[^/]*, pages (\d+)-(\d+){re.escape(_PDF)}",
    re.IGNORECASE | re.DOTALL,
)


class Cut(NamedTuple):
    """Pages of a PDF, from 1, that are a document."""

    whole: "SourceFile"
    first: int
    last: int


class SourceFile(NamedTuple):
    """A file by its path or URL; ``inside`` is its name where that leads to what it is packed in."""

    container: str
    inside: str | None = None

    @property
    def location(self) -> str:
        """The one name of the file in accounts; bytes of a name that are no UTF-8 are escaped."""
        inside = "" if self.inside is None else f"{INSIDE}{self.inside}"
        return storable(f"{self.container}{inside}")

    @property
    def name(self) -> str:
        """The last part of its path."""
        return (self.inside or self.container).rstrip("/").rsplit("/", 1)[-1]

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, by its name."""
        return self.name.lower().endswith(_PDF)

    @property
    def cut(self) -> Cut | None:
        """The pages of another file that this one is, if it is no file of its own."""
        part = _PART.fullmatch(self.location)
        return Cut(SourceFile.at(part[1]), int(part[2]), int(part[3])) if part else None

    def part(self, first: int, last: int) -> "SourceFile":
        """The document that some pages of this PDF are."""
        name = f"{self.name[: -len(_PDF)]}, pages {first}-{last}{_PDF}"
        return SourceFile.at(f"{self.location}{INSIDE}{name}")

    @classmethod
    def at(cls, location: str) -> "SourceFile":
        """The file of a location."""
        packed = _PACKED.fullmatch(location)
        return cls(packed[1], packed[2]) if packed else cls(location)


class Sources:
    """Lists and reads files; what they are packed in stays open from one of them to the next.

    ``passed_over`` are the places of what was not taken: litter of file systems, links that lead out
    of a folder, and what is no file, such as a pipe.
    """

    def __init__(self, limits: Limits, private_urls: bool = False) -> None:
        self._limits, self._private_urls = limits, private_urls
        self._container: str | None = None
        self._packed: Packed | None = None
        self.passed_over: list[str] = []

    def close(self) -> None:
        """Let go of the archive that is open."""
        self._packed = self._container = None

    def files(self, places: Iterable[str | Path]) -> Iterator[SourceFile]:
        """The files named, those in folders and those packed, each once, in order.

        Raises FileMissing where a place does not exist or cannot be reached. A damaged archive
        is handed on as one file, whose reading then says so.
        """
        self.close()  # what is open may have changed since
        found: set[str] = set()
        for place in places:
            inside = _remote(str(place)) if is_url(place) else self._local(Path(place))
            found.update(inside)
        for container in sorted(found):
            if is_packed(container):
                yield from self._inside(container)
            else:
                yield SourceFile(container)

    def read(self, file: SourceFile) -> bytes:
        """The bytes of a file. Raises FileMissing, EmptyFile, LimitExceeded, and for what is in
        an archive or some pages of a PDF BrokenFile and EncryptedFile."""
        if (cut := file.cut) is not None:
            return pages_of(self.read(cut.whole), cut.first, cut.last)
        if file.inside is not None:
            return self._checked(file, self._read_inside(file.container, file.inside))
        if is_url(file.container):
            return self._checked(file, self._read_remote(file.container))
        return read_file(Path(file.container), self._limits)

    def _local(self, path: Path) -> Iterator[str]:
        if not path.exists():
            raise FileMissing(f"{path} does not exist.", "Check the path for typing errors.")
        if not path.is_dir():
            if not path.is_file():
                raise FileMissing(f"{path} is no file.", "Give a file or a folder.")
            yield str(path.absolute())
            return
        for inner in path.rglob("*"):
            with suppress(OSError):  # a file that vanishes while the folder is listed
                if inner.is_dir() and not inner.is_symlink():
                    continue
                if is_taken(inner, path):
                    yield str(inner.absolute())
                else:
                    self.passed_over.append(str(inner))

    def _inside(self, container: str) -> Iterator[SourceFile]:
        try:
            packed = self._open(container)
        except VanbanError:
            yield SourceFile(container)
            return
        self.passed_over += (f"{container}{INSIDE}{name}" for name in packed.passed_over)
        for name in sorted(packed.files):
            yield SourceFile(container, name)
        if not packed.files and not packed.passed_over:
            yield SourceFile(container)

    def _open(self, container: str) -> Packed:
        if self._container != container or self._packed is None:
            self.close()
            try:
                opened = self._opened(container)
                self._packed, self._container = Packed(container, opened, self._limits), container
            except (OSError, ImportError) as error:
                raise _unreachable(container, error) from error
        return self._packed

    def _opened(self, container: str) -> IO[bytes]:
        if is_web(container):
            return io.BytesIO(fetched(container, self._limits, self._private_urls))
        return cast("IO[bytes]", fsspec.open(container, "rb").open())

    def _read_inside(self, container: str, name: str) -> bytes:
        read = self._open(container).files.get(name)
        if read is None:
            raise FileMissing(f"{name} is no longer in {container}.", "Pack it again.")
        return read()

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


def pages_of(data: bytes, first: int, last: int) -> bytes:
    """Some pages of a PDF, from 1, as a PDF of its own: always the same bytes. Raises BrokenFile."""
    import pikepdf  # here, for a batch that takes nothing apart needs none of it

    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as whole, pikepdf.new() as part:
            part.pages.extend(whole.pages[first - 1 : last])
            part.save(made, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenFile(
            f"Pages {first} to {last} cannot be taken out of the PDF.", "Print them to PDF."
        ) from error
    return made.getvalue()


def is_taken(path: Path, folder: Path) -> bool:
    """Whether what lies in a folder is a file of it: no pipe, no link that leads out, no litter."""
    if is_litter(path.relative_to(folder).as_posix()) or not path.is_file():
        return False
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


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
