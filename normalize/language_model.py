"""The n-gram language model: its file, and the lookups that the decoder compiles in.

The model is a trie in arrays. Level ``n`` holds the n-grams sorted by context and word; the
children of node ``i`` stand at ``first[i]`` to ``first[i + 1]`` of the next level. Probabilities
and backoff weights are natural logarithms, quantised to 8 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.machine_code import njit
from normalize.ready import ready_arrays
from normalize.tokens import NUMBER, PAUSE, SENTENCE, UNKNOWN

MODEL_FILE = Path(__file__).parent / "models" / "language_model.npz"

# Ranges of the 8-bit codes; one step is 0.06 of a probability and 0.04 of a backoff weight.
PROBABILITY_RANGE = (-16.0, 0.0)
BACKOFF_RANGE = (-8.0, 2.0)
MISSING = -1


class Trie(NamedTuple):
    """The arrays of a model, as the compiled functions take them."""

    probability1: NDArray[np.float32]
    backoff1: NDArray[np.float32]
    first1: NDArray[np.uint32]
    words2: NDArray[np.uint16]
    probability2: NDArray[np.uint8]
    backoff2: NDArray[np.uint8]
    first2: NDArray[np.uint32]
    words3: NDArray[np.uint16]
    probability3: NDArray[np.uint8]
    backoff3: NDArray[np.uint8]
    first3: NDArray[np.uint32]
    words4: NDArray[np.uint16]
    probability4: NDArray[np.uint8]
    probability_codes: NDArray[np.float32]
    backoff_codes: NDArray[np.float32]


@dataclass(frozen=True)
class LanguageModel:
    """A loaded model: vocabulary (lower-case syllables), trie, and how often words are names.

    ``capital`` is the share of each word's uses inside a sentence that begin with a capital,
    ``syllable`` tells the well-formed Vietnamese syllables from other words.
    """

    vocabulary: tuple[str, ...]
    trie: Trie
    capital: NDArray[np.float32]
    syllable: NDArray[np.bool_]

    @cached_property
    def index(self) -> dict[str, int]:
        """Word to number."""
        return {word: number for number, word in enumerate(self.vocabulary)}

    @property
    def sentence(self) -> int:
        """The number of the sentence mark."""
        return self.index[SENTENCE]

    def number_of(self, word: str) -> int:
        """The number of a word, or that of the unknown word."""
        return self.index.get(word, self.index[UNKNOWN])

    def special(self) -> tuple[int, int, int]:
        """The numbers of the class of numbers, the pause and the sentence mark."""
        return self.index[NUMBER], self.index[PAUSE], self.index[SENTENCE]

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> "LanguageModel":
        """Read a model file written by ``normalize.training``."""
        arrays = ready_arrays("language_model", [path, Path(__file__)], lambda: _arrays(path))
        vocabulary = tuple(arrays["vocab"].tobytes().decode().split("\n"))
        trie = Trie(**{name: arrays[name] for name in Trie._fields})
        return cls(vocabulary, trie, arrays["cap"], arrays["syl"])


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The trie, the vocabulary and what is known of its words."""
    with np.load(path) as data:
        arrays = {name: data[name] for name in data.files}
    told = {name: arrays[name] for name in ("vocab", "cap", "syl")}
    return make_trie(arrays)._asdict() | told


def make_trie(arrays: Mapping[str, NDArray[Any]]) -> Trie:
    """The trie from the arrays of a model file."""
    return Trie(
        arrays["p1"],
        arrays["b1"],
        _first(arrays["n1"]),
        arrays["w2"],
        arrays["p2"],
        arrays["b2"],
        _first(arrays["n2"]),
        arrays["w3"],
        arrays["p3"],
        arrays["b3"],
        _first(arrays["n3"]),
        arrays["w4"],
        arrays["p4"],
        np.linspace(*PROBABILITY_RANGE, 256, dtype=np.float32),
        np.linspace(*BACKOFF_RANGE, 256, dtype=np.float32),
    )


def _first(counts: NDArray[np.uint16]) -> NDArray[np.uint32]:
    first = np.zeros(len(counts) + 1, dtype=np.uint32)
    np.cumsum(counts, out=first[1:])
    return first


@njit(cache=True, nogil=True)
def find_child(words: NDArray[np.uint16], first: NDArray[np.uint32], node: int, word: int) -> int:
    """The position of ``word`` among the children of ``node``, or MISSING."""
    if node < 0:
        return -1
    low, high = np.int64(first[node]), np.int64(first[node + 1])
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    if low < np.int64(first[node + 1]) and words[low] == word:
        return int(low)
    return -1


@njit(cache=True, nogil=True)
def extend(trie: Trie, node1: int, node2: int, node3: int, word: int) -> tuple[float, int, int]:
    """Read one more word after a context of up to three.

    The context is given by the nodes of its last one, two and three words (MISSING where the
    model has none). Returns the log probability of the word and the nodes of the new last two
    and last three words.
    """
    new2 = find_child(trie.words2, trie.first1, node1, word)
    new3 = find_child(trie.words3, trie.first2, node2, word)
    score = 0.0
    if node3 >= 0:
        longest = find_child(trie.words4, trie.first3, node3, word)
        if longest >= 0:
            return trie.probability_codes[trie.probability4[longest]], new2, new3
        score += trie.backoff_codes[trie.backoff3[node3]]
    if new3 >= 0:
        return score + trie.probability_codes[trie.probability3[new3]], new2, new3
    if node2 >= 0:
        score += trie.backoff_codes[trie.backoff2[node2]]
    if new2 >= 0:
        return score + trie.probability_codes[trie.probability2[new2]], new2, new3
    return score + trie.backoff1[node1] + trie.probability1[word], new2, new3
