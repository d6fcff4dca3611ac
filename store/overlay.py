"""Changes to the authority file, kept with who made them and when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import String, Text, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from gazetteer.overlay import Action, Change
from ingest.errors import VanbanError
from store.database import Database
from store.tables import Base, UtcTime


class GazetteerChange(Base):
    """One change. Rows are only ever added: the order of their numbers is that of the changes."""

    __tablename__ = "gazetteer_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[Action] = mapped_column(String(10))
    unit_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(20))
    type_word: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_to: Mapped[str] = mapped_column(String(10))
    into: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    reviewer: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def change(self) -> Change:
        """What the gazetteer applies."""
        return Change(
            self.action, self.unit_id, self.name, self.level, self.type_word, self.parent_id,
            self.valid_from, self.valid_to, self.into, self.basis,
        )  # fmt: skip


class Overlay:
    """The changes in the store of a URL; the table is made where it is missing."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        with self._database.write() as session:
            Base.metadata.create_all(
                session.connection(), [Base.metadata.tables[GazetteerChange.__tablename__]]
            )

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
    try:
        database = Database(url)
        if not inspect(database.engine).has_table(GazetteerChange.__tablename__):
            return ()
        with database.read() as session:
            rows = session.scalars(select(GazetteerChange).order_by(GazetteerChange.id))
            return tuple(row.change for row in rows)
    except (VanbanError, SQLAlchemyError):
        return ()
