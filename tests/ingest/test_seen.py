"""PDF pages as a reader sees them: nothing unseen, nothing twice, values of forms whole."""

import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.limits import Limits
from ingest.page import Document, Origin, Quality
from ingest.pdf import unseen
from ingest.pdf.catalog import catalog_of
from ingest.pdf.file import PdfFile
from ingest.pdf.glyphs import Glyph, without_doubles
from ingest.sources import read_document
from tests.ingest.conftest import LETTER

MakePdf = Callable[..., bytes]
Draw = Callable[[Canvas], None]
LATE = "nộp trước ngày 06/06/2036"


def body(canvas: Canvas) -> None:
    for number, line in enumerate(LETTER):
        canvas.drawString(50, 540 - 20 * number, line)


def read(data: bytes) -> Document:
    return read_document(data, Limits(ocr_seconds=30))


def lines(data: bytes) -> list[str]:
    (page,) = read(data).pages
    return [line.text for line in page.lines]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(50, 200, LATE)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.99, 0.99, 1)
    canvas.drawString(50, 300, LATE)


def black_on_black(canvas: Canvas) -> None:
    canvas.rect(40, 290, 300, 30, fill=1)
    canvas.drawString(50, 300, LATE)


def without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(50, 300)
    text.setTextRenderMode(3)
    text.textLine(LATE)
    canvas.drawText(text)


def as_a_clip(canvas: Canvas) -> None:
    text = canvas.beginText(50, 300)
    text.setTextRenderMode(7)
    text.textLine(LATE)
    canvas.drawText(text)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(50, 300, LATE)
    canvas.setFillAlpha(1)


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 100, 20, 20)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(50, 300, LATE)
    canvas.restoreState()


def covered(canvas: Canvas) -> None:
    canvas.drawString(50, 300, LATE)
    canvas.setFillGray(1)
    canvas.rect(45, 295, 300, 20, stroke=0, fill=1)
    canvas.setFillGray(0)


def covered_and_written_over(canvas: Canvas) -> None:
    covered(canvas)
    canvas.drawString(50, 300, "nộp sau")


def under_a_picture(canvas: Canvas) -> None:
    canvas.drawString(50, 300, LATE)
    canvas.drawImage(ImageReader(Image.new("RGB", (30, 4), "navy")), 45, 290, 300, 40)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(50, 700, LATE)
    canvas.drawString(-300, 300, LATE)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("inner")
    canvas.setFont("Serif", 12)
    canvas.setFillGray(1)
    canvas.drawString(0, 0, LATE)
    canvas.endForm()
    canvas.translate(50, 300)
    canvas.doForm("inner")


@pytest.mark.parametrize(
    ("draw", "also"),
    [
        (white, []),
        (nearly_white, []),
        (black_on_black, []),
        (without_ink, []),
        (as_a_clip, []),
        (transparent, []),
        (clipped, []),
        (covered, []),
        (covered_and_written_over, ["nộp sau"]),
        (under_a_picture, []),
        (off_the_page, []),
        (in_a_form, []),
    ],
)
def test_text_that_is_not_seen_is_not_read(make_pdf: MakePdf, draw: Draw, also: list[str]) -> None:
    def page(canvas: Canvas) -> None:
        body(canvas)
        draw(canvas)

    assert lines(make_pdf(page)) == [*LETTER, *also]


def on_a_panel(canvas: Canvas) -> None:
    canvas.rect(40, 290, 300, 30, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(50, 300, LATE)


def on_a_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (30, 4), "navy")), 45, 290, 300, 40)
    canvas.setFillGray(1)
    canvas.drawString(50, 300, LATE)


def highlighted_afterwards(canvas: Canvas) -> None:
    canvas.drawString(50, 300, LATE)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.setFillAlpha(0.4)
    canvas.rect(45, 295, 300, 20, stroke=0, fill=1)


def under_a_seal(canvas: Canvas) -> None:
    canvas.drawString(50, 300, LATE)
    seal = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    seal.paste((200, 0, 0, 255), (0, 0, 5, 60))
    canvas.drawImage(ImageReader(seal), 40, 250, 300, 100, mask="auto")


