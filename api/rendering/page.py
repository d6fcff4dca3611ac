"""How a page is made of its template: language, who is looking, what may be done."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.service.access import caller
from api.service.parts import service
from api.texts.words import Lang, Words
from ingest.clock import local
from store.archive.archive import Archive
from store.rights import Rights

Language = Annotated[Lang, Query(alias="lang")]
_templates = Jinja2Templates(Path(__file__).with_name("templates"))
_templates.env.filters["moment"] = lambda moment: f"{local(moment):%d/%m/%Y %H:%M}"


def page(
    request: Request, template: str, lang: Lang, context: dict[str, Any], status: int = 200
) -> HTMLResponse:
    """A page in a language for whoever asks for it."""
    words = Words(lang)
    shown = {
        "t": words,
        "other_language": _relative(request, lang=words.other),
        "sign_on": request.app.state.provider is not None,
        "who": (person := caller(request)),
        "may_review": person is not None and person.holder.rights.covers(Rights.REVIEWER),
        **context,
    }
    return _templates.TemplateResponse(request, template, shown, status)


class Visit:
    """Someone who asks for a page, in a language."""

    def __init__(self, request: Request, lang: Language = "vi") -> None:
        self.request, self.lang = request, lang
        self.shared = service(request)

    @property
    def archive(self) -> Archive:
        """The documents and all that is known of them."""
        return self.shared.archive

    @property
    def words(self) -> Words:
        """The texts in the language."""
        return Words(self.lang)

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The page of a template."""
        return page(self.request, template, self.lang, context, status)


Visitor = Annotated[Visit, Depends()]


def _relative(request: Request, **query: str) -> str:
    """The path of a request with other values in its query."""
    url = request.url.remove_query_params("once").include_query_params(**query)
    return f"{url.path}?{url.query}"
