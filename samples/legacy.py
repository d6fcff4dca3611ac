"""Unicode text written in the 8-bit encodings of the time before: TCVN3 and VNI."""

import unicodedata

from normalize.folding import nfc

# TCVN3 (ABC fonts), after TCVN 5712:1993. Capitals with a tone have no code of their own: the
# small letter was typed, and a font of capitals (.VnTimeH) showed it as one.
_TCVN3_LETTERS = (
    "àảãáạ" "ằẳẵắặ" "ầẩẫấậ" "èẻẽéẹ" "ềểễếệ" "ìỉĩíị" "òỏõóọ" "ồổỗốộ" "ờởỡớợ" "ùủũúụ" "ừửữứự" "ỳỷỹýỵ"
    "ăâêôơưđ" "ĂÂÊÔƠƯĐ"
)  # fmt: skip
_TCVN3_CODES = bytes.fromhex(
    "b5b6b7b8b9 bbbcbdbec6 c7c8c9cacb cccecfd0d1 d2d3d4d5d6 d7d8dcddde dfe1e2e3e4"
    "e5e6e7e8e9 eaebecedee eff1f2f3f4 f5f6f7f8f9 fafbfcfdfe a8a9aaabacadae a1a2a3a4a5a6a7"
)
_TCVN3 = dict(zip(_TCVN3_LETTERS, _TCVN3_CODES, strict=True))

# VNI writes a letter and, behind it, one character for all its marks; a few letters have one
# character of their own. Tones stand in the order grave, hook, tilde, acute, dot below.
_GRAVE_TO_DOT = "\u0300\u0309\u0303\u0301\u0323"
_BREVE, _HAT, _HORN = "\u0306", "\u0302", "\u031b"
_VNI_TONES = {
    "": dict(zip(_GRAVE_TO_DOT, "øûõùï", strict=True)),
    _BREVE: dict(zip(_GRAVE_TO_DOT, "èúüéë", strict=True)) | {"": "ê"},
    _HAT: dict(zip(_GRAVE_TO_DOT, "àåãáä", strict=True)) | {"": "â"},
}
_VNI_ALONE = {
    "đ": "ñ",
    "ơ": "ô",
    "ư": "ö",
    "ì": "ì",
    "í": "í",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
}


def to_tcvn3(text: str) -> bytes:
    """The text in TCVN3. Raises ValueError for a character without a code there."""
    return bytes(_tcvn3_code(letter) for letter in nfc(text))


def _tcvn3_code(letter: str) -> int:
    if letter.isascii():
        return ord(letter)
    code = _TCVN3.get(letter, _TCVN3.get(letter.lower()))
    if code is None:
        raise ValueError(f"TCVN3 has no code for {letter!r}")
    return code


def to_vni(text: str) -> bytes:
    """The text in VNI. Raises ValueError for a character that it cannot write."""
    return "".join(_vni_letter(letter) for letter in nfc(text)).encode("cp1252")


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if letter.isascii() or small in _VNI_ALONE:
        written = letter if letter.isascii() else _VNI_ALONE[small]
    else:
        written = _vni_marked(small)
    return written.upper() if letter.isupper() else written


def _vni_marked(small: str) -> str:
    parts = unicodedata.normalize("NFD", small)
    base, marks = parts[0], parts[1:]
    tone = next((mark for mark in marks if mark in _GRAVE_TO_DOT), "")
    shape = "".join(mark for mark in marks if mark not in _GRAVE_TO_DOT)
    if shape == _HORN:
        base, shape = _VNI_ALONE[unicodedata.normalize("NFC", base + _HORN)], ""
    try:
        return base + _VNI_TONES[shape][tone]
    except KeyError:
        raise ValueError(f"VNI cannot write {small!r}") from None
