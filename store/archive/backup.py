"""The whole of a store in one file, and back: rows of every table, and the originals.

The file is a ZIP: ``manifest.json``, ``tables/NAME.jsonl`` with one row a line, and
``originals/HASH``. It does not depend on the database, so that it also carries a store from
SQLite to PostgreSQL. Originals are written as they are and checked against their hashes when they
come back.
"""

import base64
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, LargeBinary, Table, delete, func, insert, select, text
from sqlalchemy.orm import Session

from ingest.errors import BadRequest, BrokenFile, FileMissing, StoreFailed
from store.archive.archive import Archive
from store.database.tables import Base, UtcTime
from store.database.upgrade import NEWEST
from store.documents.originals import content_hash

_MANIFEST = "manifest.json"
_ROWS = 1000  # rows written at once


def backup(archive: Archive, file: Path) -> dict[str, int]:
    """Write a store into a new file; the number of rows of each table, and of originals.

    The rows are those of one moment, whatever is written meanwhile. Raises StoreFailed where the
    file cannot be written, FileMissing where an original is gone.
    """
    counts: dict[str, int] = {}
    try:
        with tempfile.NamedTemporaryFile(dir=file.absolute().parent, delete=False) as out:
            written = Path(out.name)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                with archive.reading() as session:
                    _one_moment(session)
                    for table in Base.metadata.sorted_tables:
                        counts[table.name] = _write_table(session, table, packed)
                    hashes = session.scalars(
                        select(Base.metadata.tables["documents"].c.sha256)
                    ).all()
                for sha256 in hashes:
                    packed.writestr(f"originals/{sha256}", archive.data(sha256))
                counts["originals"] = len(hashes)
                manifest = {
                    "version": NEWEST, "made_at": datetime.now(UTC).isoformat(), "counts": counts,
                }  # fmt: skip
                packed.writestr(_MANIFEST, json.dumps(manifest))
        written.replace(file)
    except OSError as error:
        raise StoreFailed(
            f"The backup {file} could not be written: {error.strerror}.", "Check folder and disk."
        ) from error
    return counts


def recover(archive: Archive, file: Path) -> dict[str, int]:
    """Fill an empty store from a backup; the counts of the backup.

    Raises BadRequest where the store has documents or the backup is of another version,
    BrokenFile where the file is damaged. Rows come in one transaction: all of them, or none.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = json.loads(packed.read(_MANIFEST))
            _check(archive, manifest)
            for name in packed.namelist():
                folder, _, sha256 = name.partition("/")
                if folder == "originals":
                    _bring_original(archive, sha256, packed.read(name))
            with archive.writing() as session:
                # A store without documents may have accounts: those of the backup hold.
                for table in reversed(Base.metadata.sorted_tables):
                    session.execute(delete(table))
                for table in Base.metadata.sorted_tables:
                    _read_table(session, table, packed)
    except FileNotFoundError as error:
        raise FileMissing(f"{file} does not exist.", "Check the path.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenFile(f"{file} is no backup or is damaged: {error}.", "Take another.") from error
    archive.rebuild_search()
    return {str(name): int(count) for name, count in manifest["counts"].items()}


def _one_moment(session: Session) -> None:
    """SQLite reads one moment in a transaction; PostgreSQL has to be told."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _check(archive: Archive, manifest: dict[str, Any]) -> None:
    if manifest["version"] != NEWEST:
        raise BadRequest(
            f"The backup is of version {manifest['version']}, the store of {NEWEST}.",
            "Recover it with the version of vanban that made it, then upgrade.",
        )
    if archive.documents(limit=1) or archive.bin.count():
        raise BadRequest(
            "The store has documents already.", "Set VANBAN_STORE to a store that is empty."
        )


def _bring_original(archive: Archive, sha256: str, data: bytes) -> None:
    if content_hash(data) != sha256:
        raise ValueError(f"the original {sha256[:12]} has changed")
    archive.keep_original(data)


def _write_table(session: Session, table: Table, packed: zipfile.ZipFile) -> int:
    count = 0
    with packed.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        rows = session.execute(select(table).order_by(*table.primary_key.columns))
        for row in rows.yield_per(_ROWS).mappings():
            out.write(json.dumps(dict(row), default=_plain, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    assert isinstance(value, bytes)
    return base64.b64encode(value).decode()


def _read_table(session: Session, table: Table, packed: zipfile.ZipFile) -> None:
    moments = [c.name for c in table.columns if isinstance(c.type, UtcTime | DateTime)]
    blobs = [c.name for c in table.columns if isinstance(c.type, LargeBinary)]
    for rows in _batches(packed, table.name):
        for row in rows:
            for name in moments:
                row[name] = row[name] and datetime.fromisoformat(row[name])
            for name in blobs:
                row[name] = row[name] and base64.b64decode(row[name])
        session.execute(insert(table), rows)
    _move_sequence(session, table)


def _batches(packed: zipfile.ZipFile, name: str) -> Iterator[list[dict[str, Any]]]:
    with packed.open(f"tables/{name}.jsonl") as lines:
        rows: list[dict[str, Any]] = []
        for line in lines:
            rows.append(json.loads(line))
            if len(rows) == _ROWS:
                yield rows
                rows = []
        if rows:
            yield rows


def _move_sequence(session: Session, table: Table) -> None:
    """PostgreSQL counts on from its own number, not from the highest that is there."""
    if session.get_bind().dialect.name != "postgresql" or "id" not in table.columns:
        return
    highest = session.scalar(select(func.max(table.c.id)))
    if highest:
        name = f"pg_get_serial_sequence('{table.name}', 'id')"
        session.execute(text(f"SELECT setval({name}, :highest)"), {"highest": highest})
