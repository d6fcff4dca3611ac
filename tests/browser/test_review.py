"""A person settles values in a real browser, by keyboard alone."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from api.app import create_app
from settings import Settings
from store.archive import Archive
from tests.readings import Readers, scanned_pdf

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing; `apt install chromium` brings it"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    """The address of a running service on an empty store."""
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    with ThreadPoolExecutor(1) as painters, socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(archive, Settings(reviewer="Lan"), Readers(), painters)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _is_fault(said: ConsoleMessage) -> bool:
    """The browser reports a refused decision as an error; one test wants it."""
    return said.type == "error" and "409" not in said.text


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


@pytest.fixture
def document(service: str, tmp_path: Path) -> str:
    files = {"file": ("kế hoạch.pdf", scanned_pdf(tmp_path / "scan.pdf"))}
    return service + httpx.post(f"{service}/documents", files=files).headers["Location"]


def test_a_file_is_brought_in_on_the_start_page(service: str, page: Page, tmp_path: Path) -> None:
    scanned_pdf(tmp_path / "quét.pdf")
    page.goto(service)
    page.set_input_files("input[type=file]", tmp_path / "quét.pdf")
    page.click("#upload button")
    expect(page.locator("#upload .message")).to_have_text("Đã đọc xong.")
    expect(page.locator("tbody tr")).to_contain_text(["quét.pdf"])


def test_values_are_settled_by_keyboard(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    cards = page.locator(".card")
    expect(cards.first).to_be_focused()
    picture = cards.first.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300

    page.keyboard.press("Enter")
    expect(cards.first.locator(".message")).to_contain_text("Đã chấp nhận")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.type("125/KH-UBND")
    page.keyboard.press("Enter")
    expect(cards.nth(1).locator(".message")).to_contain_text("Đã sửa")

    assert httpx.get(document).json()["header"]["number"] == "125/KH-UBND"
    first, second = httpx.get(f"{document}/decisions").json()["decisions"]
    assert (first["pointer"], first["verdict"]) == ("/signers/0/name", "accept")
    assert (second["before"], second["verdict"]) == ("l25/KH-UBND", "correct")
    assert second["reviewer"] == "Lan" and second["decided_at"]


def test_an_edit_can_be_left(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    page.keyboard.press("e")
    page.keyboard.type("something else")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".card").nth(1)).to_be_focused()
    assert httpx.get(f"{document}/decisions").json()["decisions"] == []


def test_a_value_settled_elsewhere_is_not_overwritten(
    service: str, document: str, page: Page
) -> None:
    page.goto(f"{service}/review?lang=en")
    wish = {"pointer": "/signers/0/name", "before": "Nguyễn Văn An", "after": "Nguyễn Văn Ân"}
    httpx.post(f"{document}/decisions", json=wish).raise_for_status()
    with page.expect_response("**/decisions") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 409
    expect(page.locator(".card").first).to_contain_text("Someone else has settled")
    assert httpx.get(document).json()["signers"][0]["name"] == "Nguyễn Văn Ân"


def test_text_of_a_document_never_runs(service: str, document: str, page: Page) -> None:
    for path in ("/", "/review"):
        page.goto(service + path)
        assert "owned" not in page.title()
        assert page.locator("main script, .card b").count() == 0
