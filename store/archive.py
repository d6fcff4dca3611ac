"""The archive: documents by the hash of their bytes, their records, and what people decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from extract.record import Evidence, Record
from ingest.errors import BadRequest, Conflict, NotStored, VanbanError
from ingest.page import Box
from normalize.folding import canonical
from store.accounts import Accounts
from store.additions import (
    NEW,
    as_given,
    is_empty,
    list_of,
    next_name,
    same_entry,
    with_entry,
    with_value,
)
from store.cascade.keep import leave, recheck, unchecked, weave
from store.cascade.questions import Cascades
from store.corrections import check_correction, is_a_time, time_given
from store.database import Database, insert_missing
from store.decisions import Reviewed, apply_decisions, last_on, standing
from store.derived import DERIVED_VERSION, Links, derive, number_key
from store.duplicates import Duplicates, find_near_duplicates
from store.exports.sheets import Export
from store.facets import Filters
from store.fits import Fits, InForce, in_force
from store.layout import PlacedWord, ReadLine, placed, unpack, unpack_places
from store.lessons import renew_lessons
from store.marking import Marked, evidence_of
from store.originals import Originals
from store.quality import Audits, judge
from store.questions import Questions
from store.review import Options, Review, keep_options
from store.runs import Entry, Runs, file_entry
from store.search import Found, Hit, Query, first_of_best, hits_in, index_for
from store.tables import (
    READ,
    Action,
    Decision,
    Document,
    DocumentEvent,
    GazetteerChange,
    OpenValue,
    Outcome,
    PageText,
    State,
    StoredRecord,
    Verdict,
    identity_begins,
)
from store.waiting import EVIDENCE, renew_open_values, replace_open_values, unsure
from store.wastebin import destroy, note, put_in
from store.wording import WordPlace, reworded, settled_words, word_at, word_place
from store.words import signature, storable

RECEIVED = "vanban"  # who restores a document whose bytes come once more
NAME_CHARACTERS = 255  # the longest file name of common file systems
_REBUILT = 100  # documents whose derived rows are made anew in one transaction: about a second


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


class PageWords(NamedTuple):
    """A page of a document word by word; ``lines`` read as reviewers left them.

    ``settled`` are the words that someone decided. A page that was read before words were kept
    has its ``text`` and no lines.
    """

    document: Document
    page: int
    text: str
    lines: list[ReadLine]
    settled: frozenset[WordPlace]

    def box(self, place: WordPlace) -> tuple[int, list[Box]] | None:
        """Page and box of one of its words; None where there is no such word or place."""
        words = self.lines[place.line].words if place.line < len(self.lines) else ()
        edges = words[place.word].box if place.word < len(words) else None
        return (self.page, [Box(*edges)]) if edges else None


class Archive:
    """Every document that was received, in a database and a folder of originals."""

    def __init__(self, url: str, originals: str | Path) -> None:
        """Open a store, bring its tables to this version, and make what has to be made anew.

        Raises StoreFailed where the database cannot be reached or a newer program made it.
        """
        self._database = Database(url)
        self._originals = Originals(originals)
        self._index = index_for(self._database.engine)
        self.questions = Questions(self._database)
        self.runs = Runs(self._database)
        self.duplicates = Duplicates(self._database)
        self.review = Review(self._database)
        self.accounts = Accounts(self._database)
        self.fits = Fits(self._database)
        self.audits = Audits(self._database)
        self.cascades = Cascades(self._database, _shown)
        while self._derive_outdated():
            pass
        self.check_again()
        self.weigh_again()

    def close(self) -> None:
        """Give the connections to the database back."""
        self._database.close()

    def reading(self) -> AbstractContextManager[Session]:
        """A session that sees one state of the store, for exports and backups."""
        return self._database.read()

    def writing(self) -> AbstractContextManager[Session]:
        """A session whose changes are kept together or not at all."""
        return self._database.write()

    def alone(self, work: str) -> AbstractContextManager[None]:
        """Keep other processes from the work of a name, once none does it any more."""
        return self._database.alone(work)

    def keep_original(self, data: bytes) -> str:
        """Keep bytes without a document, as when a backup is brought back; their hash."""
        return self._originals.keep(data)

    def rebuild_search(self) -> None:
        """Make the rows of search and questions anew from the records."""
        with self._database.write() as session:
            session.execute(update(Document).values(derived=0))
        while self._derive_outdated():
            pass

    def exports(self, only: Collection[str] | None = None) -> Iterator[Export]:
        """Every document that was read, with its record as reviewers left it, by identity.

        ``only`` are full identities of those that are wanted.
        """
        return (Export(document, one.shown) for document, one in self.all_reviewed(only))

    def all_reviewed(
        self, only: Collection[str] | None = None
    ) -> Iterator[tuple[Document, Reviewed]]:
        """Every document (of ``only``) that was read, its record, and what is settled, by identity."""
        last = ""
        while True:
            some = (
                select(Document)
                .where(Document.sha256 > last, Document.state.in_(READ))
                .order_by(Document.sha256)
                .limit(_REBUILT)
            )
            if only is not None:
                some = some.where(Document.sha256.in_(only))
            with self._database.read() as session:
                found = [
                    (document, _reviewed(session, document)) for document in session.scalars(some)
                ]
            if not found:
                return
            yield from found
            last = found[-1][0].sha256

    def _derive_outdated(self) -> bool:
        """Make the derived rows of some documents of an older version anew; whether any were."""
        outdated = (
            select(Document)
            .where(Document.derived < DERIVED_VERSION, Document.state.in_(READ))
            .limit(_REBUILT)
        )
        with self._database.read() as session:
            if session.scalars(outdated.limit(1)).first() is None:
                return False
        with self._database.write() as session:
            for document in session.scalars(outdated).all():
                shown = _reviewed(session, document).shown
                self._index.refresh(
                    session, document.sha256, derive(session, document, shown, None)
                )
                weave(session, document, shown, _shown)
                texts = select(PageText.text).where(PageText.document == document.sha256)
                pages = session.scalars(texts.order_by(PageText.page)).all()
                find_near_duplicates(session, document, pages)
        return True

    def check_again(self) -> int:
        """Check the documents against those they cite that have not been, since either changed; how many."""
        checked = 0
        while True:
            with self._database.read() as session:
                if not unchecked(session, 1):
                    return checked
            with self._database.write() as session:
                for document in unchecked(session, _REBUILT):
                    recheck(session, document, _shown)
                    checked += 1

    def weigh_again(self) -> None:
        """Bring the confidence of open values to the fit in force, where another one weighed them."""
        while self._weigh_outdated():
            pass

    def _weigh_outdated(self) -> bool:
        """Weigh the open values of some documents anew; whether any were."""
        with self._database.read() as session:
            if session.scalar(_weighed_otherwise(in_force(session)).limit(1)) is None:
                return False
        with self._database.write() as session:
            fit = in_force(session)
            some = _weighed_otherwise(fit).limit(_REBUILT).with_for_update()
            for document in session.scalars(some).all():
                document.fit = fit.number
                if document.state in READ:
                    reviewed = _reviewed(session, document)
                    replace_open_values(session, document, reviewed)
                    session.flush()
                    failed = document.state == State.REVIEW and bool(reviewed.record.problems)
                    _set_state(session, document, has_problems=failed)
        return True

    def accept(self, data: bytes, name: str, reviewer: str = RECEIVED) -> tuple[Document, bool]:
        """Keep the bytes and a row for them before any work; the row, and whether it is new.

        Bytes that lie in the bin are restored: the same bytes are the same document.
        """
        sha256 = self._originals.keep(data)
        row = {
            "sha256": sha256,
            "name": _file_name(name),
            "state": State.ACCEPTED,
            "accepted_at": datetime.now(UTC),
            "pages": 0,
        }
        with self._database.write() as session:
            is_new = insert_missing(session, Document, row)
            document = session.get(Document, sha256)
            assert document is not None
            if document.state == State.DELETED:
                self._bring_back(session, document, reviewer)
        if is_new:  # it may have been emptied out of the bin since its bytes were kept
            self._originals.keep(data)
        return document, is_new

    def delete(self, prefix: str, reviewer: str) -> Document:
        """Put a document into the bin, out of every list, search and question."""
        sha256 = self.find(prefix).sha256
        with self._database.write() as session:
            document = _document(session, sha256)
            self._put_in_bin(session, document)
            note(session, document, Action.DELETE, signature(reviewer))
            return document

    def restore(self, prefix: str, reviewer: str) -> Document:
        """Bring a document out of the bin as it was; NotStored where it does not lie there."""
        sha256 = self._find(prefix, deleted=True).sha256
        with self._database.write() as session:
            document = _document(session, sha256)
            self._bring_back(session, document, signature(reviewer))
            return document

    def deleted(self, limit: int = 100) -> list[tuple[Document, str]]:
        """What lies in the bin, with who put it there, the latest first."""
        deletions = select(func.max(DocumentEvent.id)).where(DocumentEvent.action == Action.DELETE)
        found = (
            select(Document, DocumentEvent.reviewer)
            .join(DocumentEvent, DocumentEvent.document == Document.sha256)
            .where(DocumentEvent.id.in_(deletions.group_by(DocumentEvent.document)))
            .where(Document.state == State.DELETED)
            .order_by(Document.deleted_at.desc(), Document.sha256)
            .limit(limit)
        )
        with self._database.read() as session:
            return [(row, reviewer) for row, reviewer in session.execute(found)]

    def document_events(self, limit: int = 100) -> list[DocumentEvent]:
        """Who deleted, restored and emptied what, the latest first."""
        latest = select(DocumentEvent).order_by(DocumentEvent.id.desc()).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(latest))

    def empty_bin(self, reviewer: str, before: datetime | None = None) -> int:
        """Drop what lies in the bin (since before a moment) with its originals; how many documents."""
        binned = select(Document.sha256).where(Document.state == State.DELETED)
        if before is not None:
            binned = binned.where(Document.deleted_at < before)
        with self._database.read() as session:
            found = session.scalars(binned).all()
        return sum(self._empty(sha256, signature(reviewer)) for sha256 in found)

    def _empty(self, sha256: str, reviewer: str) -> bool:
        """Drop one document of the bin; whether it still lay there."""
        with self._database.write() as session:
            document = session.get(Document, sha256, with_for_update=True)
            if document is None or document.state != State.DELETED:
                return False
            note(session, document, Action.EMPTY, reviewer)
            destroy(session, document)
            session.flush()
            self._originals.remove(sha256)
            return True

    def _put_in_bin(self, session: Session, document: Document) -> None:
        self._index.hide(session, document.sha256)
        put_in(session, document)
        leave(session, document, _shown)

    def _bring_back(self, session: Session, document: Document, reviewer: str) -> None:
        """Make all rows of a document of the bin anew."""
        note(session, document, Action.RESTORE, reviewer)
        document.deleted_at = None
        document.state = State.FAILED if document.reason else State.ACCEPTED
        if not _version(session, document.sha256):
            return
        document.fit = in_force(session).number
        reviewed = _reviewed(session, document)
        marks = derive(session, document, reviewed.shown, None)
        self._index.refresh(session, document.sha256, marks)
        weave(session, document, reviewed.shown, _shown)
        replace_open_values(session, document, reviewed)
        session.flush()
        decided = bool(_decisions(session, document.sha256))
        _set_state(session, document, has_problems=bool(reviewed.record.problems) and not decided)
        texts = select(PageText.text).where(PageText.document == document.sha256)
        find_near_duplicates(
            session, document, session.scalars(texts.order_by(PageText.page)).all()
        )

    def original(self, sha256: str) -> Path:
        """A local path of the bytes as received."""
        return self._originals.path(sha256)

    def data(self, sha256: str) -> bytes:
        """The bytes as received. FileMissing where they are gone."""
        return self._originals.read(sha256)

    def location(self, sha256: str) -> str:
        """The path or URL of the bytes as received, for a worker on any machine."""
        return self._originals.location(sha256)

    def save_reading(
        self,
        sha256: str,
        record: Record,
        pages: Sequence[str],
        layouts: Sequence[bytes | None] = (),
        links: Links | None = None,
        entry: Entry | None = None,
        options: Options | None = None,
    ) -> Document:
        """Keep a new version of the record and the restored text of each page.

        ``layouts`` say where the words of each page stand (``store.layout``), ``links`` which
        units the names in the record mean; ``options`` what its values may read instead
        (``store.review``); ``entry`` is the file of a run that this answers, kept
        in the same transaction.
        """
        with self._database.write() as session:
            document = _document(session, sha256)
            binned = document.deleted_at
            session.add(
                StoredRecord(
                    document=sha256,
                    version=_version(session, sha256) + 1,
                    made_at=datetime.now(UTC),
                    json=record.model_dump_json(),
                )
            )
            fit = in_force(session)
            document.fit = fit.number
            reviewed = apply_decisions(_weighed(record, fit), _decisions(session, sha256))
            marks = derive(session, document, reviewed.shown, links)
            rows = _page_texts(sha256, pages, layouts, _decisions(session, sha256))
            self._index.replace(session, sha256, rows, marks)
            replace_open_values(session, document, reviewed)
            keep_options(session, sha256, options or {})
            document.kind = record.source.media_type
            document.pages = len(record.source.pages)
            document.reason = document.reason_code = None
            document.finished_at = datetime.now(UTC)
            session.flush()
            _set_state(session, document, has_problems=bool(record.problems))
            find_near_duplicates(session, document, [row.text for row in rows])
            weave(session, document, reviewed.shown, _shown)
            if entry is not None:
                outcome = Outcome(document.state.value)
                file_entry(session, entry, outcome, sha256, pages=document.pages)
            if binned is not None:  # it was deleted while it was read
                session.flush()
                self._put_in_bin(session, document)
                document.deleted_at = binned
            return document

    def fail(
        self, sha256: str, reason: str, code: str = VanbanError.code, entry: Entry | None = None
    ) -> Document:
        """Keep why a document could not be read, in words and by the code of the error."""
        with self._database.write() as session:
            document = _document(session, sha256)
            document.reason, document.reason_code = storable(reason), code
            if document.state != State.DELETED:
                document.state = State.FAILED
            document.finished_at = datetime.now(UTC)
            if entry is not None:
                file_entry(session, entry, Outcome.FAILED, sha256, reason)
            return document

    def failed(self) -> list[Document]:
        """The documents that could not be read, in the order in which they came."""
        waiting = select(Document).where(Document.state == State.FAILED)
        with self._database.read() as session:
            return list(session.scalars(waiting.order_by(Document.accepted_at, Document.sha256)))

    def changes(self) -> list[GazetteerChange]:
        """Who changed what in the authority file, oldest first."""
        with self._database.read() as session:
            return list(session.scalars(select(GazetteerChange).order_by(GazetteerChange.id)))

    def layout(self, sha256: str) -> list[tuple[str, list[PlacedWord]]]:
        """The text of each page and its words with their places, none where these are unknown."""
        pages = select(PageText).where(PageText.document == sha256).order_by(PageText.page)
        with self._database.read() as session:
            decisions = _decisions(session, sha256)
            return [
                (row.text, _places(row, decisions))
                for row in session.scalars(pages.options(undefer(PageText.layout)))
            ]

    def words(self, prefix: str, page: int) -> PageWords:
        """A page (from 1) word by word; NotStored where the document has no such page."""
        document = self.find(prefix)
        with self._database.read() as session:
            row = _page(session, document.sha256, page)
            if row is None:
                raise NotStored(
                    f"{document.name} has no text of page {page}.", "Ask for another page."
                )
            lines = _lines(row)
            settled = settled_words(page, lines, _decisions(session, document.sha256))
            return PageWords(
                document, page, row.text, reworded(page, lines, settled), frozenset(settled)
            )

    def documents(
        self, limit: int = 100, offset: int = 0, state: State | None = None
    ) -> list[Document]:
        """Documents outside the bin, those received last first; of one state or of all."""
        newest = select(Document).order_by(Document.accepted_at.desc(), Document.sha256)
        newest = newest.where(Document.state != State.DELETED)
        if state:
            newest = newest.where(Document.state == state)
        with self._database.read() as session:
            return list(session.scalars(newest.limit(limit).offset(offset)))

    def counts(self) -> dict[State, int]:
        """How many documents outside the bin are in each state."""
        counted = select(Document.state, func.count()).group_by(Document.state)
        counted = counted.where(Document.state != State.DELETED)
        with self._database.read() as session:
            return {State(state): count for state, count in session.execute(counted)}

    def binned(self) -> int:
        """How many documents lie in the bin."""
        with self._database.read() as session:
            wanted = select(func.count()).where(Document.state == State.DELETED)
            return session.scalar(wanted) or 0

    def find(self, prefix: str) -> Document:
        """The document whose hash begins so; NotStored or, where several do, BadRequest."""
        return self._find(prefix)

    def _find(self, prefix: str, *, deleted: bool = False) -> Document:
        wanted = select(Document).where(identity_begins(prefix, deleted=deleted))
        with self._database.read() as session:
            found = session.scalars(wanted.limit(2)).all()
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

    def record(self, prefix: str) -> Record:
        """The newest record of a document with the decisions of reviewers applied."""
        return self.reviewed(prefix).shown

    def reviewed(self, prefix: str) -> Reviewed:
        """The newest record of a document with every entry at its place, and what is settled."""
        document = self.find(prefix)
        with self._database.read() as session:
            return _reviewed(session, document)

    def decisions(self, prefix: str) -> list[Decision]:
        """The audit trail of a document, oldest first."""
        document = self.find(prefix)
        with self._database.read() as session:
            return _decisions(session, document.sha256)

    def decide(
        self, prefix: str, pointer: str, before: str, after: str, reviewer: str,
        *, reopen: bool = False, reject: bool = False,
    ) -> Decision:  # fmt: skip
        """Settle a value: the same text accepts it, another corrects it.

        ``reject`` says that the document has no such value; ``after`` then does not count.
        Conflict where the value no longer reads ``before``, or where someone has settled it and
        ``reopen`` does not say that this is known. BadRequest where there is no such value.
        """
        sha256 = self.find(prefix).sha256
        after = "" if reject else after.strip()
        if not after and not reject:
            raise BadRequest("A correction cannot be empty.", "Give the value as it should read.")
        if not before and not reject and word_place(pointer) is None:
            raise BadRequest("What was not found is added.", "POST it to the document's `values`.")
        if is_a_time(pointer):
            after = time_given(after)
        if not reject and after != before:
            check_correction(pointer, after, word=word_place(pointer) is not None)
        verdict = Verdict.ACCEPT if after == before else Verdict.CORRECT
        with self._database.write() as session:
            document = _document(session, sha256)
            _check_current(*_value_at(session, document, pointer), pointer, before, reopen)
            decision = Decision(
                document=sha256,
                pointer=pointer,
                before=before,
                after=after,
                verdict=Verdict.REJECT if reject else verdict,
                reviewer=signature(reviewer),
                decided_at=datetime.now(UTC),
            )
            self._keep_decision(session, document, decision)
            return decision

    def undo(self, prefix: str, decision: int, reviewer: str) -> Decision:
        """Take back the decision of a number; the value is again as it was before it.

        Conflict where it was taken back already or a later one on the same value stands.
        """
        sha256 = self.find(prefix).sha256
        with self._database.write() as session:
            document = _document(session, sha256)
            kept = standing(_decisions(session, sha256))
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
                reviewer=signature(reviewer),
                decided_at=datetime.now(UTC),
            )
            self._keep_decision(session, document, taken_back)
            return taken_back

    def add(
        self,
        prefix: str,
        pointer: str,
        given: str | Mapping[str, str],
        reviewer: str,
        marked: Marked | None = None,
    ) -> Decision:
        """Add what had not been found: a value, or an entry of a list ("/recipients/-").

        ``given`` is the text, or the keys of an entry (``store.additions.ENTRIES``); ``marked`` where it
        stands. The decision names an added entry as later ones do ("/recipients/+1"). Conflict where
        there is a value or such an entry by now, BadRequest where nothing can be added.
        """
        sha256 = self.find(prefix).sha256
        after = as_given(pointer, given)
        with self._database.write() as session:
            document = _document(session, sha256)
            reviewed, taken = _reviewed(session, document), _decisions(session, sha256)
            evidence = _marked_evidence(session, sha256, marked, taken) if marked else None
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
                decided_at=datetime.now(UTC),
                evidence=evidence.model_dump_json() if evidence else None,
            )
            self._keep_decision(session, document, decision)
            return decision

    def _keep_decision(self, session: Session, document: Document, decision: Decision) -> None:
        sha256, pointer = document.sha256, decision.pointer
        if document.state == State.DELETED:
            raise Conflict(f"{document.name} has been deleted.", "Restore it from the bin first.")
        session.add(decision)
        session.flush()
        if decision.verdict != Verdict.ACCEPT:  # which teaches nothing that was not known
            renew_lessons(session, sha256, pointer)
        reviewed = _reviewed(session, document)
        place = word_place(pointer)
        if place is not None:
            _write_page(session, sha256, place.page)
        else:
            this = (OpenValue.document == sha256, OpenValue.pointer == pointer)
            judge(session, document, pointer, session.scalar(select(OpenValue).where(*this)))
            renew_open_values(session, document, reviewed, pointer)
        self._index.refresh(session, sha256, derive(session, document, reviewed.shown, None))
        weave(session, document, reviewed.shown, _shown)
        session.flush()
        if place is None:
            _set_state(session, document, has_problems=False)

    def queue(self, limit: int, prefix: str | None = None) -> list[OpenQuestion]:
        """The open values whose turn it is (``store.waiting``), of one document or of all."""
        first = select(OpenValue.id).order_by(OpenValue.turn, OpenValue.id).limit(limit)
        if prefix is not None:
            first = first.where(OpenValue.document == self.find(prefix).sha256)
        # Chosen before their documents are looked up: else a database may begin with all documents.
        wanted = (
            select(OpenValue, Document.name, Document.kind, Document.pages)
            .join(Document, Document.sha256 == OpenValue.document)
            .where(OpenValue.id.in_(first))
            .order_by(OpenValue.turn, OpenValue.id)
        )
        with self._database.read() as session:
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

    def unsure(self, prefix: str | None = None) -> int:
        """How many values wait for a person, in all documents or in one."""
        sha256 = self.find(prefix).sha256 if prefix else None
        with self._database.read() as session:
            return unsure(session, sha256)

    def texts_cited(self, record: Record) -> list[str]:
        """The texts of the stored documents that a record cites, one string a document."""
        numbers = {number_key(reference.number) for reference in record.references} - {None}
        pages = (
            select(PageText.document, PageText.text)
            .join(Document, Document.sha256 == PageText.document)
            .where(Document.number_key.in_(numbers), Document.sha256 != record.source.sha256)
            .order_by(PageText.document, PageText.page)
        )
        texts: dict[str, list[str]] = {}
        with self._database.read() as session:
            for sha256, text in session.execute(pages):
                texts.setdefault(sha256, []).append(text)
        return ["\n".join(parts) for parts in texts.values()]

    def found(self, words: str, limit: int = 20, filters: Filters | None = None) -> Found:
        """As ``search``, with how many documents answer by kind, issuer and year."""
        with self._database.read() as session:
            return self._index.count(session, words, limit, filters)

    def passage(self, prefix: str, page: int, words: str) -> list[Box]:
        """Where the words of a search stand on a page, the best passage first.

        None where that is not known.
        """
        document = self.find(prefix)
        with self._database.read() as session:
            row = _page(session, document.sha256, page)
            places = _places(row, _decisions(session, document.sha256)) if row else []
        texts = [place.text for place in places]
        hits = hits_in(texts, Query.parse(words))
        best = first_of_best(texts, hits) if hits else 0
        return [Box(*places[at][1:]) for at in sorted(hits, key=lambda at: (at < best, at))]

    def search(self, words: str, limit: int = 20, filters: Filters | None = None) -> list[Hit]:
        """The pages that have all words; see ``store.search`` for how diacritics count."""
        with self._database.read() as session:
            return self._index.find(session, words, limit, filters)


def _file_name(name: str) -> str:
    """The last part of a name from outside, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_CHARACTERS] or "unnamed"


