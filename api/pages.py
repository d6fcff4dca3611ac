"""The pages for people: documents with search and upload, and the review of unsure values."""

from pathlib import Path
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.pictures import KINDS_WITH_PICTURES, boxes_of
from api.schemas import SearchHit
from api.service import Service, service
from api.texts import Lang, Words
from ingest.errors import BadRequest
from store.archive import OpenQuestion, sure

REVIEW_VALUES = 20  # values of one page of review: about a minute at one key each
LISTED_DOCUMENTS = 50

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(Path(__file__).parent / "templates")
Shared = Annotated[Service, Depends(service)]
Language = Annotated[Lang, Query(alias="lang")]


class Card(NamedTuple):
    """An open value as the review page shows it."""

    question: OpenQuestion
    label: str
    raw: str
    percent: int
    has_strip: bool


@router.get("/")
def start(
    request: Request,
    shared: Shared,
    lang: Language = "vi",
    q: Annotated[str, Query(max_length=500)] = "",
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> HTMLResponse:
    """The documents of the store, a form to bring another, and search."""
    rows = shared.archive.documents(LISTED_DOCUMENTS + 1, offset)
    context = {
        "documents": rows[:LISTED_DOCUMENTS],
        "kinds_with_pictures": KINDS_WITH_PICTURES,
        "query": q,
        "hits": _hits(shared, q),
        "newer": max(0, offset - LISTED_DOCUMENTS) if offset else None,
        "older": offset + LISTED_DOCUMENTS if len(rows) > LISTED_DOCUMENTS else None,
    }
    return _page(request, "start.html", lang, context)


@router.get("/review")
def review(
    request: Request,
    shared: Shared,
    lang: Language = "vi",
    document: Annotated[str | None, Query(pattern="^[0-9a-fA-F]{4,64}$")] = None,
) -> HTMLResponse:
    """The least sure values first, of one document or of all."""
    words = Words(lang)
    questions = shared.archive.queue(REVIEW_VALUES, document)
    context = {
        "cards": [_card(question, words) for question in questions],
        "one": shared.archive.find(document) if document else None,
        "waiting": shared.archive.unsure(document),
        "reviewer": shared.settings.reviewer,
        "sure": sure(),
    }
    return _page(request, "review.html", lang, context)


def _page(request: Request, template: str, lang: Lang, context: dict[str, Any]) -> HTMLResponse:
    words = Words(lang)
    other = str(request.url.include_query_params(lang=words.other))
    return _templates.TemplateResponse(
        request, template, {"t": words, "other_language": other, **context}
    )


def _hits(shared: Service, query: str) -> list[SearchHit] | None:
    """None where nothing was asked; a query without words finds nothing."""
    if not query.strip():
        return None
    try:
        return [SearchHit.of(hit) for hit in shared.archive.search(query)]
    except BadRequest:
        return []


def _card(question: OpenQuestion, words: Words) -> Card:
    return Card(
        question,
        words.path(question.pointer),
        " … ".join(evidence.raw for evidence in question.evidence),
        round(question.confidence * 100),
        boxes_of(question.evidence) is not None,
    )
