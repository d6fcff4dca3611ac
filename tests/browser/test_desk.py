"""What a clerk does all day: bring in, find, take out, delete and restore, on a telephone too."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page, ViewportSize, expect

from api.app import FOR_PEOPLE
from store.archive.archive import Archive
from store.database.desk_tables import FeedKind, Happening
from store.documents.layout import ReadLine, ReadWord, pack
from store.feeds import Brought
from store.webhooks import Refusal
from tests.readings import record_of, scanned_pdf
from tests.store.papers import fill

LOADING = 90_000  # milliseconds: the first page of units loads the authority file
TELEPHONE = ViewportSize(width=390, height=844)
PAGES = (
    "/", "/review", "/pages/search", "/pages/search?q=ke", "/pages/search?q=khong-co",
    "/pages/units", "/pages/units?name=quan+long+bien", "/pages/units?unit=vn-01-004-1",
    "/pages/deadlines?month=2023-10", "/pages/pairings", "/pages/cascade", "/pages/bin", "/pages/learning", "/pages/webhooks", "/pages/sources", "/account",
    "/login", "/nowhere",
)  # fmt: skip
# Words that no page of the other language has; texts of documents are Vietnamese on both.
ENGLISH = re.compile(
    r"\b(the|of|and|document|documents|page|search|file|failed|deleted|error|value|not|is)\b", re.I
)
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
# What documents, units and people are called is of no language of the pages.
SAID = """() => {
  const shown = document.body.cloneNode(true);
  shown.querySelectorAll("script, style, template, mark, .name, .file, .said, .raw, .passage, .language, .brand, "
    + ".hit, .facets ul, .timeline, .unit, .due, .dueday, .documents tbody .hint, .scroll:not(.list) tbody, .number, .heading .file, h1.name, svg, kbd, #card, #lines, .trail")
    .forEach((one) => one.remove());
  const labels = [...shown.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((one) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => one.closest("tbody, svg") ? "" : one.getAttribute(name) ?? ""));
  return [shown.textContent, ...labels].join(" \\n ").replace(/\\s+/g, " ");
}"""


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"thư mục/{name}.txt", data)
    return out.getvalue()


def line(*words: str, top: float) -> ReadLine:
    boxes = [(0.1 + 0.1 * i, top, 0.19 + 0.1 * i, top + 0.02) for i in range(len(words))]
    return ReadLine(
        " ".join(words),
        tuple(ReadWord(w, w, box=box) for w, box in zip(words, boxes, strict=True)),
    )


def test_a_document_is_deleted_and_restored(archive: Archive, service: str, page: Page) -> None:
    sha256, _ = fill(archive)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{service}/view/{sha256}")
    page.click("#delete")
    expect(page).to_have_url(f"{service}/?lang=vi")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("text=Thùng rác (1)")
    expect(page.locator(".item .name")).to_have_text("=Kế hoạch kết nghĩa")
    page.wait_for_load_state()  # a click before its script has run is lost
    page.click("[data-restore]")
    expect(page.locator(".empty")).to_have_text("Thùng rác trống.")
    expect(page.locator(".trail li")).to_have_count(2)
    page.goto(service)
    expect(page.locator("tbody tr")).to_have_count(2)


def test_chosen_documents_are_exported_and_deleted(
    archive: Archive, service: str, page: Page
) -> None:
    plan, cited = fill(archive)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(service)
    page.check(f"[value='{plan}']")
    expect(page.locator("#some strong")).to_have_text("1")
    page.click("#some summary")
    with page.expect_download() as told:
        page.click("#some [data-form=jsonl]")
    lines = Path(told.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(one)["id"] for one in lines] == [plan]
    page.check("#all")
    with page.expect_download() as told:
        page.click("#some [data-form='originals.zip']")
    with zipfile.ZipFile(told.value.path()) as originals:
        assert set(originals.namelist()) == {"plan.txt", "cited.txt"}
    page.click("#some summary")
    page.click("[data-many=delete]")
    expect(page.locator(".empty")).to_be_visible()
    assert {row.sha256 for row, _ in archive.bin.documents()} == {plan, cited}


DROP = """(files) => {
  const held = new DataTransfer();
  for (const [name, data] of files) held.items.add(new File([Uint8Array.from(data)], name));
  const event = new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
  document.getElementById("upload").dispatchEvent(event);
}"""


def test_a_zip_is_dropped_and_its_files_become_rows(
    archive: Archive, service: str, page: Page
) -> None:
    page.goto(service)
    data = packed(mot=b"van ban mot", hai=b"van ban hai")
    page.evaluate(DROP, [["gói.zip", list(data)], ["ba.txt", list(b"van ban ba")]])
    expect(page.locator("#sent li.review")).to_have_count(3)
    expect(page.locator("#whole")).to_contain_text("3/3")
    expect(page.locator("tbody tr")).to_have_count(3)
    first = page.locator("#sent li.review a").first
    assert (first.get_attribute("href") or "").startswith("/view/")
    assert {row.name for row in archive.documents()} == {"mot.txt", "hai.txt", "ba.txt"}


def test_a_folder_is_given_whole(
    archive: Archive, service: str, page: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "thư mục" / "con"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"van ban a")
    (folder.parent / "b.txt").write_bytes(b"van ban b")
    (folder / ".DS_Store").write_bytes(b"litter")
    page.goto(service)
    page.set_input_files("#folder", folder.parent)
    expect(page.locator("#sent li.review")).to_have_count(2)
    expect(page.locator("#sent li")).to_have_count(2)
    assert {row.name for row in archive.documents()} == {"a.txt", "b.txt"}


# A folder as a browser hands it over when it is dropped: entries that list a few at a time.
DROPPED_FOLDER = """() => {
  const file = (name) => ({ isFile: true, file: (take) => take(new File([name], name)) });
  const folder = (...entries) => ({
    isFile: false,
    createReader: () => ({ readEntries: (take) => take(entries.splice(0, 1)) }),
  });
  const whole = folder(file("a.txt"), folder(file("b.txt"), file(".DS_Store")), file("c.txt"));
  return droppedFiles([{ webkitGetAsEntry: () => whole }]).then(sendAll);
}"""


def test_a_folder_is_dropped_with_its_folders(archive: Archive, service: str, page: Page) -> None:
    page.goto(service)
    page.evaluate(DROPPED_FOLDER)
    expect(page.locator("#sent li.review")).to_have_count(3)
    assert {row.name for row in archive.documents()} == {"a.txt", "b.txt", "c.txt"}


def test_what_fails_says_why_in_the_language(service: str, page: Page) -> None:
    page.goto(service)
    page.evaluate(DROP, [["lạ.bin", [0, 1, 2, 3]], ["hỏng.zip", [80, 75, 3, 4]]])
    expect(page.locator("#sent li.failed")).to_have_count(2)
    expect(page.locator("#sent")).to_contain_text("Không phải loại tệp đọc được.")
    expect(page.locator("#sent")).to_contain_text("Tệp bị hỏng.")


def test_mixed_words_are_found_and_marked_on_the_page(
    archive: Archive, service: str, page: Page, tmp_path: Path
) -> None:
    data = scanned_pdf(tmp_path / "scan.pdf")
    sha256 = archive.accept(data, "scan.pdf")[0].sha256
    lines = [line("Thư", "viện", "học", top=0.4), line("thu", "viện", "khác", top=0.6)]
    texts = "\n".join(one.text for one in lines)
    archive.save_reading(sha256, record_of(data), [texts], [pack(lines)])
    page.goto(f"{service}/pages/search")
    page.fill("#q", "thư viện hoc")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".result mark").first).to_have_text("Thư viện học")
    expect(page.locator(".result .hint").first).to_contain_text("26/9/2025")
    expect(page.locator(".result .strip")).to_be_visible()
    page.click(".result > .name")
    expect(page.locator(".found")).to_have_count(4)
    page.goto(f"{service}/pages/search?q=thư viện hoc")
    page.click(".found-heading a")
    expect(page.locator("#q")).to_have_value('"thư viện hoc"')
    expect(page.locator(".facets")).to_contain_text("công văn")
    page.click(".facets a >> text=2025")
    expect(page.locator("[name=since]")).to_have_value("1/1/2025")
    expect(page.locator(".result")).to_have_count(1)


def test_days_are_typed_as_they_are_written(archive: Archive, service: str, page: Page) -> None:
    data = b"a"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    record = record_of(data)
    record.header.support["issued_on"] = record.header.support["number"]
    archive.save_reading(sha256, record, ["a"])
    page.goto(f"{service}/view/{sha256}")
    value = page.locator("[data-pointer='/header/issued_on']")
    expect(value.locator(".said")).to_have_text("26/9/2025")
    value.locator("[data-do=change]").click()
    expect(page.locator("#filling textarea")).to_have_value("26/9/2025")
    page.fill("#filling textarea", "5/10/2025")
    page.keyboard.press("Enter")
    expect(value.locator(".said")).to_have_text("5/10/2025")
    assert archive.record(sha256).header.issued_on == "2025-10-05"


@pytest.fixture
def stored(archive: Archive) -> list[str]:
    """The address of a page of each kind of document: read, and failed."""
    sha256, _ = fill(archive)
    failed = archive.accept(b"%PDF", "hong.pdf")[0].sha256
    archive.fail(failed, "The file is broken. Copy it again.", "broken-file")
    webhook = archive.webhooks.add("https://example.org/hook", list(Happening), "admin")
    for data in (b"mot", b"hai"):
        read = archive.accept(data, "a.txt")[0].sha256
        archive.save_reading(read, record_of(data), ["chữ"])
    due = archive.webhooks.claim(webhook.id)
    assert due is not None
    archive.webhooks.failed(due.id, Refusal.STATUS, 503)
    for kind, place in (("folder", "/srv/quét"), ("mailbox", "imaps://lan@mail.vn:993/INBOX")):
        feed = archive.feeds.add(FeedKind(kind), place, "admin")
        archive.feeds.looked(feed.id, [Brought("a.exe", None, "It is no kind.", "unknown-kind")])
        archive.feeds.failed(feed.id, "no such folder", "missing")
    archive.searches.keep("Lan", "Kết nghĩa", "q=ket")
    return [f"/view/{sha256}", f"/view/{failed}", f"/view/{sha256}#text=1"]


def test_the_walk_goes_over_every_page() -> None:
    """All but the description of the interface, whose words are Swagger UI's, and ways to elsewhere."""
    shown = {
        route.path
        for router in FOR_PEOPLE
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    }
    walked = {path.partition("?")[0] for path in PAGES} | {"/view/{identity}"}
    assert shown - walked == {"/docs", "/login/sign-on", "/login/sign-on/back"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_has_a_stray_word_of_the_other_language(
    service: str, page: Page, stored: list[str], lang: str
) -> None:
    strange = ENGLISH if lang == "vi" else VIETNAMESE
    for path in (*PAGES, *stored):
        address, _, place = path.partition("#")
        joint = "&" if "?" in address else "?"
        page.goto(
            f"{service}{address}{joint}lang={lang}#{place}",
            wait_until="networkidle",
            timeout=LOADING,
        )
        said = page.evaluate(SAID)
        assert len(said) > 40, path
        assert strange.findall(said) == [], f"{path}: {said}"


def test_every_page_fits_a_telephone(service: str, page: Page, stored: list[str]) -> None:
    page.set_viewport_size(TELEPHONE)
    for path in (*PAGES, *stored):
        page.goto(service + path, wait_until="networkidle", timeout=LOADING)
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"], path
        height = page.evaluate("document.querySelector('header').offsetHeight")
        assert height < 60, f"{path}: the header is {height} pixels high"
    page.goto(service)
    expect(page.locator("tbody .state").first).to_be_in_viewport()
    page.goto(f"{service}/pages/deadlines?month=2023-10")
    expect(page.locator(".calendar")).to_be_hidden()
    expect(page.locator(".dueday h3").first).to_have_text(re.compile(r"^\d\d?/10/2023$"))


def test_a_search_is_kept_found_again_and_removed(
    archive: Archive, service: str, page: Page
) -> None:
    fill(archive)
    page.goto(f"{service}/pages/search?q=ket+nghia&since=10/9/2023")
    page.fill("#saved-name", "Kết nghĩa, từ 9/2023")
    page.click("#keep button")
    kept = page.locator(".saved .name")
    expect(kept).to_have_text("Kết nghĩa, từ 9/2023")
    page.goto(f"{service}/pages/search")
    expect(page.locator("#keep")).to_have_count(0)
    kept.click()
    expect(page.locator("#q")).to_have_value("ket nghia")
    expect(page.locator("[name=since]")).to_have_value("10/9/2023")
    expect(page.locator(".result")).to_have_count(1)
    page.click("[data-forget=ket-nghia-tu-9-2023]")
    expect(page.locator(".saved")).to_have_count(0)
