"""The ink that stands in a stretch of a page, piece by piece."""

from collections.abc import Iterable

import numpy as np

from ingest.sheet.grid import Pixels
from ingest.sheet.pieces import darker, pieces

# Heights of pieces that may be digits (inches), and how far they may pass the line of print.
HIGH, _PASSING = (0.055, 0.32), 0.055
# This share of a piece stands between the edges.
_INSIDE = 0.6
# Darker pixels (0-255) are ink.
_INK = 160


def pieces_between(
    pixels: Pixels, edges: tuple[float, float, float, float], dpi: float
) -> Iterable[tuple[int, Pixels]]:
    """The pieces of ink that stand between edges (fractions), from left to right, bright on black.

    Each with its left edge in pixels.
    """
    height, width = pixels.shape
    passing, beside = round(_PASSING * dpi), round(HIGH[1] * dpi)
    left, right = round(edges[0] * width), round(edges[2] * width)
    x, y = max(0, left - beside), max(0, round(edges[1] * height) - passing)
    part = pixels[y : round(edges[3] * height) + passing, x : right + beside]
    labels, stats = pieces(darker(part, _INK))
    found = []
    for number, (start, top, across, down, _) in enumerate(stats.tolist()[1:], start=1):
        inside = min(start + across + x, right) - max(start + x, left)
        middle = top + down / 2
        if inside >= _INSIDE * across and passing / 2 < middle < part.shape[0] - passing / 2:
            cut = (slice(top, top + down), slice(start, start + across))
            ink = np.where(labels[cut] == number, 255 - part[cut], 0).astype(np.uint8)
            found.append((start + x, ink))
    return sorted(found, key=lambda piece: piece[0])


def is_high(ink: Pixels, dpi: float) -> bool:
    """Whether a piece is as high as digits are."""
    return bool(HIGH[0] * dpi <= ink.shape[0] <= HIGH[1] * dpi)
