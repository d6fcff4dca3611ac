"""The cascade kept with the archive: links and findings follow each document that comes, changes or goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from pydantic import TypeAdapter
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from extract.record import Evidence, Record
from store.cascade.checks.run import CHECKS_VERSION, check
from store.cascade.findings import Case, Finding, Link
from store.cascade.linking import leaf_of_row, link, unlink
from store.cascade.match import likeness
from store.cascade.papers import Mention, mentions_of
from store.cascade.relations import Relation
from store.cascade.rows import FindingVerdict, StoredFinding
from store.database.tables import READ, Citation, Document, PageText
from store.questions.lineage import lineage

# Documents that are checked anew at once with one that they cite (5 ms each); the rest of those that cite a
# decree of the whole country wait for ``Archive.check_again``.
AT_ONCE = 50
EVIDENCE = TypeAdapter(tuple[Evidence, ...])

# What reads the record of a document as reviewers left it.
Read = Callable[[Session, Document], Record]


def weave(session: Session, document: Document, record: Record, read: Read) -> None:
    """Put a document into the cascade, and check it and those that cite it.

    Its derived rows and its text have been written before.
    """
    session.flush()
    pages = _pages(session, document.sha256)
    case, mentions = Case(leaf_of_row(document), record, pages), mentions_of(record, pages)
    changed = link(session, case.leaf, mentions)
    session.flush()
    _check(session, document, case, mentions, read)
    citing = select(Citation.document).where(Citation.cited == document.sha256)
    _check_others(session, (changed | set(session.scalars(citing))) - {document.sha256}, read)


def leave(session: Session, document: Document, read: Read) -> None:
    """Take a document out of the cascade, and check those that cited it."""
    said = or_(StoredFinding.document == document.sha256, StoredFinding.other == document.sha256)
    session.execute(delete(StoredFinding).where(said))
    changed = unlink(session, document.sha256)
    session.flush()
    _check_others(session, changed - {document.sha256}, read)


def recheck(session: Session, document: Document, read: Read) -> None:
    """Check a document alone: its links stand, and those that cite it do not wait for it."""
    record, pages = read(session, document), _pages(session, document.sha256)
    case = Case(leaf_of_row(document), record, pages)
    _check(session, document, case, mentions_of(record, pages), read)


def unchecked(session: Session, limit: int) -> Sequence[Document]:
    """Documents that have been read and wait for their checks."""
    waiting = select(Document).where(Document.checked < CHECKS_VERSION, Document.state.in_(READ))
    return session.scalars(waiting.limit(limit)).all()


def _check_others(session: Session, documents: Collection[str], read: Read) -> None:
    some = sorted(documents)
    later = some[AT_ONCE:]
    if later:
        session.execute(update(Document).where(Document.sha256.in_(later)).values(checked=0))
    wanted = Document.sha256.in_(some[:AT_ONCE])
    for document in session.scalars(select(Document).where(wanted, Document.state.in_(READ))):
        recheck(session, document, read)


def _check(
    session: Session, document: Document, case: Case, mentions: Iterable[Mention], read: Read
) -> None:
    """Replace the findings of a document, each with what people said of it."""
    links = list(_links(session, case, mentions, read))
    findings = check(case, links, lambda: lineage().gazetteer)
    session.execute(delete(StoredFinding).where(StoredFinding.document == document.sha256))
    verdicts = {
        (one.rule, one.pointer, one.said): one.verdict
        for one in session.scalars(
            select(FindingVerdict)
            .where(FindingVerdict.document == document.sha256)
            .order_by(FindingVerdict.id)
        )
    }
    for finding in findings:
        row = _row(document.sha256, finding)
        row.verdict = verdicts.get((row.rule, row.pointer, row.said))
        session.add(row)
    document.checked = CHECKS_VERSION


def _links(session: Session, case: Case, mentions: Iterable[Mention], read: Read) -> Iterable[Link]:
    """The citations of a document with the documents that they mean."""
    linked = select(Citation).where(
        Citation.document == case.leaf.document, Citation.cited.is_not(None)
    )
    rows = {row.position: row for row in session.scalars(linked)}
    known: dict[str, Case] = {}
    for mention in mentions:
        row = rows.get(mention.position)
        if row is None or row.cited is None:
            continue
        if row.cited not in known:
            cited = session.get(Document, row.cited)
            if cited is None:
                continue
            known[row.cited] = Case(leaf_of_row(cited), read(session, cited), ())
        like = likeness(mention, case.leaf, known[row.cited].leaf)
        sure = row.confidence or like.confidence
        yield Link(
            mention, like._replace(confidence=sure), Relation(row.relation), known[row.cited]
        )


def _row(document: str, one: Finding) -> StoredFinding:
    return StoredFinding(
        document=document,
        rule=one.rule.value,
        severity=int(one.severity),
        pointer=one.pointer,
        said=one.said,
        expected=one.expected,
        other=one.other,
        other_pointer=one.other_pointer,
        evidence=EVIDENCE.dump_json(one.evidence).decode(),
        other_evidence=EVIDENCE.dump_json(one.other_evidence).decode(),
    )


def _pages(session: Session, sha256: str) -> list[str]:
    texts = select(PageText.text).where(PageText.document == sha256).order_by(PageText.page)
    return list(session.scalars(texts))
