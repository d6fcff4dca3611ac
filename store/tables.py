"""The rows of the store. Records themselves are versioned JSON, made by ``extract.record``."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gazetteer.overlay import Change


class State(StrEnum):
    """How far a document has come."""

    ACCEPTED = "accepted"
    """Its bytes are kept; it has not been read to the end yet."""
    DONE = "done"
    REVIEW = "review"
    """Read, with values that wait for a person."""
    FAILED = "failed"
    DELETED = "deleted"
    """In the bin: nothing but the bin shows it."""


# Documents that have been read, and so have a record.
READ = (State.DONE, State.REVIEW)


class Action(StrEnum):
    """What was done with a document as a whole."""

    DELETE = "delete"
    RESTORE = "restore"
    EMPTY = "empty"
    """Taken out of the bin for good."""


class Verdict(StrEnum):
    """What a reviewer said of a value."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    """The document does not say this at all; ``after`` is empty."""
    ADD = "add"
    """It says this, and it had not been found; ``before`` is empty."""
    UNDO = "undo"
    """The last decision on the value that still stood is taken back."""


class Judgement(StrEnum):
    """What the standing decision on a value says of its reading."""

    RIGHT = "right"
    WRONG = "wrong"
    FALSE = "false"
    """The document says no such thing."""
    MISSED = "missed"
    """The document says this, and it had not been found."""
    ABSENT = "absent"
    """Nothing had been found, and the document says nothing."""


class Role(StrEnum):
    """In which part of a record a unit is named."""

    ISSUER = "issuer"
    PARENT = "parent"
    RECIPIENT = "recipient"
    PAIRED = "paired"
    ACTOR = "actor"
    PARTNER = "partner"
    REPORT_TO = "report-to"
    CITED = "cited"
    """Issuer of a cited document."""


class Outcome(StrEnum):
    """What became of a file of a run."""

    DONE = "done"
    REVIEW = "review"
    FAILED = "failed"
    KNOWN = "known"


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


# Letters of a name or value by which it is found: PostgreSQL's index takes no more than 2.7 kB a row.
LEADING = 60


class Document(Base):
    """One file, known by the SHA-256 of its bytes; what it says of the record follows the record.

    ``issued_on`` is EDTF, ``type_name`` the kind of document as the record has it, ``number_key``
    the folded number by which citations are matched. ``derived`` is the version of the rows that
    were made of the record for questions and search (see ``store.derived``); 0 is none. ``checked`` is the
    version of the checks that it has been through (see ``store.cascade.keep``), ``fit`` the number of the fit
    by which its open values were weighed (see ``store.learning``); 0 is none of either.

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


class Decision(Base):
    """What a reviewer settled. Rows are only ever added, so that they are the audit trail.

    ``evidence`` is where the value stands as the reviewer marked it, JSON; None where nothing was marked.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    pointer: Mapped[str] = mapped_column(String(200))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = mapped_column(String(10))
    reviewer: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
    evidence: Mapped[str | None] = mapped_column(Text)


class JudgedValue(Base):
    """What people say of one value: the rows from which the error of this archive is counted.

    ``value`` is as it was read, empty where nothing was. ``field`` is the header field or list that it is of,
    ``kind`` the kind of document, ``month`` (YYYY-MM) when it was decided. ``audited`` are values that
    would have been accepted, and were asked for because they had been drawn.
    """

    __tablename__ = "judged_values"
    __table_args__ = (
        UniqueConstraint("document", "pointer"),
        Index("judged_values_by_part", "audited", "field", "kind", "month", "judgement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    pointer: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(Text)
    judgement: Mapped[Judgement] = mapped_column(String(10))
    audited: Mapped[bool]
    field: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    month: Mapped[str] = mapped_column(String(7))


class OpenValue(Base):
    """A value of the record in force that nobody has settled; ``evidence`` is JSON.

    Where a value should be and none was found, it is empty and its evidence the place where it most likely
    stands. ``turn`` is its place in the queue, the lowest first; ``drawn`` whether it is asked for though
    it may be sure (see ``store.waiting``).
    """

    __tablename__ = "open_values"
    __table_args__ = (
        UniqueConstraint("document", "pointer"),
        Index("open_values_least_sure", "confidence", "id"),
        Index("open_values_by_turn", "turn", "id"),
        Index("open_values_by_value", text(f"substr(value, 1, {LEADING})"), "confidence", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"))
    pointer: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    evidence: Mapped[str] = mapped_column(Text)
    turn: Mapped[float] = mapped_column(server_default="0")
    drawn: Mapped[bool] = mapped_column(server_default=false())


class ValueOptions(Base):
    """What else a value may read: JSON, pairs of text and probability, likeliest first."""

    __tablename__ = "value_options"
    __table_args__ = (UniqueConstraint("document", "pointer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    pointer: Mapped[str] = mapped_column(String(200))
    options: Mapped[str] = mapped_column(Text)


class PageText(Base):
    """The restored text of one page, as search shows it.

    ``layout`` says where its words stand (see ``store.layout``), None where that is not known.
    """

    __tablename__ = "page_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    page: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    layout: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


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

    A rule (see ``store.calendar``) holds from ``since`` to ``until``, both days included.
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


class TextBand(Base):
    """One of the sketches of a document's text by which near-duplicates meet."""

    __tablename__ = "text_bands"
    __table_args__ = (Index("text_bands_by_band", "band", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.sha256"), index=True)
    band: Mapped[int] = mapped_column(BigInteger)


class TextSketch(Base):
    """The sketch of a document's text (see ``store.likeness``)."""

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


class WordLesson(Base):
    """A word that the decision shows to have been read wrongly (see ``normalize.lexicon``).

    The rows of a value are those of its last standing decision. ``raw``, ``left`` and ``right``
    are words as read, ``meant`` the word as settled, ``phrase`` with the settled words around it.
    """

    __tablename__ = "word_lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    treatment: Mapped[str] = mapped_column(String(10))
    raw: Mapped[str] = mapped_column(Text)
    meant: Mapped[str] = mapped_column(Text)
    left: Mapped[str] = mapped_column(Text)
    right: Mapped[str] = mapped_column(Text)
    phrase: Mapped[str] = mapped_column(Text)


class LearnedFit(Base):
    """What was fitted to settled values at one time; the newest not taken back is in force.

    ``layer`` corrects confidences (see ``extract.layer``), ``silenced`` are lessons that did harm,
    ``report`` is what was measured on decisions kept apart; all three are JSON.
    """

    __tablename__ = "learned_fits"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    reviewer: Mapped[str] = mapped_column(String(80))
    layer: Mapped[str] = mapped_column(Text)
    silenced: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_by: Mapped[str | None] = mapped_column(String(80))
