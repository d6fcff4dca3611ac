"""Pages drawn as a PDF with a text layer, and a PDF turned into pictures."""

from io import BytesIO

import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from samples import fonts
from samples.layout import PAGE_HEIGHT, PAGE_WIDTH, Run, Sheet

RULE_WIDTH = 0.6


def draw(sheets: list[Sheet], title: str) -> bytes:
    """A born-digital PDF; the same sheets give the same bytes (no date, no random identity)."""
    fonts.register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for sheet in sheets:
        canvas.setLineWidth(RULE_WIDTH)
        for rule in sheet.rules:
            canvas.line(rule.x0, PAGE_HEIGHT - rule.y0, rule.x1, PAGE_HEIGHT - rule.y1)
        for run in sheet.runs:
            _draw_run(canvas, run)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_run(canvas: Canvas, run: Run) -> None:
    text = canvas.beginText(run.x, PAGE_HEIGHT - run.y)
    text.setFont(run.face, run.size)
    text.setWordSpace(run.word_space)
    text.textOut(run.text)
    canvas.drawText(text)


def rasterise(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as RGB pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
