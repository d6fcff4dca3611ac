"""Sources that the service looks at by itself, how far they have been read and what they brought."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ingest.errors import BadRequest, Conflict, NotStored
from store.database.desk_tables import Feed, FeedFile, FeedKind
from store.database.engine import Database
from store.words import signature, storable

MOST_FEEDS = 20  # each is looked at in turn


class Brought(NamedTuple):
    """A file of a source, and what became of it: a document, or the reason why none."""

    name: str
    document: str | None = None
    reason: str | None = None
    code: str | None = None


class Feeds:
    """The sources of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Feed]:
        """Those that are looked at, oldest first."""
        with self._database.read() as session:
            return _standing(session)

    def add(self, kind: FeedKind, place: str, reviewer: str, secret: str | None = None) -> Feed:
        """Look at a place from now on. Conflict where it is looked at already."""
        row = Feed(
            kind=kind, place=place, secret=secret, made_by=signature(reviewer),
            made_at=datetime.now(UTC), position="",
        )  # fmt: skip
        with self._database.write() as session:
            there = _standing(session)
            if any(one.place == place for one in there):
                raise Conflict(f"{place} is looked at already.", "Remove it first.")
            if len(there) >= MOST_FEEDS:
                raise BadRequest(f"There are {MOST_FEEDS} sources.", "Remove one first.")
            session.add(row)
        return row

    def end(self, number: int) -> None:
        """Look at a source no more, and forget its password. NotStored where there is none."""
        with self._database.write() as session:
            row = session.get(Feed, number)
            if row is None or row.ended_at is not None:
                raise NotStored(f"There is no source {number}.", "List the sources.")
            row.ended_at, row.secret = datetime.now(UTC), None

    def looked(self, number: int, brought: list[Brought], position: str | None = None) -> None:
        """Keep that a source was looked at: what it brought, and how far it has been read."""
        now = datetime.now(UTC)
        with self._database.write() as session:
            row = session.get_one(Feed, number)
            row.looked_at, row.reason, row.reason_code = now, None, None
            row.position = row.position if position is None else position
            session.add_all(
                FeedFile(
                    feed=number, name=storable(one.name), document=one.document,
                    reason=one.reason and storable(one.reason), reason_code=one.code, taken_at=now,
                )
                for one in brought
            )  # fmt: skip

    def failed(self, number: int, reason: str, code: str) -> None:
        """Keep that a source could not be looked at, and why."""
        with self._database.write() as session:
            row = session.get_one(Feed, number)
            row.looked_at, row.reason, row.reason_code = datetime.now(UTC), storable(reason), code

    def taken(self, number: int) -> dict[str, datetime]:
        """When each file of a source was last taken, by its name."""
        last = select(FeedFile.name, func.max(FeedFile.taken_at)).where(FeedFile.feed == number)
        with self._database.read() as session:
            return {name: _aware(at) for name, at in session.execute(last.group_by(FeedFile.name))}

    def log(self, limit: int = 100) -> list[FeedFile]:
        """What the sources brought, the latest first."""
        latest = select(FeedFile).order_by(FeedFile.id.desc()).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(latest))


def _aware(moment: datetime) -> datetime:
    """SQLite drops the zone of what a function answers."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _standing(session: Session) -> list[Feed]:
    return list(session.scalars(select(Feed).where(Feed.ended_at.is_(None)).order_by(Feed.id)))
