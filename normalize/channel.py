"""The channel: what OCR makes of a syllable, and which syllables a reading may have been.

A syllable is cut into chunks of one or two letters, each read as up to three (Brill and Moore
2000); costs are negative logarithms of learned probabilities. The search walks the trie of all
syllables once per reading and drops branches that have become too dear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.machine_code import njit

_MODELS = Path(__file__).parent / "models"
# What an English OCR model makes of Vietnamese, and what the Vietnamese model misreads.
SPOILED_MODEL = _MODELS / "channel_spoiled.npz"
MISREAD_MODEL = _MODELS / "channel_misread.npz"

# Costs are kept in one byte, in steps of 1/20: 12.75 is as good as impossible.
COST_STEP = 0.05
READ_MAX = 3
# Candidates dearer than the best by more than this are dropped, and all above the ceiling. Chosen so
# that the search stays short; not fitted.
MARGIN = 7.5
CEILING = 16.0
MOST_CANDIDATES = 40
# A letter never seen to be read as another, or left out, or put in.
UNSEEN_CHANGE, UNSEEN_DROP, UNSEEN_EXTRA = 8.0, 7.0, 7.0


class SyllableTrie(NamedTuple):
    """The syllables as a trie in preorder: node n's subtree ends before ``beyond[n]``."""

    depth: NDArray[np.int32]
    one: NDArray[np.int32]
    two: NDArray[np.int32]
    word: NDArray[np.int32]
    beyond: NDArray[np.int32]


@dataclass(frozen=True)
class Channel:
    """Learned costs, ready to be searched for the syllables of one vocabulary.

    ``costs[p, g]`` is the cost in steps of printed chunk p read as g; 255 is never.
    """

    printed: dict[str, int]
    read: dict[str, int]
    costs: NDArray[np.uint8]
    extra: dict[str, float]

    @classmethod
    def load(cls, path: Path) -> "Channel":
        """Read a model file written by ``normalize.training``."""
        with np.load(path) as data:
            printed = data["printed"].tobytes().decode().split("\n")
            read = data["read"].tobytes().decode().split("\n")
            extra = dict(zip(data["extra_letters"].tobytes().decode(), data["extra"], strict=True))
            costs = data["costs"]
        return cls(
            {chunk: n for n, chunk in enumerate(printed)},
            {chunk: n for n, chunk in enumerate(read)},
            costs,
            {letter: float(cost) for letter, cost in extra.items()},
        )

    def trie(self, words: Sequence[tuple[str, int]]) -> SyllableTrie:
        """The trie of (syllable, number) pairs; syllables in letters the model never saw drop out."""
        known = sorted((w, n) for w, n in words if all(c in self.printed for c in w))
        nodes: list[list[int]] = []
        path: list[int] = []
        before = ""
        for word, number in known:
            shared = _shared_prefix(before, word)
            for _ in range(len(before) - shared):
                nodes[path.pop()][4] = len(nodes)
            for depth in range(shared, len(word)):
                pair = self.printed.get(word[depth - 1 : depth + 1], -1) if depth else -1
                path.append(len(nodes))
                nodes.append([depth + 1, self.printed[word[depth]], pair, -1, 0])
            nodes[path[-1]][3] = number
            before = word
        for node in path:
            nodes[node][4] = len(nodes)
        columns = np.array(nodes, dtype=np.int32).T.copy()
        return SyllableTrie(*columns)

    def candidates(
        self, reading: str, trie: SyllableTrie
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The syllables that a reading (lower case) may have been: numbers and costs, best first."""
        size = len(reading)
        chunks = np.full((size + 1, READ_MAX + 1), -1, dtype=np.int32)
        extra = np.full(size + 1, UNSEEN_EXTRA, dtype=np.float32)
        for i in range(size + 1):
            for b in range(min(i, READ_MAX) + 1):
                chunks[i, b] = self.read.get(reading[i - b : i], -1)
            if i:
                extra[i] = self.extra.get(reading[i - 1], UNSEEN_EXTRA)
        words, costs = _search(trie, self.costs, chunks, extra)
        order = np.argsort(costs, kind="stable")[:MOST_CANDIDATES]
        return words[order], costs[order]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that may be printed."""
        return frozenset(chunk for chunk in self.printed if len(chunk) == 1)


def _shared_prefix(a: str, b: str) -> int:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return length


@njit(cache=True, nogil=True)
def _chunk_cost(costs: NDArray[np.uint8], printed: int, read: int, width: int, size: int) -> float:
    if read >= 0 and printed >= 0 and costs[printed, read] < 255:
        return float(costs[printed, read]) * COST_STEP
    if size == 1 and width == 1:
        return UNSEEN_CHANGE
    if size == 1 and width == 0:
        return UNSEEN_DROP
    return 1e9


@njit(cache=True, nogil=True)
def _search(
    trie: SyllableTrie,
    costs: NDArray[np.uint8],
    chunks: NDArray[np.int32],
    extra: NDArray[np.float32],
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    size = len(chunks) - 1
    deepest = trie.depth.max()
    rows = np.full((deepest + 1, size + 1), 1e9, dtype=np.float32)
    least = np.full(deepest + 1, 1e9, dtype=np.float32)
    rows[0, 0] = 0.0
    for i in range(1, size + 1):
        rows[0, i] = rows[0, i - 1] + extra[i]
    least[0] = 0.0
    found_word = np.zeros(len(trie.word), dtype=np.int32)
    found_cost = np.zeros(len(trie.word), dtype=np.float32)
    found = 0
    bound = CEILING
    node = 0
    while node < len(trie.depth):
        d = trie.depth[node]
        smallest = 1e9
        for i in range(size + 1):
            best = 1e9
            for b in range(min(i, READ_MAX) + 1):
                if rows[d - 1, i - b] < bound:
                    cost = rows[d - 1, i - b] + _chunk_cost(
                        costs, trie.one[node], chunks[i, b], b, 1
                    )
                    best = min(best, cost)
                if d > 1 and b > 0 and trie.two[node] >= 0 and rows[d - 2, i - b] < bound:
                    cost = rows[d - 2, i - b] + _chunk_cost(
                        costs, trie.two[node], chunks[i, b], b, 2
                    )
                    best = min(best, cost)
            if i > 0:
                best = min(best, rows[d, i - 1] + extra[i])
            rows[d, i] = best
            smallest = min(smallest, best)
        least[d] = smallest
        if trie.word[node] >= 0 and rows[d, size] < bound:
            found_word[found] = trie.word[node]
            found_cost[found] = rows[d, size]
            found += 1
            bound = min(bound, rows[d, size] + MARGIN)
        if smallest > bound and least[d - 1] + 0.5 > bound:
            node = trie.beyond[node]
        else:
            node += 1
    keep = found_cost[:found] <= bound
    return found_word[:found][keep], found_cost[:found][keep]
