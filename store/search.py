"""Full text search: with diacritics it is exact, without them it finds every spelling.

Each page has two rows of words, as written and folded, and one of facets: words made of what is
known of its document (issuer, kind, number, dates, units, citations), so that a filter is one more
term of the same index. A query is folded only when it has no diacritics itself, so that ``năm``
does not find ``Nam`` while ``nam`` finds both. ``Index`` is what the archive uses; SQLite's FTS5
and PostgreSQL's full text stand behind it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from ingest.errors import BadRequest
from normalize.folding import has_diacritics
from store.facets import FIRST_PAGE, Filters, Terms
from store.tables import Document, PageText
from store.words import WORD, search_words

SNIPPET_WORDS = 12  # words shown on each side of the first hit: about two printed lines
QUERY_TERMS = 32  # more terms than a person types; each one costs a look-up
# Pages that are ranked: where more answer, the newest. Ranking all 200,000 pages of a store by a
# word that each of them has takes 300 ms, ranking 1,000 takes 12 ms.
RANKED = 1000
# PostgreSQL counts places in a text up to 16,383, and a tsvector has at most 1 MB.
_LAST_PLACE, _TSVECTOR_WORDS, _LEXEME_LETTERS = 16_383, 40_000, 400

_TERM = re.compile(r'"([^"]*)"|(\S+)')


class Part(NamedTuple):
    """A stretch of a snippet; ``hit`` where it is what was asked for."""

    text: str
    hit: bool


class Hit(NamedTuple):
    """A page that answers a query."""

    document: str
    name: str
    page: int
    snippet: tuple[Part, ...]


class Query(NamedTuple):
    """What is asked: phrases of one word or more, all of which a page must have."""

    phrases: tuple[tuple[str, ...], ...]
    folded: bool

    @classmethod
    def parse(cls, words: str) -> "Query":
        """Read words and "phrases in quotes"; BadRequest where no word is left."""
        folded = not has_diacritics(words)
        terms = [quoted or bare for quoted, bare in _TERM.findall(words)]
        phrases = tuple(phrase for term in terms if (phrase := tuple(search_words(term, folded))))
        if not phrases:
            raise BadRequest("The search has no words.", "Type at least one word or number.")
        if len(phrases) > QUERY_TERMS:
            raise BadRequest("The search has too many words.", f"Use at most {QUERY_TERMS}.")
        return cls(phrases, folded)


class Index(ABC):
    """The rows of words of every page, and what finds pages by them."""

    def replace(
        self, session: Session, document: str, pages: Sequence[PageText], facets: str
    ) -> None:
        """Put the texts of a document's pages in place of those indexed before."""
        old = session.scalars(select(PageText.id).where(PageText.document == document)).all()
        if old:
            self._drop(session, old)
            session.execute(delete(PageText).where(PageText.document == document))
        session.add_all(pages)
        session.flush()
        if pages:
            self._add(session, [self._row(page, facets) for page in pages])

    def refresh(self, session: Session, document: str, facets: str) -> None:
        """Index the stored pages of a document anew, with other facets."""
        pages = session.scalars(select(PageText).where(PageText.document == document)).all()
        if pages:
            self._drop(session, [page.id for page in pages])
            self._add(session, [self._row(page, facets) for page in pages])

    def hide(self, session: Session, document: str) -> None:
        """Take the pages of a document out of the index; ``refresh`` brings them back."""
        pages = session.scalars(select(PageText.id).where(PageText.document == document)).all()
        if pages:
            self._drop(session, pages)

    def find(
        self, session: Session, words: str, limit: int, filters: Filters | None = None
    ) -> list[Hit]:
        """The pages that have all words and pass the filters, best first.

        Without words, the first pages of the documents that pass, the newest first. Raises
        BadRequest where there is neither.
        """
        terms = filters.terms() if filters else ()
        query = Query.parse(words) if words.strip() or not terms else None
        ranked = list(self._ranked(session, query, terms, limit))
        found = (
            select(PageText.id, PageText.document, PageText.page, PageText.text, Document.name)
            .join(Document, Document.sha256 == PageText.document)
            .where(PageText.id.in_(ranked))
        )
        rows = {row.id: row for row in session.execute(found)}
        return [
            Hit(row.document, row.name, row.page, _shown(row.text, query))
            for row in (rows[number] for number in ranked if number in rows)
        ]

    @abstractmethod
    def _drop(self, session: Session, pages: Sequence[int]) -> None:
        """Take pages out of the index."""

    @abstractmethod
    def _add(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Put rows into the index."""

    @abstractmethod
    def _row(self, page: PageText, facets: str) -> dict[str, Any]:
        """The row of a page: ``rowid`` and the three columns of words."""

    @abstractmethod
    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        """Pages that answer, best first. Pages are ranked among the ``RANKED`` newest."""


def index_for(engine: Engine) -> Index:
    """The index of the database that is connected to."""
    return Fts5() if engine.dialect.name == "sqlite" else PostgreSQL()


class Fts5(Index):
    """SQLite: one FTS5 table of three columns, ranked by BM25."""

    def _drop(self, session: Session, pages: Sequence[int]) -> None:
        session.execute(
            text("DELETE FROM search_rows WHERE rowid = :page"), [{"page": page} for page in pages]
        )

    def _add(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        columns = "rowid, exact, folded, facets"
        values = ":rowid, :exact, :folded, :facets"
        session.execute(text(f"INSERT INTO search_rows({columns}) VALUES ({values})"), rows)

    def _row(self, page: PageText, facets: str) -> dict[str, Any]:
        exact, folded = (" ".join(search_words(page.text, form)) for form in (False, True))
        first = _on_page(facets, page.page)
        return {"rowid": page.id, "exact": exact, "folded": folded, "facets": first}

    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        newest = "SELECT rowid, {rank} AS rank FROM search_rows WHERE search_rows MATCH :match ORDER BY rowid DESC LIMIT :ranked"
        if query is None:
            words = {"match": _fts5_terms(_first_pages(terms)), "ranked": limit}
            return session.scalars(text(newest.format(rank="0")), words)
        column = "folded" if query.folded else "exact"
        phrases = " AND ".join(map(_fts5_phrase, query.phrases))
        match = f"({column} : ({phrases}))"
        if terms:
            match += f" AND {_fts5_terms(terms)}"
        inner = newest.format(rank="bm25(search_rows, 1, 1, 0)")
        ranked = text(f"SELECT rowid FROM ({inner}) ORDER BY rank, rowid DESC LIMIT :limit")
        return session.scalars(ranked, {"match": match, "ranked": RANKED, "limit": limit})


class PostgreSQL(Index):
    """PostgreSQL: three tsvector columns with one GIN index, ranked by cover density.

    The vectors are written word by word with their places: the parser of the server, whose
    notion of a word depends on its locale, is not asked.
    """

    def _drop(self, session: Session, pages: Sequence[int]) -> None:
        session.execute(
            text("DELETE FROM search_rows WHERE rowid = ANY(:pages)"), {"pages": list(pages)}
        )

    def _add(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        values = "CAST(:exact AS tsvector), CAST(:folded AS tsvector), CAST(:facets AS tsvector)"
        session.execute(text(f"INSERT INTO search_rows VALUES (:rowid, {values})"), rows)

    def _row(self, page: PageText, facets: str) -> dict[str, Any]:
        exact, folded = (_tsvector(search_words(page.text, form)) for form in (False, True))
        first = _tsvector(_on_page(facets, page.page).split())
        return {"rowid": page.id, "exact": exact, "folded": folded, "facets": first}

    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        if query is None:
            newest = text(
                "SELECT rowid FROM search_rows WHERE facets @@ CAST(:facets AS tsquery) "
                "ORDER BY rowid DESC LIMIT :limit"
            )
            facets = _tsquery_terms(_first_pages(terms))
            return session.scalars(newest, {"facets": facets, "limit": limit})
        column = "folded" if query.folded else "exact"
        filtered = "AND facets @@ CAST(:facets AS tsquery)" if terms else ""
        ranked = text(
            f"SELECT rowid FROM (SELECT rowid, {column} AS words FROM search_rows "
            f"WHERE {column} @@ CAST(:words AS tsquery) {filtered} "
            "ORDER BY rowid DESC LIMIT :ranked) AS newest "
            "ORDER BY ts_rank_cd(words, CAST(:words AS tsquery), 1) DESC, rowid DESC LIMIT :limit"
        )
        wanted = {"words": " & ".join(map(_tsquery_phrase, query.phrases)), "limit": limit}
        if terms:
            wanted["facets"] = _tsquery_terms(terms)
        return session.scalars(ranked, {**wanted, "ranked": RANKED})


def _on_page(facets: str, page: int) -> str:
    return f"{FIRST_PAGE} {facets}" if page == 1 else facets


def _first_pages(terms: Terms) -> Terms:
    return (((FIRST_PAGE,),), *terms)


def _fts5_phrase(phrase: Iterable[str]) -> str:
    return f'"{" ".join(phrase)}"'


def _fts5_terms(terms: Terms) -> str:
    every = (f"({' OR '.join(map(_fts5_phrase, anyone))})" for anyone in terms)
    return f"(facets : ({' AND '.join(every)}))"


def _tsquery_phrase(phrase: Iterable[str]) -> str:
    return f"({' <-> '.join(map(_lexeme, phrase))})"


def _tsquery_terms(terms: Terms) -> str:
    return " & ".join(f"({' | '.join(map(_tsquery_phrase, anyone))})" for anyone in terms)


def _lexeme(word: str) -> str:
    """Words are letters and digits alone, so that nothing in the quotes needs an escape."""
    return f"'{word[:_LEXEME_LETTERS]}'"


def _tsvector(words: Iterable[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, word in zip(range(1, _TSVECTOR_WORDS), words, strict=False):
        places.setdefault(_lexeme(word), []).append(str(min(place, _LAST_PLACE)))
    return " ".join(f"{word}:{','.join(numbers)}" for word, numbers in places.items())


def _shown(page: str, query: Query | None) -> tuple[Part, ...]:
    if query is not None:
        return snippet(page, query)
    spans = [match.span() for match in WORD.finditer(page)][: 2 * SNIPPET_WORDS]
    return (Part(page[spans[0][0] : spans[-1][1]], False),) if spans else ()


def snippet(page: str, query: Query) -> tuple[Part, ...]:
    """The words around the first hit on a page, all hits in them marked."""
    spans = [match.span() for match in WORD.finditer(page)]
    words = [_searched(page[start:stop], query.folded) for start, stop in spans]
    hits = _hits(words, query.phrases)
    if not hits:
        return ()
    first = max(0, min(hits) - SNIPPET_WORDS)
    last = min(len(words), min(hits) + SNIPPET_WORDS + 1)
    return tuple(_parts(page, spans, range(first, last), hits))


@lru_cache(maxsize=2**14)  # the language has some 7,000 syllables
def _searched(word: str, folded: bool) -> str:
    return " ".join(search_words(word, folded))


def _hits(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> set[int]:
    hits: set[int] = set()
    for phrase in phrases:
        for start in range(len(words) - len(phrase) + 1):
            if tuple(words[start : start + len(phrase)]) == phrase:
                hits.update(range(start, start + len(phrase)))
    return hits


def _parts(
    page: str, spans: Sequence[tuple[int, int]], shown: range, hits: set[int]
) -> Iterator[Part]:
    """Cut the shown words into runs of hits and of other text."""
    run, run_is_hit = spans[shown[0]][0], shown[0] in hits
    for number in shown[1:]:
        if (number in hits) != run_is_hit:
            cut = spans[number][0] if number in hits else spans[number - 1][1]
            yield Part(page[run:cut], run_is_hit)
            run, run_is_hit = cut, not run_is_hit
    yield Part(page[run : spans[shown[-1]][1]], run_is_hit)
