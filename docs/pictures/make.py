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

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from api.app import create_app
from batch import ingest_paths
from settings import Settings
from store.archive import Archive

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples" / "documents"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 1280, 720
COLOURS = 128  # enough for pages, and a third of the bytes
PATIENCE = 120_000  # milliseconds; the first picture of a page waits for a process to start
SCAN = hashlib.sha256((SAMPLES / "ke-hoach-quet.pdf").read_bytes()).hexdigest()
PAGES = {
    "start.png": "/",
    "review.png": "/review?lang=en",
    "view.png": f"/view/{SCAN}",
    "search.png": '/pages/search?q="ket nghia"',
    "units.png": "/pages/units?unit=vn-01-004-1",
    "deadlines.png": "/pages/deadlines?month=2024-01",
    "pairings.png": "/pages/pairings?lang=en",
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
        for name, path in PAGES.items():
            page.goto(address + path, wait_until="networkidle")
            taken = Image.open(io.BytesIO(page.screenshot()))
            taken.convert("RGB").quantize(COLOURS).save(HERE / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
