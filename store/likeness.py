"""Sketches of texts by which near-duplicates meet: MinHash over runs of three folded words.

Two readings of one paper differ in a few words; two papers from one form differ in many. The
sketch is 40 numbers in 8 bands of 5: texts that share 80 % of their runs meet in at least one band
with a chance of 96 %, texts that share 50 % with 22 %.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from store.words import search_words

BANDS, ROWS = 8, 5
RUN_WORDS = 3
FEWEST_RUNS = 20  # a text of a line or two is like too many others
# Readings of one paper share at least this much. Two readings that each have every twentieth word
# wrong share 58 % of their runs; papers from one form, with other names and dates, half or less.
# Chosen by that sum, not measured.
ALIKE = 0.55
_PRIME = (1 << 31) - 1
_RNG = np.random.default_rng(20250101)
_FACTORS = _RNG.integers(1, _PRIME, size=(BANDS * ROWS, 1), dtype=np.int64)
_TERMS = _RNG.integers(0, _PRIME, size=(BANDS * ROWS, 1), dtype=np.int64)


def runs(pages: Sequence[str]) -> frozenset[int]:
    """The runs of three words of a text, as numbers."""
    words = [word for page in pages for word in search_words(page, folded=True)]
    return frozenset(
        crc32(" ".join(words[i : i + RUN_WORDS]).encode())
        for i in range(len(words) - RUN_WORDS + 1)
    )


def bands(of: frozenset[int]) -> list[int]:
    """The bands of a text's runs; none for a text too short to be told apart."""
    if len(of) < FEWEST_RUNS:
        return []
    values = np.fromiter((run % _PRIME for run in of), dtype=np.int64)
    least: NDArray[np.int64] = ((_FACTORS * values + _TERMS) % _PRIME).min(axis=1)
    groups = least.reshape(BANDS, ROWS)
    return [_number(band, group) for band, group in enumerate(groups)]


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of runs that both texts have, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _number(band: int, group: NDArray[np.int64]) -> int:
    data = group.tobytes()
    return (crc32(data, band) << 31) ^ crc32(data[::-1], band)
