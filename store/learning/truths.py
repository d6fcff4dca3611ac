"""What reviewers settled, as a folder of truths that the models of extraction are trained on.

The form is that of ``extract.training.documents``: ``INDEX.tsv``, ``NAME.json`` for each document, and its
bytes under ``documents``. A document is exported when people have settled it: someone decided a value of
it, none below the confidence of review waits any more, and all of it was read.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from extract.record import REVIEWED, Finding, Header, Pairing, Record, Source
from ingest.errors import BadRequest, FileMissing, StoreFailed
from ingest.page import SHEET_KINDS, WORD_KINDS, Kind
from normalize.folding import canonical, nfc
from normalize.reading import Treatment
from store.archive.archive import Archive
from store.database.tables import Document, State
from store.review.decisions import Reviewed
from store.review.gaps import gaps
from store.review.settled import treatment_of
from store.review.waiting import Bars, bars

Truth = dict[str, Any]

INDEX = "INDEX.tsv"
_COLUMNS = ("name", "document", "form", "kind", "issuer_group", "source")
_SOURCE = "reviewed"  # in the column source: the mark of an export
_NAME = re.compile(r"[0-9a-f]{16}")  # the beginning of an identity
_GROUP_LETTERS = 60
_HEADER = ("parent_issuer", "number", "place", "issued_on", "kind", "title", "period", "addressees")
_ENTRIES = {
    "references": ("kind", "number", "issued_on", "issuer"),
    "sections": ("label", "level", "heading"),
    "pairings": ("units", "origin", "table", "row"),
    "deadlines": ("text", "edtf", "relation", "recurrence", "actors", "task"),
    "responsibilities": ("actor", "task", "partners", "report_to"),
    "recipients": ("name", "purpose"),
    "signers": ("name", "title", "unit", "mark"),
    "contacts": ("unit", "kind", "value"),
}


class Written(NamedTuple):
    """How many documents were exported, and how many were not by the reason."""

    exported: int
    skipped: Counter[str]


def export_truths(
    archive: Archive,
    folder: Path,
    *,
    with_open: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Written:
    """Write the settled documents of an archive into a new folder or one of an earlier export.

    ``with_open`` also takes documents of which values wait, these marked optional. ``progress`` is told
    how many documents of how many were looked at. BadRequest where the folder holds anything else,
    StoreFailed where it cannot be written.
    """
    try:
        before = _exported_before(folder)
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        rows, skipped = _write_all(archive, folder, with_open, progress)
        _write_index(folder, rows)
        for name in before - {row["name"] for row in rows}:
            _remove(folder, name)
    except OSError as error:
        raise StoreFailed(
            f"{folder} could not be written: {error.strerror}.", "Check the folder and its disk."
        ) from error
    return Written(len(rows), skipped)


def truth_of(reviewed: Reviewed, least: Bars) -> Truth:
    """A record as reviewers left it in the form of a truth, without evidence.

    An entry of which a value waits, open and less sure than ``least`` asks, is optional; where copies are
    filed has no room for that mark. References and pairings of which nothing is left are none.
    """
    record = _marked(reviewed, least)
    entries = {
        field: [_entry(one, keys) for one in getattr(record, field) if not _is_empty(field, one)]
        for field, keys in _ENTRIES.items()
    }
    return {
        "header": _header(record.header),
        **entries,
        "filed_at": [one.name for one in record.filed_at],
    }


def _exported_before(folder: Path) -> set[str]:
    """The names in the index of an earlier export; BadRequest where a folder in use has none."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    index = folder / INDEX
    text = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    rows = list(csv.DictReader(StringIO(text), delimiter="\t"))
    ours = (r["source"] == _SOURCE and _NAME.fullmatch(r["name"] or "") for r in rows)
    if text.split("\n", 1)[0] != "\t".join(_COLUMNS) or not all(ours):
        raise BadRequest(
            f"{folder} holds files that are no earlier export of truths.",
            "Name a new or empty folder, or that of an earlier export.",
        )
    return {row["name"] for row in rows}


def _write_all(
    archive: Archive, folder: Path, with_open: bool, progress: Callable[[int, int], None]
) -> tuple[list[dict[str, str]], Counter[str]]:
    """Write documents and truths; the rows of the index, and why others were left out."""
    states = archive.counts()
    total = states.get(State.DONE, 0) + states.get(State.REVIEW, 0)
    unread = states.get(State.ACCEPTED, 0) + states.get(State.FAILED, 0)
    rows, skipped = list[dict[str, str]](), Counter({"not read": unread} if unread else {})
    least = bars()
    if not (folder / INDEX).exists():
        _write_index(folder, [])  # by which an export that was interrupted is known
    for done, (document, reviewed) in enumerate(archive.all_reviewed(), start=1):
        if reason := _reason_against(reviewed, least, with_open):
            skipped[reason] += 1
        else:
            try:
                rows.append(_write_one(archive, folder, document, reviewed, least))
            except FileMissing:
                skipped["original missing"] += 1
        progress(done, total)
    return rows, skipped


