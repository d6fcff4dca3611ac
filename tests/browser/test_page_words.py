"""The text of a page word by word: doubtful words, their alternatives, decisions by keyboard."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from store.archive.archive import Archive
from store.documents.layout import ReadLine, ReadWord, pack
from tests.readings import record_of, scanned_pdf

PLACE = (0.2, 0.1, 0.3, 0.12)
LINES = [
    ReadLine(
        "Ke hoach cua Tr4n",
        (
            ReadWord("Ke", "Kế", gap=""),
            ReadWord("hoach", "hoạch"),
            ReadWord("cua", "của", 0.97, (("cửa", 0.02),), PLACE),
            ReadWord("Tr4n", "Trần", 0.6, (("Trận", 0.3), ("Trấn", 0.05)), PLACE),
        ),
    ),
    ReadLine("so| 1\t~~", (ReadWord("so|", "số", 0.9, gap=""), ReadWord("1", "1"), ReadWord("~~", "", gap="\t"))),
]  # fmt: skip
DOUBTFUL = ["của", "Trần", "số"]


@pytest.fixture
def worded(service: str, archive: Archive, tmp_path: Path) -> Callable[..., str]:
    """Stores a scan with words; the address of its text."""

    def store(lines: list[ReadLine] = LINES) -> str:
        data = scanned_pdf(tmp_path / "scan.pdf")
        sha256 = archive.accept(data, "chữ.pdf")[0].sha256
        text = "\n".join(line.text for line in lines)
        archive.save_reading(sha256, record_of(data), [text], [pack(lines)])
        return f"{service}/view/{sha256}#text=1"

    return store


@pytest.fixture
def kept(archive: Archive) -> Callable[[], list[tuple[str, str, str, str]]]:
    """What was decided: pointer, before, after, who."""

    def decisions() -> list[tuple[str, str, str, str]]:
        (document,) = archive.documents()
        return [
            (one.pointer, one.before, one.after, one.reviewer)
            for one in archive.decisions(document.sha256)
        ]

    return decisions


def word(page: Page, text: str) -> Locator:
    return page.locator("button.word").get_by_text(text, exact=True)


def test_raw_and_restored_stand_side_by_side_and_doubt_is_marked(
    worded: Callable[..., str], page: Page
) -> None:
    page.goto(worded())
    expect(page.locator("#lines .line")).to_have_count(2)
    raw, restored = page.locator("#lines .raw").first, page.locator("#lines .restored").first
    expect(raw).to_have_text("Ke hoach cua Tr4n")
    expect(restored).to_have_text("Kế hoạch của Trần")
    left, right = raw.bounding_box(), restored.bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"] and left["y"] == right["y"]
    expect(page.locator("#lines .doubt")).to_have_text(DOUBTFUL)
    expect(page.locator("#lines .grave")).to_have_text(["Trần"])
    word(page, "Trần").hover()
    expect(page.locator("#lines .raw .lit")).to_have_text("Tr4n")


def test_alternatives_are_one_click_away(
    worded: Callable[..., str],
    kept: Callable[[], list[tuple[str, str, str, str]]],
    page: Page,
) -> None:
    page.goto(worded())
    word(page, "Trần").click()
    options = page.locator(".choose .options button")
    expect(options).to_have_text(["1 Trận 30.0 %", "2 Trấn 5.0 %", "3 Tr4n như đọc được"])
    picture = page.locator(".choose .strip")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    options.nth(1).click()
    expect(word(page, "Trấn")).to_have_class("word settled")
    assert kept() == [("/text/1/0/3", "Trần", "Trấn", "Lan")]
    word(page, "Trấn").click()
    expect(page.locator(".choose .history")).to_contain_text("Đã sửa · Lan")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(word(page, "Trần")).to_have_class("word doubt grave")


def test_words_are_settled_by_keyboard_alone(
    worded: Callable[..., str],
    kept: Callable[[], list[tuple[str, str, str, str]]],
    page: Page,
) -> None:
    page.goto(worded().removesuffix("#text=1"))
    page.locator("#show-record").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("#lines .line")).to_have_count(2)
    panel = page.locator(".choose")

    page.keyboard.press("n")
    expect(word(page, "của")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    page.keyboard.press("Enter")  # accepted as it reads
    expect(word(page, "Trần")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    page.keyboard.press("1")
    expect(word(page, "số")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.type("Số")
    page.keyboard.press("Enter")
    expect(word(page, "Số")).to_have_class("word settled")
    page.keyboard.press("ArrowLeft")
    expect(word(page, "Trận")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(word(page, "Trận")).to_be_focused()
    page.keyboard.press("u")
    expect(word(page, "số")).to_be_focused()
    assert kept() == [
        ("/text/1/0/2", "của", "của", "Lan"),
        ("/text/1/0/3", "Trần", "Trận", "Lan"),
        ("/text/1/1/0", "số", "Số", "Lan"),
        ("/text/1/1/0", "Số", "số", "Lan"),
    ]


def test_a_word_settled_elsewhere_is_not_overwritten(
    worded: Callable[..., str],
    kept: Callable[[], list[tuple[str, str, str, str]]],
    page: Page,
) -> None:
    address = worded()
    page.goto(address)
    word(page, "Trần").click()
    wish = {"pointer": "/text/1/0/3", "before": "Trần", "after": "Trấn", "reviewer": "Minh"}
    url = address.removesuffix("#text=1").replace("/view/", "/documents/")
    httpx.post(f"{url}/decisions", json=wish).raise_for_status()
    page.keyboard.press("1")
    expect(page.locator("#message")).to_contain_text("Minh: Đã sửa “Trấn”")
    expect(word(page, "Trấn")).to_have_class("word settled")
    assert kept() == [("/text/1/0/3", "Trần", "Trấn", "Minh")]


def test_a_page_read_before_words_were_kept_shows_its_text(
    service: str, archive: Archive, page: Page
) -> None:
    sha256 = archive.accept(b"a", "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(b"a"), ["Kế hoạch\nnăm học"])
    page.goto(f"{service}/view/{sha256}#text=1")
    expect(page.locator("#lines .restored")).to_have_text(["Kế hoạch", "năm học"])
