"""A piece of work that one process at a time does on a store; the others wait for it.

Held by the system or the database for as long as the process lives, so that nothing is left of it
when a process is killed.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[None]:
    """Wait until no other process does the work of this name, and keep others from it.

    Raises OSError or SQLAlchemyError where the store does not answer.
    """
    digest = hashlib.sha256(work.encode()).digest()
    if engine.dialect.name == "postgresql":
        number = int.from_bytes(digest[:8], signed=True)
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": number})
            connection.commit()
            try:
                yield
            finally:
                connection.invalidate()  # ends the session, and with it the lock
    elif engine.url.database in (None, "", ":memory:"):
        yield
    else:
        with _locked(Path(f"{engine.url.database}.{digest.hex()[:16]}.lock")):
            yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not _is_there(path, handle):  # its last holder has removed it
                continue
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return
        finally:
            os.close(handle)


def _is_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
