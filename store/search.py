"""Full text search: with diacritics it is exact, without them it finds every spelling.

Each page has two rows of words, as written and folded. A query is folded only when it has no
diacritics itself, so that ``năm`` does not find ``Nam`` while ``nam`` finds both. On SQLite the
rows are an FTS5 table; on other databases a plain table searched with LIKE gives the same pages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Session

from ingest.errors import BadRequest
from normalize.folding import canonical, has_diacritics, strip_diacritics
from store.tables import Document, PageText, search_metadata, search_rows

SNIPPET_WORDS = 12  # words shown on each side of the first hit: about two printed lines
QUERY_TERMS = 32  # more terms than a person types; each one costs a look-up

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
# remove_diacritics 0: folding is done here, because FTS5's own leaves đ as it is.
_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_rows "
    "USING fts5(exact, folded, tokenize = 'unicode61 remove_diacritics 0')"
)


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


def search_words(written: str, folded: bool) -> Iterator[str]:
    """The words of a text in the form that is compared."""
    one_form = canonical(written)
    for word in _WORD.findall(strip_diacritics(one_form) if folded else one_form):
        yield word.lower()


class SearchIndex:
    """The two rows of words of every page, whatever database holds them."""

    def __init__(self, engine: Engine) -> None:
        self._fts5 = engine.dialect.name == "sqlite"

    def create(self, session: Session) -> None:
        """Make the index table where it is missing."""
        if self._fts5:
            session.execute(text(_FTS5))
        else:
            search_metadata.create_all(session.connection())

    def replace(self, session: Session, document: str, pages: Sequence[str]) -> None:
        """Put the texts of a document's pages in place of those indexed before."""
        old = session.scalars(select(PageText.id).where(PageText.document == document)).all()
        if old:
            session.execute(
                delete(search_rows).where(search_rows.c.rowid == bindparam("old")),
                [{"old": number} for number in old],
            )
            session.execute(delete(PageText).where(PageText.document == document))
        rows = [
            PageText(document=document, page=number, text=canonical(page))
            for number, page in enumerate(pages, start=1)
        ]
        session.add_all(rows)
        session.flush()
        if rows:
            session.execute(insert(search_rows), [_words_of(row) for row in rows])

    def find(self, session: Session, words: str, limit: int) -> list[Hit]:
        """The pages that have all words, best first where the database ranks."""
        query = Query.parse(words)
        found = (
            select(PageText, Document.name)
            .join(search_rows, search_rows.c.rowid == PageText.id)
            .join(Document, Document.sha256 == PageText.document)
            .where(_match(query) if self._fts5 else _like(query))
            .order_by(literal_column("search_rows.rank") if self._fts5 else PageText.id)
            .limit(limit)
        )
        return [
            Hit(page.document, name, page.page, snippet(page.text, query))
            for page, name in session.execute(found)
        ]


def _words_of(page: PageText) -> dict[str, Any]:
    """Blanks stand before and after every word, so that LIKE can ask for whole ones."""
    exact, folded = (f" {' '.join(search_words(page.text, form))} " for form in (False, True))
    return {"rowid": page.id, "exact": exact, "folded": folded}


def _match(query: Query) -> ColumnElement[bool]:
    column = "folded" if query.folded else "exact"
    phrases = " AND ".join(f'"{" ".join(phrase)}"' for phrase in query.phrases)
    return literal_column("search_rows").op("MATCH", is_comparison=True)(f"{column} : ({phrases})")


def _like(query: Query) -> ColumnElement[bool]:
    column = search_rows.c.folded if query.folded else search_rows.c.exact
    return and_(*(column.contains(f" {' '.join(phrase)} ") for phrase in query.phrases))


def snippet(page: str, query: Query) -> tuple[Part, ...]:
    """The words around the first hit on a page, all hits in them marked."""
    spans = [match.span() for match in _WORD.finditer(page)]
    words = [" ".join(search_words(page[start:stop], query.folded)) for start, stop in spans]
    hits = _hits(words, query.phrases)
    if not hits:
        return ()
    first = max(0, min(hits) - SNIPPET_WORDS)
    last = min(len(words), min(hits) + SNIPPET_WORDS + 1)
    return tuple(_parts(page, spans, range(first, last), hits))


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
