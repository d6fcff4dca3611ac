"""Fits OCR confidence to the share of words right: ``python -m benchmarks.ocr_confidence --shared FOLDER``.

Pages are rendered and spoiled, read, and each word compared with the truth. Half of the texts fit an
isotonic curve for each condition of a page, the other half measure it. ``--write`` keeps the curves.
"""

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from benchmarks.ocr_spoiled import renderer
from benchmarks.scoring import calibration_error, reliability
from ingest.files.picture import stated_dpi
from ingest.limits import Limits
from ingest.ocr.engine import chosen_engine
from ingest.reading.page import read_picture
from normalize.ocr_confidence import CURVES_FILE, Condition, condition_of, share_right

# None of these is among the texts of ``benchmarks.ocr``.
FITTING, MEASURING = ("004", "016", "026", "032", "060"), ("006", "018", "028", "022", "072")
WAYS = ("clean300", "office", "jpeg30", "clean100", "blur", "fax", "photo", "noise", "stamp")
PAGES = 2
# Points of a curve that are kept: the steps of an isotonic fit, thinned.
KNOTS = 12
# No word is certain, and none certainly wrong, on the strength of some thousand others.
SHARES = (0.02, 0.995)

Pairs = dict[Condition, list[tuple[float, bool]]]


def measured(shared: Path, texts: tuple[str, ...]) -> Pairs:
    """Confidence and rightness of every word read, by condition of its page."""
    render, engine = renderer(shared), chosen_engine()
    pages = [page for text in texts for way in WAYS for page in _pages(render, shared, text, way)]

    def read(page: Any) -> tuple[Condition, list[tuple[float, bool]]]:
        found = read_picture(page.image, stated_dpi(page.image), engine, Limits())
        words = [word for line in found.lines for word in line.words]
        return condition_of(found.history), list(_rightness(page.variants, words))

    pairs: Pairs = {condition: [] for condition in Condition}
    with ThreadPoolExecutor(2) as pool:
        for condition, found in pool.map(read, pages):
            pairs[condition] += found
    return pairs


def _pages(render: Any, shared: Path, text: str, way: str) -> list[Any]:
    written = (shared / "texts" / f"{text}.txt").read_text(encoding="utf-8")
    pages: list[Any] = render.render_pages(written, way, seed=11, only=set(range(PAGES)))
    return pages


def _rightness(variants: list[str], words: list[Any]) -> Iterator[tuple[float, bool]]:
    got = [word.text for word in words]
    edits = min((Levenshtein.editops(v.split(), got) for v in variants), key=len)
    wrong = {edit.dest_pos for edit in edits if edit.tag != "delete"}
    for position, word in enumerate(words):
        yield word.confidence or 0.0, position not in wrong


def isotonic(pairs: list[tuple[float, bool]]) -> tuple[list[float], list[float]]:
    """Knots of the rising curve nearest to the data (pool adjacent violators)."""
    at, right = (np.array(column, dtype=float) for column in zip(*sorted(pairs), strict=True))
    blocks: list[list[float]] = []
    for x, y in zip(at, right, strict=True):
        blocks.append([y, 1.0, x])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            y2, n2, x2 = blocks.pop()
            y1, n1, x1 = blocks.pop()
            total = n1 + n2
            blocks.append([(y1 * n1 + y2 * n2) / total, total, (x1 * n1 + x2 * n2) / total])
    steps: NDArray[np.float64] = np.array(blocks)
    chosen = np.unique(np.linspace(0, len(steps) - 1, KNOTS).round().astype(int))
    shares = steps[chosen, 0].clip(*SHARES)
    return steps[chosen, 2].round(3).tolist(), shares.round(3).tolist()


def main() -> None:
    """Fit, measure, print, and keep the curves where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of reference documents")
    parser.add_argument("--write", action="store_true", help="keep the curves")
    arguments = parser.parse_args()
    fitting, held = measured(arguments.shared, FITTING), measured(arguments.shared, MEASURING)
    curves = {condition: isotonic(pairs) for condition, pairs in fitting.items()}
    print(f"{'condition':10}{'fitted on':>10}{'held back':>10}{'raw':>8}{'kept':>8}{'fitted':>8}")
    for condition, pairs in held.items():
        sure, right = [c for c, _ in pairs], [ok for _, ok in pairs]
        errors = [
            calibration_error(reliability(values, right))
            for values in (
                sure,
                [share_right(c, condition) for c in sure],
                list(np.interp(sure, *curves[condition])),
            )
        ]
        print(
            f"{condition:10}{len(fitting[condition]):10}{len(pairs):10}"
            + "".join(f"{error:8.3f}" for error in errors)
        )
    if arguments.write:
        CURVES_FILE.write_text(json.dumps(curves, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
