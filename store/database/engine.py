"""The database connection: one writer at a time, short transactions, typed errors."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from ingest.errors import StoreFailed
from store.database.alone import alone
from store.database.tables import Base
from store.database.upgrade import is_current, upgrade

# Another process may be writing: a transaction takes milliseconds, a loaded disk seconds.
BUSY_MILLISECONDS = 30_000
# The switch of a store of an old version takes milliseconds; it is tried for as long.
SWITCH_TRIES, SWITCH_SECONDS = 600, 0.05
# Pages of the file kept in memory; SQLite's own 2 MB is less than one look-up of a common word in
# the index of 200,000 documents reads. With 64 MB the answers come no sooner.
CACHE_KILOBYTES = 32_000

_Row = TypeVar("_Row")


class Database:
    """Sessions on a database that is given as a URL."""

    def __init__(self, url: str) -> None:
        self._writing = threading.Lock()
        try:
            self.engine = _engine(url)
        except (ArgumentError, ImportError, OSError) as error:
            raise _failure(error) from error
        with self.read() as session:
            current = is_current(session.connection())
        if not current:
            with self.write() as session:
                upgrade(session.connection())

    def close(self) -> None:
        """Give the connections back; the next session opens new ones."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the store."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise _failure(error) from error

    @contextmanager
    def alone(self, work: str) -> Iterator[None]:
        """Wait until no other process does the work of this name on the store, and keep it from them."""
        with ExitStack() as held:
            try:
                held.enter_context(alone(self.engine, work))
            except (SQLAlchemyError, OSError) as error:
                raise _failure(error) from error
            yield

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are kept together when the block ends, or not at all."""
        engine = self.engine.execution_options(vanban_write=True)
        try:
            with (
                self._writing,
                Session(engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except SQLAlchemyError as error:
            raise _failure(error) from error


def glimpse(
    url: str, table: type[Base], ask: Callable[[Session], Iterable[_Row]]
) -> tuple[_Row, ...]:
    """What a store answers, nothing where it is not there yet or does not have the table.

    Nothing is made or changed. A store that cannot be reached answers nothing either: documents
    can be read without it.
    """
    if is_missing(url):
        return ()
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            there = inspect(session.connection()).has_table(table.__tablename__)
            return tuple(ask(session)) if there else ()
    except SQLAlchemyError:
        return ()
    finally:
        engine.dispose()


def _failure(error: Exception) -> StoreFailed:
    cause = getattr(error, "orig", None) or error
    return StoreFailed(
        f"The store did not answer: {cause}.",
        "Check VANBAN_STORE and that the database can be reached and written.",
    )


def is_missing(url: str) -> bool:
    """Whether the file of a store is not there; a server's database is known only by asking it."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return False
    kept = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return kept and not Path(parsed.database or "").exists()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ArgumentError(
            f"{parsed.get_backend_name()} is not supported, SQLite and PostgreSQL are"
        )
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")


def _write_ahead(connection: Any) -> None:
    """Switch to a write-ahead log, which waits for nobody by itself: several who open an old store meet there."""
    for _ in range(SWITCH_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(SWITCH_SECONDS)
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: waiting then works, while upgrading a reader fails."""
    writes = connection.get_execution_options().get("vanban_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_missing(session: Session, table: type[Base], *rows: dict[str, Any]) -> bool:
    """Insert the rows whose key the table does not have yet; whether any was inserted."""
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    target = cast(Table, table.__table__)
    added = insert(target).on_conflict_do_nothing().returning(*target.primary_key.columns)
    answer = session.connection().execute(added, list(rows))
    return bool(answer.all())
