"""DOCX through python-docx: paragraphs, numbered as Word shows them, and tables in their order.

The letterhead may stand in the header of the first page, which comes before the body; the footer of
that page and the notes come after it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.errors import EmptyFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Line, Origin, Page
from ingest.text_layer.invisible import visible_lines
from ingest.text_layer.verdict import judge
from ingest.word.numbering import Numbering
from ingest.word.package import damaged, open_word
from ingest.word.printed import settle, without_page_numbers
from ingest.word.styles import WordStyles, switch

# Borders of these kinds are not drawn: a table that only places things side by side.
_NO_BORDER = {"none", "nil"}
# What stands beside the number of a page in a header or footer, which then says nothing more.
_BESIDE_NUMBER = re.compile(r"(?:trang|page|of|[\W\d_])*", re.IGNORECASE)
_NOTES = (("w:footnoteReference", "footnotes"), ("w:endnoteReference", "endnotes"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_docx(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """A DOCX as one page, for its pages exist only once it is printed.

    Raises BrokenFile, EmptyFile where it has no text, and LimitExceeded for too much of it.
    """
    document = open_word(data, limits)
    try:
        lines = visible_lines(list(_Reader(document).lines()))
    # python-docx lets errors of many kinds through on a damaged file.
    except Exception as error:
        raise damaged() from error
    if not any(line.words for line in lines):
        raise EmptyFile("The DOCX has no text.", "Print it to PDF if its pages are pictures.")
    if sum(len(line.text) for line in lines) > limits.text_characters:
        raise LimitExceeded(
            f"The DOCX has more than {limits.text_characters} characters.",
            "Split it, or raise VANBAN_LIMITS__TEXT_CHARACTERS.",
        )
    verdict = judge(lines)
    return (Page(1, lines, Origin.DOCX, verdict.quality, verdict.reason),)


class _Reader:
    """Walks through a document, counting its tables and its numbered paragraphs."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._styles = WordStyles(document)
        self._numbering = Numbering(document, self._styles)
        self._tables = 0

    def lines(self) -> Iterator[Line]:
        body = self._document.part.element
        settle(body, self._styles)
        yield from self._beside(body, "w:headerReference")
        yield from self._blocks(self._document.iter_inner_content())
        for reference, part in _NOTES:
            yield from self._notes(body, reference, part)
        yield from self._beside(body, "w:footerReference")

    def _beside(self, body: Any, kind: str) -> Iterator[Line]:
        """The header or footer of the first page, where it says more than a number of the page."""
        section = next(body.iter(qn("w:sectPr")), None)
        wanted = "first" if switch(section, "w:titlePg") else "default"
        for reference in [] if section is None else section.findall(qn(kind)):
            part = self._document.part.rels.get(reference.get(qn("r:id")))
            if part is None or reference.get(qn("w:type"), "default") != wanted:
                continue
            without_page_numbers(part.target_part.element)
            settle(part.target_part.element, self._styles)
            lines = list(self._blocks(_content(part.target_part.element, part.target_part)))
            if not all(_BESIDE_NUMBER.fullmatch(line.text) for line in lines):
                yield from lines

    def _notes(self, body: Any, reference: str, part: str) -> Iterator[Line]:
        """The footnotes or endnotes that the body refers to, each after its number."""
        wanted = [element.get(qn("w:id")) for element in body.iter(qn(reference))]
        related = self._document.part.rels.values() if wanted else ()
        for relation in related:
            if not relation.reltype.endswith(f"/{part}"):
                continue
            notes = parse_xml(relation.target_part.blob)
            settle(notes, self._styles)
            told = {note.get(qn("w:id")): note for note in notes}
            for number, name in enumerate(wanted, start=1):
                if name in told:
                    blocks = _content(told[name], self._document)
                    yield from _numbered(number, self._blocks(blocks))

    def _blocks(self, blocks: Iterable[Paragraph | Table]) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from map(Line.of, self._paragraph(block))
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
        element = paragraph._p
        boxed = [
            inner for box in element.iter(qn("w:txbxContent")) for inner in box.iter(qn("w:p"))
        ]
        pieces = [
            f"{self._numbering.label(one)}{one.text}" for one in dict.fromkeys([element, *boxed])
        ]
        return [line.replace("\t", "   ") for piece in pieces for line in piece.split("\n")]

    def _table(self, table: Table) -> Iterator[Line]:
        number = self._tables
        self._tables += 1
        for row in _rows(table):
            text = "\t".join("" if cell is None else self._cell(cell) for cell in row)
            if text.strip():
                yield Line.of(text, number)

    def _cell(self, cell: _Cell) -> str:
        pieces: list[str] = []
        for block in cell.iter_inner_content():
            if isinstance(block, Paragraph):
                pieces += self._paragraph(block)
            else:
                pieces += (self._cell(inner) for row in _rows(block) for inner in row if inner)
        return " ".join(" ".join(pieces).split())


def _content(element: Any, parent: Any) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a header, footer or note in their order."""
    for child in element.iterchildren(qn("w:p"), qn("w:tbl")):
        yield Paragraph(child, parent) if child.tag == qn("w:p") else Table(child, parent)


def _numbered(number: int, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of a note, the first one behind its number."""
    mark = f"{str(number).translate(_RAISED)} "
    for line in lines:
        if line.words:
            yield Line.of(f"{mark}{line.text.strip()}", line.table)
            mark = ""


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
    return any(border.get(qn("w:val")) not in _NO_BORDER for border in borders)
