"""The page of the cascade: the picture, the filters, and a finding that is settled."""

import re

import pytest
from playwright.sync_api import Page, expect

from store.archive.archive import Archive
from tests.api.test_cascade_routes import fill
from tests.browser.test_accessible import faults
from tests.browser.test_desk import ENGLISH, SAID, VIETNAMESE

LOADING = 90_000  # milliseconds: the first coverage loads the authority file


@pytest.fixture
def plan(archive: Archive) -> str:
    return fill(archive)[0]


def test_the_tree_is_drawn_with_its_empty_places_and_filtered(
    plan: str, service: str, page: Page
) -> None:
    page.goto(f"{service}/pages/cascade?lang=en", timeout=LOADING)
    page.get_by_role("link", name="12/KH-SGDĐT").first.click(timeout=LOADING)
    boxes = page.locator("svg g")
    expect(boxes).to_have_count(3, timeout=LOADING)
    expect(page.locator("svg g.missing")).to_contain_text("99/QĐ-UBND")
    expect(page.locator("svg g.grave")).to_contain_text("7/KH-UBND")
    page.get_by_label("documents of the archive only").check()
    page.get_by_role("button", name="Show").click()
    expect(boxes).to_have_count(2)
    page.get_by_label("Level").select_option("province")
    page.get_by_role("button", name="Show").click()
    expect(boxes).to_have_count(1)


def test_a_finding_is_settled_and_opened_again_with_the_keyboard(
    plan: str, service: str, archive: Archive, page: Page
) -> None:
    page.goto(f"{service}/pages/cascade?document={plan}&lang=en", timeout=LOADING)
    finding = page.locator(".finding", has_text="day cited otherwise")
    expect(finding).to_contain_text("6 Sep 2023")
    finding.get_by_role("button", name="Nothing is wrong").press("Enter")
    expect(finding).to_contain_text("seen, nothing wrong")
    assert archive.cascades.findings("7/KH-UBND") == []
    expect(page.locator("svg g.grave")).to_have_count(0)
    finding.get_by_role("button", name="Open again").press("Enter")
    expect(finding.get_by_role("button", name="It is wrong")).to_be_visible()


@pytest.mark.parametrize("query", ["", "document=12/KH-SGDĐT", "document=7/KH-UBND&whole=true"])
@pytest.mark.parametrize(("lang", "foreign"), [("vi", ENGLISH), ("en", VIETNAMESE)])
def test_the_page_is_accessible_and_speaks_one_language(
    plan: str, service: str, page: Page, query: str, lang: str, foreign: re.Pattern[str]
) -> None:
    page.goto(f"{service}/pages/cascade?lang={lang}&{query}", timeout=LOADING)
    assert faults(page) == []
    said = page.evaluate(SAID)
    assert not foreign.findall(said), said
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
