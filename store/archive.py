"""The archive: documents by the hash of their bytes, their records, and what people decided."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from extract.confidence import review_threshold
from extract.record import Evidence, Record
from ingest.errors import BadRequest, Conflict, NotStored, VanbanError
from settings import Settings
from store.database import Database
from store.decisions import Reviewed, apply_decisions
from store.originals import Originals
from store.search import Hit, SearchIndex
from store.tables import (
    Base,
    Decision,
    Document,
    OpenValue,
    PageText,
    State,
    StoredRecord,
    Verdict,
)

NAME_CHARACTERS = 255  # the longest file name of common file systems

_EVIDENCE = TypeAdapter(list[Evidence])


def sure() -> float:
    """The confidence below which a value waits for a person, by the setting ``accepted_error``."""
    return review_threshold(Settings().accepted_error)


class OpenQuestion(NamedTuple):
    """A value that nobody has settled, with where it stands."""

    document: str
    name: str
    pointer: str
    value: str
    confidence: float
    evidence: list[Evidence]


class Archive:
    """Every document that was received, in a database and a folder of originals."""

    def __init__(self, url: str, originals_folder: Path) -> None:
        self._database = Database(url)
        self._originals = Originals(originals_folder)
        self._index = SearchIndex(self._database.engine)
        with self._database.write() as session:
            Base.metadata.create_all(session.connection())
            self._index.create(session)

    def accept(self, data: bytes, name: str) -> tuple[Document, bool]:
        """Keep the bytes and a row for them before any work; the row, and whether it is new."""
        sha256 = self._originals.keep(data)
        with self._database.write() as session:
            known = session.get(Document, sha256)
            if known is not None:
                return known, False
            document = Document(
                sha256=sha256,
                name=_file_name(name),
                state=State.ACCEPTED,
                accepted_at=datetime.now(UTC),
            )
            session.add(document)
            return document, True

    def original(self, sha256: str) -> Path:
        """The path of the bytes as received."""
        return self._originals.path(sha256)

    def save_reading(self, sha256: str, record: Record, pages: Sequence[str]) -> Document:
        """Keep a new version of the record and the restored text of each page."""
        with self._database.write() as session:
            document = _document(session, sha256)
            session.add(
                StoredRecord(
                    document=sha256,
                    version=_version(session, sha256) + 1,
                    made_at=datetime.now(UTC),
                    json=record.model_dump_json(),
                )
            )
            self._index.replace(session, sha256, pages)
            reviewed = apply_decisions(record, _decisions(session, sha256))
            _replace_open_values(session, sha256, reviewed)
            document.kind = record.source.media_type
            document.pages = len(record.source.pages)
            document.reason = document.reason_code = None
            document.finished_at = datetime.now(UTC)
            _describe(session, document, reviewed.record)
            if record.problems:
                document.state = State.REVIEW
            return document

    def fail(self, sha256: str, reason: str, code: str = VanbanError.code) -> Document:
        """Keep why a document could not be read, in words and by the code of the error."""
        with self._database.write() as session:
            document = _document(session, sha256)
            document.state, document.reason = State.FAILED, reason
            document.reason_code = code
            document.finished_at = datetime.now(UTC)
            return document

    def documents(self, limit: int = 100, offset: int = 0) -> list[Document]:
        """Documents, those received last first."""
        newest = select(Document).order_by(Document.accepted_at.desc(), Document.sha256)
        with self._database.read() as session:
            return list(session.scalars(newest.limit(limit).offset(offset)))

    def find(self, prefix: str) -> Document:
        """The document whose hash begins so; NotStored or, where several do, BadRequest."""
        wanted = select(Document).where(Document.sha256.startswith(prefix.lower(), autoescape=True))
        with self._database.read() as session:
            found = session.scalars(wanted.limit(2)).all()
        if not prefix or not found:
            raise NotStored(
                f"No document begins with {prefix!r}.", "`vanban list` shows those in the store."
            )
        if len(found) > 1:
            raise BadRequest(
                f"Several documents begin with {prefix!r}.", "Give more letters of the identity."
            )
        return found[0]

    def record(self, prefix: str) -> Record:
        """The newest record of a document with the decisions of reviewers applied."""
        document = self.find(prefix)
        with self._database.read() as session:
            return _reviewed(session, document).record

    def decisions(self, prefix: str) -> list[Decision]:
        """The audit trail of a document, oldest first."""
        document = self.find(prefix)
        with self._database.read() as session:
            return _decisions(session, document.sha256)

    def decide(
        self, prefix: str, pointer: str, before: str, after: str, reviewer: str,
        *, reopen: bool = False,
    ) -> Decision:  # fmt: skip
        """Settle a value: the same text accepts it, another corrects it.

        Conflict where the value no longer reads ``before``, or where someone has settled it and
        ``reopen`` does not say that this is known. BadRequest where there is no such value.
        """
        sha256 = self.find(prefix).sha256
        after = after.strip()
        if not after:
            raise BadRequest("A correction cannot be empty.", "Give the value as it should read.")
        with self._database.write() as session:
            document = _document(session, sha256)
            reviewed = _reviewed(session, document)
            _check_current(reviewed, pointer, before, reopen)
            decision = Decision(
                document=sha256,
                pointer=pointer,
                before=before,
                after=after,
                verdict=Verdict.ACCEPT if after == before else Verdict.CORRECT,
                reviewer=reviewer,
                decided_at=datetime.now(UTC),
            )
            session.add(decision)
            session.execute(
                delete(OpenValue).where(OpenValue.document == sha256, OpenValue.pointer == pointer)
            )
            _describe(session, document, apply_decisions(reviewed.record, [decision]).record)
            return decision

    def queue(self, limit: int, prefix: str | None = None) -> list[OpenQuestion]:
        """The least sure open values, of one document or of all."""
        least_sure = (
            select(OpenValue, Document.name)
            .join(Document, Document.sha256 == OpenValue.document)
            .order_by(OpenValue.confidence, OpenValue.id)
            .limit(limit)
        )
        if prefix is not None:
            least_sure = least_sure.where(OpenValue.document == self.find(prefix).sha256)
        with self._database.read() as session:
            return [
                OpenQuestion(
                    row.document,
                    name,
                    row.pointer,
                    row.value,
                    row.confidence,
                    _EVIDENCE.validate_json(row.evidence),
                )
                for row, name in session.execute(least_sure)
            ]

    def unsure(self, prefix: str | None = None) -> int:
        """How many values wait for a person, in all documents or in one."""
        sha256 = self.find(prefix).sha256 if prefix else None
        with self._database.read() as session:
            return _unsure(session, sha256)

    def texts_cited(self, record: Record) -> list[str]:
        """The texts of the stored documents that a record cites, one string a document."""
        numbers = {reference.number for reference in record.references if reference.number}
        pages = (
            select(PageText.document, PageText.text)
            .join(Document, Document.sha256 == PageText.document)
            .where(Document.number.in_(numbers), Document.sha256 != record.source.sha256)
            .order_by(PageText.document, PageText.page)
        )
        texts: dict[str, list[str]] = {}
        with self._database.read() as session:
            for sha256, text in session.execute(pages):
                texts.setdefault(sha256, []).append(text)
        return ["\n".join(parts) for parts in texts.values()]

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """The pages that have all words; see ``store.search`` for how diacritics count."""
        with self._database.read() as session:
            return self._index.find(session, words, limit)


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
    return apply_decisions(Record.model_validate_json(stored), _decisions(session, document.sha256))


def _check_current(reviewed: Reviewed, pointer: str, before: str, reopen: bool) -> None:
    values = {found.pointer: found.value for found in reviewed.record.review_values()}
    if pointer not in values:
        raise BadRequest(f"The record has no value at {pointer!r}.", "Load the record again.")
    if values[pointer] != before or (pointer in reviewed.settled and not reopen):
        raise Conflict(
            f"The value at {pointer!r} has been settled as {values[pointer]!r} in the meantime.",
            "Load the record again and decide on the value as it is now.",
        )


def _replace_open_values(session: Session, sha256: str, reviewed: Reviewed) -> None:
    session.execute(delete(OpenValue).where(OpenValue.document == sha256))
    for found in reviewed.record.review_values():
        if found.pointer not in reviewed.settled:
            session.add(
                OpenValue(
                    document=sha256,
                    pointer=found.pointer,
                    value=found.value,
                    confidence=found.finding.confidence,
                    evidence=_EVIDENCE.dump_json(found.finding.evidence).decode(),
                )
            )


def _describe(session: Session, document: Document, record: Record) -> None:
    """Bring what the row says of the record up to date."""
    session.flush()
    document.number, document.title = record.header.number, record.header.title
    document.state = State.REVIEW if _unsure(session, document.sha256) else State.DONE


def _unsure(session: Session, sha256: str | None = None) -> int:
    count = select(func.count()).select_from(OpenValue).where(OpenValue.confidence < sure())
    if sha256 is not None:
        count = count.where(OpenValue.document == sha256)
    return session.scalar(count) or 0
