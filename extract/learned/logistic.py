"""Logistic regression over named cues, with a ridge: what fits the confidence of values."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 50
_CLOSE_ENOUGH = 1e-8
_STEADY = 1e-6  # keeps the equations solvable where a cue never varies

Numbers = NDArray[np.float64]


def fit_logistic(
    cues: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    ridge: float,
    *,
    offsets: Sequence[float] | None = None,
    free: Collection[str] = (),
) -> dict[str, float]:
    """Weights by cue for the probability that a value is right, by Newton's method.

    ``ridge`` is the pull of all weights to zero, in values; those of ``free`` cues are not pulled.
    ``offsets`` are log odds that each value has before any cue counts.
    """
    names = sorted({name for one in cues for name in one})
    if not names:
        return {}
    columns = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(cues), len(names)))
    for row, one in enumerate(cues):
        for name, value in one.items():
            x[row, columns[name]] = value
    y = np.array(right, dtype=float)
    base = np.zeros(len(cues)) if offsets is None else np.array(offsets, dtype=float)
    pull = np.diag([0.0 if name in free else ridge for name in names])
    w: Numbers = np.zeros(len(names))
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-(base + x @ w)))
        gradient = x.T @ (y - p) - pull @ w
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + pull + _STEADY * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        before = _loss(base + x @ w, y, pull, w)
        while np.abs(step).max() >= _CLOSE_ENOUGH and not (
            _loss(base + x @ (w + step), y, pull, w + step) < before
        ):
            step = step / 2  # Newton's step leads too far where the curve is flat
        w = w + step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    return {name: round(float(w[n]), 4) for name, n in columns.items()}


def _loss(odds: Numbers, y: Numbers, pull: Numbers, w: Numbers) -> float:
    """What the weights are fitted to make small: surprise at the outcomes, and the ridge."""
    return float(np.sum(np.logaddexp(0.0, odds) - y * odds) + 0.5 * w @ pull @ w)
