"""Pictures of pages and of the strip around a value, made in a worker process."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from extract.record import Evidence
from ingest.files.kinds import kind_of
from ingest.files.picture import page_picture
from ingest.limits import Limits
from ingest.page import PICTURE_KINDS, Box, Kind
from ingest.sources import read_file

KINDS_WITH_PICTURES = (Kind.PDF, *PICTURE_KINDS)
PAGE_DPI = 110  # an A4 page 910 pixels wide: readable, and a third of the bytes of 200 dpi
STRIP_DPI = 170  # a word of 12 points is 28 pixels high, its diacritics can be told apart
# Photographs come in the size of the camera; these bounds are A4 at the resolutions above.
PAGE_PIXELS, STRIP_PIXELS = 1300, 2000
STRIP_WIDTH = 0.6  # of the page: the words around a value, at twice the size of the page view
STRIP_HEIGHT = 0.25  # of the page, at most: a value may spread over a whole list
_MARGIN_X, _MARGIN_Y = 0.05, 0.018  # about one line above and below
_FRAME = (200, 30, 30)
# The values of a page come one after the other in the queue; a page takes some 10 MB.
_PAGES_KEPT = 8


def page_png(original: Path, page: int, limits: Limits) -> bytes:
    """The picture of a page (from 1) as PNG; raises VanbanError."""
    return _png(_picture(original, page, PAGE_DPI, PAGE_PIXELS, limits))


def strip_png(original: Path, page: int, boxes: Sequence[Box], limits: Limits) -> bytes:
    """The part of a page around some boxes, the boxes framed, as PNG; raises VanbanError."""
    image = _picture(original, page, STRIP_DPI, STRIP_PIXELS, limits).convert("RGB")
    draw = ImageDraw.Draw(image)
    for box in boxes:
        left, top, right, bottom = _pixels(box, image)
        draw.rectangle((left - 4, top - 4, right + 4, bottom + 4), outline=_FRAME, width=2)
    return _png(image.crop(_pixels(strip_around(boxes), image)))


def strip_around(boxes: Sequence[Box]) -> Box:
    """The part of the page to show for boxes: at least STRIP_WIDTH wide, inside the page."""
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    width = min(1.0, max(STRIP_WIDTH, whole.right - whole.left + 2 * _MARGIN_X))
    left = min(max(0.0, (whole.left + whole.right - width) / 2), 1.0 - width)
    top = max(0.0, whole.top - _MARGIN_Y)
    bottom = min(1.0, whole.bottom + _MARGIN_Y, top + STRIP_HEIGHT)
    return Box(left, top, left + width, bottom)


def boxes_of(evidence: Sequence[Evidence]) -> tuple[int, list[Box]] | None:
    """The first page on which evidence has boxes, with all boxes there."""
    page = next((one.page for one in evidence if one.boxes), None)
    if page is None:
        return None
    return page, [Box(*box) for one in evidence if one.page == page for box in one.boxes]


@lru_cache(maxsize=_PAGES_KEPT)
def _picture(original: Path, page: int, dpi: int, pixels: int, limits: Limits) -> Image.Image:
    """A page no longer than ``pixels`` on its longer side."""
    data = read_file(original, limits)
    image = page_picture(data, kind_of(data), page, dpi, limits)
    image.thumbnail((pixels, pixels))
    return image


def _pixels(box: Box, image: Image.Image) -> tuple[int, int, int, int]:
    return (
        round(box.left * image.width),
        round(box.top * image.height),
        round(box.right * image.width),
        round(box.bottom * image.height),
    )


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
