"""A record in the making: the text as blocks, and the way from any stretch of it to evidence."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from extract.record import Evidence, Header, Record, Section, Source
from gazetteer.load import Gazetteer
from ingest.page import Box
from normalize.folding import strip_diacritics
from normalize.text import Paragraph, RestoredWord, Text, TextLine

# A value of this many words is as sure as its least sure words together; in a longer one
# (a task, a title) single wrong words do not make the value wrong.
WORDS_THAT_COUNT = 6


class Zone(StrEnum):
    """The part of the document that a block belongs to (Nghị định 30/2020, Điều 8)."""

    HEADER = "header"
    BODY = "body"
    CLOSING = "closing"
    ANNEX = "annex"
    # The text of a document that this one promulgates, such as a plan behind a decision.
    ATTACHED = "attached"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in its zone; ``start`` is its offset in the text of the draft."""

    text: str
    start: int
    paragraph: Paragraph
    zone: Zone

    @property
    def stop(self) -> int:
        """The offset after its last letter."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells, and the number of its line."""

    cells: tuple[str, ...]
    line: int
    table: int


@dataclass
class Draft:
    """The text under reading and the record that grows from it.

    ``text`` is all blocks joined by line feeds; ``flat`` is the same without diacritics and in
    lower case, letter for letter, for patterns that must survive a wrong mark.
    """

    source: Text
    gazetteer: Gazetteer
    blocks: list[Block]
    record: Record
    text: str = ""
    flat: str = ""
    rows: list[TableRow] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    # Where each deadline and each task stands, in the order of the record.
    places: list[tuple[int, int]] = field(default_factory=list)
    tasks: list[tuple[int, int]] = field(default_factory=list)
    # Sentences that lead into a list: where they stand, and whom they name.
    leads: list[tuple[int, int, str]] = field(default_factory=list)
    # Where each section begins.
    sections: list[tuple[int, Section]] = field(default_factory=list)

    @property
    def header(self) -> Header:
        """The header of the record."""
        return self.record.header

    def block_at(self, offset: int) -> Block:
        """The block that holds an offset of the text."""
        return self.blocks[bisect_right([b.start for b in self.blocks], offset) - 1]

    def body(self) -> list[Block]:
        """The blocks between header and closing, and those of attached documents."""
        return [b for b in self.blocks if b.zone in (Zone.BODY, Zone.ATTACHED)]

    def parts(self) -> list[list[Block]]:
        """The blocks of the body and of each attached document by themselves."""
        groups = groupby(self.blocks, key=lambda block: block.zone)
        return [list(blocks) for zone, blocks in groups if zone in (Zone.BODY, Zone.ATTACHED)]

    def words(self, start: int, stop: int) -> list[tuple[TextLine, RestoredWord]]:
        """The words of a stretch of the text."""
        found: list[tuple[TextLine, RestoredWord]] = []
        for block in self.blocks:
            if block.start < stop and block.stop > start:
                inside = self.source.words_between(
                    block.paragraph, start - block.start, stop - block.start
                )
                found.extend(inside)
        return found

    def evidence(self, start: int, stop: int, rule: str) -> list[Evidence]:
        """Evidence for a stretch of the text, one entry a page."""
        return evidence_of(self.words(start, stop), rule)

    def confidence(self, start: int, stop: int, reliability: float) -> float:
        """How sure a value from this stretch is, given the reliability of the rule (0-1)."""
        return reliability * surety(word for _, word in self.words(start, stop))

    def overlaps_taken(self, start: int, stop: int) -> bool:
        """Whether a stretch touches one that another value already explains."""
        return any(a < stop and start < b for a, b in self.taken)


def surety(words: Iterable[RestoredWord]) -> float:
    """The probability that the words of a value are right."""
    logs = [math.log(max(word.confidence, 1e-3)) for word in words]
    if not logs:
        return 1.0
    return math.exp(sum(logs) / len(logs) * min(len(logs), WORDS_THAT_COUNT))


def evidence_of(words: Sequence[tuple[TextLine, RestoredWord]], rule: str) -> list[Evidence]:
    """Evidence entries, one for each page that the words stand on; boxes are joined line by line."""
    pages: dict[int, list[tuple[TextLine, RestoredWord]]] = {}
    for line, word in words:
        pages.setdefault(line.page, []).append((line, word))
    return [
        Evidence(
            page=page,
            boxes=_line_boxes(found),
            raw=" ".join(word.raw for _, word in found),
            text=" ".join(word.text for _, word in found if word.text),
            rule=rule,
        )
        for page, found in pages.items()
    ]


def _line_boxes(
    words: Sequence[tuple[TextLine, RestoredWord]],
) -> list[tuple[float, float, float, float]]:
    boxes: dict[int, Box] = {}
    for line, word in words:
        if word.box is not None:
            key = id(line)
            boxes[key] = boxes[key].union(word.box) if key in boxes else word.box
    return [(b.left, b.top, b.right, b.bottom) for b in boxes.values()]


def new_draft(
    text: Text, blocks: Sequence[tuple[Paragraph, Zone]], gazetteer: Gazetteer, source: Source
) -> Draft:
    """Lay the paragraphs of a document end to end, ready to be read."""
    made: list[Block] = []
    offset = 0
    for paragraph, zone in blocks:
        made.append(Block(paragraph.text, offset, paragraph, zone))
        offset += len(paragraph.text) + 1
    whole = "\n".join(block.text for block in made)
    rows = [
        TableRow(line.cells, number, line.table)
        for number, line in enumerate(text.lines)
        if line.table is not None
    ]
    return Draft(
        text, gazetteer, made, Record(source=source), whole, strip_diacritics(whole).lower(), rows
    )
