"""Trained models as files: sequence models (CRF) and boosted trees, loaded once a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

SHIPPED = Path(__file__).with_name("models")
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
        self.feature = arrays["feature"].astype(np.intp)
        self.threshold = arrays["threshold"].astype(np.float64)
        self.left, self.right = (arrays[side].astype(np.intp) for side in ("left", "right"))
        self.missing_left = arrays["missing_left"].astype(bool)
        self.value = arrays["value"].astype(np.float64)
        self.base = float(arrays["base"])
        self.scale = float(arrays["scale"])

    @classmethod
    def load(cls, path: Path) -> "Trees":
        """The trees of a file that ``numpy.savez`` wrote."""
        with np.load(path) as arrays:
            return cls(dict(arrays))

    def probabilities(self, rows: Numbers) -> Numbers:
        """The probability of yes for each row of numbers."""
        if not len(rows):
            return np.zeros(0)
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(rows), len(self.feature)), dtype=np.intp)
        while (inner := self.left[trees, at] > 0).any():
            known = np.take_along_axis(rows, self.feature[trees, at], axis=1)
            below = known <= self.threshold[trees, at]
            goes_left = np.where(np.isnan(known), self.missing_left[trees, at], below)
            child = np.where(goes_left, self.left[trees, at], self.right[trees, at])
            at = np.where(inner, child, at)
        odds = self.base + self.value[trees, at].sum(axis=1) * self.scale
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


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
