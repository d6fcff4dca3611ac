"""Connected pieces of ink."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

# Beside the pixel in the middle: those above it and the one to its left.
_BEFORE = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 0]], np.uint8)
_MOST_SHORT_LABELS = 2**16 - 2


class Pieces(NamedTuple):
    """The connected pieces of a mask, of which number 0 is the ground."""

    labels: NDArray[np.generic]
    """The number of its piece at every pixel."""
    stats: NDArray[np.int64]
    """Left, top, width, height and number of pixels of each piece."""


def pieces(mask: cv2.typing.MatLike) -> Pieces:
    """The pieces of a mask (0 is the ground), pixels that touch at a corner together.

    Labels of 16 bits take a third of the time (4.5 ms a page of 150 dpi against 13 ms); they suffice
    where fewer pixels than that can begin a piece.
    """
    begins = cv2.countNonZero(cv2.subtract(mask, cv2.dilate(mask, _BEFORE)))
    kind = cv2.CV_16U if begins <= _MOST_SHORT_LABELS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return Pieces(labels, np.asarray(stats, np.int64))


def darker(grey: Mask, than: int) -> Mask:
    """The mask (0 and 1) of what is darker than a brightness."""
    return np.asarray(cv2.threshold(grey, than - 1, 1, cv2.THRESH_BINARY_INV)[1], np.uint8)
