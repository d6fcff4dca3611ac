"""Heads that were put on few lines, laid out again before zones are found.

Crawlers and typists join what Nghị định 30/2020/NĐ-CP prints in two columns: issuer and motto, number
and subject, place, date and addressee. Each part begins with a formula of its own; lines are cut there.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from normalize.text import Paragraph, Piece, RestoredWord, Text, TextLine

# A head seldom reaches further down than this many lines.
HEAD_LINES = 15
_CAPITAL = r"[A-ZĐÀ-ỸƯƠĂÂÊÔ]"
_NAME = rf"{_CAPITAL}\w*(?:\s{_CAPITAL}\w*){{0,3}}"
_PLACE = rf"(?:TP\.?\s?)?{_NAME}(?:\s[-–]\s{_NAME})?"
_DATED = re.compile(
    rf"(?<![^\s*])(?P<begin>{_PLACE})\s?,\s*ngày\s*\d{{0,2}}\s*tháng\s*\d{{0,2}}\s*năm\s*\d{{4}}"
)
# Where a part of the head begins inside a line.
_BEGINS = re.compile(
    r"(?<=\s)(?:CỘNG H[ÒO][AÀ]\s+XÃ HỘI|Độc lập\s*[-–]\s*Tự do|V/v(?!\w)|K[íi]nh gửi\s*:|Số\s*:\s*\S{0,6}/)"
)
_RULE = re.compile(r"(?<!\S)[-_*]{5,}(?!\S)")
_COLUMN = re.compile(r"(?:\s{3,}|\t|\|\s*)$")
_WORD = re.compile(r"\w")
_NUMBERED = re.compile(r"\s*Số\s*:")
_ADDRESS = re.compile(r"K[íi]nh gửi\s*:")
# The first words of a letter behind its addressee.
_LETTER = re.compile(
    r"(?<=[\w).;])\s+(?=(?:Phúc đáp|Trả lời|Thực hiện|Căn cứ|Để |Theo |Tiếp theo|Ngày \d|Qua |Vừa qua|Trong thời gian|Nhằm )\b)"
)


def laid_out(text: Text) -> Text:
    """The same text with the lines of a flattened head cut where its parts begin."""
    cuts = {
        number: found
        for number, line in enumerate(text.lines[:HEAD_LINES])
        if (found := cuts_of(line.text))
    }
    if not cuts:
        return text
    lines: list[TextLine] = []
    first: list[int] = []
    for number, line in enumerate(text.lines):
        first.append(len(lines))
        lines.extend(_pieces_of(line, cuts.get(number, [])))
    paragraphs = [part for p in text.paragraphs for part in _cut(p, cuts, first)]
    return Text(tuple(lines), tuple(paragraphs))


def cuts_of(line: str) -> list[int]:
    """The offsets at which parts of a head begin in a line, none for a line that is one part.

    >>> cuts_of("BỘ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    [8]
    """
    found = {m.start() for m in _BEGINS.finditer(line)}
    for match in _DATED.finditer(line):
        if len(line) < 200 or found:
            found |= {match.start("begin"), match.end()}
    if not _NUMBERED.search(line):
        found -= {m.start() for m in re.finditer(r"V/v", line)}
    found = {at for at in found if not _COLUMN.search(line[:at])}
    if found:
        found |= {at for m in _RULE.finditer(line) for at in m.span()}
    if address := _ADDRESS.search(line):
        letter = _LETTER.search(line, address.end())
        if letter and (found or len(line) > 200):
            found.add(letter.end())
    return sorted(at for at in found if _WORD.search(line[:at]) and _WORD.search(line[at:]))


def _pieces_of(line: TextLine, cuts: Sequence[int]) -> Iterator[TextLine]:
    borders = [0, *cuts, len(line.text)]
    if not cuts:
        yield line
        return
    for begin, end in itertools.pairwise(borders):
        words = tuple(
            RestoredWord(
                w.raw, w.text, w.start - begin, w.stop - begin, w.confidence, w.alternatives, w.box
            )
            for w in line.words
            if begin <= w.start < end
        )
        raw = " ".join(w.raw for w in words)
        yield TextLine(line.page, raw, line.text[begin:end].rstrip(), words)


def _cut(
    paragraph: Paragraph, cuts: dict[int, list[int]], first: Sequence[int]
) -> Iterator[Paragraph]:
    """A paragraph on the new lines; what begins at a cut is a paragraph of its own."""
    groups: list[list[Piece]] = [[]]
    for piece in paragraph.pieces:
        for part, fresh in _parted(piece, cuts.get(piece.line, []), first[piece.line]):
            if fresh and groups[-1]:
                groups.append([])
            groups[-1].append(part)
    for pieces in groups:
        begin, end = pieces[0].start, pieces[-1].stop
        body = paragraph.text[begin:end]
        if body.strip():
            moved = (Piece(p.start - begin, p.stop - begin, p.line, p.offset) for p in pieces)
            yield Paragraph(body.rstrip(), tuple(moved))


def _parted(piece: Piece, cuts: Sequence[int], first: int) -> Iterator[tuple[Piece, bool]]:
    """A piece cut at offsets of its old line, each part with whether it begins at a cut."""
    stop = piece.offset + piece.stop - piece.start
    inner = [at for at in cuts if piece.offset < at < stop]
    borders = [piece.offset, *inner, stop]
    for begin, end in itertools.pairwise(borders):
        before = [at for at in cuts if at <= begin]
        line, base = first + len(before), before[-1] if before else 0
        shift = piece.start - piece.offset
        yield Piece(begin + shift, end + shift, line, begin - base), begin in cuts
