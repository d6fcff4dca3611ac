"""The commands for a whole archive: exports, searchable PDFs, backup and recovery."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.terminal import Id, open_archive, print_answer, read_settings
from ingest.errors import StoreFailed

if TYPE_CHECKING:
    from store.archive import Archive

app = typer.Typer()


class Form(StrEnum):
    """The forms in which an archive is exported."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    ICS = "ics"
    TT02 = "tt02-2019"
    TT05 = "tt05-2025"


@app.command()
def export(
    form: Annotated[Form, typer.Argument(help="jsonl, csv, xlsx, ics, tt02-2019 or tt05-2025.")],
    file: Annotated[Path, typer.Argument(help="File to write; one that is there is replaced.")],
) -> None:
    """Write all records, the calendar of deadlines, or rows in the form of the archive rules."""
    _write(file, export_parts(open_archive(read_settings()), form))


@app.command()
def pdf(
    identity: Id,
    file: Annotated[Path, typer.Argument(help="File to write; one that is there is replaced.")],
) -> None:
    """Write a searchable PDF/A of a stored document: its pages, and the restored text behind."""
    settings = read_settings()
    archive = open_archive(settings)
    from store.exports.searchable import searchable_pdf

    document = archive.find(identity)
    title = document.title or document.name
    pages = archive.layout(document.sha256)
    _write(file, [searchable_pdf(archive.data(document.sha256), pages, title, settings.limits)])


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="ZIP file to write; one there is replaced.")],
) -> None:
    """Write the whole store, originals included, into one file that no database is needed for."""
    from store.backup import backup as write_backup

    counts = write_backup(open_archive(read_settings()), file)
    print_answer(f"{counts['documents']} documents, {counts['originals']} originals\n")


@app.command()
def recover(file: Annotated[Path, typer.Argument(help="File that `vanban backup` wrote.")]) -> None:
    """Fill an empty store from a backup, on whatever database VANBAN_STORE names."""
    from store.backup import recover as read_backup

    counts = read_backup(open_archive(read_settings(), make=True), file)
    print_answer(f"{counts['documents']} documents, {counts['originals']} originals\n")


def export_parts(archive: Archive, form: Form) -> Iterable[bytes]:
    """The bytes of an export, in parts where it can be long."""
    from store.exports.deadlines import calendar_file
    from store.exports.metadata import metadata_sheet
    from store.exports.sheets import csv_lines, documents_sheet, json_lines, workbook

    exports = archive.exports()
    match form:
        case Form.JSONL:
            return json_lines(exports)
        case Form.XLSX:
            return [workbook(exports)]
        case Form.ICS:
            return [calendar_file(exports)]
        case Form.CSV:
            sheet = documents_sheet(exports)
        case _:
            sheet = metadata_sheet(form.value, exports)
    return csv_lines(sheet.columns, sheet.rows)


def _write(file: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all."""
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            out.writelines(parts)
        unfinished.replace(file)
    except OSError as error:
        raise StoreFailed(
            f"{file} could not be written: {error.strerror}.", "Check the folder."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
