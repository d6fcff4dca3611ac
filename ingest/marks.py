"""Signs that Tesseract's Vietnamese model takes for others, put right where only one reading can be."""

import re
from dataclasses import replace

from ingest.page import Line, Word

# The mark of a list at the start of a line: a dash, or a letter that the model takes for a sign.
_DASH = re.compile(r"^[~¬—](?=$|[^\W\d_])")
_LETTER_MARKS = {"€)": "c)", "©)": "c)", "ø)": "g)", "đ}": "đ)", "c}": "c)", "e}": "e)"}
# A fraction bar (U+2044) is never printed in a date or a number.
_FRACTION_BAR = "\u2044"
# The serif of a T is read as an apostrophe before it.
_STRAY_QUOTE = re.compile(r"^['‘’](?=[^\W\d_]{2})")

# A number broken after its hyphen ("17/NQ- CP"), and one that lost the slash before its kind: no
# kind's letters follow digits directly in print.
_BROKEN = re.compile(r"\d.*[A-ZĐ]{2,}[-–]")
_OFFICE = re.compile(r"[A-ZĐ]{2,}[.,;)]*")
_LOST_SLASH = re.compile(r"^(\d{1,5})(?=(?:NQ|QĐ|NĐ|TT|CT|KH|TB|HD|BC|TTr)[-–][A-ZĐ])")

_CLOSING_QUOTE = re.compile(r"[^\W\d_]['’](?![^\W\d_])")


def with_plain_marks(line: Line) -> Line:
    """The line with its first sign, fraction bars and stray apostrophes as they were printed.

    >>> from ingest.page import Word
    >>> with_plain_marks(Line("€) 21⁄11 'THPT", (Word("€)"), Word("21⁄11"), Word("'THPT")))).text
    "c) 21/11 THPT"
    """
    line = _joined(line)
    text = line.text
    stray = not _CLOSING_QUOTE.search(text)
    words = []
    for number, word in enumerate(line.words):
        plain = _plain(word.text, number == 0, stray)
        text = text if plain == word.text else text.replace(word.text, plain, 1)
        words.append(word if plain == word.text else replace(word, text=plain))
    return line if text == line.text else replace(line, text=text, words=tuple(words))


def _joined(line: Line) -> Line:
    """The line with numbers whole that a blank after their hyphen breaks."""
    text, words = line.text, list(line.words)
    for at in reversed(range(len(words) - 1)):
        one, other = words[at], words[at + 1]
        if not _BROKEN.fullmatch(one.text) or not _OFFICE.fullmatch(other.text):
            continue
        whole = one.box.union(other.box) if one.box and other.box else one.box
        sure = None if one.confidence is None else min(one.confidence, other.confidence or 0.0)
        words[at : at + 2] = [Word(one.text + other.text, whole, sure)]
        text = text.replace(f"{one.text} {other.text}", one.text + other.text, 1)
    return line if len(words) == len(line.words) else replace(line, text=text, words=tuple(words))


def _plain(word: str, first: bool, stray: bool) -> str:
    word = _LOST_SLASH.sub(r"\1/", word.replace(_FRACTION_BAR, "/"))
    if stray:
        word = _STRAY_QUOTE.sub("", word)
    return _LETTER_MARKS.get(word) or _DASH.sub("-", word) if first else word
