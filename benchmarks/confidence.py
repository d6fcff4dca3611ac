"""What confidence is worth: ``python -m benchmarks.confidence --truth FOLDER [--draw FOLDER]``.

Every figure is out of fold by issuer, twice over: the records were made by models that saw no document
of the issuer (``python -m extract.training --truth FOLDER`` leaves them in ``var/training/out-of-fold``), and each value is weighed by
a fit of confidence to the other folds. Printed and drawn: the reliability curve, AUROC by
field and form, and what is wrong among the values accepted at each threshold, with the bound that holds with
90 % probability over documents.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from benchmarks.drawing import draw_dots, draw_reliability, draw_risk
from benchmarks.scoring import draw_curve, reliability
from extract.training.confidence import (
    THRESHOLDS,
    Case,
    bound,
    counted,
    figures,
    judged_values,
    kept_apart,
)
from extract.training.documents import CACHE, Annotated, load
from extract.training.folds import folds

RECORDS = CACHE / "out-of-fold"
# AUROC of fewer wrong or right values is noise: of ten, one alone moves it by .1.
LEAST = 10
ALL = "all"
# Of the axis of wrong values: twice the share that is accepted by default.
TOP = 0.1

Judged = Sequence[tuple[float, Case]]


def judged_out_of_fold(documents: Sequence[Annotated], folder: Path) -> Judged:
    """Every value of records that were read out of fold, weighed out of fold."""
    apart = folds(documents)
    records = {
        one.name: json.loads((folder / f"{one.name}.json").read_text(encoding="utf-8"))
        for fold in apart
        for one in fold
    }
    return kept_apart(judged_values(apart, records))


def aurocs(judged: Judged, forms: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """AUROC by field, then by form (of the documents, by name); where there is enough to tell."""
    groups: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for sure, case in judged:
        for field in (ALL, case.group):
            for form in (ALL, forms[case.document]):
                groups[field, form].append((sure, case.right))
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for (field, form), values in sorted(groups.items(), key=lambda one: -len(one[1])):
        right = [is_right for _, is_right in values]
        if min(sum(right), len(right) - sum(right)) >= LEAST:
            table[field][form] = float(roc_auc_score(right, [sure for sure, _ in values]))
    return dict(table)


def risks(judged: Judged) -> list[tuple[float, float, float]]:
    """For each threshold the share of values accepted, of them wrong, and its bound; most accepted last."""
    fields = {case.group for _, case in judged}
    rows: list[tuple[float, float, float]] = []
    for threshold in THRESHOLDS:
        counts = counted(judged, dict.fromkeys(fields, threshold))
        kept, wrong = (sum(one[n] for one in counts) for n in (0, 1))
        if kept:
            rows.append((kept / len(judged), wrong / kept, bound(counts)))
    return sorted(rows)


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence", description=__doc__)
    parser.add_argument("--truth", type=Path, required=True, help="folder of annotated documents")
    parser.add_argument("--records", type=Path, default=RECORDS, help="records read out of fold")
    parser.add_argument("--draw", type=Path, help="folder to draw the curves into")
    chosen = parser.parse_args()
    if not chosen.records.is_dir():
        parser.error(f"{chosen.records} is missing: `python -m extract.training` makes it")
    documents = load(chosen.truth)
    forms = {one.name: one.form for one in documents}
    judged = judged_out_of_fold(documents, chosen.records)
    table, curve = aurocs(judged, forms), risks(judged)
    print(f"out of fold by issuer\n{figures(judged)}\n")
    _print_aurocs(table)
    bins = reliability([sure for sure, _ in judged], [case.right for _, case in judged])
    print(f"\nconfidence, share right, values\n{draw_curve(bins)}\n")
    print(
        "\n".join(
            f"{share:7.1%} accepted {wrong:7.2%} wrong {most:7.2%} at most"
            for share, wrong, most in curve
        )
    )
    if chosen.draw is not None:
        draw_reliability(
            bins, f"{len(judged)} values out of fold", chosen.draw / "confidence-reliability.svg"
        )
        draw_risk(curve, TOP, "risk and coverage, out of fold", chosen.draw / "confidence-risk.svg")
        draw_dots(
            table, 0.5, "AUROC by field and form, out of fold", chosen.draw / "confidence-auroc.svg"
        )


def _print_aurocs(table: Mapping[str, Mapping[str, float]]) -> None:
    forms = list(dict.fromkeys(form for row in table.values() for form in row))
    print(f"{'AUROC':18}" + "".join(f"{form:>9}" for form in forms))
    for field, row in table.items():
        print(
            f"{field:18}"
            + "".join(f"{row[form]:9.3f}" if form in row else f"{'–':>9}" for form in forms)
        )


if __name__ == "__main__":
    main()
