"""The rows of the cascade: keys by which citations find documents, findings, and what people say of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.database.tables import Base, UtcTime


class CascadeKey(Base):
    """A key of a document's head (``position`` None) or of one of its citations (``store.cascade.keys``)."""

    __tablename__ = "cascade_keys"
    __table_args__ = (Index("cascade_keys_by_key", "key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    position: Mapped[int | None]
    key: Mapped[str] = mapped_column(Text)


class Settled(StrEnum):
    """What a person says of a finding."""

    CONFIRMED = "confirmed"
    """The documents contradict each other, or the document is wrong."""
    DISMISSED = "dismissed"
    """Nothing is wrong."""


class StoredFinding(Base):
    """Something that a check found; made anew with the record, ``verdict`` follows ``FindingVerdict``.

    ``pointer`` leads to the value in the record of the document, ``other_pointer`` to the one in the record of
    ``other`` that it does not agree with; both kinds of evidence are JSON.
    """

    __tablename__ = "findings"
    __table_args__ = (Index("findings_by_severity", "verdict", "severity", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    rule: Mapped[str] = mapped_column(String(30))
    severity: Mapped[int]
    pointer: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(String(64), index=True)
    other_pointer: Mapped[str] = mapped_column(String(200))
    evidence: Mapped[str] = mapped_column(Text)
    other_evidence: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Settled | None] = mapped_column(String(10))


class FindingVerdict(Base):
    """What a person said of a finding; the latest of a finding holds, None takes it back. Only added."""

    __tablename__ = "finding_verdicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    rule: Mapped[str] = mapped_column(String(30))
    pointer: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Settled | None] = mapped_column(String(10))
    reviewer: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
