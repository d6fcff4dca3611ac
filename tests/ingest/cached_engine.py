"""Tesseract's answers kept by their input, so that only the first run of the tests waits for them."""

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from PIL import Image

from ingest.limits import Limits
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Line, Word


class CachedEngine:
    """An engine whose answers lie in a folder under the hash of the picture and the question."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.name = engine.name
        self._engine = engine
        self._folder = folder

    def read(
        self, pictures: Sequence[Image.Image], dpi: int, segmentation: Segmentation, limits: Limits
    ) -> list[tuple[Line, ...]]:
        return [self._one(picture, dpi, segmentation, limits) for picture in pictures]

    def _one(
        self, picture: Image.Image, dpi: int, segmentation: Segmentation, limits: Limits
    ) -> tuple[Line, ...]:
        asked = f"{self.name} {picture.mode} {picture.size} {dpi} {segmentation} {fields(Word)}"
        file = self._folder / hashlib.sha256(asked.encode() + picture.tobytes()).hexdigest()
        if file.exists():
            kept: tuple[Line, ...] = pickle.loads(file.read_bytes())
            return kept
        (lines,) = self._engine.read([picture], dpi, segmentation, limits)
        file.write_bytes(pickle.dumps(lines))
        return lines
