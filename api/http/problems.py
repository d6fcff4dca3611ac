"""The one shape of an error over HTTP: problem details (RFC 9457) with a stable code."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.rendering.page import page
from api.texts.words import Lang
from ingest.errors import VanbanError

_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong and what to do; ``code`` does not change between versions."""

    type: str = Field(examples=["urn:vanban:problem:unknown-kind"])
    title: str = Field(examples=["Unsupported Media Type"])
    status: int = Field(examples=[415])
    code: str = Field(examples=["unknown-kind"])
    detail: str = Field(examples=["The file is of no kind that is read here."])
    advice: str | None = Field(None, examples=["Give a PDF, JPEG, PNG, TIFF, DOCX or text file."])


class ProblemResponse(JSONResponse):
    """A problem as an answer."""

    media_type = "application/problem+json"

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        advice: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        problem = Problem(
            type=f"urn:vanban:problem:{code}",
            title=HTTPStatus(status).phrase,
            status=status,
            code=code,
            detail=detail,
            advice=advice,
        )
        self.code, self.detail = code, detail
        headers = None if retry_after is None else {"Retry-After": str(retry_after)}
        super().__init__(problem.model_dump(), status, headers)

    @classmethod
    def of(cls, error: VanbanError) -> "ProblemResponse":
        """The answer that an expected failure gives."""
        wait = getattr(error, "retry_after", None)
        return cls(error.http_status, error.code, error.message, error.advice, wait)


def _wants_page(request: Request) -> bool:
    """Whether a browser asked for a page, or for what nothing answers."""
    route = request.scope.get("route")
    asked = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return asked and not getattr(route, "include_in_schema", False)


def _told(request: Request, problem: "ProblemResponse") -> Response:
    """A problem in the form that was asked for: a page for a browser."""
    if not _wants_page(request):
        return problem
    lang: Lang = "en" if request.query_params.get("lang") == "en" else "vi"
    shown = {"code": problem.code, "detail": problem.detail}
    try:
        return page(request, "problem.html", lang, shown, problem.status_code)
    except Exception as error:  # a page asks the store who looks at it, and that may be what failed
        _log.warning("no page for the problem %s: %r", problem.code, error)
        return problem


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entry of the problems that a route answers with."""
    content = {ProblemResponse.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Turn every error of the service into a problem, and describe problems in OpenAPI."""
    describe = app.openapi

    def with_problem() -> dict[str, Any]:
        described = describe()
        described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return described

    app.openapi = with_problem  # type: ignore[method-assign]

    @app.exception_handler(VanbanError)
    async def expected(request: Request, error: VanbanError) -> Response:
        if error.http_status == 401 and _wants_page(request):
            return RedirectResponse(f"/login?lang={request.query_params.get('lang', 'vi')}", 303)
        return _told(request, ProblemResponse.of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        problem = ProblemResponse(422, "invalid-request", faults, "GET /openapi.json describes it.")
        return _told(request, problem)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if isinstance(
            error.__cause__, VanbanError
        ):  # FastAPI's word for all that ends a body early
            return await expected(request, error.__cause__)
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return _told(request, ProblemResponse(error.status_code, code, str(error.detail)))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        problem = ProblemResponse(500, "internal", "The service failed.", "See its log.")
        return _told(request, problem)
