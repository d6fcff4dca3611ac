"""Preparing the picture of a page for OCR, each step chosen by what is measured on the picture.

Every step keeps the way back: a matrix that leads from the prepared picture to the received one,
so that words can be shown where they stand on the original.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.layout.geometry import box_within_page
from ingest.page import Box
from ingest.sheet.level import leaning
from ingest.sheet.panels import dark_panels, turn_panel
from ingest.sheet.pieces import darker, pieces

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]

# Real scans read best at 150 dpi: 658 word errors on six of them, 727 at 200 dpi, 777 at 300 dpi.
# Rendered pages hardly differ (1.29 % of words wrong against 1.18 % at 200 dpi and 1.39 % at 300).
OCR_DPI = 150
# How the history tells of a sheet that was turned.
TURNED = "turned by"
# Resolutions between these factors of it are left as they are.
_NEAR_OCR_DPI = (0.85, 1.2)
_A4_LONG_INCHES = 11.69
# A stated resolution is believed where it makes the page this long (A6 to A2, inches).
_BELIEVABLE_INCHES = (5.8, 24.0)

# A photograph: a bright sheet with four corners that fills this share of the picture.
_SHEET_SHARE = (0.25, 0.95)
_SEARCH_PIXELS = 800
# The edge of a picture (pixels of the search), and how much brighter than it a sheet is at least.
_EDGE, _ABOVE_EDGE = 6, 25.0
# A seal in red: red exceeds green and blue by this on this share of pixels. Pages with a seal
# measure 0.03 to 1.2 %, others below 0.001 %; a tinted page has far more.
_RED_EXCESS = 50
_RED_SHARE = (0.0002, 0.2)
# A signature in blue: blue exceeds red by this, and a stroke is this high and wide (inches), which no
# letter is; links and handwritten numbers stay. Chosen by hand on two signed scans.
_BLUE_EXCESS = 30
_PEN_HEIGHT, _PEN_WIDTH = 0.3, 0.4
# What fills more of its box is a panel with white print, such as the head of a table.
_PEN_FILL = 0.5
# Brightness of the paper (5th to 95th percentile) may differ by this over an evenly lit page;
# scans measure 0 to 2, a photograph with a shadow 170.
_UNEVEN_LIGHT = 45
# Ink (the darkest 0.1 %) and paper (median) between these apart are a faint print; usual scans
# measure 184 and more, a page almost blank less than the first, which would raise its noise.
_FAINT_CONTRAST = (25, 110)
# Dots without any neighbour of their kind: real scans have up to 0.006 %, a one-bit fax 0.35 %,
# salt noise of 2 % 0.9 %.
_SPECKLED_SHARE = 0.001
# The steep steps at the edges of letters (90th percentile of those above the least), in parts of the
# contrast at 150 dpi: real scans measure 0.49 to 0.7, pages of 100 dpi and photographs 0.45 to 0.53,
# a print blurred by 0.17 mm 0.34 to 0.45.
_BLURRED = (0.1, 0.54)
_EDGE_STEP = 0.15
# Unsharp mask: so much of the difference to the page blurred by this many pixels is added, the whole
# of it to a print blurred by this much more than the least. With 1.5 throughout, blurred pages keep
# 3.2 % of words wrong instead of 1.8 %; with 3 throughout, photographs 1.6 % instead of 1.1 %.
_SHARPENING, _SHARPENING_SIGMA = 3.0, 1.2
_MUCH_BLURRED = 0.12
# Below this angle (degrees) OCR does not suffer.
_LEAST_ANGLE = 0.25
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture on its way to OCR; ``pixels`` are grey, or RGB before ``in_grey``."""

    pixels: Pixels
    dpi: float
    source_width: int
    source_height: int
    to_source: Matrix
    history: tuple[str, ...] = ()

    def changed(self, pixels: Pixels, step: str, to_before: Matrix | None = None) -> "Sheet":
        """The sheet after a step; ``to_before`` maps its pixels to those before the step."""
        matrix = self.to_source if to_before is None else self.to_source @ to_before
        return replace(self, pixels=pixels, to_source=matrix, history=(*self.history, step))

    def source_box(self, box: Box) -> Box | None:
        """A box in fractions of the sheet as one in fractions of the received picture."""
        height, width = self.pixels.shape[:2]
        (a, b, c), (d, e, f), (g, h, i) = self.to_source.tolist()
        corners = [
            (
                (a * x + b * y + c) / (far * self.source_width),
                (d * x + e * y + f) / (far * self.source_height),
            )
            for x in (box.left * width, box.right * width)
            for y in (box.top * height, box.bottom * height)
            for far in (g * x + h * y + i,)
        ]
        across, down = zip(*corners, strict=True)
        return box_within_page(min(across), min(down), max(across), max(down))

    def image(self) -> Image.Image:
        """The sheet as a picture."""
        return Image.fromarray(self.pixels)


