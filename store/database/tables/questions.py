"""What is made of records so that questions are answered from indexes (``store.questions.derived``)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.database.tables.base import Base
from store.database.tables.states import Role


class Citation(Base):
    """A document that a record cites, in the place ``position`` of its references.

    ``cited`` is the document of the store that it means, with ``confidence`` (0-1), None where there is none;
    ``relation`` what it is cited for (see ``store.cascade``).
    """

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    cited: Mapped[str | None] = mapped_column(String(64), index=True)
    confidence: Mapped[float | None]
    relation: Mapped[str] = mapped_column(String(12), default="cites", server_default="cites")
    kind: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text, index=True)
    issued_on: Mapped[str | None] = mapped_column(Text)
    issuer: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)


class NamedUnit(Base):
    """A unit that a record names; ``key`` is its folded name, ``unit_id`` its identity if known."""

    __tablename__ = "named_units"
    __table_args__ = (
        Index("named_units_by_unit", "unit_id", "document"),
        Index("named_units_by_key", "key", "document"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    role: Mapped[Role] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str | None] = mapped_column(Text)


class PairedUnit(Base):
    """One unit of a pairing; ``pairing`` counts the pairings of the record from 0."""

    __tablename__ = "paired_units"
    __table_args__ = (
        Index("paired_units_of_pairing", "document", "pairing"),
        Index("paired_units_by_unit", "unit_id"),
        Index("paired_units_by_key", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    pairing: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str | None] = mapped_column(Text)


class Duty(Base):
    """A task and who must do it; ``partners`` and ``report_to`` are JSON lists of names."""

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    actor: Mapped[str] = mapped_column(Text)
    actor_key: Mapped[str] = mapped_column(Text, index=True)
    unit_id: Mapped[str | None] = mapped_column(Text, index=True)
    task: Mapped[str] = mapped_column(Text)
    partners: Mapped[str] = mapped_column(Text)
    report_to: Mapped[str] = mapped_column(Text)


class ActorName(Base):
    """Every folded name that ever bore a duty, once: far fewer than duties, so quick to scan."""

    __tablename__ = "actor_names"

    key: Mapped[str] = mapped_column(Text, primary_key=True)


class DueTime(Base):
    """When a deadline falls due: on the day ``due`` (ISO 8601), or again and again by ``rule``.

    A rule (see ``store.questions.calendar``) holds from ``since`` to ``until``, both days included.
    """

    __tablename__ = "due_times"
    __table_args__ = (
        Index("due_times_by_day", "due", "id"),
        Index("due_times_by_rule", "rule", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    due: Mapped[str | None] = mapped_column(String(10))
    rule: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    task: Mapped[str] = mapped_column(Text)
    actors: Mapped[str] = mapped_column(Text)
