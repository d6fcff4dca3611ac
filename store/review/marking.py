"""Words of a page that a reviewer marked, as the evidence of what they say."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.record import Evidence
from ingest.errors import BadRequest
from ingest.page import Box
from store.documents.layout import PlacedWord, ReadLine
from store.review.additions import RULE


class Marked(NamedTuple):
    """Words of a page (from 1), the first and the last, counted from 0 over all that have a place."""

    page: int
    first: int
    last: int


def evidence_of(marked: Marked, words: Sequence[PlacedWord], lines: Sequence[ReadLine]) -> Evidence:
    """Where marked words stand, a box for each line; ``lines`` are what ``words`` were placed from.

    BadRequest where the page has no such words.
    """
    chosen = words[marked.first : marked.last + 1]
    if marked.last >= len(words) or not chosen:
        raise BadRequest("The page has no such words.", "Load its words again.")
    text = " ".join(word.text for word in chosen)
    raws = [word.raw for line in lines for word in line.words if word.text and word.box]
    return Evidence(
        page=marked.page,
        boxes=[(box.left, box.top, box.right, box.bottom) for box in _boxes(chosen)],
        raw=" ".join(raws[marked.first : marked.last + 1]) or text,
        text=text,
        rule=RULE,
    )


def _boxes(words: Sequence[PlacedWord]) -> Iterator[Box]:
    """Boxes around words that stand in one line."""
    line = Box(*words[0][1:])
    for last, word in pairwise(words):
        box = Box(*word[1:])
        if word.left >= last.left and word.top < last.bottom:
            line = line.union(box)
        else:
            yield line
            line = box
    yield line
