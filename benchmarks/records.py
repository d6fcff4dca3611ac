"""How well records are read: ``python -m benchmarks.records [--shared FOLDER] [--misses] [--draw FOLDER]``.

Precision, recall, F1 and support of each document, each kind of document and each field over the
project's samples and, where given, the reference documents that have a truth. Values match softly (names
nearly alike, a stretch that holds most of another) or strictly (whole, but for case and abbreviations).
A document is right as a whole in a field when nothing of it is missed or false. Then the reliability of
the values' confidence, the share of errors that a review of the least sure values would catch, and what
extraction costs a page once the text is there.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.drawing import draw_reliability, draw_review, review_curve
from benchmarks.scoring import calibration_error, draw_curve, reliability
from extract.learned.confidence import review_threshold
from extract.nlp import extract_record
from extract.training.matching import FIELDS, HEADER_FIELDS, Outcome, compare
from ingest.limits import Limits
from ingest.sources import read_document, read_file
from normalize.document import restored_text
from pipeline import gazetteer, restorer

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REVIEW_SHARES = (0.05, 0.10, 0.15, 0.20, 0.30)
# Words of a printed page, for files that have no pages.
PAGE_WORDS = 400


@dataclass
class Tally:
    """Outcomes of a field or a document; ``whole`` counts documents in which all of it was right."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    documents: int = 0
    whole: int = 0
    values: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count one document's outcomes in."""
        found = list(outcomes)
        missed, false = sum(len(o.missed) for o in found), sum(len(o.false) for o in found)
        self.hits += sum(o.hits for o in found)
        self.missed += missed
        self.false += false
        self.values += [value for o in found for value in o.values]
        if any(o.hits or o.missed or o.false for o in found):
            self.documents += 1
            self.whole += not missed and not false

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 1 where nothing was to be found."""
        total = 2 * self.hits + self.missed + self.false
        return 2 * self.hits / total if total else 1.0

    def row(self, name: str, strict: "Tally") -> str:
        """Name, precision, recall, F1, strict F1, support, documents right as a whole."""
        precision = self.hits / max(self.hits + self.false, 1)
        recall = self.hits / max(self.hits + self.missed, 1)
        return (
            f"{name:24}{precision:9.3f}{recall:9.3f}{self.f1:9.3f}{strict.f1:9.3f}"
            f"{self.hits + self.missed:9}{self.whole:6}/{self.documents}"
        )


class Tallies:
    """Soft and strict tallies by name, in the order in which the names came."""

    def __init__(self) -> None:
        self._soft: dict[str, Tally] = defaultdict(Tally)
        self._strict: dict[str, Tally] = defaultdict(Tally)

    def add(self, name: str, soft: Iterable[Outcome], strict: Iterable[Outcome]) -> None:
        """Count outcomes in under a name."""
        self._soft[name].add(soft)
        self._strict[name].add(strict)

    def rows(self) -> Iterator[str]:
        """A line for each name."""
        for name, tally in self._soft.items():
            yield tally.row(name, self._strict[name])

    def values(self, name: str) -> list[tuple[float, bool]]:
        """The confidence and rightness of each value found under a name."""
        return self._soft[name].values


class Judged(NamedTuple):
    """One document: outcomes by field, soft and strict, seconds of extraction, and pages."""

    soft: dict[str, Outcome]
    strict: dict[str, Outcome]
    seconds: float
    pages: float


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
    parser.add_argument("--draw", type=Path, help="folder to draw the two curves into")
    arguments = parser.parse_args()
    by_document, by_kind, by_field, total = Tallies(), Tallies(), Tallies(), Tallies()
    seconds = pages = 0.0
    gazetteer()
    for path, truth in documents(arguments.shared):
        judged = judge(path, truth)
        seconds, pages = seconds + judged.seconds, pages + judged.pages
        soft, strict = judged.soft.values(), judged.strict.values()
        by_document.add(path.stem[:23], soft, strict)
        by_kind.add(f"{truth['header']['kind']} ({path.suffix[1:]})", soft, strict)
        total.add("all (micro)", soft, strict)
        for name in FIELDS:
            by_field.add(name, [judged.soft[name]], [judged.strict[name]])
        for name in HEADER_FIELDS:
            by_field.add(f"  {name}", *([_part(o["header"], name)] for o in judged[:2]))
        if arguments.misses:
            _print_misses(path.stem, judged.soft)
    for title, tallies in (("document", by_document), ("kind", by_kind), ("field", by_field)):
        print(
            f"\n{title:24}{'precision':>9}{'recall':>9}{'F1':>9}{'strict':>9}{'support':>9}{'whole':>8}"
        )
        print("\n".join(tallies.rows()))
    print("\n".join(total.rows()))
    print(f"\nextraction takes {1000 * seconds / pages:.0f} ms a page ({pages:.0f} pages)")
    _print_confidence(total.values("all (micro)"), arguments.draw)


def judge(path: Path, truth: dict[str, Any]) -> Judged:
    """Read one document and compare its record with the truth."""
    limits = Limits()
    document = read_document(read_file(path, limits), limits)
    text = restored_text(document, restorer(), (), gazetteer().names_near)
    start = time.process_time()
    record = extract_record(document, text, gazetteer())
    seconds = time.process_time() - start
    made = json.loads(record.model_dump_json())
    words = sum(len(line.words) for line in text.lines)
    pages = max(len(document.pages), words / PAGE_WORDS)
    return Judged(compare(truth, made), compare(truth, made, strict=True), seconds, pages)


def _part(header: Outcome, name: str) -> Outcome:
    """What a header's outcome says of one of its fields."""
    missed = [entry for entry in header.missed if name in entry]
    false = [entry for entry in header.false if name in entry]
    return Outcome(int(name in header.right), missed, false)


def _print_misses(name: str, outcomes: dict[str, Outcome]) -> None:
    for field_name, outcome in outcomes.items():
        for label, items in (("missed", outcome.missed), ("false", outcome.false)):
            for item in items:
                said = json.dumps(item, ensure_ascii=False)[:200]
                print(f"{name[:20]} {field_name} {label}: {said}")


def _print_confidence(values: list[tuple[float, bool]], target: Path | None) -> None:
    curve = reliability([sure for sure, _ in values], [right for _, right in values])
    print(f"calibration error of value confidence: {calibration_error(curve):.4f}")
    print(draw_curve(curve))
    points = review_curve(values)
    wrong = sum(not right for _, right in values)
    print(f"\n{wrong} of {len(values)} values are wrong; reviewing the least sure catches")
    for share in REVIEW_SHARES:
        print(
            f"  {share:4.0%} reviewed: {points[round(share * len(values))][1]:6.1%} of the wrong values"
        )
    sure = review_threshold()
    kept = [right for confidence, right in values if confidence >= sure]
    print(
        f"at the threshold {sure:.2f} {1 - len(kept) / len(values):.1%} wait for a person, "
        f"{1 - sum(kept) / max(len(kept), 1):.2%} of the others are wrong"
    )
    if target is not None:
        said = f"{len(values)} values, {wrong} wrong"
        draw_reliability(curve, said, target / "value-confidence.svg")
        draw_review(points, said, target / "value-review.svg")


if __name__ == "__main__":
    main()
