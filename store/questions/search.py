"""Full text search: with diacritics it is exact, without them it finds every spelling.

Each page has its words twice, as written and folded, and facets: words made of what is
known of its document (issuer, kind, number, dates, units, citations), so that a filter is one more
term of the same index. A word is folded only where it has no diacritics itself, so that ``năm``
does not find ``Nam`` while ``nam`` finds both, word by word: in ``thư viện hoc`` the last word may
be written in any way. The motto of the state and the names of the letterhead are found, and weigh
nothing. ``Index`` is what the archive uses; SQLite's FTS5
and PostgreSQL's full text stand behind it.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from normalize.folding import canonical
from store.database.tables import Document, PageText
from store.questions.facets import CUT, FIRST_PAGE, Filters, Marks, Terms, naming
from store.questions.passages import MOTTOS, Part, Query, has_all, passage_shown
from store.questions.syntax import fts5_match, tsquery_met, tsvector
from store.words import WORD, search_words

# Pages that are ranked: where more answer, the newest. Ranking all 200,000 pages of a store by a
# word that each of them has takes 300 ms, ranking 1,000 takes 12 ms.
RANKED = 1000
# Pages of one step on the way through all that answer; 5,000 texts are some 15 MB.
_SWEPT, _LAST_PAGE = 5000, 2**62
# Lines of a first page among which a letterhead stands.
_LETTERHEAD_LINES = 12


class Hit(NamedTuple):
    """A page that answers a query, and what is known of its document."""

    document: str
    name: str
    page: int
    snippet: tuple[Part, ...]
    number: str | None = None
    title: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    kind: str | None = None


class Found(NamedTuple):
    """Pages that answer, and how many documents do, in all and by kind, issuer and year.

    Counted are the documents of the ``RANKED`` newest pages that answer.
    """

    hits: list[Hit]
    documents: int
    kinds: Counter[str]
    issuers: Counter[str]
    years: Counter[str]


class Index(ABC):
    """The rows of words of every page, and what finds pages by them."""

    def replace(
        self, session: Session, document: str, pages: Sequence[PageText], marks: Marks
    ) -> None:
        """Put the texts of a document's pages in place of those indexed before."""
        old = session.scalars(select(PageText.id).where(PageText.document == document)).all()
        if old:
            self._drop(session, old)
            session.execute(delete(PageText).where(PageText.document == document))
        session.add_all(pages)
        session.flush()
        if pages:
            self._add(session, [self._row(page, marks) for page in pages])

    def refresh(self, session: Session, document: str, marks: Marks) -> None:
        """Index the stored pages of a document anew, with other marks."""
        pages = session.scalars(select(PageText).where(PageText.document == document)).all()
        if pages:
            self._drop(session, [page.id for page in pages])
            self._add(session, [self._row(page, marks) for page in pages])

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
        query, ranked = self._answers(session, words, limit, filters)
        return self._hits(session, query, ranked[:limit])

    def count(
        self, session: Session, words: str, limit: int, filters: Filters | None = None
    ) -> Found:
        """As ``find``, with how many documents answer by kind, issuer and year."""
        query, ranked = self._answers(session, words, RANKED, filters)
        of = select(PageText.document).where(PageText.id.in_(ranked))
        rows = session.execute(
            select(Document.type_name, Document.issuer, Document.issued_on).where(
                Document.sha256.in_(of)
            )
        ).all()
        return Found(
            self._hits(session, query, ranked[:limit]),
            len(rows),
            Counter(kind for kind, _, _ in rows if kind),
            Counter(name for _, issuer, _ in rows for name in (issuer or "").split("; ") if name),
            Counter(day[:4] for _, _, day in rows if day and day[:4].isdecimal()),
        )

    def _answers(
        self, session: Session, words: str, limit: int, filters: Filters | None
    ) -> tuple[Query | None, list[int]]:
        """What is asked, and the pages that answer, best first."""
        query, terms = _asked(words, filters)
        most = RANKED if query is not None and query.is_mixed else limit
        return query, self._having(session, query, self._ranked(session, query, terms, most))

    def documents(
        self, session: Session, words: str, limit: int, filters: Filters | None = None
    ) -> list[str]:
        """The documents of which a page answers, as many as are wanted, the newest first.

        Nothing is ranked, so it does not matter how many pages of each do. BadRequest as ``find``.
        """
        query, terms = _asked(words, filters)
        found: dict[str, None] = {}
        pages: Sequence[int] = [_LAST_PAGE]
        while len(found) < limit:
            pages = self._newest(session, query, terms, _SWEPT, before=pages[-1])
            if not pages:
                break
            of = select(PageText.document).where(
                PageText.id.in_(self._having(session, query, pages))
            )
            found |= dict.fromkeys(session.scalars(of.order_by(PageText.id.desc())))
        return list(found)[:limit]

    def _having(self, session: Session, query: Query | None, pages: Iterable[int]) -> list[int]:
        """Those of the pages that the index found which have all phrases."""
        pages = list(pages)
        if query is None or not query.is_mixed:
            return pages
        # The index knows that the phrase is there in some spelling, and its exact words somewhere.
        found = select(
            PageText.id, PageText.text, PageText.page, Document.title, Document.number
        ).join(Document, Document.sha256 == PageText.document)
        rows = session.execute(found.where(PageText.id.in_(pages)))
        right = {row.id for row in rows if has_all(_text_of(row), query)}
        return [number for number in pages if number in right]

    def _hits(self, session: Session, query: Query | None, ranked: Sequence[int]) -> list[Hit]:
        of_document = (
            Document.name, Document.number, Document.title, Document.issued_on, Document.issuer,
            Document.type_name,
        )  # fmt: skip
        found = (
            select(PageText.id, PageText.document, PageText.page, PageText.text, *of_document)
            .join(Document, Document.sha256 == PageText.document)
            .where(PageText.id.in_(ranked))
        )
        rows = {row.id: row for row in session.execute(found)}
        return [
            Hit(
                row.document, row.name, row.page, _shown(row, query), row.number,
                row.title, row.issued_on, row.issuer, row.type_name,
            )
            for row in (rows[number] for number in ranked if number in rows)
        ]  # fmt: skip

    @abstractmethod
    def _drop(self, session: Session, pages: Sequence[int]) -> None:
        """Take pages out of the index."""

    @abstractmethod
    def _add(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Put rows into the index."""

    @abstractmethod
    def _row(self, page: PageText, marks: Marks) -> dict[str, Any]:
        """The row of a page: ``rowid`` and the columns of words."""

    @abstractmethod
    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        """Pages that answer, best first. Pages are ranked among the ``RANKED`` newest."""

    @abstractmethod
    def _newest(
        self, session: Session, query: Query | None, terms: Terms, limit: int, before: int
    ) -> Sequence[int]:
        """Pages that answer, of those ``before`` one, the newest first.

        Without a query, first pages alone.
        """


def index_for(engine: Engine) -> Index:
    """The index of the database that is connected to."""
    return Fts5() if engine.dialect.name == "sqlite" else PostgreSQL()


class Fts5(Index):
    """SQLite: one FTS5 table, ranked by BM25; ``head`` has what weighs nothing, in both forms."""

    def _drop(self, session: Session, pages: Sequence[int]) -> None:
        session.execute(
            text("DELETE FROM search_rows WHERE rowid = :page"), [{"page": page} for page in pages]
        )

    def _add(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        columns = "rowid, exact, folded, facets, head"
        values = ":rowid, :exact, :folded, :facets, :head"
        session.execute(text(f"INSERT INTO search_rows({columns}) VALUES ({values})"), rows)

    def _row(self, page: PageText, marks: Marks) -> dict[str, Any]:
        body, head = _weighed(page, marks)
        exact, folded = (" ".join(search_words(body, form)) for form in (False, True))
        heads = f" {CUT} ".join(" ".join(search_words(head, form)) for form in (False, True))
        first = _on_page(marks.facets, page.page)
        row = {"rowid": page.id, "exact": exact, "folded": folded, "facets": first}
        return row | {"head": heads}

    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        if query is None:
            return self._newest(session, query, terms, limit, _LAST_PAGE)
        ranked = text(
            "SELECT rowid FROM (SELECT rowid, bm25(search_rows, 1, 1, 0, 0) AS rank FROM search_rows "
            "WHERE search_rows MATCH :match ORDER BY rowid DESC LIMIT :ranked) "
            "ORDER BY rank, rowid DESC LIMIT :limit"
        )
        asked = {"match": fts5_match(query, terms), "ranked": RANKED, "limit": limit}
        return session.scalars(ranked, asked)

    def _newest(
        self, session: Session, query: Query | None, terms: Terms, limit: int, before: int
    ) -> Sequence[int]:
        newest = text(
            "SELECT rowid FROM search_rows WHERE search_rows MATCH :match AND rowid < :before "
            "ORDER BY rowid DESC LIMIT :limit"
        )
        asked = {"match": fts5_match(query, terms), "before": before, "limit": limit}
        return session.scalars(newest, asked).all()


class PostgreSQL(Index):
    """PostgreSQL: three tsvector columns with one GIN index, ranked by cover density.

    What weighs nothing is of the lowest class (D), all else of the highest (A).

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

    def _row(self, page: PageText, marks: Marks) -> dict[str, Any]:
        body, head = _weighed(page, marks)
        exact, folded = (
            tsvector(search_words(body, form), search_words(head, form)) for form in (False, True)
        )
        first = tsvector(_on_page(marks.facets, page.page).split())
        return {"rowid": page.id, "exact": exact, "folded": folded, "facets": first}

    def _ranked(
        self, session: Session, query: Query | None, terms: Terms, limit: int
    ) -> Iterable[int]:
        if query is None:
            return self._newest(session, query, terms, limit, _LAST_PAGE)
        asked, met = tsquery_met(query, terms)
        weight = " + ".join(
            f"ts_rank_cd('{{0, 0, 0, 1}}', {column}, CAST(:{column} AS tsquery), 1)"
            for column in asked
            if column != "facets"
        )
        ranked = text(
            f"SELECT rowid FROM (SELECT * FROM search_rows WHERE {met} "
            f"ORDER BY rowid DESC LIMIT :ranked) AS newest "
            f"ORDER BY {weight} DESC, rowid DESC LIMIT :limit"
        )
        return session.scalars(ranked, {**asked, "ranked": RANKED, "limit": limit})

    def _newest(
        self, session: Session, query: Query | None, terms: Terms, limit: int, before: int
    ) -> Sequence[int]:
        asked, met = tsquery_met(query, terms)
        newest = text(
            f"SELECT rowid FROM search_rows WHERE {met} AND rowid < :before "
            "ORDER BY rowid DESC LIMIT :limit"
        )
        return session.scalars(newest, {**asked, "before": before, "limit": limit}).all()


def _asked(words: str, filters: Filters | None) -> tuple[Query | None, Terms]:
    """What is asked: words, which may be none where there are filters, and the facets."""
    terms = filters.terms() if filters else ()
    return (Query.parse(words) if words.strip() or not terms else None), terms


def _on_page(facets: str, page: int) -> str:
    return f"{FIRST_PAGE} {facets}" if page == 1 else facets


def _weighed(page: PageText, marks: Marks) -> tuple[str, str]:
    """The text of a page that counts in ranking, and the lines of motto and letterhead."""
    body: list[str] = []
    head: list[str] = []
    for number, line in enumerate(page.text.split("\n")):
        words = " ".join(search_words(line, folded=True))
        is_motto = words.count(" ") >= 2 and any(words in motto for motto in MOTTOS)
        on_top = page.page == 1 and number < _LETTERHEAD_LINES
        is_head = is_motto or (on_top and bool(words) and words in marks.letterhead)
        (head if is_head else body).append(line)
    if page.page == 1 and marks.named:
        body += [CUT, marks.named]
    return "\n".join(body), "\n".join(head)


def _text_of(row: Any) -> list[str]:
    """The words that a page is found by."""
    named = f"\n{CUT}\n{_named(row)}" if row.page == 1 else ""
    return WORD.findall(row.text + named)


def _named(row: Any) -> str:
    return canonical(naming(row.title, row.number))


def _shown(row: Any, query: Query | None) -> tuple[Part, ...]:
    return passage_shown(row.text, _named(row), query)
