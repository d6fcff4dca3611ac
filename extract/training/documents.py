"""Annotated documents, read once and kept: a folder with ``INDEX.tsv`` and one truth for each name.

What reading costs (OCR of 40 scans takes minutes) is kept in a cache, by the bytes of the document and
by the source of the rooms that read and restore; a change there reads anew.
"""

import csv
import hashlib
import json
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import ingest
import normalize
from ingest.limits import Limits
from ingest.page import Document
from normalize.text import Text

CACHE = Path("var/training")
# The group of written documents: they train and test pairings and are kept out of other figures.
WRITTEN = "written"


@dataclass(frozen=True)
class Annotated:
    """A document as read and restored, with what a careful clerk wrote down of it.

    ``form`` is text, pdf, docx, scan or spoiled; ``group`` names its issuer, by which folds are made.
    """

    name: str
    form: str
    kind: str
    group: str
    document: Document
    text: Text
    truth: dict[str, Any]

    @property
    def written(self) -> bool:
        """Whether the document was written for trial."""
        return self.group == WRITTEN


def load(
    truths: Path, cache: Path = CACHE, processes: int = 2, only: Sequence[str] = ()
) -> list[Annotated]:
    """The documents of a folder of truths, or those of them that are named, in the order of its index."""
    with (truths / "INDEX.tsv").open(encoding="utf-8") as table:
        rows = [r for r in csv.DictReader(table, delimiter="\t") if not only or r["name"] in only]
    cache.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes) as pool:
        readings = pool.map(
            _reading, [_place(truths, row["document"]) for row in rows], [cache] * len(rows)
        )
        return [
            Annotated(
                row["name"], row["form"], row["kind"], row["issuer_group"], *reading,
                json.loads((truths / f"{row['name']}.json").read_text(encoding="utf-8")),
            )
            for row, reading in zip(rows, readings, strict=True)
        ]  # fmt: skip


def _place(truths: Path, document: str) -> Path:
    places = (truths / document, truths.parent / document)
    return next((place for place in places if place.exists()), places[0])


def _reading(place: Path, cache: Path) -> tuple[Document, Text]:
    data = place.read_bytes()
    kept = cache / f"{hashlib.sha256(data).hexdigest()[:24]}-{_sources()}.pickle"
    if kept.exists():
        document, text = pickle.loads(kept.read_bytes())
        return document, text
    from pipeline import restore

    reading = restore(data, Limits())
    kept.write_bytes(pickle.dumps(reading))
    return reading


@lru_cache(maxsize=1)
def _sources() -> str:
    """A name for the state of what reads and restores."""
    known = hashlib.sha256()
    for room in (ingest, normalize):
        for path in _files(Path(room.__file__ or "").parent):
            known.update(path.read_bytes())
    return known.hexdigest()[:12]


def _files(room: Path) -> Iterator[Path]:
    return iter(sorted(p for p in room.rglob("*.py") if "training" not in p.parts))
