"""What a word may have been, by what its line needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.candidates import CandidateSource
from normalize.folding import strip_diacritics
from normalize.reading import Case, Treatment
from normalize.restore import Restorer
from normalize.tokens import UNKNOWN
from tests.normalize.conftest import SMALL


@pytest.fixture(scope="module")
def source(restorer: Restorer) -> CandidateSource:
    return restorer.source


def costs_of(
    source: CandidateSource,
    raw: str,
    treatment: Treatment,
    case: Case = Case.UNTOLD,
    surety: float = 1.0,
) -> dict[str, float]:
    (found,) = source.of(raw, treatment, case, surety)
    return dict(zip(found.texts, found.costs, strict=True))


def test_a_bare_word_may_be_every_form_with_its_letters(source: CandidateSource) -> None:
    found = costs_of(source, "Hoc", Treatment.MARKS)
    assert {"học", "hoc", "hóc"} <= set(found)
    assert all(strip_diacritics(text) == "hoc" for text in found)
    assert set(found.values()) == {0.0}


@pytest.mark.parametrize("raw", ["học", "Hộc"])
def test_a_word_with_marks_of_its_own_is_left_alone(source: CandidateSource, raw: str) -> None:
    assert costs_of(source, raw, Treatment.MARKS) == {raw.lower(): 0.0}


@pytest.mark.parametrize("treatment", [Treatment.MARKS, Treatment.SPOILED])
def test_a_word_that_no_vocabulary_has_may_stay(
    source: CandidateSource, treatment: Treatment
) -> None:
    (found, *_) = source.of("Wxyzq", treatment, Case.UNTOLD, 1.0)
    assert "wxyzq" in found.texts
    assert found.words[found.texts.index("wxyzq")] == source.model.index[UNKNOWN]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [("triln", "triển"), ("dpi", "đội"), ("luqng", "lượng"), ("s6", "số"), ("hQi", "hội"), ("hoc", "học")],
)  # fmt: skip
def test_a_spoiled_word_may_be_what_was_printed(
    source: CandidateSource, raw: str, meant: str
) -> None:
    assert meant in costs_of(source, raw, Treatment.SPOILED)


@pytest.mark.parametrize("raw", ["thì", "đội", "bản", "an"])
def test_the_form_as_it_was_read_is_the_cheapest(source: CandidateSource, raw: str) -> None:
    found = costs_of(source, raw, Treatment.SPOILED)
    assert found[raw] == min(found.values())


def test_two_words_that_ran_together_come_apart(source: CandidateSource) -> None:
    first, second = source.of("giaoduc", Treatment.SPOILED, Case.UNTOLD, 1.0)
    assert "giáo" in first.texts
    assert "dục" in second.texts


def test_abbreviations_stay_as_they_are(source: CandidateSource) -> None:
    found = costs_of(source, "UBND", Treatment.SPOILED)
    assert set(found) == {"ubnd"}


def test_a_small_l_among_capitals_is_an_i(source: CandidateSource) -> None:
    assert "hội" in costs_of(source, "HOl", Treatment.SPOILED)


def test_a_surely_read_word_is_dear_to_change(source: CandidateSource) -> None:
    sure = costs_of(source, "sách", Treatment.OCR, surety=0.99)
    doubtful = costs_of(source, "sách", Treatment.OCR, surety=0.4)
    assert sure["sách"] == min(sure.values())
    others = [text for text in doubtful if text != "sách"]
    assert others
    for text in others:
        assert sure[text] - sure["sách"] > doubtful[text] - doubtful["sách"]


def test_a_capital_inside_a_sentence_speaks_for_a_name(source: CandidateSource) -> None:
    def lead(case: Case) -> float:
        found = costs_of(source, "nguyen", Treatment.MARKS, case)
        return found["nguyên"] - found["nguyễn"]

    assert lead(Case.CAPITAL) > lead(Case.UNTOLD) > lead(Case.LOW)


@given(
    st.text(alphabet=SMALL + SMALL.upper() + "0168", min_size=1, max_size=12),
    st.sampled_from([Treatment.MARKS, Treatment.OCR, Treatment.SPOILED]),
    st.sampled_from(Case),
    st.floats(0, 1),
)
def test_every_word_has_candidates_in_order(
    restorer: Restorer, raw: str, treatment: Treatment, case: Case, surety: float
) -> None:
    source = restorer.source
    found = source.of(raw, treatment, case, surety)
    assert 1 <= len(found) <= 2
    for candidates in found:
        assert len(candidates.words) == len(candidates.costs) == len(candidates.texts) > 0
        assert len(set(candidates.words)) == len(candidates.words)
        assert all(cost >= 0 for cost in candidates.costs)
        assert all(0 <= word < len(source.model.vocabulary) for word in candidates.words)
