"""Take the pictures of the pages: ``python docs/pictures/make.py`` reads all samples into a
store of its own, serves it and photographs the pages with Chromium (about a minute).
"""

import hashlib
import io
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from api.app import create_app
from batch import ingest_paths
from ingest.errors import BrokenFile
from settings import Settings
from store.archive.archive import Archive

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples" / "documents"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 1280, 720
COLOURS = 128  # enough for pages, and a third of the bytes
PATIENCE = 120_000  # milliseconds; the first picture of a page waits for a process to start
BROKEN = b"%PDF-1.4\nbroken"


class Shot(NamedTuple):
    """A page to take, and the keys that are pressed on it first."""

    path: str
    keys: tuple[str, ...] = ()
    then: str = "main"
    """What is on the page when it may be taken."""


def identity(name: str) -> str:
    """The identity of a sample."""
    return hashlib.sha256((SAMPLES / name).read_bytes()).hexdigest()


SCAN, LETTER = identity("ke-hoach-quet.pdf"), identity("cong-van-mat-dau.pdf")
PAGES = {
    "start.png": Shot("/"),
    "review.png": Shot(f"/review?lang=en&document={LETTER}", then="#strip[src]"),
    "view.png": Shot(f"/view/{SCAN}"),
    "words.png": Shot(f"/view/{LETTER}#text=1", ("n", "n", "n", "Enter"), ".choose"),
    "failed.png": Shot(f"/view/{hashlib.sha256(BROKEN).hexdigest()}"),
    "search.png": Shot('/pages/search?q="ket nghia"'),
    "units.png": Shot("/pages/units?unit=vn-01-004-1"),
    "deadlines.png": Shot("/pages/deadlines?month=2024-01"),
    "pairings.png": Shot("/pages/pairings?lang=en"),
}


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """The address of a running service over the samples."""
    settings = Settings(
        login=False, store=f"sqlite:///{folder}/vanban.db", originals=str(folder / "originals")
    )
    archive = Archive(settings.store, settings.originals)
    account = ingest_paths([SAMPLES], archive, settings)
    assert not account.failures, account.failures
    broken, _ = archive.accept(BROKEN, "quyết định hỏng.pdf")
    archive.fail(broken.sha256, "The PDF is damaged and cannot be opened.", BrokenFile.code)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(archive, settings), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def main() -> None:
    """Write the pictures beside this file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(PATIENCE)
        for name, shot in PAGES.items():
            page.goto(address + shot.path, wait_until="networkidle")
            for key in shot.keys:
                page.keyboard.press(key)
            page.wait_for_selector(shot.then)
            page.wait_for_load_state("networkidle")
            taken = Image.open(io.BytesIO(page.screenshot()))
            taken.convert("RGB").quantize(COLOURS).save(HERE / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
