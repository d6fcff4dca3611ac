"""Handwritten digits: boxes of ink told apart by small networks over the directions of their edges.

The weights (``ingest/handwriting/models/digits.npz``) come from ``python -m benchmarks.digits``; the model card
says what they were estimated from.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.sheet.grid import Pixels

Vector = NDArray[np.float32]

MODEL = Path(__file__).parent / "models" / "digits.npz"
# A digit fills a square of this many pixels but for its edge.
_SIDE, _EDGE = 20, 2
_LEAST_INK = 60
_STEEPEST_SLANT = 0.8
_DIRECTIONS, _PLACES, _COARSE = 8, 5, 10
# How much the ink itself counts beside the edges. Chosen by hand.
_INK_WEIGHT = 0.15
# Up to the first width (in heights) a piece of ink is one digit, above the second it is two; between
# them one, if that is at least this sure. A 5 with a long flag is as wide as it is high.
_ONE, _TWO, _ONE_SURE = 0.95, 1.12, 0.7
# Two digits that touch are parted between these parts of their width.
_PARTED = (0.3, 0.7)
# Slants that are tried for the cut between them.
_SLANTS = (0.0, 0.2, 0.4)


class Guess(NamedTuple):
    """Digits read, and the probability of the least sure of them."""

    digits: str
    probability: float


def read_piece(ink: Pixels) -> Guess:
    """One digit, or two that touch; ``ink`` is bright on black, cut to its edges."""
    ink = np.where(ink > _LEAST_INK, ink, 0).astype(np.uint8)
    height, width = ink.shape
    one = _guess(ink)
    if width < _ONE * height or (width < _TWO * height and one.probability > _ONE_SURE):
        return one
    ways = [_parted(_sheared(ink, slant)) for slant in _SLANTS]
    pair = max(ways)[1]
    # Where the cuts differ (04 and 07, 19 and 09 on real scans) the pair is not to be believed.
    agreed = all(other.digits == pair.digits for _, other in ways)
    return pair if agreed else pair._replace(probability=pair.probability / len(ways))


def _parted(ink: Pixels) -> tuple[float, Guess]:
    """The surest way to part two digits, less sure the more ink the cut passes through."""
    height, width = ink.shape
    inked = (ink > _LEAST_INK).sum(axis=0) / height
    ways = []
    for at in range(max(1, int(_PARTED[0] * width)), int(_PARTED[1] * width) + 1):
        left, right = _guess(ink[:, :at]), _guess(ink[:, at:])
        sure = min(left.probability, right.probability)
        ways.append((sure * (1 - inked[at]), Guess(left.digits + right.digits, sure)))
    return max(ways)


def _sheared(ink: Pixels, slant: float) -> Pixels:
    """The ink with this slant (pixels along x for each up) taken out, cut to its edges."""
    height, width = ink.shape
    room = round(abs(slant) * height) + 1
    way = np.array([[1, slant, room - slant * height / 2], [0, 1, 0]], dtype=np.float32)
    upright = cv2.warpAffine(ink, way, (width + 2 * room, height)).astype(np.uint8)
    columns = np.flatnonzero((upright > _LEAST_INK).any(axis=0))
    return upright[:, columns[0] : columns[-1] + 1] if columns.size else ink


def features(ink: Pixels | Vector) -> Vector:
    """What the networks see of a digit: its edges by place and direction, and its ink."""
    picture = cv2.GaussianBlur(_upright(ink.astype(np.float32)), (0, 0), 0.8).astype(np.float32)
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1)
    steepness, direction = np.hypot(across, down), np.arctan2(down, across)
    step = 2 * np.pi / _DIRECTIONS
    parts = []
    for number in range(_DIRECTIONS):
        off = np.abs((direction - number * step + np.pi) % (2 * np.pi) - np.pi)
        edges = (np.clip(1 - off / step, 0, 1) * steepness).astype(np.float32)
        parts.append(_shrunk(edges, _PLACES))
    edges = np.concatenate(parts)
    edges = edges / (np.linalg.norm(edges) + 1e-6)
    return np.concatenate([edges, _INK_WEIGHT * _shrunk(picture, _COARSE)]).astype(np.float32)


def _shrunk(picture: Vector, side: int) -> Vector:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32).ravel()


def _upright(ink: Vector) -> Vector:
    """The digit without its slant, in the middle of its square; values 0 to 1."""
    height, width = ink.shape
    moments = cv2.moments(ink)
    if moments["mu02"] > 0:
        slant = np.clip(moments["mu11"] / moments["mu02"], -_STEEPEST_SLANT, _STEEPEST_SLANT)
        room = height // 2 + 2
        wide = cv2.copyMakeBorder(ink, 0, 0, room, room, cv2.BORDER_CONSTANT)
        back = np.array([[1, -slant, slant * height / 2], [0, 1, 0]], dtype=np.float32)
        ink = cv2.warpAffine(wide, back, (width + 2 * room, height)).astype(np.float32)
    rows, columns = np.nonzero(ink > _LEAST_INK)
    square = np.zeros((_SIDE, _SIDE), dtype=np.float32)
    if not rows.size:
        return square
    cut = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    factor = (_SIDE - _EDGE) / max(cut.shape)
    high, broad = (max(1, round(side * factor)) for side in cut.shape)
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    top, left = (_SIDE - high) // 2, (_SIDE - broad) // 2
    square[top : top + high, left : left + broad] = cv2.resize(
        cut, (broad, high), interpolation=way
    )
    return (square / 255).astype(np.float32)


def _guess(ink: Pixels) -> Guess:
    seen = features(ink)
    shares = np.zeros(10)
    for hidden, hidden_bias, out, out_bias in _networks():
        scores = np.maximum(seen @ hidden + hidden_bias, 0) @ out + out_bias
        powers = np.exp(scores - scores.max())
        shares += powers / powers.sum() / len(_networks())
    return Guess(str(int(shares.argmax())), float(shares.max()))


@lru_cache(maxsize=1)
def _networks() -> list[tuple[Vector, Vector, Vector, Vector]]:
    with np.load(MODEL) as file:
        parts = [
            file[name].astype(np.float32) for name in ("hidden", "hidden_bias", "out", "out_bias")
        ]
    return list(zip(*parts, strict=True))
