"""Who may do what: one table of all routes, checked before each of them.

A route that the table does not have is closed to everyone; a test holds the table to the routes.
"""

import hashlib
import hmac
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from itsdangerous import BadSignature, TimestampSigner
from starlette.concurrency import run_in_threadpool

from api.service.parts import Service, service
from ingest.errors import VanbanError
from store.accounts import LOGIN_LASTS, Holder
from store.rights import Rights

COOKIE, CSRF_HEADER = "vanban", "X-CSRF-Token"
LOCAL = Holder(0, "", Rights.ADMINISTRATOR)
_SAFE_METHODS = ("GET", "HEAD")
_ANYONE = None
_READER, _REVIEWER, _ADMINISTRATOR = Rights.READER, Rights.REVIEWER, Rights.ADMINISTRATOR

NEEDED: dict[str, Rights | None] = {
    "GET /login": _ANYONE,
    "POST /login": _ANYONE,
    "GET /login/sign-on": _ANYONE,
    "GET /login/sign-on/back": _ANYONE,
    "GET /health": _ANYONE,
    "GET /docs": _ANYONE,
    "POST /logout": _READER,
    "GET /account": _READER,
    "POST /account/password": _READER,
    "GET /tokens": _READER,
    "POST /tokens": _READER,
    "DELETE /tokens/{token}": _READER,
    "GET /accounts": _ADMINISTRATOR,
    "POST /accounts": _ADMINISTRATOR,
    "PATCH /accounts/{name}": _ADMINISTRATOR,
    "GET /": _READER,
    "GET /review": _READER,
    "GET /view/{identity}": _READER,
    "GET /pages/units": _READER,
    "GET /pages/deadlines": _READER,
    "GET /pages/pairings": _READER,
    "GET /pages/cascade": _READER,
    "GET /pages/search": _READER,
    "POST /documents": _REVIEWER,
    "GET /documents": _READER,
    "GET /documents/{identity}": _READER,
    "GET /documents/{identity}/passage": _READER,
    "GET /documents/{identity}/passage.png": _READER,
    "GET /documents/{identity}/original": _READER,
    "GET /documents/{identity}/searchable.pdf": _READER,
    "GET /exports/originals.zip": _READER,
    "GET /exports/{form}": _READER,
    "DELETE /documents/{identity}": _REVIEWER,
    "POST /documents/{identity}/restore": _REVIEWER,
    "GET /bin": _REVIEWER,
    "DELETE /bin": _ADMINISTRATOR,
    "GET /pages/bin": _REVIEWER,
    "GET /documents/{identity}/state": _READER,
    "POST /documents/{identity}/retry": _REVIEWER,
    "GET /documents/{identity}/words": _READER,
    "GET /documents/{identity}/text": _READER,
    "GET /documents/{identity}/pages/{page}.png": _READER,
    "GET /documents/{identity}/strip": _READER,
    "GET /documents/{identity}/decisions": _READER,
    "POST /documents/{identity}/decisions": _REVIEWER,
    "POST /documents/{identity}/values": _REVIEWER,
    "POST /documents/{identity}/decisions/{decision}/undo": _REVIEWER,
    "GET /events": _READER,
    "GET /queue": _READER,
    "GET /queue/progress": _READER,
    "GET /queue/quality": _READER,
    "GET /queue/same": _READER,
    "POST /queue/same": _REVIEWER,
    "GET /search": _READER,
    "GET /searches": _READER,
    "POST /searches": _READER,
    "DELETE /searches/{slug}": _READER,
    "GET /metrics": _READER,
    "GET /learn": _ADMINISTRATOR,
    "POST /learn": _ADMINISTRATOR,
    "POST /learn/undo": _ADMINISTRATOR,
    "GET /pages/learning": _ADMINISTRATOR,
    "GET /webhooks": _ADMINISTRATOR,
    "POST /webhooks": _ADMINISTRATOR,
    "DELETE /webhooks/{number}": _ADMINISTRATOR,
    "GET /deliveries": _ADMINISTRATOR,
    "POST /deliveries/{number}/again": _ADMINISTRATOR,
    "GET /pages/webhooks": _ADMINISTRATOR,
    "GET /sources": _ADMINISTRATOR,
    "POST /sources": _ADMINISTRATOR,
    "DELETE /sources/{number}": _ADMINISTRATOR,
    "GET /sources/files": _ADMINISTRATOR,
    "GET /pages/sources": _ADMINISTRATOR,
    "GET /gazetteer/matches": _READER,
    "GET /gazetteer/units/{unit_id}": _READER,
    "GET /gazetteer/changes": _READER,
    "POST /gazetteer/changes": _REVIEWER,
    "POST /gazetteer/changes/{number}/undo": _REVIEWER,
    "GET /gazetteer/changes.tsv": _READER,
    "GET /deadlines": _READER,
    "GET /deadlines.ics": _READER,
    "GET /pairings": _READER,
    "GET /duties": _READER,
    "GET /citations": _READER,
    "GET /cascade": _READER,
    "GET /cascade/export": _READER,
    "GET /coverage": _READER,
    "GET /obligations": _READER,
    "GET /obligations.ics": _READER,
    "GET /checks": _READER,
    "POST /checks/{finding}": _REVIEWER,
    "GET /mentions": _READER,
    "GET /runs": _READER,
    "GET /duplicates": _READER,
    "POST /duplicates/{pair}": _REVIEWER,
}


