"""The characters of a PDF's text layer as PDFium places them, and which way they are written."""

import ctypes
import math
from collections import Counter

from pypdfium2 import raw

from ingest.pdf.glyphs import UNMAPPED, Glyph

# Marks that PDFium puts for a hyphen at a line's end, by version.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_ANGLE_SAMPLES = 60
_BLANK = Glyph("")
# Cosine and sine of 0 to 3 quarter turns.
QUARTERS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def read_glyphs(
    text: raw.FPDF_TEXTPAGE, turns: int, bounds: tuple[float, float, float, float]
) -> list[Glyph]:
    """All characters on the page in the frame of the writing, in the order of PDFium."""
    cos, sin = QUARTERS[turns]
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_box, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    low_x, low_y, high_x, high_y = bounds
    glyphs = []
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        letter = _HYPHENS.get(code) or chr(code)
        # PDFium finds a character of ASCII in every font that has its code.
        if not 32 <= code < 127 and raw.FPDFText_HasUnicodeMapError(text, i) == 1:
            letter = UNMAPPED
        elif (code <= 32 and letter != "-") or letter.isspace():
            glyphs.append(_BLANK)
            continue
        raw.FPDFText_GetLooseCharBox(text, i, at_box)
        if not (
            low_x <= (box.left + box.right) / 2 <= high_x
            and low_y <= (box.bottom + box.top) / 2 <= high_y
        ):
            continue
        raw.FPDFText_GetCharOrigin(text, i, at_x, at_y)
        x1, x2 = box.left * cos + box.bottom * sin, box.right * cos + box.top * sin
        y1, y2 = box.left * sin - box.bottom * cos, box.right * sin - box.top * cos
        if x1 > x2:
            x1, x2 = x2, x1
        if y1 > y2:
            y1, y2 = y2, y1
        glyphs.append(Glyph(letter, x1, y1, x2, y2, x.value * sin - y.value * cos))
    return glyphs


def writing_direction(text: raw.FPDF_TEXTPAGE) -> int:
    """The commonest direction of writing in quarter turns anticlockwise (0 is to the right)."""
    count = raw.FPDFText_CountChars(text)
    turns = Counter(
        -round(raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)) % 4
        for i in range(0, count, max(1, count // _ANGLE_SAMPLES))
    )
    return turns.most_common(1)[0][0] if turns else 0
