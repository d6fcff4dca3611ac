"""Files at web addresses: what fails is told, and nobody is led into a private network."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from batch import ingest_paths, web
from batch.web import fetched, is_public
from ingest.errors import FileMissing
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers

LIMITS = Limits(file_bytes=100_000)
asked: list[str] = []


class Server(BaseHTTPRequestHandler):
    """Answers as its paths say."""

    def do_GET(self) -> None:
        asked.append(self.path)
        port = self.server.server_address[1]
        if self.path == "/loop":
            self._lead(f"http://127.0.0.1:{port}/loop")
        elif self.path == "/inside":
            self._lead(f"http://127.0.0.2:{port}/file.txt")
        elif self.path == "/elsewhere":
            self._lead("file:///etc/passwd")
        elif self.path == "/cut":
            self._answer(b"half", length=100)
        elif self.path == "/slow":
            self._answer(b"")
            for _ in range(50):
                self.wfile.write(b"a")
                time.sleep(0.05)
        elif self.path == "/large":
            self._answer(b"a" * 1_000_000)
        elif self.path.startswith("/file"):
            self._answer("Kế hoạch <a href='/loop'>và</a>".encode())
        else:
            self.send_error(500, "not public")

    def _lead(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def _answer(self, body: bytes, length: int | None = None) -> None:
        self.send_response(200)
        if body:
            self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("0.0.0.0", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/loop", "/elsewhere", "/cut", "/broken"])
def test_an_address_that_fails_is_told(address: str, path: str) -> None:
    with pytest.raises(FileMissing, match="cannot be read"):
        fetched(address + path, LIMITS, private=True)
    assert len(asked) <= web.MOST_REDIRECTS + 1


@pytest.mark.parametrize("url", ["http://", "http://[", "http://nowhere.invalid/a", "https://\x00"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(FileMissing):
        fetched(url, LIMITS)


def test_a_slow_address_has_a_limit(address: str) -> None:
    with pytest.raises(FileMissing, match="longer than"):
        fetched(address + "/slow", Limits(url_seconds=0.2), private=True)


def test_a_large_file_is_cut_behind_the_limit(address: str) -> None:
    assert len(fetched(address + "/large", LIMITS, private=True)) == LIMITS.file_bytes + 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433"])
def test_a_private_address_is_not_asked(address: str, host: str) -> None:
    with pytest.raises(FileMissing, match="VANBAN_PRIVATE_URLS"):
        fetched(address.replace("127.0.0.1", host) + "/file.txt", LIMITS)
    assert asked == []


def test_what_a_server_says_of_itself_is_no_private_address(address: str) -> None:
    with pytest.raises(FileMissing, match="not public") as caught:
        fetched(address + "/not public", LIMITS, private=True)
    assert "VANBAN_PRIVATE_URLS" not in caught.value.advice


def test_nor_is_one_that_a_public_address_leads_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "is_public", lambda one: one == "127.0.0.1")
    assert fetched(address + "/file.txt", LIMITS)
    with pytest.raises(FileMissing, match=r"127\.0\.0\.2, which is not public"):
        fetched(address + "/inside", LIMITS)
    assert asked == ["/file.txt", "/inside"]


@pytest.mark.parametrize(
    ("one", "public"),
    [("8.8.8.8", True), ("10.0.0.1", False), ("169.254.169.254", False), ("::1", False),
     ("::ffff:10.0.0.1", False), ("fe80::1%eth0", False), ("100.64.0.1", False),
     ("2001:4860:4860::8888", True)],
)  # fmt: skip
def test_what_is_public(one: str, public: bool) -> None:
    assert is_public(one) is public


def test_an_address_is_one_file_of_a_run(address: str, tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    urls = [address + "/file.txt", address + "/loop", address + "/packed.zip"]
    account = ingest_paths(urls, archive, Settings(private_urls=True), Readers())
    assert (account.total, account.failed) == (3, 2)
    assert all("cannot be read" in failure.reason for failure in account.failures)
