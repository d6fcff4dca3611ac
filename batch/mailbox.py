"""A mail box over IMAP: its mails from where the last look ended. It is only read, never changed.

Passwords go over TLS; without it only within this machine's own network, where settings allow that.
"""

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from batch.web import is_public
from ingest.errors import BadRequest

TLS_PORT, PLAIN_PORT = 993, 143
_SECONDS = 30  # of silence
# A mail grows by a third when its files are written as letters, and has headers.
_GROWTH = 1.4
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class FeedFault(StrEnum):
    """Why a source could not be looked at."""

    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """The server takes no such name and password, or has no such folder."""
    MISSING = "missing"
    """The folder is not there."""


class FeedFailed(Exception):
    """A source could not be looked at; ``fault`` says why, the message has the words of the other end."""

    def __init__(self, fault: FeedFault, told: str) -> None:
        super().__init__(told)
        self.fault = fault


class Place(NamedTuple):
    """Where a mail box is."""

    host: str
    port: int
    user: str
    folder: str
    tls: bool

    def __str__(self) -> str:
        scheme = "imaps" if self.tls else "imap"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{quote(self.user, safe='')}@{host}:{self.port}/{quote(self.folder)}"

    @classmethod
    def of(cls, url: str) -> "Place":
        """The place of ``imaps://USER@HOST:PORT/FOLDER``. BadRequest where it is none."""
        try:
            parts = urlsplit(url)
            tls = parts.scheme == "imaps"
            port = parts.port or (TLS_PORT if tls else PLAIN_PORT)
        except ValueError:
            parts, tls, port = urlsplit(""), False, 0
        user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
        fits = parts.scheme in ("imap", "imaps") and parts.hostname and parts.password is None
        if not fits or not user or not (user + folder).isprintable() or not url.isascii():
            raise BadRequest(
                "This is no mail box.", "Give it as imaps://USER@HOST/FOLDER, @ in USER as %40."
            )
        return cls(str(parts.hostname), port, user, folder, tls)


class Mail(NamedTuple):
    """A mail as it was sent, None where it is larger than may be; ``position`` is that behind it."""

    position: str
    data: bytes | None


def new_mails(
    place: Place, password: str, position: str, file_bytes: int, private: bool
) -> Iterator[Mail]:
    """The mails that came behind a position ("" is the beginning), oldest first.

    A position counts as long as the server keeps its numbers. ``file_bytes`` is what one file may have,
    ``private`` allows a server in this machine's network. Raises FeedFailed.
    """
    with _opened(place, password, private) as server:
        told = server.status(_folder(place.folder), "(UIDVALIDITY)")[1][0]
        validity = re.search(rb"UIDVALIDITY (\d+)", told or b"")
        era = validity[1].decode() if validity else "0"
        before, _, last = position.partition(":")
        seen = int(last) if before == era and last.isdecimal() else 0
        answer = server.uid("SEARCH", f"UID {seen + 1}:*")[1]
        # "N:*" names the last mail even where its number is below N.
        numbers = sorted(n for n in map(int, (answer[0] or b"").split()) if n > seen)
        for number in numbers:
            yield Mail(f"{era}:{number}", _fetched(server, number, int(file_bytes * _GROWTH)))


def _fetched(server: imaplib.IMAP4, number: int, most: int) -> bytes | None:
    size = server.uid("FETCH", str(number), "(RFC822.SIZE)")[1]
    found = _SIZE.search(size[0] if isinstance(size[0], bytes) else b"")
    if found is None or int(found[1]) > most:
        return None
    parts = server.uid("FETCH", str(number), "(BODY.PEEK[])")[1]
    return next((bytes(one[1]) for one in parts if isinstance(one, tuple)), None)


@contextmanager
def _opened(place: Place, password: str, private: bool) -> Iterator[imaplib.IMAP4]:
    """A connection with the folder open for reading."""
    if not place.tls and not private:
        raise FeedFailed(FeedFault.PRIVATE, "without TLS only in the network of this machine")
    try:
        server = _connected(place)
    except (OSError, imaplib.IMAP4.error) as error:
        raise FeedFailed(FeedFault.UNREACHABLE, str(error)) from error
    try:
        if not private and not is_public(str(server.socket().getpeername()[0])):
            raise FeedFailed(FeedFault.PRIVATE, f"{place.host} is not public")
        _log_in(server, place.user, password)
        if server.select(_folder(place.folder), readonly=True)[0] != "OK":
            raise FeedFailed(FeedFault.REFUSED, f"there is no folder {place.folder}")
        yield server
        server.logout()
    except imaplib.IMAP4.abort as error:
        raise FeedFailed(FeedFault.UNREACHABLE, str(error)) from error
    except imaplib.IMAP4.error as error:
        raise FeedFailed(FeedFault.REFUSED, str(error)) from error
    except OSError as error:
        raise FeedFailed(FeedFault.UNREACHABLE, str(error)) from error
    finally:
        with suppress(OSError):  # after a logout it is closed already
            server.shutdown()


def _connected(place: Place) -> imaplib.IMAP4:
    if place.tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=_SECONDS)
    return imaplib.IMAP4(place.host, place.port, timeout=_SECONDS)


def _log_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """By SASL where the server takes it, for it takes any letters, else by LOGIN, which takes ASCII."""
    if "AUTH=PLAIN" in server.capabilities or not password.isascii():
        server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    else:
        server.login(_in_quotes(user), password)


def _folder(name: str) -> str:
    """The name of a folder as servers know it: other letters in UTF-7 of their own (RFC 3501, 5.1.3)."""

    def encoded(found: re.Match[str]) -> str:
        plain = base64.b64encode(found[0].encode("utf-16-be")).decode()
        return f"&{plain.rstrip('=').replace('/', ',')}-"

    return _in_quotes(re.sub("[^ -~]+", encoded, name.replace("&", "&-")))


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
