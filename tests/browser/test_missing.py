"""What was not found is marked on the page, values are added and removed, audits correct the error."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.archive.archive import Archive
from store.documents.layout import ReadLine, ReadWord, pack
from store.review.quality import ENOUGH
from tests.browser.test_accessible import faults
from tests.readings import NUMBER, record_of, scanned_pdf
from tests.store.test_quality import letter

LINES = [
    ReadLine("S6: l25/KH -UBND", (
        ReadWord("S6:", "Số:", gap="", box=(0.1, 0.1, 0.16, 0.13)),
        ReadWord("l25/KH", "125/KH", box=(0.18, 0.1, 0.3, 0.13)),
        ReadWord("-UBND", "-UBND", box=(0.3, 0.1, 0.4, 0.13)),
    )),
    ReadLine("Cac truong nop bao cao", (
        ReadWord("Cac", "Các", gap="", box=(0.1, 0.5, 0.16, 0.53)),
        ReadWord("truong", "trường", box=(0.17, 0.5, 0.26, 0.53)),
        ReadWord("nop", "nộp", box=(0.28, 0.5, 0.34, 0.53)),
        ReadWord("bao", "báo", box=(0.35, 0.5, 0.41, 0.53)),
        ReadWord("cao", "cáo", box=(0.42, 0.5, 0.48, 0.53)),
    )),
]  # fmt: skip


@pytest.fixture
def document(archive: Archive, tmp_path: Path) -> str:
    """A scan whose number was not found; its identity."""
    data = scanned_pdf(tmp_path / "scan.pdf")
    record = record_of(data)
    record.header.number = None
    for finding in (*record.signers, *record.recipients, *record.header.support.values()):
        finding.confidence = 0.99
    sha256 = archive.accept(data, "kế hoạch.pdf")[0].sha256
    archive.save_reading(sha256, record, ["\n".join(line.text for line in LINES)], [pack(LINES)])
    return sha256


def shown(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.locator("#sheet img")).to_have_js_property("complete", True)


def number_of(archive: Archive, document: str) -> str | None:
    return archive.record(document).header.number


def test_a_missing_number_is_filled_by_marking_words(
    service: str, archive: Archive, document: str, page: Page
) -> None:
    shown(page, f"{service}/review")
    expect(page.locator("#card")).to_have_attribute("data-pointer", NUMBER)
    expect(page.locator(".likely")).to_be_visible()
    page.get_by_label("125/KH").click()
    page.get_by_label("-UBND").click()
    expect(page.locator("#parts textarea")).to_have_value("125/KH -UBND")
    first, last = (
        page.get_by_label("Số:").bounding_box(),
        page.get_by_label("125/KH").bounding_box(),
    )
    assert first and last
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 5, steps=5)
    page.mouse.up()
    expect(page.locator("#parts textarea")).to_have_value("Số: 125/KH")
    page.get_by_role("button", name="Thêm").click()
    expect(page.locator("#card")).not_to_have_attribute("data-pointer", NUMBER)
    assert number_of(archive, document) == "125/KH"
    (evidence,) = archive.record(document).header.support["number"].evidence
    assert (evidence.page, evidence.raw) == (1, "S6: l25/KH")
    page.keyboard.press("u")
    expect(page.locator("#card")).to_have_attribute("data-pointer", NUMBER)
    assert number_of(archive, document) is None


def test_words_are_marked_by_keyboard(
    service: str, archive: Archive, document: str, page: Page
) -> None:
    shown(page, f"{service}/review")
    page.keyboard.press("m")
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#parts textarea")).to_have_value("125/KH -UBND")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_contain_text("Đã thêm")
    assert number_of(archive, document) == "125/KH -UBND"


def test_a_document_without_a_number_is_said_to_have_none(
    service: str, archive: Archive, document: str, page: Page
) -> None:
    shown(page, f"{service}/review")
    page.keyboard.press("x")
    expect(page.locator("#card")).not_to_have_attribute("data-pointer", NUMBER)
    assert archive.unsure(document) == 0


def test_enter_held_down_settles_one_value(
    service: str, archive: Archive, tmp_path: Path, page: Page
) -> None:
    data = b"letter"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, letter(data), ["chữ"])
    page.goto(f"{service}/review", wait_until="networkidle")
    for _ in range(20):
        page.keyboard.down("Enter")  # without an "up" between them the key repeats
        page.wait_for_timeout(50)
    page.keyboard.up("Enter")
    expect(page.locator("#done li")).to_have_count(1)
    assert len(archive.decisions(sha256)) == 1


def test_an_audited_value_corrects_the_shown_error(
    service: str, archive: Archive, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_AUDIT", "1")
    data = b"letter"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    record = letter(data, names=ENOUGH)
    archive.save_reading(sha256, record, ["chữ"])
    for number in range(ENOUGH - 2):
        name = f"Nơi nhận {number}"
        archive.decide(sha256, f"/recipients/{number}/name", name, name, "Lan")
    page.goto(f"{service}/review", wait_until="networkidle")
    error = page.locator("#error")
    expect(error).to_contain_text(f"{ENOUGH - 2} trên {ENOUGH}")
    card = page.locator("#card")
    expect(card).to_be_visible()
    for after in ("", "Khác"):
        here = card.get_attribute("data-pointer") or ""
        if after:
            page.keyboard.press("e")
            page.keyboard.type(after)
        page.keyboard.press("Enter")
        expect(card).not_to_have_attribute("data-pointer", here)
    expect(error.locator(".rate")).to_have_text("2 % sai")
    expect(error).to_contain_text(f"{ENOUGH} giá trị")
    page.locator("#quality summary").click()
    expect(page.locator("#tables table").first).to_contain_text("Nơi nhận")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_filled_in_keeps_the_rules_and_the_width(
    service: str, document: str, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    shown(page, f"{service}/review")
    page.locator("#quality summary").click()
    expect(page.locator("#tables > *")).not_to_have_count(0)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown(page, f"{service}/view/{document}")
    page.locator("#choose button").click()
    expect(page.locator(".mark")).not_to_have_count(0)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_responsibility_is_added_and_removed(
    service: str, archive: Archive, document: str, page: Page
) -> None:
    shown(page, f"{service}/view/{document}")
    page.locator("#choose select").select_option("/responsibilities/-")
    page.locator("#choose button").click()
    page.get_by_label("chủ thể").fill("Các trường")
    page.get_by_label("việc phải làm").focus()
    page.get_by_label("nộp", exact=True).click()
    page.get_by_label("cáo", exact=True).click()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("#filling .primary").click()
    value = page.locator('.value[data-pointer="/responsibilities/+1/task"]')
    expect(value.locator(".said")).to_have_text("nộp báo cáo")
    (duty,) = archive.record(document).responsibilities
    assert (duty.actor, duty.task, duty.evidence[0].raw) == (
        "Các trường",
        "nộp báo cáo",
        "nop bao cao",
    )

    value.get_by_role("button", name="Sửa").click()
    page.locator("#parts textarea").fill("nộp báo cáo năm")
    page.keyboard.press("Enter")
    expect(value.locator(".said")).to_have_text("nộp báo cáo năm")
    value.get_by_role("button", name="Gỡ bỏ").click()
    expect(value).to_have_class("value rejected")
    assert archive.record(document).responsibilities == []
    value.locator("summary").click()
    value.get_by_role("button", name="Hoàn tác").click()
    expect(value).to_have_class("value settled")
    assert archive.record(document).responsibilities[0].task == "nộp báo cáo năm"
    assert [one.verdict for one in archive.decisions(document)] == [
        "add", "correct", "reject", "undo",
    ]  # fmt: skip
