"""The fit of confidence to records that were read out of fold: how often values like these are right."""

import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from extract.confidence import CEILING, FLOOR, cues, document_surety, values
from extract.logistic import fit_logistic
from extract.record import Record
from extract.training.documents import Annotated
from extract.training.matching import compare

# Strength of the pull of all weights to zero, in values.
RIDGE = 3.0
AGAINST = frozenset({"flagged", "no issuing code", "read by OCR", "spoiled page"})
THRESHOLDS = (*(round(0.5 + 0.01 * n, 2) for n in range(49)), 0.985, 0.99)
# The bound of the share of wrong values: this quantile of so many draws of documents (bootstrap).
CERTAINTY, DRAWS = 0.9, 2000
# Steps of probability in which calibration is measured.
STEPS = 15


@dataclass(frozen=True)
class Case:
    """One value: the document it is from, the fold that kept that apart, its cues, its rightness."""

    document: str
    fold: int
    cues: Mapping[str, float]
    right: bool


def cases_of(one: Annotated, record: Record, fold: int) -> list[Case]:
    """The values of a record that is not calibrated, judged by the document's truth."""
    known: dict[float, Mapping[str, float]] = {}
    marks, whole = count(1), document_surety(record)
    judged = [(value.finding, cues(record, value, whole)) for value in values(record)]
    for finding, found in judged:
        finding.confidence = next(marks) / 1e6  # by which the outcome is known again
        known[finding.confidence] = found
    outcomes = compare(one.truth, record.model_dump(mode="json"))
    return [
        Case(one.name, fold, known[mark], right)
        for outcome in outcomes.values()
        for mark, right in outcome.values
        if mark in known
    ]


def fit(cases: Sequence[Case], without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Weights of a logistic model with a ridge, by Newton's method.

    A cue that speaks for or against a value by its nature is left out where chance says otherwise.
    """
    known = [{n: v for n, v in case.cues.items() if n not in without} for case in cases]
    weights = fit_logistic(known, [case.right for case in cases], RIDGE, free={"bias"})
    contrary = frozenset(
        name
        for name, weight in weights.items()
        if (name in AGAINST and weight > 0) or (name == "surety" and weight < 0)
    )
    return fit(cases, without | contrary) if contrary else weights


def predict(weights: Mapping[str, float], case: Case) -> float:
    """The probability that a model gives a value."""
    total = sum(weights.get(name, 0.0) * value for name, value in case.cues.items())
    return float(np.clip(1 / (1 + np.exp(-total)), FLOOR, CEILING))


def kept_apart(cases: Sequence[Case]) -> list[tuple[float, Case]]:
    """Each value judged by a model that saw no document of its fold."""
    judged: list[tuple[float, Case]] = []
    for fold in sorted({case.fold for case in cases}):
        weights = fit([case for case in cases if case.fold != fold])
        judged += [(predict(weights, case), case) for case in cases if case.fold == fold]
    return judged


def accepted(judged: Sequence[tuple[float, Case]]) -> list[tuple[float, float, float]]:
    """For each threshold the share of wrong values at or above it, and the bound of that share."""
    rows: list[tuple[float, float, float]] = []
    for threshold in THRESHOLDS:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for sure, case in judged:
            counts[case.document][0] += sure >= threshold
            counts[case.document][1] += sure >= threshold and not case.right
        kept, wrong = (sum(one[n] for one in counts.values()) for n in (0, 1))
        if kept:
            rows.append((threshold, round(wrong / kept, 4), round(bound(list(counts.values())), 4)))
    return rows


def bound(counts: Sequence[Sequence[int]]) -> float:
    """The upper bound of the share of wrong values, over documents drawn with replacement."""
    chance = random.Random(1)
    shares = []
    for _ in range(DRAWS):
        drawn = chance.choices(counts, k=len(counts))
        shares.append(sum(wrong for _, wrong in drawn) / max(1, sum(kept for kept, _ in drawn)))
    return sorted(shares)[int(CERTAINTY * DRAWS)]


def figures(judged: Sequence[tuple[float, Case]]) -> str:
    """AUROC, calibration error in 15 steps, what the least sure quarter holds, and the thresholds."""
    sure = np.array([probability for probability, _ in judged])
    right = np.array([case.right for _, case in judged], dtype=bool)
    if right.all():
        return f"confidence: {len(sure)} values, none wrong: nothing to tell them by"
    least = np.argsort(sure, kind="stable")[: len(sure) // 4]
    steps = np.minimum((sure * STEPS).astype(int), STEPS - 1)
    off = sum(
        abs(sure[steps == n].sum() - right[steps == n].sum()) for n in range(STEPS)
    ) / len(sure)  # fmt: skip
    lines = [
        f"confidence: {len(sure)} values, {np.sum(~right)} wrong, AUROC {roc_auc_score(right, sure):.3f}, "
        f"calibration error {off:.3f}, least sure quarter holds {np.mean(np.isin(np.flatnonzero(~right), least)):.0%} of the wrong"
    ]  # fmt: skip
    for alpha in (0.1, 0.05, 0.03, 0.02):
        row = next((row for row in accepted(judged) if row[2] <= alpha), None)
        if row is None:
            lines.append(f"  at most {alpha:.0%} wrong: no threshold keeps to it")
            continue
        share = np.mean(sure >= row[0])
        lines.append(
            f"  at most {alpha:.0%} wrong: threshold {row[0]}, {share:.0%} accepted, {row[1]:.1%} of them wrong"
        )
    return "\n".join(lines)


def write(cases: Sequence[Case], table: Sequence[tuple[float, float, float]], path: Path) -> None:
    """Fit the model to all cases and write it with the table of its thresholds."""
    weights = {name: round(weight, 4) for name, weight in fit(cases).items()}
    documents = len({case.document for case in cases})
    data = {"weights": weights, "accepted": table, "documents": documents}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
