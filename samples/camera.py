"""A clean page as a scanner or a phone hands it over."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]

PAPER = (250, 249, 245)
SCAN_NOISE, PHOTO_NOISE = 3.0, 2.5
SCAN_QUALITY, PHOTO_QUALITY = 55, 72
TABLE_TOP = (104, 88, 74)


def scan(page: Image.Image, skew: float, rng: np.random.Generator) -> Image.Image:
    """A flatbed scan: turned by ``skew`` degrees, soft, with grain and specks of dust."""
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    soft = turned.filter(ImageFilter.GaussianBlur(0.5))
    pixels = np.asarray(soft).astype(np.float32) * (np.array(PAPER) / 255)
    pixels += rng.normal(0, SCAN_NOISE, pixels.shape[:2])[..., None]
    picture = _clip(pixels)
    for _ in range(40):
        x, y = int(rng.integers(picture.shape[1])), int(rng.integers(picture.shape[0]))
        cv2.circle(picture, (x, y), 1, (120, 120, 120), -1)
    return Image.fromarray(picture)


def photograph(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A sheet on a desk seen a little from the side, in light that falls off to one corner."""
    width, height = page.size
    margin = round(0.05 * width)
    canvas = (width + 2 * margin, height + 2 * margin)
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    seen = np.array(
        (
            (margin * 1.7, margin * 1.3),
            (width + margin * 0.6, margin * 0.8),
            (width + margin * 1.6, height + margin * 1.2),
            (margin * 0.5, height + margin * 0.7),
        ),
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    sheet = np.asarray(page).astype(np.float32) * (np.array(PAPER) / 255)
    flat = cv2.warpPerspective(
        _clip(sheet), matrix, canvas, flags=cv2.INTER_AREA, borderValue=TABLE_TOP
    )
    lit = flat.astype(np.float32) * _light(canvas)[..., None]
    lit = cv2.GaussianBlur(lit, (0, 0), 0.8) + rng.normal(0, PHOTO_NOISE, lit.shape)
    return Image.fromarray(_clip(lit))


def _light(size: tuple[int, int]) -> NDArray[np.float32]:
    """Brightness from 1 near the top left down to about one half at the bottom right."""
    x, y = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    distance = np.hypot(x - 0.25, y - 0.2)
    return (1.02 - 0.42 * distance).astype(np.float32)


def _clip(pixels: NDArray[np.floating]) -> Pixels:
    clipped: Pixels = np.clip(pixels, 0, 255).astype(np.uint8)
    return clipped


def jpeg(picture: Image.Image, dpi: int) -> bytes:
    """A JPEG as a phone writes it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=PHOTO_QUALITY, dpi=(dpi, dpi))
    return out.getvalue()