def _document(session: Session, sha256: str) -> Document:
    document = session.get(Document, sha256, with_for_update=True)
    if document is None:
        raise NotStored(f"No document {sha256[:12]} is in the store.", "Accept its bytes first.")
    return document


def _version(session: Session, sha256: str) -> int:
    newest = select(func.max(StoredRecord.version)).where(StoredRecord.document == sha256)
    return session.scalar(newest) or 0


def _decisions(session: Session, sha256: str) -> list[Decision]:
    taken = select(Decision).where(Decision.document == sha256).order_by(Decision.id)
    return list(session.scalars(taken))


def _reviewed(session: Session, document: Document) -> Reviewed:
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
    record = _weighed(Record.model_validate_json(stored), in_force(session))
    return apply_decisions(record, _decisions(session, document.sha256))


def _shown(session: Session, document: Document) -> Record:
    return _reviewed(session, document).shown


def _weighed(record: Record, fit: InForce) -> Record:
    """The record with the confidences that a fit gives it; records are kept with the shipped ones."""
    if fit.layer.weights:
        record = record.model_copy(deep=True)
        fit.layer.apply(record)
    return record


def _weighed_otherwise(fit: InForce) -> Select[Document]:
    other = or_(Document.fit < fit.number, Document.fit > fit.number)
    return select(Document).where(other).order_by(Document.sha256)


