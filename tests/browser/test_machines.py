"""What an administrator sets up: other systems that are told, and sources that are looked at."""

import re
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from api.app import create_app
from settings import Settings
from store.archive.archive import Archive
from tests.browser.conftest import running
from tests.receiver import receiver
from tests.store.test_webhooks import read


def until(page: Page, row: Locator, words: str) -> None:
    """Load a page again until what the service does by itself is seen; it looks every two seconds."""
    for _ in range(60):
        if words in " ".join(row.all_inner_texts()):
            return
        page.wait_for_timeout(250)
        page.reload()
    expect(row).to_contain_text(words)


def pressed(page: Page, button: str) -> None:
    """Press what loads the page anew when it is done."""
    with page.expect_navigation():
        page.click(button)


def test_a_webhook_is_set_up_followed_and_removed(
    archive: Archive, service: str, page: Page
) -> None:
    with receiver() as other_end:
        page.goto(f"{service}/pages/webhooks")
        page.fill("[name=url]", other_end.url)
        page.uncheck("[value=settled]")
        page.click("#webhook button")
        expect(page.locator("#secret code")).to_contain_text("whsec_")
        read(archive)
        row = page.locator("[data-delivery]")
        until(page, row, "địa chỉ nội bộ, không được phép")
        assert other_end.came == []
    expect(page.locator("#secret")).to_be_hidden()
    pressed(page, "[data-again]")
    until(page, row, "địa chỉ nội bộ, không được phép")
    page.click("[data-remove]")
    expect(page.locator("li.hint")).to_have_text("Chưa báo cho địa chỉ nào.")
    expect(row).to_have_count(1)


def test_a_folder_is_set_up_and_what_comes_becomes_a_document(
    archive: Archive, readers: Executor, page: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "quét"
    folder.mkdir()
    settings = Settings(login=False, reviewer="Lan", folders=[str(folder)])
    with (
        ThreadPoolExecutor(1) as painters,
        running(create_app(archive, settings, readers, painters)) as address,
    ):
        page.goto(f"{address}/pages/sources")
        page.fill("[name=path]", "/etc")
        page.click("#folder button")
        expect(page.locator("#message.bad")).not_to_be_empty()
        page.fill("[name=path]", str(folder))
        pressed(page, "#folder button")
        row = page.locator("[data-source]")
        expect(row).to_contain_text(str(folder))
        (folder / "kế hoạch.txt").write_bytes(b"van ban")
        until(page, page.locator("tbody tr"), "kế hoạch.txt")
        page.click("tbody a")
        expect(page).to_have_url(re.compile("/view/"))
        page.goto(f"{address}/pages/sources?lang=en")
        page.fill("[name=host]", "127.0.0.1")
        page.fill("[name=user]", "lan")
        page.fill("[name=password]", "mật khẩu")
        page.uncheck("[name=tls]")
        pressed(page, "#mailbox button")
        expect(row).to_have_count(2)
        until(page, row.nth(1), "a server of the inner network, which is not allowed")
        expect(page.locator("[name=password]")).to_have_value("")
