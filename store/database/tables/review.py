"""What people decide, what waits for them, and what is learned of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from store.database.tables.base import LEADING, Base, UtcTime
from store.database.tables.states import Judgement, Verdict


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
    it may be sure (see ``store.review.waiting``).
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

    ``layer`` corrects confidences (see ``extract.learned.layer``), ``silenced`` are lessons that did harm,
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
