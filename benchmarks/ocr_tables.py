"""Tables on rendered scans: cells and rows exact, with ruling lines and without, over several pages."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.ocr_spoiled import renderer
from ingest.limits import Limits
from ingest.sources import read_document
from normalize.document import table_numbers

# A plan with a table of 66 rows over several pages, and how its pages are spoiled.
TEXT = "001"
WAYS = ("clean200", "office", "stamp")


def measure(shared: Path) -> None:
    """Print shares of cells and rows exact, and as how many tables the one table was read."""
    render = renderer(shared)
    text = (shared / "gold" / f"{TEXT}.txt").read_text(encoding="utf-8")
    print(f"{'table':24}{'rows':>6}{'cells':>7}{'cells %':>9}{'rows %':>8}{'as tables':>11}")
    for ruled in (True, False):
        for way in WAYS:
            pages = render.render_pages(text, way, seed=3, ruled=ruled)
            truth = [row for page in pages for table in page.tables for row in table["rows"]]
            got, tables = _read([page.image for page in pages if page.tables])
            name = f"{'ruled' if ruled else 'without lines'}, {way}"
            print(_row(name, truth, got, tables), flush=True)


def _read(pictures: Sequence[Image.Image]) -> tuple[list[list[str]], int]:
    file = io.BytesIO()
    pictures[0].save(
        file,
        "TIFF",
        compression="tiff_deflate",
        save_all=True,
        append_images=list(pictures[1:]),
        dpi=pictures[0].info["dpi"],
    )
    pages = read_document(file.getvalue(), Limits()).pages
    lines = [line for page in pages for line in page.lines]
    numbers = list(table_numbers(pages))
    rows = [line.text.split("\t") for line in lines if line.table is not None]
    return rows, len({number for number in numbers if number is not None})


def _row(name: str, truth: list[list[str]], got: list[list[str]], tables: int) -> str:
    aligned = _aligned(truth, got)
    cells = sum(len(row) for row in truth)
    right = sum(_cells_right(row, other) for row, other in aligned)
    rows = sum(_plain(row) == _plain(other) for row, other in aligned)
    return (
        f"{name:24}{len(truth):6}{cells:7}{100 * right / cells:9.1f}{100 * rows / len(truth):8.1f}"
        f"{tables:11}"
    )


def _plain(row: Sequence[str]) -> list[str]:
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cells_right(truth: Sequence[str], got: Sequence[str]) -> int:
    padded = [*_plain(got), *[""] * len(truth)]
    return sum(" ".join(cell.split()) == padded[n] for n, cell in enumerate(truth))


def _aligned(truth: list[list[str]], got: list[list[str]]) -> list[tuple[list[str], list[str]]]:
    """Each row of the truth with the row read for it, in order, so that most cells agree."""
    best: list[list[tuple[int, Any]]] = [
        [(0, None)] * (len(got) + 1) for _ in range(len(truth) + 1)
    ]
    for i, row in enumerate(truth, start=1):
        for j in range(len(got) + 1):
            choices: list[tuple[int, Any]] = [(best[i - 1][j][0], (i - 1, j, None))]
            if j:
                choices.append((best[i][j - 1][0], (i, j - 1, -1)))
                gain = _cells_right(row, got[j - 1])
                choices.append((best[i - 1][j - 1][0] + gain, (i - 1, j - 1, j - 1)))
            best[i][j] = max(choices, key=lambda choice: choice[0])
    pairs: list[tuple[list[str], list[str]]] = []
    i, j = len(truth), len(got)
    while i:
        before_i, before_j, chosen = best[i][j][1]
        if chosen != -1:
            pairs.append((truth[i - 1], [] if chosen is None else got[chosen]))
        i, j = before_i, before_j
    return pairs[::-1]
