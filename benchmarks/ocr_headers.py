"""Header fields of the signed scans of one office, against the list of documents."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pipeline
from extract.record import Header
from extract.training.matching import NAME_ALIKE, alike, same_number
from ingest.limits import Limits

FIELDS = ("number", "issued_on", "issuer", "kind")
# A value at or above this confidence is not shown to a reviewer.
CERTAIN = 0.8
# The list names the office whose scans they are; the head of this one names a board under it, and so
# does its number (04/QĐ-BCĐ138).
_ISSUERS = {"qn_03": "Ban Chỉ đạo 138"}
_NOTE = re.compile(r"Số (?P<number>\S+), ngày (?P<d>\d+)/(?P<m>\d+)/(?P<y>\d+)")


class Truth(NamedTuple):
    """The head of a scan as the list of documents tells it."""

    number: str
    issued_on: str
    issuer: str
    kind: str


def truths(shared: Path) -> dict[str, Truth]:
    """The heads of the scans ``qn_*`` by file name."""
    found = {}
    with (shared / "REAL_DOCUMENTS.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            note = _NOTE.search(row["notes"] or "")
            if not row["file"].startswith("scans/qn_") or note is None:
                continue
            kind = row["kind"].split(" UBND")[0]
            day = f"{note['y']}-{int(note['m']):02}-{int(note['d']):02}"
            scan = Path(row["file"]).stem
            issuer = _ISSUERS.get(scan, "Ủy ban nhân dân tỉnh Quảng Ngãi")
            found[scan] = Truth(note["number"].rstrip(","), day, issuer, kind)
    return found


def measure(shared: Path) -> None:
    """Print what is right, left open, and wrong, and what is wrong though marked certain."""
    right = open_ = wrong = certain = 0
    for name, truth in truths(shared).items():
        header = pipeline.read(
            (shared / "scans" / f"{name}.pdf").read_bytes(), Limits()
        ).record.header
        notes = []
        for field in FIELDS:
            value, sure = _value(header, field), _confidence(header, field)
            if _same(field, getattr(truth, field), value):
                right += 1
                continue
            notes.append(f"{field}: {value} ({sure:.2f}) for {getattr(truth, field)}")
            if not value or re.search(r"[?X]", value):
                open_ += 1
            else:
                wrong += 1
                certain += sure >= CERTAIN
        print(f"{name}  {'; '.join(notes) or 'all right'}", flush=True)
    total = right + open_ + wrong
    print(
        f"{right} of {total} fields right ({right / total:.1%}), {open_} left open, {wrong} wrong, "
        f"{certain} of these certain"
    )


def _value(header: Header, field: str) -> str:
    value = getattr(header, field)
    return ", ".join(value) if isinstance(value, list) else value or ""


def _confidence(header: Header, field: str) -> float:
    support = header.support.get(field)
    return support.confidence if support else 0.0


def _same(field: str, truth: str, value: str) -> bool:
    if field == "number":
        return same_number(truth, value)
    return value == truth if field == "issued_on" else alike(truth, value, NAME_ALIKE)
