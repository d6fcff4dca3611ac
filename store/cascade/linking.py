"""Links between citations and documents, kept as both arrive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.cascade.keys import keys_of
from store.cascade.match import LINKED, best, likeness
from store.cascade.papers import Leaf, Mention
from store.cascade.relations import relations
from store.cascade.rows import CascadeKey
from store.database.tables import Citation, Document

# Documents of one key that are weighed against a citation, the first that came: of a kind on a day more are
# hardly one archive's, of a number none.
MOST_ALIKE = 200


def link(session: Session, leaf: Leaf, mentions: Sequence[Mention]) -> set[str]:
    """Link the citations of a document and those that may mean it; the documents whose links changed.

    The rows of its citations have been made before (``store.questions.derived``).
    """
    session.flush()
    moved = _keep_keys(session, leaf, mentions)
    mine = Citation.document == leaf.document
    rows = {row.position: row for row in session.scalars(select(Citation).where(mine))}
    for mention, relation in zip(mentions, relations(one.before for one in mentions), strict=True):
        if row := rows.get(mention.position):
            row.relation = relation
            _settle(session, row, mention, leaf)
    changed = {row.document for row in _again(session, leaf.document)} if moved else set()
    return changed | _link_others(session, leaf)


def unlink(session: Session, document: str) -> set[str]:
    """Take a document out of the cascade; those that cited it, linked anew."""
    session.execute(delete(CascadeKey).where(CascadeKey.document == document))
    return {row.document for row in _again(session, document)}


def leaves_of(session: Session, documents: Iterable[str]) -> dict[str, Leaf]:
    """The heads of documents as their rows have them."""
    found = session.scalars(select(Document).where(Document.sha256.in_(list(documents))))
    return {one.sha256: leaf_of_row(one) for one in found}


def leaf_of_row(one: Document) -> Leaf:
    """The head of a document as its row has it."""
    issuers = tuple(one.issuer.split("; ")) if one.issuer else ()
    return Leaf(
        one.sha256, one.name, one.number, one.issued_on, one.type_name, issuers, one.parent_issuer,
        one.title, one.period,
    )  # fmt: skip


def mention_of_row(row: Citation) -> Mention:
    """A citation as its row has it, without its words."""
    return Mention(row.position, row.kind, row.number, row.issued_on, row.issuer, row.title, "", ())


def _keep_keys(session: Session, leaf: Leaf, mentions: Sequence[Mention]) -> bool:
    """Write the keys of a document; whether it is found under others than before."""
    mine = CascadeKey.document == leaf.document
    head = select(CascadeKey.key).where(mine, CascadeKey.position.is_(None))
    before = set(session.scalars(head))
    session.execute(delete(CascadeKey).where(mine))
    heads: list[tuple[int | None, Leaf | Mention]] = [(None, leaf)]
    heads += [(one.position, one) for one in mentions]
    session.add_all(
        CascadeKey(document=leaf.document, position=position, key=key)
        for position, one in heads
        for some in keys_of(one)
        for key in some
    )
    session.flush()
    return before != {key for some in keys_of(leaf) for key in some}


def _settle(session: Session, row: Citation, mention: Mention, citing: Leaf) -> None:
    """Link a citation to the document that it means, if the store has it."""
    keys = keys_of(mention)
    found = best(mention, citing, _alike(session, keys.sure))
    if found is None and keys.wide:
        found = best(mention, citing, _alike(session, keys.wide))
    row.cited = found[0].document if found else None
    row.confidence = round(found[1].confidence, 4) if found else None


def _alike(session: Session, keys: Sequence[str]) -> list[Leaf]:
    if not keys:
        return []
    shared = (
        select(CascadeKey.document)
        .where(CascadeKey.key.in_(keys), CascadeKey.position.is_(None))
        .order_by(CascadeKey.id)
        .limit(MOST_ALIKE)
    )
    return list(leaves_of(session, session.scalars(shared)).values())


def _link_others(session: Session, leaf: Leaf) -> set[str]:
    """Link the citations of other documents that mean this one."""
    changed: set[str] = set()
    keys = [key for some in keys_of(leaf) for key in some]
    waiting = (
        select(Citation)
        .join(
            CascadeKey,
            (CascadeKey.document == Citation.document) & (CascadeKey.position == Citation.position),
        )
        .where(CascadeKey.key.in_(keys), Citation.document != leaf.document)
        .distinct()
    )
    rows = [row for row in session.scalars(waiting) if row.cited != leaf.document]
    citing = leaves_of(session, {row.document for row in rows})
    for row in rows:
        mention, before = mention_of_row(row), (row.cited, row.confidence)
        sure = likeness(mention, citing[row.document], leaf).confidence
        if sure < LINKED:
            continue
        if row.cited is None:
            row.cited, row.confidence = leaf.document, round(sure, 4)
        else:
            _settle(session, row, mention, citing[row.document])
        if before != (row.cited, row.confidence):
            changed.add(row.document)
    return changed


def _again(session: Session, document: str) -> list[Citation]:
    """Link the citations anew that were linked to a document; those citations."""
    linked = Citation.cited == document
    rows = list(session.scalars(select(Citation).where(linked)))
    session.execute(update(Citation).where(linked).values(cited=None, confidence=None))
    citing = leaves_of(session, {row.document for row in rows})
    for row in rows:
        _settle(session, row, mention_of_row(row), citing[row.document])
    return rows
