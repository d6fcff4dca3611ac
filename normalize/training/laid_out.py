"""A text laid out as offices print it: head and closing in two columns, titles in the middle."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

# Regular, bold, italic, bold italic.
FONTS = {
    "liberation": [f"liberation2/LiberationSerif-{f}" for f in ("Regular", "Bold", "Italic", "BoldItalic")],
    "dejavu": [f"dejavu/DejaVuSerif{f}" for f in ("", "-Bold", "", "-Bold")],
    "sans": [f"liberation2/LiberationSans-{f}" for f in ("Regular", "Bold", "Italic", "BoldItalic")],
}  # fmt: skip
FOLDER = Path("/usr/share/fonts/truetype")
# A head ends within so many lines; a closing of more letters would not fit on one page.
HEAD_LINES, LONGEST_CLOSING = 16, 1_800
LONGEST_TITLE = 120
LONGEST_NAME = 5
_MOTTO = re.compile(r"CỘNG HÒA|CỘNG HOÀ|Độc lập|ĐẢNG CỘNG SẢN")
_NUMBER = re.compile(r"Số\s*:|V/v")
_DAY = re.compile(r"\S.*,?\s+ngày.*tháng.*năm")
_RULE = re.compile(r"[-*_\s]*$")


def write_pdf(text: str, target: Path, font: str = "liberation") -> None:
    """Lay a text out in one of FONTS and write it as a PDF with a sound text layer."""
    for at, file in enumerate(FONTS[font]):
        pdfmetrics.registerFont(TTFont(f"{font}{at}", FOLDER / f"{file}.ttf"))
    lines = [
        re.sub(r"[ \xa0]+", " ", line.replace("*", "")).strip(" ") for line in text.split("\n")
    ]
    lines = [line for line in lines if not _RULE.match(line)]
    head, body, closing = _parts(lines)
    story: list[Any] = []
    if any(head):
        story += [_columns(head, font, (1, 1)), Spacer(0, 14)]
    story += [_paragraph(line, font) for line in body]
    if any(closing):
        story += [Spacer(0, 10), _columns(closing, font, (0, 1))]
    document = SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=85, rightMargin=51, topMargin=57, bottomMargin=57
    )
    document.build(story)


def _parts(
    lines: Sequence[str],
) -> tuple[tuple[list[str], list[str]], list[str], tuple[list[str], list[str]]]:
    """Head, body and closing; head and closing as a left and a right column."""
    first = [
        part.strip() for line in lines[:HEAD_LINES] for part in line.split("\t") if part.strip()
    ]
    motto = next((at for at, line in enumerate(first) if _MOTTO.match(line)), None)
    left, right, body = [], [], []
    for at, line in enumerate(first):
        day = _DAY.match(line) and len(line) < 60
        if motto is not None and (_MOTTO.match(line) or day):
            right.append(line)
        elif motto is not None and (at < motto or _NUMBER.match(line)):
            left.append(line)
        else:
            body.append(line)
    rest = [*body, *lines[HEAD_LINES:]]
    start = next((at for at, line in enumerate(rest) if line.startswith("Nơi nhận")), len(rest))
    if sum(map(len, rest[start:])) > LONGEST_CLOSING:
        start = len(rest)
    stop = start
    while start and rest[start - 1].isupper() and len(rest[start - 1]) < 50:
        start -= 1
    signing = [*rest[start:stop], *(line for line in rest[stop:] if not _is_recipient(line))]
    recipients = [line for line in rest[stop:] if _is_recipient(line)]
    return (left, right), rest[:start], (recipients, list(_signers(signing)))


def _is_recipient(line: str) -> bool:
    marked = line.startswith(("Nơi nhận", "-", "+"))
    office, name = _signed(line)
    return marked or not (office or name)


def _signed(line: str) -> tuple[str, str]:
    """The office, in capitals, and the name of who signs, as far as a line holds them."""
    words = line.split()
    start = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    name = words[start:]
    if name and not (2 <= len(name) <= LONGEST_NAME and all(word.istitle() for word in name)):
        return "", ""
    return " ".join(words[:start]), " ".join(name)


def _signers(lines: Sequence[str]) -> Iterator[str]:
    """Offices and names line by line, room for the signature between them."""
    for office, name in map(_signed, lines):
        if office:
            yield office
        if name:
            yield from ("", "", "", name)


def _columns(columns: tuple[list[str], list[str]], font: str, centred: tuple[int, int]) -> Table:
    cells = []
    for lines, middle in zip(columns, centred, strict=True):
        style = _style(font, 1 if middle else 0, 12 if middle else 11)
        style.alignment = TA_CENTER if middle else 0
        cells.append([Paragraph(escape(line) or "&nbsp;", style) for line in lines])
    return Table([cells], colWidths=[215, 265], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _paragraph(line: str, font: str) -> Paragraph:
    title = line.isupper() and len(line) < LONGEST_TITLE
    style = _style(font, 1 if title else 0, 13)
    style.alignment = TA_CENTER if title else TA_JUSTIFY
    style.firstLineIndent = 0 if title else 28
    return Paragraph(escape(line.replace("\t", "   ")), style)


def _style(font: str, face: int, size: int) -> ParagraphStyle:
    return ParagraphStyle(
        "line", fontName=f"{font}{face}", fontSize=size, leading=1.35 * size, spaceAfter=0.3 * size
    )
