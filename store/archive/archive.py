"""The archive: documents by the hash of their bytes, their records, and what people decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from extract.record import Record
from ingest.errors import VanbanError
from ingest.page import Box
from store.accounts import Accounts
from store.archive import deciding
from store.archive.document import decisions_of, find_document, reviewed_of, shown_of
from store.archive.pages import PageWords, page_words, passage_on, placed_pages
from store.archive.readings import keep_failure, keep_reading
from store.archive.renewal import check_outdated, derive_outdated, weigh_outdated
from store.archive.wastebin import Bin
from store.cascade.questions import Cascades
from store.database.engine import Database, insert_missing
from store.database.tables import READ, Decision, Document, GazetteerChange, PageText, State
from store.documents.duplicates import Duplicates
from store.documents.exported import Export
from store.documents.layout import PlacedWord
from store.documents.originals import Originals
from store.documents.runs import Entry, Runs
from store.feeds import Feeds
from store.questions.derived import Links, number_key
from store.questions.facets import Filters
from store.questions.questions import Questions
from store.questions.saved import SavedSearches
from store.questions.search import Found, Hit, index_for
from store.review.decisions import Reviewed
from store.review.fits import Fits
from store.review.marking import Marked
from store.review.quality import Audits
from store.review.review import Options, Review
from store.review.waiting import OpenQuestion, queue, unsure
from store.sign_ons import SignOns
from store.webhooks import Webhooks
from store.words import signature

RECEIVED = "vanban"  # who restores a document whose bytes come once more
NAME_CHARACTERS = 255  # the longest file name of common file systems
_READ_AT_ONCE = 100  # documents whose records are held in memory together


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
        self.searches = SavedSearches(self._database)
        self.webhooks = Webhooks(self._database)
        self.feeds = Feeds(self._database)
        self.sign_ons = SignOns(self._database)
        self.bin = Bin(self._database, self._originals, self._index)
        self.cascades = Cascades(self._database, shown_of)
        derive_outdated(self._database, self._index)
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
        derive_outdated(self._database, self._index)

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
                .limit(_READ_AT_ONCE)
            )
            if only is not None:
                some = some.where(Document.sha256.in_(only))
            with self._database.read() as session:
                found = [
                    (document, reviewed_of(session, document)) for document in session.scalars(some)
                ]
            if not found:
                return
            yield from found
            last = found[-1][0].sha256

    def check_again(self) -> int:
        """Check the documents against those they cite that have not been, since either changed; how many."""
        return check_outdated(self._database)

    def weigh_again(self) -> None:
        """Bring the confidence of open values to the fit in force, where another one weighed them."""
        weigh_outdated(self._database)

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
        is_new = False
        with self._database.write() as session:
            while (document := session.get(Document, sha256, with_for_update=True)) is None:
                is_new = insert_missing(session, Document, row)
            if document.state == State.DELETED:
                self.bin.bring_back(session, document, signature(reviewer))
        if is_new:  # it may have been emptied out of the bin since its bytes were kept
            self._originals.keep(data)
        return document, is_new

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

        ``layouts`` say where the words of each page stand (``store.documents.layout``), ``links`` which
        units the names in the record mean; ``options`` what its values may read instead
        (``store.review.review``); ``entry`` is the file of a run that this answers, kept
        in the same transaction.
        """
        with self._database.write() as session:
            return keep_reading(
                session, self._index, sha256, record, pages, layouts, links, entry, options
            )

    def fail(
        self, sha256: str, reason: str, code: str = VanbanError.code, entry: Entry | None = None
    ) -> Document | None:
        """Keep why a document could not be read, in words and by the code of the error.

        None where it has been emptied out of the bin meanwhile.
        """
        with self._database.write() as session:
            return keep_failure(session, sha256, reason, code, entry)

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
        with self._database.read() as session:
            return placed_pages(session, sha256)

    def words(self, prefix: str, page: int) -> PageWords:
        """A page (from 1) word by word; NotStored where the document has no such page."""
        document = self.find(prefix)
        with self._database.read() as session:
            return page_words(session, document, page)

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

    def find(self, prefix: str) -> Document:
        """The document whose hash begins so; NotStored or, where several do, BadRequest."""
        with self._database.read() as session:
            return find_document(session, prefix)

    def record(self, prefix: str) -> Record:
        """The newest record of a document with the decisions of reviewers applied."""
        return self.reviewed(prefix).shown

    def reviewed(self, prefix: str) -> Reviewed:
        """The newest record of a document with every entry at its place, and what is settled."""
        document = self.find(prefix)
        with self._database.read() as session:
            return reviewed_of(session, document)

    def decisions(self, prefix: str) -> list[Decision]:
        """The audit trail of a document, oldest first."""
        document = self.find(prefix)
        with self._database.read() as session:
            return decisions_of(session, document.sha256)

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
        with self._database.write() as session:
            return deciding.decide(
                session, self._index, sha256, pointer, before, after, reviewer,
                reopen=reopen, reject=reject,
            )  # fmt: skip

    def undo(self, prefix: str, decision: int, reviewer: str) -> Decision:
        """Take back the decision of a number; the value is again as it was before it.

        Conflict where it was taken back already or a later one on the same value stands.
        """
        sha256 = self.find(prefix).sha256
        with self._database.write() as session:
            return deciding.undo(session, self._index, sha256, decision, reviewer)

    def add(
        self,
        prefix: str,
        pointer: str,
        given: str | Mapping[str, str],
        reviewer: str,
        marked: Marked | None = None,
    ) -> Decision:
        """Add what had not been found: a value, or an entry of a list ("/recipients/-").

        ``given`` is the text, or the keys of an entry (``store.review.additions.ENTRIES``); ``marked`` where it
        stands. The decision names an added entry as later ones do ("/recipients/+1"). Conflict where
        there is a value or such an entry by now, BadRequest where nothing can be added.
        """
        sha256 = self.find(prefix).sha256
        with self._database.write() as session:
            return deciding.add(session, self._index, sha256, pointer, given, reviewer, marked)

    def queue(self, limit: int, prefix: str | None = None) -> list[OpenQuestion]:
        """The open values whose turn it is (``store.review.waiting``), of one document or of all."""
        sha256 = self.find(prefix).sha256 if prefix is not None else None
        with self._database.read() as session:
            return queue(session, limit, sha256)

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

    def documents_found(self, words: str, limit: int, filters: Filters | None = None) -> list[str]:
        """The identities of documents that answer a search, the newest first."""
        with self._database.read() as session:
            return self._index.documents(session, words, limit, filters)

    def passage(self, prefix: str, page: int, words: str) -> list[Box]:
        """Where the words of a search stand on a page, the best passage first.

        None where that is not known.
        """
        document = self.find(prefix)
        with self._database.read() as session:
            return passage_on(session, document.sha256, page, words)

    def search(self, words: str, limit: int = 20, filters: Filters | None = None) -> list[Hit]:
        """The pages that have all words; see ``store.questions.search`` for how diacritics count."""
        with self._database.read() as session:
            return self._index.find(session, words, limit, filters)


def _file_name(name: str) -> str:
    """The last part of a name from outside, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_CHARACTERS] or "unnamed"