def _value_at(session: Session, document: Document, pointer: str) -> tuple[str | None, bool]:
    """How a value or a word of the text reads, None where there is none; whether it is settled."""
    place = word_place(pointer)
    if place is None:
        reviewed = _reviewed(session, document)
        values = {found.pointer: found.value for found in reviewed.values()}
        nothing = "" if is_empty(reviewed.record, pointer) else None
        return values.get(pointer, nothing), pointer in reviewed.settled
    row = _page(session, document.sha256, place.page)
    lines = _lines(row) if row is not None else []
    settled = settled_words(place.page, lines, _decisions(session, document.sha256))
    return settled.get(place, word_at(lines, place)), place in settled


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


def _page(session: Session, sha256: str, page: int) -> PageText | None:
    wanted = select(PageText).where(PageText.document == sha256, PageText.page == page)
    return session.scalars(wanted.options(undefer(PageText.layout))).first()


def _lines(row: PageText) -> list[ReadLine]:
    return unpack(row.layout) if row.layout else []


def _places(row: PageText, decisions: Sequence[Decision]) -> list[PlacedWord]:
    lines = _lines(row)
    if row.layout and not lines:
        return unpack_places(row.layout)
    return placed(reworded(row.page, lines, settled_words(row.page, lines, decisions)))


