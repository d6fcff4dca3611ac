"""The commands for a whole archive: exports, searchable PDFs, backup and recovery."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api.answers import SHOWN_ID
from api.cli.terminal import Id, open_archive, print_answer, read_settings
from ingest.errors import StoreFailed
from store.exports.forms import Form, export_parts
from store.words import visible

app = typer.Typer()


@app.command()
def export(
    form: Annotated[Form, typer.Argument(help="jsonl, csv, xlsx, ics, tt02-2019 or tt05-2025.")],
    file: Annotated[Path, typer.Argument(help="File to write; one that is there is replaced.")],
) -> None:
    """Write all records, the calendar of deadlines, or rows in the form of the archive rules."""
    _write(file, export_parts(open_archive(read_settings()).exports(), form))


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
def delete(
    identities: Annotated[
        list[str], typer.Argument(help="Identities of documents, or their first letters.")
    ],
) -> None:
    """Put documents into the bin: no list, search or question finds them any more."""
    settings = read_settings()
    archive = open_archive(settings)
    for identity in identities:
        document = archive.bin.delete(identity, settings.reviewer)
        print_answer(visible(f"{document.sha256[:SHOWN_ID]}  {document.name}") + "\n")


@app.command("bin")
def bin_(
    restore: Annotated[
        list[str] | None, typer.Option(help="Identity of a document to bring back. Repeatable.")
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Drop all that lies in it, originals too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 100,
) -> None:
    """List what lies in the bin, bring documents back, or empty it for good."""
    settings = read_settings()
    archive = open_archive(settings)
    for identity in restore or ():
        archive.bin.restore(identity, settings.reviewer)
    if empty:
        print_answer(f"{archive.bin.empty(settings.reviewer)} documents\n")
    for document, reviewer in archive.bin.documents(limit):
        deleted = f"{document.deleted_at:%Y-%m-%d %H:%M}  {reviewer}"
        told = f"{document.sha256[:SHOWN_ID]}  {deleted}  {document.name}"
        print_answer(visible(told) + "\n")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="ZIP file to write; one there is replaced.")],
) -> None:
    """Write the whole store, originals included, into one file that no database is needed for."""
    from store.archive.backup import backup as write_backup

    counts = write_backup(open_archive(read_settings()), file)
    print_answer(f"{counts['documents']} documents, {counts['originals']} originals\n")


@app.command()
def recover(file: Annotated[Path, typer.Argument(help="File that `vanban backup` wrote.")]) -> None:
    """Fill an empty store from a backup, on whatever database VANBAN_STORE names."""
    from store.archive.backup import recover as read_backup

    counts = read_backup(open_archive(read_settings(), make=True), file)
    print_answer(f"{counts['documents']} documents, {counts['originals']} originals\n")


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
