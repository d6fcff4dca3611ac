"""Classes of words that are used alike, learned from running text: ``python -m extract.training.classes FILE ...``.

Words that stand between the same words fall into one class ("chỉ đạo", "hướng dẫn", "đôn đốc"). A verb that no
annotated document holds is then known by its class. The counts of neighbours are weighed by positive pointwise
mutual information, brought to few dimensions and clustered (Levy, Goldberg and Dagan, "Improving distributional
similarity with lessons learned from word embeddings", TACL 2015).
"""

import argparse
import itertools
import lzma
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd

from extract.learned.models import SHIPPED
from extract.learned.word_classes import FILE, folded_words, joined
from extract.training.learners import SEED

# Words that get a class, and those that count as neighbours; rarer ones tell too little.
WORDS, NEIGHBOURS = 9000, 2000
CLASSES, DIMENSIONS = 300, 80
# Two syllables are one word from this often, and this normalised mutual information, on (Bouma 2009).
TOGETHER, BOUND = 60, 0.35
_OFFSETS = (-2, -1, 1, 2)
# What neighbours count is smoothed by this power (Levy, Goldberg and Dagan).
_SMOOTH = 0.75

Floats = NDArray[np.float64]


def lines_of(files: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    """The folded words of each line of files that xz packed."""
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            yield from map(folded_words, lines)


def bound(lines: Sequence[Sequence[str]]) -> set[str]:
    """Pairs of syllables that make a word, as ``a_b``."""
    single = Counter(itertools.chain.from_iterable(lines))
    pairs = Counter(itertools.chain.from_iterable(map(itertools.pairwise, lines)))
    total = single.total()

    def information(a: str, b: str, count: int) -> float:
        return math.log(count * total / single[a] / single[b]) / -math.log(count / total)

    return {
        f"{a}_{b}"
        for (a, b), count in pairs.items()
        if count >= TOGETHER and not (a + b).isdigit() and information(a, b, count) > BOUND
    }


def vectors(words: Sequence[Sequence[str]], known: Sequence[str]) -> Floats:
    """A vector for each known word, from the words around it; length one."""
    places = {word: n for n, word in enumerate(known)}
    # Lines one after another, with room between, so that none is a neighbour of the next.
    gap = [-1] * max(_OFFSETS)
    flat = np.fromiter(
        itertools.chain.from_iterable(
            itertools.chain((places.get(word, -1) for word in line), gap) for line in words
        ),
        dtype=np.int32,
    )
    counts = sparse.hstack([_beside(flat, offset, len(known)) for offset in _OFFSETS]).tocoo()
    left, strengths, _ = randomized_svd(_informative(counts), DIMENSIONS, random_state=SEED)
    placed = left * np.sqrt(strengths)
    return np.asarray(placed / (np.linalg.norm(placed, axis=1, keepdims=True) + 1e-9))


def _beside(flat: NDArray[np.int32], offset: int, count: int) -> sparse.csr_matrix:
    here, there = (flat[:-offset], flat[offset:]) if offset > 0 else (flat[-offset:], flat[:offset])
    kept = (here >= 0) & (there >= 0) & (there < NEIGHBOURS)
    ones = np.ones(int(kept.sum()), dtype=np.float64)
    return sparse.csr_matrix((ones, (here[kept], there[kept])), shape=(count, NEIGHBOURS))


def _informative(counts: sparse.coo_matrix) -> sparse.csr_matrix:
    """Positive pointwise mutual information in the place of counts."""
    total = counts.sum()
    rows = np.asarray(counts.sum(1)).ravel()
    columns = np.asarray(counts.sum(0)).ravel() ** _SMOOTH
    columns *= total / columns.sum()
    told = np.log(counts.data * total / (rows[counts.row] * columns[counts.col]))
    kept = told > 0
    cells = (told[kept], (counts.row[kept], counts.col[kept]))
    return sparse.csr_matrix(cells, shape=counts.shape)


def classes(files: Sequence[Path]) -> dict[str, int]:
    """The class of each word, the most frequent word first."""
    lines = list(lines_of(files))
    pairs = bound(lines)
    words = [joined(line, pairs) for line in lines]
    counts = Counter(itertools.chain.from_iterable(words))
    known = [word for word, _ in counts.most_common(WORDS)]
    labels = KMeans(CLASSES, n_init=1, random_state=SEED).fit(vectors(words, known)).labels_
    return dict(zip(known, map(int, labels), strict=True))


def main() -> None:
    """Learn the classes and put them into the project."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.classes", description=__doc__)
    parser.add_argument(
        "files", type=Path, nargs="+", help="text, a clause or paragraph a line, packed by xz"
    )
    found = classes(parser.parse_args().files)
    rows = (f"{word}\t{number}\n" for word, number in found.items())
    (SHIPPED / FILE).write_text("".join(rows), encoding="utf-8")
    print(f"{len(found)} words in {CLASSES} classes")


if __name__ == "__main__":
    main()
