"""Panels with white print on dark ground, as in the heads of tables: found, and turned."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.sheet.pieces import darker, pieces

Pixels = NDArray[np.uint8]
Panel = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

# A panel with white print: dark squares of this side (inches), which no letter or rule has, joined over
# print of this width and height; at least so wide and high, and such a share of it dark. Chosen by hand:
# bold print of 14 points has strokes of 0.03 inches and leaves two fifths of its row white.
_SOLID, _PRINT_BETWEEN, _PANEL, _MOSTLY_DARK = 0.08, (1.0, 0.2), (0.4, 0.15), (0.55, 0.985)
# Pixels around a panel that are neither quite dark nor paper; and the share of its width that the ruling
# lines below it take at most, more is a picture.
_RIM, _RULED = 3, 0.1
_WHITE = 255


def dark_panels(grey: Pixels, dpi: float) -> list[Panel]:
    """Left, top, width and height of the panels: dark squares that no letter has, joined over print."""
    dark = darker(grey, _WHITE // 2)
    half = cv2.resize(dark, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST)
    solid = cv2.erode(half, np.ones((round(_SOLID * dpi / 2),) * 2, np.uint8))
    if not cv2.countNonZero(solid):
        return []
    solid = cv2.dilate(solid, np.ones((round(_SOLID * dpi / 2),) * 2, np.uint8))
    across, down = (round(inches * dpi / 2) for inches in _PRINT_BETWEEN)
    padded = np.pad(solid, across)  # closing draws what is near the edge out to it
    joined = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    boxes = 2 * (pieces(joined).stats[1:, :4] - (across, across, 0, 0))
    return [
        (left, top, width, height)
        for left, top, width, height in boxes.tolist()
        if width >= _PANEL[0] * dpi
        and height >= _PANEL[1] * dpi
        and min(left, top) >= _RIM
        and _MOSTLY_DARK[0] <= _share_within(dark, left, top, width, height) <= _MOSTLY_DARK[1]
    ]


def turn_panel(pixels: Pixels, panel: Panel) -> None:
    """Turn a panel; the ruling lines of a table below it are drawn on through what was dark."""
    left, top, width, height = panel
    right, bottom = left + width, top + height
    rules = np.flatnonzero(
        (pixels[bottom + _RIM : bottom + 4 * _RIM, left - _RIM : right + _RIM] < _WHITE // 2).all(
            axis=0
        )
    )
    bright = _WHITE - pixels[top:bottom, left:right].astype(np.float32)
    turned = np.clip(bright * (_WHITE / max(1.0, float(np.median(bright)))), 0, _WHITE)
    pixels[top - _RIM : bottom + _RIM, left - _RIM : right + _RIM] = _WHITE
    pixels[top:bottom, left:right] = turned
    if not 2 <= len(rules) <= _RULED * width:
        return
    around = pixels[top - _RIM : bottom + _RIM, left - _RIM : right + _RIM]
    clear = rules[(around[_RIM:-_RIM, rules] > _WHITE // 2).all(axis=0)]
    around[:, clear] = 0
    around[: _RIM - 1] = around[-_RIM + 1 :] = 0


def _share_within(mask: Pixels, left: int, top: int, width: int, height: int) -> float:
    """The share of a mask (0 and 1) that is set inside the rim of a box."""
    inside = mask[top + _RIM : top + height - _RIM, left + _RIM : left + width - _RIM]
    return float(inside.mean())
