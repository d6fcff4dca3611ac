"""Plain Tesseract, the yardstick of the OCR benchmark."""

import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from ingest.limits import Limits
from ingest.pdf.file import PdfFile

PLAIN_DPI = 300


def plain_texts(pictures: Sequence[Image.Image], dpi: int = PLAIN_DPI) -> list[str]:
    """What ``tesseract -l vie --psm 3`` reads on each picture, two at a time."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        files = [Path(folder) / f"{number}.png" for number in range(len(pictures))]
        for picture, file in zip(pictures, files, strict=True):
            picture.save(file, compress_level=1, dpi=(dpi, dpi))
        return list(pool.map(plain_text, files))


def plain_text(file: Path) -> str:
    """What the program reads on one picture file, with one thread."""
    run = subprocess.run(
        ["tesseract", str(file), "stdout", "-l", "vie", "--psm", "3"],
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def page_pictures(data: bytes, dpi: int = PLAIN_DPI) -> list[Image.Image]:
    """The pages of a PDF as any viewer shows them, form fields included."""
    with PdfFile(data, Limits(), with_fields=True) as file:
        pictures = []
        for index in range(len(file)):
            with file.page(index) as page:
                pictures.append(page.picture(dpi))
    return pictures
