"""The tokens that the language model sees.

One definition serves training and decoding: a syllable in lower case, a class for anything with
a digit, one mark for the pauses inside a sentence and one for its end.
"""

import re
from collections.abc import Iterator

NUMBER = "<num>"
PAUSE = "<,>"
SENTENCE = "<s>"
UNKNOWN = "<unk>"
SPECIAL = (SENTENCE, UNKNOWN, NUMBER, PAUSE)

_PIECES = re.compile(r"(?P<word>[^\W\d_]+)|(?P<end>[.!?…]+)|(?P<pause>[,;:()\[\]\"“”‘’'«»\-–—/+*•|]+)")
_HAS_DIGIT = re.compile(r"\d")


def language_model_tokens(line: str) -> Iterator[tuple[str, str]]:
    """Yield (model token, text as written) for a line in canonical form.

    A chunk between blanks that has a digit is one ``<num>``; inside a chunk, hyphens and strokes
    between letters are not tokens (``GDNN-GDTX`` is two words).
    """
    for chunk in line.split():
        if _HAS_DIGIT.search(chunk):
            yield NUMBER, chunk
            if chunk[-1] in ",;:)”\"":
                yield PAUSE, chunk[-1]
            elif chunk[-1] in ".!?":
                yield SENTENCE, chunk[-1]
            continue
        pieces = list(_PIECES.finditer(chunk))
        last = len(pieces) - 1
        for index, piece in enumerate(pieces):
            if piece.lastgroup == "word":
                yield piece[0].lower(), piece[0]
            elif piece.lastgroup == "end":
                if index == last or pieces[index + 1].lastgroup != "word":
                    yield SENTENCE, piece[0]
            elif index in (0, last) or not piece[0] in "-–/":
                yield PAUSE, piece[0]
