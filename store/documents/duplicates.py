"""Near-duplicates: two files that may be one paper scanned twice. Offered to people, never dropped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from ingest.errors import NotStored
from store.database.engine import Database
from store.database.tables import Document, NearDuplicate, State, TextBand, TextSketch
from store.documents.likeness import ALIKE, Sketch, bands, likeness, packed, sketch, unpacked
from store.words import signature

# Documents of one form may share a band by the thousand; the newest in each band are compared.
_COMPARED = 10
# Pairs offered of one document: with its likest neighbours a paper scanned often is found whole.
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that may be one paper; see ``NearDuplicate``."""

    id: int
    document: str
    name: str
    other: str
    other_name: str
    same_number: bool
    likeness: float
    same: bool | None


class Duplicates:
    """The pairs that were found, and what people said of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pairs(self, limit: int = 100, *, settled: bool = False) -> list[Pair]:
        """The pairs that nobody has settled (or those that someone has), the likest first.

        One of which a document lies in the bin waits until that comes back.
        """
        one, other = aliased(Document), aliased(Document)
        is_open = NearDuplicate.same.is_(None)
        found = (
            select(NearDuplicate, one.name, other.name)
            .join(one, one.sha256 == NearDuplicate.document)
            .join(other, other.sha256 == NearDuplicate.other)
            .where(~is_open if settled else is_open)
            .where(one.state != State.DELETED, other.state != State.DELETED)
            .order_by(NearDuplicate.likeness.desc(), NearDuplicate.id)
            .limit(limit)
        )
        with self._database.read() as session:
            return [
                Pair(
                    row.id, row.document, name, row.other, other_name,
                    row.same_number, row.likeness, row.same,
                )
                for row, name, other_name in session.execute(found)
            ]  # fmt: skip

    def settle(self, pair: int, *, same: bool | None, reviewer: str) -> None:
        """Keep what a person says of a pair, or with None open it again.

        NotStored where there is no such pair.
        """
        with self._database.write() as session:
            row = session.get(NearDuplicate, pair)
            if row is None:
                raise NotStored(
                    f"There is no pair {pair}.", "`vanban duplicates` shows those that wait."
                )
            row.same, row.reviewer, row.decided_at = same, signature(reviewer), datetime.now(UTC)


def find_near_duplicates(session: Session, document: Document, pages: Sequence[str]) -> None:
    """Keep the sketch of a document's text, and the pairs that it makes with those before it.

    A pair has the same number, date and issuer, or texts that are alike. What people have said
    of a pair stays.
    """
    session.execute(delete(TextBand).where(TextBand.document == document.sha256))
    session.execute(delete(TextSketch).where(TextSketch.document == document.sha256))
    mine = sketch(pages)
    near: set[str] = set()
    if mine is not None:
        near = set(_same_band(session, document.sha256, bands(mine)))
        session.add_all(TextBand(document=document.sha256, band=band) for band in bands(mine))
        session.add(TextSketch(document=document.sha256, sketch=packed(mine)))
    same_number = set(_same_number(session, document))
    sketches = dict(_sketches(session, near | same_number))
    likenesses = {
        other: likeness(mine, sketches[other])
        for other in near | same_number
        if mine is not None and other in sketches
    }
    offered = {other for other, alike in likenesses.items() if alike >= ALIKE} | same_number
    likest = sorted(offered, key=lambda other: -likenesses.get(other, 0.0))[:_OFFERED]
    for other in set(likest) - _met(session, document.sha256):
        pair = NearDuplicate(
            document=document.sha256,
            other=other,
            same_number=other in same_number,
            likeness=likenesses.get(other, 0.0),
            found_at=datetime.now(UTC),
        )
        session.add(pair)


def _met(session: Session, sha256: str) -> set[str]:
    """The documents that are in a pair with this one already."""
    one = select(NearDuplicate.other).where(NearDuplicate.document == sha256)
    other = select(NearDuplicate.document).where(NearDuplicate.other == sha256)
    return {*session.scalars(one), *session.scalars(other)}


def _same_number(session: Session, document: Document) -> Sequence[str]:
    if not (document.number_key and document.issued_on and document.issuer):
        return ()
    same = select(Document.sha256).where(
        Document.number_key == document.number_key,
        Document.issued_on == document.issued_on,
        Document.issuer == document.issuer,
        Document.sha256 != document.sha256,
    )
    return session.scalars(same.limit(_COMPARED)).all()


def _same_band(session: Session, sha256: str, text_bands: Sequence[int]) -> Iterator[str]:
    for band in text_bands:
        near = select(TextBand.document).where(TextBand.band == band, TextBand.document != sha256)
        yield from session.scalars(near.order_by(TextBand.id.desc()).limit(_COMPARED))


def _sketches(session: Session, documents: Iterable[str]) -> Iterator[tuple[str, Sketch]]:
    found = select(TextSketch).where(TextSketch.document.in_(documents))
    for row in session.scalars(found):
        yield row.document, unpacked(row.sketch)
