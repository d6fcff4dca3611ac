"""Signs that Tesseract's Vietnamese model takes for others, put right where only one reading can be."""

import re
from collections.abc import Sequence
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

# A date that lost its second slash: no number is written so after a slash.
_LOST_DATE_SLASH = re.compile(r"(?<!\d)(\d{1,2}/(?:0?[1-9]|1[0-2]))((?:19|20)\d{2})(?!\d)")
# "QH13": the terms of the National Assembly are counted in Arabic numerals, the later ones from 10 to 19,
# so a stroke before one is a 1, or beside it.
_ASSEMBLY = re.compile(r"(?<=QH)[Il]1?(\d)(?!\d)")
# One letter read as two that look alike: the model knows two codes of the letter Đ, and takes a C or
# an @ for a sign and itself.
_TWICE = (("ĐÐ", "Đ"), ("ÐĐ", "Đ"), ("đð", "đ"), ("ðđ", "đ"), ("€C", "C"), ("ŒC", "C"), ("(@", "@"))
# The same with a bracket, which nothing closes.
_OPENED = re.compile(r"(?<=[&A-ZĐ])\((?=C[^()]*$)")
# The label of an item with its point read as a comma.
_LABEL_COMMA = re.compile(r"^([\"“]?\d{1,2}),$")
# A quotation mark before a T; one that is meant is closed in its line or the next ones, before another
# is opened.
_QUOTED_T = re.compile('[“"]T')
_CLOSED = re.compile('[^“]*?[”"]', re.DOTALL)
_QUOTED_LINES = 5
# A dash alone wider than so many heights of the line's words is the long one: of 396 short ones none
# is, of 29 long ones all are.
_LONG_DASH = 0.515
_DASHES = re.compile(r"[-–—]{1,3}")
# Fewer words do not tell the height.
_FEWEST_WORDS = 3
_CLOSING_QUOTE = re.compile(r"[^\W\d_]['’](?![^\W\d_])")


def with_plain_marks(line: Line, shape: float) -> Line:
    """The line with its first sign, dashes, fraction bars and stray apostrophes as they were printed.

    ``shape`` is the width of the page divided by its height.

    >>> from ingest.page import Word
    >>> with_plain_marks(Line("€) 21⁄11 'THPT", (Word("€)"), Word("21⁄11"), Word("'THPT"))), 0.7).text
    "c) 21/11 THPT"
    """
    line = _joined(line)
    stray = not _CLOSING_QUOTE.search(line.text)
    plain = [_plain(word.text, number == 0, stray) for number, word in enumerate(line.words)]
    for number in range(1, len(plain) - 1):
        if _DASHES.fullmatch(plain[number]):
            plain[number] = _dash(line, number, shape)
    return _rewritten(line, plain)


def without_stray_quotes(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page without quotation marks that OCR sees at the arm of a T and nothing closes."""
    texts = [line.text for line in lines]
    found = []
    for number, line in enumerate(lines):
        rest = "\n".join(texts[number + 1 : number + 1 + _QUOTED_LINES])
        plain = [word.text for word in line.words]
        for at, word in enumerate(plain):
            after = " ".join((word[1:], *plain[at + 1 :], rest))
            if _QUOTED_T.match(word) and not _CLOSED.match(after):
                plain[at] = word[1:]
        found.append(_rewritten(line, plain))
    return tuple(found)


def _rewritten(line: Line, texts: list[str]) -> Line:
    """The line with other texts of its words, the blanks between them as they are."""
    whole, at, words = line.text, 0, []
    for word, text in zip(line.words, texts, strict=True):
        start = whole.find(word.text, at)
        if start < 0:
            return line
        whole = whole[:start] + text + whole[start + len(word.text) :]
        at = start + len(text)
        words.append(word if text == word.text else replace(word, text=text))
    return replace(line, text=whole, words=tuple(words)) if whole != line.text else line


def _dash(line: Line, number: int, shape: float) -> str:
    """The dash between two words, by its width where that can be told."""
    box = line.words[number].box
    heights = sorted(word.box.bottom - word.box.top for word in line.words if word.box)
    if box is None or len(heights) < _FEWEST_WORDS:
        return line.words[number].text
    wide = (box.right - box.left) * shape / heights[len(heights) // 2]
    return "–" if wide > _LONG_DASH else "-"


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
    word = _LOST_DATE_SLASH.sub(r"\1/\2", word)
    word = _ASSEMBLY.sub(r"1\1", word)
    for read, printed in _TWICE:
        word = word.replace(read, printed)
    word = _OPENED.sub("", word.replace("Ñ", "N"))
    if first:
        word = _LABEL_COMMA.sub(r"\1.", word)
    if stray:
        word = _STRAY_QUOTE.sub("", word)
    return _LETTER_MARKS.get(word) or _DASH.sub("-", word) if first else word
