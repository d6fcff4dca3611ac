"""Lines that the first reading doubts, read again larger and each as one line, and reconciled.

The page is read at 150 dpi as a whole, these lines at 300 dpi by themselves, so that the two readings
err at different places. A word that the second reads clearly more surely is taken from it; where they
are as sure, the other one stays beside it and the language model chooses. Of 1,950 word errors that are
left on rendered pages and seven real scans after restoration, this takes 4 % away. Stretches where the
readings differ in their number of words stay as they were: taking the surer one adds errors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from ingest.layout.overlay import line_of_words
from ingest.limits import Limits
from ingest.ocr.crop import read_parts
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Line, Word
from ingest.sheet.grid import Pixels, Rectangle

# A line is doubtful where a word of it has less; 12 % of lines do, with two thirds of the errors.
_DOUBTFUL = 0.85
# So many lines of a page are read again at most, those first where most words are likely to be wrong
# (the sum of what the words lack of certainty). A line costs 17 ms. On 7 real scans and 110 rendered pages
# 1,101 errors are left if none is read again, 1,068 with 3 lines, 1,063 with 4, 1,060 with 6; with 4 chosen
# by their least sure word 1,071.
_MOST_LINES = 4
_LINE_DPI = 300
# So much more of the page is cut around a line (inches).
_AROUND = 0.02
# Readings whose confidences differ by less are as sure as each other. Without it real scans have 431
# word errors left, with it 414, and 423 if nothing is read again.
_AS_SURE = 0.15


def with_doubtful_again(
    lines: Sequence[Line], pixels: Pixels, dpi: int, engine: Engine, limits: Limits
) -> tuple[tuple[Line, ...], int]:
    """The lines with the doubtful ones reconciled with a second reading, and how many these are.

    ``pixels`` is what was read, level and in grey. Raises what the engine raises.
    """
    doubtful = [n for n, line in enumerate(lines) if line.box and _least(line) < _DOUBTFUL]
    chosen = sorted(sorted(doubtful, key=lambda n: -_likely_wrong(lines[n]))[:_MOST_LINES])
    parts = [_rectangle(lines[n], pixels, dpi) for n in chosen]
    read = read_parts(pixels, parts, dpi, _LINE_DPI, Segmentation.ONE_LINE, engine, limits)
    shape = pixels.shape[1] / pixels.shape[0]
    again = {
        n: reconciled(lines[n], [word for line in seen for word in line], shape)
        for n, seen in zip(chosen, read, strict=True)
    }
    return tuple(again.get(n, line) for n, line in enumerate(lines)), len(chosen)


def reconciled(line: Line, again: Sequence[Word], shape: float) -> Line:
    """A line with what a second reading of it says more surely.

    ``shape`` is the width of the page divided by its height.
    """
    return line_of_words(list(_merged(line.words, again)), line, shape)


def _merged(first: Sequence[Word], again: Sequence[Word]) -> Iterator[Word]:
    edits = Levenshtein.opcodes([word.text for word in first], [word.text for word in again])
    for _, stretch in groupby(edits, key=lambda edit: edit.tag == "equal"):
        parts = list(stretch)
        ours = first[parts[0].src_start : parts[-1].src_end]
        theirs = again[parts[0].dest_start : parts[-1].dest_end]
        yield from map(_surer, ours, theirs) if len(ours) == len(theirs) else ours


def _surer(one: Word, other: Word) -> Word:
    """The clearly surer reading; of two that agree, the word as it was with the higher confidence."""
    ours, theirs = one.confidence or 0.0, other.confidence or 0.0
    if one.text == other.text:
        return replace(one, confidence=max(ours, theirs))
    if theirs > ours + _AS_SURE:
        return replace(one, text=other.text, confidence=theirs)
    return replace(one, other=other.text) if theirs > ours - _AS_SURE else one


def _least(line: Line) -> float:
    return min((word.confidence or 0.0 for word in line.words), default=1.0)


def _likely_wrong(line: Line) -> float:
    """How many words of a line are likely to be wrong, taking confidences for probabilities."""
    return sum(1.0 - (word.confidence or 0.0) for word in line.words)


def _rectangle(line: Line, pixels: Pixels, dpi: int) -> Rectangle:
    assert line.box is not None
    height, width = pixels.shape
    more = round(_AROUND * dpi)
    return (
        max(0, int(line.box.left * width) - more),
        max(0, int(line.box.top * height) - more),
        min(width, int(line.box.right * width) + more + 1),
        min(height, int(line.box.bottom * height) + more + 1),
    )
