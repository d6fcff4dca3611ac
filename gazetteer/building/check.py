"""Check the CSV files of the authority file: ``python -m gazetteer.building.check [FOLDER]``.

Prints every finding as ``file:line: message``; the exit code is 1 where there is any.
"""

import csv
import datetime
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from gazetteer.authority.programmes import KINDS as PROGRAMME_KINDS
from gazetteer.authority.tables import COLUMNS, DATA, SEPARATOR
from gazetteer.matching.evidence import ACCEPTED, CALIBRATION, FIRST
from gazetteer.unit import ADMINISTRATIVE
from normalize.folding import fold, nfc

REFORM = "2025-07-01"  # from here on every unit that ended must have a successor
FOREVER = "9999-12-31"
UNIT_FILES = ("units.csv", "education.csv")
ALLOWED = {
    ("units.csv", "level"): ADMINISTRATIVE,
    ("units.csv", "origin"): ("attested", "derived"),
    ("education.csv", "origin"): ("attested", "derived"),
    ("successors.csv", "relation"): ("full", "partial", "unverified"),
    ("successors.csv", "origin"): ("attested", "derived"),
    ("bodies.csv", "kind"): ("body", "pattern", "term"),
    ("abbreviations.csv", "ambiguous"): ("", "yes"),
    ("programmes.csv", "kind"): PROGRAMME_KINDS,
    ("names.csv", "position"): ("family", "middle", "given"),
}
MAY_BE_EMPTY = frozenset(
    ("parent_id", "valid_from", "valid_to", "code", "aliases", "basis", "levels", "ambiguous",
     "male", "female")
)  # fmt: skip
DATES = ("valid_from", "valid_to", "date")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong on which line (the header is line 1)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the place it stands at."""

    file: str
    number: int
    cells: dict[str, str]

    def finding(self, message: str) -> Finding:
        return Finding(self.file, self.number, message)

    @property
    def start(self) -> str:
        return self.cells["valid_from"]

    @property
    def end(self) -> str:
        return self.cells["valid_to"] or FOREVER


def check(folder: Path = DATA) -> list[Finding]:
    """All findings, in the order of files and lines."""
    findings: list[Finding] = []
    lines: dict[str, list[Line]] = {}
    for file, columns in COLUMNS.items():
        lines[file] = []
        for item in _read(folder / file, columns):
            if isinstance(item, Line):
                lines[file].append(item)
                findings += _cells(item)
            else:
                findings.append(item)
    units = defaultdict(list)
    for line in (line for file in UNIT_FILES for line in lines[file]):
        units[line.cells["id"]].append(line)
    for file in ("bodies.csv", "programmes.csv"):
        findings += _unique(lines[file])
    findings += _programmes(lines["programmes.csv"])
    findings += _weights(lines["weights.csv"], folder / "weights.csv")
    findings += _aliases(line for file in UNIT_FILES for line in lines[file])
    findings += _intervals(units)
    findings += _parents(units)
    findings += _successors(lines["successors.csv"], units)
    findings += _coverage(lines["successors.csv"], lines["units.csv"])
    return sorted(findings)


def _read(path: Path, columns: tuple[str, ...]) -> Iterator[Line | Finding]:
    if not path.is_file():
        yield Finding(path.name, 1, "the file is missing")
        return
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if tuple(next(reader, ())) != columns:
            yield Finding(path.name, 1, f"the header must be {','.join(columns)}")
            return
        for row in reader:
            if len(row) == len(columns):
                yield Line(path.name, reader.line_num, dict(zip(columns, row, strict=True)))
            else:
                count = f"{len(row)} cells instead of {len(columns)}"
                yield Finding(path.name, reader.line_num, count)


def _cells(line: Line) -> Iterator[Finding]:
    for column, cell in line.cells.items():
        if cell != nfc(cell):
            yield line.finding(f"{column} is not in NFC: {cell}")
        if cell != cell.strip():
            yield line.finding(f"{column} has blanks at its ends")
        if not cell and column not in MAY_BE_EMPTY:
            yield line.finding(f"{column} is empty")
        allowed = ALLOWED.get((line.file, column))
        if allowed and cell not in allowed:
            yield line.finding(f"{column} is {cell!r}, not one of {', '.join(allowed)}")
        if column in DATES and cell and not _is_date(cell):
            yield line.finding(f"{column} is not a date: {cell}")


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unique(lines: list[Line]) -> Iterator[Finding]:
    counts = Counter(line.cells["id"] for line in lines)
    for line in lines:
        if counts[line.cells["id"]] > 1:
            yield line.finding(f"{line.cells['id']} is not unique")


def _aliases(lines: Iterable[Line]) -> Iterator[Finding]:
    """Other names are each there once, and none is the name itself."""
    for line in lines:
        held = line.cells["aliases"].split(SEPARATOR) if line.cells["aliases"] else []
        if len(set(held)) < len(held) or line.cells["name"] in held or "" in held:
            yield line.finding("aliases hold a name twice, the name itself or nothing")


def _programmes(lines: list[Line]) -> Iterator[Finding]:
    """No name stands for two programmes of one kind, and none ends before it begins."""
    taken: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.start >= line.end:
            yield line.finding(f"{line.cells['id']} ends before it begins")
        for name in (line.cells["name"], *filter(None, line.cells["aliases"].split(SEPARATOR))):
            before = taken.setdefault((line.cells["kind"], fold(name)), line.number)
            if before != line.number:
                yield line.finding(f"{name} is also the name of line {before}")


def _weights(lines: list[Line], path: Path) -> Iterator[Finding]:
    """Each piece of evidence has one coefficient, a number; probabilities lie between 0 and 1."""
    counts = Counter(line.cells["evidence"] for line in lines)
    if not path.is_file():
        return
    for name in (*FIRST, ACCEPTED):
        if counts[name] == 0:
            yield Finding(path.name, 1, f"{name} has no weight")
    for line in lines:
        name, weight = line.cells["evidence"], line.cells["weight"]
        number = _number(weight)
        if counts[name] > 1:
            yield line.finding(f"{name} is not unique")
        if name not in FIRST and name != ACCEPTED and not name.startswith(CALIBRATION):
            yield line.finding(f"{name} is no evidence")
        elif number is None:
            yield line.finding(f"weight is not a number: {weight}")
        elif name not in FIRST and not 0 <= number <= 1:
            yield line.finding(f"{name} is no probability: {weight}")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _intervals(units: dict[str, list[Line]]) -> Iterator[Finding]:
    """The states of one unit follow each other; schools have one state."""
    for identity, held in units.items():
        for line in held:
            if line.start >= line.end:
                yield line.finding(f"{identity} ends before it begins")
            if line.file != held[0].file or (line is not held[0] and line.file != "units.csv"):
                yield line.finding(f"{identity} is not unique")
        ordered = sorted(held, key=lambda line: line.start)
        for before, after in pairwise(ordered):
            if after.file == "units.csv" and after.start < before.end:
                yield after.finding(f"{identity} overlaps its state of line {before.number}")


def _parents(units: dict[str, list[Line]]) -> Iterator[Finding]:
    for held in units.values():
        for line in held:
            parent = line.cells["parent_id"]
            needed = line.cells["level"] in ("district", "commune")
            if parent and parent not in units:
                yield line.finding(f"parent {parent} does not exist")
            elif parent and not any(
                above.start < line.end and line.start < above.end for above in units[parent]
            ):
                yield line.finding(f"parent {parent} did not exist at that time")
            elif needed and not parent:
                yield line.finding("a district or commune needs a parent")


def _successors(steps: list[Line], units: dict[str, list[Line]]) -> Iterator[Finding]:
    for step in steps:
        old, new, day = (step.cells[column] for column in ("old_id", "new_id", "date"))
        for identity in (old, new):
            if identity not in units:
                yield step.finding(f"{identity} does not exist")
        if new in units and not any(u.start <= day < u.end for u in units[new]):
            yield step.finding(f"{new} did not exist on {day}")
        if old == new:
            yield step.finding(f"{old} succeeds itself")


def _coverage(steps: list[Line], units: list[Line]) -> Iterator[Finding]:
    known = {step.cells["old_id"] for step in steps}
    last: dict[str, Line] = {}
    for line in sorted(units, key=lambda line: line.end):
        last[line.cells["id"]] = line
    for identity, line in last.items():
        if REFORM <= line.end < FOREVER and identity not in known:
            yield line.finding(f"{identity} ended on {line.end} and has no successor")


def main(arguments: list[str]) -> int:
    """Check the folder named in the arguments or the project's own; returns the exit code."""
    findings = check(Path(arguments[0]) if arguments else DATA)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
