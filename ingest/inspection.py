"""What was seen on a page, drawn on its picture: boxes of words by confidence, grids of tables."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from ingest.errors import BadRequest
from ingest.files.picture import page_picture
from ingest.limits import Limits
from ingest.page import PICTURE_KINDS, Box, Document, Kind, Page, Word

DPI = 150
# Confidence (0-1) from which a word counts as sure, and below which it is doubtful.
SURE, DOUBTFUL = 0.9, 0.7
_GREEN, _ORANGE, _RED, _BLUE, _VIOLET = "#2a9d3a", "#e08a00", "#d02020", "#2050d0", "#8030b0"


@dataclass(frozen=True, slots=True)
class Inspection:
    """A page with all that was found on it: the drawing, and what there is to say."""

    picture: Image.Image
    page: Page
    doubtful: tuple[Word, ...]


def inspect(document: Document, data: bytes, number: int, limits: Limits) -> Inspection:
    """Draw a page (from 1) of a document read before.

    Words are green where sure, orange, and red where doubtful; words of a text layer are blue,
    cells of tables and notes of signatures violet. Raises BadRequest for a page that does not exist and
    for kinds without pictures.
    """
    picture = page_picture(data, document.kind, number, DPI, limits).convert("RGB")
    page = next((page for page in document.pages if page.number == number), None)
    if page is None or document.kind not in (Kind.PDF, *PICTURE_KINDS):
        raise BadRequest(f"The document has no page {number}.", "Ask for a page that it has.")
    pen = ImageDraw.Draw(picture)
    for cell in (cell for grid in page.grids for row in grid for cell in row):
        if cell is not None:
            _frame(pen, picture, cell, _VIOLET, 3)
    for word in page.words:
        if word.box is not None:
            _frame(pen, picture, word.box, _colour(word), 1)
    for signature in document.signatures:
        if signature.page == number and signature.box is not None:
            _frame(pen, picture, signature.box, _VIOLET, 2)
    doubtful = tuple(w for w in page.words if w.confidence is not None and w.confidence < DOUBTFUL)
    return Inspection(picture, page, doubtful)


def _colour(word: Word) -> str:
    if word.confidence is None:
        return _BLUE
    if word.confidence >= SURE:
        return _GREEN
    return _ORANGE if word.confidence >= DOUBTFUL else _RED


def _frame(
    pen: ImageDraw.ImageDraw, picture: Image.Image, box: Box, colour: str, width: int
) -> None:
    across, down = picture.width, picture.height
    pen.rectangle(
        (box.left * across, box.top * down, box.right * across, box.bottom * down),
        outline=colour,
        width=width,
    )
