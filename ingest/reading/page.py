"""Reading the picture of a page with OCR: prepared, read, and read again where that went badly."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from ingest.handwriting.fields import with_handwriting
from ingest.handwriting.line_model import line_model
from ingest.layout.reading_order import IN_COLUMNS, in_columns
from ingest.limits import Limits
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation, find_turn
from ingest.page import Box, Grid, Line
from ingest.reading.doubtful import with_doubtful_again
from ingest.reading.marks import with_plain_marks, without_stray_quotes
from ingest.reading.signed import with_signed_names
from ingest.reading.unread import with_unread
from ingest.sheet.grid import Rectangle, RuledGrid, find_grids
from ingest.sheet.preparation import (
    OCR_DPI,
    TURNED,
    Sheet,
    clean_sheet,
    ink_share,
    straightened,
    turned,
)
from ingest.tables.aligned import AlignedGrid, find_aligned, ink_boxes
from ingest.tables.ruled import blanked, is_stamp, read_stamps, read_table

# Pictures of fewer pixels on a side, or so much longer than wide, hold no line of text; scaling them would
# leave nothing.
_LEAST_SIDE, _MOST_DRAWN_OUT = 8, 100
# Readable scans have a mean confidence of 0.87 and more, turned ones 0.42 to 0.44.
_POOR_CONFIDENCE = 0.65
# What printed lines have, however short: two letters, or a digit.
WRITTEN = re.compile(r"[^\W\d_]{2}|\d")
# A drawn line, whatever the confidence.
_DRAWN = re.compile(r"\s*[—–_=-]{2}")
# Words at or above this confidence are nine times of ten right.
_SURE = 0.9
# Chosen by hand: below what counts as sure (0.9), so that a person looks at such a table.
_ROWS_UNCERTAIN = 0.7
# Words of so many letters are wider than high.
_LONG_WORD = 4
# Pages of text reach an orientation confidence of 16; near 0 it is a guess.
_SURE_TURN = 1.0
# A page with more dark pixels than this cannot be without words.
INK_OF_A_PAGE = 0.002


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines read from a picture; boxes in fractions of the picture as received.

    ``ink`` is the share of dark pixels; ``grids`` are the tables by the boxes of their cells.
    """

    lines: tuple[Line, ...]
    history: tuple[str, ...]
    ink: float = 0.0
    grids: tuple[Grid, ...] = ()

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
    if _is_strip(picture):
        return Reading((), ("too narrow for words",))
    reading = _read_sheet(clean_sheet(picture, dpi), engine, limits)
    if any(step.startswith(TURNED) for step in reading.history):
        return reading
    lines, names = with_signed_names(reading.lines, picture, engine, limits)
    if not names:
        return reading
    step = f"names read below stamps and signatures: {', '.join(names)}"
    return replace(reading, lines=lines, history=(*reading.history, step))


def _read_sheet(sheet: Sheet, engine: Engine, limits: Limits) -> Reading:
    """A sheet as it lies, and in other ways where that went badly."""
    reading = _read(straightened(sheet), Segmentation.COLUMNS, engine, limits)
    if _lies_on_its_side(reading, sheet):
        return _read_turned(sheet, engine, limits) or reading
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


def _is_strip(picture: Image.Image) -> bool:
    short, long = sorted(picture.size)
    return short < _LEAST_SIDE or long > _MOST_DRAWN_OUT * short


def _is_poor(reading: Reading, sheet: Sheet) -> bool:
    return ink_share(sheet) >= INK_OF_A_PAGE and reading.confidence < _POOR_CONFIDENCE


def _lies_on_its_side(reading: Reading, sheet: Sheet) -> bool:
    """Whether most words stand upright along the page: Tesseract reads these too, but lines and
    columns are then not where they are looked for."""
    shape = sheet.source_height / sheet.source_width
    long = [
        word.box
        for line in reading.lines
        for word in line.words
        if word.box is not None and len(word.text) >= _LONG_WORD
    ]
    upright = sum((box.bottom - box.top) * shape > box.right - box.left for box in long)
    return 2 * upright > len(long)


def _read_turned(sheet: Sheet, engine: Engine, limits: Limits) -> Reading | None:
    turn = find_turn(sheet.image(), OCR_DPI, limits)
    if turn is None or turn.degrees == 0 or turn.confidence < _SURE_TURN:
        return None
    return _read(straightened(turned(sheet, turn.degrees)), Segmentation.COLUMNS, engine, limits)


