"""A check of the labels: where models that never saw a document contradict what a clerk wrote down of it.

A value that all else speaks for, and that the truth lacks, is either a fault of the models or a slip of the
clerk. The surest come first: a person looks at the document and mends the truth or leaves it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from extract.training.documents import Annotated
from extract.training.matching import compare

# From so sure a reading on the truth is worth a second look.
SURE = 0.8
# A missed value so like (0-100) to what was read instead is told beside it.
NEAR = 60


class Slip(NamedTuple):
    """What the models read for sure and the truth does not have, with the entry of the truth most like it."""

    document: str
    field: str
    confidence: float
    read: str
    written: str


def slips(documents: Sequence[Annotated], records: Mapping[str, dict[str, Any]]) -> list[Slip]:
    """Likely slips of the truths, the surest first."""
    found = (slip for one in documents for slip in _of(one, records[one.name]))
    return sorted(found, key=lambda slip: (-slip.confidence, slip.document, slip.field))


def _of(one: Annotated, record: dict[str, Any]) -> Iterator[Slip]:
    for field, outcome in compare(one.truth, record).items():
        for value in outcome.false:
            if (sure := _confidence(value, field, record)) >= SURE:
                written = max(
                    outcome.missed, key=lambda m: fuzz.ratio(_shown(m), _shown(value)), default=None
                )
                like = written is not None and fuzz.ratio(_shown(written), _shown(value)) >= NEAR
                yield Slip(
                    one.name, field, round(sure, 3), _shown(value), _shown(written) if like else ""
                )


def _confidence(value: dict[str, Any], field: str, record: dict[str, Any]) -> float:
    if field == "header":
        name = next(iter(value))
        return float(record["header"]["support"].get(name, {}).get("confidence", 0.0))
    return float(value.get("confidence", 0.0))


def _shown(value: Any) -> str:
    """The words of an entry in one line: what the fields are compared by."""
    if not isinstance(value, dict):
        return str(value)
    names = (
        "actor",
        "task",
        "text",
        "edtf",
        "label",
        "heading",
        "number",
        "kind",
        "name",
        "value",
        "units",
    )
    parts = [str(value[name]) for name in names if value.get(name)]
    return " | ".join(parts) or " ".join(f"{name}: {one}" for name, one in value.items())


def write(found: Sequence[Slip], path: Path) -> None:
    """Write the slips as a table for a person to go through."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(Slip._fields)
        writer.writerows(found)
