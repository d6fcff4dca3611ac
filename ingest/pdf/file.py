"""PDF through PDFium: opening, words with boxes from the text layer, pictures of pages.

PDFium is not thread-safe, so one lock stands around everything done with an open file.
"""

import ctypes
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import groupby
from types import TracebackType
from typing import NamedTuple, Self

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, LimitExceeded
from ingest.layout.geometry import box_within_page
from ingest.limits import Limits
from ingest.page import Box, Line, Word
from ingest.pdf.catalog import PdfCatalog, catalog_of
from ingest.pdf.characters import QUARTERS, read_glyphs, writing_direction
from ingest.pdf.glyphs import Place, lines_of, unmapped_share, without_doubles
from ingest.pdf.typed import Typed, has_typed, laid_out, typed_on
from ingest.pdf.unseen import hide_unseen

POINTS_PER_INCH = 72.0
# A picture that fills this share of the page is a scan; a letterhead or a photo stays below.
_COVERING_SHARE = 0.6
# Ruling lines: a path thinner than this (points) and longer than that is a line of a table.
RULE_THICKNESS = 3.0
_RULE_LENGTH = 20.0
# A table has at least two lines each way or two boxes; a header has one or two underlines.
_RULES_OF_A_TABLE = 4
# PDFium's device space for the page's geometry: large, so that rounding does not show.
_DEVICE_UNITS = 1_000_000
_FORM_DEPTH = 3
# Length (points) over which the page's map is measured.
_UNIT = 1000.0

_lock = threading.RLock()


class PdfFile:
    """An open PDF; use it in a ``with`` statement. Page indices count from 0.

    Raises EncryptedFile where a password is needed, BrokenFile where PDFium cannot open the
    bytes, EmptyFile without pages, LimitExceeded with more pages than the limit.
    """

    def __init__(self, data: bytes, limits: Limits, with_fields: bool = False) -> None:
        self._data = data
        self._limits = limits
        self._with_fields = with_fields
        self._flat: pdfium.PdfDocument | None = None

    def __enter__(self) -> Self:
        _lock.acquire()
        try:
            self._document = _open(self._data)
            self._check_pages()
            if self._with_fields:
                self._document.init_forms()
        except BaseException:
            _lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._flat is not None:
                self._flat.close()
            self._document.close()
        finally:
            _lock.release()

    def __len__(self) -> int:
        return len(self._document)

    @cached_property
    def catalog(self) -> PdfCatalog:
        """What the file says of itself as a whole."""
        return catalog_of(self._data)

    @contextmanager
    def page(self, index: int) -> Iterator["PdfPage"]:
        """One page, open inside a ``with`` statement.

        Raises BrokenFile there as soon as a damaged part of the page is met.
        """
        try:
            with closing(self._document[index]) as page:
                yield PdfPage(page, self._limits, self.catalog.layers_off)
        except pdfium.PdfiumError as error:
            raise BrokenFile(
                f"Page {index + 1} of the PDF is damaged.", "Make or scan that page again."
            ) from error

    def fields(self, index: int, page: "PdfPage") -> list[tuple[Line, ...]]:
        """The lines inside each form field of an open page, signature fields and free text among them.

        Offices put the number and the day of a document into such fields, and signing programs
        their notes. They are no part of the page's text layer, nor of its ``picture``.
        """
        if not page.has_typed:
            return []
        known = {_key(word) for line in page.lines() for word in line.words}
        typed, shown = self._shown_with_fields(index, page.text.unseen > 0)
        fields: list[list[Line]] = [[] for _ in typed]
        places = [one.box for one in typed]
        for line in shown:
            new = [word for word in line.words if _key(word) not in known]
            for number, words in groupby(new, key=lambda word: _smallest_around(word, places)):
                if number is not None:
                    inside = tuple(words)
                    text = " ".join(word.text for word in inside)
                    fields[number].append(Line(text, inside))
        filled = (
            laid_out(one, page.width, page.height) if one.outweighs(lines) else tuple(lines)
            for one, lines in zip(typed, fields, strict=True)
        )
        return [lines for lines in filled if lines]

    def _shown_with_fields(self, index: int, unseen: bool) -> tuple[list[Typed], tuple[Line, ...]]:
        """What is typed over a page, and its lines together with those of its form fields, as they
        print. ``unseen``: some text of the page is not seen."""
        if self._flat is None:
            self._flat = _open(self._data)
            self._flat.init_forms()
        try:
            with closing(self._flat[index]) as page:
                shown = PdfPage(page, self._limits)
                typed = list(typed_on(page, shown.shown_box, self.catalog.draws_anew))
                raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            with closing(self._flat[index]) as flat:
                return typed, PdfPage(flat, self._limits, hides=unseen).lines()
        except pdfium.PdfiumError:
            return [], ()

    def signatures(self) -> Iterator["PdfSignature"]:
        """The digital signatures, in the order of the file."""
        for number in range(max(0, raw.FPDF_GetSignatureCount(self._document.raw))):
            item = raw.FPDF_GetSignatureObject(self._document.raw, number)
            yield PdfSignature(
                _buffer(raw.FPDFSignatureObj_GetTime, item).decode("ascii", "replace"),
                _buffer(raw.FPDFSignatureObj_GetContents, item),
            )

    def _check_pages(self) -> None:
        count = len(self._document)
        if count > self._limits.pages:
            self._document.close()
            raise LimitExceeded(
                f"The PDF has {count} pages; the limit is {self._limits.pages}.",
                "Split it, or raise VANBAN_LIMITS__PAGES.",
            )


