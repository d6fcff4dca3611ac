"""Stretches of printed lines that stand apart: sides of two columns, cells of a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.draft import Draft, evidence_of, surety
from extract.record import Evidence
from normalize.folding import fold
from normalize.text import TextLine

# Two columns printed on one line stand at least this many blanks apart; a gap left for a number or a day
# to be written by hand is none.
COLUMN_GAP = re.compile(
    r"(?<![^\S\t])(?<!ngày)(?<!tháng)(?<!Số:)(?<!Số :)\s{3,}(?!\s*(?:tháng|năm|/))|\t|\s\|(?:\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line that stands apart from the rest of it: one side of two columns."""

    line: int
    start: int
    text: str

    @property
    def flat(self) -> str:
        """The text as a folded key."""
        return fold(self.text)


def segments(lines: Sequence[TextLine], first: int, last: int) -> Iterator[Segment]:
    """The columns of lines ``first`` to ``last`` (excluded), in printed order."""
    for number in range(first, last):
        text = lines[number].text
        start = 0
        for gap in [*COLUMN_GAP.finditer(text), None]:
            stop = gap.start() if gap else len(text)
            part = text[start:stop]
            if part.strip():
                yield Segment(number, start + len(part) - len(part.lstrip()), part.strip())
            start = gap.end() if gap else stop


def segment_evidence(draft: Draft, parts: list[Segment], rule: str) -> tuple[list[Evidence], float]:
    """Evidence of segments, and how sure their words are."""
    words = [
        (draft.source.lines[part.line], word)
        for part in parts
        for word in draft.source.lines[part.line].words
        if word.start < part.start + len(part.text) and word.stop > part.start
    ]
    return evidence_of(words, rule), surety(word for _, word in words)
