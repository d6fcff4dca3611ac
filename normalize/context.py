"""What the surrounding archive says: counts of a few documents on top of the language model.

Each order is a Dirichlet prior for the next (MacKay and Peto 1995): the language model's
probability is the prior of the context's bigrams, these of its trigrams, these of its 4-grams.
A phrase met in the context is so expected again, and one never met costs hardly more.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Observations that the prior is worth, by order. A phrase of three words seen once in the
# context is then as likely as not to go on as it did there.
PRIOR = (30.0, 4.0, 1.0)


class Context(NamedTuple):
    """Sorted n-gram keys (16 bits a word, newest lowest) and their counts, orders 1 to 4."""

    keys1: NDArray[np.uint64]
    counts1: NDArray[np.float32]
    keys2: NDArray[np.uint64]
    counts2: NDArray[np.float32]
    keys3: NDArray[np.uint64]
    counts3: NDArray[np.float32]
    keys4: NDArray[np.uint64]
    counts4: NDArray[np.float32]


def make_context(streams: Sequence[Sequence[int]]) -> Context:
    """Count the n-grams of token streams (numbers of the language model's vocabulary)."""
    arrays: list[NDArray[np.uint64] | NDArray[np.float32]] = []
    for order in (1, 2, 3, 4):
        parts = [_keys(stream, order) for stream in streams if len(stream) >= order]
        keys = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
        unique, counts = np.unique(keys, return_counts=True)
        arrays += [unique, counts.astype(np.float32)]
    return Context(*arrays)  # type: ignore[arg-type]


def _keys(stream: Sequence[int], order: int) -> NDArray[np.uint64]:
    words = np.asarray(stream, dtype=np.uint64)
    size = len(words) - order + 1
    keys = np.zeros(size, dtype=np.uint64)
    for position in range(order):
        keys = (keys << np.uint64(16)) | words[position : position + size]
    return keys


@njit(cache=True, nogil=True)
def count(keys: NDArray[np.uint64], counts: NDArray[np.float32], key: np.uint64) -> float:
    """How often an n-gram stands in the context."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < len(keys) and keys[low] == key:
        return float(counts[low])
    return 0.0


@njit(cache=True, nogil=True)
def with_context(
    context: Context, history: np.uint64, totals: NDArray[np.float64], word: int, prior: float
) -> float:
    """Log probability of a word given the last three words and the language model's ``prior``.

    ``history`` packs the last three words; ``totals`` holds how often its last one, two and
    three words stand in the context.
    """
    if totals[0] == 0.0:
        return prior
    chance = np.exp(prior)
    new = np.uint64(word)
    shift = np.uint64(16)
    one = history & np.uint64(0xFFFF)
    seen = count(context.keys2, context.counts2, (one << shift) | new)
    chance = (seen + 30.0 * chance) / (totals[0] + 30.0)
    if totals[1] > 0.0:
        two = history & np.uint64(0xFFFFFFFF)
        seen = count(context.keys3, context.counts3, (two << shift) | new)
        chance = (seen + 4.0 * chance) / (totals[1] + 4.0)
        if totals[2] > 0.0:
            three = history & np.uint64(0xFFFFFFFFFFFF)
            seen = count(context.keys4, context.counts4, (three << shift) | new)
            chance = (seen + 1.0 * chance) / (totals[2] + 1.0)
    return float(np.log(chance))
