"""Writing channel files from pairs of words as printed and as read."""

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from normalize.channel import COST_STEP
from normalize.folding import canonical, strip_diacritics
from normalize.training.fit_channel import Chunk, learn

# No pair counts for more than this: frequent words would drown the letters of the others.
PAIR_CAP = 200
# English OCR also writes é, ö and the like; most text layers have plain letters only. A pair
# counts again with its reading stripped, so often.
STRIPPED_SHARE = 0.7
# One confusion noted in a real document counts as so many rendered ones.
REAL_WEIGHT = 35.0
LONGEST_WORD = 8
# Chance that a scan's blur turns a letter's marks into others of the same letter, which rendered
# pages do too seldom. On eight real scans .008 mends 263 words and spoils 5, .004 259 and 3, .015 256 and 5.
MARK_CHANCE = 0.008
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = ".,;:()\"“”‘’'!?-–/…"
# Where a word was printed without a mark, an apostrophe or the like at its end is what became of a letter.
_EDGES_OF_WHOLE = '.,;:()"“”!-–/…'


def rendered_pairs(path: Path, stripped: bool) -> Iterator[tuple[str, str, float]]:
    """(printed, read, weight) from a file that ``pairs.save_pairs`` wrote."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            printed, got, count = json.loads(line)
            printed, got = canonical(printed).lower(), got.lower()
            whole = printed.isalpha()
            printed, got = printed.strip(_EDGES), got.strip(_EDGES_OF_WHOLE if whole else _EDGES)
            if not got or len(printed) > LONGEST_WORD or not _WORD.fullmatch(printed):
                continue
            weight = float(min(count, PAIR_CAP))
            yield printed, got, weight
            if stripped:
                yield printed, strip_diacritics(got), STRIPPED_SHARE * weight


def real_pairs(path: Path) -> Iterator[tuple[str, str, float]]:
    """(printed, read, weight) from a TSV of confusions noted in real documents."""
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            printed, got = canonical(row["true_token"]).lower(), row["noisy_token"].lower()
            if printed.isalpha() and len(printed) <= LONGEST_WORD and got[:1].isalnum():
                yield printed, got, REAL_WEIGHT * float(row["count"])


def with_mark_floor(costs: dict[Chunk, float]) -> dict[Chunk, float]:
    """No letter is surer of its marks than MARK_CHANCE allows: real scans blur them."""
    letters = [chunk for chunk, _ in costs if len(chunk) == 1]
    floored = dict(costs)
    for printed in set(letters):
        for got in set(letters):
            if printed != got and strip_diacritics(printed) == strip_diacritics(got):
                dearest = -math.log(MARK_CHANCE)
                floored[printed, got] = min(costs.get((printed, got), dearest), dearest)
    return floored


def write_channel(
    pairs: list[tuple[str, str, float]], target: Path, mark_floor: bool = False
) -> int:
    """Learn the costs of chunks from pairs and write them; returns how many were learned."""
    costs = learn(pairs)
    if mark_floor:
        costs = with_mark_floor(costs)
    printed = sorted({p for p, _ in costs if p})
    read = sorted({g for _, g in costs})
    matrix = _matrix(costs, printed, read)
    extra = [(g, cost) for (p, g), cost in costs.items() if not p and len(g) == 1]
    np.savez_compressed(
        target,
        printed=np.frombuffer("\n".join(printed).encode(), dtype=np.uint8),
        read=np.frombuffer("\n".join(read).encode(), dtype=np.uint8),
        costs=matrix,
        extra_letters=np.frombuffer("".join(g for g, _ in extra).encode(), dtype=np.uint8),
        extra=np.array([cost for _, cost in extra], dtype=np.float32),
    )
    return len(costs)


def _matrix(costs: dict[Chunk, float], printed: list[str], read: list[str]) -> np.ndarray:
    rows = {chunk: n for n, chunk in enumerate(printed)}
    columns = {chunk: n for n, chunk in enumerate(read)}
    matrix = np.full((len(printed), len(read)), 255, dtype=np.uint8)
    for (chunk, got), cost in costs.items():
        steps = round(cost / COST_STEP)
        if chunk and steps < 255:
            matrix[rows[chunk], columns[got]] = steps
    return matrix
