"""A person settles values in a real browser, by keyboard alone."""

import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from batch import Outcome, read_original, store_outcome
from extract.record import Record
from ingest.errors import BrokenFile
from ingest.limits import Limits
from store.archive.archive import Archive
from tests.readings import Readers, record_of, scanned_pdf

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"

VALUES, MOST_SECONDS = 40, 90
# A worker starts and reads a page; on a busy machine that takes longer than a page waits for itself.
READING = 20_000


@pytest.fixture
def document(service: str, tmp_path: Path) -> str:
    files = {"file": ("kế hoạch.pdf", scanned_pdf(tmp_path / "scan.pdf"))}
    url = f"{service}/documents?wait=true"
    return service + httpx.post(url, files=files).headers["Location"]


def waits_for(page: Page, pointer: str) -> None:
    expect(page.locator("#card")).to_have_attribute("data-pointer", pointer)


def test_a_file_is_brought_in_and_its_progress_is_told(
    service: str, page: Page, tmp_path: Path
) -> None:
    scanned_pdf(tmp_path / "quét.pdf")
    page.goto(service)
    page.set_input_files("input[type=file]", tmp_path / "quét.pdf")
    expect(page.locator("#sent li em")).to_have_text("cần soát", timeout=READING)
    expect(page.locator("tbody tr")).to_contain_text(["quét.pdf"])
    page.set_input_files("input[type=file]", tmp_path / "quét.pdf")
    expect(page.locator("#sent li em").last).to_have_text("đã có trong kho")


def test_values_are_settled_by_keyboard(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    waits_for(page, "/signers/0/name")
    picture = page.locator("#strip")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    page.keyboard.press("Enter")
    waits_for(page, "/header/number")
    page.keyboard.press("e")
    page.keyboard.type("125/KH-UBND")
    page.keyboard.press("Enter")
    waits_for(page, "/recipients/0/name")
    page.keyboard.press("x")
    waits_for(page, "/header/place")

    record = httpx.get(document).json()
    assert (record["header"]["number"], record["recipients"]) == ("125/KH-UBND", [])
    kept = httpx.get(f"{document}/decisions").json()["decisions"]
    assert [one["verdict"] for one in kept] == ["accept", "correct", "reject"]
    assert {one["reviewer"] for one in kept} == {"Lan"}


def test_decisions_are_undone_one_by_one(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    waits_for(page, "/signers/0/name")
    page.keyboard.press("Enter")
    waits_for(page, "/header/number")
    page.keyboard.press("x")
    waits_for(page, "/recipients/0/name")
    page.keyboard.press("u")
    waits_for(page, "/header/number")
    page.keyboard.press("u")
    waits_for(page, "/signers/0/name")
    kept = httpx.get(f"{document}/decisions").json()["decisions"]
    assert [one["verdict"] for one in kept] == ["accept", "reject", "undo", "undo"]
    assert httpx.get(document).json()["header"]["number"] == "l25/KH-UBND"
    assert httpx.get(f"{service}/queue/progress").json()["settled"] == 0


def test_a_skipped_value_comes_again_at_the_end(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    waits_for(page, "/signers/0/name")
    for pointer in ("/header/number", "/recipients/0/name", "/header/place", "/signers/0/name"):
        page.keyboard.press("s")
        waits_for(page, pointer)


def test_an_edit_can_be_left(service: str, document: str, page: Page) -> None:
    page.goto(f"{service}/review")
    waits_for(page, "/signers/0/name")
    page.keyboard.press("e")
    page.keyboard.type("something else")
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_focused()
    assert httpx.get(f"{document}/decisions").json()["decisions"] == []


def test_a_value_settled_elsewhere_is_not_overwritten(
    service: str, document: str, page: Page
) -> None:
    page.goto(f"{service}/review?lang=en")
    waits_for(page, "/signers/0/name")
    wish = {
        "pointer": "/signers/0/name", "before": "Nguyễn Văn An", "after": "Nguyễn Văn Ân",
        "reviewer": "Minh",
    }  # fmt: skip
    httpx.post(f"{document}/decisions", json=wish).raise_for_status()
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_contain_text("Minh: Corrected “Nguyễn Văn Ân”")
    waits_for(page, "/header/number")
    assert httpx.get(document).json()["signers"][0]["name"] == "Nguyễn Văn Ân"


def test_a_correction_offers_the_same_case_elsewhere(
    service: str, archive: Archive, page: Page
) -> None:
    for i in range(3):
        data = f"văn bản {i}".encode()
        sha256 = archive.accept(data, f"{i}.txt")[0].sha256
        archive.save_reading(sha256, record_of(data), ["chữ"])
    page.goto(f"{service}/review")
    waits_for(page, "/signers/0/name")
    page.keyboard.press("e")
    page.keyboard.type("Nguyễn Văn Ân")
    page.keyboard.press("Enter")
    expect(page.locator("#offer li")).to_have_count(2)
    names = [archive.record(one.sha256).signers[0].name for one in archive.documents()]
    assert sorted(names) == ["Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn Ân"]
    page.keyboard.press("y")
    waits_for(page, "/header/number")
    names = [archive.record(one.sha256).signers[0].name for one in archive.documents()]
    assert set(names) == {"Nguyễn Văn Ân"}


def test_forty_values_of_a_sample_are_settled_in_under_ninety_seconds(
    service: str, archive: Archive, page: Page
) -> None:
    """A scanned sample, read by the whole pipeline; one key a value, and never the mouse."""
    scan = SAMPLES / "ke-hoach-quet.pdf"
    sha256 = archive.accept(scan.read_bytes(), scan.name)[0].sha256
    outcome = read_original(archive.original(sha256), Limits())
    store_outcome(archive, sha256, Record.model_validate_json(outcome.record), outcome)
    page.goto(f"{service}/review")
    card = page.locator("#card")
    expect(card).to_be_visible()
    begun = time.monotonic()
    for count in range(1, VALUES + 1):
        here = card.get_attribute("data-pointer") or ""
        page.keyboard.press("Enter")
        expect(card).not_to_have_attribute("data-pointer", here)
        assert len(archive.decisions(sha256)) == count
    assert time.monotonic() - begun < MOST_SECONDS


def test_a_document_that_failed_says_why_and_is_read_again(
    service: str, readers: Readers, page: Page, tmp_path: Path
) -> None:
    works, readers.read = readers.read, _broken
    scanned_pdf(tmp_path / "hỏng.pdf")
    page.goto(service)
    page.set_input_files("input[type=file]", tmp_path / "hỏng.pdf")
    expect(page.locator("#sent li em")).to_have_text("Tệp bị hỏng. Hãy sao chép hoặc quét lại.")
    page.get_by_role("link", name="hỏng.pdf").click()
    expect(page.locator("main")).to_contain_text("Tệp bị hỏng")
    readers.read = works
    page.wait_for_load_state("networkidle")  # until then the button has no script behind it
    page.locator("#retry").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".value")).not_to_have_count(0)


def _broken(data: bytes) -> Outcome:
    raise BrokenFile("The file is damaged.", "Copy it again.")


def test_boxes_and_values_light_each_other(service: str, document: str, page: Page) -> None:
    page.goto(document.replace("/documents/", "/view/"))
    value = page.locator('.value[data-pointer="/signers/0/name"]')
    value.hover()
    box = page.locator('.box[data-pointer="/signers/0/name"]')
    expect(box).to_have_class("box lit")
    page.locator('.box[data-pointer="/header/number"]').hover()
    expect(page.locator('.value[data-pointer="/header/number"]')).to_have_class("value unsure lit")
