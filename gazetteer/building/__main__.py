"""Build the CSV files of the authority file: ``python -m gazetteer.building SOURCE_FOLDER``.

The source folder holds the lists of facts that SOURCES.md describes. ``bodies.csv`` is kept by
hand and not touched. The same sources give the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from gazetteer.authority.tables import DATA, read_dicts, write_rows
from gazetteer.building.education import education_rows
from gazetteer.building.successors import successor_steps
from gazetteer.building.units import identified, read_states, surviving_codes
from normalize.folding import canonical

_NAME_COLUMNS = ("position", "syllable", "count", "share_pct", "male", "female")


def build(source: Path, target: Path = DATA) -> dict[str, int]:
    """Write all built tables; returns the number of rows of each.

    Raises OSError where a source list is missing and ValueError where a unit has no parent.
    """
    target.mkdir(parents=True, exist_ok=True)
    raw = read_states(source)
    survivors = surviving_codes(read_dicts(source / "admin_successors.csv"))
    states = identified(raw, survivors)
    steps = successor_steps(source, states)
    tables = {
        "abbreviations.csv": list(_abbreviations(source)),
        "names.csv": list(_names(source)),
        "units.csv": [state.row() for state in states],
        "successors.csv": [step.row() for step in steps],
        "education.csv": education_rows(source, states),
    }
    return {name: write_rows(name, rows, target) for name, rows in tables.items()}


def _abbreviations(source: Path) -> Iterator[list[str]]:
    for row in read_dicts(source / "abbreviations.csv"):
        if row["abbr"]:
            origin = "ND30-2020" if "30/2020" in row["source"] else "general usage"
            yield [
                canonical(row["abbr"]), canonical(row["expansion"]), row["kind"],
                row["ambiguous"], origin,
            ]  # fmt: skip


def _names(source: Path) -> Iterator[list[str]]:
    for row in read_dicts(source / "person_names.csv"):
        yield [*(canonical(row[column]) for column in _NAME_COLUMNS), "student-name-lists"]


def main(arguments: list[str]) -> int:
    """Build from the folder named in the arguments; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m gazetteer.building SOURCE_FOLDER", file=sys.stderr)
        return 2
    for name, count in build(Path(arguments[0])).items():
        print(f"{name}: {count} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