class PdfSignature(NamedTuple):
    """A digital signature as the file holds it: its time (a PDF date) and its CMS bytes."""

    time: str
    contents: bytes


class PdfText(NamedTuple):
    """The text layer of a page: its lines, how many pieces of text were left out as unseen, whether
    it was doubled, and the share of its letters in words that the fonts have no letters for."""

    lines: tuple[Line, ...]
    unseen: int
    doubled: bool
    unmapped: float


class PdfPage:
    """One page of an open PDF, as it is shown (turned as the file says)."""

    def __init__(
        self, page: pdfium.PdfPage, limits: Limits, layered: bool = False, hides: bool = True
    ) -> None:
        self._page = page
        self._hides = hides
        self._limits = limits
        self._layered = layered
        self.width, self.height = page.get_size()

    def lines(self) -> tuple[Line, ...]:
        """The lines of the text layer that are seen, top to bottom, with words and boxes."""
        return self.text.lines

    @cached_property
    def text(self) -> "PdfText":
        """The text layer as far as it is seen."""
        unseen = 0
        if self._hides:
            most = self._limits.page_pixels
            unseen = hide_unseen(self._page, self.is_covered_by_picture, self._layered, most)
        with closing(self._page.get_textpage()) as text_page:
            self._check_characters(raw.FPDFText_CountChars(text_page.raw))
            turns = writing_direction(text_page.raw)
            glyphs = read_glyphs(text_page.raw, turns, self._bounds())
        once = without_doubles(glyphs)
        lines = lines_of(once, self._placing(turns))
        return PdfText(lines, unseen, len(once) < len(glyphs), unmapped_share(once))

    @property
    def has_typed(self) -> bool:
        """Whether anything may be typed over the page."""
        return has_typed(self._page)

    def _bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of what is shown, in the page's own coordinates."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page.raw, box)
        return box.left, box.bottom, box.right, box.top

    def _check_characters(self, count: int) -> None:
        if count > self._limits.text_characters:
            raise LimitExceeded(
                f"A page has {count} characters; the limit is {self._limits.text_characters}.",
                "Split the document, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
            )

    def picture(self, dpi: float) -> Image.Image:
        """The page as an RGB picture; the resolution is lowered to stay within the limit.

        Form fields are in it where the file was opened ``with_fields``.
        """
        scale = dpi / POINTS_PER_INCH
        pixels = max(1.0, self.width * self.height * scale * scale)
        scale *= min(1.0, math.sqrt(self._limits.page_pixels / pixels))
        with closing(self._page.render(scale=scale)) as bitmap:
            image: Image.Image = bitmap.to_pil()  # a copy, unless it has four channels or one
            return image if image.mode == "RGB" else image.convert("RGB")

    def is_covered_by_picture(self) -> bool:
        """Whether pictures fill most of the page, as on a scan (also one cut into strips)."""
        area = 0.0
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
            left, bottom, right, top = item.get_bounds()
            area += max(0.0, right - left) * max(0.0, top - bottom)
        return bool(area >= _COVERING_SHARE * self.width * self.height)

    def has_ruling_lines(self) -> bool:
        """Whether enough lines or boxes are drawn for a table to be possible."""
        rules = 0
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_FORM_DEPTH):
            left, bottom, right, top = item.get_bounds()
            long_side, short_side = sorted((right - left, top - bottom), reverse=True)
            if long_side < _RULE_LENGTH:
                continue
            if short_side < RULE_THICKNESS:
                rules += 1
            elif _has_outline(item):
                rules += raw.FPDFPath_CountSegments(item) // 2
            if rules >= _RULES_OF_A_TABLE:
                return True
        return False

    def shown_box(self, rect: raw.FS_RECTF) -> Box | None:
        """A rectangle of the page's own coordinates as a box."""
        x1, y1 = self._shown(rect.left, rect.top)
        x2, y2 = self._shown(rect.right, rect.bottom)
        return box_within_page(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def _placing(self, turns: int) -> Place:
        """The map from the frame of the writing to boxes in fractions of the shown page."""
        (x0, y0), (x1, y1), (x2, y2) = (
            self._shown(x, y) for x, y in ((0.0, 0.0), (_UNIT, 0.0), (0.0, _UNIT))
        )
        across = ((x1 - x0) / _UNIT, (y1 - y0) / _UNIT)
        up = ((x2 - x0) / _UNIT, (y2 - y0) / _UNIT)
        cos, sin = QUARTERS[turns]

        def shown(frame_x: float, frame_y: float) -> tuple[float, float]:
            x, y = frame_x * cos + frame_y * sin, frame_x * sin - frame_y * cos
            return x0 + across[0] * x + up[0] * y, y0 + across[1] * x + up[1] * y

        def place(left: float, top: float, right: float, bottom: float) -> Box | None:
            (x1, y1), (x2, y2) = shown(left, top), shown(right, bottom)
            return box_within_page(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

        return place

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own coordinates in fractions of the page as it is shown."""
        at_x, at_y = ctypes.c_int(), ctypes.c_int()
        size = _DEVICE_UNITS
        raw.FPDF_PageToDevice(self._page, 0, 0, size, size, 0, x, y, at_x, at_y)
        return at_x.value / size, at_y.value / size


def _key(word: Word) -> tuple[str, Box | None]:
    return word.text, word.box


def _smallest_around(word: Word, places: list[Box]) -> int | None:
    """The number of the smallest box around the middle of a word: fields may overlap."""
    around = [
        number
        for number, place in enumerate(places)
        if word.box is not None and place.holds_middle(word.box)
    ]
    return min(around, key=lambda number: places[number].area, default=None)


def _buffer(ask: Callable[..., int], item: raw.FPDF_SIGNATURE) -> bytes:
    """What PDFium writes into a buffer, whose length it tells when asked without one."""
    length = ask(item, None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(item, buffer, length)
    return buffer.raw.rstrip(b"\0")


def _has_outline(path: pdfium.PdfObject) -> bool:
    """Whether the path is stroked, not only filled as areas behind words are."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return stroke.value != 0


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if _opens_without_pages(data):
            raise EmptyFile("The PDF has no pages.", "Make or scan it again.") from error
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedFile(
                "The PDF is protected by a password.",
                "Save a copy without a password and give that.",
            ) from error
        raise BrokenFile(
            "The PDF is damaged and cannot be opened.", "Copy, make or scan it again."
        ) from error


def _opens_without_pages(data: bytes) -> bool:
    """Whether PDFium opens the bytes at all, which pypdfium2 tells only of files with pages.

    The error code of a file without pages is that of the failure before it.
    """
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return False
    raw.FPDF_CloseDocument(document)
    return True
