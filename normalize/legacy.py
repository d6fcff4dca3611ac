"""Text in encodings from before Unicode: TCVN3 (TCVN 5712:1993, the ABC fonts) and VNI.

Such text reaches us as Latin-1 letters that only their fonts showed as Vietnamese. TCVN3 has one
byte a letter; its capitals with marks were a font of their own, so capitals come out in the case
of the letter before them. VNI writes a vowel and, after it, one letter for its marks.
"""

import re

from normalize.folding import nfc

_TCVN3_CODES = "µ¸¶·¹ ¨»¾¼½Æ ©ÇÊÈÉË ®ÌÐÎÏÑ ªÒÕÓÔÖ ×ÝØÜÞ ßãáâä «åèæçé ¬êíëìî ïóñòô ­õøö÷ù úýûüþ"
_TCVN3_LETTERS = "àáảãạ ăằắẳẵặ âầấẩẫậ đèéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ"
_TCVN3 = dict(zip(_TCVN3_CODES.replace(" ", ""), _TCVN3_LETTERS.replace(" ", ""), strict=True))
_TCVN3 |= dict(zip("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ", strict=True))

# A line with so many plain letters, all capitals, is in capitals throughout.
CAPITAL_LINE = 5
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for vowel in "aeouyôö":
        for code, tone in _TONES.items():
            table[vowel + code] = nfc(_VNI_SINGLE.get(vowel, vowel) + tone)
    for vowel in "aeo":
        for code, tone in _CIRCUMFLEX.items():
            table[vowel + code] = nfc(vowel + "\u0302" + tone)
    for code, tone in _BREVE.items():
        table["a" + code] = nfc("a\u0306" + tone)
    table |= _VNI_SINGLE
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    return capitals | {code.capitalize(): letter.upper() for code, letter in table.items()} | table


_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Decode TCVN3 that was read as Latin-1.

    >>> from_tcvn3("KÕ ho¹ch n¨m häc")
    'Kế hoạch năm học'
    """
    decoded = "".join(_TCVN3.get(letter, letter) for letter in text)
    return "\n".join(_mend_capitals(line) for line in decoded.split("\n"))


def _mend_capitals(text: str) -> str:
    """Raise the marked letters of words in capitals.

    A word with one plain capital ("HÀ") is in capitals when the word before it is.
    """
    plain_words = [w for w in text.split() if not re.search(r"[\d/]", w)]
    letters = [c for w in plain_words for c in w if c.isascii() and c.isalpha()]
    if len(letters) >= CAPITAL_LINE and all(c.isupper() for c in letters):
        return text.upper()
    before_is_capital = False

    def mend(match: re.Match[str]) -> str:
        nonlocal before_is_capital
        word = match[0]
        plain = [c for c in word if c.isascii()]
        enough = len(plain) > 1 or before_is_capital
        if plain and enough and len(word) > 1 and all(c.isupper() for c in plain):
            word = word.upper()
        before_is_capital = len(word) > 1 and word.isupper()
        return word

    return re.sub(r"[^\W\d_]+", mend, text)


def from_vni(text: str) -> str:
    """Decode VNI that was read as Latin-1 or Windows-1252.

    >>> from_vni("Keá hoaïch naêm hoïc")
    'Kế hoạch năm học'
    """
    return _VNI_CODE.sub(lambda match: _VNI[match[0]], text)


def decode_legacy(text: str) -> str:
    """Decode whichever of the two encodings fits: VNI has runs of vowel and mark, TCVN3 has not."""
    tcvn3 = sum(text.count(code) for code in "¸µ¶·¹©ª«¬®¨­")
    vni = len(re.findall(r"[aeoyuôö][ùøûõïâàáåãäêèéúüë]", text, re.IGNORECASE))
    return from_tcvn3(text) if tcvn3 >= vni else from_vni(text)
