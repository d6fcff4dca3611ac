"""Documents with a truth, as they are and spoiled: what confidence is fitted and judged on.

Each text is misread by script and stripped of its diacritics; the project's samples are also drawn,
signed, stamped and scanned at two resolutions, and read by OCR.
"""

import json
import random
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.records import SAMPLES, documents
from ingest.limits import Limits
from ingest.sources import read_file
from normalize.folding import strip_diacritics
from samples.document import Document
from samples.layout import compose
from samples.make import scanned
from samples.spoil import misread

# How often each text is misread, each time by other chances.
MISREADINGS = 2
# Resolutions of the scans: one that reads well, and about the lowest that can be read.
SCANS = (150, 90)


class Variant(NamedTuple):
    """A document to read: the name of what it was made from, how it was spoiled, its truth."""

    name: str
    how: str
    data: bytes
    truth: dict[str, Any]


AS_IT_IS, BY_SCRIPT, SCANNED = "as they are", "spoiled by script", "drawn and scanned"


def variants(shared: Path | None) -> Iterator[Variant]:
    """Every document as it is, spoiled by script and, for samples, scanned."""
    for path, truth in documents(shared):
        yield Variant(path.stem, AS_IT_IS, read_file(path, Limits()), truth)
    folders = [SAMPLES / "truth", *([shared / "gold"] if shared else [])]
    for path in sorted(p for folder in folders for p in folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        wrong = (misread(text, random.Random(f"{path.stem}{n}")) for n in range(MISREADINGS))
        for spoiled in (strip_diacritics(text), *wrong):
            yield Variant(path.stem, BY_SCRIPT, spoiled.encode(), truth)
    for path in sorted((SAMPLES / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for dpi in SCANS:
            yield Variant(path.stem, SCANNED, _scan(path.stem, dpi), truth)


def _scan(name: str, dpi: int) -> bytes:
    module = import_module(f"samples.content.{name.replace('-', '_')}")
    document: Document = module.DOCUMENT
    return scanned(document, compose(document), np.random.default_rng(dpi), dpi)
