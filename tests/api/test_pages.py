"""The pages for people: what they show, in two languages, with everything escaped."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.texts.words import Words
from extract.record import REVIEWED, Header
from settings import Settings
from store.archive.archive import Archive
from store.rights import Rights
from tests.readings import Readers, record_of

PAGES = (
    "/",
    "/review",
    "/pages/search",
    "/pages/units",
    "/pages/deadlines",
    "/pages/pairings",
    "/account",
    "/pages/learning",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_stands_in_both_languages(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path, params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text


def test_an_empty_store_says_so(client: TestClient) -> None:
    assert "Kho chưa có văn bản nào" in client.get("/").text
    assert "The store has no documents yet" in client.get("/?lang=en").text
    assert "Không có cặp kết nghĩa nào" in client.get("/pages/pairings").text
    assert "Tháng này không có thời hạn nào" in client.get("/pages/deadlines").text


@pytest.mark.parametrize(
    "path",
    [*PAGES, "{view}", "/pages/search?q=<script>alert(1)</script>", "/pages/search?q=truong"],
)
def test_text_from_documents_and_queries_is_escaped(
    client: TestClient, stored: str, path: str
) -> None:
    view = stored.replace("/documents/", "/view/")
    page = client.get(path.replace("{view}", view)).text
    for script in re.findall(r"<script[^>]*>", page):
        assert re.fullmatch(r'<script src="/static/\w+\.js" defer>', script)
    assert "<b>" not in page
    assert not re.search(r"\son\w+=", page) and "style=" not in page


def test_a_document_is_shown_with_its_values_and_their_boxes(
    client: TestClient, stored: str
) -> None:
    client.post(
        f"{stored}/decisions", json={"pointer": "/signers/0/name", "before": "Nguyễn Văn An"}
    )
    page = client.get(stored.replace("/documents/", "/view/")).text
    assert re.search(r"data-boxes='\[\[1, 0.1, 0.8, 0.5, 0.83", page)
    assert "Người ký 1 · tên" in page and "Nguyen Van An" in page
    assert "Lịch sử (1)" in page and "Lan" in page
    assert "&lt;b&gt;Các trường" in page


def test_search_marks_the_words_found(client: TestClient, stored: str) -> None:
    assert "<mark>Đống Đa</mark>" in client.get("/pages/search", params={"q": "dong da"}).text
    for nothing, said in (("đông đa", "Không có trang nào"), ("--", "Hãy gõ ít nhất một từ")):
        assert said in client.get("/pages/search", params={"q": nothing}).text


def test_a_unit_is_shown_through_time_with_its_successors(client: TestClient) -> None:
    found = client.get("/pages/units", params={"name": "quận Long Biên"}).text
    assert "vn-01-004-1" in found
    page = client.get("/pages/units", params={"unit": "vn-01-004-1"}).text
    assert "Nay là" in page and "quận Long Biên" in page
    assert "Không có đơn vị nào" in client.get("/pages/units", params={"unit": "x"}).text


def test_the_language_switch_keeps_the_query(client: TestClient) -> None:
    page = client.get("/pages/search?q=kh&lang=en").text
    assert "?q=kh&amp;lang=vi" in page
    assert client.get("/?lang=fr").status_code == 422


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_value_for_review_has_a_name_in_words(lang: str) -> None:
    words = Words("vi" if lang == "vi" else "en")
    pointers = [f"/{field}/0/{key}" for field, keys in REVIEWED.items() for key in keys]
    pointers += [f"/header/{field}" for field in Header.model_fields if field != "support"]
    for pointer in [*pointers, "/pairings/0/units/0/name"]:
        named = words.path(pointer)
        assert " · " in named
        assert "_" not in named


BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_a_document_without_a_record_has_a_page(
    client: TestClient, archive: Archive, readers: Readers
) -> None:
    failed = archive.accept(b"%PDF", "hỏng.pdf")[0].sha256
    archive.fail(failed, "A password is needed. Remove it.", "encrypted-file")
    page = client.get(f"/view/{failed}", headers=BROWSER)
    assert (page.status_code, page.headers["Content-Type"][:9]) == (200, "text/html")
    assert "Tệp có mật khẩu" in page.text and "A password is needed" not in page.text
    assert "A password is needed" in client.get(f"/view/{failed}?lang=en").text
    assert 'id="retry"' in page.text and 'data-busy=""' in page.text
    left = archive.accept("chữ".encode(), "a.txt")[0].sha256
    assert "chưa được đọc xong" in client.get(f"/view/{left}").text


def test_a_browser_is_told_of_problems_on_a_page(client: TestClient) -> None:
    for path, status in (("/view/0000", 404), ("/nowhere", 404), ("/view/zz", 422)):
        told = client.get(path, headers=BROWSER, params={"lang": "en"})
        assert (told.status_code, told.headers["Content-Type"][:9]) == (status, "text/html")
        assert '<html lang="en">' in told.text and "/?lang=en" in told.text
        assert client.get(path).json()["status"] == status
    # What programs ask for answers in its own form whoever asks.
    assert client.get("/documents/0000", headers=BROWSER).json()["code"] == "not-stored"


def fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("login", [False, True])
def test_a_browser_is_told_that_the_service_failed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, login: bool
) -> None:
    """On a page; as a problem where who looks at it is what cannot be found out."""
    monkeypatch.setattr(archive, "documents", fail)
    monkeypatch.setattr(archive.accounts, "holder", fail)
    app = create_app(archive, Settings(login=login))
    headers = BROWSER | {"Authorization": "Bearer x"}
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        told = client.get("/", headers=headers)
    kind = "application/problem+json" if login else "text/html"
    assert (told.status_code, told.headers["Content-Type"].split(";")[0]) == (500, kind)


def test_a_reader_sees_alternatives_and_no_way_to_decide(archive: Archive) -> None:
    data = "chữ".encode()
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["chữ"])
    for rights, count in ((Rights.READER, 0), (Rights.REVIEWER, 1)):
        account = archive.accounts.add(rights.value, rights, "một mật khẩu dài")
        headers = {"Authorization": f"Bearer {archive.accounts.make_token(account.id, 'x')}"}
        with TestClient(
            create_app(archive, Settings(), Readers(), Readers()), "http://localhost"
        ) as one:
            page = one.get(f"/view/{sha256}", headers=headers).text
        assert page.count('data-act="accept"') == count
        assert page.count('data-act="close"') == 1


DAYS = ("0001-01-01", "9999-12-31", "0000-00-00", "2023-02-30", "hôm qua", "99999-01-01", "-1")
DATED = {
    "/pages/deadlines": ("month",), "/pages/search": ("since", "until"), "/search": ("since", "until"),
    "/deadlines": ("from", "to"), "/gazetteer/matches": ("on",), "/gazetteer/units/vn-01-004-1": ("on",),
}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", DATED)
def test_no_day_is_a_fault_of_the_service(
    client: TestClient, stored: str, path: str, day: str
) -> None:
    assert stored
    for written in (day, day[:7]):
        query = {"q": "kế hoạch", "name": "Hà Nội"} | dict.fromkeys(DATED[path], written)
        assert client.get(path, params=query).status_code < 500


def test_the_calendar_has_every_month_of_documents(client: TestClient) -> None:
    for month in ("1900-01", "2199-12"):
        assert client.get("/pages/deadlines", params={"month": month}).status_code == 200
