"""Rendered office pages, each spoiled in one way: plain Tesseract and the reading made here."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.plain import plain_texts
from ingest.engine import chosen_engine
from ingest.limits import Limits
from ingest.picture import stated_dpi
from ingest.reading import read_picture

# What is measured, and the word errors (%) that the measured facts name after the best treatment.
ROWS: dict[str, float] = {
    "clean300": 0.71, "jpeg30": 0.74, "clean100": 2.5, "skew2": 0.9, "skew3": 0.9, "blur": 2.0,
    "noise": 1.3, "noise5": 1.3, "lowcontrast": 1.3, "fax": 3.7, "stamp": 1.3, "rot90": 0.71,
    "rot180": 0.71, "rot270": 0.71, "photo": 1.2,
}  # fmt: skip
# Texts with a head, body and closing; their first and last pages are rendered.
TEXTS = ("014", "020", "024", "002")


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
    """Print the table: character and word errors in %."""
    render = renderer(shared)
    print(f"{'page':14}{'words':>7}{'plain':>15}{'here':>15}{'bar':>7}")
    for name, bar in ROWS.items():
        pages = [page for text in TEXTS for page in _pages(render, shared, text, name)]
        plain = plain_texts([page.image for page in pages], render.DEGRADATIONS[name][0])
        engine, limits = chosen_engine(), Limits()
        read = [
            "\n".join(
                line.text
                for line in read_picture(page.image, stated_dpi(page.image), engine, limits).lines
            )
            for page in pages
        ]
        print(
            f"{name:14}{_words(pages):7}{_rates(pages, plain)}{_rates(pages, read)}{bar:7.2f}",
            flush=True,
        )


def _pages(render: ModuleType, shared: Path, text: str, name: str) -> list[Any]:
    written = (shared / "texts" / f"{text}.txt").read_text(encoding="utf-8")
    pages: list[Any] = render.render_pages(written, name, seed=7)
    return pages if len(pages) < 2 else [pages[0], pages[-1]]


def _words(pages: list[Any]) -> int:
    return sum(len(page.truth.split()) for page in pages)


def _rates(pages: list[Any], texts: list[str]) -> str:
    """Errors of characters and of words (case and marks count) against the best reading order."""
    letters = words = wrong_letters = wrong_words = 0
    for page, text in zip(pages, texts, strict=True):
        got = text.split()
        errors = {truth: Levenshtein.distance(truth.split(), got) for truth in page.variants}
        truth = min(errors, key=lambda variant: errors[variant])
        wrong_words += errors[truth]
        words += len(truth.split())
        wrong_letters += Levenshtein.distance(truth, " ".join(got))
        letters += len(truth)
    return f"{100 * wrong_letters / letters:8.2f}{100 * wrong_words / words:7.2f}"
