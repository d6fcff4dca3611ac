"""What an administrator sets up: other systems that are told."""

from playwright.sync_api import Locator, Page, expect

from store.archive import Archive
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
    page.click("[data-again]")
    until(page, row, "địa chỉ nội bộ, không được phép")
    page.click("[data-remove]")
    expect(page.locator("li.hint")).to_have_text("Chưa báo cho địa chỉ nào.")
    expect(row).to_have_count(1)
