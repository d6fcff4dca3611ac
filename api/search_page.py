"""The page of search: what was asked, what answers, and how it narrows."""

import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.access import CheckedRoute, Person
from api.rendering import Visitor
from ingest.errors import BadRequest
from store.corrections import time_given
from store.facets import Filters
from store.search import Found, Hit

LISTED = 50  # pages that answer
PASSAGES, FACETS = 3, 8  # of one document; of one filter

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)
Words300 = Annotated[str, Query(max_length=300)]


@router.get("/pages/search")
def search(
    visit: Visitor,
    person: Person,
    q: Annotated[str, Query(max_length=500)] = "",
    issuer: Words300 = "",
    kind: Words300 = "",
    number: Words300 = "",
    unit: Words300 = "",
    since: Annotated[str, Query(max_length=20)] = "",
    until: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Documents with their pages that have all words and pass the filters, the words marked."""
    asked = {"q": q, "issuer": issuer, "kind": kind, "number": number, "unit": unit}
    asked |= {"since": since, "until": until}
    asked = {name: value.strip() for name, value in asked.items()}
    found, failed = None, None
    if any(asked.values()):
        try:
            filters = Filters(
                issuer=issuer or None, kind=kind or None, number=number or None, unit=unit or None,
                issued_from=_day(since), issued_to=_day(until),
            )  # fmt: skip
            found = visit.archive.found(q, LISTED, filters)
        except BadRequest:
            failed = "search-bad"
    return visit.page(
        "search.html",
        asked=asked,
        found=found,
        papers=_by_paper(found.hits) if found else [],
        facets=_facets(found, asked) if found else [],
        narrowed=any(asked[name] for name in asked if name != "q"),
        phrase=_phrase_meant(q),
        taken_out=urlencode({name: value for name, value in asked.items() if value} | _iso(asked)),
        failed=failed,
        saved=visit.archive.searches.of(person.holder.name),
    )


def _by_paper(hits: list[Hit]) -> list[list[Hit]]:
    """The hits of each document together, the best document first, three pages of each at most."""
    papers: dict[str, list[Hit]] = {}
    for hit in hits:
        papers.setdefault(hit.document, []).append(hit)
    return [some[:PASSAGES] for some in papers.values()]


def _facets(found: Found, asked: dict[str, str]) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Kinds, issuers and years of what was found, each with its number and the query that narrows to it."""

    def query(**more: str) -> str:
        return urlencode({name: value for name, value in (asked | more).items() if value})

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


def _iso(asked: dict[str, str]) -> dict[str, str]:
    """The days of a query in the form of the interface for programs."""
    days = {name: _day_or_none(asked[name]) for name in ("since", "until")}
    return {name: day.isoformat() for name, day in days.items() if day}


def _day_or_none(written: str) -> datetime.date | None:
    try:
        return _day(written)
    except BadRequest:
        return None


def _day(written: str) -> datetime.date | None:
    if not written.strip():
        return None
    try:
        return datetime.date.fromisoformat(time_given(written))
    except ValueError:
        raise BadRequest(f"{written} is no day.", "Write it as 15/4/2020.") from None
