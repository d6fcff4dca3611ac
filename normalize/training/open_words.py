"""Words of the corpus whose form n-grams leave open, and what n-grams say of them.

The corpus is cut into folds; each is scored by an n-gram model of the others, so that nothing is
known by heart.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.folding import strip_diacritics
from normalize.language_model import Trie, extend, find_child, make_trie
from normalize.machine_code import njit
from normalize.rescorer import OPEN_BELOW
from normalize.tokens import SPECIAL
from normalize.training.language_model import KEEP, trie_arrays
from normalize.training.ngrams import estimate, prune

FOLDS = 4
# Words of a block: blocks are dealt to the folds in turn, so that each fold has all domains.
BLOCK = 200_000
MOST_FORMS = 60

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Forms(NamedTuple):
    """The forms that share a word's letters: those of word w stand at first[w] to first[w + 1]."""

    first: NDArray[np.int32]
    words: NDArray[np.int32]


class OpenWords(NamedTuple):
    """Places in the corpus where n-grams leave the form open, and the n-grams' log scores of all
    forms of place i, at first[i] to first[i + 1]."""

    place: Numbers
    first: Numbers
    scores: Floats


def forms_of(vocabulary: Sequence[str]) -> Forms:
    """The forms of each word of a vocabulary, itself among them."""
    by_letters: dict[str, list[int]] = {}
    for number, word in enumerate(vocabulary[len(SPECIAL) :], start=len(SPECIAL)):
        by_letters.setdefault(strip_diacritics(word), []).append(number)
    lists = [[number] for number in range(len(SPECIAL))]
    lists += [by_letters[strip_diacritics(word)] for word in vocabulary[len(SPECIAL) :]]
    first = np.cumsum([0, *map(len, lists)]).astype(np.int32)
    return Forms(first, np.array([n for numbers in lists for n in numbers], dtype=np.int32))


def find_open(stream: NDArray[np.uint16], forms: Forms, folds: int = FOLDS) -> OpenWords:
    """Score every fold of a token stream by a model of the others; keep what it leaves open."""
    size = len(forms.first) - 1
    fold = (np.arange(len(stream)) // BLOCK) % folds
    keep = {order: count * (folds - 1) // folds for order, count in KEEP.items()}
    places, counts, scores = [], [], []
    for held_out in range(folds):
        rest = np.concatenate([stream[fold != held_out], np.zeros(1, dtype=np.uint16)])
        levels = estimate(rest, size)
        trie = make_trie(trie_arrays(levels, prune(levels, keep), size))
        del levels, rest
        for start in range(held_out * BLOCK, len(stream), folds * BLOCK):
            block = stream[max(0, start - 3) : start + BLOCK + 3].astype(np.int64)
            found, many, made = _open_in(trie, block, forms, OPEN_BELOW)
            places.append(found + max(0, start - 3))
            counts.append(many)
            scores.append(made)
    first = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return OpenWords(np.concatenate(places), first, np.concatenate(scores))


@njit(cache=True, nogil=True)
def _open_in(
    trie: Trie, stream: Numbers, forms: Forms, limit: float
) -> tuple[Numbers, Numbers, Floats]:
    """Places whose best form, the words around being known, is less likely than ``limit`` or
    not the true one; how many forms each has; the log scores of these."""
    places = np.zeros(len(stream), dtype=np.int64)
    counts = np.zeros(len(stream), dtype=np.int64)
    scores = np.zeros(len(stream) * 8, dtype=np.float32)
    made, filled = 0, 0
    for i in range(3, len(stream) - 3):
        start, after = forms.first[stream[i]], forms.first[stream[i] + 1]
        many = after - start
        if many < 2 or many > MOST_FORMS or filled + many > len(scores):
            continue
        two = find_child(trie.words2, trie.first1, stream[i - 2], stream[i - 1])
        older = find_child(trie.words2, trie.first1, stream[i - 3], stream[i - 2])
        three = find_child(trie.words3, trie.first2, older, stream[i - 1])
        own = 0
        for k in range(many):
            word = int(forms.words[start + k])
            scores[filled + k] = _log_score(trie, int(stream[i - 1]), two, three, word, stream, i)
            if word == stream[i]:
                own = k
        of_place = scores[filled : filled + many]
        top = of_place.max()
        of_place -= top + np.log(np.exp(of_place - top).sum())
        if np.exp(of_place.max()) < limit or of_place[own] < of_place.max():
            places[made], counts[made] = i, many
            made += 1
            filled += many
    return places[:made], counts[:made], scores[:filled].copy()


@njit(cache=True, nogil=True)
def _log_score(
    trie: Trie, one: int, two: int, three: int, word: int, stream: Numbers, at: int
) -> float:
    """Log probability of a word and of the three words after it."""
    score, two, three = extend(trie, one, two, three, word)
    one = word
    for after in range(at + 1, at + 4):
        new, two, three = extend(trie, one, two, three, stream[after])
        score += new
        one = stream[after]
        if one == 0:
            break
    return score
