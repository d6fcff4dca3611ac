"""Fit the confidence of values: ``python -m benchmarks.calibration [--shared FOLDER] [--write]``.

The project's samples and, where given, the reference documents that have a truth are read as they are,
as spoiled by script (bare of diacritics, and misread), and as drawn and scanned. Each document is judged by a model fitted on
the others, with all their variants; what this says of calibration and of thresholds is printed. With
``--write`` the model fitted on all of them replaces ``extract/confidence.json``.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from extract.training.matching import compare
from benchmarks.scoring import calibration_error, reliability
from benchmarks.variants import AS_IT_IS, BY_SCRIPT, SCANNED, Variant, variants
from extract.confidence import CEILING, FLOOR, MODEL, cues, values
from extract.logistic import fit_logistic
from extract.nlp import extract_record
from ingest.limits import Limits
from ingest.sources import read_document
from normalize.document import restored_text
from pipeline import gazetteer, restorer

# Strength of the pull of all weights to zero, in values.
RIDGE = 1.0
AGAINST = frozenset({"flagged", "no issuing code", "read by OCR", "spoiled page"})
THRESHOLDS = tuple(round(0.5 + 0.01 * n, 2) for n in range(50))


@dataclass(frozen=True)
class Case:
    """One value: the document it is from, how that was spoiled, its cues, its rightness."""

    document: str
    how: str
    cues: Mapping[str, float]
    right: bool


def cases_of(variant: Variant) -> list[Case]:
    """The values of one document, judged; each is known again by a confidence of its own."""
    name, how, data, truth = variant
    document = read_document(data, Limits())
    text = restored_text(document, restorer(), (), gazetteer().names_near)
    record = extract_record(document, text, gazetteer(), calibrated=False)
    known: dict[float, Mapping[str, float]] = {}
    marks = count(1)
    judged = [(value.finding, cues(record, value)) for value in values(record)]
    for finding, found in judged:
        finding.confidence = next(marks) / 1e6
        known[finding.confidence] = found
    outcomes = compare(truth, json.loads(record.model_dump_json()))
    return [
        Case(
            name.split("_", maxsplit=1)[0] if name[:3].isdigit() else name,
            how,
            known[mark],
            right,
        )
        for outcome in outcomes.values()
        for mark, right in outcome.values
    ]


def fit(cases: Sequence[Case], without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Weights of a logistic model with a ridge, by Newton's method.

    A cue that speaks against a value by its nature is left out where chance says otherwise.
    """
    known = [{n: v for n, v in case.cues.items() if n not in without} for case in cases]
    weights = fit_logistic(known, [case.right for case in cases], RIDGE, free={"bias"})
    contrary = frozenset(name for name in AGAINST if weights.get(name, 0.0) > 0)
    return fit(cases, without | contrary) if contrary else weights


def predict(weights: Mapping[str, float], case: Case) -> float:
    """The probability that a model gives a value."""
    total = sum(weights.get(name, 0.0) * value for name, value in case.cues.items())
    return float(np.clip(1 / (1 + np.exp(-total)), FLOOR, CEILING))


def kept_apart(cases: Sequence[Case]) -> list[tuple[float, Case]]:
    """Each value judged by a model that saw no variant of its document."""
    judged: list[tuple[float, Case]] = []
    for name in sorted({case.document for case in cases}):
        weights = fit([case for case in cases if case.document != name])
        judged += [(predict(weights, case), case) for case in cases if case.document == name]
    return judged


def accepted(judged: Sequence[tuple[float, Case]]) -> list[tuple[float, float]]:
    """For each threshold the share of wrong values at or above it, never rising with it."""
    rows, least = [], 1.0
    for threshold in THRESHOLDS:
        kept = [case.right for sure, case in judged if sure >= threshold]
        if kept:
            least = min(least, 1 - sum(kept) / len(kept))
            rows.append((threshold, round(least, 4)))
    return rows


def main() -> None:
    """Collect, fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    arguments = parser.parse_args()
    cases = [case for variant in variants(arguments.shared) for case in cases_of(variant)]
    judged = kept_apart(cases)
    for how in (AS_IT_IS, SCANNED, BY_SCRIPT):
        _report(how, [(sure, case) for sure, case in judged if case.how == how])
    weights, table = fit(cases), accepted([j for j in judged if j[1].how != BY_SCRIPT])
    if arguments.write:
        text = json.dumps({"weights": weights, "accepted": table}, indent=1, ensure_ascii=False)
        MODEL.write_text(text + "\n", encoding="utf-8")
    print("\n".join(f"{name:28}{weight:9.3f}" for name, weight in weights.items()))


def _report(title: str, judged: Sequence[tuple[float, Case]]) -> None:
    ranked = sorted(judged, key=lambda j: j[0])
    wrong = sum(not case.right for _, case in ranked)
    first = sum(not case.right for _, case in ranked[: round(0.15 * len(ranked))])
    curve = reliability([sure for sure, _ in ranked], [case.right for _, case in ranked])
    print(
        f"{title}: {len(ranked)} values, {wrong} wrong, calibration error {calibration_error(curve):.4f}, "
        f"15 % least sure hold {first / max(wrong, 1):.1%} of the wrong ones"
    )


if __name__ == "__main__":
    main()
