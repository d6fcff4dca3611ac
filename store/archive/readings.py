"""How a reading ends: its record and texts are kept, or why there are none.

A document may have been deleted while it was read: what was read of it waits in the bin. One that was
emptied out of the bin as well is gone, and stays so.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from extract.record import Record
from store.archive.document import decisions_of, locked, set_state, shown_of, version_of, weighed
from store.archive.pages import page_texts
from store.archive.wastebin import put_in
from store.cascade.keep import weave
from store.database.desk_tables import Happening
from store.database.tables import Document, Outcome, State, StoredRecord
from store.documents.duplicates import find_near_duplicates
from store.documents.runs import Entry, file_entry
from store.questions.derived import Links, derive
from store.questions.search import Index
from store.review.decisions import apply_decisions
from store.review.fits import in_force
from store.review.review import Options, keep_options
from store.review.waiting import replace_open_values
from store.words import storable


def keep_reading(
    session: Session,
    index: Index,
    sha256: str,
    record: Record,
    pages: Sequence[str],
    layouts: Sequence[bytes | None],
    links: Links | None,
    entry: Entry | None,
    options: Options | None,
) -> Document:
    """Keep a new version of a record and the texts; see ``Archive.save_reading``."""
    document = locked(session, sha256)
    binned = document.deleted_at
    session.add(
        StoredRecord(
            document=sha256,
            version=version_of(session, sha256) + 1,
            made_at=datetime.now(UTC),
            json=record.model_dump_json(),
        )
    )
    fit, decisions = in_force(session), decisions_of(session, sha256)
    document.fit = fit.number
    reviewed = apply_decisions(weighed(record, fit), decisions)
    marks = derive(session, document, reviewed.shown, links)
    rows = page_texts(sha256, pages, layouts, decisions)
    index.replace(session, sha256, rows, marks)
    replace_open_values(session, document, reviewed)
    keep_options(session, sha256, options or {})
    document.kind = record.source.media_type
    document.pages = len(record.source.pages)
    document.reason = document.reason_code = None
    document.finished_at = datetime.now(UTC)
    session.flush()
    set_state(session, document, record, Happening.READ)
    find_near_duplicates(session, document, [row.text for row in rows])
    weave(session, document, reviewed.shown, shown_of)
    if entry is not None:
        outcome = Outcome(document.state.value)
        file_entry(session, entry, outcome, sha256, pages=document.pages)
    if binned is not None:  # it was deleted while it was read
        session.flush()
        put_in(session, index, document, binned)
    return document


def keep_failure(
    session: Session, sha256: str, reason: str, code: str, entry: Entry | None
) -> Document | None:
    """Keep why a document could not be read; see ``Archive.fail``."""
    document = session.get(Document, sha256, with_for_update=True)
    if document is not None:
        document.reason, document.reason_code = storable(reason), code
        if document.state != State.DELETED:
            document.state = State.FAILED
        document.finished_at = datetime.now(UTC)
    if entry is not None:
        file_entry(session, entry, Outcome.FAILED, sha256 if document else None, reason)
    return document
