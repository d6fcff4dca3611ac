"""The CSV files of the authority file: their columns and how they are read and written.

All are UTF-8, NFC, with a header row and LF; several values in one cell are divided by ``|``.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ingest.errors import BrokenFile, FileMissing

DATA = Path(__file__).parents[1] / "data"
SEPARATOR = "|"

UNIT_COLUMNS = (
    "id", "level", "type_word", "name", "parent_id", "valid_from", "valid_to",
    "code", "aliases", "basis", "origin", "source",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "units.csv": UNIT_COLUMNS,
    "education.csv": UNIT_COLUMNS,
    "bodies.csv": ("id", "kind", "levels", "name", "aliases", "source"),
    "successors.csv": ("old_id", "new_id", "relation", "date", "basis", "origin", "source"),
    "abbreviations.csv": ("abbr", "expansion", "kind", "ambiguous", "source"),
    "programmes.csv": (
        "id",
        "kind",
        "name",
        "aliases",
        "valid_from",
        "valid_to",
        "basis",
        "source",
    ),
    "weights.csv": ("evidence", "weight", "origin"),
    "names.csv": ("position", "syllable", "count", "share_pct", "male", "female", "source"),
}


def read_rows(name: str, folder: Path = DATA) -> list[list[str]]:
    """The rows below the header, cells in the order of ``COLUMNS[name]``.

    Raises FileMissing, and BrokenFile where the header or the number of cells does not fit.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
    except OSError as error:
        raise FileMissing(
            f"The gazetteer file {name} cannot be read.",
            "Install the program again, or run `python -m gazetteer.building`.",
        ) from error
    expected = len(COLUMNS[name])
    if not rows or tuple(rows[0]) != COLUMNS[name] or any(len(row) != expected for row in rows):
        raise BrokenFile(
            f"The gazetteer file {name} does not have the columns {', '.join(COLUMNS[name])}.",
            "Run `python -m gazetteer.building.check` to see the lines concerned.",
        )
    return rows[1:]


def read_dicts(path: Path) -> Iterator[dict[str, str]]:
    """The rows of any CSV file with a header, each as a dictionary."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def write_rows(name: str, rows: Iterable[Sequence[str]], folder: Path = DATA) -> int:
    """Write a table with its header; returns the number of rows."""
    written = 0
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS[name])
        for row in rows:
            writer.writerow(row)
            written += 1
    return written
