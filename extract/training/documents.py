"""Annotated documents, read once and kept: folders with ``INDEX.tsv`` and one truth for each name.

What reading costs (OCR of 40 scans takes minutes) is kept in a cache, by the bytes of the document and
by the source of the rooms that read and restore; a change there reads or restores anew.
"""

import csv
import hashlib
import json
import pickle
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

import ingest
import normalize
from ingest.handwriting.line_model import line_model
from ingest.limits import Limits
from ingest.page import Document
from ingest.sources import read_document
from normalize.document import restored_text
from normalize.folding import strip_diacritics
from normalize.text import Text

T = TypeVar("T")
CACHE = Path("var/training")
# The group of written documents: they train and test pairings and are kept out of other figures.
WRITTEN = "written"
# Forms with sound text, and those of the copies that are made of them.
SOUND = ("text", "pdf", "docx")
BARE, PRINTED, ENGLISH = "bare", "printed", "english"


@dataclass(frozen=True)
class Annotated:
    """A document as read and restored, with what a careful clerk wrote down of it.

    ``form`` is text, pdf, docx, scan or spoiled; ``group`` names its issuer, by which folds are made;
    ``folder`` is the one of its truth. A copy tells of which document it was made (``of``).
    """

    folder: Path
    name: str
    form: str
    kind: str
    group: str
    document: Document
    text: Text
    truth: dict[str, Any]
    of: str | None = None

    @property
    def written(self) -> bool:
        """Whether the document was written for trial."""
        return self.group == WRITTEN


class Row(NamedTuple):
    """A row of an index: its folder, the name by which the document goes, its file, and the row itself."""

    folder: Path
    name: str
    place: Path
    fields: dict[str, str]


def load(
    *truths: Path, cache: Path = CACHE, processes: int = 2, only: Sequence[str] = ()
) -> list[Annotated]:
    """The documents of folders of truths, or those of them that are named, in the order of their indexes.

    Bytes that several rows give count once, by the first row. A name that an earlier folder has goes
    behind the name of its folder.
    """
    rows = _rows(truths, only)
    cache.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes) as pool:
        contents = (row.place.read_bytes() for row in rows)
        readings = pool.map(_reading, contents, [cache] * len(rows))
        return [
            Annotated(
                row.folder, row.name, row.fields["form"], row.fields["kind"], row.fields["issuer_group"],
                *reading,
                json.loads((row.folder / f"{row.fields['name']}.json").read_text(encoding="utf-8")),
            )
            for row, reading in zip(rows, readings, strict=True)
        ]  # fmt: skip


def _rows(truths: Sequence[Path], only: Sequence[str]) -> list[Row]:
    """The rows of all indexes, each document once and each name once."""
    rows: dict[str, Row] = {}
    names = set[str]()
    for folder in truths:
        with (folder / "INDEX.tsv").open(encoding="utf-8") as table:
            for fields in csv.DictReader(table, delimiter="\t"):
                place = _place(folder, fields["document"])
                known = hashlib.sha256(place.read_bytes()).hexdigest()
                if known in rows or (only and fields["name"] not in only):
                    continue
                name = _free(fields["name"], folder, names)
                names.add(name)
                rows[known] = Row(folder, name, place, fields)
    return list(rows.values())


def _free(name: str, folder: Path, taken: Container[str]) -> str:
    """A name that is not taken: as it is, or behind that of its folder, with a number where needed."""
    longer = f"{folder.name}-{name}"
    numbered = (f"{longer}-{number}" for number in count(2))
    return next(one for one in chain((name, longer), numbered) if one not in taken)


def _place(truths: Path, document: str) -> Path:
    places = (truths / document, truths.parent / document)
    return next((place for place in places if place.exists()), places[0])


def copies(
    documents: Sequence[Annotated],
    prints: Path | None = None,
    cache: Path = CACHE,
    processes: int = 2,
) -> list[Annotated]:
    """Sound documents as they come from worse sources: bare of diacritics, printed, with a spoiled layer.

    ``prints`` is the folder that ``python -m normalize.training.prints`` wrote: pictures of documents, which are
    read by OCR, and what an English model made of them. A copy has the truth and the group of its document.
    """
    made = [
        (one, form, data)
        for one in documents
        if one.form in SOUND and not one.written
        for form, data in _worse(one, prints)
    ]
    with ProcessPoolExecutor(processes) as pool:
        readings = pool.map(_reading, [data for *_, data in made], [cache] * len(made))
        return [
            replace(
                one, name=f"{one.name} {form}", form=form, document=document, text=text, of=one.name
            )
            for (one, form, _), (document, text) in zip(made, readings, strict=True)
        ]


def _worse(one: Annotated, prints: Path | None) -> Iterator[tuple[str, bytes]]:
    text = "\n".join(strip_diacritics(line.text) for line in one.text.lines)
    if text.strip():
        yield BARE, text.encode()
    if prints is None:
        return
    for form, ending in ((PRINTED, "pdf"), (ENGLISH, "eng.txt")):
        if (place := prints / f"{one.name}.{ending}").exists():
            yield form, place.read_bytes()


def _reading(data: bytes, cache: Path) -> tuple[Document, Text]:
    """What reading costs is kept apart from what restoring costs: a change of one leaves the other."""
    from pipeline import gazetteer, restorer

    digest = hashlib.sha256(data).hexdigest()[:24]
    document = _kept(
        cache / f"{digest}-{_sources(ingest)}.document", lambda: read_document(data, Limits())
    )
    text = _kept(
        cache / f"{digest}-{_sources(ingest, normalize)}.text",
        lambda: restored_text(document, restorer(), (), gazetteer().names_near),
    )
    return document, text


def _kept(place: Path, make: Callable[[], T]) -> T:
    """What a file of the cache holds, made where it is missing."""
    if place.exists():
        known: T = pickle.loads(place.read_bytes())
        return known
    made = make()
    place.write_bytes(pickle.dumps(made))
    return made


@lru_cache(maxsize=2)
def _sources(*rooms: ModuleType) -> str:
    """A name for the state of rooms, and for whether handwriting is read by the optional recogniser."""
    known = hashlib.sha256(str(line_model() is None).encode())
    for room in rooms:
        for path in _files(Path(room.__file__ or "").parent):
            known.update(path.read_bytes())
    return known.hexdigest()[:12]


def _files(room: Path) -> Iterator[Path]:
    return iter(sorted(p for p in room.rglob("*.py") if "training" not in p.parts))
