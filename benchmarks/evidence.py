"""Whether evidence covers its words: ``python -m benchmarks.evidence [--shared FOLDER]``.

Every value on a page that can be shown must have boxes, and every word of its evidence must lie under
one of them. The boxes are compared with those of the words as the page was read; a word counts as
covered when half of its box is. How many words under the boxes belong to no evidence says how tight
they are.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.records import SAMPLES
from extract.learned.confidence import values
from extract.record import Evidence
from ingest.limits import Limits
from ingest.page import Box, Kind, Word
from ingest.sources import read_file
from normalize.folding import canonical
from pipeline import Reading, read

SHOWN = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.WEBP)
COVERED = 0.5


@dataclass
class Coverage:
    """Values with evidence, those with boxes, their words, those covered, and words beside them."""

    values: int = 0
    boxed: int = 0
    words: int = 0
    covered: int = 0
    beside: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.values + other.values,
            self.boxed + other.boxed,
            self.words + other.words,
            self.covered + other.covered,
            self.beside + other.beside,
        )

    def row(self, name: str) -> str:
        """The shares as a line of the table."""
        under = self.covered + self.beside
        return (
            f"{name:26}{self.values:8}{self.boxed / max(self.values, 1):9.1%}{self.words:8}"
            f"{self.covered / max(self.words, 1):9.1%}{self.beside / max(under, 1):9.1%}"
        )


def coverage(reading: Reading) -> Coverage:
    """How the evidence of all values of a document lies over the words of its pages."""
    words = {
        page.number: [w for line in page.lines for w in line.words if w.box is not None]
        for page in reading.document.pages
    }
    total = Coverage()
    for value in values(reading.record):
        shown = [e for e in value.finding.evidence if words.get(e.page)]
        if shown:
            total += Coverage(values=1, boxed=all(e.boxes for e in shown))
        for evidence in shown:
            total += _of(evidence, words[evidence.page])
    return total


def _of(evidence: Evidence, page: list[Word]) -> Coverage:
    """The words of one piece of evidence that lie under its boxes, each word once."""
    boxes = [Box(*box) for box in evidence.boxes]
    under = Counter(
        canonical(w.text) for w in page if w.box and any(_share(w.box, b) >= COVERED for b in boxes)
    )
    wanted = Counter(canonical(evidence.raw).split())
    covered = sum((wanted & under).values())
    return Coverage(0, 0, sum(wanted.values()), covered, sum(under.values()) - covered)


def _share(word: Box, box: Box) -> float:
    """The share of a word's box that another covers."""
    width = min(word.right, box.right) - max(word.left, box.left)
    height = min(word.bottom, box.bottom) - max(word.top, box.top)
    area = (word.right - word.left) * (word.bottom - word.top)
    return max(width, 0.0) * max(height, 0.0) / area if area > 0 else 0.0


def files(shared: Path | None) -> Iterator[Path]:
    """The project's documents that have pages to show, and the scans of a folder."""
    yield from sorted(p for p in (SAMPLES / "documents").iterdir() if p.suffix in (".pdf", ".jpg"))
    yield from sorted((shared / "scans").glob("*.pdf")) if shared else ()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    arguments = parser.parse_args()
    print(f"{'document':26}{'values':>8}{'boxed':>9}{'words':>8}{'covered':>9}{'beside':>9}")
    total = Coverage()
    for path in files(arguments.shared):
        limits = Limits()
        reading = read(read_file(path, limits), limits)
        if reading.document.kind in SHOWN:
            found = coverage(reading)
            print(found.row(path.stem[:25]), flush=True)
            total += found
    print(total.row("all"))


if __name__ == "__main__":
    main()
