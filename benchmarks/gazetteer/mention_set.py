"""The mentions that matching is measured on, as they lie in their files."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "mentions.csv"
SMALL_FILE = Path(__file__).parent / "small.csv"
FRESH_FILE = Path(__file__).parent / "fresh.csv"
SEED = 20260901
# The kept half drawn a second time: units, ways of writing, fonts and damage that nothing was chosen by.
FRESH_SEED = 20261122
COLUMNS = ("half", "kind", "context", "mention", "near", "on", "truth")
HALVES = ("development", "kept")


@dataclass(frozen=True, slots=True)
class Mention:
    """One line of the test set; ``truth`` is the unit meant, or all that fit equally, or none.

    ``kind`` is clean, bare or spoiled; ``near`` are the places around, ``on`` the document's date.
    """

    half: str
    kind: str
    context: bool
    mention: str
    near: tuple[str, ...]
    on: datetime.date | None
    truth: tuple[str, ...]

    @property
    def ambiguous(self) -> bool:
        """Whether several units fit equally well."""
        return len(self.truth) > 1

    def cells(self) -> list[str]:
        """The line of the file."""
        return [
            self.half, self.kind, "yes" if self.context else "", self.mention, "|".join(self.near),
            self.on.isoformat() if self.on else "", "|".join(self.truth),
        ]  # fmt: skip


def stored(half: str, file: Path = FILE) -> list[Mention]:
    """The mentions of one half, as they lie in the file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Mention(
                row["half"], row["kind"], bool(row["context"]), row["mention"],
                tuple(filter(None, row["near"].split("|"))),
                datetime.date.fromisoformat(row["on"]) if row["on"] else None,
                tuple(filter(None, row["truth"].split("|"))),
            )
            for row in csv.DictReader(stream)
            if row["half"] == half
        ]  # fmt: skip


def write(file: Path, mentions: Iterable[Mention]) -> None:
    """Write mentions as a file that ``stored`` reads."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(one.cells() for one in mentions)
