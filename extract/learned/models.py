"""Trained models as files: sequence models (CRF) and boosted trees, loaded once a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parents[1] / "models"
Numbers = NDArray[np.float64]
# The label of what is looked for, in models that tell only yes from no.
YES, NO = "1", "0"
_folders = [SHIPPED]


@contextmanager
def models_of(folder: Path) -> Iterator[None]:
    """Take models from another folder, as the folds of an evaluation do."""
    _folders.append(folder)
    try:
        yield
    finally:
        _folders.pop()


def model_path(name: str) -> Path:
    """Where the file of a model lies that is in use."""
    return _folders[-1] / name


class Tagger:
    """A linear-chain CRF (CRFsuite) over sequences of lists of features."""

    def __init__(self, path: Path) -> None:
        import pycrfsuite  # only where something is read: the store opens without it

        self._tagger = pycrfsuite.Tagger()
        self._bytes = path.read_bytes()  # the tagger reads from them and does not keep them
        self._tagger.open_inmemory(self._bytes)

    def tagged(self, sequence: list[list[str]]) -> tuple[list[str], list[float]]:
        """The likeliest labels of a sequence, and how likely each is by itself."""
        if not sequence:
            return [], []
        labels = list(self._tagger.tag(sequence))
        return labels, [self._tagger.marginal(label, n) for n, label in enumerate(labels)]

    def probabilities(self, sequence: list[list[str]], label: str = YES) -> Numbers:
        """The posterior of a label at each place of a sequence."""
        if not sequence:
            return np.zeros(0)
        self._tagger.set(sequence)
        return np.array([self._tagger.marginal(label, at) for at in range(len(sequence))])


class Trees:
    """Boosted trees for yes or no, as arrays: trees x nodes, the log odds of all trees added up.

    A node without children holds its value; a missing number (NaN) goes where its node says.
    """

    def __init__(self, arrays: dict[str, NDArray[np.generic]]) -> None:
        count, size = arrays["left"].shape
        roots = np.arange(count, dtype=np.intp) * size
        left, right = (arrays[side].astype(np.intp) for side in ("left", "right"))
        own = np.arange(size, dtype=np.intp)[None, :]
        leaf = left == 0
        # Nodes of all trees in one row; a leaf is its own child, so that all trees can go on together.
        self._left, self._right = (
            (np.where(leaf, own, side) + roots[:, None]).ravel() for side in (left, right)
        )
        self._feature = arrays["feature"].astype(np.intp).ravel()
        self._threshold = arrays["threshold"].astype(np.float64).ravel()
        self._missing_left = arrays["missing_left"].astype(bool).ravel()
        self._value = arrays["value"].astype(np.float64).ravel()
        self._roots = roots
        self._depth = _depth(left, right)
        self._base, self._scale = float(arrays["base"]), float(arrays["scale"])

    @classmethod
    def load(cls, path: Path) -> "Trees":
        """The trees of a file that ``numpy.savez`` wrote."""
        with np.load(path) as arrays:
            return cls(dict(arrays))

    def probabilities(self, rows: Numbers) -> Numbers:
        """The probability of yes for each row of numbers."""
        if not len(rows):
            return np.zeros(0)
        starts = (np.arange(len(rows)) * rows.shape[1])[:, None]
        flat, missing = rows.ravel(), np.isnan(rows).ravel()
        at = np.broadcast_to(self._roots, (len(rows), len(self._roots)))
        for _ in range(self._depth):
            cell = starts + self._feature[at]
            goes_left = (flat[cell] <= self._threshold[at]) | (
                missing[cell] & self._missing_left[at]
            )
            at = np.where(goes_left, self._left[at], self._right[at])
        odds = self._base + self._value[at].sum(axis=1) * self._scale
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def _depth(left: NDArray[np.intp], right: NDArray[np.intp]) -> int:
    """The steps from the roots to the farthest leaf."""
    depth, at = 0, [(tree, 0) for tree in range(len(left))]
    while at := [
        (tree, int(side[tree, node]))
        for tree, node in at
        if left[tree, node]
        for side in (left, right)
    ]:
        depth += 1
    return depth


def tagger(name: str) -> Tagger:
    """The sequence model of a name that is in use."""
    return _tagger(model_path(f"{name}.crfsuite"))


def trees(name: str) -> Trees:
    """The trees of a name that are in use."""
    return _trees(model_path(f"{name}.npz"))


@lru_cache(maxsize=8)
def _tagger(path: Path) -> Tagger:
    return Tagger(path)


@lru_cache(maxsize=8)
def _trees(path: Path) -> Trees:
    return Trees.load(path)
