"""How each page of a PDF or picture file is read: by its text layer, by OCR, or both judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PIL import Image

from ingest.errors import BrokenFile, EngineFailed, VanbanError
from ingest.limits import Limits
from ingest.page import Kind, Line, Origin, Page, Problem, Quality
from ingest.pdf import POINTS_PER_INCH, PdfFile, PdfPage
from ingest.picture import picture_pages, stated_dpi
from ingest.reading import read_picture
from ingest.sheet import OCR_DPI, resolution
from ingest.table import TableFinder, with_tables
from ingest.text_layer import Verdict, judge

# A scan whose layer has fewer words than this has them from a stamp of the registry or a page
# number, not from the page.
_FEWEST_WORDS_OVER_PICTURE = 20
_TURN_TO_OCR = (Quality.BARE, Quality.GARBLED)


@dataclass
class PageReader:
    """Reads pages under limits and gathers the problems met on the way."""

    limits: Limits
    problems: list[Problem] = field(default_factory=list)

    def pdf_pages(self, data: bytes) -> Iterator[Page]:
        """The pages of a PDF. A damaged page is empty and a problem is noted.

        Raises what opening a PDF raises, and EngineMissing where OCR is needed but not installed.
        """
        with PdfFile(data, self.limits) as file, TableFinder(data) as finder:
            for index in range(len(file)):
                damaged = Page(
                    index + 1, (), Origin.TEXT_LAYER, Quality.ABSENT, "the page is damaged"
                )
                try:
                    with file.page(index) as page:
                        yield self._pdf_page(page, index, finder)
                except BrokenFile as error:
                    yield self._failed("pdfium", error, damaged)

    def picture_pages(self, data: bytes, kind: Kind) -> Iterator[Page]:
        """The pages of a picture file, by OCR."""
        verdict = Verdict(Quality.ABSENT, "a picture has no text layer")
        for number, picture in enumerate(picture_pages(data, kind, self.limits), start=1):
            yield self._by_ocr(picture, stated_dpi(picture), number, verdict)

    def _pdf_page(self, page: PdfPage, index: int, finder: TableFinder) -> Page:
        lines = page.lines()
        verdict = judge(lines)
        if self._needs_ocr(page, lines, verdict):
            if verdict.quality is Quality.SOUND:
                verdict = Verdict(Quality.ABSENT, f"{verdict.reason}, over a picture of the page")
            return self._by_ocr(page.picture(OCR_DPI), OCR_DPI, index + 1, verdict)
        history: tuple[str, ...] = ("words of the text layer",)
        if page.has_ruling_lines():
            lines, found = self._with_tables(lines, index, finder)
            history += (f"tables by ruling lines: {found}",)
        return Page(
            index + 1,
            lines,
            Origin.TEXT_LAYER,
            verdict.quality,
            verdict.reason,
            page.width,
            page.height,
            history,
        )

    def _needs_ocr(self, page: PdfPage, lines: tuple[Line, ...], verdict: Verdict) -> bool:
        if verdict.quality is Quality.ABSENT:
            return True
        few = sum(len(line.words) for line in lines) < _FEWEST_WORDS_OVER_PICTURE
        return (few or verdict.quality in _TURN_TO_OCR) and page.is_covered_by_picture()

    def _with_tables(
        self, lines: tuple[Line, ...], index: int, finder: TableFinder
    ) -> tuple[tuple[Line, ...], int]:
        try:
            grids = finder.grids(index)
        except EngineFailed as error:
            self.problems.append(Problem("pdfplumber", str(error), index + 1))
            return lines, 0
        return with_tables(lines, grids), len(grids)

    def _by_ocr(
        self, picture: Image.Image, dpi: float | None, number: int, verdict: Verdict
    ) -> Page:
        dots = resolution(picture.width, picture.height, dpi)
        width, height = (side / dots * POINTS_PER_INCH for side in picture.size)
        page = Page(number, (), Origin.OCR, verdict.quality, verdict.reason, width, height)
        try:
            reading = read_picture(picture, dpi, self.limits)
        except EngineFailed as error:
            return self._failed("tesseract", error, page)
        reason = f"{verdict.reason}; read by OCR"
        if not reading.lines:
            reason = f"{verdict.reason}; OCR found no words"
        return replace(page, lines=reading.lines, reason=reason, history=reading.history)

    def _failed(self, component: str, error: VanbanError, page: Page) -> Page:
        self.problems.append(Problem(component, str(error), page.number))
        return page
