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

NUMBERS, BANDS, ROWS = 128, 8, 5
RUN_WORDS = 3
FEWEST_RUNS = 20  # a text of a line or two is like too many others
# Readings of one paper share at least this much. Two readings that each have every twentieth word
# wrong share 58 % of their runs; papers from one form, with other names and dates, half or less.
# Chosen by that sum, not measured.
ALIKE = 0.55
Sketch = NDArray[np.int32]
_PRIME = (1 << 31) - 1
_RNG = np.random.default_rng(20250101)
_FACTORS = _RNG.integers(1, _PRIME, size=(NUMBERS, 1), dtype=np.int64)
_TERMS = _RNG.integers(0, _PRIME, size=(NUMBERS, 1), dtype=np.int64)


def sketch(pages: Sequence[str]) -> Sketch | None:
    """The sketch of a text; None for a text too short to be told apart."""
    words = [word for page in pages for word in search_words(page, folded=True)]
    starts = range(len(words) - RUN_WORDS + 1)
    runs = {crc32(" ".join(words[i : i + RUN_WORDS]).encode()) % _PRIME for i in starts}
    if len(runs) < FEWEST_RUNS:
        return None
    values = np.fromiter(runs, dtype=np.int64)
    least: Sketch = ((_FACTORS * values + _TERMS) % _PRIME).min(axis=1).astype(np.int32)
    return least


def bands(of: Sketch) -> list[int]:
    """The numbers by which a sketch is found."""
    groups = of[: BANDS * ROWS].reshape(BANDS, ROWS)
    return [_number(band, group) for band, group in enumerate(groups)]


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of runs that both texts have, 0 to 1."""
    return float((one == other).mean())


def packed(of: Sketch) -> bytes:
    """A sketch as bytes."""
    return of.astype("<i4").tobytes()


def unpacked(data: bytes) -> Sketch:
    """The sketch that was packed."""
    return np.frombuffer(data, dtype="<i4").astype(np.int32)


def _number(band: int, group: Sketch) -> int:
    data = group.tobytes()
    return (crc32(data, band) << 31) ^ crc32(data[::-1], band)
