"""Search with diacritics is exact, without them it finds every spelling."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ingest.errors import BadRequest
from normalize.folding import canonical, strip_diacritics
from store.archive import Archive
from store.search import Query, SearchIndex, snippet
from tests.readings import record_of

_SYLLABLES = ("năm", "nam", "Nam", "nấm", "đa", "da", "Đống", "dong", "hòa", "hoà", "125", "KH")
_TEXTS = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=6).map(" ".join)


def _archive(tmp_path: Path, name: str) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/{name}.db", tmp_path / "originals")


def _fill(archive: Archive, *pages: str) -> str:
    data = "\f".join(pages).encode()
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), pages)
    return sha256


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("năm", True),
        ("nam", True),
        ("nấm", False),
        ("dong da", True),
        ("Đống Đa", True),
        ("đông", False),
        ("hòa bình", True),
        ("hoà bình", True),
        ('"Đống Đa"', True),
        ('"Đa Đống"', False),
        ("125/KH-UBND", True),
        ("125 KH", True),
        ("ống", False),
    ],
)
def test_a_query_finds_what_it_means(tmp_path: Path, words: str, found: bool) -> None:
    archive = _archive(tmp_path, "a")
    _fill(archive, "Số 125/KH-UBND: năm hoà bình ở Đống Đa")
    assert bool(archive.search(words)) is found


def test_year_does_not_find_the_country(tmp_path: Path) -> None:
    archive = _archive(tmp_path, "a")
    _fill(archive, "Việt Nam")
    assert archive.search("năm") == []
    assert len(archive.search("nam")) == 1


def test_hits_are_marked_in_the_text_as_restored(tmp_path: Path) -> None:
    archive = _archive(tmp_path, "a")
    _fill(archive, "trang đầu", "Các trường ở Đống Đa, năm học mới")
    (hit,) = archive.search("dong da")
    assert (hit.page, hit.name) == (2, "a.txt")
    assert [part.text for part in hit.snippet if part.hit] == ["Đống Đa"]
    assert "".join(part.text for part in hit.snippet) == "Các trường ở Đống Đa, năm học mới"


def test_reading_again_replaces_what_is_searched(tmp_path: Path) -> None:
    archive = _archive(tmp_path, "a")
    sha256 = _fill(archive, "chữ cũ")
    archive.save_reading(sha256, record_of(b"any"), ["chữ mới"])
    assert archive.search("cũ") == []
    assert len(archive.search("mới")) == 1


@pytest.mark.parametrize("words", ["", "  ", '""', "-/-", "***", "a " * 40])
def test_a_query_without_words_or_with_too_many_is_refused(words: str) -> None:
    with pytest.raises(BadRequest):
        Query.parse(words)


@pytest.mark.parametrize("words", ['"', "năm OR", "NEAR(a b)", "exact : x", "a' --", "(", "%"])
def test_the_language_of_the_database_is_not_the_users(tmp_path: Path, words: str) -> None:
    archive = _archive(tmp_path, "a")
    _fill(archive, "Việt Nam")
    try:
        assert archive.search(words) == []
    except BadRequest as refusal:
        assert "no words" in refusal.message


@given(page=_TEXTS, query=_TEXTS)
def test_folding_only_widens_what_is_found(page: str, query: str) -> None:
    found = snippet(canonical(page), Query.parse(query))
    widened = snippet(canonical(page), Query.parse(strip_diacritics(query)))
    assert not found or widened


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pages=st.lists(_TEXTS, min_size=1, max_size=4), query=_TEXTS)
def test_fts5_and_like_find_the_same_pages(tmp_path: Path, pages: list[str], query: str) -> None:
    """Other databases use LIKE: SQLite without its FTS5 table stands in for them."""
    fts5, like = _archive(tmp_path, "fts5"), _archive(tmp_path, "like")
    _use_like(like)
    found = []
    for archive in (fts5, like):
        sha256 = archive.accept(b"the one document", "a.txt")[0].sha256
        archive.save_reading(sha256, record_of(b"any"), pages)
        found.append({hit.page for hit in archive.search(query, limit=100)})
    assert found[0] == found[1]
    assert found[0] == {number for number, page in enumerate(pages, 1) if _has_all(page, query)}


def _has_all(page: str, query: str) -> bool:
    parsed = Query.parse(query)
    alone = (Query((phrase,), parsed.folded) for phrase in parsed.phrases)
    return all(snippet(canonical(page), one) for one in alone)


def _use_like(archive: Archive) -> None:
    index = SearchIndex(archive._database.engine)
    index._fts5 = False
    archive._index = index
    with archive._database.write() as session:
        session.execute(text("DROP TABLE IF EXISTS search_rows"))
        index.create(session)
        session.execute(text("DELETE FROM page_texts"))