class NotLoggedIn(VanbanError):
    """The request does not say who sends it, or by a login or token that has ended."""

    code, exit_code, http_status = "not-logged-in", 14, 401


class NotAllowed(VanbanError):
    """The account may not do this."""

    code, exit_code, http_status = "not-allowed", 15, 403


class Caller(NamedTuple):
    """Who sends a request; ``secret`` is that of a browser's login, None for programs."""

    holder: Holder
    secret: str | None

    @property
    def csrf(self) -> str:
        """What a page of this login proves itself by."""
        key = (self.secret or "").encode()
        return hmac.new(key, b"csrf", hashlib.sha256).hexdigest()

    def signs(self, wished: str | None) -> str:
        """The name under which a decision is kept; only without accounts another can be given."""
        return wished if wished and self.holder.account == LOCAL.account else self.holder.name


def caller(request: Request) -> Caller | None:
    """Who sends a request, by token or by the cookie of a login."""
    shared = service(request)
    if not shared.settings.login:
        return Caller(LOCAL._replace(name=shared.settings.reviewer), None)
    accounts = shared.archive.accounts
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        holder = accounts.holder(token.strip(), token=True)
        return Caller(holder, None) if holder else None
    secret = _signed_secret(shared, request.cookies.get(COOKIE, ""))
    holder = accounts.holder(secret, token=False) if secret else None
    return Caller(holder, secret) if holder else None


def permitted(request: Request) -> None:
    """Let a request pass that its sender may make; raises NotLoggedIn or NotAllowed."""
    method = "GET" if request.method == "HEAD" else request.method
    route = f"{method} {request.scope['route'].path}"
    if route in NEEDED and NEEDED[route] is _ANYONE:
        return
    found = caller(request)
    if found is None:
        raise NotLoggedIn("Nobody is logged in.", "Log in at /login, or send a token.")
    needed = NEEDED.get(route)
    if needed is None or not found.holder.rights.covers(needed):
        raise NotAllowed(
            f"A {found.holder.rights} may not do this.", "Ask an administrator for the right."
        )
    if found.secret is not None and request.method not in _SAFE_METHODS:
        check_csrf(found, request.headers.get(CSRF_HEADER, ""))
    request.state.caller = found


class CheckedRoute(APIRoute):
    """A route whose sender's right is checked before anything of the body is read.

    A dependency comes too late for that: FastAPI reads and parses the body first.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def checked(request: Request) -> Response:
            await run_in_threadpool(permitted, request)
            return await answer(request)

        return checked


def check_csrf(found: Caller, given: str) -> None:
    """Refuse a change that no page of the login sent."""
    if not hmac.compare_digest(found.csrf.encode(), given.encode()):
        raise NotAllowed("The page that sent this is out of date.", "Load it again.")


def current(request: Request) -> Caller:
    """Who sends a request that was let through."""
    found = request.state.caller
    assert isinstance(found, Caller)
    return found


def set_cookie(shared: Service, request: Request, answer: Response, secret: str) -> None:
    """Let a browser in: a signed cookie that scripts cannot read and other sites do not send."""
    answer.set_cookie(
        COOKIE,
        _signer(shared).sign(secret).decode(),
        max_age=int(LOGIN_LASTS.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _signed_secret(shared: Service, cookie: str) -> str | None:
    """The secret of a cookie that this service signed and that is not too old."""
    try:
        lasts = int(LOGIN_LASTS.total_seconds())
        return _signer(shared).unsign(cookie, max_age=lasts).decode()
    except (BadSignature, UnicodeError):
        return None


def _signer(shared: Service) -> TimestampSigner:
    return TimestampSigner(shared.signing_key, salt="login")


def reviewer_of(request: Request) -> str:
    """The name under which a decision is kept."""
    return current(request).holder.name


Person = Annotated[Caller, Depends(current)]
Reviewer = Annotated[str, Depends(reviewer_of)]
