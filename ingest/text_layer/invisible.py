"""Characters that print nothing, which programs leave inside words, and text written backwards.

Zero-width characters, marks of direction and soft hyphens part words and numbers for a program and for
nobody else. What an override of direction turns round is put as it is seen.
"""

import re
from collections.abc import Sequence

from ingest.page import Line
from ingest.text_layer.verdict import is_legacy

# Unicode's format characters and variation selectors, all but the soft hyphen.
_FORMAT = (
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
_INVISIBLE = re.compile(f"[{_FORMAT}\U000e0000-\U000e01ef]")
# From an override to the left, to its end or that of the line, none within another.
_OVERRIDDEN = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n\t]*)[\u202c\u2069]?")
_SOFT_HYPHEN = "\u00ad"
# Vietnamese letters that no encoding of one byte a letter has where Latin-1 has its letters.
VIETNAMESE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
# Unicode hyphens that print as the plain one.
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})


def prints_nothing(letter: str) -> bool:
    """Whether a single character is one of those that print nothing, the soft hyphen aside."""
    return not letter.isascii() and _INVISIBLE.match(letter) is not None


def visible(text: str) -> str:
    """The text without characters that print nothing, as many lines as before.

    The soft hyphen is ư in TCVN3, so it is taken out only of text with Vietnamese letters that TCVN3
    has not, and there of lines that are not in TCVN3 themselves.
    """
    if text.isascii():
        return text
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", _OVERRIDDEN.sub(lambda found: found[1][::-1], text))
    if _SOFT_HYPHEN in text and VIETNAMESE.search(text):
        text = "\n".join(map(_without_soft_hyphens, text.split("\n")))
    return text.translate(_HYPHENS)


def visible_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page whose words have no places, without characters that print nothing."""
    whole = "\n".join(line.text for line in lines)
    seen = visible(whole)
    if seen == whole:
        return tuple(lines)
    return tuple(
        Line.of(text, line.table) for line, text in zip(lines, seen.split("\n"), strict=True)
    )


def _without_soft_hyphens(line: str) -> str:
    if VIETNAMESE.search(line) or not is_legacy(line):
        return line.replace(_SOFT_HYPHEN, "")
    return line
