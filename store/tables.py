"""The rows of the store. Records themselves are versioned JSON, made by ``extract.record``."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class State(StrEnum):
    """How far a document has come."""

    ACCEPTED = "accepted"
    """Its bytes are kept; it has not been read to the end yet."""
    DONE = "done"
    REVIEW = "review"
    """Read, with values that wait for a person."""
    FAILED = "failed"


class Verdict(StrEnum):
    """What a reviewer said of a value."""

    ACCEPT = "accept"
    CORRECT = "correct"


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database (SQLite drops the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """All tables but the search index, whose form depends on the database."""


class Document(Base):
    """One file, known by the SHA-256 of its bytes; number and title are those of its record.

    ``reason`` says why it could not be read, ``reason_code`` the same as the stable code of
    ``ingest.errors``, by which the pages say it in their language.
    """

    __tablename__ = "documents"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str | None] = mapped_column(String(100))
    state: Mapped[State] = mapped_column(String(10), index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StoredRecord(Base):
    """One reading of a document; the highest version is the one in force."""

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("document", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    json: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """What a reviewer settled. Rows are only ever added, so that they are the audit trail."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    pointer: Mapped[str] = mapped_column(String(200))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = mapped_column(String(10))
    reviewer: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime] = mapped_column(UtcTime)


class OpenValue(Base):
    """A value of the record in force that nobody has settled; ``evidence`` is JSON."""

    __tablename__ = "open_values"
    __table_args__ = (
        UniqueConstraint("document", "pointer"),
        Index("open_values_least_sure", "confidence", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    pointer: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    evidence: Mapped[str] = mapped_column(Text)


class PageText(Base):
    """The restored text of one page, as search shows it."""

    __tablename__ = "page_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    page: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


search_metadata = MetaData()
# ``rowid`` is the id of the PageText. On SQLite the table is a virtual one (see search.py).
search_rows = Table(
    "search_rows",
    search_metadata,
    Column("rowid", Integer, primary_key=True, autoincrement=False),
    Column("exact", Text, nullable=False),
    Column("folded", Text, nullable=False),
)
