"""Estimation of the n-gram model on a toy language."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from normalize.training.ngrams import (
    SENTENCE_ID,
    WORD_BITS,
    Level,
    continuation_counts,
    count_ngrams,
    estimate,
    prune,
)

WORDS = 900
STREAM_LENGTH = 12_000


@pytest.fixture(scope="module")
def stream() -> NDArray[np.uint16]:
    """Sentences in which a word often calls for the next one; 0 is the sentence mark."""
    chance = np.random.default_rng(7)
    tokens = [SENTENCE_ID]
    while len(tokens) < STREAM_LENGTH:
        before = tokens[-1]
        if before and chance.random() < 0.12:
            tokens.append(SENTENCE_ID)
        elif chance.random() < 0.6:
            tokens.append(1 + (before * 7 + int(chance.zipf(2.0))) % (WORDS - 1))
        else:
            tokens.append(1 + int(chance.zipf(1.3)) % (WORDS - 1))
    return np.array([*tokens, SENTENCE_ID], dtype=np.uint16)


@pytest.fixture(scope="module")
def levels(stream: NDArray[np.uint16]) -> list[Level]:
    return estimate(stream, WORDS)


def unpack(key: int, order: int) -> tuple[int, ...]:
    return tuple((key >> (WORD_BITS * k)) & 0xFFFF for k in range(order - 1, -1, -1))


def pack(words: tuple[int, ...]) -> int:
    key = 0
    for word in words:
        key = (key << WORD_BITS) | word
    return key


def interpolated(levels: list[Level], context: tuple[int, ...], word: int) -> float:
    """The definition: the probability seen, else the weight of the context times the order below."""
    level = levels[len(context)]
    at = int(np.searchsorted(level.keys, np.uint64(pack((*context, word)))))
    if at < len(level.keys) and int(level.keys[at]) == pack((*context, word)):
        return float(level.probability[at])
    if not context:
        return float(level.gamma_by_context[0]) / WORDS
    group = int(np.searchsorted(level.contexts, np.uint64(pack(context))))
    known = group < len(level.contexts) and int(level.contexts[group]) == pack(context)
    weight = float(level.gamma_by_context[group]) if known else 1.0
    return weight * interpolated(levels, context[1:], word)


def contexts_of(levels: list[Level], order: int) -> Iterator[tuple[int, ...]]:
    for key in levels[order].contexts[:: max(1, len(levels[order].contexts) // 40)]:
        yield unpack(int(key), order)


def test_counts_agree_with_counting_by_hand() -> None:
    stream = np.array([0, 1, 2, 0, 1, 2, 3, 0], dtype=np.uint16)
    keys, counts = count_ngrams(stream, 2)
    found = {unpack(int(k), 2): int(c) for k, c in zip(keys, counts, strict=True)}
    assert found == {(0, 1): 2, (1, 2): 2, (2, 0): 1, (2, 3): 1, (3, 0): 1}


def test_no_ngram_reaches_over_a_sentence_mark(stream: NDArray[np.uint16]) -> None:
    for order in (3, 4):
        keys, counts = count_ngrams(stream, order)
        assert not any(SENTENCE_ID in unpack(int(k), order)[1:-1] for k in keys)
        assert counts.sum() < len(stream)


def test_a_word_counts_once_for_each_word_before_it() -> None:
    stream = np.array([0, 1, 9, 2, 9, 2, 9, 0], dtype=np.uint16)
    keys, raw = count_ngrams(stream, 1)
    longer, _ = count_ngrams(stream, 2)
    counts = continuation_counts(keys, raw, longer, 1)
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True))[9] == 2
    assert dict(zip(keys.tolist(), raw.tolist(), strict=True))[9] == 3


@pytest.mark.parametrize("order", [1, 2, 3])
def test_probabilities_after_a_context_sum_to_one(levels: list[Level], order: int) -> None:
    for context in contexts_of(levels, order):
        total = sum(interpolated(levels, context, word) for word in range(WORDS))
        assert total == pytest.approx(1.0, abs=1e-9)


def test_probabilities_without_context_sum_to_one(levels: list[Level]) -> None:
    total = sum(interpolated(levels, (), word) for word in range(WORDS))
    assert total == pytest.approx(1.0, abs=1e-9)


def test_what_was_seen_often_is_likelier(levels: list[Level]) -> None:
    keys, raw = levels[1].keys, levels[1].raw
    often, context = int(keys[raw.argmax()]), int(keys[raw.argmax()]) >> WORD_BITS
    word = often & 0xFFFF
    others = [interpolated(levels, (context,), w) for w in range(WORDS) if w != word]
    assert interpolated(levels, (context,), word) > max(others)


def test_pruning_keeps_what_is_worth_most_and_its_contexts(levels: list[Level]) -> None:
    kept = prune(levels, {2: 100, 3: 80, 4: 60})
    assert kept[0].all()
    assert 0 < kept[3].sum() <= 60
    for order in (3, 4):
        contexts = levels[order - 1].keys[kept[order - 1]] >> np.uint64(WORD_BITS)
        below = set(levels[order - 2].keys[kept[order - 2]].tolist())
        assert set(contexts.tolist()) <= below
