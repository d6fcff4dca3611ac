"""Take the pictures of the pages: ``python docs/pictures/make.py`` reads all samples into a
store of its own, serves it and photographs the pages with Chromium (about a minute).
"""

import hashlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from batch import ingest_paths
from settings import Settings
from store.archive import Archive

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples" / "documents"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 1200, 760
SCAN = hashlib.sha256((SAMPLES / "ke-hoach-quet.pdf").read_bytes()).hexdigest()
PAGES = {"start.png": '/?q="ket nghia"', "review.png": f"/review?lang=en&document={SCAN}"}


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """The address of a running service over the samples."""
    settings = Settings(login=False, store=f"sqlite:///{folder}/vanban.db", originals=str(folder / "originals"))
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
        for name, path in PAGES.items():
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=HERE / name)
        browser.close()


if __name__ == "__main__":
    main()
