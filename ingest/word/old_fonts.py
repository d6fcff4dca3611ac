"""Text of a Word file in fonts from before Unicode (.VnTime of TCVN3, VNI-Times): the letters they were typed as.

``normalize.legacy`` decodes such text where it stands in the letters of Windows-1252. Programs that take the
font for one of symbols, or for one in the encoding Windows-1258, have other letters for the same bytes; and
fonts for capitals show small letters as large ones.
"""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from ingest.word.styles import WordStyles

_OLD = re.compile(r"\.Vn|VNI\b", re.IGNORECASE)
_CAPITALS = re.compile(r"\.Vn.*H", re.IGNORECASE)
# Vietnamese letters with two marks or a dot below (Latin Extended Additional).
_UNICODE = re.compile("[\u1ea0-\u1ef9]")
# Where the private use area has the bytes of a font of symbols.
_SYMBOLS = 0xF000


def _letters() -> Iterator[tuple[int, str]]:
    for code in range(0x20, 0x100):
        raw = bytes((code,))
        letter = raw.decode("cp1252", errors="replace")
        yield _SYMBOLS + code, letter
        other = raw.decode("cp1258", errors="replace")
        if other not in (letter, "\ufffd"):
            yield ord(other), letter


_AS_TYPED = dict(_letters())
_LARGE = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def as_typed(root: Any, styles: WordStyles) -> None:
    """Change the letters of all runs in old fonts into those of Windows-1252.

    Not where such a run has letters that no old encoding has: it was typed in Unicode all the same.
    """
    texts = [
        (font, text)
        for run in root.iter(qn("w:r"))
        if _OLD.match(font := styles.font(run))
        for text in run.iter(qn("w:t"))
        if text.text
    ]
    if any(_UNICODE.search(text.text) for _, text in texts):
        return
    for font, text in texts:
        text.text = text.text.translate(_AS_TYPED)
        if _CAPITALS.fullmatch(font):
            text.text = text.text.translate(_LARGE)
