"""What the program itself keeps: batches, accounts, changes of the authority file."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gazetteer.authority.overlay import Change
from store.database.tables.base import Base, UtcTime
from store.database.tables.states import Outcome


class Run(Base):
    """A batch: its sources as JSON, and when it ended; its account is counted from its files."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    sources: Mapped[str] = mapped_column(Text, index=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RunFile(Base):
    """What became of one file of a run."""

    __tablename__ = "run_files"

    run: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    location: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[Outcome] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(default=0)


class Rejected(Base):
    """A file that never became a document: what kept it out, until a retry lets it in."""

    __tablename__ = "rejected"

    location: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    reason_code: Mapped[str] = mapped_column(String(40))
    failed_at: Mapped[datetime] = mapped_column(UtcTime)


class Account(Base):
    """A person or a program that may use the service; without a password only by one-time link."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    rights: Mapped[str] = mapped_column(String(15))
    password: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Ticket(Base):
    """What lets an account in, kept as a SHA-256: a login of a browser or a token of a program."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str | None] = mapped_column(String(80))
    """What a token is for; None for the login of a browser."""
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When it ends or was taken back; None for a token that holds until then."""


class ServiceKey(Base):
    """A secret of the service, made when first needed."""

    __tablename__ = "service_keys"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)


UNDO = "undo"
"""The action of a change that takes back the one whose number is ``into``."""


class GazetteerChange(Base):
    """One change. Rows are only ever added: the order of their numbers is that of the changes."""

    __tablename__ = "gazetteer_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(10))
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
