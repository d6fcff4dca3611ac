"""Several documents in one file, as a scanner's tray or an archive's PDF joins them: where each begins.

A page that begins a document has a head of its own among its first lines: the motto, a number and a day. What
is attached to a document says so there, and blank forms have neither number nor day. So a draft without them is
not told apart, and of 116 documents none is taken apart that is one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.record import Record, RecordProblem
from extract.zones.layout import ATTACHED, analyse
from extract.zones.parts_told import BEGINS, Pages
from extract.zones.zones import CUES, DATED, NUMBER, bare
from ingest.page import Document
from normalize.lines import paragraphs
from normalize.text import Text, TextLine

_MESSAGE = "Another document seems to begin on this page. The option --split of `vanban extract`, and of a PDF that of `vanban ingest`, reads each by itself."
# A head stands in so many lines of a page that hold anything.
_HEAD_LINES = 16
# A number that is there and could not be read is a question mark.
_NUMBER, _DAY = re.compile(r"[\d?]"), re.compile(r"\d.*\d{4}")


def beginnings(text: Text) -> Iterator[int]:
    """The pages on which a further document begins."""
    for page in list(text.pages)[1:]:
        if _has_head(page):
            yield page[0].page


def note_beginnings(record: Record, text: Text) -> None:
    """Tell of further documents in the file among the problems of a record."""
    record.problems += (
        RecordProblem(component=BEGINS, message=_MESSAGE, page=page) for page in beginnings(text)
    )


def part_of(document: Document, text: Text, pages: Pages) -> tuple[Document, Text]:
    """What was read on some pages of a file, as a document; the pages keep their numbers.

    The signatures of the file as a whole belong to no part.
    """
    inside = range(pages.first, pages.last + 1)
    lines = tuple(line for line in text.lines if line.page in inside)
    part = replace(
        document,
        pages=tuple(page for page in document.pages if page.number in inside),
        problems=tuple(one for one in document.problems if one.page is None or one.page in inside),
        signatures=tuple(one for one in document.signatures if one.page in inside),
    )
    return part, Text(lines, paragraphs(lines))


def _has_head(page: Sequence[TextLine]) -> bool:
    top = tuple(line for line in page if line.text.strip())[:_HEAD_LINES]
    if not any(CUES["motto"].search(bare(line.text)) for line in top):
        return False
    if any(ATTACHED.search(line.text) for line in top):
        return False
    labelled = analyse(Text(top, paragraphs(top))).zones.parts
    return all(
        any(part.label == label and pattern.search(part.segment.text) for part in labelled)
        for label, pattern in ((NUMBER, _NUMBER), (DATED, _DAY))
    )
