"""Scores that the benchmarks share: word accuracy, F1 and calibration."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from normalize.folding import canonical

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words that count: letters and digits, NFC, one tone placement, case folded."""
    return _WORD.findall(canonical(text).casefold())


@dataclass(frozen=True)
class TextScore:
    """Words of the truth, errors (substitutions, omissions, additions), and words harmed."""

    words: int
    errors: int
    harmed: int = 0

    @property
    def accuracy(self) -> float:
        """Share of words right, 1 - errors / words."""
        return 1 - self.errors / max(self.words, 1)

    def __add__(self, other: "TextScore") -> "TextScore":
        return TextScore(
            self.words + other.words, self.errors + other.errors, self.harmed + other.harmed
        )


def score_lines(
    truth: Sequence[str], got: Sequence[str], source: Sequence[str] | None = None
) -> TextScore:
    """Compare line by line; with ``source``, count the words that were right there and are not now."""
    total = TextScore(0, 0)
    for number, (right, made) in enumerate(zip(truth, got, strict=True)):
        expected, found = words(right), words(made)
        harmed = 0
        if source is not None:
            harmed = len(_kept(expected, words(source[number])) - _kept(expected, found))
        total += TextScore(len(expected), Levenshtein.distance(expected, found), harmed)
    return total


def score_whole(truth: str, got: str) -> TextScore:
    """Compare two texts whose lines do not correspond."""
    expected, found = words(truth), words(got)
    return TextScore(len(expected), Levenshtein.distance(expected, found))


def _kept(truth: Sequence[str], other: Sequence[str]) -> set[int]:
    edits = Levenshtein.editops(truth, other)
    return set(range(len(truth))) - {edit.src_pos for edit in edits if edit.tag != "insert"}


@dataclass(frozen=True)
class Bin:
    """Values of like confidence: mean confidence, share right, how many."""

    confidence: float
    right: float
    count: int


def reliability(confidences: Sequence[float], rights: Sequence[bool], bins: int = 15) -> list[Bin]:
    """The reliability curve in bins of equal width."""
    made: list[Bin] = []
    sure, right = np.asarray(confidences), np.asarray(rights, dtype=float)
    edges = np.minimum((sure * bins).astype(int), bins - 1)
    for number in range(bins):
        inside = edges == number
        if inside.any():
            made.append(
                Bin(float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum()))
            )
    return made


def calibration_error(curve: Sequence[Bin]) -> float:
    """Expected calibration error: the mean gap of confidence and share right, by count."""
    total = sum(b.count for b in curve)
    return sum(abs(b.confidence - b.right) * b.count for b in curve) / max(total, 1)


def draw_curve(curve: Sequence[Bin], width: int = 40) -> str:
    """The curve as text: a line a bin, ``#`` what was right, ``|`` what was claimed."""
    rows = []
    for b in curve:
        bar = list("#" * round(b.right * width) + " " * (width - round(b.right * width) + 1))
        bar[min(width, round(b.confidence * width))] = "|"
        rows.append(f"  {b.confidence:5.2f} {''.join(bar)} {b.right:5.2f}  {b.count:6}")
    return "\n".join(rows)
