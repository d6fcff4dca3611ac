"""The tokens that the language model sees.

One definition serves training and decoding: a syllable in lower case, a class for anything with
a digit, one mark for the pauses inside a sentence and one for its end.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

NUMBER = "<num>"
PAUSE = "<,>"
SENTENCE = "<s>"
UNKNOWN = "<unk>"
SPECIAL = (SENTENCE, UNKNOWN, NUMBER, PAUSE)


class Sort(Enum):
    """What a piece of a line is to the language model."""

    WORD = "word"
    NUMBER = NUMBER
    PAUSE = PAUSE
    SENTENCE = SENTENCE


class Piece(NamedTuple):
    """A piece of a line with its offsets."""

    sort: Sort
    start: int
    stop: int


_CHUNK = re.compile(r"\S+")
_PIECES = re.compile(
    r"(?P<word>[^\W\d_]+)|(?P<end>[.!?…]+)|(?P<pause>[,;:()\[\]\"“”‘’'«»\-–—/+*•|]+)"
)
# Signs that an English model reads for vowels with marks: inside a word, at its end ("S@", "du¢", "cw’"), alone.
_SPOILED_PIECES = re.compile(
    r"(?P<word>[¢@]?[^\W_]+(?:[£$^*~\\€¥§&@¢?’'][^\W_]+)*(?:[@¢&](?![\w.])|(?<=[uwtvi])[’'?](?=[,;:.)]?$))?|(?<!\S)[&¢@](?!\S))"
    r"|(?P<end>[.!?…]+)|(?P<pause>[,;:()\[\]\"“”‘’'«»\-–—/+*•|]+)"
)
_PARTS = re.compile(r"[^\W_]+")
# Letters on both sides of a sign that make words of their own.
WHOLE = 3
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(
    r"\S+@[^\s@]+\.[^\s@]+|[\w.]{3,}@\S{4,}|\W*https?:\S+|\W*www\.\S+|\S+\.(?:vn|com|edu|org|net)(?:/\S*)?\W*$"
)
# Figures that alone may be a misread word.
FIGURES = ("6", "10", "14", "16", "18", "56", "86")
# Letters with single digits among them: what OCR makes of a syllable ("s6", "d6i", "th4n").
_MIXED = re.compile(
    r"\W*(?=[^\W_]{2,8}\W*$)(?!\d+(?:h|m|g|km|kg|ha|cm|mm|tr|d|đ)\W*$)"
    r"(?:[^\W\d_]+\d{1,2}[^\W\d_]*|\d[^\W\d_]{1,}|1[0468][^\W\d_]+)\W*$|(?:"
    + "|".join(FIGURES)
    + r")(?=[,;:.]?$)"
)

# A word and what a stroke parts from it: "déng/1", "mu6n/ng".
_STROKE = re.compile(r"(?P<left>(?=[^\W\d_]*[^\W\d_A-Z])[^\W_A-Z]{2,})/(?P<right>[^\W_A-Z]+\W*)$")

# "V/v" (về việc) opens the subject of a letter; its letters are words nowhere else.
_SUBJECT = re.compile(r"\W*V/v\W*$", re.IGNORECASE)


def pieces(line: str, spoiled: bool = False) -> Iterator[Piece]:
    """Cut a line into words, numbers (with codes and addresses), pauses and sentence ends.

    A chunk between blanks that has a digit is one number; inside a chunk, hyphens and strokes
    between letters are no pauses (``GDNN-GDTX`` is two words). In ``spoiled`` text digits and
    signs among letters are read as parts of a word.
    """
    pattern = _SPOILED_PIECES if spoiled else _PIECES
    for chunk in _CHUNK.finditer(line):
        text = chunk[0]
        if spoiled and (both := _STROKE.match(text)):
            for part in ("left", "right"):
                for sort, start, stop in pieces(both[part], spoiled):
                    at = chunk.start() + both.start(part)
                    yield Piece(sort, at + start, at + stop)
            continue
        mixed = spoiled and _MIXED.match(text)
        code = (_DIGIT.search(text) and not mixed) or (spoiled and _SUBJECT.match(text))
        if code or _ADDRESS.match(text):
            yield Piece(Sort.NUMBER, chunk.start(), chunk.end())
            if text[-1] in ',;:)”"':
                yield Piece(Sort.PAUSE, chunk.end() - 1, chunk.end())
            elif text[-1] in ".!?":
                yield Piece(Sort.SENTENCE, chunk.end() - 1, chunk.end())
            continue
        yield from _inside(pattern, text, chunk.start())


def _inside(pattern: re.Pattern[str], text: str, offset: int) -> Iterator[Piece]:
    found = list(pattern.finditer(text))
    last = len(found) - 1
    for index, piece in enumerate(found):
        start, stop = piece.start() + offset, piece.end() + offset
        if piece.lastgroup == "word":
            if piece[0].isalnum() or len(_PARTS.findall(piece[0])) < 2:
                yield Piece(Sort.WORD, start, stop)
            else:
                yield from _apart(piece[0], start)
        elif piece.lastgroup == "end":
            if index == last or found[index + 1].lastgroup != "word":
                yield Piece(Sort.SENTENCE, start, stop)
        elif index in (0, last) or piece[0] not in "-–/":
            yield Piece(Sort.PAUSE, start, stop)


def _apart(text: str, start: int) -> Iterator[Piece]:
    """A word with signs in it, or the words at a sign too long (``theo^hoc``) or in capitals (``GD&DT``) on both
    sides for the sign to be a letter."""
    parts = list(_PARTS.finditer(text))
    if text.isupper() or all(len(part[0]) >= WHOLE for part in parts):
        for part in parts:
            yield Piece(Sort.WORD, start + part.start(), start + part.end())
    else:
        yield Piece(Sort.WORD, start, start + len(text))


def language_model_tokens(line: str) -> Iterator[tuple[str, str]]:
    """Yield (model token, text as written) for a line in canonical form."""
    for sort, start, stop in pieces(line):
        text = line[start:stop]
        yield (text.lower() if sort is Sort.WORD else sort.value), text
