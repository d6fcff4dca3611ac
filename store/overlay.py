"""Changes to the authority file, kept with who made them and when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gazetteer.overlay import Change
from store.database import Database
from store.tables import GazetteerChange


class Overlay:
    """The changes in the store of a URL; the store is made where it is missing."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def keep(self, change: Change, reviewer: str) -> GazetteerChange:
        """Keep a change with the name of whoever made it."""
        row = GazetteerChange(**asdict(change), reviewer=reviewer, made_at=datetime.now(UTC))
        with self._database.write() as session:
            session.add(row)
            return row

    def rows(self) -> list[GazetteerChange]:
        """All changes, oldest first."""
        with self._database.read() as session:
            return list(session.scalars(select(GazetteerChange).order_by(GazetteerChange.id)))


def stored_changes(url: str) -> Sequence[Change]:
    """The changes of a store, none where there is no store yet; nothing is made or changed.

    A store that cannot be reached has none either: documents can be read without it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return ()
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            if not inspect(session.connection()).has_table(GazetteerChange.__tablename__):
                return ()
            rows = session.scalars(select(GazetteerChange).order_by(GazetteerChange.id))
            return tuple(row.change for row in rows)
    except SQLAlchemyError:
        return ()
    finally:
        engine.dispose()
