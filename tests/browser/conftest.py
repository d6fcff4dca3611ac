"""A browser, and the real service on an empty store."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from api.app import create_app
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)  # a machine that runs other tests answers late
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing; `apt install chromium` brings it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The address of a service while it runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def readers() -> Readers:
    return Readers()


@pytest.fixture
def service(archive: Archive, readers: Executor) -> Iterator[str]:
    """The address of a running service without accounts."""
    with ThreadPoolExecutor(1) as painters:
        app = create_app(archive, Settings(login=False, reviewer="Lan"), readers, painters)
        with running(app) as address:
            yield address


def _is_fault(said: ConsoleMessage) -> bool:
    """The browser reports refused requests as errors; some tests want them."""
    return said.type == "error" and not any(
        code in said.text for code in ("404", "409", "401", "403", "415", "422")
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    yield page
    context.close()
    assert faults == []
