"""The bin: a deleted document leaves every question and search, and comes back as it was.

What is made of its record (rows of search and questions, open values, sketches) is dropped at once; the
record, the text, the decisions and the original stay until the bin is emptied. What was done with it is
kept for good (``DocumentEvent``).
"""

from datetime import UTC, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from store.cascade.rows import CascadeKey, FindingVerdict, StoredFinding
from store.derived import withdraw
from store.tables import (
    Action,
    Base,
    Decision,
    Document,
    DocumentEvent,
    JudgedValue,
    NearDuplicate,
    OpenValue,
    PageText,
    State,
    StoredRecord,
    TextBand,
    TextSketch,
    ValueOptions,
    WordLesson,
)

_MADE_ANEW = (OpenValue, TextBand, TextSketch, CascadeKey, StoredFinding)
_KEPT = (JudgedValue, ValueOptions, PageText, StoredRecord, FindingVerdict)


def put_in(session: Session, document: Document) -> None:
    """Drop what is made of a document; its place in the index is the archive's to drop."""
    withdraw(session, document)
    for table in _MADE_ANEW:
        session.execute(delete(table).where(table.document == document.sha256))
    document.state, document.deleted_at = State.DELETED, datetime.now(UTC)


def destroy(session: Session, document: Document) -> None:
    """Drop every row of a document, but the trail of what was done with it."""
    sha256 = document.sha256
    taught = select(Decision.id).where(Decision.document == sha256)
    session.execute(delete(WordLesson).where(WordLesson.decision.in_(taught)))
    pairs = or_(NearDuplicate.document == sha256, NearDuplicate.other == sha256)
    session.execute(delete(NearDuplicate).where(pairs))
    for table in (*_MADE_ANEW, *_KEPT, Decision):
        session.execute(delete(table).where(table.document == sha256))
    session.delete(document)


def note(session: Session, document: Document, action: Action, reviewer: str) -> None:
    """Keep who did what with a document."""
    row: Base = DocumentEvent(
        document=document.sha256,
        name=document.name,
        action=action,
        reviewer=reviewer,
        done_at=datetime.now(UTC),
    )
    session.add(row)
