"""Unicode form, tone placement and folding of Vietnamese text.

Everything that compares two strings of this project compares the forms made here, so that
``hoà`` and ``hòa`` are one word and ``Đống Đa`` is found under ``dong da``.
"""

import re
import unicodedata
from functools import lru_cache

# Old-style placement puts the tone on the first letter of a final oa, oe, uy (hòa, khỏe, thủy);
# it is the form of most official texts (85-99 % of the words concerned in the training corpus).
_NEW_TO_OLD = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_NEW_TO_OLD |= {new.upper(): old.upper() for new, old in _NEW_TO_OLD.items()}
_NEW_TO_OLD |= {new.capitalize(): old.capitalize() for new, old in list(_NEW_TO_OLD.items())}
_NEW_STYLE_AT_END = re.compile("(?<![qQ])(" + "|".join(_NEW_TO_OLD) + r")(?![^\W\d_])")

_STRIP = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d", ord("Ð"): "D"}
# The Icelandic eth that some fonts put for đ, the African Đ, the fraction and division slashes.
_LOOKALIKES = str.maketrans(
    {"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "\u2044": "/", "\u2215": "/", "\xa0": " "}
)
# Letters of a text whose bare form is remembered: words and names come again, lines and pages do not,
# and would fill the memory of a long run.
LONGEST_REMEMBERED = 60
# Capitals that a round small vowel with marks is read as, behind a capital: "NGi" is Nội.
_ROUND = "GOQ"
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def nfc(text: str) -> str:
    """Canonical composition; look-alikes of ``đ`` and of the stroke become what they stand for."""
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)


def old_style_tones(text: str) -> str:
    """Put the tone of a final oa, oe, uy on its first letter: ``hoà`` becomes ``hòa``.

    >>> old_style_tones("Uỷ ban, quý, hoà")
    'Ủy ban, quý, hòa'
    """
    return _NEW_STYLE_AT_END.sub(lambda match: _NEW_TO_OLD[match[1]], text)


def canonical(text: str) -> str:
    """The one written form of the project: NFC with old-style tone placement."""
    return old_style_tones(nfc(text))


class _BareLetters(dict[int, str]):
    """What ``str.translate`` writes for each letter, filled as letters come."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        self[code] = "".join(c for c in parts if not unicodedata.combining(c)).translate(_STRIP)
        return self[code]


_BARE_LETTERS = _BareLetters()


def strip_diacritics(text: str) -> str:
    """Drop tone and vowel marks and the bar of ``đ``; case and length in letters stay.

    >>> strip_diacritics("Đống Đa")
    'Dong Da'
    """
    return _stripped(text) if len(text) <= LONGEST_REMEMBERED else _stripped.__wrapped__(text)


@lru_cache(maxsize=100_000)
def _stripped(text: str) -> str:
    return text.translate(_BARE_LETTERS)


def fold(text: str) -> str:
    """The key names are matched by: no diacritics, lower case, anything else one blank.

    >>> fold("THPT Đoàn Kết - Hai Bà Trưng")
    'thpt doan ket hai ba trung'
    """
    return _folded(text) if len(text) <= LONGEST_REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return _NOT_A_WORD.sub(" ", strip_diacritics(text).lower()).strip()


def is_line(text: str, most: int) -> bool:
    """Whether a text is one line of at most so many characters, all of which can be seen.

    >>> is_line("Long Biên", 20), is_line("Long\nBiên", 20), is_line("Long\u202eBiên", 20)
    (True, False, False)
    """
    return len(text) <= most and text.isprintable()


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return strip_diacritics(text) != unicodedata.normalize("NFC", text)


@lru_cache(maxsize=100_000)
def copy_case(pattern: str, word: str) -> str:
    """Write ``word`` (lower case) in the case of ``pattern``: all capitals, initial, or as it is.

    >>> copy_case("KE", "kế"), copy_case("Hoach", "hoạch"), copy_case("hoach", "hoạch")
    ('KẾ', 'Hoạch', 'hoạch')
    >>> copy_case("NGi", "nội")
    'Nội'
    """
    letters = [c for c in pattern if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    round_vowel = upper == 2 and len(letters) > 2 and letters[1] in _ROUND and letters[0].isupper()
    if upper > 1 and upper * 2 > len(letters) and not round_vowel:
        return word.upper()
    if letters and letters[0].isupper():
        return word[:1].upper() + word[1:]
    return word
