"""How each page of a PDF or picture file is read: by its text layer, by OCR, or both judged."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from PIL import Image

from ingest.errors import BrokenFile, EngineFailed, EngineMissing, VanbanError
from ingest.files.picture import picture_pages, stated_dpi
from ingest.layout.overlay import with_words
from ingest.layout.reading_order import IN_COLUMNS, in_columns
from ingest.limits import Limits
from ingest.ocr.engine import chosen_engine, pages_at_a_time
from ingest.ocr.threads import prepare_threads
from ingest.page import Grid, Kind, Line, Origin, Page, Problem, Quality, Signature, Word
from ingest.pdf.catalog import PdfCatalog
from ingest.pdf.file import POINTS_PER_INCH, PdfFile, PdfPage
from ingest.pdf.signature import file_signatures, is_note, note_signature
from ingest.reading.page import INK_OF_A_PAGE, WRITTEN, read_picture
from ingest.reading.sampled import shows_what_it_says
from ingest.sheet.preparation import OCR_DPI, resolution
from ingest.tables.aligned import grids_of_words
from ingest.tables.born_digital import TableFinder, with_tables
from ingest.text_layer.verdict import Verdict, judge

# A scan whose layer has fewer words than this has them from a stamp of the registry or a page
# number, not from the page.
_FEWEST_WORDS_OVER_PICTURE = 20
# With more letters that their fonts have no character for, a page's layer is not what it shows.
_UNMAPPED = 0.01
_TURN_TO_OCR = (Quality.BARE, Quality.GARBLED)
_UNREAD = "OCR found no words on a page of which {:.1%} is ink. Look at it, or scan it again."

_XFA = (
    "The form of this PDF is made from XML (XFA) by Adobe Reader alone. Print it from there to PDF and "
    "give that, if the pages here lack what was filled in."
)
_ATTACHED = (
    "{} files are attached to this PDF and not read with it: {}. Save them and give them too."
)
_NO_TEXT = (
    "Hardly a word can be read in this file. Look whether it is a document, or scan it again, upright "
    "and sharp."
)
# A document has more words than this that were read with at least this confidence (0-1); on pictures
# without text OCR finds a few scraps below it.
_FEWEST_READABLE, _READABLE = 3, 0.6
# So many names of attached files are told.
_NAMED = 10

Reading = Callable[[], Page]
"""What gives a page when it is called, in a thread of its own where OCR reads it."""
Told = Callable[[Page, int], None]
"""Who is told of each page that has been read, and how many there are."""


@dataclass
class PageReader:
    """Reads pages under limits and gathers the problems met on the way."""

    limits: Limits
    told: Told | None = None
    problems: list[Problem] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    _met: dict[int, list[Problem]] = field(default_factory=dict)
    _pages: int = 0

    def pdf_pages(self, data: bytes) -> Iterator[Page]:
        """The pages of a PDF. A damaged page is empty and a problem is noted.

        Raises what opening a PDF raises, and EngineMissing where OCR is needed but not installed.
        """
        yield from self._side_by_side(self._opened_pages(data))

    def picture_pages(self, data: bytes, kind: Kind) -> Iterator[Page]:
        """The pages of a picture file, by OCR."""
        yield from self._side_by_side(self._opened_pictures(data, kind))

    def tell_unreadable(self, pages: Sequence[Page]) -> None:
        """Note the problem that OCR can read next to nothing in a whole document."""
        readable = sum(_is_readable(word) for page in pages for word in page.words)
        by_ocr = any(page.origin is Origin.OCR for page in pages)
        if by_ocr and readable < _FEWEST_READABLE and not self.problems:
            self.problems.append(Problem("no-text", _NO_TEXT))

    def _opened_pictures(self, data: bytes, kind: Kind) -> Iterator[Reading]:
        verdict = Verdict(Quality.ABSENT, "a picture has no text layer")
        for number, picture in enumerate(picture_pages(data, kind, self.limits), start=1):
            self._pages = picture.info["pages"]
            reading = partial(self._by_ocr, picture, stated_dpi(picture), number, verdict)
            yield partial(_completed, reading, [])

    def _side_by_side(self, readings: Iterable[Reading]) -> Iterator[Page]:
        """The pages in order, while OCR reads several of them and the next is rendered.

        No more pictures are held than are being read, and one.
        """
        prepare_threads()
        at_a_time = pages_at_a_time()
        with ThreadPoolExecutor(at_a_time) as pool:
            under_way: deque[Future[Page]] = deque()
            for reading in readings:
                under_way.append(pool.submit(reading))
                while len(under_way) > at_a_time:
                    yield self._settled(under_way.popleft().result())
            while under_way:
                yield self._settled(under_way.popleft().result())

    def _settled(self, page: Page) -> Page:
        self.problems += self._met.pop(page.number, [])
        if self.told:
            self.told(page, self._pages)
        return page

    def _opened_pages(self, data: bytes) -> Iterator[Reading]:
        """What remains to be done for each page of a PDF once it is open: nothing, or OCR."""
        with PdfFile(data, self.limits) as file, TableFinder(data) as finder:
            self._pages = len(file)
            self.problems += _beside_pages(file.catalog)
            self.signatures += file_signatures(file.signatures())
            for index in range(len(file)):
                try:
                    with file.page(index) as page:
                        reading = self._pdf_page(page, index, finder)
                        fields = file.fields(index, page)
                except BrokenFile as error:
                    damaged = Page(
                        index + 1, (), Origin.TEXT_LAYER, Quality.ABSENT, "the page is damaged"
                    )
                    yield partial(self._failed, "pdfium", error, damaged)
                    continue
                typed = self._typed_words(fields, index + 1)
                yield partial(_completed, reading, typed)

    def _pdf_page(self, page: PdfPage, index: int, finder: TableFinder) -> Reading:
        lines = page.lines()
        verdict = judge(lines)
        if page.text.unmapped >= _UNMAPPED:
            reason = f"{page.text.unmapped:.0%} of the letters have no character in their font"
            verdict = Verdict(Quality.GARBLED, reason)
        if self._needs_ocr(page, lines, verdict):
            if verdict.quality is Quality.SOUND:
                verdict = _set_aside(verdict)
            return partial(self._by_ocr, page.picture(OCR_DPI), OCR_DPI, index + 1, verdict)
        history: tuple[str, ...] = ("words of the text layer",)
        if page.text.unseen:
            history += (f"text that is not seen left out: {page.text.unseen}",)
        if page.text.doubled:
            history += ("letters drawn twice taken once",)
        grids: list[Grid] = []
        if page.has_ruling_lines():
            grids = self._grids(index, finder)
            lines = with_tables(lines, grids)
            history += (f"tables by ruling lines: {len(grids)}",)
        if not grids and (grids := grids_of_words(lines, page.width, page.height)):
            lines = with_tables(lines, grids)
            history += (f"tables without lines: {len(grids)}",)
        read = Page(
            index + 1,
            lines,
            Origin.TEXT_LAYER,
            verdict.quality,
            verdict.reason,
            page.width,
            page.height,
            history,
            grids=tuple(grids),
        )
        return lambda: read

    def _typed_words(self, fields: list[tuple[Line, ...]], number: int) -> list[Word]:
        """The words in the form fields of a page; notes of signing programs become evidence."""
        typed: list[Word] = []
        for lines in fields:
            if is_note(" ".join(line.text for line in lines)):
                self.signatures.append(note_signature(lines, number))
            else:
                typed += [word for line in lines for word in line.words]
        return typed

    def _needs_ocr(self, page: PdfPage, lines: tuple[Line, ...], verdict: Verdict) -> bool:
        if verdict.quality is Quality.ABSENT or page.text.unmapped >= _UNMAPPED:
            return True
        few = sum(len(line.words) for line in lines) < _FEWEST_WORDS_OVER_PICTURE
        if (few or verdict.quality in _TURN_TO_OCR) and page.is_covered_by_picture():
            return True
        return verdict.doubtful and not self._is_honest(page, lines)

    def _is_honest(self, page: PdfPage, lines: tuple[Line, ...]) -> bool:
        """Whether the layer says what the page shows; without OCR nothing is known against it."""
        try:
            return shows_what_it_says(page, lines, chosen_engine(), self.limits)
        except (EngineMissing, EngineFailed):
            return True

    def _grids(self, index: int, finder: TableFinder) -> list[Grid]:
        try:
            return finder.grids(index)
        except EngineFailed as error:
            self._note("pdfplumber", str(error), index + 1)
            return []

    def _by_ocr(
        self, picture: Image.Image, dpi: float | None, number: int, verdict: Verdict
    ) -> Page:
        dots = resolution(picture.width, picture.height, dpi)
        width, height = (side / dots * POINTS_PER_INCH for side in picture.size)
        page = Page(number, (), Origin.OCR, verdict.quality, verdict.reason, width, height)
        try:
            reading = read_picture(picture, dpi, chosen_engine(), self.limits)
        except EngineFailed as error:
            return self._failed("tesseract", error, page)
        reason = f"{verdict.reason}; read by OCR"
        if not reading.lines:
            reason = f"{verdict.reason}; OCR found no words"
            if reading.ink >= INK_OF_A_PAGE:
                self._note("ocr-found-nothing", _UNREAD.format(reading.ink), number)
        return replace(
            page,
            lines=reading.lines,
            reason=reason,
            history=reading.history,
            grids=reading.grids,
        )

    def _failed(self, component: str, error: VanbanError, page: Page) -> Page:
        self._note(component, str(error), page.number)
        return page

    def _note(self, component: str, message: str, page: int) -> None:
        self._met.setdefault(page, []).append(Problem(component, message, page))


def _is_readable(word: Word) -> bool:
    """Whether a word has two letters or a digit and was read with some certainty."""
    sure = word.confidence is None or word.confidence >= _READABLE
    return sure and WRITTEN.search(word.text) is not None


def _set_aside(verdict: Verdict) -> Verdict:
    """The verdict on a layer that is sound by itself and yet not what the page shows."""
    if verdict.doubtful:
        return Verdict(Quality.GARBLED, f"{verdict.reason}, other than the page shows")
    return Verdict(Quality.ABSENT, f"{verdict.reason}, over a picture of the page")


def _beside_pages(catalog: PdfCatalog) -> Iterator[Problem]:
    """What a PDF holds beside its pages, which is not read with them."""
    if catalog.xfa:
        yield Problem("pdf-form", _XFA)
    if catalog.attached:
        names = ", ".join(catalog.attached[:_NAMED])
        yield Problem("pdf-attachments", _ATTACHED.format(len(catalog.attached), names))


def _completed(reading: Reading, typed: list[Word]) -> Page:
    """The page of a reading with the words of its form fields in their places, in reading order.

    OCR has put its lines in order on the upright page; what it read on a turned one has its boxes
    elsewhere.
    """
    page = reading()
    shape = page.width / page.height if page.height else 1.0
    if typed:
        step = f"words of form fields: {len(typed)}"
        lines = with_words(page.lines, typed, shape)
        page = replace(page, lines=lines, history=(*page.history, step))
    if page.origin is Origin.OCR and not typed:
        return page
    lines = in_columns(page.lines, shape)
    if lines == page.lines:
        return page
    return replace(page, lines=lines, history=(*page.history, IN_COLUMNS))
