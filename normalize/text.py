"""The type that ``normalize`` hands on: restored text with a way back to every word as read."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.page import Box


@dataclass(frozen=True, slots=True)
class RestoredWord:
    """A word as read (``raw``) and as restored (``text``), side by side.

    ``start`` and ``stop`` are offsets of ``text`` in its line; ``confidence`` (0-1) is the
    posterior of the restored form and ``alternatives`` are other forms with their posteriors,
    likeliest first. ``text`` is empty where the word was dropped as scanner noise.
    """

    raw: str
    text: str
    start: int
    stop: int
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, raw and restored; ``table`` numbers tables through the document."""

    page: int
    raw: str
    text: str
    words: tuple[RestoredWord, ...]
    table: int | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table row, stripped; one cell for an ordinary line."""
        return tuple(cell.strip() for cell in self.text.split("\t"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that was copied from one line."""

    start: int
    stop: int
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Printed lines joined to one text; ``pieces`` lead back from its offsets to the lines."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def lines(self) -> range:
        """The numbers of the lines that were joined."""
        return range(self.pieces[0].line, self.pieces[-1].line + 1)


@dataclass(frozen=True, slots=True)
class Text:
    """The restored text of a document: all its lines, and the paragraphs they form.

    Rows of tables are lines but belong to no paragraph.
    """

    lines: tuple[TextLine, ...]
    paragraphs: tuple[Paragraph, ...]

    def words_between(
        self, paragraph: Paragraph, start: int, stop: int
    ) -> Iterator[tuple[TextLine, RestoredWord]]:
        """The words that ``paragraph.text[start:stop]`` touches, with their lines."""
        for piece in paragraph.pieces:
            if piece.stop <= start or piece.start >= stop:
                continue
            line = self.lines[piece.line]
            first = max(start, piece.start) - piece.start + piece.offset
            last = min(stop, piece.stop) - piece.start + piece.offset
            for word in line.words:
                if word.start < last and word.stop > first:
                    yield line, word

    @property
    def pages(self) -> Iterator[list[TextLine]]:
        """The lines page by page."""
        page: list[TextLine] = []
        for line in self.lines:
            if page and line.page != page[-1].page:
                yield page
                page = []
            page.append(line)
        if page:
            yield page

    @property
    def page_texts(self) -> tuple[str, ...]:
        """The restored text page by page; a page without lines is an empty string."""
        texts = [""] * max((line.page for line in self.lines), default=0)
        for lines in self.pages:
            texts[lines[0].page - 1] = "\n".join(line.text for line in lines)
        return tuple(texts)
