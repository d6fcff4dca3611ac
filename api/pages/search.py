"""The page of search: what was asked, what answers, and how it narrows."""

from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.http.asked import Searched
from api.rendering.page import Visitor
from api.service.access import CheckedRoute, Person
from ingest.errors import BadRequest
from store.questions.search import Found, Hit

LISTED = 50  # pages that answer
PASSAGES, FACETS = 3, 8  # of one document; of one filter

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)


@router.get("/pages/search")
def search(visit: Visitor, person: Person, asked: Searched) -> HTMLResponse:
    """Documents with their pages that have all words and pass the filters, the words marked."""
    given = asked.given()
    found, failed = None, None
    if given:
        try:
            found = visit.archive.found(asked.q, LISTED, asked.filters())
        except BadRequest:
            failed = "search-bad"
    return visit.page(
        "search.html",
        asked=asked,
        given=given,
        found=found,
        papers=_by_paper(found.hits) if found else [],
        facets=_facets(found, given) if found else [],
        narrowed=any(name != "q" for name in given),
        phrase=_phrase_meant(asked.q),
        taken_out=urlencode(given),
        failed=failed,
        saved=visit.archive.searches.of(person.holder.name),
    )


def _by_paper(hits: list[Hit]) -> list[list[Hit]]:
    """The hits of each document together, the best document first, three pages of each at most."""
    papers: dict[str, list[Hit]] = {}
    for hit in hits:
        papers.setdefault(hit.document, []).append(hit)
    return [some[:PASSAGES] for some in papers.values()]


def _facets(found: Found, given: dict[str, str]) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Kinds, issuers and years of what was found, each with its number and the query that narrows to it."""

    def query(**more: str) -> str:
        return urlencode(given | more)

    kinds = [(one, n, query(kind=one)) for one, n in found.kinds.most_common(FACETS)]
    issuers = [(one, n, query(issuer=one)) for one, n in found.issuers.most_common(FACETS)]
    years = [
        (one, found.years[one], query(since=f"1/1/{one}", until=f"31/12/{one}"))
        for one in sorted(found.years, reverse=True)[:FACETS]
    ]
    named = (("filter-kind", kinds), ("filter-issuer", issuers), ("search-year", years))
    return [(name, several) for name, several in named if several]


def _phrase_meant(words: str) -> str | None:
    """The query as one phrase, where several words stand without quotes."""
    return f'"{" ".join(words.split())}"' if '"' not in words and len(words.split()) > 1 else None
