"""The bin: a deleted document leaves every question and search, and comes back as it was.

What is made of its record (rows of search and questions, open values, sketches) is dropped at once; the
record, the text, the decisions and the original stay until the bin is emptied. What was done with it is
kept for good (``DocumentEvent``). Each change finds its document and locks it in one step, so that of
two who delete, restore or empty it at the same time one comes too late and is told so.
"""

from datetime import UTC, datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from store.archive.document import (
    find_document,
    rederive,
    reviewed_of,
    set_state,
    shown_of,
    version_of,
)
from store.cascade.keep import leave
from store.cascade.rows import CascadeKey, FindingVerdict, StoredFinding
from store.database.engine import Database
from store.database.tables import (
    Action,
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
from store.documents.originals import Originals
from store.questions.derived import withdraw
from store.questions.search import Index
from store.review.fits import in_force
from store.review.waiting import replace_open_values
from store.words import signature

_MADE_ANEW = (OpenValue, TextBand, TextSketch, CascadeKey, StoredFinding)
_KEPT = (JudgedValue, ValueOptions, PageText, StoredRecord, FindingVerdict)


class Bin:
    """The deleted documents of a store."""

    def __init__(self, database: Database, originals: Originals, index: Index) -> None:
        self._database, self._originals, self._index = database, originals, index

    def delete(self, prefix: str, reviewer: str) -> Document:
        """Put a document into the bin, out of every list, search and question.

        NotStored where no document outside the bin begins so, BadRequest where several do.
        """
        with self._database.write() as session:
            document = find_document(session, prefix, lock=True)
            put_in(session, self._index, document, datetime.now(UTC))
            _note(session, document, Action.DELETE, signature(reviewer))
            return document

    def restore(self, prefix: str, reviewer: str) -> Document:
        """Bring a document out of the bin as it was; NotStored where it does not lie there."""
        with self._database.write() as session:
            document = find_document(session, prefix, deleted=True, lock=True)
            self.bring_back(session, document, signature(reviewer))
            return document

    def documents(self, limit: int = 100, offset: int = 0) -> list[tuple[Document, str]]:
        """What lies in the bin, with who put it there, the latest first."""
        deletions = select(func.max(DocumentEvent.id)).where(DocumentEvent.action == Action.DELETE)
        found = (
            select(Document, DocumentEvent.reviewer)
            .join(DocumentEvent, DocumentEvent.document == Document.sha256)
            .where(DocumentEvent.id.in_(deletions.group_by(DocumentEvent.document)))
            .where(Document.state == State.DELETED)
            .order_by(Document.deleted_at.desc(), Document.sha256)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as session:
            return [(row, reviewer) for row, reviewer in session.execute(found)]

    def count(self) -> int:
        """How many documents lie in the bin."""
        with self._database.read() as session:
            wanted = select(func.count()).where(Document.state == State.DELETED)
            return session.scalar(wanted) or 0

    def events(self, limit: int = 100) -> list[DocumentEvent]:
        """Who deleted, restored and emptied what, the latest first."""
        latest = select(DocumentEvent).order_by(DocumentEvent.id.desc()).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(latest))

    def empty(self, reviewer: str, before: datetime | None = None) -> int:
        """Drop what lies in the bin (since before a moment) with its originals; how many documents."""
        binned = select(Document.sha256).where(Document.state == State.DELETED)
        if before is not None:
            binned = binned.where(Document.deleted_at < before)
        with self._database.read() as session:
            found = session.scalars(binned).all()
        return sum(self._drop(sha256, signature(reviewer), before) for sha256 in found)

    def _drop(self, sha256: str, reviewer: str, before: datetime | None) -> bool:
        """Drop one document of the bin; whether it still lay there, and long enough."""
        with self._database.write() as session:
            document = session.get(Document, sha256, with_for_update=True)
            if document is None or document.deleted_at is None:
                return False
            if before is not None and document.deleted_at >= before:
                return False
            _note(session, document, Action.EMPTY, reviewer)
            _destroy(session, document)
            session.flush()
            self._originals.remove(sha256)
            return True

    def bring_back(self, session: Session, document: Document, reviewer: str) -> None:
        """Make all rows of a document of the bin anew; it is locked by the transaction."""
        _note(session, document, Action.RESTORE, reviewer)
        document.deleted_at, document.state = None, State.ACCEPTED
        if version_of(session, document.sha256):
            document.fit = in_force(session).number
            reviewed = reviewed_of(session, document)
            rederive(session, self._index, document, reviewed)
            replace_open_values(session, document, reviewed)
            session.flush()
            set_state(session, document, reviewed.record)
        if document.reason:  # its last reading failed, whatever an earlier one had found
            document.state = State.FAILED


def put_in(session: Session, index: Index, document: Document, deleted_at: datetime) -> None:
    """Drop what is made of a document, which is locked by the transaction."""
    index.hide(session, document.sha256)
    withdraw(session, document)
    for table in _MADE_ANEW:
        session.execute(delete(table).where(table.document == document.sha256))
    document.state, document.deleted_at = State.DELETED, deleted_at
    leave(session, document, shown_of)


def _destroy(session: Session, document: Document) -> None:
    """Drop every row of a document, but the trail of what was done with it."""
    sha256 = document.sha256
    taught = select(Decision.id).where(Decision.document == sha256)
    session.execute(delete(WordLesson).where(WordLesson.decision.in_(taught)))
    pairs = or_(NearDuplicate.document == sha256, NearDuplicate.other == sha256)
    session.execute(delete(NearDuplicate).where(pairs))
    for table in (*_MADE_ANEW, *_KEPT, Decision):
        session.execute(delete(table).where(table.document == sha256))
    session.delete(document)


def _note(session: Session, document: Document, action: Action, reviewer: str) -> None:
    """Keep who did what with a document."""
    event = DocumentEvent(
        document=document.sha256,
        name=document.name,
        action=action,
        reviewer=reviewer,
        done_at=datetime.now(UTC),
    )
    session.add(event)
