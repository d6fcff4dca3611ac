"""Whether a text layer says what its page shows: a few of its lines are read by OCR and compared.

A font may bring a map that leads to other letters than those it draws. What comes out is no Vietnamese,
or garbled, or bare of diacritics, as honest text may be as well; the picture tells them apart.
"""

from collections.abc import Sequence
from statistics import median

import numpy as np
from rapidfuzz import fuzz

from ingest.limits import Limits
from ingest.ocr.crop import read_parts
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Box, Line
from ingest.pdf.file import PdfPage
from ingest.sheet.grid import Pixels, Rectangle
from ingest.sheet.preparation import OCR_DPI

# So many lines are compared, those with most letters; a line costs 17 ms.
_LINES = 3
_LINE_DPI = 300
# Around a line (inches) and between line and OCR, in percent of letters in common: honest layers,
# English and bare ones too, reach 90 and more, a layer without its diacritics stays near 70.
_AROUND = 0.02
_ALIKE = 82


def shows_what_it_says(
    page: PdfPage, lines: Sequence[Line], engine: Engine, limits: Limits
) -> bool:
    """Compare lines of a page with its picture. Raises what the engine raises."""
    chosen = sorted(lines, key=lambda line: -len(line.text))[:_LINES]
    boxes = [(line, line.box) for line in chosen]
    placed = [(line, box) for line, box in boxes if box is not None]
    pixels = np.asarray(page.picture(OCR_DPI).convert("L"))
    parts = [_rectangle(box, pixels) for _, box in placed]
    read = read_parts(pixels, parts, OCR_DPI, _LINE_DPI, Segmentation.ONE_LINE, engine, limits)
    alike = [
        fuzz.ratio(_letters(line.text), _letters(" ".join(w.text for row in seen for w in row)))
        for (line, _), seen in zip(placed, read, strict=True)
    ]
    return not alike or median(alike) >= _ALIKE


def _letters(text: str) -> str:
    return "".join(text.lower().split())


def _rectangle(box: Box, pixels: Pixels) -> Rectangle:
    height, width = pixels.shape
    more = round(_AROUND * OCR_DPI)
    return (
        max(0, int(box.left * width) - more),
        max(0, int(box.top * height) - more),
        min(width, int(box.right * width) + more),
        min(height, int(box.bottom * height) + more),
    )
