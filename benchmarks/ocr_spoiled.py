"""Rendered office pages, each spoiled in one way: plain Tesseract, our reading, and it restored."""

import importlib.util
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

import pipeline
from benchmarks.plain import plain_texts
from ingest.files.picture import stated_dpi
from ingest.limits import Limits
from ingest.ocr.engine import chosen_engine
from ingest.page import Document, Kind, Origin, Page, Quality
from ingest.reading.page import read_picture
from normalize.document import restored_text
from normalize.folding import canonical

# What is measured, and the word errors (%) that the measured facts name after the best treatment.
ROWS: dict[str, float] = {
    "clean300": 0.71, "clean200": 0.71, "jpeg30": 0.74, "clean100": 2.5, "skew2": 0.9, "skew3": 0.9,
    "blur": 2.0, "noise": 1.3, "noise5": 1.3, "lowcontrast": 1.3, "fax": 3.7, "stamp": 1.3,
    "rot90": 0.71, "rot180": 0.71, "rot270": 0.71, "photo": 1.2,
}  # fmt: skip
# Texts of offices of several kinds, with a head, body and closing; their first and last pages are
# rendered, 20 pages a row.
TEXTS = ("002", "014", "020", "024", "036", "040", "058", "064", "068", "074")
# No row may be worse than plain Tesseract by more than this (points).
_WORSE = 0.1


class Row(NamedTuple):
    """Word errors on each page by reading, and the words of each page."""

    words: list[int]
    plain: list[int]
    read: list[int]
    restored: list[int]


def renderer(shared: Path) -> ModuleType:
    """The program that draws and spoils pages."""
    spec = importlib.util.spec_from_file_location("render", shared / "tools" / "render.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["render"] = module
    spec.loader.exec_module(module)
    return module


def measure(shared: Path) -> None:
    """Print the table: word errors in %, with their standard error over pages."""
    render = renderer(shared)
    print("word errors in %; ± is the standard error of the last figure over pages")
    print(f"{'page':13}{'words':>7}{'plain':>8}{'read':>7}{'restored':>10}{'±':>6}{'then':>7}")
    for name, bar in ROWS.items():
        row = Row([], [], [], [])
        for text in TEXTS:
            _add(row, _pages(render, shared, text, name), render.DEGRADATIONS[name][0])
        plain, read, restored = (_rate(errors, row.words) for errors in row[1:])
        holds = restored <= bar and restored <= plain + _WORSE
        print(
            f"{name:13}{sum(row.words):7}{plain:8.2f}{read:7.2f}{restored:10.2f}"
            f"{_standard_error(row):6.2f}{bar:7.2f}  {'holds' if holds else 'MISSED'}",
            flush=True,
        )


def _pages(render: ModuleType, shared: Path, text: str, name: str) -> list[Any]:
    written = (shared / "texts" / f"{text}.txt").read_text(encoding="utf-8")
    last = len(render.layout(written)) - 1
    pages: list[Any] = render.render_pages(written, name, seed=7, only={0, last})
    return pages


def _add(row: Row, pages: Sequence[Any], dpi: int) -> None:
    """Read the pages of one text in all three ways and count."""
    document = Document("", Kind.TIFF, tuple(_read(page, n) for n, page in enumerate(pages, 1)))
    names = pipeline.gazetteer().names_near
    text = restored_text(document, pipeline.restorer(), (), names)
    restored = [
        [line.text for line in text.lines if line.page == page.number] for page in document.pages
    ]
    read = [[line.text for line in page.lines] for page in document.pages]
    plain = [[text] for text in plain_texts([page.image for page in pages], dpi)]
    row.words.extend(len(page.truth.split()) for page in pages)
    for errors, texts in zip(row[1:], (plain, read, restored), strict=True):
        errors.extend(map(_errors, pages, texts))


def _read(page: Any, number: int) -> Page:
    reading = read_picture(page.image, stated_dpi(page.image), chosen_engine(), Limits())
    return Page(
        number, reading.lines, Origin.OCR, Quality.ABSENT, "rendered", history=reading.history
    )


def _errors(page: Any, lines: Sequence[str]) -> int:
    """Word errors against the best reading order: case, marks and signs count, not where the tone
    stands (hoà, hòa)."""
    got = canonical(" ".join(lines)).split()
    return min(Levenshtein.distance(canonical(truth).split(), got) for truth in page.variants)


def _rate(errors: Sequence[int], words: Sequence[int]) -> float:
    return 100 * sum(errors) / sum(words)


def _standard_error(row: Row) -> float:
    """Of the restored rate: pages are the sample."""
    rate = sum(row.restored) / sum(row.words)
    squares = sum((e - rate * w) ** 2 for e, w in zip(row.restored, row.words, strict=True))
    return 100 * math.sqrt(squares) / sum(row.words)