def outlined(canvas: Canvas) -> None:
    text = canvas.beginText(50, 300)
    text.setTextRenderMode(1)
    text.textLine(LATE)
    canvas.drawText(text)


def grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.7)
    canvas.drawString(50, 300, LATE)


@pytest.mark.parametrize(
    "draw", [on_a_panel, on_a_picture, highlighted_afterwards, under_a_seal, outlined, grey]
)
def test_text_that_is_seen_stays(make_pdf: MakePdf, draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        body(canvas)
        draw(canvas)

    assert lines(make_pdf(page)) == [*LETTER, LATE]


def test_the_layer_that_ocr_left_on_a_scan_is_read(make_pdf: MakePdf) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(50, 540)
        text.setTextRenderMode(3)
        for line in LETTER * 2:
            text.textLine(line)
        canvas.drawText(text)
        canvas.drawImage(ImageReader(Image.new("L", (40, 60), 250)), 0, 0, 400, 600)

    assert lines(make_pdf(page)) == [*LETTER, *LETTER]


def test_the_layer_on_a_scan_of_half_a_page_is_read(make_pdf: MakePdf) -> None:
    def page(canvas: Canvas) -> None:
        body(canvas)
        canvas.drawImage(ImageReader(Image.new("L", (40, 60), 250)), 0, 200, 400, 200)
        without_ink(canvas)

    assert lines(make_pdf(page)) == [*LETTER, LATE]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_outside_the_crop_box(make_pdf: MakePdf, turn: int) -> None:
    def page(canvas: Canvas) -> None:
        body(canvas)
        canvas.drawString(50, 300, LATE)
        canvas.drawString(360, 540, "lề")

    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = Array([20, 400, 340, 600])
        pdf.pages[0].obj.Rotate = turn

    def inherited(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.CropBox = Array([340, 600, 20, 400])

    assert lines(changed(make_pdf(page), crop)) == list(LETTER)
    assert lines(changed(make_pdf(page), inherited)) == list(LETTER)


def layered(pdf: pikepdf.Pdf, state: Dictionary, in_form: bool = False) -> None:
    """Put the text at height 300 on a layer of its own."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Nháp")))
    other = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Khác")))
    state = Dictionary({key: Array([layer]) if key in ("/OFF", "/ON") else value for key, value in state.items()})  # fmt: skip
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer, other]), D=state)
    page = pdf.pages[0]
    page.Resources.Properties = Dictionary(MC0=layer)
    content = page.Contents.read_bytes()
    mark = re.compile(rb"(BT 1 0 0 1 50 300 Tm.*?ET)", re.DOTALL)
    page.Contents = pdf.make_stream(mark.sub(rb"/OC /MC0 BDC\n\1\nEMC", content))


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (Dictionary(OFF=Array()), False),
        (Dictionary(BaseState=Name.OFF), False),
        (Dictionary(), True),
        (Dictionary(BaseState=Name.OFF, ON=Array()), True),
    ],
)
def test_layers_that_are_switched_off(make_pdf: MakePdf, state: Dictionary, seen: bool) -> None:
    def page(canvas: Canvas) -> None:
        body(canvas)
        canvas.drawString(50, 300, LATE)
        canvas.drawString(52, 301, "nộp ngay")

    data = changed(make_pdf(page), lambda pdf: layered(pdf, state))
    assert any("2036" in line for line in lines(data)) is seen
    assert any("ngay" in line for line in lines(data))


MANY = LETTER * 4
"""PDFium itself looks for copies among the last few pieces of text only."""


def twice(dx: float, dy: float, times: int = 2) -> Draw:
    def draw(canvas: Canvas) -> None:
        for copy in range(times):
            for number, line in enumerate(MANY):
                canvas.drawString(50 + dx * copy, 540 - 20 * number + dy * copy, line)

    return draw


def letter_by_letter(canvas: Canvas) -> None:
    for number, line in enumerate(MANY):
        x = 50.0
        for letter in line:
            for aside in (0, 0.4):
                canvas.drawString(x + aside, 540 - 20 * number, letter)
            x += canvas.stringWidth(letter)


def line_by_line(canvas: Canvas) -> None:
    for number, line in enumerate(MANY):
        for aside in (0, 0.3):
            canvas.drawString(50 + aside, 540 - 20 * number, line)


@pytest.mark.parametrize(
    "draw",
    [
        twice(0.3, 0),
        twice(0, 0),
        twice(0.5, -0.5),
        twice(1.2, -1.0),
        twice(0.2, 0.1, times=4),
        letter_by_letter,
        line_by_line,
    ],
)
def test_letters_drawn_more_than_once_are_read_once(make_pdf: MakePdf, draw: Draw) -> None:
    assert lines(make_pdf(draw)) == list(MANY)


@pytest.mark.parametrize(("dx", "dy"), [(5.0, 0.0), (0.0, 5.0), (3.9, -3.9), (0.7, -0.7)])
def test_the_shadow_of_a_large_letter_stands_further_off(dx: float, dy: float) -> None:
    letter = Glyph("K", 101.5, 60, 130, 110, 100.5)
    shadow = Glyph("K", 101.5 + dx, 60 + dy, 130 + dx, 110 + dy, 100.5 + dy)
    assert without_doubles([letter, Glyph(""), shadow]) == [letter, Glyph("")]


def test_letters_in_a_row_and_lines_below_each_other_are_no_copies(make_pdf: MakePdf) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(50, 500, "Illlll ...... 1111 ----")
        canvas.drawString(50, 488, "Illlll ...... 1111 ----")

    assert lines(make_pdf(page)) == ["Illlll ...... 1111 ----"] * 2


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = pdf.pages[0].Resources.Font
    return [font for font in found.values() if font.Subtype == Name.TrueType]


def without_maps(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        del font.ToUnicode


def with_lying_maps(pdf: pikepdf.Pdf) -> None:
    """Every small letter is said to be the one after it."""
    for font in fonts(pdf):
        told = font.ToUnicode.read_bytes()
        lied = re.sub(
            rb"<00([67][0-9A-F])>(?=\s)",
            lambda found: b"<%04X>" % (0x61 + (int(found[1], 16) - 0x60) % 26),
            told,
        )
        assert lied != told
        font.ToUnicode = pdf.make_stream(lied)


@pytest.mark.parametrize("spoil", [without_maps, with_lying_maps])
def test_fonts_without_or_with_lying_maps_are_read_by_ocr(
    make_pdf: MakePdf, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    (page,) = read(changed(make_pdf(body), spoil)).pages
    assert page.origin is Origin.OCR
    assert page.quality is Quality.GARBLED
    assert [line.text for line in page.lines] == list(LETTER)


def test_honest_text_of_another_language_or_without_diacritics_stays(make_pdf: MakePdf) -> None:
    english = "The quick brown fox jumps over the lazy dog while seven judges watch"
    bare = "Phong Giao duc va Dao tao yeu cau cac truong nop bao cao truoc ngay"
    for text in (english, bare):
        (page,) = read(make_pdf(lambda canvas, text=text: canvas.drawString(20, 500, text))).pages
        assert page.origin is Origin.TEXT_LAYER
        assert page.lines[0].text == text


def with_annotations(*items: dict[str, object], **form: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        annotations = [
            pdf.make_indirect(
                Dictionary({"/Type": Name.Annot, "/DA": String("/Helv 10 Tf 0 g"), **item})
            )
            for item in items
        ]
        pdf.pages[0].obj.Annots = Array(annotations)
        fields = [item for item in annotations if item.Subtype == Name.Widget]
        settings = {f"/{name}": value for name, value in form.items()}
        pdf.Root.AcroForm = Dictionary(
            {"/Fields": Array(fields), "/DR": Dictionary(Font=Dictionary(Helv=font)), **settings}
        )

    return change


def field(value: str, top: float = 320, **more: object) -> dict[str, object]:
    return {
        "/Subtype": Name.Widget,
        "/FT": Name.Tx,
        "/T": String(f"f{top}"),
        "/V": String(value),
        "/F": 4,
        "/Rect": Array([50, top - 20, 350, top]),
        **{f"/{key}": content for key, content in more.items()},
    }


@pytest.mark.parametrize("form", [{}, {"NeedAppearances": True}])
def test_values_of_a_form_without_pictures(make_pdf: MakePdf, form: dict[str, object]) -> None:
    change = with_annotations(
        field("456/QĐ-PGDĐT"),
        field("Nộp trước ngày 05/11/2023", 280),
        field("Hà Nội", 240, FT=Name.Ch, Ff=1 << 17, Opt=Array([String("Hà Nội")])),
        field("mật khẩu", 200, Ff=1 << 13),
        field("ẩn đi", 160, F=2),
        **form,
    )
    assert lines(changed(make_pdf(body), change)) == [
        *LETTER,
        "456/QĐ-PGDĐT",
        "Nộp trước ngày 05/11/2023",
        "Hà Nội",
        "********",
    ]


def test_free_text_prints_and_notes_do_not(make_pdf: MakePdf) -> None:
    rect = Array([50, 280, 350, 300])
    change = with_annotations(
        {"/Subtype": Name.FreeText, "/Contents": String("Gia hạn đến 30/11/2023"), "/Rect": rect},
        {"/Subtype": Name.Text, "/Contents": String("Ghi chú 01/01/2001"), "/Rect": rect},
    )
    assert lines(changed(make_pdf(body), change)) == [*LETTER, "Gia hạn đến 30/11/2023"]


def test_a_long_value_stands_in_several_lines(make_pdf: MakePdf) -> None:
    value = "Nộp báo cáo về Phòng Giáo dục và Đào tạo trước ngày 05/11/2023 theo mẫu đính kèm\nhết"
    change = with_annotations(field(value, 320, Ff=1 << 12))
    found = lines(changed(make_pdf(body), change))[len(LETTER) :]
    assert " ".join(found) == " ".join(value.split())
    assert found[-1] == "hết"


def test_forms_in_xml_and_attached_files_are_told(make_pdf: MakePdf) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
        pdf.attachments["phu luc.docx"] = b"PK"
        pdf.Root.Collection = Dictionary()

    problems = read(changed(make_pdf(body), change)).problems
    assert [problem.component for problem in problems] == ["pdf-form", "pdf-attachments"]
    assert "phu luc.docx" in problems[1].message


def test_what_was_left_out_is_told(make_pdf: MakePdf) -> None:
    def page(canvas: Canvas) -> None:
        twice(0.3, 0)(canvas)
        white(canvas)

    (found,) = read(make_pdf(page)).pages
    assert "text that is not seen left out: 1" in found.history
    assert "letters drawn twice taken once" in found.history


def test_a_list_of_switched_off_layers_may_be_empty() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(OFF=Array()))
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert not catalog_of(buffer.getvalue()).layers_off


def test_the_picture_of_a_huge_page_keeps_the_limit(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(50, 5000, LETTER[0])
        white(canvas)

    drawn: list[int] = []
    grey = unseen._grey

    def counted(shown: pdfium.PdfPage, most: int) -> NDArray[np.uint8]:
        picture = grey(shown, most)
        drawn.append(picture.size)
        return picture

    monkeypatch.setattr(unseen, "_grey", counted)
    data = make_pdf(page, size=(9000, 9000))
    with PdfFile(data, Limits(page_pixels=1_000_000)) as file, file.page(0) as shown:
        assert [line.text for line in shown.lines()] == [LETTER[0]]
    assert drawn
    assert max(drawn) <= 1_010_000


def test_many_pieces_of_text_are_compared_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [(10.0 * n, 0.0, 10.0 * n + 1, 1.0) for n in range(1000)]
    drawn = SimpleNamespace(
        texts=[
            unseen._Text(None, box, 2 * n + 1, (0, 0, 0), False, False)
            for n, box in enumerate(boxes)
        ],
        grounds=[unseen._Ground(box, 2 * n, (9, 9, 9), True) for n, box in enumerate(boxes)],
    )
    whole = unseen._around(cast("unseen._Drawn", drawn))
    assert whole == ([False] * 1000, list(range(1000)))
    monkeypatch.setattr(unseen, "_AT_A_TIME", 7)
    assert unseen._around(cast("unseen._Drawn", drawn)) == whole
