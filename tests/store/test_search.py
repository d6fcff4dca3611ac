"""Search with diacritics is exact, without them it finds every spelling."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.record import Header, HeaderEvidence, Record
from ingest.errors import BadRequest
from normalize.folding import canonical, strip_diacritics
from store.archive.archive import Archive
from store.questions import search
from store.questions.facets import Filters
from store.questions.passages import SNIPPET_WORDS, Query, first_of_best, snippet
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
        ("năm dong", True),
        ("năm đong", False),
        ('"hoà binh"', True),
        ('"hoa bình"', True),
        ('"hòa bỉnh o"', False),
        ('"năm binh"', False),
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


def test_a_mixed_phrase_is_one_where_its_exact_words_stand(archive: Archive) -> None:
    _fill(archive, "thư viên học, và thu viện", "thư viện học")
    assert [hit.page for hit in archive.search('"thư viện hoc"')] == [2]
    assert {hit.page for hit in archive.search('"thu vien hoc"')} == {1, 2}


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def _paper(archive: Archive, name: str, header: Header, page: str) -> str:
    data = page.encode()
    sha256 = archive.accept(data, name)[0].sha256
    archive.save_reading(sha256, Record(source=record_of(data).source, header=header), [page])
    return sha256


def test_motto_and_letterhead_weigh_nothing(archive: Archive) -> None:
    office = "Phòng Giáo dục quận Tân Phú"
    about = _paper(
        archive, "about.txt", Header(),
        f"{MOTTO}Về tự do hạnh phúc của học sinh trong xã hội, theo Phòng Giáo dục quận Tân Phú " + "và " * 40,
    )  # fmt: skip
    _paper(archive, "of.txt", Header(issuer=[office]), f"{office}\n{MOTTO}Kế hoạch năm học")
    for words in ("phòng giáo dục quận tân phú", '"Tu do" "hanh phuc"', "xã hội"):
        found = archive.search(words)
        assert found[0].name == "about.txt", words
        assert found[0].document == about
    assert len(archive.search(office)) == 2  # found all the same


def test_a_corrected_title_and_number_are_found(archive: Archive) -> None:
    header = Header(title="Kê hoach năm hoc", number="l25/KH")
    header.support = dict.fromkeys(("title", "number"), HeaderEvidence(confidence=0.5, evidence=[]))
    sha256 = _paper(archive, "a.txt", header, "Kê hoach năm hoc")
    assert archive.search('"kế hoạch năm học"') == []
    archive.decide(sha256, "/header/title", "Kê hoach năm hoc", "Kế hoạch năm học", "Lan")
    archive.decide(sha256, "/header/number", "l25/KH", "125/KH", "Lan")
    (hit,) = archive.search('"kế hoạch năm học" 125/KH')
    assert [part.text for part in hit.snippet if part.hit] == ["Kế hoạch năm học 125/KH"]


def test_a_number_that_stands_in_no_text_is_found_beside_words(archive: Archive) -> None:
    """Đ makes the number a phrase of both kinds, which is looked up in the text of the page."""
    header = Header(title="Kế hoạch năm học", number="125/KH-PGDĐT")
    _paper(archive, "a.txt", header, "Số: ... năm học mới")
    assert len(archive.search("nam hoc 125/kh-pgdđt")) == 1
    (hit,) = archive.search("125/KH-PGDĐT")
    assert [part.text for part in hit.snippet if part.hit] == ["125/KH-PGDĐT"]
    assert archive.search("126/KH-PGDĐT") == []


def test_all_documents_of_a_search_are_told_however_many_pages_each_has(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_SWEPT", 2)
    long = _fill(archive, *["năm học"] * 5)
    others = [_fill(archive, f"năm học {number}") for number in range(3)]
    for words in ("nam hoc", '"năm hoc"'):
        assert archive.documents_found(words, 3) == [*reversed(others)]
        assert archive.documents_found(words, 9) == [*reversed(others), long]
    assert archive.documents_found("", 9, Filters(kind="công văn")) == [*reversed(others), long]


class _Counted(int):
    """A place that counts how often it is compared with others."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        _Counted.compared += 1
        return int(self) < other

    def __le__(self, other: int) -> bool:
        _Counted.compared += 1
        return int(self) <= other

    __hash__ = int.__hash__


@given(st.sets(st.integers(0, 80), min_size=1))
def test_the_best_passage_is_the_first_with_most_hits(hits: set[int]) -> None:
    begins = first_of_best(["chữ"] * 81, hits)
    within = {at: sum(at <= one <= at + SNIPPET_WORDS for one in hits) for at in hits}
    assert begins == min(at for at in hits if within[at] == max(within.values()))


def test_the_best_passage_of_many_hits_is_found_without_comparing_each_with_all() -> None:
    hits = [_Counted(at) for at in range(2000)]
    _Counted.compared = 0
    assert first_of_best(["chữ"] * 2000, hits) == 0
    assert 0 < _Counted.compared < 100_000


def test_documents_are_counted_by_kind_issuer_and_year(archive: Archive) -> None:
    for number, (kind, day) in enumerate((("kế hoạch", "2023-09-18"), ("công văn", "2024"))):
        header = Header(issuer=["Sở Giáo dục"], kind=kind, issued_on=day)
        _paper(archive, f"{number}.txt", header, f"năm học {number}")
    found = archive.found("nam hoc", 1)
    assert (len(found.hits), found.documents) == (1, 2)
    assert found.kinds == {"kế hoạch": 1, "công văn": 1}
    assert (found.issuers, found.years) == ({"Sở Giáo dục": 2}, {"2023": 1, "2024": 1})
    assert (found.hits[0].kind, found.hits[0].issued_on) == ("công văn", "2024")


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
    source = record_of(b"the one document").source
    archive.save_reading(sha256, Record(source=source), pages)
    found = {hit.page for hit in archive.search(query, limit=100)}
    assert found == {number for number, page in enumerate(pages, 1) if _has_all(page, query)}


def _has_all(page: str, query: str) -> bool:
    parsed = Query.parse(query)
    alone = (Query((phrase,)) for phrase in parsed.phrases)
    return all(snippet(canonical(page), one) for one in alone)
