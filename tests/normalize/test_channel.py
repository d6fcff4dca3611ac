"""Which syllables a spoiled reading may have been, by the shipped channel."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.channel import CEILING, MARGIN, MOST_CANDIDATES, Channel, SyllableTrie
from normalize.folding import strip_diacritics
from normalize.language_model import LanguageModel
from tests.normalize.conftest import SMALL

# Spoiled as an OCR engine for English leaves Vietnamese.
SPOILED = [
    ("triln", "triển"),
    ("dpi", "đội"),
    ("luqng", "lượng"),
    ("chirc", "chức"),
    ("dpng", "động"),
    ("cdng", "công"),
    ("mue", "mục"),
    ("s6", "số"),
    ("boc", "học"),
    ("giao", "giáo"),
]


Search = Callable[[str], dict[str, float]]


@pytest.fixture(scope="module")
def search(model: LanguageModel, channel: Channel, syllables: SyllableTrie) -> Search:
    def candidates(reading: str) -> dict[str, float]:
        words, costs = channel.candidates(reading, syllables)
        return {model.vocabulary[w]: float(c) for w, c in zip(words, costs, strict=True)}

    return candidates


@pytest.mark.parametrize(("reading", "meant"), SPOILED)
def test_the_syllable_that_was_printed_is_among_the_candidates(
    search: Search, reading: str, meant: str
) -> None:
    assert meant in search(reading)


@pytest.mark.parametrize("reading", ["thi", "ban", "cho", "lao", "huy"])
def test_no_candidate_is_cheaper_than_the_reading_itself(search: Search, reading: str) -> None:
    found = search(reading)
    assert found[reading] == min(found.values())


@given(st.text(alphabet=SMALL + "0168£^", min_size=1, max_size=12))
def test_the_search_stays_within_its_bounds(search: Search, reading: str) -> None:
    costs = list(search(reading).values())
    assert len(costs) <= MOST_CANDIDATES
    assert costs == sorted(costs)
    assert all(0 <= cost <= min(CEILING, costs[0] + MARGIN) + 0.01 for cost in costs)


def test_a_trie_gives_back_the_words_it_was_made_of(channel: Channel) -> None:
    words = ["an", "anh", "ban", "bang", "hoc", "hoi"]
    trie = channel.trie([(word, number) for number, word in enumerate(words)])
    for number, word in enumerate(words):
        found, costs = channel.candidates(word, trie)
        assert found[0] == number
        assert costs[0] == min(costs)


def test_words_in_letters_that_the_channel_never_saw_are_left_out(channel: Channel) -> None:
    trie = channel.trie([("an", 0), ("字", 1), ("ban", 2)])
    assert sorted(n for n in trie.word.tolist() if n >= 0) == [0, 2]


def test_the_search_finds_what_trying_each_syllable_alone_finds(
    search: Search, channel: Channel, model: LanguageModel
) -> None:
    alone = {}
    for number, word in enumerate(model.vocabulary):
        if model.syllable[number] and strip_diacritics(word) in ("hoc", "hoi", "hac"):
            _, costs = channel.candidates("hqc", channel.trie([(word, 0)]))
            alone[word] = float(costs[0]) if len(costs) else CEILING
    together = search("hqc")
    within = {word: cost for word, cost in alone.items() if cost <= min(together.values()) + MARGIN}
    assert "học" in within
    assert {word: together.get(word) for word in within} == pytest.approx(within)