def _marked_evidence(
    session: Session, sha256: str, marked: Marked, decisions: Sequence[Decision]
) -> Evidence:
    row = _page(session, sha256, marked.page)
    if row is None:
        raise BadRequest(f"The document has no page {marked.page}.", "Mark words of another.")
    lines = _lines(row)
    settled = settled_words(row.page, lines, decisions)
    return evidence_of(marked, _places(row, decisions), reworded(row.page, lines, settled))


def _write_page(session: Session, sha256: str, page: int) -> None:
    """Write the text of a page anew, its words as reviewers left them."""
    row = _page(session, sha256, page)
    if row is not None and (lines := _lines(row)):
        row.text = _wording(page, lines, _decisions(session, sha256))


def _wording(page: int, lines: Sequence[ReadLine], decisions: Sequence[Decision]) -> str:
    settled = settled_words(page, lines, decisions)
    text = "\n".join(line.text for line in reworded(page, lines, settled))
    return storable(canonical(text))


def _set_state(session: Session, document: Document, *, has_problems: bool) -> None:
    waits = has_problems or unsure(session, document.sha256)
    document.state = State.REVIEW if waits else State.DONE


def _page_texts(
    sha256: str,
    pages: Sequence[str],
    layouts: Sequence[bytes | None],
    decisions: Sequence[Decision],
) -> list[PageText]:
    reworded_pages = {place.page for one in decisions if (place := word_place(one.pointer))}
    rows: list[PageText] = []
    for number, page in enumerate(pages, start=1):
        # Some text layers have NUL between letters, which PostgreSQL does not keep.
        row = PageText(
            document=sha256,
            page=number,
            text=storable(canonical(page)),
            layout=layouts[number - 1] if number <= len(layouts) else None,
        )
        if number in reworded_pages and (lines := _lines(row)):
            row.text = _wording(number, lines, decisions)
        rows.append(row)
    return rows
