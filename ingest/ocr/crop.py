"""Parts of a page cut out to be read by themselves, and their words put back on the page."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from ingest.layout.geometry import box_within_page
from ingest.limits import Limits
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Word
from ingest.sheet.grid import Pixels, Rectangle

# White put around a part, in inches: Tesseract misses letters that touch the edge.
MARGIN = 0.08


def read_parts(
    pixels: Pixels,
    parts: Sequence[Rectangle],
    dpi: int,
    part_dpi: int,
    segmentation: Segmentation,
    engine: Engine,
    limits: Limits,
) -> list[list[list[Word]]]:
    """The words of each part of a page (pixels at ``dpi``), line by line, on the page's own scale.

    Parts are read enlarged to ``part_dpi``. Raises what the engine raises.
    """
    margin = round(MARGIN * dpi)
    pictures = [Image.fromarray(_cut(pixels, part, margin, part_dpi / dpi)) for part in parts]
    read = engine.read(pictures, part_dpi, segmentation, limits)
    return [
        [[_on_page(word, part, margin, pixels) for word in line.words] for line in lines]
        for part, lines in zip(parts, read, strict=True)
    ]


def _cut(pixels: Pixels, part: Rectangle, margin: int, larger: float) -> Pixels:
    left, top, right, bottom = part
    padded = np.pad(pixels[top:bottom, left:right], margin, constant_values=255)
    way = cv2.INTER_CUBIC
    return cv2.resize(padded, None, fx=larger, fy=larger, interpolation=way).astype(np.uint8)


def _on_page(word: Word, part: Rectangle, margin: int, pixels: Pixels) -> Word:
    """A word of a part's picture with its box in fractions of the page."""
    if word.box is None:
        return word
    left, top, right, bottom = part
    height, width = pixels.shape
    across, down = right - left + 2 * margin, bottom - top + 2 * margin
    return replace(
        word,
        box=box_within_page(
            (word.box.left * across - margin + left) / width,
            (word.box.top * down - margin + top) / height,
            (word.box.right * across - margin + left) / width,
            (word.box.bottom * down - margin + top) / height,
        ),
    )
