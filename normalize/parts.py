"""Syllables that ran together, taken apart where their letters and their use together ask for it."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.language_model import LanguageModel, extend

# Cost of a letter dropped where two words ran together ("triendthai").
SPLIT_DROP = 6.0
# Cost of each joint, and the letters of the longest part.
SPLIT_JOINT, LONGEST_PART = 2.0, 8
# Ways to cut a word kept at each letter, and readings of each part that are tried, none dearer than this.
WAYS_KEPT, DEAREST_PART = 3, 7.0

# Syllables by number that letters may have been, and what that costs.
AsSpoiled = Callable[[str], tuple[NDArray[np.int32], NDArray[np.float32]]]


class _Way(NamedTuple):
    """A way to cut the letters so far: its cost, its last word, its parts (empty for a dropped letter)."""

    cost: float
    last: int
    parts: tuple[str, ...]


class Parts:
    """Takes words apart, remembering the readings of parts."""

    def __init__(self, model: LanguageModel, as_spoiled: AsSpoiled) -> None:
        self._trie = model.trie
        self._as_spoiled = as_spoiled
        self.readings = lru_cache(maxsize=100_000)(self._readings)

    def _readings(self, key: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """The syllables that a part may have been, the likeliest first, and their costs."""
        numbers, costs = self._as_spoiled(key)
        order = np.argsort(costs - self._trie.probability1[numbers], kind="stable")
        return tuple(numbers[order].tolist()), tuple(costs[order].tolist())

    def cheapest(self, key: str, limit: float) -> list[str]:
        """The parts of a word on the shortest path over its letters, if it costs less than ``limit``.

        Each part costs what its letters and its use behind the last one do, each joint SPLIT_JOINT, a
        letter dropped at a joint SPLIT_DROP.
        """
        ways: list[list[_Way]] = [[_Way(0.0, -1, ())], *([] for _ in key)]
        for stop in range(2, len(key) + 1):
            made = [
                way
                for start in range(max(0, stop - LONGEST_PART), stop - 1)
                if ways[start]
                for way in self._onward(ways[start], key[start:stop])
            ]
            dropped = [
                _Way(way.cost + SPLIT_DROP, way.last, (*way.parts, ""))
                for way in ways[stop - 1]
                if way.parts and way.parts[-1] and stop < len(key)
            ]
            ways[stop] = sorted(w for w in (*made, *dropped) if w.cost < limit)[:WAYS_KEPT]
        return [part for part in ways[-1][0].parts if part] if ways[-1] else []

    def _onward(self, ways: list[_Way], part: str) -> Iterator[_Way]:
        """Ways longer by a part, read as each of its likeliest syllables."""
        numbers, costs = self.readings(part)
        for word, cost in zip(numbers[:WAYS_KEPT], costs[:WAYS_KEPT], strict=True):
            for way in ways if cost < DEAREST_PART else ():
                use = self._trie.probability1[word]
                if way.last >= 0:
                    use = extend(self._trie, way.last, -1, -1, word)[0] - SPLIT_JOINT
                yield _Way(way.cost + cost - float(use), word, (*way.parts, part))
