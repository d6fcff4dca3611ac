"""Full text search: with diacritics it is exact, without them it finds every spelling.

Each page has its words twice, as written and folded, and facets: words made of what is
known of its document (issuer, kind, number, dates, units, citations), so that a filter is one more
term of the same index. A word is folded only where it has no diacritics itself, so that ``năm``
does not find ``Nam`` while ``nam`` finds both, word by word: in ``thư viện hoc`` the last word may
be written in any way. The motto of the state and the names of the letterhead are found, and weigh
nothing. ``Index`` is what the archive uses; SQLite's FTS5
and PostgreSQL's full text stand behind it.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from ingest.errors import BadRequest
from normalize.folding import canonical, has_diacritics, strip_diacritics
from store.facets import CUT, FIRST_PAGE, Filters, Marks, Terms
from store.tables import Document, PageText
from store.words import WORD, search_words

SNIPPET_WORDS = 12  # words shown on each side of the first hit: about two printed lines
QUERY_TERMS = 32  # more terms than a person types; each one costs a look-up
# Pages that are ranked: where more answer, the newest. Ranking all 200,000 pages of a store by a
# word that each of them has takes 300 ms, ranking 1,000 takes 12 ms.
RANKED = 1000
# Lines of a first page among which a letterhead stands.
_LETTERHEAD_LINES = 12
_MOTTOS = ("cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc")
# PostgreSQL counts places in a text up to 16,383, and a tsvector has at most 1 MB.
_LAST_PLACE, _TSVECTOR_WORDS, _LEXEME_LETTERS = 16_383, 40_000, 400

_TERM = re.compile(r'"([^"]*)"|(\S+)')


class Part(NamedTuple):
    """A stretch of a snippet; ``hit`` where it is what was asked for."""

    text: str
    hit: bool


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


class Query(NamedTuple):
    """What is asked: phrases of one word or more, all of which a page must have.

    A word with diacritics is meant as written, one without them in any spelling.
    """

    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, words: str) -> "Query":
        """Read words and "phrases in quotes"; BadRequest where no word is left."""
        terms = [quoted or bare for quoted, bare in _TERM.findall(words)]
        phrases = tuple(phrase for term in terms if (phrase := tuple(search_words(term, False))))
        if not phrases:
            raise BadRequest("The search has no words.", "Type at least one word or number.")
        if len(phrases) > QUERY_TERMS:
            raise BadRequest("The search has too many words.", f"Use at most {QUERY_TERMS}.")
        return cls(phrases)

    @property
    def is_mixed(self) -> bool:
        """Whether a phrase has words of both kinds, which no index holds side by side."""
        return any(_exact(phrase) and len(_exact(phrase)) < len(phrase) for phrase in self.phrases)


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
        terms = filters.terms() if filters else ()
        query = Query.parse(words) if words.strip() or not terms else None
        if query is None or not query.is_mixed:
            return query, list(self._ranked(session, query, terms, limit))
        # The index knows that the phrase is there in some spelling, and its exact words somewhere.
        ranked = list(self._ranked(session, query, terms, RANKED))
        found = select(PageText.id, PageText.text, PageText.page, Document.title).join(
            Document, Document.sha256 == PageText.document
        )
        rows = session.execute(found.where(PageText.id.in_(ranked))).all()
        right = {row.id for row in rows if _has_all(_text_of(row), query)}
        return query, [number for number in ranked if number in right]

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
                row.document, row.name, row.page, _shown(row.text, row.title, query), row.number,
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
        newest = "SELECT rowid, {rank} AS rank FROM search_rows WHERE search_rows MATCH :match ORDER BY rowid DESC LIMIT :ranked"
        if query is None:
            words = {"match": _fts5_terms(_first_pages(terms)), "ranked": limit}
            return session.scalars(text(newest.format(rank="0")), words)
        match = " AND ".join(_fts5_asked(phrase) for phrase in query.phrases)
        if terms:
            match += f" AND {_fts5_terms(terms)}"
        inner = newest.format(rank="bm25(search_rows, 1, 1, 0, 0)")
        ranked = text(f"SELECT rowid FROM ({inner}) ORDER BY rank, rowid DESC LIMIT :limit")
        return session.scalars(ranked, {"match": match, "ranked": RANKED, "limit": limit})


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
            _tsvector(search_words(body, form), search_words(head, form)) for form in (False, True)
        )
        first = _tsvector(_on_page(marks.facets, page.page).split())
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
        asked = _tsquery_asked(query)
        met = [f"{column} @@ CAST(:{column} AS tsquery)" for column in asked]
        if terms:
            asked["facets"] = _tsquery_terms(terms)
            met.append("facets @@ CAST(:facets AS tsquery)")
        weight = " + ".join(
            f"ts_rank_cd('{{0, 0, 0, 1}}', {column}, CAST(:{column} AS tsquery), 1)"
            for column in asked
            if column != "facets"
        )
        ranked = text(
            f"SELECT rowid FROM (SELECT * FROM search_rows WHERE {' AND '.join(met)} "
            f"ORDER BY rowid DESC LIMIT :ranked) AS newest "
            f"ORDER BY {weight} DESC, rowid DESC LIMIT :limit"
        )
        return session.scalars(ranked, {**asked, "ranked": RANKED, "limit": limit})


def _on_page(facets: str, page: int) -> str:
    return f"{FIRST_PAGE} {facets}" if page == 1 else facets


def _weighed(page: PageText, marks: Marks) -> tuple[str, str]:
    """The text of a page that counts in ranking, and the lines of motto and letterhead."""
    body: list[str] = []
    head: list[str] = []
    for number, line in enumerate(page.text.split("\n")):
        words = " ".join(search_words(line, folded=True))
        is_motto = words.count(" ") >= 2 and any(words in motto for motto in _MOTTOS)
        on_top = page.page == 1 and number < _LETTERHEAD_LINES
        is_head = is_motto or (on_top and bool(words) and words in marks.letterhead)
        (head if is_head else body).append(line)
    if page.page == 1 and marks.named:
        body += [CUT, marks.named]
    return "\n".join(body), "\n".join(head)


def _exact(phrase: Iterable[str]) -> tuple[str, ...]:
    """The words of a phrase that are meant as written."""
    return tuple(word for word in phrase if has_diacritics(word))


def _folded(phrase: Iterable[str]) -> tuple[str, ...]:
    return tuple(strip_diacritics(word) for word in phrase)


def _fts5_asked(phrase: tuple[str, ...]) -> str:
    exact = _exact(phrase)
    if len(exact) == len(phrase):
        return f"({{exact head}} : {_fts5_phrase(phrase)})"
    either = f"({{folded head}} : {_fts5_phrase(_folded(phrase))})"
    return " AND ".join([either, *(f"({{exact head}} : {_fts5_phrase([word])})" for word in exact)])


def _tsquery_asked(query: Query) -> dict[str, str]:
    """What each column must have, for those of which something is asked."""
    asked: dict[str, list[tuple[str, ...]]] = {"exact": [], "folded": []}
    for phrase in query.phrases:
        exact = _exact(phrase)
        if len(exact) == len(phrase):
            asked["exact"].append(phrase)
        else:
            asked["folded"].append(_folded(phrase))
            asked["exact"] += ((word,) for word in exact)
    return {
        column: " & ".join(map(_tsquery_phrase, phrases))
        for column, phrases in asked.items()
        if phrases
    }


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


def _tsvector(words: Iterable[str], weightless: Iterable[str] = ()) -> str:
    places: dict[str, list[str]] = {}
    classed = chain(((word, "A") for word in words), [(CUT, "A")], ((w, "") for w in weightless))
    for place, (word, of) in zip(range(1, _TSVECTOR_WORDS), classed, strict=False):
        places.setdefault(_lexeme(word), []).append(f"{min(place, _LAST_PLACE)}{of}")
    return " ".join(f"{word}:{','.join(numbers)}" for word, numbers in places.items())


def _shown(page: str, title: str | None, query: Query | None) -> tuple[Part, ...]:
    if query is not None:
        return snippet(page, query) or snippet(canonical(title or ""), query)
    spans = [match.span() for match in WORD.finditer(page)][: 2 * SNIPPET_WORDS]
    return (Part(page[spans[0][0] : spans[-1][1]], False),) if spans else ()


def snippet(page: str, query: Query) -> tuple[Part, ...]:
    """The words of a page among which most hits stand, all hits in them marked."""
    spans = [match.span() for match in WORD.finditer(page)]
    words = [page[start:stop] for start, stop in spans]
    hits = hits_in(words, query)
    if not hits:
        return ()
    best = first_of_best(words, hits)
    first = max(0, best - SNIPPET_WORDS // 2)
    last = min(len(spans), first + 2 * SNIPPET_WORDS + 1)
    return tuple(_parts(page, spans, range(first, last), hits))


@lru_cache(maxsize=2**14)  # the language has some 7,000 syllables
def _searched(word: str) -> frozenset[str]:
    """The words that a word of a page answers to: itself, and without its diacritics."""
    return frozenset(" ".join(search_words(word, folded)) for folded in (False, True))


def hits_in(words: Iterable[str], query: Query) -> set[int]:
    """Which words of a text answer, by their places from 0."""
    hits: set[int] = set()
    for runs in _runs(words, query):
        for run in runs:
            hits.update(run)
    return hits


def first_of_best(words: Sequence[str], hits: Collection[int]) -> int:
    """The hit that begins the passage with most hits; those in the motto of the state count last."""
    counting = set(hits) - _in_mottos(words) or set(hits)
    return max(
        sorted(counting), key=lambda at: sum(at <= one <= at + SNIPPET_WORDS for one in counting)
    )


def _in_mottos(words: Sequence[str]) -> set[int]:
    folded = [strip_diacritics(word).lower() for word in words]
    return {
        start + i
        for motto in (motto.split() for motto in _MOTTOS)
        for start in range(len(folded) - len(motto) + 1)
        if folded[start : start + len(motto)] == motto
        for i in range(len(motto))
    }


def _has_all(words: Iterable[str], query: Query) -> bool:
    return all(_runs(words, query))


def _runs(words: Iterable[str], query: Query) -> list[list[range]]:
    """For each phrase the runs of words that are it."""
    answers = [_searched(word) for word in words]
    return [
        [
            range(start, start + len(phrase))
            for start in range(len(answers) - len(phrase) + 1)
            if all(word in answers[start + i] for i, word in enumerate(phrase))
        ]
        for phrase in query.phrases
    ]


def _text_of(row: Any) -> list[str]:
    """The words that a page is found by."""
    title = f"\n{CUT}\n{canonical(row.title or '')}" if row.page == 1 else ""
    return WORD.findall(row.text + title)


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
