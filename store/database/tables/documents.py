"""Documents with their records and texts, and the sketches by which two may be one paper."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from store.database.tables.base import LEADING, Base, UtcTime
from store.database.tables.states import Action, State


class Document(Base):
    """One file, known by the SHA-256 of its bytes; what it says of the record follows the record.

    ``issued_on`` is EDTF, ``type_name`` the kind of document as the record has it, ``number_key``
    the folded number by which citations are matched. ``derived`` is the version of the rows that
    were made of the record for questions and search (see ``store.questions.derived``); 0 is none. ``checked`` is the
    version of the checks that it has been through (see ``store.cascade.keep``), ``fit`` the number of the fit
    by which its open values were weighed (see ``store.learning.fitting``); 0 is none of either.

    ``reason`` says why it could not be read, ``reason_code`` the same as the stable code of
    ``ingest.errors``, by which the pages say it in their language.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("documents_by_issuer", text(f"substr(issuer, 1, {LEADING})"), "accepted_at"),
    )

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
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    issuer: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[str | None] = mapped_column(Text)
    type_name: Mapped[str | None] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text, index=True)
    parent_issuer: Mapped[str | None] = mapped_column(Text)
    period: Mapped[str | None] = mapped_column(Text)
    derived: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    checked: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    fit: Mapped[int] = mapped_column(default=0, server_default="0", index=True)


def identity_begins(prefix: str, *, deleted: bool = False) -> ColumnElement[bool]:
    """Documents outside (or in) the bin whose identity begins so, by the index (LIKE reads every row)."""
    wanted = prefix.lower()
    if not wanted or set(wanted) - set("0123456789abcdef"):
        return false()
    in_bin = Document.state == State.DELETED
    begins = and_(Document.sha256 >= wanted, Document.sha256 < f"{wanted}g")
    return and_(begins, in_bin if deleted else ~in_bin)


def in_bin(document: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the document that a column names lies in the bin."""
    return document.in_(select(Document.sha256).where(Document.state == State.DELETED))


class DocumentEvent(Base):
    """Who deleted a document, restored it, or emptied it out of the bin. Rows are only ever added.

    They outlive the document, so they name it themselves.
    """

    __tablename__ = "document_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(255))
    action: Mapped[Action] = mapped_column(String(10))
    reviewer: Mapped[str] = mapped_column(String(80))
    done_at: Mapped[datetime] = mapped_column(UtcTime)


class StoredRecord(Base):
    """One reading of a document; the highest version is the one in force."""

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("document", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    json: Mapped[str] = mapped_column(Text)


class PageText(Base):
    """The restored text of one page, as search shows it.

    ``layout`` says where its words stand (see ``store.documents.layout``), None where that is not known.
    """

    __tablename__ = "page_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    page: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    layout: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class TextBand(Base):
    """One of the sketches of a document's text by which near-duplicates meet."""

    __tablename__ = "text_bands"
    __table_args__ = (Index("text_bands_by_band", "band", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    band: Mapped[int] = mapped_column(BigInteger)


class TextSketch(Base):
    """The sketch of a document's text (see ``store.documents.likeness``)."""

    __tablename__ = "text_sketches"

    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)


class NearDuplicate(Base):
    """Two documents that may be one paper scanned twice; a person says whether they are.

    ``likeness`` is the share of three-word runs that both texts have (0-1).
    """

    __tablename__ = "near_duplicates"
    __table_args__ = (UniqueConstraint("document", "other"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    other: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    same_number: Mapped[bool]
    likeness: Mapped[float]
    found_at: Mapped[datetime] = mapped_column(UtcTime)
    same: Mapped[bool | None]
    reviewer: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
