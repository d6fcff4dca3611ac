"""A searchable PDF/A-2u: the picture of each page, and the restored text as an invisible layer.

The file is made of page pictures, so that nothing of an unknown PDF (scripts, unembedded fonts,
transparency) comes along; the original stays what it was. The font of the layer has no outlines:
its one empty glyph stands for every letter, and a table says which letter each code is, as
Tesseract and OCRmyPDF do it.
"""

import io
from collections.abc import Sequence
from functools import cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms

from ingest.errors import NotStored
from ingest.files.kinds import kind_of
from ingest.files.picture import page_picture
from ingest.limits import Limits
from ingest.page import PICTURE_KINDS, Kind
from store.documents.layout import PlacedWord

PICTURE_DPI = 150  # an A4 page of about 200 kB; fine print stays readable
_JPEG_QUALITY = 75
_LONGEST_PIXELS = 2600  # photographs come in the size of the camera; A4 has 1,754 at 150 dpi
_POINTS = 72
_UNITS = 1000  # units of the font to the em
_GLYPH_WIDTH = 500
_LINES_ALONE = 60  # lines of a page whose words have no places are spread over so many
_WITH_PICTURES = (Kind.PDF, *PICTURE_KINDS)

PageWords = tuple[str, Sequence[PlacedWord]]


def searchable_pdf(data: bytes, pages: Sequence[PageWords], title: str, limits: Limits) -> bytes:
    """The PDF/A of a document from its bytes, the text of its pages and the places of their words.

    A page whose words have no places gets its lines one under the other. Raises NotStored for a
    document without page pictures (DOCX, text), otherwise as reading does.
    """
    kind = kind_of(data)
    if kind not in _WITH_PICTURES:
        raise NotStored(
            "A document of this kind has no page pictures.", "Print it to PDF and ingest that."
        )
    pdf = Pdf.new()
    font = pdf.make_indirect(_font(pdf))
    for number, (text, words) in enumerate(pages, start=1):
        picture = page_picture(data, kind, number, PICTURE_DPI, limits).convert("RGB")
        picture.thumbnail((_LONGEST_PIXELS, _LONGEST_PIXELS))
        _add_page(pdf, font, picture, words or _lines(text))
    _declare(pdf, title)
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False, deterministic_id=True)
    return out.getvalue()


def _add_page(
    pdf: Pdf, font: pikepdf.Object, picture: Image.Image, words: Sequence[PlacedWord]
) -> None:
    width, height = (side * _POINTS / PICTURE_DPI for side in picture.size)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY)
    image = Stream(
        pdf,
        jpeg.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do Q\nBT 3 Tr\n"
    layer = "".join(_shown(word, width, height) for word in words)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=Dictionary(
            XObject=Dictionary(Page=pdf.make_indirect(image)), Font=Dictionary(Layer=font)
        ),
        Contents=pdf.make_stream(f"{drawn}{layer}ET\n".encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _shown(word: PlacedWord, width: float, height: float) -> str:
    """The operators that lay a word over its box; a blank behind it divides it from the next."""
    text = "".join(c for c in word.text if c.isprintable() and ord(c) <= 0xFFFF)
    size = (word.bottom - word.top) * height
    long = (word.right - word.left) * width
    if not text or size <= 0 or long <= 0:
        return ""
    stretch = 100 * long / (len(text) * size * _GLYPH_WIDTH / _UNITS)
    code = f"{text} ".encode("utf-16-be").hex()
    left, bottom = word.left * width, (1 - word.bottom) * height
    return f"/Layer {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {left:.2f} {bottom:.2f} Tm <{code}> Tj\n"


def _lines(text: str) -> list[PlacedWord]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    step = 1 / max(_LINES_ALONE, len(lines) + 2)
    return [
        PlacedWord(line, 0.1, row * step, 0.9, (row + 0.8) * step)
        for row, line in enumerate(lines, start=1)
    ]


def _font(pdf: Pdf) -> Dictionary:
    """A font of two bytes a letter, the code being the letter in UTF-16."""
    program = Stream(pdf, _empty_font(), Length1=len(_empty_font()))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.VanbanLayer,
        Flags=4,
        FontBBox=Array([0, 0, _GLYPH_WIDTH, _UNITS]),
        ItalicAngle=0,
        Ascent=_UNITS,
        Descent=0,
        CapHeight=_UNITS,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.VanbanLayer,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_GLYPH_WIDTH,
        CIDToGIDMap=pdf.make_stream(b"\x00\x01" * 0x10000),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.VanbanLayer,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_TO_UNICODE),
    )


@cache
def _empty_font() -> bytes:
    """A TrueType font of two glyphs without outlines."""
    glyphs = [".notdef", "any"]
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({0x20: "any"})
    builder.setupGlyf({name: Glyph() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (_GLYPH_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=_UNITS, descent=0)
    builder.setupNameTable({"familyName": "VanbanLayer", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_UNITS, usWinAscent=_UNITS)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    out = io.BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(out)
    return out.getvalue()


# Every code is its own letter. A range may not cross a high byte (ISO 32000-1, 9.10.3), and a
# section has at most a hundred ranges.
def _unicode_map() -> bytes:
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(0xD8)]
    ranges += [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(0xE0, 0x100)]
    sections = "".join(
        f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n"
        for part in (ranges[at : at + 100] for at in range(0, len(ranges), 100))
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{sections}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()


_TO_UNICODE = _unicode_map()


def _declare(pdf: Pdf, title: str) -> None:
    """What makes a PDF a PDF/A: the colour space of the pictures, and the claim in the metadata."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=pdf.make_indirect(Stream(pdf, profile, N=3)),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String("vi")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["pdf:Producer"] = "vanban"
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "U"
