"""Search with diacritics is exact, without them it finds every spelling."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import BadRequest
from normalize.folding import canonical, strip_diacritics
from store.archive import Archive
from store.search import Query, snippet
from tests.readings import record_of

_SYLLABLES = ("năm", "nam", "Nam", "nấm", "đa", "da", "Đống", "dong", "hòa", "hoà", "125", "KH")
_TEXTS = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=6).map(" ".join)


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


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
def test_a_query_finds_what_it_means(archive: Archive, words: str, found: bool) -> None:
    _fill(archive, "Số 125/KH-UBND: năm hoà bình ở Đống Đa")
    assert bool(archive.search(words)) is found


def test_year_does_not_find_the_country(archive: Archive) -> None:
    _fill(archive, "Việt Nam")
    assert archive.search("năm") == []
    assert len(archive.search("nam")) == 1


def test_hits_are_marked_in_the_text_as_restored(archive: Archive) -> None:
    _fill(archive, "trang đầu", "Các trường ở Đống Đa, năm học mới")
    (hit,) = archive.search("dong da")
    assert (hit.page, hit.name) == (2, "a.txt")
    assert [part.text for part in hit.snippet if part.hit] == ["Đống Đa"]
    assert "".join(part.text for part in hit.snippet) == "Các trường ở Đống Đa, năm học mới"


def test_reading_again_replaces_what_is_searched(archive: Archive) -> None:
    sha256 = _fill(archive, "chữ cũ")
    archive.save_reading(sha256, record_of(b"any"), ["chữ mới"])
    assert archive.search("cũ") == []
    assert len(archive.search("mới")) == 1


@pytest.mark.parametrize("words", ["", "  ", '""', "-/-", "***", "a " * 40])
def test_a_query_without_words_or_with_too_many_is_refused(words: str) -> None:
    with pytest.raises(BadRequest):
        Query.parse(words)


@pytest.mark.parametrize("words", ['"', "năm OR", "NEAR(a b)", "exact : x", "a' --", "(", "%"])
def test_the_language_of_the_database_is_not_the_users(archive: Archive, words: str) -> None:
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
def test_the_index_finds_the_pages_that_have_all_words(
    archive: Archive, pages: list[str], query: str
) -> None:
    sha256 = archive.accept(b"the one document", "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(b"the one document"), pages)
    found = {hit.page for hit in archive.search(query, limit=100)}
    assert found == {number for number, page in enumerate(pages, 1) if _has_all(page, query)}


def _has_all(page: str, query: str) -> bool:
    parsed = Query.parse(query)
    alone = (Query((phrase,), parsed.folded) for phrase in parsed.phrases)
    return all(snippet(canonical(page), one) for one in alone)
