"""The blanks between the words of a line: one, or three where halves of a line stand apart.

The head of an official document has two columns on the same lines, and so has its foot; the
wider gap keeps them apart for whoever reads the line as text.
"""

import re
from collections.abc import Sequence
from statistics import median

# Gaps are in heights of the letters; a word space is 0.25 to 0.35 of them. Halves stand apart
# where a gap is at least this wide and clearly wider than the others of the line, which
# justification may stretch.
_COLUMN_GAP = 1.0
_COLUMN_TO_WORD_GAP = 2.5
COLUMN_BLANKS = "   "
# After the mark of a list a wide gap is only an indent.
_LIST_MARK = re.compile(r"[-–+•*·]|\(?(\d+(\.\d+)*|[IVXLC]+|[a-zđ])[.)]?")


def join_words(texts: Sequence[str], gaps: Sequence[float], size: float) -> str:
    """The words as one line; ``gaps`` lie between them, ``size`` is their height, in one unit."""
    line = texts[0]
    for index, (gap, text) in enumerate(zip(gaps, texts[1:], strict=True)):
        after_mark = index == 0 and _LIST_MARK.fullmatch(line) is not None
        apart = not after_mark and _stands_apart(gap, gaps, size)
        line += (COLUMN_BLANKS if apart else " ") + text
    return line


def _stands_apart(gap: float, gaps: Sequence[float], size: float) -> bool:
    if gap < _COLUMN_GAP * size:
        return False
    return len(gaps) == 1 or gap >= _COLUMN_TO_WORD_GAP * median(gaps)
