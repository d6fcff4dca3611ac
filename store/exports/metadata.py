"""Metadata rows in the form of the archive rules.

``archive_fields.csv`` says which field comes from where, and an archivist can correct it: the
fields of Thông tư 02/2019/TT-BNV were written from general knowledge, those of Thông tư
05/2025/TT-BNV are a draft after its list for a hồ sơ, because its list for a document was not at
hand. Each row names the version of its scheme. What the record cannot know (hồ sơ, retention,
access) stays empty for the archivist.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.errors import BadRequest
from ingest.page import PICTURE_KINDS, Origin
from store.documents.exported import Export
from store.exports.sheets import Cell, Sheet
from store.questions.calendar import spans

_FIELDS = Path(__file__).with_name("archive_fields.csv")
_CONSTANT = "constant:"


def metadata_sheet(scheme: str, exports: Iterable[Export]) -> Sheet:
    """One row a document with the fields of a scheme; BadRequest where there is none so named."""
    with _FIELDS.open(encoding="utf-8", newline="") as file:
        fields = [row for row in csv.DictReader(file) if row["scheme"] == scheme]
    if not fields:
        raise BadRequest(f"There is no scheme {scheme!r}.", "Known are tt02-2019 and tt05-2025.")
    columns = [*(row["field"] for row in fields), "SchemeVersion"]
    version = f"{scheme}/{fields[0]['version']}"
    sources = [row["source"] for row in fields]
    return Sheet(scheme, columns, _rows(sources, version, exports))


def _rows(
    sources: list[str], version: str, exports: Iterable[Export]
) -> Iterator[tuple[Cell, ...]]:
    for ordinal, export in enumerate(exports, start=1):
        values = _values(ordinal, export)
        cells = (
            source.removeprefix(_CONSTANT) if source.startswith(_CONSTANT) else values[source]
            for source in sources
        )
        yield (*cells, version)


def _values(ordinal: int, export: Export) -> dict[str, Cell]:
    document, record = export
    head = record.header
    number, _, symbol = (head.number or "").partition("/")
    issued = spans(head.issued_on)
    whole_day = issued and issued[0].first == issued[0].last
    return {
        "ordinal": ordinal,
        "kind": head.kind,
        "number": number or None,
        "symbol": symbol or None,
        "issued_on": f"{issued[0].first:%d/%m/%Y}" if whole_day else None,
        "issuer": "; ".join(head.issuer),
        "title": head.title,
        "signers": "; ".join(one.name for one in record.signers),
        "pages": document.pages,
        "confidence_level": _confidence_level(export),
    }


def _confidence_level(export: Export) -> str:
    """Whether the file was born digital, is a scan, or has pages of both kinds."""
    pages = export.record.source.pages
    scanned = [page.origin == Origin.OCR for page in pages]
    if export.record.source.media_type in PICTURE_KINDS or (scanned and all(scanned)):
        return "Số hóa"
    return "Hỗn hợp" if any(scanned) else "Gốc điện tử"
