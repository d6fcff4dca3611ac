"""A document as DOCX: head and foot in tables without rules, as offices set them."""

import zipfile
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from samples.document import (
    NATIONAL_HEADER,
    Closing,
    Document,
    Letterhead,
    Style,
    Table,
)
from samples.document import PageBreak as Break

FONT = "Times New Roman"
BODY_SIZE = 14
# DOCX files carry times in their properties and in every entry of their archive.
WHEN = datetime(2025, 9, 8, 8, 0, 0)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    word = docx.Document()
    _page(word)
    _head(word, document.head)
    for line in document.title:
        _line(word.add_paragraph(), line, bold=True, align=CENTRE)
    for block in (*document.blocks, *document.annex):
        if isinstance(block, Table):
            _table(word, block)
        elif isinstance(block, Break):
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _line(
                word.add_paragraph(),
                block.text,
                bold=block.style in (Style.HEADING, Style.CENTRED),
                italic=block.style in (Style.BASIS, Style.NOTE),
                align=CENTRE if block.style in (Style.CENTRED, Style.NOTE) else None,
            )
    _closing(word, document.closing)
    return _timeless(word)


def text(document: Document) -> str:
    """The text paragraph by paragraph, cells of tables between TABs."""
    head, closing = document.head, document.closing
    lines = [*head.parent, *head.issuer, *NATIONAL_HEADER]
    lines += [f"Số: {head.number}", head.dateline, *document.title]
    for block in (*document.blocks, *document.annex):
        if isinstance(block, Table):
            lines += ["\t".join(row) for row in (block.head, *block.rows)]
        elif not isinstance(block, Break):
            lines.append(block.text)
    lines += ["Nơi nhận:", *closing.recipients, *closing.office, closing.name]
    return "\n".join(lines) + "\n"


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_SIZE)
    style.paragraph_format.space_after = Pt(4)
    properties = word.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = WHEN


def _line(
    paragraph: WordParagraph,
    content: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = BODY_SIZE,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> None:
    run = paragraph.add_run(content)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if align is not None:
        paragraph.alignment = align


def _lines(cell: _Cell, lines: list[tuple[str, bool, bool, int]], *, centre: bool = True) -> None:
    for index, (content, bold, italic, size) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        align = CENTRE if centre else None
        _line(paragraph, content, bold=bold, italic=italic, size=size, align=align)


def _head(word: WordDocument, head: Letterhead) -> None:
    table = word.add_table(2, 2)
    bodies = [(line, False, False, 12) for line in head.parent]
    bodies += [(line, True, False, 12) for line in head.issuer]
    _lines(table.cell(0, 0), bodies)
    _lines(table.cell(0, 1), [(line, True, False, 12) for line in NATIONAL_HEADER])
    _lines(table.cell(1, 0), [(f"Số: {head.number}", False, False, 13)])
    _lines(table.cell(1, 1), [(head.dateline, False, True, 13)])
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(68), Mm(92)


def _table(word: WordDocument, content: Table) -> None:
    table = word.add_table(0, len(content.head), style="Table Grid")
    for index, row in enumerate((content.head, *content.rows)):
        for cell, value, share in zip(table.add_row().cells, row, content.widths, strict=True):
            cell.width = Mm(160 * share)
            _lines(cell, [(value, index == 0, False, 13)], centre=index == 0)


def _closing(word: WordDocument, closing: Closing) -> None:
    table = word.add_table(1, 2)
    left = [("Nơi nhận:", True, True, 12)]
    left += [(line, False, False, 11) for line in closing.recipients]
    _lines(table.cell(0, 0), left, centre=False)
    right = [(line, True, False, 13) for line in closing.office]
    right += [("", False, False, 13)] * 4 + [(closing.name, True, False, BODY_SIZE)]
    _lines(table.cell(0, 1), right)


def _timeless(word: WordDocument) -> bytes:
    """The archive written again with one fixed time on every entry."""
    saved, out = BytesIO(), BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            entry = zipfile.ZipInfo(name, WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
