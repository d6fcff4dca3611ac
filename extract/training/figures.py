"""The figures of a training: F1 by field and form out of fold, and the history of them."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from extract.training.documents import Annotated
from extract.training.matching import FIELDS, compare

HISTORY = Path(__file__).with_name("history.csv")
Counts = Counter[str]


def f1(counts: Counts) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * counts["hits"] / max(1, 2 * counts["hits"] + counts["missed"] + counts["false"])


def tallied(
    documents: Sequence[Annotated], records: Mapping[str, dict[str, Any]], strict: bool = False
) -> dict[str, dict[str, Counts]]:
    """Counts by form (and "all", "written") and field; the field "micro" adds the others up."""
    totals: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counter))
    for one in documents:
        for field, outcome in compare(one.truth, records[one.name], strict).items():
            counts = Counter(
                hits=outcome.hits, missed=len(outcome.missed), false=len(outcome.false)
            )
            for form in ("written",) if one.written else (one.form, "all"):
                totals[form][field] += counts
                totals[form]["micro"] += counts
    return totals


def table(documents: Sequence[Annotated], records: Mapping[str, dict[str, Any]]) -> str:
    """The table by form and field, soft, and strict in all."""
    names = (*FIELDS, "micro")
    lines = ["form     " + "".join(f"{name[:8]:>9}" for name in names)]
    soft, strict = tallied(documents, records), tallied(documents, records, strict=True)
    rows = [*sorted(soft.items()), ("strict", strict["all"])]
    for form, fields in rows:
        shown = (
            f"{f1(fields[name]):9.3f}" if fields[name].total() else f"{'-':>9}" for name in names
        )
        lines.append(f"{form:9}" + "".join(shown))
    return "\n".join(lines)


def keep_history(documents: Sequence[Annotated], records: Mapping[str, dict[str, Any]]) -> None:
    """Add a row with the figures of all documents, out of fold."""
    names = (*FIELDS, "micro")
    fields = tallied(documents, records)["all"]
    fresh = not HISTORY.exists()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(("day", "documents", *names))
        count = sum(not one.written for one in documents)
        row = [f"{f1(fields[name]):.3f}" for name in names]
        writer.writerow((date.today().isoformat(), count, *row))
