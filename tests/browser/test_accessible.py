"""Every page keeps WCAG 2.1 AA as far as axe-core can tell, and can be used without a mouse."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import api
from store.archive.archive import Archive
from store.documents.layout import pack
from tests.browser.test_page_words import LINES
from tests.readings import record_of, scanned_pdf

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
STYLES = (Path(api.__file__).parent / "rendering" / "static" / "vanban.css").read_text(
    encoding="utf-8"
)
SIZES = ((1280, 720), (1024, 768), (820, 1180), (390, 844))
LONG = "Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở Hướng Phùng, huyện Hướng Hóa"


@pytest.fixture
def documents(archive: Archive, tmp_path: Path) -> tuple[str, str]:
    """A document with words and values, some with long names, and one that failed."""
    data = scanned_pdf(tmp_path / "scan.pdf")
    record = record_of(data)
    record.signers[0].name = LONG
    sha256 = archive.accept(data, f"{'kế-hoạch-' * 20}.pdf")[0].sha256
    archive.save_reading(
        sha256, record, ["\n".join(line.text for line in LINES)], [pack(LINES)],
        options={"/signers/0/name": [(f"{LONG} {i}", 0.1) for i in range(5)]},
    )  # fmt: skip
    failed = archive.accept(b"%PDF", "hỏng.pdf")[0].sha256
    archive.fail(failed, "The file is broken. Copy it again.", "broken-file")
    return sha256, failed


def paths(documents: tuple[str, str]) -> dict[str, str]:
    """Every page, and a key that brings it into another state."""
    stored, failed = documents
    return {
        "/": "", "/?state=done": "", "/login": "", "/review": "e", "/pages/search?q=ke": "",
        "/pages/search?q=khong-co": "", "/pages/units?name=quan+long+bien": "",
        "/pages/units?unit=vn-01-004-1": "", "/pages/units?unit=x": "", "/pages/deadlines": "",
        "/pages/pairings": "", "/pages/cascade": "", "/pages/webhooks": "", "/pages/sources": "", "/account": "", f"/view/{stored}": "", f"/view/{failed}": "",
        f"/view/{stored}?lang=en#text=1": "n Enter", "/view/0000": "",
    }  # fmt: skip


def opened(page: Page, address: str, keys: str) -> None:
    page.goto(address, wait_until="networkidle")
    for key in keys.split():
        page.keyboard.press(key)
    if "Enter" in keys:
        expect(page.locator(".choose")).to_be_visible()


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_every_page_keeps_the_rules(service: str, documents: tuple[str, str], page: Page) -> None:
    for path, keys in paths(documents).items():
        opened(page, service + path, keys)
        assert faults(page) == [], path


def test_the_rules_are_kept_watch_over(service: str, page: Page) -> None:
    page.goto(service)
    page.evaluate("document.querySelector('h1').style.color = '#bbb'")
    assert [fault.split(":")[0] for fault in faults(page)] == ["color-contrast"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_stands_beside_the_screen(
    service: str, documents: tuple[str, str], page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path, keys in paths(documents).items():
        opened(page, service + path, keys)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], path


def test_focus_is_always_seen(service: str, documents: tuple[str, str], page: Page) -> None:
    for path in ("/", "/review", "/account", f"/view/{documents[0]}#text=1"):
        page.goto(service + path, wait_until="networkidle")
        seen = set()
        for _ in range(25):
            page.keyboard.press("Tab")
            told = page.evaluate(
                """() => {
                  const one = document.activeElement;
                  const shown = one.classList.contains("unseen") ? one.nextElementSibling : one;
                  const style = getComputedStyle(shown);
                  return [one.outerHTML.slice(0, 90), style.outlineStyle, style.boxShadow];
                }"""
            )
            seen.add(told[0])
            if not told[0].startswith("<body"):
                assert told[1] != "none" or told[2] != "none", told
        assert len(seen) > 5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG 2.1."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLES))
GROUNDS = ("paper", "ground", "marked", "marked-bad", "marked-good")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "good", "bad", "doubt"])
def test_text_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("line", ["edge", "focus"])
def test_edges_and_focus_can_be_seen(line: str, ground: str) -> None:
    assert contrast(COLOURS[line], COLOURS[ground]) >= 3
