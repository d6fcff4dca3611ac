"""Records as tables: JSON Lines, CSV, XLSX."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from extract.record import Record
from store.database.tables import Document
from store.documents.exported import Export

Cell = str | int | float | None
# What a spreadsheet would take for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CELL_CHARACTERS = 32_767  # the most that a cell of Excel holds
_DOCUMENT_COLUMNS = (
    "id", "file", "state", "number", "issued_on", "kind", "issuer", "parent_issuer", "place",
    "title", "period", "pages", "signers", "recipients",
)  # fmt: skip


class Sheet(NamedTuple):
    """A table: its name, its columns and its rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def json_lines(exports: Iterable[Export]) -> Iterator[bytes]:
    """One document a line: identity, file, state and the whole record."""
    for document, record in exports:
        row = {
            "id": document.sha256,
            "file": document.name,
            "state": document.state,
            "record": record.model_dump(mode="json"),
        }
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A table as CSV (RFC 4180), UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    yield b"\xef\xbb\xbf"
    for row in chain([columns], rows):
        out = io.StringIO()
        csv.writer(out).writerow([_harmless(cell) for cell in row])
        yield out.getvalue().encode()


def documents_sheet(exports: Iterable[Export]) -> Sheet:
    """One row a document, what its head says."""
    return Sheet("documents", _DOCUMENT_COLUMNS, (_document_row(*one) for one in exports))


def workbook(exports: Iterable[Export]) -> bytes:
    """All that was found as an XLSX file, one sheet for each kind of thing."""
    book = Workbook(write_only=True)
    sheets = {
        name: book.create_sheet(name)
        for name in ("documents", "references", "pairings", "deadlines", "duties", "recipients")
    }
    for name, columns in _COLUMNS.items():
        sheets[name].append(columns)
    for export in exports:
        for name, row in _rows(*export):
            sheets[name].append([_written(sheets[name], cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": _DOCUMENT_COLUMNS,
    "references": ("id", "kind", "number", "issued_on", "issuer", "title", "confidence"),
    "pairings": ("id", "pairing", "unit", "unit_id", "unit_name", "confidence"),
    "deadlines": ("id", "text", "edtf", "relation", "recurrence", "task", "actors", "confidence"),
    "duties": ("id", "actor", "task", "partners", "report_to", "confidence"),
    "recipients": ("id", "name", "purpose", "confidence"),
}


def _rows(document: Document, record: Record) -> Iterator[tuple[str, Sequence[Cell]]]:
    own = document.sha256
    yield "documents", _document_row(document, record)
    for ref in record.references:
        cells = (ref.kind, ref.number, ref.issued_on, ref.issuer, ref.title, ref.confidence)
        yield "references", (own, *cells)
    for number, pairing in enumerate(record.pairings, start=1):
        for unit in pairing.units:
            named = (unit.name, unit.unit_id, unit.unit_name)
            yield "pairings", (own, number, *named, pairing.confidence)
    for due in record.deadlines:
        when = (due.text, due.edtf, due.relation, due.recurrence)
        yield "deadlines", (own, *when, due.task, _joined(due.actors), due.confidence)
    for duty in record.responsibilities:
        others = (_joined(duty.partners), _joined(duty.report_to))
        yield "duties", (own, duty.actor, duty.task, *others, duty.confidence)
    for one in record.recipients:
        yield "recipients", (own, one.name, one.purpose, one.confidence)


def _document_row(document: Document, record: Record) -> Sequence[Cell]:
    head = record.header
    return (
        document.sha256, document.name, str(document.state), head.number, head.issued_on, head.kind,
        _joined(head.issuer), head.parent_issuer, head.place, head.title, head.period,
        document.pages, _joined([one.name for one in record.signers]),
        _joined([one.name for one in record.recipients]),
    )  # fmt: skip


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _written(sheet: Any, value: Cell) -> Any:
    """A cell whose text is text, whatever it begins with; also when somebody edits it."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, _NOT_A_CELL.sub(" ", value)[:_CELL_CHARACTERS])
    cell.data_type = "s"
    if value.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell
