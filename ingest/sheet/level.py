"""How far the lines of text on a page lean."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# The longer side of the picture that angles are tried on (pixels).
_SEARCH_PIXELS = 800
# Angles tried (degrees).
_STEEPEST_ANGLE = 6.0
# So many that make the small picture most level are tried on the larger one.
_LIKELY_ANGLES = 6
# A turn must make the rows of ink this much sharper; on blank and drawn pages none does.
_LEAST_GAIN = 1.05


def leaning(grey: Pixels) -> float:
    """The angle (degrees, anticlockwise) by which the sheet must be turned to be level.

    Level lines of text leave the sharpest steps between rows full and empty of ink.
    """
    scale = _SEARCH_PIXELS / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(cv2.bitwise_not(small), np.uint8)
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    smaller = np.asarray(half, np.uint8)
    coarse = np.arange(-_STEEPEST_ANGLE, _STEEPEST_ANGLE + 0.1, 0.5)
    likely = sorted(coarse, key=lambda angle: _levelness(smaller, float(angle)))[-_LIKELY_ANGLES:]
    best = max(likely, key=lambda angle: _levelness(ink, float(angle)))
    fine = best + np.arange(-0.4, 0.41, 0.1)
    angle = float(max(fine, key=lambda angle: _levelness(ink, float(angle))))
    gain = _levelness(ink, angle) - _LEAST_GAIN * _levelness(ink, 0.0)
    return angle if gain > 0 else 0.0


def _levelness(ink: Pixels, angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.reduce(
        cv2.warpAffine(ink, matrix, (width, height)), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F
    )
    return float(np.square(np.diff(rows.ravel())).sum())
