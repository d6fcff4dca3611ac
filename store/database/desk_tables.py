"""The rows of what people and machines around the archive set up: searches, webhooks, sources, sign-on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.database.tables import Base, UtcTime


class SavedSearch(Base):
    """A search that a person keeps under a name; ``query`` is that of the page of search.

    ``owner`` is the name of the account, which no other account ever gets.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("owner", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class Happening(StrEnum):
    """What webhooks are told of."""

    READ = "read"
    """A document has been read, for the first time or anew."""
    SETTLED = "settled"
    """No value of a document waits for a person any more."""


class Webhook(Base):
    """An address that is told what happens; ``happenings`` are parted by commas.

    ``secret`` signs what is sent, so it is kept as it is. One that was taken away keeps its row and its
    log.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    happenings: Mapped[str] = mapped_column(String(40))
    secret: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Delivery(Base):
    """What is to be sent to a webhook, kept in the transaction in which it happened.

    ``due_at`` is when it is tried next, None where it came through or was given up; ``status`` and
    ``reason`` tell how the last of ``tries`` ended.
    """

    __tablename__ = "deliveries"
    __table_args__ = (Index("deliveries_due", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook: Mapped[int] = mapped_column(ForeignKey("webhooks.id"), index=True)
    happening: Mapped[Happening] = mapped_column(String(10))
    document: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class FeedKind(StrEnum):
    """Where a source of documents is."""

    FOLDER = "folder"
    MAILBOX = "mailbox"


class Feed(Base):
    """A source that the service looks at by itself: a folder, or a mail box.

    ``place`` is a path, or ``imaps://user@host:port/folder``; ``secret`` the password of the mail box,
    kept as it is, for it has to be given. ``position`` says how far it has been read; ``reason`` why the last
    look failed.
    """

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(Text)
    secret: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    position: Mapped[str] = mapped_column(Text, default="")
    looked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str | None] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(String(40))


class FeedFile(Base):
    """What a source brought: the document that it became, or why it became none."""

    __tablename__ = "feed_files"
    __table_args__ = (Index("feed_files_of_feed", "feed", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[int] = mapped_column(ForeignKey("feeds.id"))
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    taken_at: Mapped[datetime] = mapped_column(UtcTime)


class SignOn(Base):
    """Whom a sign-on provider means by ``subject``: the account of a person."""

    __tablename__ = "sign_ons"

    issuer: Mapped[str] = mapped_column(String(200), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