def clean_sheet(picture: Image.Image, dpi: float | None) -> Sheet:
    """A received picture as an evenly lit grey sheet at about 150 dpi, not yet straightened."""
    pixels = np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"), np.uint8)
    height, width = pixels.shape[:2]
    sheet = Sheet(pixels, resolution(width, height, dpi), width, height, np.eye(3))
    for step in (
        _cut_out,
        _in_grey,
        _evenly_lit,
        _contrasted,
        _without_speckles,
        _at_ocr_dpi,
        _dark_on_white,
        _sharpened,
    ):
        sheet = step(sheet)
    return sheet


def resolution(width: int, height: int, stated: float | None) -> float:
    """Dots per inch: as stated where that makes a page of paper, else as if the page were A4."""
    long_side = max(width, height)
    if stated and _BELIEVABLE_INCHES[0] <= long_side / stated <= _BELIEVABLE_INCHES[1]:
        return stated
    return long_side / _A4_LONG_INCHES


def turned(sheet: Sheet, degrees: int) -> Sheet:
    """The sheet turned clockwise by 90, 180 or 270 degrees."""
    height, width = sheet.pixels.shape[:2]
    pixels = np.ascontiguousarray(np.rot90(sheet.pixels, -degrees // 90))
    to_before = {
        90: [[0.0, 1.0, 0.0], [-1.0, 0.0, height], [0.0, 0.0, 1.0]],
        180: [[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]],
        270: [[0.0, -1.0, width], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
    }[degrees]
    return sheet.changed(pixels, f"{TURNED} {degrees} degrees", np.array(to_before))


def straightened(sheet: Sheet) -> Sheet:
    """The sheet with its lines of text level, where they lean by up to 6 degrees."""
    angle = leaning(sheet.pixels)
    if abs(angle) < _LEAST_ANGLE:
        return sheet
    height, width = sheet.pixels.shape
    forward = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    pixels = cv2.warpAffine(
        sheet.pixels,
        forward,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderValue=(_WHITE,),
    )
    to_before = np.vstack([cv2.invertAffineTransform(forward), [0.0, 0.0, 1.0]])
    step = f"straightened by {angle:.1f} degrees"
    return sheet.changed(pixels.astype(np.uint8), step, to_before)


def ink_share(sheet: Sheet) -> float:
    """The share of dark pixels: below 0.0005 on a blank page, about 0.05 on a page of text."""
    return float(np.mean(sheet.pixels < _WHITE // 2))


def _cut_out(sheet: Sheet) -> Sheet:
    corners = _corners_of_sheet(sheet.pixels)
    if corners is None:
        return sheet
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(max(np.hypot(*(top_right - top_left)), np.hypot(*(bottom_right - bottom_left))))
    height = round(max(np.hypot(*(bottom_left - top_left)), np.hypot(*(bottom_right - top_right))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    forward = cv2.getPerspectiveTransform(corners, target)
    pixels = cv2.warpPerspective(sheet.pixels, forward, (width, height), flags=cv2.INTER_CUBIC)
    cut = sheet.changed(
        pixels.astype(np.uint8),
        "cut out of a photograph",
        np.linalg.inv(forward).astype(np.float64),
    )
    return replace(cut, dpi=resolution(width, height, None))


def _corners_of_sheet(pixels: Pixels) -> NDArray[np.float32] | None:
    """The corners (clockwise from the top left) of a bright sheet on a darker ground, if any.

    What parts sheet and ground is sought over the whole picture (Otsu) and, where a shadow on the
    sheet misleads that, just above the brightness of the picture's edge.
    """
    scale = _SEARCH_PIXELS / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (9, 9), 0)
    otsu, _ = cv2.threshold(grey, 0, _WHITE, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edge = np.concatenate(
        [
            grey[:_EDGE].ravel(),
            grey[-_EDGE:].ravel(),
            grey[:, :_EDGE].ravel(),
            grey[:, -_EDGE:].ravel(),
        ]
    )
    for threshold in (float(otsu), float(np.median(edge)) + _ABOVE_EDGE):
        corners = _corners_above(np.asarray(grey, np.uint8), threshold)
        if corners is not None:
            return (corners / np.float32(scale)).astype(np.float32)
    return None


def _corners_above(grey: Pixels, threshold: float) -> NDArray[np.float32] | None:
    _, bright = cv2.threshold(grey, threshold, _WHITE, cv2.THRESH_BINARY)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(largest) / closed.size
    outline = cv2.approxPolyDP(largest, 0.02 * cv2.arcLength(largest, True), True)
    if not _SHEET_SHARE[0] <= share <= _SHEET_SHARE[1] or len(outline) != 4:
        return None
    if not cv2.isContourConvex(outline):
        return None
    points = outline.reshape(4, 2).astype(np.float32)
    across, down = points.sum(axis=1), np.diff(points, axis=1).ravel()
    order = [across.argmin(), down.argmin(), across.argmax(), down.argmax()]
    return points[order] if len(set(order)) == 4 else None


def _in_grey(sheet: Sheet) -> Sheet:
    red, green, blue = cv2.split(sheet.pixels)
    redness = cv2.subtract(red, cv2.max(green, blue))
    share = np.count_nonzero(redness > _RED_EXCESS) / redness.size
    pen = _pen_strokes(np.asarray(cv2.subtract(blue, red), np.uint8), sheet.dpi)
    if _RED_SHARE[0] <= share <= _RED_SHARE[1]:
        grey = sheet.changed(np.asarray(red, np.uint8), f"red ink taken out ({share:.1%})")
    else:
        plain = cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8)
        grey = replace(sheet, pixels=plain)
    if pen is None:
        return grey
    # Print under a stroke is dark in every channel, the stroke itself bright in blue.
    pixels = np.where(pen, sheet.pixels.max(axis=-1), grey.pixels)
    return grey.changed(pixels, "blue signature taken out")


def _pen_strokes(blueness: Pixels, dpi: float) -> NDArray[np.bool_] | None:
    """Where blue strokes run that are too large for letters; None where none does."""
    ink = (blueness > _BLUE_EXCESS).astype(np.uint8)
    if not ink.any():
        return None
    labels, stats = pieces(np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), np.uint8))
    large = (stats[:, cv2.CC_STAT_HEIGHT] >= _PEN_HEIGHT * dpi) & (
        stats[:, cv2.CC_STAT_WIDTH] >= _PEN_WIDTH * dpi
    )
    area = stats[:, cv2.CC_STAT_HEIGHT] * stats[:, cv2.CC_STAT_WIDTH]
    large &= stats[:, cv2.CC_STAT_AREA] < _PEN_FILL * area
    large[0] = False
    if not 0 < stats[large, cv2.CC_STAT_AREA].sum() <= _RED_SHARE[1] * blueness.size:
        return None
    return np.asarray(large[labels], np.bool_)


def _evenly_lit(sheet: Sheet) -> Sheet:
    paper = _paper(sheet.pixels)
    dark, bright = _brightness(paper, 5, 95)
    if bright - dark < _UNEVEN_LIGHT:
        return sheet
    height, width = sheet.pixels.shape
    everywhere = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(sheet.pixels, np.maximum(everywhere, 1), scale=_WHITE)
    return sheet.changed(even.astype(np.uint8), "light evened out")


def _paper(grey: Pixels) -> Pixels:
    """The brightness of the paper, in a small picture: letters closed over, then smoothed."""
    scale = min(1.0, _SEARCH_PIXELS / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((21, 21), np.uint8))
    return np.asarray(cv2.medianBlur(closed, 31), np.uint8)


def _brightness(grey: Pixels, *percentiles: float) -> tuple[int, ...]:
    """The percentiles of a grey picture, counted: sorting takes ten times as long."""
    return _percentiles(_histogram(grey), *percentiles)


def _histogram(grey: Pixels) -> NDArray[np.float32]:
    return np.asarray(
        cv2.calcHist([grey], [0], None, [_WHITE + 1], [0, _WHITE + 1]), np.float32
    ).ravel()


def _percentiles(counts: NDArray[np.float32], *percentiles: float) -> tuple[int, ...]:
    below = np.cumsum(counts, dtype=np.float64)
    return tuple(int(np.searchsorted(below, below[-1] * share / 100)) for share in percentiles)


def _contrasted(sheet: Sheet) -> Sheet:
    ink, paper = _brightness(sheet.pixels, 0.1, 50)
    if not _FAINT_CONTRAST[0] <= paper - ink < _FAINT_CONTRAST[1]:
        return sheet
    stretched = (sheet.pixels.astype(np.float32) - ink) * (_WHITE / (paper - ink))
    return sheet.changed(np.clip(stretched, 0, _WHITE).astype(np.uint8), "contrast raised")


def _without_speckles(sheet: Sheet) -> Sheet:
    share = _speckled_share(sheet.pixels)
    if share < _SPECKLED_SHARE:
        return sheet
    smooth = cv2.medianBlur(sheet.pixels, 3).astype(np.uint8)
    return sheet.changed(smooth, f"speckles taken out ({share:.1%})")


def _speckled_share(grey: Pixels) -> float:
    """The share of pixels that are dark among eight bright neighbours, or bright among dark."""
    dark = darker(grey, _WHITE // 2)
    neighbours = cv2.boxFilter(dark, cv2.CV_16S, (3, 3), normalize=False) - dark
    return float(
        np.mean((dark == 1) & (neighbours == 0)) + np.mean((dark == 0) & (neighbours == 8))
    )


def _at_ocr_dpi(sheet: Sheet) -> Sheet:
    factor = OCR_DPI / sheet.dpi
    if _NEAR_OCR_DPI[0] <= factor <= _NEAR_OCR_DPI[1]:
        return sheet
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    pixels = cv2.resize(sheet.pixels, None, fx=factor, fy=factor, interpolation=way)
    before = np.diag(
        [
            sheet.pixels.shape[1] / pixels.shape[1],
            sheet.pixels.shape[0] / pixels.shape[0],
            1.0,
        ]
    )
    scaled = sheet.changed(pixels.astype(np.uint8), f"scaled from {sheet.dpi:.0f} dpi", before)
    return replace(scaled, dpi=OCR_DPI)


def _dark_on_white(sheet: Sheet) -> Sheet:
    """The sheet with white print on dark panels, as in the heads of tables, turned to dark on white."""
    panels = dark_panels(sheet.pixels, sheet.dpi)
    if not panels:
        return sheet
    pixels = sheet.pixels.copy()
    for panel in panels:
        turn_panel(pixels, panel)
    return sheet.changed(pixels, f"white on dark turned: {len(panels)}")


def _sharpened(sheet: Sheet) -> Sheet:
    steepness = _steepness(sheet.pixels)
    if not _BLURRED[0] <= steepness < _BLURRED[1]:
        return sheet
    soft = cv2.GaussianBlur(sheet.pixels, (0, 0), _SHARPENING_SIGMA)
    amount = _SHARPENING * min(1.0, (_BLURRED[1] - steepness) / _MUCH_BLURRED)
    sharp = cv2.addWeighted(sheet.pixels, 1 + amount, soft, -amount, 0)
    return sheet.changed(sharp.astype(np.uint8), f"sharpened ({steepness:.2f})")


def _steepness(grey: Pixels) -> float:
    """The steepest steps from pixel to pixel in parts of the contrast; 0 on an empty page."""
    paper, ink = _brightness(grey, 50, 0.1)
    if paper - ink < _FAINT_CONTRAST[0]:
        return 0.0
    steps = _histogram(np.asarray(cv2.absdiff(grey[:, 1:], grey[:, :-1]), np.uint8))
    steps[: int(_EDGE_STEP * (paper - ink)) + 1] = 0
    return _percentiles(steps, 90)[0] / (paper - ink) if steps.any() else 0.0
