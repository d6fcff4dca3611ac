"""Draw all sample documents and write their text: ``python -m samples.make [--check]``.

Without a flag the files under ``samples/documents`` and the texts under ``samples/truth`` are
written; with ``--check`` they are only compared, and the command fails where one differs.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image

from ingest.errors import VanbanError
from normalize.folding import strip_diacritics
from samples import camera, ink, legacy, pdf, spoil, word
from samples.cascade import city, districts, reports, schools
from samples.content import (
    cong_van_mat_dau,
    huong_dan_chup,
    ke_hoach_mat_dau,
    ke_hoach_nam_hoc,
    ke_hoach_quet,
    ket_nghia_bang,
    thong_bao_tcvn3,
    thong_bao_vni,
)
from samples.document import Document
from samples.layout import Sheet, compose, printed_text

HERE = Path(__file__).parent
DOCUMENTS, TRUTH = HERE / "documents", HERE / "truth"
CASCADE = HERE / "cascade" / "documents"
CASCADE_DOCUMENTS = {
    "01-thanh-pho.txt": city.PLAN,
    **districts.DOCUMENTS,
    **schools.DOCUMENTS,
    **reports.DOCUMENTS,
}
DPI = 200
SKEWS = (0.7, -0.5)
# At 13 points, which the decree allows too, the letter keeps to one page.
LETTER_SIZE = 13.0
PDF_TIME = time.struct_time((2023, 9, 18, 9, 30, 0, 0, 261, 0))
STAMP_RING, STAMP_CENTRE = (
    "HUYỆN THẠCH THẤT * T.P HÀ NỘI * ",
    "PHÒNG\nGIÁO DỤC\nVÀ ĐÀO TẠO",
)

# A file, and its text as it should be read.
Made = tuple[bytes, str]


def scanned_plan() -> Made:
    """A signed and stamped plan as a scanner leaves it: pictures without a text layer."""
    rng = np.random.default_rng(20230918)
    document = ke_hoach_quet.DOCUMENT
    sheets = compose(document)
    return scanned(document, sheets, rng), printed_text(sheets)


def scanned(
    document: Document, sheets: list[Sheet], rng: np.random.Generator, dpi: int = DPI
) -> bytes:
    """A PDF of the sheets signed, stamped, and scanned a little askew at a resolution."""
    pages = pdf.rasterise(pdf.draw(sheets, ""), DPI)
    for page, sheet in zip(pages, sheets, strict=True):
        _add_ink(page, sheet, document.head.digits, rng)
    drawn = zip(pages, cycle(SKEWS), strict=False)
    first, *others = (_at(camera.scan(page, skew, rng), dpi) for page, skew in drawn)
    out = BytesIO()
    first.save(
        out,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=dpi,
        quality=camera.SCAN_QUALITY,
        creationDate=PDF_TIME,
        modDate=PDF_TIME,
    )
    return out.getvalue()


def _at(page: Image.Image, dpi: int) -> Image.Image:
    return page if dpi == DPI else page.resize((page.width * dpi // DPI, page.height * dpi // DPI))


def _add_ink(page: Image.Image, sheet: Sheet, digits: str, rng: np.random.Generator) -> None:
    scale = DPI / 72
    if sheet.number_spot:
        x, y = sheet.number_spot
        ink.handwriting(page, digits, (x * scale, (y + 1) * scale), DPI, rng)
    if sheet.signature_spot:
        x, y = sheet.signature_spot
        ink.signature(page, (x * scale, y * scale), DPI, rng)
        mark = ink.stamp(STAMP_RING, STAMP_CENTRE, DPI, rng)
        corner = (
            round((x - 45) * scale - mark.width / 2),
            round(y * scale - mark.height / 2),
        )
        ink.press(page, mark, corner)


def photographed_guidance() -> Made:
    """One printed page, photographed with a phone."""
    rng = np.random.default_rng(20240821)
    sheets = compose(huong_dan_chup.DOCUMENT)
    (page,) = pdf.rasterise(pdf.draw(sheets, ""), DPI)
    return camera.jpeg(camera.photograph(page, rng), DPI), printed_text(sheets)


def spoiled_letter() -> Made:
    """A PDF whose text is what OCR for English made of it; there is no picture to read again."""
    rng = random.Random(20220114)
    sheets = compose(cong_van_mat_dau.DOCUMENT, LETTER_SIZE)
    spoiled = [
        replace(
            sheet,
            runs=[
                replace(run, text=spoil.misread(run.text, rng), word_space=0.0)
                for run in sheet.runs
            ],
        )
        for sheet in sheets
    ]
    return pdf.draw(spoiled, "scan0026"), printed_text(sheets)


def bare_dump() -> Made:
    """The dump of a text layer without diacritics, a blank line after every printed one."""
    sheets = compose(ke_hoach_mat_dau.DOCUMENT)
    text = "\n\n".join(line for sheet in sheets for line in sheet.lines) + "\n"
    return strip_diacritics(text).encode("ascii"), text


def twinning_letter() -> Made:
    """A born-digital letter with a ruled table over two pages."""
    sheets = compose(ket_nghia_bang.DOCUMENT)
    return pdf.draw(sheets, "Công văn phân công kết nghĩa"), printed_text(sheets)


def word_plan() -> Made:
    """A plan as DOCX, with a table."""
    document = ke_hoach_nam_hoc.DOCUMENT
    return word.write(document), word.text(document)


def tcvn3_notice() -> Made:
    """An announcement in TCVN3."""
    text = _plain_text(compose(thong_bao_tcvn3.DOCUMENT))
    return legacy.to_tcvn3(text), text


def vni_notice() -> Made:
    """An announcement in VNI."""
    text = _plain_text(compose(thong_bao_vni.DOCUMENT))
    return legacy.to_vni(text), text


def _plain_text(sheets: list[Sheet]) -> str:
    return "\n".join(line for sheet in sheets for line in sheet.lines) + "\n"


SAMPLES: dict[str, Callable[[], Made]] = {
    "ke-hoach-quet.pdf": scanned_plan,
    "cong-van-mat-dau.pdf": spoiled_letter,
    "ke-hoach-mat-dau.txt": bare_dump,
    "ket-nghia-bang.pdf": twinning_letter,
    "ke-hoach-nam-hoc.docx": word_plan,
    "thong-bao-tcvn3.txt": tcvn3_notice,
    "thong-bao-vni.txt": vni_notice,
    "huong-dan-chup.jpg": photographed_guidance,
}
ALL = (*SAMPLES, *CASCADE_DOCUMENTS)


def of_cascade(name: str) -> bytes:
    """A document of the cascade in the form that its name ends with."""
    document = CASCADE_DOCUMENTS[name]
    if name.endswith(".docx"):
        return word.write(document)
    sheets = compose(document)
    return pdf.draw(sheets, "") if name.endswith(".pdf") else _plain_text(sheets).encode("utf-8")


def outputs(name: str) -> dict[Path, bytes]:
    """The files that a sample consists of, made anew: the document and, of the eight, its text."""
    if name in CASCADE_DOCUMENTS:
        return {CASCADE / name: of_cascade(name)}
    document, text = SAMPLES[name]()
    truth = (TRUTH / name).with_suffix(".txt")
    return {DOCUMENTS / name: document, truth: text.encode("utf-8")}


def differing(name: str) -> list[Path]:
    """The committed files of a sample that differ from those made anew, or are not there."""
    return [
        path
        for path, content in outputs(name).items()
        if not path.is_file() or path.read_bytes() != content
    ]


def main() -> int:
    """Write or check all samples; answers with the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    try:
        if check:
            wrong = [path for name in ALL for path in differing(name)]
            for path in wrong:
                print(f"differs: {path.relative_to(HERE.parent)}", file=sys.stderr)
            return 1 if wrong else 0
        for name in ALL:
            for path, content in outputs(name).items():
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
                print(f"{len(content):9,} bytes  {path.relative_to(HERE.parent)}")
    except VanbanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
