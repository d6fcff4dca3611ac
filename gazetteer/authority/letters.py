"""The forms in which names are compared: with and without diacritics, one blank between syllables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gazetteer.authority.tables import SEPARATOR
from normalize.folding import canonical, strip_diacritics

_NOT_A_LETTER = re.compile(r"[\W_]+")
# Between syllables of many names at once; single blanks, the most by far, stay.
_BETWEEN = re.compile(rf"[^\w\n{SEPARATOR}]{{2,}}|[^\w\n{SEPARATOR} ]")
_NOT_READ = re.compile(r"[^0-9a-z@¢®©£¥§°€]+")
# Every letter of Vietnamese in lower case without its marks; letters of other languages have none
# that an engine puts but these.
_BARE = {ord(letter): strip_diacritics(letter) for letter in map(chr, range(0xC0, 0x1F00))}
_BARE = {code: bare for code, bare in _BARE.items() if bare != chr(code) and bare.isascii()} | {
    code: strip_diacritics(chr(code)) for code in range(0x1EA0, 0x1F00)
}


def bare(text: str) -> str:
    """Lower case without diacritics, of lower case; as many letters as before."""
    return text if text.isascii() else text.translate(_BARE)


def written(text: str) -> str:
    """A mention in the one written form, lower case, for all that reads it below."""
    return canonical(text).lower()


def soft(text: str) -> str:
    """What is written with diacritics, anything that is no letter or digit one blank."""
    return _NOT_A_LETTER.sub(" ", text).strip()


def softened(names: Iterable[str]) -> list[str]:
    """Many names written and ``soft`` at once, each with its alternatives behind a separator.

    >>> softened(["Cư M'gar", "Hòa Bình|Hoà - Bình "])
    ['cư m gar', 'hòa bình|hòa bình']
    """
    text = _BETWEEN.sub(" ", written("\n".join(names)).replace("_", " "))
    for end in ("\n", SEPARATOR):
        text = text.replace(f" {end}", end).replace(f"{end} ", end)
    return text.strip(" ").split("\n")


def fold_reading(text: str) -> tuple[str, ...]:
    """The syllables of what is written, folded; signs that an engine reads for letters stay.

    >>> fold_reading("huy¢n phú-xuyên")
    ('huy¢n', 'phu', 'xuyen')
    """
    return tuple(_NOT_READ.sub(" ", bare(text)).split())
