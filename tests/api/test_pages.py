"""The pages for people: what they show, in two languages, with everything escaped."""

import re

import pytest
from fastapi.testclient import TestClient

from api.texts import Words
from extract.record import REVIEWED, Header


def test_an_empty_store_says_so(client: TestClient) -> None:
    assert "Kho chưa có văn bản nào" in client.get("/").text
    assert "Không còn giá trị nào" in client.get("/review").text
    assert "The store has no documents yet" in client.get("/?lang=en").text


def test_the_least_sure_value_comes_first(client: TestClient, stored: str) -> None:
    page = client.get("/review").text
    pointers = re.findall(r'data-pointer="([^"]+)"', page)
    assert pointers[:3] == ["/signers/0/name", "/header/number", "/recipients/0/name"]
    assert "Người ký 1 · tên" in page
    assert "Nguyen Van An" in page and "Nguyễn Văn An" in page
    assert "strip?pointer=/signers/0/name" in page
    one = client.get("/review", params={"document": stored.removeprefix("/documents/")}).text
    assert re.findall(r'data-pointer="([^"]+)"', one) == pointers


@pytest.mark.parametrize("path", ["/", "/review", "/?q=<script>alert(1)</script>"])
def test_text_from_documents_and_queries_is_escaped(
    client: TestClient, stored: str, path: str
) -> None:
    page = client.get(path).text
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script src="/static/vanban.js" defer>']
    assert "<b>" not in page
    assert "&lt;" in page


def test_search_marks_the_words_found(client: TestClient, stored: str) -> None:
    assert "<mark>Đống Đa</mark>" in client.get("/", params={"q": "dong da"}).text
    for nothing in ("đông đa", "--"):
        assert "Không có trang nào" in client.get("/", params={"q": nothing}).text


def test_the_language_switch_keeps_the_query(client: TestClient) -> None:
    page = client.get("/?q=kh&lang=en").text
    assert '<html lang="en">' in page
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