def _read(sheet: Sheet, segmentation: Segmentation, engine: Engine, limits: Limits) -> Reading:
    grids, mask = find_grids(sheet.pixels, OCR_DPI)
    rest = blanked(sheet.pixels, [grid.rectangle for grid in grids])
    aligned = find_aligned(ink_boxes(rest, OCR_DPI), rest.shape[1], OCR_DPI)
    rest = blanked(rest, [grid.rectangle for grid in aligned])
    (seen,) = engine.read([Image.fromarray(rest)], OCR_DPI, segmentation, limits)
    lines = tuple(line for line in seen if not _is_stroke(line))
    lines, passed_over = with_unread(lines, rest, OCR_DPI, engine, limits)
    lines, doubtful = with_doubtful_again(lines, rest, OCR_DPI, engine, limits)
    history = sheet.history
    if passed_over:
        history += (f"passed over at first: {', '.join(passed_over)}",)
    if doubtful:
        history += (f"doubtful lines read again: {doubtful}",)
    ruled = [grid for grid in grids if not is_stamp(grid, OCR_DPI)]
    tables = sorted([*ruled, *aligned], key=lambda grid: grid.rectangle[1])
    for number, grid in enumerate(tables):
        rows = read_table(sheet.pixels, mask, grid, number, OCR_DPI, engine, limits)
        if isinstance(grid, AlignedGrid) and not grid.sound:
            rows = [_doubted(row) for row in rows]
        lines = _with_rows(lines, rows, grid.rectangle[1] / sheet.pixels.shape[0])
        history += (_described(grid),)
    stamps = [grid for grid in grids if is_stamp(grid, OCR_DPI)]
    for said in read_stamps(sheet.pixels, mask, stamps, OCR_DPI, engine, limits):
        history += (f"framed stamp left out: {said}",)
    lines, by_hand = with_handwriting(lines, sheet.pixels, OCR_DPI, line_model())
    if by_hand:
        history += (f"filled in by hand: {', '.join(by_hand)}",)
    height, width = sheet.pixels.shape
    ordered = in_columns(lines, width / height)
    if ordered != lines:
        history += (IN_COLUMNS,)
    plain = without_stray_quotes([with_plain_marks(line, width / height) for line in ordered])
    placed = tuple(_on_source(line, sheet) for line in plain)
    reading = Reading(placed, history, ink_share(sheet), _on_source_grids(tables, sheet))
    words = sum(len(line.words) for line in lines)
    step = f"OCR (psm {segmentation}): {words} words, mean confidence {reading.confidence:.2f}"
    return replace(reading, history=(*history, step))


def _described(grid: RuledGrid) -> str:
    size = f"{len(grid.cells)} rows, {len(grid.cells[0])} columns"
    if not isinstance(grid, AlignedGrid):
        return f"ruled table: {size}"
    return f"table without lines: {size}" + ("" if grid.sound else ", rows uncertain")


def _doubted(row: Line) -> Line:
    """A row of a table whose rows may be others, with less confidence in its words."""
    words = (replace(w, confidence=(w.confidence or 0.0) * _ROWS_UNCERTAIN) for w in row.words)
    return replace(row, words=tuple(words))


def _is_stroke(line: Line) -> bool:
    """Whether a line is a stroke read as signs: no two letters, no digit, and unsure or drawn."""
    if WRITTEN.search(line.text):
        return False
    if _DRAWN.match(line.text):
        return True
    found = [word.confidence or 0.0 for word in line.words]
    return sum(found) < _POOR_CONFIDENCE * len(found)


def _with_rows(lines: tuple[Line, ...], rows: list[Line], top: float) -> tuple[Line, ...]:
    """The rows of a table put before the first line that stands lower than its ``top``."""
    below = (n for n, line in enumerate(lines) if line.box is not None and line.box.top > top)
    at = next(below, len(lines))
    return (*lines[:at], *rows, *lines[at:])


def _on_source_grids(tables: list[RuledGrid], sheet: Sheet) -> tuple[Grid, ...]:
    height, width = sheet.pixels.shape

    def placed(cell: Rectangle | None) -> Box | None:
        if cell is None:
            return None
        left, top, right, bottom = cell
        return sheet.source_box(Box(left / width, top / height, right / width, bottom / height))

    return tuple(tuple(tuple(placed(cell) for cell in row) for row in t.cells) for t in tables)


def _on_source(line: Line, sheet: Sheet) -> Line:
    words = tuple(
        replace(word, box=sheet.source_box(word.box) if word.box is not None else None)
        for word in line.words
    )
    return replace(line, words=words)
