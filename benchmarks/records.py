"""How well records are read: ``python -m benchmarks.records [--shared FOLDER] [--misses]``.

Precision, recall, F1 and support of each field over the project's samples and, where given, the
reference documents that have a truth; then the reliability of the values' confidence and the
share of errors that a review of the least sure values would catch.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.matching import FIELDS, Outcome, compare
from benchmarks.scoring import calibration_error, draw_curve, reliability
from ingest.limits import Limits
from ingest.sources import read_file
from pipeline import read

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REVIEW_SHARES = (0.05, 0.10, 0.15, 0.20, 0.30)


@dataclass
class Tally:
    """Outcomes of one field."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    values: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one document's outcome in."""
        self.hits += outcome.hits
        self.missed += len(outcome.missed)
        self.false += len(outcome.false)
        self.values += outcome.values

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 1 where nothing was to be found."""
        total = 2 * self.hits + self.missed + self.false
        return 2 * self.hits / total if total else 1.0

    def row(self, name: str) -> str:
        """Name, precision, recall, F1 and support."""
        precision = self.hits / max(self.hits + self.false, 1)
        recall = self.hits / max(self.hits + self.missed, 1)
        support = self.hits + self.missed
        return f"{name:24}{precision:9.3f}{recall:9.3f}{self.f1:9.3f}{support:9}"


def documents(shared: Path | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Documents with their truths."""
    for truth in sorted((SAMPLES / "truth").glob("*.json")):
        found = next((SAMPLES / "documents").glob(f"{truth.stem}.*"), None)
        if found:
            yield found, json.loads(truth.read_text(encoding="utf-8"))
    for truth in sorted((shared / "gold").glob("*.json")) if shared else ():
        found = next(
            (
                path
                for pattern in (
                    f"seeds/{truth.stem}_*.txt",
                    f"scans/{truth.stem}.pdf",
                    f"texts/{truth.stem}.txt",
                )
                for path in (shared or Path()).glob(pattern)
            ),
            None,
        )
        if found:
            yield found, json.loads(truth.read_text(encoding="utf-8"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    parser.add_argument("--misses", action="store_true", help="print what was missed or false")
    arguments = parser.parse_args()
    fields: dict[str, Tally] = defaultdict(Tally)
    for path, truth in documents(arguments.shared):
        whole, seconds, outcomes = _one(path, truth)
        print(whole.row(path.stem[:23]), f"{seconds:6.1f} s", flush=True)
        for name, outcome in outcomes.items():
            fields[name].add(outcome)
            if arguments.misses:
                for label, items in (("missed", outcome.missed), ("false", outcome.false)):
                    for item in items:
                        print(f"    {name} {label}: {json.dumps(item, ensure_ascii=False)[:200]}")
    print(f"\n{'field':24}{'precision':>9}{'recall':>9}{'F1':>9}{'support':>9}")
    total = Tally()
    for name in FIELDS:
        print(fields[name].row(name))
        total.hits += fields[name].hits
        total.missed += fields[name].missed
        total.false += fields[name].false
        total.values += fields[name].values
    print(total.row("all (micro)"))
    _print_confidence(total.values)


def _one(path: Path, truth: dict[str, Any]) -> tuple[Tally, float, dict[str, Outcome]]:
    start = time.perf_counter()
    limits = Limits()
    record = read(read_file(path, limits), limits).record
    seconds = time.perf_counter() - start
    outcomes = compare(truth, json.loads(record.model_dump_json()))
    whole = Tally()
    for outcome in outcomes.values():
        whole.add(outcome)
    return whole, seconds, outcomes


def _print_confidence(values: list[tuple[float, bool]]) -> None:
    curve = reliability([sure for sure, _ in values], [right for _, right in values])
    print(f"\ncalibration error of value confidence: {calibration_error(curve):.4f}")
    print(draw_curve(curve))
    ranked = sorted(values)
    wrong = sum(not right for _, right in ranked)
    print(f"\n{wrong} of {len(ranked)} values are wrong; reviewing the least sure catches")
    for share in REVIEW_SHARES:
        caught = sum(not right for _, right in ranked[: round(share * len(ranked))])
        print(f"  {share:4.0%} reviewed: {caught / max(wrong, 1):6.1%} of the wrong values")


if __name__ == "__main__":
    main()
