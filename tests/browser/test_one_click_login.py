"""A real browser goes to the provider and comes back logged in."""

from concurrent.futures import Executor, ThreadPoolExecutor

from playwright.sync_api import Page, expect

from api.app import create_app
from settings import Settings, SignOnSettings
from store.archive.archive import Archive
from tests.browser.conftest import running
from tests.sign_on_provider import CLIENT, SECRET, provider


def test_one_click_lets_in(archive: Archive, readers: Executor, page: Page) -> None:
    with provider() as fake, ThreadPoolExecutor(1) as painters:
        # Another name is another site: what Strict cookies are about.
        own = {"issuer": fake.issuer, "client": CLIENT, "secret": SECRET}
        settings = Settings(sign_on=SignOnSettings.model_validate(own))
        with running(create_app(archive, settings, readers, painters)) as numbered:
            address = numbered.replace("127.0.0.1", "localhost")
            page.goto(f"{address}/login")
            page.click("text=Đăng nhập bằng tài khoản của cơ quan")
            expect(page.locator(".person")).to_contain_text("Lan")
            expect(page.locator("h1").first).to_be_visible()
            expect(page).to_have_url(f"{address}/?lang=vi")
            page.click("#logout")
            expect(page).to_have_url(f"{address}/login")
