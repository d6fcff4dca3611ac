"""The two kinds of model that extraction uses, and how they are trained and written."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pycrfsuite
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from extract.learned.models import Numbers

SEED = 1
# Several trees models with other seeds are added up: each sees other columns at each cut.
_BAGS = 3

Sequences = Iterable[tuple[list[list[str]], Sequence[str]]]
Arrays = dict[str, NDArray[np.generic]]


class Penalties(NamedTuple):
    """Strength of the L1 and L2 penalty of a CRF, and rounds of its training at most."""

    c1: float
    c2: float
    rounds: int


def train_tagger(path: Path, sequences: Sequences, penalties: Penalties) -> None:
    """Train a linear-chain CRF by L-BFGS with L1 and L2 penalties and write it.

    Features seen once are left out.
    """
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(
        {
            "c1": penalties.c1,
            "c2": penalties.c2,
            "max_iterations": penalties.rounds,
            "feature.minfreq": 2,
        }
    )
    for features, labels in sequences:
        if features:
            trainer.append(features, list(labels))
    trainer.train(str(path))


def train_trees(rows: Numbers, right: NDArray[np.bool_], rounds: int = 120) -> Arrays:
    """Boosted trees as the arrays of ``extract.learned.models.Trees``."""
    with threadpool_limits(1, user_api="openmp"):  # threads of two processes hold one another up
        models = _boosted(rows, right, rounds)
    nodes = [tree.nodes for model in models for (tree,) in model._predictors]
    size = max(map(len, nodes))

    def column(name: str, kind: type) -> NDArray[np.generic]:
        padded: NDArray[np.generic] = np.zeros((len(nodes), size), dtype=kind)
        for n, one in enumerate(nodes):
            padded[n, : len(one)] = one[name]
        return padded

    return {
        "feature": column("feature_idx", np.int16),
        "threshold": column("num_threshold", np.float64),
        "left": column("left", np.int16),
        "right": column("right", np.int16),
        "missing_left": column("missing_go_to_left", np.bool_),
        "value": column("value", np.float32),
        "base": np.array(np.mean([float(m._baseline_prediction.item()) for m in models])),
        "scale": np.array(1 / _BAGS),
    }


def _boosted(
    rows: Numbers, right: NDArray[np.bool_], rounds: int
) -> list[HistGradientBoostingClassifier]:
    return [
        HistGradientBoostingClassifier(
            max_iter=rounds,
            learning_rate=0.06,
            max_leaf_nodes=12,
            min_samples_leaf=20,
            l2_regularization=5,
            max_features=0.5,
            random_state=SEED + bag,
        ).fit(rows, right)
        for bag in range(_BAGS)
    ]


def write_trees(path: Path, rows: Numbers, right: NDArray[np.bool_]) -> None:
    """Train trees and write them."""
    np.savez_compressed(path, **train_trees(rows, right))  # type: ignore[arg-type]
