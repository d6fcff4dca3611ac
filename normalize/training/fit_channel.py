"""Learning what OCR does to letters: costs of turning printed chunks into read chunks.

Brill and Moore, "An Improved Error Model for Noisy Channel Spelling Correction" (2000): a word is
cut into chunks of up to two printed letters, each read as up to three; the cuts and their
probabilities are estimated together by hard EM.
"""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from normalize.folding import strip_diacritics

PRINTED_MAX = 2
READ_MAX = 3
ROUNDS = 5
# Before any pair is seen: a letter is read as itself or its bare form, seldom as another.
FIRST_KEEP, FIRST_BARE, FIRST_OTHER, FIRST_CHUNK = 0.1, 0.3, 5.0, 4.0

# Observations' worth of trust in the letters of the same class. Of 3, 8 and 20, 8 and 20 left two
# errors fewer on spoiled development text.
BORROW = 8.0
TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"

Chunk = tuple[str, str]


def first_cost(printed: str, got: str) -> float:
    """Cost of a chunk before learning (negative log of a rough probability)."""
    if printed == got:
        return FIRST_KEEP * len(printed)
    if strip_diacritics(printed) == got:
        return FIRST_BARE * len(printed)
    if len(printed) == len(got) == 1:
        return FIRST_OTHER
    return FIRST_CHUNK + 1.5 * (len(printed) + len(got))


def is_elementary(printed: str, got: str) -> bool:
    """Whether a chunk says more than its letters one by one would.

    Two letters of which one is read as itself are two chunks; letters out of nothing come singly.
    """
    if not printed:
        return len(got) == 1
    if len(printed) == 1:
        return True
    bare = strip_diacritics(printed)
    first, last = (bare[0], printed[0]), (bare[-1], printed[-1])
    return bool(got) and got[0] not in first and got[-1] not in last


def best_cut(printed: str, got: str, costs: Mapping[Chunk, float]) -> list[Chunk] | None:
    """The cheapest way to cut a pair of words into chunks."""
    rows, columns = len(printed), len(got)
    best = [[math.inf] * (columns + 1) for _ in range(rows + 1)]
    back: list[list[Chunk | None]] = [[None] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for i in range(rows + 1):
        for j in range(columns + 1):
            if best[i][j] == math.inf:
                continue
            for a in range(min(PRINTED_MAX, rows - i) + 1):
                for b in range(min(READ_MAX, columns - j) + 1):
                    chunk = (printed[i : i + a], got[j : j + b])
                    if not is_elementary(*chunk):
                        continue
                    cost = best[i][j] + (costs.get(chunk) or _floor(chunk))
                    if cost < best[i + a][j + b]:
                        best[i + a][j + b], back[i + a][j + b] = cost, chunk
    cut: list[Chunk] = []
    i, j = rows, columns
    while i or j:
        chunk_ = back[i][j]
        if chunk_ is None:
            return None
        cut.append(chunk_)
        i, j = i - len(chunk_[0]), j - len(chunk_[1])
    return cut[::-1]


@lru_cache(maxsize=500_000)
def _floor(chunk: Chunk) -> float:
    return first_cost(*chunk) + 1.0


def learn(pairs: Iterable[tuple[str, str, float]]) -> dict[Chunk, float]:
    """Costs (negative natural logarithms) of the chunks met in weighted (printed, read) pairs."""
    weighted = [(p, g, w) for p, g, w in pairs if p and g]
    met = _occurrences(weighted)
    costs: dict[Chunk, float] = {}
    for _ in range(ROUNDS):
        counts: defaultdict[Chunk, float] = defaultdict(float)
        for printed, got, weight in weighted:
            for chunk in best_cut(printed, got, costs) or ():
                counts[chunk] += weight
        costs = smoothed(counts, met)
    return costs


def _occurrences(weighted: Iterable[tuple[str, str, float]]) -> dict[str, float]:
    """How often each chunk of up to two letters was printed; the empty chunk counts gaps."""
    met: defaultdict[str, float] = defaultdict(float)
    for printed, _, weight in weighted:
        met[""] += weight * (len(printed) + 1)
        for size in range(1, PRINTED_MAX + 1):
            for start in range(len(printed) - size + 1):
                met[printed[start : start + size]] += weight
    return met


def without_tones(printed: str) -> str:
    """Drop the five tone marks and keep the letters: ``ự`` becomes ``ư``."""
    parts = unicodedata.normalize("NFD", printed)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONE_MARKS))


def _bare(printed: str) -> str:
    return strip_diacritics(printed)


def smoothed(counts: Mapping[Chunk, float], met: Mapping[str, float]) -> dict[Chunk, float]:
    """Costs of chunks, what is seldom seen borrowing from the same letters with other tones.

    Letters that differ in tone only (ố, ồ, ổ) are spoiled alike, and so are, less closely, those
    that share a base letter; each level is shrunk towards the next with ``BORROW`` observations.
    """
    printed = [p for p in met if p]
    costs: dict[Chunk, float] = {
        (p, g): -math.log(n / met[""]) for (p, g), n in counts.items() if not p
    }
    levels: tuple[Callable[[str], str], ...] = (_bare, without_tones, str)
    sums = [_by_class(counts, level) for level in levels]
    totals = [_by_class({(p, ""): n for p, n in met.items()}, level) for level in levels]
    readings = [_readings(level_sums) for level_sums in sums]
    for chunk in printed:
        for got in readings[0].get(strip_diacritics(chunk), ()):
            chance = 0.0
            for level, seen, total in zip(levels, sums, totals, strict=True):
                key = level(chunk)
                share = seen.get((key, got), 0.0)
                chance = (share + BORROW * chance) / (total[key, ""] + BORROW)
            if chance > 0:
                costs[chunk, got] = -math.log(chance)
    return costs


def _by_class(counts: Mapping[Chunk, float], level: Callable[[str], str]) -> dict[Chunk, float]:
    sums: defaultdict[Chunk, float] = defaultdict(float)
    for (printed, got), count in counts.items():
        if printed:
            sums[level(printed), got] += count
    return sums


def _readings(sums: Mapping[Chunk, float]) -> dict[str, list[str]]:
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for printed, got in sums:
        readings[printed].append(got)
    return readings
