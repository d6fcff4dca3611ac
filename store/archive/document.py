"""One document of the store: found and locked, its record as reviewers left it, its state."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extract.record import Record
from ingest.errors import BadRequest, NotStored
from store.cascade.keep import weave
from store.database.desk_tables import Happening
from store.database.tables import Decision, Document, PageText, State, StoredRecord, identity_begins
from store.documents.duplicates import find_near_duplicates
from store.questions.derived import derive
from store.questions.search import Index
from store.review.decisions import Reviewed, apply_decisions
from store.review.fits import InForce, in_force
from store.review.waiting import unsure
from store.review.wording import word_place
from store.webhooks import announce


def find_document(
    session: Session, prefix: str, *, deleted: bool = False, lock: bool = False
) -> Document:
    """The document outside (or in) the bin whose hash begins so.

    ``lock`` keeps others from changing it until the transaction ends. NotStored where there is none
    or, where several are, BadRequest.
    """
    wanted = select(Document).where(identity_begins(prefix, deleted=deleted)).limit(2)
    found = session.scalars(wanted.with_for_update() if lock else wanted).all()
    if not prefix or not found:
        where, command = ("the bin", "bin") if deleted else ("the store", "list")
        raise NotStored(
            f"No document of {where} begins with {prefix!r}.",
            f"`vanban {command}` shows those that are there.",
        )
    if len(found) > 1:
        raise BadRequest(
            f"Several documents begin with {prefix!r}.", "Give more letters of the identity."
        )
    return found[0]


def locked(session: Session, sha256: str) -> Document:
    """A document that nobody else changes until the transaction ends; NotStored where it is gone."""
    document = session.get(Document, sha256, with_for_update=True)
    if document is None:
        raise NotStored(f"No document {sha256[:12]} is in the store.", "Accept its bytes first.")
    return document


def version_of(session: Session, sha256: str) -> int:
    """The number of its newest record, 0 where it has none."""
    newest = select(func.max(StoredRecord.version)).where(StoredRecord.document == sha256)
    return session.scalar(newest) or 0


def decisions_of(session: Session, sha256: str) -> list[Decision]:
    """All that was decided on it, oldest first."""
    taken = select(Decision).where(Decision.document == sha256).order_by(Decision.id)
    return list(session.scalars(taken))


def reviewed_of(session: Session, document: Document) -> Reviewed:
    """Its newest record with the decisions applied; NotStored where it has none."""
    newest = (
        select(StoredRecord.json)
        .where(StoredRecord.document == document.sha256)
        .order_by(StoredRecord.version.desc())
        .limit(1)
    )
    stored = session.scalar(newest)
    if stored is None:
        raise NotStored(
            f"{document.name} has no record: it is {document.state}.",
            document.reason or "Wait until it has been read, or ingest it again.",
        )
    record = weighed(Record.model_validate_json(stored), in_force(session))
    return apply_decisions(record, decisions_of(session, document.sha256))


def shown_of(session: Session, document: Document) -> Record:
    """The record of a document as people left it."""
    return reviewed_of(session, document).shown


def weighed(record: Record, fit: InForce) -> Record:
    """The record with the confidences that a fit gives it; records are kept with the shipped ones."""
    if fit.layer.weights:
        record = record.model_copy(deep=True)
        fit.layer.apply(record)
    return record


def rederive(session: Session, index: Index, document: Document, reviewed: Reviewed) -> None:
    """Make its rows of search, questions and near-duplicates anew of the record and texts kept."""
    marks = derive(session, document, reviewed.shown, None)
    index.refresh(session, document.sha256, marks)
    texts = select(PageText.text).where(PageText.document == document.sha256)
    pages: Sequence[str] = session.scalars(texts.order_by(PageText.page)).all()
    find_near_duplicates(session, document, pages)
    weave(session, document, reviewed.shown, shown_of)


def set_state(
    session: Session, document: Document, record: Record, now: Happening | None = None
) -> None:
    """Let a document that was read wait for a person, or be done; webhooks are told what happened ``now``, and
    when it becomes done."""
    before = document.state
    waits = unsure(session, document.sha256) or _problems_wait(session, document, record)
    document.state = State.REVIEW if waits else State.DONE
    if now is not None:
        announce(session, document, now)
    if document.state == State.DONE != before:
        announce(session, document, Happening.SETTLED)


def _problems_wait(session: Session, document: Document, record: Record) -> bool:
    """Whether a record has problems and nobody has decided on a value since it was read."""
    if not record.problems:
        return False
    read = select(func.max(StoredRecord.made_at)).where(StoredRecord.document == document.sha256)
    since = select(Decision.pointer).where(
        Decision.document == document.sha256, Decision.decided_at >= read.scalar_subquery()
    )
    return all(word_place(pointer) is not None for pointer in session.scalars(since))
