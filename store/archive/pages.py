"""The pages of a document: their texts as reviewers left them, and where the words stand."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from extract.record import Evidence
from ingest.errors import BadRequest, NotStored
from ingest.page import Box
from normalize.folding import canonical
from store.archive.document import decisions_of
from store.database.tables import Decision, Document, PageText
from store.documents.layout import PlacedWord, ReadLine, placed, unpack, unpack_places
from store.questions.passages import Query, first_of_best, hits_in
from store.review.marking import Marked, evidence_of
from store.review.wording import WordPlace, reworded, settled_words, word_at, word_place
from store.words import storable


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


def page_words(session: Session, document: Document, page: int) -> PageWords:
    """A page (from 1) word by word; NotStored where the document has no such page."""
    row = _page(session, document.sha256, page)
    if row is None:
        raise NotStored(f"{document.name} has no text of page {page}.", "Ask for another page.")
    lines = _lines(row)
    settled = settled_words(page, lines, decisions_of(session, document.sha256))
    return PageWords(document, page, row.text, reworded(page, lines, settled), frozenset(settled))


def placed_pages(session: Session, sha256: str) -> list[tuple[str, list[PlacedWord]]]:
    """The text of each page and its words with their places, none where these are unknown."""
    pages = select(PageText).where(PageText.document == sha256).order_by(PageText.page)
    decisions = decisions_of(session, sha256)
    return [
        (row.text, _places(row, decisions))
        for row in session.scalars(pages.options(undefer(PageText.layout)))
    ]


def passage_on(session: Session, sha256: str, page: int, words: str) -> list[Box]:
    """Where the words of a search stand on a page, the best passage first; none where unknown."""
    row = _page(session, sha256, page)
    places = _places(row, decisions_of(session, sha256)) if row else []
    texts = [place.text for place in places]
    hits = hits_in(texts, Query.parse(words))
    best = first_of_best(texts, hits) if hits else 0
    return [Box(*places[at][1:]) for at in sorted(hits, key=lambda at: (at < best, at))]


def word_of(session: Session, sha256: str, place: WordPlace) -> tuple[str | None, bool]:
    """How a word reads, None where there is none; whether it is settled."""
    row = _page(session, sha256, place.page)
    lines = _lines(row) if row is not None else []
    settled = settled_words(place.page, lines, decisions_of(session, sha256))
    return settled.get(place, word_at(lines, place)), place in settled


def marked_evidence(
    session: Session, sha256: str, marked: Marked, decisions: Sequence[Decision]
) -> Evidence:
    """The evidence of words that a reviewer marked; BadRequest where the page has none such."""
    row = _page(session, sha256, marked.page)
    if row is None:
        raise BadRequest(f"The document has no page {marked.page}.", "Mark words of another.")
    lines = _lines(row)
    settled = settled_words(row.page, lines, decisions)
    return evidence_of(marked, _places(row, decisions), reworded(row.page, lines, settled))


def rewrite_page(session: Session, sha256: str, page: int) -> None:
    """Write the text of a page anew, its words as reviewers left them."""
    row = _page(session, sha256, page)
    if row is not None and (lines := _lines(row)):
        row.text = _wording(page, lines, decisions_of(session, sha256))


def page_texts(
    sha256: str,
    pages: Sequence[str],
    layouts: Sequence[bytes | None],
    decisions: Sequence[Decision],
) -> list[PageText]:
    """The rows of pages that were read, with the words that reviewers had settled before."""
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


def _wording(page: int, lines: Sequence[ReadLine], decisions: Sequence[Decision]) -> str:
    settled = settled_words(page, lines, decisions)
    text = "\n".join(line.text for line in reworded(page, lines, settled))
    return storable(canonical(text))
