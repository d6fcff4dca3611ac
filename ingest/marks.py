"""Signs that Tesseract's Vietnamese model takes for others, put right where only one reading can be."""

import re
from dataclasses import replace

from ingest.page import Line

# The mark of a list at the start of a line: a dash, or a letter that the model takes for a sign.
_DASH = re.compile(r"^[~¬—](?=$|[^\W\d_])")
_LETTER_MARKS = {"€)": "c)", "©)": "c)", "ø)": "g)", "đ}": "đ)", "c}": "c)", "e}": "e)"}
# A fraction bar (U+2044) is never printed in a date or a number.
_FRACTION_BAR = "\u2044"
# The serif of a T is read as an apostrophe before it.
_STRAY_QUOTE = re.compile(r"^['‘’](?=[^\W\d_]{2})")

_CLOSING_QUOTE = re.compile(r"[^\W\d_]['’](?![^\W\d_])")


def with_plain_marks(line: Line) -> Line:
    """The line with its first sign, fraction bars and stray apostrophes as they were printed.

    >>> from ingest.page import Word
    >>> with_plain_marks(Line("€) 21⁄11 'THPT", (Word("€)"), Word("21⁄11"), Word("'THPT")))).text
    "c) 21/11 THPT"
    """
    text = line.text
    stray = not _CLOSING_QUOTE.search(text)
    words = []
    for number, word in enumerate(line.words):
        plain = _plain(word.text, number == 0, stray)
        text = text if plain == word.text else text.replace(word.text, plain, 1)
        words.append(word if plain == word.text else replace(word, text=plain))
    return line if text == line.text else replace(line, text=text, words=tuple(words))


def _plain(word: str, first: bool, stray: bool) -> str:
    word = word.replace(_FRACTION_BAR, "/")
    if stray:
        word = _STRAY_QUOTE.sub("", word)
    return _LETTER_MARKS.get(word) or _DASH.sub("-", word) if first else word
