"""Reading the picture of a page with OCR: prepared, read, and read again where that went badly."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from ingest.engine import Engine
from ingest.limits import Limits
from ingest.ocr import Segmentation, find_turn
from ingest.page import Line
from ingest.sheet import OCR_DPI, Sheet, clean_sheet, ink_share, straightened, turned

# Readable scans have a mean confidence of 0.87 and more, turned ones 0.42 to 0.44.
_POOR_CONFIDENCE = 0.65
# Words at or above this confidence are nine times of ten right.
_SURE = 0.9
# Pages of text reach an orientation confidence of 16; near 0 it is a guess.
_SURE_TURN = 1.0
# A page with more dark pixels than this cannot be without words.
_INK_OF_A_PAGE = 0.002


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines read from a picture; boxes in fractions of the picture as received."""

    lines: tuple[Line, ...]
    history: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """Mean confidence of the words (0-1); 0 without any."""
        found = [word.confidence or 0.0 for line in self.lines for word in line.words]
        return sum(found) / len(found) if found else 0.0

    @property
    def sure_words(self) -> int:
        """Number of words with a high confidence."""
        return sum((word.confidence or 0.0) >= _SURE for line in self.lines for word in line.words)


def read_picture(
    picture: Image.Image, dpi: float | None, engine: Engine, limits: Limits
) -> Reading:
    """Read one page picture; ``dpi`` is None where unknown.

    Raises EngineMissing and EngineFailed as the engine does.
    """
    sheet = clean_sheet(picture, dpi)
    reading = _read(straightened(sheet), Segmentation.COLUMNS, engine, limits)
    if not _is_poor(reading, sheet):
        return reading
    again: list[Callable[[], Reading | None]] = [
        lambda: _read_turned(sheet, engine, limits),
        lambda: _read(straightened(sheet), Segmentation.ONE_BLOCK, engine, limits),
    ]
    for attempt in again:
        other = attempt()
        if other is not None and other.sure_words > reading.sure_words:
            reading = other
        if not _is_poor(reading, sheet):
            break
    return reading


def _is_poor(reading: Reading, sheet: Sheet) -> bool:
    return ink_share(sheet) >= _INK_OF_A_PAGE and reading.confidence < _POOR_CONFIDENCE


def _read_turned(sheet: Sheet, engine: Engine, limits: Limits) -> Reading | None:
    turn = find_turn(sheet.image(), OCR_DPI, limits)
    if turn is None or turn.degrees == 0 or turn.confidence < _SURE_TURN:
        return None
    return _read(straightened(turned(sheet, turn.degrees)), Segmentation.COLUMNS, engine, limits)


def _read(sheet: Sheet, segmentation: Segmentation, engine: Engine, limits: Limits) -> Reading:
    (lines,) = engine.read([sheet.image()], OCR_DPI, segmentation, limits)
    placed = tuple(_on_source(line, sheet) for line in lines)
    reading = Reading(placed, sheet.history)
    words = sum(len(line.words) for line in lines)
    step = f"OCR (psm {segmentation}): {words} words, mean confidence {reading.confidence:.2f}"
    return replace(reading, history=(*sheet.history, step))


def _on_source(line: Line, sheet: Sheet) -> Line:
    words = tuple(
        replace(word, box=sheet.source_box(word.box) if word.box is not None else None)
        for word in line.words
    )
    return replace(line, words=words)
