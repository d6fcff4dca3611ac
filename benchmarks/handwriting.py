"""Numbers and days of real scans: ``python -m benchmarks.handwriting --shared FOLDER``.

Reads the first page of every annotated scan and prints what is right, wrong, wrong and yet not shown
to a person (its confidence is at the bar of its field), and given up.

What reads handwriting was developed on the scans of half of the issuers. The readings of the other
half were looked at as well, and faults seen there mended: its figures are no measure of offices never met.
"""

import argparse
import csv
import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf

import pipeline
from extract.learned.confidence import review_threshold
from extract.record import Header
from extract.training.matching import same_number, same_time
from ingest.handwriting.line_model import line_model
from ingest.limits import Limits

FIELDS = {"number": same_number, "issued_on": same_time}
OUTCOMES = ("right", "wrong", "wrong and sure", "given up")
# Scans on which the reading of handwriting was developed, by the beginnings of their names.
DEVELOPED = (
    "qn_",
    "h158",
    "h159",
    "h160",
    "h016",
    "h020",
    "h034",
    "h036",
    "h116",
    "h121",
    "vju_DHVN",
)


def main() -> None:
    """Print the outcome of each field of each scan, and the sums of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of reference documents")
    arguments = parser.parse_args()
    print("line model: " + ("installed" if line_model() else "not installed"))
    sums: Counter[tuple[bool, str, str]] = Counter()
    began = time.process_time()
    for name, data, truth in scans(arguments.shared):
        header = pipeline.read(data, Limits()).record.header
        notes = []
        for field, same in FIELDS.items():
            right, value = truth.get(field), getattr(header, field)
            if right is None and value is None:
                continue
            result = outcome(header, field, bool(same(right, value)))
            sums[name.startswith(DEVELOPED), field, result] += 1
            if result != "right":
                notes.append(f"{field} {result}: {value} for {right}")
        print(f"{name:20} {'; '.join(notes) or 'right'}", flush=True)
    for developed in (True, False):
        print("developed on" if developed else "other issuers, looked at")
        for field in FIELDS:
            counts = [f"{sums[developed, field, result]:3} {result}" for result in OUTCOMES]
            print(f"  {field:10}" + ", ".join(counts))
    print(f"{time.process_time() - began:.0f} s of processor time")


def outcome(header: Header, field: str, right: bool) -> str:
    """What became of a field; a value with ``?`` or without a day has been given up."""
    value, support = getattr(header, field), header.support.get(field)
    if right:
        return "right"
    if value is None or re.search(r"[?X]", value) or re.fullmatch(r"\d{4}(-\d\d)?", value):
        return "given up"
    sure = support is not None and support.confidence >= review_threshold(field=field)
    return "wrong and sure" if sure else "wrong"


def scans(shared: Path) -> Iterator[tuple[str, bytes, dict[str, str | None]]]:
    """Each annotated scan: its name, its first page as a PDF, the true header."""
    import json

    with (shared / "truth" / "INDEX.tsv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["form"] == "scan"]
    for row in rows:
        if row["issuer_group"] == "written":
            continue
        truth = (shared / "truth" / f"{row['name']}.json").read_text(encoding="utf-8")
        yield row["name"], _first_page(shared / row["document"]), json.loads(truth)["header"]


def _first_page(path: Path) -> bytes:
    with pikepdf.open(path) as file:
        del file.pages[1:]
        kept = io.BytesIO()
        file.save(kept)
    return kept.getvalue()


if __name__ == "__main__":
    main()
