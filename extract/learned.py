"""Trained models as files: sequence models (CRF) and boosted trees, loaded once a process."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

MODELS = Path(__file__).with_name("models")
Numbers = NDArray[np.float64]
# The label of what is looked for, in models that tell only yes from no.
YES, NO = "1", "0"


class Tagger:
    """A linear-chain CRF (CRFsuite) over sequences of lists of features."""

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

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
        count = len(self.feature)
        trees = np.arange(count)[None, :]
        at = np.zeros((len(rows), count), dtype=np.intp)
        while True:
            goes_on = self.left[trees, at] > 0
            if not goes_on.any():
                break
            known = np.take_along_axis(rows, self.feature[trees, at], axis=1)
            missing = np.isnan(known)
            is_left = np.where(
                missing, self.missing_left[trees, at], known <= self.threshold[trees, at]
            )
            below = np.where(is_left, self.left[trees, at], self.right[trees, at])
            at = np.where(goes_on, below, at)
        odds = self.base + self.value[trees, at].sum(axis=1) * self.scale
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


@lru_cache(maxsize=8)
def tagger(name: str) -> Tagger:
    """The shipped sequence model of a name."""
    return Tagger(MODELS / f"{name}.crfsuite")


@lru_cache(maxsize=8)
def trees(name: str) -> Trees:
    """The shipped trees of a name."""
    return Trees.load(MODELS / f"{name}.npz")
