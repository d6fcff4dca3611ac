"""The whole way in a browser, with real readers: log in, upload a scan, settle, learn, be refused."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from settings import Settings
from store.archive.archive import Archive
from store.rights import Rights
from tests.browser.conftest import running

SAMPLES = Path(__file__).parents[2] / "samples"
READING = 180_000  # milliseconds: a scan of two pages takes 20 seconds, more on a loaded machine
WRONG, RIGHT = "/pairings/0/units/0/name", "THPT Thạch Thất"
PASSWORD = "một mật khẩu dài"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A store that worker processes find too, by the environment."""
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/vanban.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    return Archive(os.environ["VANBAN_STORE"], tmp_path / "originals")


@pytest.fixture
def started(store: Archive) -> Iterator[tuple[str, str]]:
    """The address of the service, and the link of its first start."""
    app = create_app(store, Settings(workers=1))
    with running(app) as address:
        yield address, f"{address}/login?once={app.state.service.once.make()}"


# A state may pass more quickly than a browser is asked for it, so the page itself notes each.
NOTE_STATES = """() => {
  window.told = [];
  const note = () => window.told.push(document.querySelector("#sent li:first-child em")?.textContent);
  new MutationObserver(note).observe(document.getElementById("sent"), { childList: true, subtree: true });
}"""


def upload(page: Page, address: str, file: Path) -> None:
    """Bring a file in, wait until it has been read, and see that its progress was told."""
    page.goto(address)
    page.evaluate(NOTE_STATES)
    page.set_input_files("input[type=file]", file)
    said = page.locator("#sent li em").first
    expect(said).to_have_text(re.compile("cần soát|xong"), timeout=READING)
    told = page.evaluate("window.told")
    assert any(one and one.startswith("đang đọc") for one in told), told


def skip_to(page: Page, pointer: str) -> None:
    card = page.locator("#card")
    expect(card).to_be_visible()
    for _ in range(60):
        here = card.get_attribute("data-pointer")
        if here == pointer:
            return
        page.keyboard.press("s")
        expect(card).not_to_have_attribute("data-pointer", here or "")
    raise AssertionError(f"{pointer} never came")


def test_a_scan_is_read_settled_and_learnt_from(
    browser: Browser, page: Page, store: Archive, started: tuple[str, str], tmp_path: Path
) -> None:
    address, link = started
    page.goto(link)
    expect(page.locator("form.login button")).to_be_focused()  # given after the page has loaded
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/account?lang=vi")

    upload(page, address, SAMPLES / "documents" / "ke-hoach-quet.pdf")
    (document,) = store.documents()
    page.goto(f"{address}/review")
    card = page.locator("#card")
    expect(card).to_be_visible()
    first = card.get_attribute("data-pointer") or ""
    page.keyboard.press("Enter")
    expect(card).not_to_have_attribute("data-pointer", first)
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-pointer", first)
    kept = [(one.verdict, one.reviewer) for one in store.decisions(document.sha256)]
    assert kept == [("accept", "admin"), ("undo", "admin")]

    skip_to(page, WRONG)
    page.keyboard.press("e")
    page.keyboard.type(RIGHT)
    page.keyboard.press("Enter")
    expect(page.locator("#offer .change")).to_contain_text(f"= {RIGHT}")
    assert store.changes() == []
    page.keyboard.press("y")
    expect(page.locator("#message")).to_contain_text("Đã ghi tên gọi khác")
    (alias,) = store.changes()
    assert (alias.action, alias.reviewer) == ("alias", "admin")

    again = tmp_path / "sau.txt"
    again.write_bytes((SAMPLES / "truth/ke-hoach-quet.txt").read_bytes())
    upload(page, address, again)
    latest = store.record(store.documents()[0].sha256)
    mention = next(one for pairing in latest.pairings for one in pairing.units)
    assert (mention.name, mention.unit_id) == (alias.name, alias.unit_id)

    store.accounts.add("lan", Rights.READER, PASSWORD)
    reader = browser.new_context().new_page()
    reader.goto(f"{address}/login")
    reader.fill("input[name=name]", "lan")
    reader.fill("input[name=password]", PASSWORD)
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(rf"{address}/(\?.*)?$"))
    expect(reader.locator("#upload")).to_have_count(0)
    reader.goto(f"{address}/review")
    expect(reader.locator(".notice")).to_contain_text("Bạn chỉ có quyền xem")
    count = len(store.decisions(document.sha256))
    reader.keyboard.press("Enter")
    refused = reader.evaluate(
        """async (url) => {
          try { await send("POST", url, { pointer: "/header/place", before: "Thạch Thất" }); }
          catch (error) { return error.code; }
        }""",
        f"/documents/{document.sha256}/decisions",
    )
    assert (refused, len(store.decisions(document.sha256))) == ("not-allowed", count)
    reader.context.close()
