"""What an OCR engine's confidence is worth: the share of words right among those with the same one.

Tesseract's confidence ranks words well and is no probability. The curves are isotonic fits made by
``benchmarks.ocr_confidence``, one for each condition of a page; both engines give the same confidences.
"""

import json
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

CURVES_FILE = Path(__file__).parent / "models" / "ocr_confidence.json"
# Steps of a page's history that tell of a picture that had to be mended.
_MENDED = ("cut out of a photograph", "light evened", "contrast", "speckles", "sharpened")

# What the decoder is told. It weighs a change against the engine's surety and was tuned with this
# curve, lower in the middle than the calibrated ones: with those it leaves 455 word errors on seven
# real scans instead of 442.
_DECODER_AT = (0.0, 0.30, 0.55, 0.75, 0.825, 0.91, 0.95, 0.97, 1.0)
_DECODER_SURETY = (0.05, 0.20, 0.37, 0.54, 0.59, 0.90, 0.97, 0.99, 0.995)


class Condition(StrEnum):
    """In which state a page reached the engine."""

    GOOD = "good"
    MENDED = "mended"


def condition_of(history: Sequence[str]) -> Condition:
    """The condition of a page from what was done to it."""
    mended = any(step.startswith(_MENDED) for step in history)
    return Condition.MENDED if mended else Condition.GOOD


def share_right(confidence: float, condition: Condition = Condition.GOOD) -> float:
    """The share of words right among those that the engine gives this confidence (0-1)."""
    at, right = _curves()[condition]
    return float(np.interp(confidence, at, right))


def decoder_surety(confidence: float) -> float:
    """How sure the decoder takes a word to be that the engine gives this confidence (0-1)."""
    return float(np.interp(confidence, _DECODER_AT, _DECODER_SURETY))


@lru_cache(maxsize=1)
def _curves() -> dict[str, tuple[list[float], list[float]]]:
    curves: dict[str, tuple[list[float], list[float]]] = json.loads(
        CURVES_FILE.read_text(encoding="utf-8")
    )
    return curves
