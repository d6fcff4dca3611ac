"""The beam search and its posteriors against trying every path of small lattices."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.context import Context, make_context
from normalize.decoder import BEAM, Lattice, decode
from normalize.folding import strip_diacritics
from normalize.language_model import LanguageModel, extend
from normalize.restore import Restorer

# No lattice below has more paths, so that this beam drops none.
WIDE = 256
Column = list[tuple[int, float]]


def context_of(restorer: Restorer, texts: list[str]) -> Context:
    return make_context(restorer.tokens(texts), len(restorer.model.vocabulary))


def lattice_of(columns: list[Column]) -> Lattice:
    first = np.cumsum([0, *(len(column) for column in columns)])
    flat = [pair for column in columns for pair in column]
    return Lattice(
        np.array([word for word, _ in flat], dtype=np.int32),
        np.array([cost for _, cost in flat], dtype=np.float32),
        first.astype(np.int32),
    )


def path_score(model: LanguageModel, path: tuple[tuple[int, float], ...]) -> float:
    state, total = (model.sentence, -1, -1), 0.0
    for word, cost in path:
        logp, two, three = extend(model.trie, *state, word)
        total += float(logp) - cost
        state = (word, two, three)
    return total


def by_hand(model: LanguageModel, columns: list[Column]) -> tuple[float, list[list[float]]]:
    """The score of the best path and the posterior of each candidate, over all paths."""
    choices = list(itertools.product(*[range(len(column)) for column in columns]))
    scores = [
        path_score(model, tuple(c[k] for c, k in zip(columns, choice, strict=True)))
        for choice in choices
    ]
    best = max(scores)
    shares = [math.exp(score - best) for score in scores]
    posterior = [[0.0] * len(column) for column in columns]
    for choice, share in zip(choices, shares, strict=True):
        for position, k in enumerate(choice):
            posterior[position][k] += share / sum(shares)
    return best, posterior


COMMON = "của và học sinh kế hoạch giáo dục đào tạo trường nhà năm thi hội đội <num> <,> <s> sách".split()
costs = st.floats(0, 6, width=32)
columns_of_words = st.lists(
    st.lists(
        st.tuples(st.sampled_from(COMMON), costs), min_size=1, max_size=3, unique_by=lambda p: p[0]
    ),
    min_size=1,
    max_size=5,
)


def numbered(model: LanguageModel, columns: list[list[tuple[str, float]]]) -> list[Column]:
    return [[(model.index[word], cost) for word, cost in column] for column in columns]


@settings(max_examples=60, deadline=None)
@given(columns_of_words)
def test_best_path_and_posteriors_are_those_of_all_paths(
    restorer: Restorer, words: list[list[tuple[str, float]]]
) -> None:
    model = restorer.model
    columns = numbered(model, words)
    lattice = lattice_of(columns)
    path, posterior = decode(model.trie, context_of(restorer, []), lattice, model.sentence, WIDE)
    best, expected = by_hand(model, columns)
    chosen = tuple((int(lattice.words[k]), float(lattice.costs[k])) for k in path)
    assert path_score(model, chosen) == pytest.approx(best, abs=1e-3)
    assert posterior.tolist() == pytest.approx([p for c in expected for p in c], abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(columns_of_words, st.booleans())
def test_the_posteriors_of_a_position_sum_to_one_under_the_working_beam(
    restorer: Restorer, words: list[list[tuple[str, float]]], adapted: bool
) -> None:
    model = restorer.model
    lattice = lattice_of(numbered(model, words))
    context = context_of(restorer, ["kế hoạch đội thi"] if adapted else [])
    path, posterior = decode(model.trie, context, lattice, model.sentence, BEAM)
    for position, chosen in enumerate(path):
        first, after = lattice.first[position], lattice.first[position + 1]
        assert first <= chosen < after
        assert float(posterior[first:after].sum()) == pytest.approx(1.0, abs=1e-3)


def forms(model: LanguageModel, bare: str) -> Column:
    return [(n, 0.0) for n, w in enumerate(model.vocabulary) if strip_diacritics(w) == bare]


def best_words(
    restorer: Restorer, columns: list[Column], context: Context | None = None
) -> tuple[str, list[float]]:
    model, lattice = restorer.model, lattice_of(columns)
    told = context or context_of(restorer, [])
    path, posterior = decode(model.trie, told, lattice, model.sentence, BEAM)
    words = " ".join(model.vocabulary[lattice.words[k]] for k in path)
    return words, [float(posterior[k]) for k in path]


def test_the_words_around_decide_between_forms_of_equal_cost(restorer: Restorer) -> None:
    columns = [forms(restorer.model, bare) for bare in ("giao", "duc", "va", "dao", "tao")]
    words, sure = best_words(restorer, columns)
    assert words == "giáo dục và đào tạo"
    assert min(sure) > 0.5


def test_a_dear_candidate_loses_against_a_cheap_one(restorer: Restorer) -> None:
    index = restorer.model.index
    assert best_words(restorer, [[(index["hóc"], 30.0), (index["học"], 0.0)]])[0] == "học"


def test_a_phrase_of_the_context_is_expected_again(restorer: Restorer) -> None:
    """A name that no corpus has: only a document beside it can tell its tones."""
    columns = [forms(restorer.model, bare) for bare in ("truong", "suoi", "bac")]
    alone, _ = best_words(restorer, columns)
    told, sure = best_words(restorer, columns, context_of(restorer, ["trường suối bậc"]))
    assert alone != told == "trường suối bậc"
    assert sure[-1] > 0.4


def test_a_context_of_other_words_changes_little(restorer: Restorer) -> None:
    columns = [forms(restorer.model, bare) for bare in ("ke", "hoach", "nam", "hoc")]
    other = context_of(restorer, ["danh sách thư viện huyện"])
    assert best_words(restorer, columns, other)[0] == best_words(restorer, columns)[0]


def test_nothing_to_decode(restorer: Restorer) -> None:
    model = restorer.model
    nothing = lattice_of([])
    path, posterior = decode(model.trie, context_of(restorer, []), nothing, model.sentence, BEAM)
    assert len(path) == len(posterior) == 0
