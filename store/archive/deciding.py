"""What a reviewer decides on a document: values settled and added, decisions taken back.

Each function works in the transaction that it is given, and leaves every row as the decision has it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.errors import BadRequest, Conflict
from store.archive.document import decisions_of, locked, reviewed_of, set_state, shown_of
from store.archive.pages import marked_evidence, rewrite_page, word_of
from store.cascade.keep import weave
from store.database.tables import Decision, Document, OpenValue, State, Verdict
from store.questions.derived import derive
from store.questions.search import Index
from store.review.additions import (
    NEW,
    as_given,
    is_empty,
    list_of,
    next_name,
    same_entry,
    with_entry,
    with_value,
)
from store.review.corrections import check_correction, is_a_time, time_given
from store.review.decisions import last_on, standing
from store.review.lessons import renew_lessons
from store.review.marking import Marked
from store.review.quality import judge
from store.review.waiting import renew_open_values, replace_open_values
from store.review.wording import word_place
from store.words import signature


def decide(
    session: Session, index: Index, sha256: str, pointer: str, before: str, after: str,
    reviewer: str, *, reopen: bool, reject: bool,
) -> Decision:  # fmt: skip
    """Settle a value; see ``Archive.decide``."""
    after = "" if reject else after.strip()
    if not after and not reject:
        raise BadRequest("A correction cannot be empty.", "Give the value as it should read.")
    if not before and not reject and word_place(pointer) is None:
        raise BadRequest("What was not found is added.", "POST it to the document's `values`.")
    if is_a_time(pointer):
        after = time_given(after)
    if not reject and after != before:
        check_correction(pointer, after, word=word_place(pointer) is not None)
    settled_as = Verdict.ACCEPT if after == before else Verdict.CORRECT
    document = _decided_on(session, sha256)
    _check_current(*_value_at(session, document, pointer), pointer, before, reopen)
    decision = Decision(
        document=sha256,
        pointer=pointer,
        before=before,
        after=after,
        verdict=Verdict.REJECT if reject else settled_as,
        reviewer=reviewer,
    )
    return _keep(session, index, document, decision)


def undo(session: Session, index: Index, sha256: str, decision: int, reviewer: str) -> Decision:
    """Take back the decision of a number; see ``Archive.undo``."""
    document = _decided_on(session, sha256)
    kept = standing(decisions_of(session, sha256))
    undone = next((one for one in kept if one.id == decision), None)
    if undone is None or last_on(kept, undone.pointer) is not undone:
        raise Conflict(
            f"Decision {decision} no longer stands, or a later one rests on it.",
            "Load the history of the document and undo its last decision.",
        )
    taken_back = Decision(
        document=sha256,
        pointer=undone.pointer,
        before=undone.after,
        after=undone.before,
        verdict=Verdict.UNDO,
        reviewer=reviewer,
    )
    return _keep(session, index, document, taken_back)


def add(
    session: Session, index: Index, sha256: str, pointer: str,
    given: str | Mapping[str, str], reviewer: str, marked: Marked | None,
) -> Decision:  # fmt: skip
    """Add what had not been found; see ``Archive.add``."""
    after = as_given(pointer, given)
    document = _decided_on(session, sha256)
    reviewed, taken = reviewed_of(session, document), decisions_of(session, sha256)
    evidence = marked_evidence(session, sha256, marked, taken) if marked else None
    parent = list_of(pointer)
    if parent is None or not pointer.endswith(f"/{NEW}"):
        if pointer in {found.pointer for found in reviewed.values()}:
            raise Conflict(f"There is a value at {pointer!r}.", "Load the record again.")
        with_value(reviewed.record, reviewed.place(pointer), after, evidence)
    else:
        if same_entry(reviewed.record, parent, after) is not None:
            raise Conflict("The record has this entry.", "Load the record again.")
        with_entry(reviewed.record, parent, after, evidence)
        pointer = next_name(parent, (one.pointer for one in taken))
    decision = Decision(
        document=sha256,
        pointer=pointer,
        before="",
        after=after,
        verdict=Verdict.ADD,
        reviewer=reviewer,
        evidence=evidence.model_dump_json() if evidence else None,
    )
    return _keep(session, index, document, decision)


def _decided_on(session: Session, sha256: str) -> Document:
    document = locked(session, sha256)
    if document.state == State.DELETED:
        raise Conflict(f"{document.name} has been deleted.", "Restore it from the bin first.")
    return document


def _keep(session: Session, index: Index, document: Document, decision: Decision) -> Decision:
    """Keep a decision under a name that can be kept, and bring every row to what it says."""
    sha256, pointer = document.sha256, decision.pointer
    decision.reviewer = signature(decision.reviewer)
    decision.decided_at = datetime.now(UTC)
    session.add(decision)
    session.flush()
    if decision.verdict != Verdict.ACCEPT:  # which teaches nothing that was not known
        renew_lessons(session, sha256, pointer)
    reviewed = reviewed_of(session, document)
    place = word_place(pointer)
    if place is not None:
        rewrite_page(session, sha256, place.page)
    else:
        this = (OpenValue.document == sha256, OpenValue.pointer == pointer)
        judge(session, document, pointer, session.scalar(select(OpenValue).where(*this)))
        if decision.verdict == Verdict.UNDO:  # an addition may have settled what was read elsewhere
            replace_open_values(session, document, reviewed)
        else:
            renew_open_values(session, document, reviewed, pointer)
    index.refresh(session, sha256, derive(session, document, reviewed.shown, None))
    weave(session, document, reviewed.shown, shown_of)
    session.flush()
    if place is None:
        set_state(session, document, reviewed.record)
    return decision


def _value_at(session: Session, document: Document, pointer: str) -> tuple[str | None, bool]:
    """How a value or a word of the text reads, None where there is none; whether it is settled."""
    place = word_place(pointer)
    if place is not None:
        return word_of(session, document.sha256, place)
    reviewed = reviewed_of(session, document)
    values = {found.pointer: found.value for found in reviewed.values()}
    nothing = "" if is_empty(reviewed.record, pointer) else None
    return values.get(pointer, nothing), pointer in reviewed.settled


def _check_current(
    value: str | None, settled: bool, pointer: str, before: str, reopen: bool
) -> None:
    if value is None:
        raise BadRequest(f"The document has no value at {pointer!r}.", "Load it again.")
    if value != before or (settled and not reopen):
        raise Conflict(
            f"The value at {pointer!r} has been settled as {value!r} in the meantime.",
            "Load the record again and decide on the value as it is now.",
        )