def _reason_against(reviewed: Reviewed, least: Bars, with_open: bool) -> str | None:
    if reviewed.record.problems:
        return "not read completely"
    if not reviewed.settled:
        return "nothing settled by a reviewer"
    if not with_open and (_doubtful(reviewed, least) or _lacks(reviewed, least)):
        return "values still wait for a reviewer"
    return None


def _write_one(
    archive: Archive, folder: Path, document: Document, reviewed: Reviewed, least: Bars
) -> dict[str, str]:
    """Write the bytes and the truth of one document; its row of the index."""
    data, truth = archive.data(document.sha256), truth_of(reviewed, least)
    kind, header = Kind(reviewed.record.source.media_type), reviewed.shown.header
    name = document.sha256[:16]
    place = f"documents/{name}.{'txt' if kind is Kind.TEXT else kind.name.lower()}"
    (folder / place).write_bytes(data)
    written = nfc(json.dumps(truth, ensure_ascii=False, indent=2)) + "\n"
    (folder / f"{name}.json").write_text(written, encoding="utf-8")
    row = (name, place, _form(reviewed.record), header.kind or "", _group(header), _SOURCE)
    return dict(zip(_COLUMNS, row, strict=True))


def _write_index(folder: Path, rows: list[dict[str, str]]) -> None:
    unfinished = folder / f".{INDEX}.part"
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    unfinished.replace(folder / INDEX)


def _remove(folder: Path, name: str) -> None:
    """Take out a document that an earlier export wrote and this one did not."""
    for path in (folder / f"{name}.json", *(folder / "documents").glob(f"{name}.*")):
        path.unlink(missing_ok=True)


def _doubtful(reviewed: Reviewed, least: Bars) -> set[int]:
    """The findings (by ``id``) of which a value waits for a reviewer."""
    return {
        id(one.finding)
        for one in reviewed.values()
        if one.pointer not in reviewed.settled and one.finding.confidence < least.of(one.pointer)
    }


def _lacks(reviewed: Reviewed, least: Bars) -> bool:
    """Whether nobody has said what stands where a value should and was not found."""
    return any(
        gap.absent < least.missing and gap.pointer not in reviewed.settled
        for gap in gaps(reviewed.record)
    )


def _marked(reviewed: Reviewed, least: Bars) -> Record:
    """The record as shown, its findings of confidence 0 where a value waits and 1 elsewhere.

    Entries that were rejected move those behind them, so marks go with the findings.
    """
    record = reviewed.record.model_copy(deep=True)
    reviewed = reviewed._replace(record=record)
    doubtful = _doubtful(reviewed, least)
    listed: list[list[Finding]] = [getattr(record, field) for field in REVIEWED]
    for finding in chain(record.header.support.values(), *listed):
        finding.confidence = float(id(finding) not in doubtful)
    return reviewed.shown


def _header(header: Header) -> Truth:
    issuers = header.issuer
    truth = {"issuer": issuers if len(issuers) > 1 else next(iter(issuers), None)}
    truth |= {name: getattr(header, name) for name in _HEADER}
    waits = [name for name, finding in header.support.items() if not finding.confidence]
    return {**truth, "optional": [name for name in truth if name in waits]}


def _entry(one: Finding, keys: tuple[str, ...]) -> Truth:
    entry = {key: getattr(one, key) for key in keys}
    if isinstance(one, Pairing):
        entry["units"] = [unit.name for unit in one.units]
    return entry if one.confidence else entry | {"optional": True}


def _is_empty(field: str, one: Any) -> bool:
    """Whether what was rejected leaves no reference or no pairing."""
    if field == "references":
        return not (one.number or one.title or one.issued_on)
    return field == "pairings" and len(one.units) < 2


def _form(record: Record) -> str:
    """docx, scan, spoiled, text or pdf, as most of its pages are."""
    source: Source = record.source
    if source.media_type in WORD_KINDS:
        return "docx"
    plain = "text" if source.media_type in (Kind.TEXT, *SHEET_KINDS) else "pdf"
    named = {None: plain, Treatment.OCR: "scan"}
    forms = Counter(named.get(treatment_of(record, one.page), "spoiled") for one in source.pages)
    return max(forms, key=forms.__getitem__, default=plain)


def _group(header: Header) -> str:
    """The issuer folded to a slug: documents of one group are never trained and tested on at once."""
    names = " ".join(header.issuer) or header.parent_issuer or "unknown"
    words = re.findall(r"\w+", canonical(names).casefold())
    return "-".join(words)[:_GROUP_LETTERS]
