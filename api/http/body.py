"""How much of a request's body is read: nothing of one that says it is too long, else up to the limit."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import ProblemResponse
from api.service.intake import file_too_large
from ingest.errors import LimitExceeded

# 200 values settled in one go, the longest body of any page, have about 100 kB.
BODY_BYTES = 1_000_000
# What multipart adds to the files themselves: boundaries and part headers, well below this.
_ENVELOPE_BYTES = 64 * 1024
_UPLOAD = ("POST", "/documents")


class BodyLimit:
    """Refuses a body by its declared length, or as soon as more of it has come than may.

    An answer given before all of such a body has come closes the connection: the server would otherwise
    go on to take in the rest. The rest of one that may come is taken and dropped, so that its sender,
    who may look for no answer until all is sent, gets to see it.
    """

    def __init__(self, app: ASGIApp, file_bytes: int) -> None:
        """``file_bytes`` is what an upload may have; all other bodies may have BODY_BYTES."""
        self._app, self._file_bytes = app, file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        upload = (scope["method"], scope["path"]) == _UPLOAD
        left = self._file_bytes + _ENVELOPE_BYTES if upload else BODY_BYTES
        declared = headers.get("content-length", "")
        too_long = declared.isdecimal() and int(declared) > left
        ends = "transfer-encoding" not in headers and not too_long

        async def receive_counted() -> Message:
            nonlocal left, ends
            message = await receive()
            ends = ends or not message.get("more_body", False)
            left -= len(message.get("body", b""))
            if left < 0:
                raise self._too_long(upload)
            return message

        async def send_closing(message: Message) -> None:
            if message["type"] == "http.response.start" and not ends:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        if too_long:
            answer: ASGIApp = ProblemResponse.of(self._too_long(upload))
        else:
            answer = self._app
        await answer(scope, receive_counted, send_closing)

    def _too_long(self, upload: bool) -> LimitExceeded:
        if upload:
            return file_too_large(self._file_bytes)
        return LimitExceeded(
            f"The body is longer than {BODY_BYTES:,} bytes.",
            "Send less at a time; files go to POST /documents.",
        )
