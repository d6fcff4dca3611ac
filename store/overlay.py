"""Changes to the authority file, kept with who made them and when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import select

from gazetteer.overlay import Change
from store.database import Database, glimpse
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
    """The changes of a store, none where there is no store yet; nothing is made or changed."""
    rows = select(GazetteerChange).order_by(GazetteerChange.id)
    return glimpse(
        url, GazetteerChange, lambda session: [row.change for row in session.scalars(rows)]
    )
