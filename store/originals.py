"""The files received, kept unchanged under the SHA-256 of their bytes."""

import hashlib
import os
import tempfile
from pathlib import Path

from ingest.errors import StoreFailed


def content_hash(data: bytes) -> str:
    """The identity of a document: SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


class Originals:
    """A folder of files by content hash; two letters of the hash name the subfolder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of a document are."""
        return self._folder / sha256[:2] / sha256

    def keep(self, data: bytes) -> str:
        """Write the bytes whole or not at all; their hash. StoreFailed where the disk refuses."""
        sha256 = content_hash(data)
        path = self.path(sha256)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(path, data)
        except OSError as error:
            raise StoreFailed(
                f"The file could not be kept under {self._folder}: {error.strerror}.",
                "Check that the folder can be written and that the disk has room.",
            ) from error
        return sha256


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
