"""Estimating the n-gram model: counting, interpolated modified Kneser-Ney, pruning.

Chen and Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling" (1998), for
the smoothing; Seymore and Rosenfeld, "Scalable Backoff Language Models" (1996), for the pruning
by weighted difference. An n-gram is one unsigned 64-bit key, 16 bits a word, oldest word highest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ORDER = 4
WORD_BITS = 16
SENTENCE_ID = 0

Keys = NDArray[np.uint64]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Level:
    """All n-grams of one order, sorted by key, with smoothed probabilities."""

    keys: Keys
    raw: Counts
    counts: Counts
    probability: Floats
    gamma_by_context: Floats
    contexts: Keys


def count_ngrams(stream: NDArray[np.uint16], order: int) -> tuple[Keys, Counts]:
    """Unique n-grams of a token stream and their counts.

    A sentence mark may stand first (as context) or last (as prediction), never inside.
    """
    size = len(stream) - order + 1
    keys = np.zeros(size, dtype=np.uint64)
    usable = np.ones(size, dtype=bool)
    for position in range(order):
        column = stream[position : position + size]
        keys = (keys << np.uint64(WORD_BITS)) | column.astype(np.uint64)
        if 0 < position < order - 1:
            usable &= column != SENTENCE_ID
    if order > 1:
        usable &= ~((stream[:size] == SENTENCE_ID) & (stream[1 : size + 1] == SENTENCE_ID))
    unique, counts = np.unique(keys[usable], return_counts=True)
    return unique, counts.astype(np.int64)


def continuation_counts(keys: Keys, raw: Counts, longer: Keys, order: int) -> Counts:
    """How many different words stand before each n-gram; its raw count where none can."""
    suffix = longer & np.uint64((1 << (WORD_BITS * order)) - 1)
    suffixes, distinct = np.unique(suffix, return_counts=True)
    counts = np.zeros(len(keys), dtype=np.int64)
    where = np.searchsorted(keys, suffixes)
    counts[where] = distinct
    starts_sentence = (keys >> np.uint64(WORD_BITS * (order - 1))) == SENTENCE_ID
    return np.where(starts_sentence | (counts == 0), raw, counts)


def discounts(counts: Counts) -> tuple[float, float, float]:
    """The three discounts of modified Kneser-Ney from the counts of counts."""
    n1, n2, n3, n4 = (int((counts == k).sum()) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    return (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)


def smooth(keys: Keys, raw: Counts, counts: Counts, lower: Level | None, size: int) -> Level:
    """Interpolated probabilities of one order on top of the order below.

    ``size`` is the number of words, over which the lowest order is interpolated uniformly.
    """
    d1, d2, d3 = discounts(counts)
    discount = np.choose(np.minimum(counts, 3) - 1, [d1, d2, d3])
    contexts, first = np.unique(keys >> np.uint64(WORD_BITS), return_index=True)
    group = np.repeat(np.arange(len(contexts)), np.diff(np.append(first, len(keys))))
    total = np.bincount(group, counts)
    gamma = np.bincount(group, discount) / total
    if lower is None:
        below: Floats = np.full(len(keys), 1.0 / size)
    else:
        order_mask = np.uint64((1 << (WORD_BITS * _order_of(lower))) - 1)
        below = lower.probability[np.searchsorted(lower.keys, keys & order_mask)]
    probability = (counts - discount) / total[group] + gamma[group] * below
    return Level(keys, raw, counts, probability, gamma, contexts)


def _order_of(level: Level) -> int:
    top = int(level.keys[-1])
    return max(1, (top.bit_length() + WORD_BITS - 1) // WORD_BITS)


def estimate(stream: NDArray[np.uint16], size: int, order: int = ORDER) -> list[Level]:
    """Smoothed levels 1 to ``order`` of the stream; ``size`` is the number of words."""
    grams = [count_ngrams(stream, n) for n in range(1, order + 1)]
    levels: list[Level] = []
    for n, (keys, raw) in enumerate(grams, start=1):
        counts = raw if n == order else continuation_counts(keys, raw, grams[n][0], n)
        levels.append(smooth(keys, raw, counts, levels[-1] if levels else None, size))
    return levels


def prune(levels: list[Level], keep: dict[int, int]) -> list[NDArray[np.bool_]]:
    """Which n-grams stay: per order the ``keep`` ones that would cost most to lose.

    The cost is count × log(probability / probability by backing off). A context of a kept
    n-gram is kept as well.
    """
    kept: list[NDArray[np.bool_]] = [np.ones(len(levels[0].keys), dtype=bool)]
    for n in range(2, len(levels) + 1):
        level, lower = levels[n - 1], levels[n - 2]
        mask = np.uint64((1 << (WORD_BITS * (n - 1))) - 1)
        below = lower.probability[np.searchsorted(lower.keys, level.keys & mask)]
        gamma = level.gamma_by_context[
            np.searchsorted(level.contexts, level.keys >> np.uint64(WORD_BITS))
        ]
        worth = level.raw * np.log(level.probability / (gamma * below))
        limit = keep.get(n, len(worth))
        chosen = np.ones(len(worth), dtype=bool)
        if len(worth) > limit:
            chosen = worth > np.partition(worth, len(worth) - limit)[len(worth) - limit]
        kept.append(chosen)
    for n in range(len(levels), 1, -1):
        contexts = np.unique(levels[n - 1].keys[kept[n - 1]] >> np.uint64(WORD_BITS))
        kept[n - 2][np.searchsorted(levels[n - 2].keys, contexts)] = True
    return kept


def backoff_weights(
    keys: Keys, probability: Floats, contexts: Keys, lower: Level, order: int
) -> Floats:
    """The weight of each context in ``contexts``: the mass left over the mass not yet used."""
    mask = np.uint64((1 << (WORD_BITS * (order - 1))) - 1)
    below = lower.probability[np.searchsorted(lower.keys, keys & mask)]
    where = np.searchsorted(contexts, keys >> np.uint64(WORD_BITS))
    seen = np.bincount(where, probability, minlength=len(contexts))
    seen_below = np.bincount(where, below, minlength=len(contexts))
    left = np.maximum(1 - seen, 1e-6)
    return left / np.maximum(1 - seen_below, 1e-6)
