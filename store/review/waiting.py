"""The rows of the values that wait: what is asked for, and in which turn.

The least sure value comes first. Among the unsure ones stand, at random and unmarked, some that would be
accepted, so that the error of those is measured; before all others come the unsure values of documents
unlike all before. A value stands or falls by the hash of document, pointer and wording, so that the choice
is the same whenever the rows are written anew.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, case, delete, func, literal_column, select
from sqlalchemy.orm import Session

from extract.learned.confidence import DEFAULT, HEADER, field_of, review_thresholds
from extract.record import Evidence
from settings import current
from store.database.tables import LEADING, Document, OpenValue, State
from store.review.decisions import Reviewed
from store.review.gaps import gaps

EVIDENCE = TypeAdapter(list[Evidence])


class OpenQuestion(NamedTuple):
    """A value that nobody has settled, with where it stands.

    ``kind`` is that of its document, of ``pages`` pages. A value that was not found is empty.
    """

    document: str
    name: str
    kind: str | None
    pages: int
    pointer: str
    value: str
    confidence: float
    evidence: list[Evidence]


class Bars(NamedTuple):
    """The confidences below which values wait for a person, by field (``extract.learned.confidence``)."""

    by_field: dict[str, float]

    def of(self, pointer: str) -> float:
        """The bar of a value by its JSON pointer."""
        return self.by_field.get(field_of(pointer), self.missing)

    @property
    def missing(self) -> float:
        """The bar of what was not found, and of fields that have none of their own."""
        return self.by_field[DEFAULT]

    def unsure(self) -> ColumnElement[bool]:
        """Whether a row waits."""
        own = (
            (OpenValue.pointer.startswith(f"{begin}{name}"), bar)
            for name, bar in self.by_field.items()
            for begin in (("/header/",) if name in HEADER else ("/",))
        )
        bar = case((OpenValue.value == "", self.missing), *own, else_=self.missing)
        # The first condition is one that an index serves.
        return and_(OpenValue.confidence < max(self.by_field.values()), OpenValue.confidence < bar)


def bars() -> Bars:
    """The bars in force, by the setting ``accepted_error``."""
    return Bars(review_thresholds(current().accepted_error))


def unsure(session: Session, sha256: str | None = None) -> int:
    """How many values wait for a person, in all documents or in one."""
    count = select(func.count()).select_from(OpenValue).where(bars().unsure())
    if sha256 is not None:
        count = count.where(OpenValue.document == sha256)
    return session.scalar(count) or 0


def queue(session: Session, limit: int, sha256: str | None = None) -> list[OpenQuestion]:
    """The open values whose turn it is, of one document or of all."""
    first = select(OpenValue.id).order_by(OpenValue.turn, OpenValue.id).limit(limit)
    if sha256 is not None:
        first = first.where(OpenValue.document == sha256)
    # Chosen before their documents are looked up: else a database may begin with all documents.
    wanted = (
        select(OpenValue, Document.name, Document.kind, Document.pages)
        .join(Document, Document.sha256 == OpenValue.document)
        .where(OpenValue.id.in_(first))
        .order_by(OpenValue.turn, OpenValue.id)
    )
    return [
        OpenQuestion(
            row.document,
            name,
            kind,
            pages,
            row.pointer,
            row.value,
            row.confidence,
            EVIDENCE.validate_json(row.evidence),
        )
        for row, name, kind, pages in session.execute(wanted)
    ]


def replace_open_values(session: Session, document: Document, reviewed: Reviewed) -> None:
    """Write the rows of a document anew: its open values, and what it lacks."""
    session.execute(delete(OpenValue).where(OpenValue.document == document.sha256))
    session.add_all(_rows(session, document, reviewed))


def renew_open_values(
    session: Session, document: Document, reviewed: Reviewed, pointer: str
) -> None:
    """Write anew what a decision on one value changes: its own row, and what the document lacks."""
    session.execute(
        delete(OpenValue).where(
            OpenValue.document == document.sha256,
            (OpenValue.pointer == pointer) | (OpenValue.value == ""),
        )
    )
    rows = _rows(session, document, reviewed)
    session.add_all(row for row in rows if row.pointer == pointer or not row.value)


def is_audited(row: OpenValue) -> bool:
    """Whether a value would have been accepted and is asked for because it was drawn."""
    return row.drawn and row.confidence >= bars().of(row.pointer)


def _rows(session: Session, document: Document, reviewed: Reviewed) -> list[OpenValue]:
    values = list(reviewed.values())
    known, one_of = bars(), current().audit
    unlike = _is_unlike(
        session, document, [found.finding.confidence < known.of(found.pointer) for found in values]
    )
    rows = [
        _row(
            document.sha256,
            found.pointer,
            found.value,
            found.finding.confidence,
            found.finding.evidence,
        )
        for found in values
        if found.pointer not in reviewed.settled
    ]
    for row in rows:
        chance, place = _chances(row)
        row.drawn = chance * one_of < 1 if one_of else False
        row.turn = row.confidence * place if row.drawn else row.confidence
    rows += [
        _row(document.sha256, gap.pointer, "", gap.absent, [gap.evidence])
        for gap in gaps(reviewed.record)
        if gap.pointer not in reviewed.settled
    ]
    for row in rows:
        bar = known.of(row.pointer) if row.value else known.missing
        if unlike and (row.drawn or row.confidence < bar):
            row.turn -= 1
    return rows


def _row(
    sha256: str, pointer: str, value: str, confidence: float, evidence: list[Evidence]
) -> OpenValue:
    return OpenValue(
        document=sha256, pointer=pointer, value=value, confidence=confidence, turn=confidence,
        evidence=EVIDENCE.dump_json(evidence).decode(), drawn=False,
    )  # fmt: skip


def _chances(row: OpenValue) -> tuple[float, float]:
    """Two numbers from 0 to 1 that are the same for the same value, and as good as drawn."""
    known = hashlib.sha256(f"{row.document} {row.pointer} {row.value}".encode()).digest()
    first, second = (int.from_bytes(known[at : at + 8]) / 2**64 for at in (0, 8))
    return first, second


def _is_unlike(session: Session, document: Document, waits: Sequence[bool]) -> bool:
    """Whether no document that came before has its issuer, or more than half of its values are unsure."""
    doubtful = 2 * sum(waits) > len(waits)
    return bool(waits) and (doubtful or _is_new_issuer(session, document))


def _is_new_issuer(session: Session, document: Document) -> bool:
    if document.issuer is None:
        return False
    # Written out, so that databases see that it is what they have an index of.
    beginning: ColumnElement[str] = literal_column(f"substr(documents.issuer, 1, {LEADING})")
    before = select(Document.sha256).where(
        beginning == document.issuer[:LEADING],
        Document.accepted_at < document.accepted_at,
        Document.state != State.DELETED,
    )
    return session.scalar(before.limit(1)) is None
