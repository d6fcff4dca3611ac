"""The fit of confidence to records that were read out of fold: how often values like these are right."""

import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from extract.learned.confidence import (  # fmt: skip
    CEILING,
    DEFAULT,
    FLOOR,
    cues,
    document_surety,
    field_group,
    values,
)
from extract.learned.logistic import fit_logistic
from extract.record import Record
from extract.training.documents import Annotated
from extract.training.matching import compare

# Strength of the pull of all weights to zero, in values.
RIDGE = 3.0
AGAINST = frozenset({"flagged", "no issuing code", "read by OCR", "spoiled page"})
THRESHOLDS = (*(round(0.5 + 0.01 * n, 2) for n in range(49)), 0.985, 0.99)
# Shares of wrong values for which thresholds are sought, and what parts of a share groups are held to.
SHARES = (0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2)
PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
# The bound of the share of wrong values: this quantile of so many draws of documents (bootstrap).
CERTAINTY, DRAWS = 0.9, 2000
# Steps of probability in which calibration is measured.
STEPS = 15


@dataclass(frozen=True)
class Case:
    """One value: its document, the fold that kept that apart, its group of fields, its cues, its rightness."""

    document: str
    fold: int
    group: str
    cues: Mapping[str, float]
    right: bool


def cases_of(one: Annotated, record: Record, fold: int) -> list[Case]:
    """The values of a record that is not calibrated, judged by the document's truth."""
    known: dict[float, tuple[str, Mapping[str, float]]] = {}
    marks, whole = count(1), document_surety(record)
    judged = [(value, cues(record, value, whole)) for value in values(record)]
    for value, found in judged:
        value.finding.confidence = next(marks) / 1e6  # by which the outcome is known again
        known[value.finding.confidence] = field_group(value.field), found
    outcomes = compare(one.truth, record.model_dump(mode="json"))
    return [
        Case(one.name, fold, *known[mark], right)
        for outcome in outcomes.values()
        for mark, right in outcome.values
        if mark in known
    ]


def judged_values(
    folds: Sequence[Sequence[Annotated]], records: Mapping[str, dict[str, Any]]
) -> list[Case]:
    """All values of records read out of fold with whether they are right; written documents aside."""
    return [
        case
        for number, fold in enumerate(folds)
        for one in fold
        if not one.written
        for case in cases_of(one, Record.model_validate(records[one.name]), number)
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


Judged = Sequence[tuple[float, Case]]


def accepted(judged: Judged) -> dict[str, dict[str, float]]:
    """For each of SHARES that can be kept to, the threshold of each group of fields."""
    groups: dict[str, list[tuple[float, Case]]] = {DEFAULT: list(judged)}
    for one in judged:
        groups.setdefault(one[1].group, []).append(one)
    found = ((share, _thresholds(groups, judged, share)) for share in SHARES)
    return {str(share): thresholds for share, thresholds in found if thresholds}


def _thresholds(
    groups: Mapping[str, Judged], judged: Judged, share: float
) -> dict[str, float] | None:
    """Thresholds at which no group has more than a share of wrong values, nor, by the bound, have all together.

    Where the bound of all is above the share, the groups have to keep to less.
    """
    for part in PARTS:
        made = {name: _least(members, share * part) for name, members in sorted(groups.items())}
        counts = counted(judged, made)
        if any(kept for kept, _ in counts) and bound(counts) <= share:
            return made
    return None


def _least(members: Judged, share: float) -> float:
    """The least threshold with at most a share of wrong values; above all where there is none."""
    for threshold in THRESHOLDS:
        kept = [case.right for sure, case in members if sure >= threshold]
        if kept and kept.count(False) <= share * len(kept):
            return threshold
    return 1.0


def counted(judged: Judged, thresholds: Mapping[str, float]) -> list[tuple[int, int]]:
    """Values accepted, and wrong ones among them, by document."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for sure, case in judged:
        kept = sure >= thresholds[case.group]
        counts[case.document][0] += kept
        counts[case.document][1] += kept and not case.right
    return [(kept, wrong) for kept, wrong in counts.values()]


def bound(counts: Sequence[Sequence[int]]) -> float:
    """The upper bound of the share of wrong values, over documents drawn with replacement."""
    chance = random.Random(1)
    shares = []
    for _ in range(DRAWS):
        drawn = chance.choices(counts, k=len(counts))
        shares.append(sum(wrong for _, wrong in drawn) / max(1, sum(kept for kept, _ in drawn)))
    return sorted(shares)[int(CERTAINTY * DRAWS)]


def figures(judged: Judged) -> str:
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
    made = accepted(judged)
    for share in (0.1, 0.05, 0.03, 0.02):
        if thresholds := made.get(str(share)):
            counts = counted(judged, thresholds)
            kept, wrong = (sum(one[n] for one in counts) for n in (0, 1))
            lines.append(
                f"  at most {share:.0%} wrong: {kept / len(judged):.0%} accepted, {wrong / kept:.1%} of them wrong"
            )
        else:
            lines.append(f"  at most {share:.0%} wrong: no threshold keeps to it")
    return "\n".join(lines)


def write(cases: Sequence[Case], thresholds: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Fit the model to all cases and write it with its thresholds."""
    weights = {name: round(weight, 4) for name, weight in fit(cases).items()}
    documents = len({case.document for case in cases})
    data = {"weights": weights, "accepted": thresholds, "documents": documents}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
