"""The engines behind one protocol, and which of them reads."""

import multiprocessing
import os
from collections.abc import Sequence
from typing import Protocol

from PIL import Image

from ingest.errors import EngineMissing
from ingest.limits import Limits
from ingest.ocr import tesserocr_engine
from ingest.ocr.settings import OcrSettings
from ingest.ocr.tesseract import Segmentation, TesseractProgram
from ingest.page import Line


class Engine(Protocol):
    """Reads pictures of pages, lines or cells."""

    name: str

    def read(
        self, pictures: Sequence[Image.Image], dpi: int, segmentation: Segmentation, limits: Limits
    ) -> list[tuple[Line, ...]]:
        """The lines of each picture; boxes are fractions of the picture, confidences 0-1.

        Raises EngineMissing and EngineFailed.
        """


def chosen_engine(settings: OcrSettings | None = None) -> Engine:
    """The engine that the settings ask for. Raises EngineMissing."""
    wanted = (settings or OcrSettings()).engine
    if wanted == "tesseract":
        return TesseractProgram()
    if tesserocr_engine.is_installed():
        return tesserocr_engine.tesserocr_engine(os.getpid())
    if wanted == "auto":
        return TesseractProgram()
    raise EngineMissing(
        "The OCR library tesserocr is not installed.",
        "Install it: pip install tesserocr, or set VANBAN_OCR__ENGINE=tesseract",
    )


def pages_at_a_time(settings: OcrSettings | None = None) -> int:
    """How many pages of one document are read side by side."""
    asked = (settings or OcrSettings()).processes
    if asked:
        return asked
    return 1 if multiprocessing.parent_process() else os.cpu_count() or 1
