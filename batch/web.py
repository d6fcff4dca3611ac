"""What goes to http and https addresses and comes from them, public machines only: files, and news for webhooks.

Whoever names an address may not make this machine ask others of its own network (SSRF). So the
address of the other end is looked at when the connection stands and before anything is sent,
whatever the name led to and after every redirect.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ingest.errors import FileMissing
from ingest.limits import Limits

SCHEMES = ("http://", "https://")
MOST_REDIRECTS = 5  # as many as a shortened address of an old site needs
_CONNECT_SECONDS, _SILENCE_SECONDS = 10, 30
_ANSWER_SECONDS = 10  # of a webhook: it is to take the news and work on it later
_PIECE = 1 << 16


class PrivateAddress(OSError):
    """An address leads into a network that is not public."""


def is_web(place: str) -> bool:
    """Whether a place is an http or https address."""
    return place.lower().startswith(SCHEMES)


def fetched(url: str, limits: Limits, private: bool = False) -> bytes:
    """The bytes at an address, cut one byte behind the limit. Raises FileMissing.

    ``private`` allows addresses of this machine and its network.
    """
    ends = time.monotonic() + limits.url_seconds
    data = bytearray()
    try:
        with _session(private) as session:
            answer = session.get(url, stream=True, timeout=(_CONNECT_SECONDS, _SILENCE_SECONDS))
            with answer:
                answer.raise_for_status()
                for piece in answer.iter_content(_PIECE):
                    data += piece
                    if len(data) > limits.file_bytes:
                        break
                    if time.monotonic() > ends:
                        raise TimeoutError(f"it took longer than {limits.url_seconds:g} seconds")
    except (requests.RequestException, OSError, ValueError) as error:
        raise FileMissing(f"{url} cannot be read: {_cause(error)}.", _advice(error)) from error
    return bytes(data[: limits.file_bytes + 1])


def posted(url: str, body: bytes, headers: Mapping[str, str], private: bool = False) -> int:
    """Send a body to an address; the status of the answer, of which nothing else is read.

    It is not led elsewhere. Raises PrivateAddress, requests.RequestException, ValueError.
    """
    try:
        with _session(private) as session:
            answer = session.post(
                url, body, headers=dict(headers), stream=True, allow_redirects=False,
                timeout=(_CONNECT_SECONDS, _ANSWER_SECONDS),
            )  # fmt: skip
            with answer:
                return answer.status_code
    except requests.RequestException as error:
        if isinstance(inner := _innermost(error), PrivateAddress):
            raise inner from error
        raise


def _session(private: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy would stand between, and .netrc has passwords
    session.max_redirects = MOST_REDIRECTS
    if not private:
        for scheme in SCHEMES:
            session.mount(scheme, _PublicAdapter())
    return session


def is_public(address: str) -> bool:
    """Whether an address of a machine is one that all networks know."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_global


def _checked(host: str, opened: socket.socket) -> socket.socket:
    address = str(opened.getpeername()[0])
    if not is_public(address):
        opened.close()
        raise PrivateAddress(f"{host} is {address}, which is not public")
    return opened


class _PublicHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self.host, super()._new_conn())


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self.host, super()._new_conn())


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _PublicHTTPPool, "https": _PublicHTTPSPool,
        }  # fmt: skip


def _innermost(error: BaseException) -> BaseException:
    """The error that others were raised from, without the objects that libraries wrap it in."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return error


def _cause(error: BaseException) -> str:
    inner = _innermost(error)
    return str(inner) or type(inner).__name__


def _advice(error: BaseException) -> str:
    if isinstance(_innermost(error), PrivateAddress):
        return "Set VANBAN_PRIVATE_URLS=true where addresses of your own network are meant."
    return "Open the address in a browser; copy the file, where it needs a login."
