"""The shipped n-gram model: whole, normalised, and telling likely words from unlikely ones."""

import math
import unicodedata

import pytest

from normalize.language_model import LanguageModel, extend
from normalize.tokens import NUMBER, PAUSE, SENTENCE, UNKNOWN


def nodes_after(model: LanguageModel, context: str) -> tuple[int, int, int]:
    """The state of the model behind some words."""
    first, *others = [model.number_of(word) for word in context.split()]
    state = (first, -1, -1)
    for word in others:
        _, two, three = extend(model.trie, *state, word)
        state = (word, two, three)
    return state


def log_probability(model: LanguageModel, context: str, word: str) -> float:
    return float(extend(model.trie, *nodes_after(model, context), model.number_of(word))[0])


@pytest.mark.parametrize("context", [SENTENCE, "kế", f"{SENTENCE} kế hoạch", "giáo dục và", NUMBER])
def test_the_words_after_a_context_share_all_probability(
    model: LanguageModel, context: str
) -> None:
    state = nodes_after(model, context)
    total = sum(
        math.exp(extend(model.trie, *state, word)[0]) for word in range(len(model.vocabulary))
    )
    assert total == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(
    ("context", "likely", "unlikely"),
    [
        ("kế", "hoạch", "hoách"),
        ("giáo dục và", "đào", "dao"),
        ("học", "sinh", "sính"),
        ("xã hội chủ", "nghĩa", "nghịa"),
        ("ngày", NUMBER, "sách"),
    ],
)
def test_what_people_write_is_likelier(
    model: LanguageModel, context: str, likely: str, unlikely: str
) -> None:
    assert log_probability(model, context, likely) > log_probability(model, context, unlikely) + 2


def test_more_context_makes_the_word_it_calls_for_likelier(model: LanguageModel) -> None:
    chances = [log_probability(model, c, "nghĩa") for c in ("chủ", "hội chủ", "xã hội chủ")]
    assert chances[0] < chances[-1]


def test_the_vocabulary_is_composed_small_and_without_doubles(model: LanguageModel) -> None:
    words = model.vocabulary
    assert len(set(words)) == len(words)
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    assert all(word == word.lower() for word in words)
    assert {SENTENCE, UNKNOWN, NUMBER, PAUSE} <= set(words)


def test_a_word_that_the_model_lacks_is_the_unknown_one(model: LanguageModel) -> None:
    assert model.number_of("xyzzyq") == model.index[UNKNOWN]
    assert model.special() == tuple(model.index[w] for w in (NUMBER, PAUSE, SENTENCE))
    assert model.sentence == model.index[SENTENCE]


def test_what_the_model_knows_of_words(model: LanguageModel) -> None:
    index = model.index
    assert model.capital[index["nguyễn"]] > 0.9
    assert model.capital[index["của"]] < 0.1
    assert model.syllable[index["trường"]]
    assert not model.syllable[index[NUMBER]]
    assert len(model.capital) == len(model.syllable) == len(model.vocabulary)
