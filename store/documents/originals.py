"""The files received, kept unchanged under the SHA-256 of their bytes.

The place is a folder, or any URL that fsspec reaches (``s3://bucket/originals``).
"""

import hashlib
import os
import tempfile
from pathlib import Path

import fsspec

from ingest.errors import FileMissing, StoreFailed


def content_hash(data: bytes) -> str:
    """The identity of a document: SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def is_url(place: str | Path) -> bool:
    """Whether a place is reached through fsspec instead of as a local path."""
    return "://" in str(place)


class Originals:
    """A folder of files by content hash; two letters of the hash name the subfolder."""

    def __init__(self, place: str | Path) -> None:
        self._remote = is_url(place)
        self._place = str(place).rstrip("/") if self._remote else str(Path(place).absolute())

    def location(self, sha256: str) -> str:
        """The path or URL of the bytes of a document, for a worker on any machine."""
        return f"{self._place}/{sha256[:2]}/{sha256}"

    def path(self, sha256: str) -> Path:
        """A local path of the bytes; those of a remote place are fetched once a machine."""
        path = self._path_here(sha256)
        if self._remote and not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(path, self.read(sha256))
        return path

    def _path_here(self, sha256: str) -> Path:
        """Where the bytes lie on this machine, or will when they have been fetched."""
        if not self._remote:
            return Path(self.location(sha256))
        return Path(tempfile.gettempdir()) / "vanban-originals" / sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a document. FileMissing where they are gone."""
        try:
            with fsspec.open(self.location(sha256), "rb") as file:
                return bytes(file.read())
        except (OSError, ImportError, ValueError) as error:
            raise FileMissing(
                f"The original {sha256[:12]} cannot be read from {self._place}: {error}.",
                "Check VANBAN_ORIGINALS, or bring the file from a backup.",
            ) from error

    def keep(self, data: bytes) -> str:
        """Write the bytes whole or not at all; their hash. StoreFailed where the disk refuses."""
        sha256 = content_hash(data)
        try:
            if self._remote:
                self._keep_remote(sha256, data)
            elif not (path := Path(self.location(sha256))).exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(path, data)
        except (OSError, ImportError, ValueError) as error:
            raise StoreFailed(
                f"The file could not be kept under {self._place}: {error}.",
                "Check that the folder can be written and that the disk has room.",
            ) from error
        return sha256

    def remove(self, sha256: str) -> None:
        """Drop the bytes for good; StoreFailed where the place refuses."""
        try:
            if self._remote:
                system, path = fsspec.core.url_to_fs(self.location(sha256))
                if system.exists(path):
                    system.rm_file(path)
            self._path_here(sha256).unlink(missing_ok=True)
        except (OSError, ImportError, ValueError) as error:
            raise StoreFailed(
                f"The original {sha256[:12]} could not be removed from {self._place}: {error}.",
                "Check that the folder can be written, and empty the bin again.",
            ) from error

    def _keep_remote(self, sha256: str, data: bytes) -> None:
        """Object stores show an object when all of it has come."""
        system, path = fsspec.core.url_to_fs(self.location(sha256))
        if not system.exists(path):
            system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            system.pipe_file(path, data)


def _write_whole(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink()
        raise
