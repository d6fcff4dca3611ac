"""Changes to the authority file, kept with who made them and when."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gazetteer.authority.overlay import Change
from ingest.errors import Conflict
from store.database.engine import Database, glimpse
from store.database.tables import UNDO, GazetteerChange
from store.words import signature


class Overlay:
    """The changes in the store of a URL; the store is made where it is missing."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def keep(self, change: Change, reviewer: str) -> GazetteerChange:
        """Keep a change with the name of whoever made it.

        Conflict where someone has added a unit of that identifier in the meantime.
        """
        with self._database.write() as session:
            made = {row.unit_id for row in _standing(session) if row.action == "add"}
            if change.action == "add" and change.unit_id in made:
                raise Conflict(
                    f"{change.unit_id} has been added in the meantime.",
                    "Look whether it is the same.",
                )
            return _kept(session, change, reviewer)

    def undo(self, number: int, reviewer: str) -> GazetteerChange:
        """Take back the change of a number; what was built upon it is passed over from now on.

        Conflict where there is no such change, or it was taken back already.
        """
        with self._database.write() as session:
            standing = {row.id: row for row in _standing(session)}
            if number not in standing:
                raise Conflict(
                    f"No change {number} counts.", "`vanban gazetteer list` shows those that do."
                )
            undone = Change(UNDO, standing[number].unit_id, into=str(number))
            return _kept(session, undone, reviewer)

    def rows(self) -> list[GazetteerChange]:
        """All changes, oldest first."""
        with self._database.read() as session:
            return list(session.scalars(select(GazetteerChange).order_by(GazetteerChange.id)))


def stored_changes(url: str) -> Sequence[Change]:
    """The changes of a store, none where there is no store yet; nothing is made or changed."""
    return glimpse(url, GazetteerChange, lambda session: [row.change for row in _standing(session)])


def standing_changes(rows: Iterable[GazetteerChange]) -> list[GazetteerChange]:
    """The changes that nobody took back, in their order."""
    every = list(rows)
    undone = {row.into for row in every if row.action == UNDO}
    return [row for row in every if row.action != UNDO and str(row.id) not in undone]


def _standing(session: Session) -> list[GazetteerChange]:
    return standing_changes(session.scalars(select(GazetteerChange).order_by(GazetteerChange.id)))


def _kept(session: Session, change: Change, reviewer: str) -> GazetteerChange:
    row = GazetteerChange(**asdict(change), reviewer=signature(reviewer), made_at=datetime.now(UTC))
    session.add(row)
    session.flush()
    return row
