"""Script in OCR text, file names and names of units is shown and never runs."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extract.record import Deadline, Pairing, UnitMention
from store.archive.archive import Archive
from store.documents.layout import ReadLine, ReadWord, pack
from tests.readings import record_of, scanned_pdf

# Each would set a mark on the page: in text, out of an attribute, out of a script's own data.
ATTACKS = (
    "<img src=x onerror=window.owned=1>",
    "'\"><svg/onload=window.owned=1>",
    "</script><script>window.owned=1</script>",
    "{{ 7*7 }}${7*7}",
)
WATCH = (
    "window.owned = 0; addEventListener('securitypolicyviolation', () => { window.owned = 2; });"
)


@pytest.fixture
def hostile(archive: Archive, tmp_path: Path) -> str:
    """A document that attacks with everything it has; its identity."""
    data = scanned_pdf(tmp_path / "scan.pdf")
    all_of_it = " ".join(ATTACKS)
    base = record_of(data)
    record = base.model_copy(
        update={
            "header": base.header.model_copy(update={"title": all_of_it, "number": ATTACKS[0]}),
            "pairings": [
                Pairing(units=[UnitMention(name=one) for one in ATTACKS[:2]], origin="text")
            ],
            "deadlines": [Deadline(text=ATTACKS[1], edtf="2024-01-31", task=all_of_it)],
        }
    )
    words = tuple(ReadWord(one, one, 0.5, ((f"{one}2", 0.4),), gap=" ") for one in ATTACKS)
    lines = [ReadLine(all_of_it, words)]
    sha256 = archive.accept(data, f"{ATTACKS[0]}.pdf")[0].sha256
    archive.save_reading(
        sha256, record, [lines[0].text], [pack(lines)],
        options={"/signers/0/name": [(one, 0.1) for one in ATTACKS]},
    )  # fmt: skip
    archive.decide(sha256, "/text/1/0/0", ATTACKS[0], ATTACKS[1], ATTACKS[2])
    failed = archive.accept(b"%PDF", f"{ATTACKS[1]}.pdf")[0]
    archive.fail(failed.sha256, all_of_it, "broken-file")
    return sha256


def check(page: Page, shown: str) -> None:
    """What would attack stands on the page as text, and did nothing."""
    assert page.evaluate("window.owned") == 0
    assert page.locator("main img[src=x], main svg[onload], main script").count() == 0
    assert shown in page.locator("main").inner_text()
    assert "49" not in page.title()


def test_script_never_runs(service: str, hostile: str, page: Page) -> None:
    page.add_init_script(WATCH)
    paths = {
        "/": ATTACKS[0],
        "/?state=failed": "onload=window.owned=1",
        f"/view/{hostile}": ATTACKS[0],
        "/review": ATTACKS[0],
        "/pages/search?q=owned": "window.owned=1",
        "/pages/search?kind=%3Cimg%20src=x%20onerror=window.owned=1%3E": "",
        "/pages/pairings": ATTACKS[0],
        "/pages/deadlines?month=2024-01": ATTACKS[0],
        "/pages/units?name=%3Cimg%20src=x%20onerror=window.owned=1%3E": "",
    }
    for path, shown in paths.items():
        page.goto(service + path, wait_until="networkidle")
        check(page, shown)


def test_script_never_runs_in_the_text(service: str, hostile: str, page: Page) -> None:
    page.add_init_script(WATCH)
    page.goto(f"{service}/view/{hostile}#text=1")
    words = page.locator("#lines button.word")
    expect(words).to_have_text([ATTACKS[1], *ATTACKS[1:]])
    for number in range(len(ATTACKS)):
        words.nth(number).click()
        expect(page.locator(".choose .options button").first).to_contain_text(
            "owned" if number < 3 else "7*7"
        )
        check(page, ATTACKS[2])
    words.first.click()
    expect(page.locator(".choose .history")).to_contain_text(ATTACKS[2])
    check(page, ATTACKS[0])


def test_a_hostile_file_name_is_only_shown(service: str, page: Page) -> None:
    page.add_init_script(WATCH)
    page.goto(service)
    file = {"name": f"{ATTACKS[0]}.txt", "mimeType": "text/plain", "buffer": "chữ".encode()}
    page.set_input_files("input[type=file]", files=[file])  # type: ignore[list-item]
    expect(page.locator("#sent li em")).to_have_text("cần soát")
    expect(page.locator("tbody tr")).to_contain_text([f"{ATTACKS[0]}.txt"])
    check(page, ATTACKS[0])
