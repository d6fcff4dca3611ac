"""What stands before every route: only this machine's own pages may talk to the service.

A page of another site in the same browser could otherwise post forms here, or reach the service
under a name of its own (DNS rebinding). OCR text is untrusted, so no page may run inline script.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import ProblemResponse

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses foreign Host headers and requests sent from other origins; sets the headers."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app, self._names = app, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> ProblemResponse | None:
        host = headers.get("host", "")
        if _name(f"//{host}") not in self._names:
            return ProblemResponse(400, "foreign-host", f"The service is not named {host!r}.")
        if method in _SAFE_METHODS:
            return None
        origin = headers.get("origin")
        from_elsewhere = origin is not None and _authority(origin) != host
        if from_elsewhere or headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return ProblemResponse(
                403, "foreign-origin", "The request was sent by a page of another site."
            )
        return None


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _authority(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
