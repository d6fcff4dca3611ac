"""DOCX through python-docx: paragraphs, numbered as Word shows them, and tables in their order."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.errors import BrokenFile, EmptyFile, LimitExceeded
from ingest.limits import Limits
from ingest.numbering import Numbering
from ingest.page import Line, Origin, Page, Word
from ingest.text_layer import judge

# Borders of these kinds are not drawn: a table that only places things side by side.
_NO_BORDER = {"none", "nil"}
_VALUE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"


def read_docx(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """A DOCX as one page, for its pages exist only once it is printed.

    Raises BrokenFile, EmptyFile where it has no text, and LimitExceeded for too much of it.
    """
    _check_unpacked(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = tuple(_Reader(document).lines())
    # python-docx and lxml let errors of many kinds through on a damaged file.
    except Exception as error:
        raise BrokenFile("The DOCX is damaged.", "Save it again in Word.") from error
    if not any(line.words for line in lines):
        raise EmptyFile("The DOCX has no text.", "Print it to PDF if its pages are pictures.")
    if sum(len(line.text) for line in lines) > limits.text_characters:
        raise LimitExceeded(
            f"The DOCX has more than {limits.text_characters} characters.",
            "Split it, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
        )
    verdict = judge(lines)
    return (Page(1, lines, Origin.DOCX, verdict.quality, verdict.reason),)


def _check_unpacked(data: bytes, limits: Limits) -> None:
    """Refuse a zip bomb by the sizes that it declares, which zipfile then holds it to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenFile("The DOCX is damaged or cut off.", "Copy it again.") from error
    if unpacked > limits.unpacked_bytes:
        raise LimitExceeded(
            f"The DOCX unpacks to {unpacked} bytes; the limit is {limits.unpacked_bytes}.",
            "Save it with smaller pictures, or raise VANBAN_LIMITS__UNPACKED_BYTES.",
        )


class _Reader:
    """Walks through a document, counting its tables and its numbered paragraphs."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbering = Numbering(document)
        self._tables = 0

    def lines(self) -> Iterator[Line]:
        yield from self._blocks(self._document.iter_inner_content())

    def _blocks(self, blocks: Iterable[Paragraph | Table]) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from map(_line, self._paragraph(block))
            elif _is_ruled(block):
                yield from self._table(block)
            else:
                # Side by side without rules: the head and the foot of a document, cell by cell.
                for row in _rows(block):
                    for cell in row:
                        if cell is not None:
                            yield from self._blocks(cell.iter_inner_content())

    def _paragraph(self, paragraph: Paragraph) -> list[str]:
        """The printed lines that the author broke, the first one with its number."""
        text = f"{self._numbering.label(paragraph)}{paragraph.text}"
        boxed = paragraph._p.xpath(
            ".//*[local-name()='txbxContent'][not(ancestor::*[local-name()='Fallback'])]//w:p"
        )
        inner = [Paragraph(element, paragraph._parent).text for element in boxed]
        return [line.replace("\t", "   ") for piece in (text, *inner) for line in piece.split("\n")]

    def _table(self, table: Table) -> Iterator[Line]:
        number = self._tables
        self._tables += 1
        for row in _rows(table):
            text = "\t".join("" if cell is None else self._cell(cell) for cell in row)
            if text.strip():
                yield _line(text, number)

    def _cell(self, cell: _Cell) -> str:
        pieces: list[str] = []
        for block in cell.iter_inner_content():
            if isinstance(block, Paragraph):
                pieces += self._paragraph(block)
            else:
                pieces += (self._cell(inner) for row in _rows(block) for inner in row if inner)
        return " ".join(" ".join(pieces).split())


def _rows(table: Table) -> Iterator[list[_Cell | None]]:
    """The cells row by row; a merged cell stands once, None where it goes on."""
    seen: set[Any] = set()
    for row in table.rows:
        cells: list[_Cell | None] = []
        for cell in row.cells:
            cells.append(None if cell._tc in seen else cell)
            seen.add(cell._tc)
        yield cells


def _is_ruled(table: Table) -> bool:
    """Whether any border of the table is drawn, by itself or by its style."""
    borders = table._tbl.xpath(".//w:tblBorders/* | .//w:tcBorders/*")
    if not borders and table.style is not None:
        borders = table.style.element.xpath(".//w:tblBorders/*")
    return any(border.get(_VALUE) not in _NO_BORDER for border in borders)


def _line(text: str, table: int | None = None) -> Line:
    return Line(text, tuple(Word(word) for word in text.split()), table)
