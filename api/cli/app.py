"""The command ``vanban``. Answers go to standard output, everything else to standard error.

What a command needs is imported inside it: loading models takes seconds, ``--help`` must not.
"""

from __future__ import annotations

import contextlib
import ipaddress
import shutil
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from api.answers import SHOWN_ID
from api.cli import (
    accounts,
    archives,
    batches,
    cascade,
    doctor,
    learning,
    questions,
    sources,
    truths,
    units,
    webhooks,
)
from api.cli.terminal import Id
from api.cli.terminal import open_archive as _archive
from api.cli.terminal import print_answer as _print
from api.cli.terminal import read_settings as _settings
from ingest.errors import BadRequest, EngineFailed, EngineMissing, UnknownKind, VanbanError
from store.words import visible

if TYPE_CHECKING:
    from extract.record import Record
    from pipeline import Reading
    from settings import Settings
    from store.archive.archive import Archive


_LAST_WORDS_SECONDS = (
    3  # pages that follow a reading hold a line open; they come back by themselves
)


class Commands(TyperGroup):
    """The one place where a failure becomes a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except VanbanError as error:
            typer.echo(f"vanban: {visible(error.message)}\n{visible(error.advice)}", err=True)
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
AsJson = Annotated[
    bool | None,
    typer.Option(
        "--json/--sheet",
        help="JSON, or a page for people; where left out, JSON unless a terminal shows it.",
    ),
]
File = Annotated[Path, typer.Argument(help="PDF, picture, Word or Excel file, or TXT.")]


app.command()(units.unit)
app.command()(doctor.doctor)
app.add_typer(cascade.app)
app.add_typer(units.gazetteer_app, name="gazetteer")
app.add_typer(accounts.app, name="account")
app.add_typer(truths.app, name="truth")
app.add_typer(webhooks.app, name="webhook")
app.add_typer(sources.app, name="source")


def main() -> None:
    """Entry point of ``vanban``."""
    app()


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        _print(f"vanban {version('vanban')}\n")
        raise typer.Exit


@app.callback()
def vanban(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Vietnamese official documents, scanned or spoiled, as structured data."""


@app.command()
def extract(
    file: File,
    as_json: AsJson = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="JSON without evidence and confidence.")
    ] = False,
    split: Annotated[
        bool, typer.Option("--split", help="One record for each document that the file holds.")
    ] = False,
) -> None:
    """Print the record of one document, for people or as JSON."""
    records = _records_of_parts(file) if split else [_read(file).record]
    if not brief and (is_terminal() if as_json is None else not as_json):
        from api.cli import sheet

        width = shutil.get_terminal_size((sheet.WIDTH, 0)).columns
        _print("\n".join(sheet.sheet(one, sheet.is_vietnamese(), width) for one in records))
        return
    for problem in (problem for record in records for problem in record.problems):
        place = f"page {problem.page}: " if problem.page else ""
        told = f"{file.name}: {place}{problem.component}: {problem.message}"
        typer.echo(visible(told), err=True)
    for record in records:
        _print(
            record.model_dump_json(
                indent=None if split else 2, exclude=_support() if brief else None
            )
            + "\n"
        )


def _records_of_parts(file: Path) -> list[Record]:
    """The records of all documents in a file, in the order of their pages, which are told."""
    limits = _settings().limits
    with _quiet():
        import pipeline

        records = [one.record for one in pipeline.read_parts(_bytes(file), limits)]
    pages = [[page.page for page in record.source.pages] for record in records]
    told = "; ".join(f"{one[0]}-{one[-1]}" for one in pages if one)
    typer.echo(visible(f"{file.name}: documents by pages: {told}"), err=True)
    return records


@app.command()
def text(file: File) -> None:
    """Print the restored text of one document, pages separated by a form feed."""
    limits = _settings().limits
    with _quiet():
        import pipeline

        _, restored = pipeline.restore(_bytes(file), limits)
    _print("\n\f".join(restored.page_texts) + "\n")


@app.command()
def debug(
    file: File,
    page: Annotated[int, typer.Option(min=1, help="Which page, from 1.")] = 1,
    output: Annotated[Path, typer.Option(help="Where the drawn page goes, as PNG.")] = Path(
        "page.png"
    ),
) -> None:
    """Draw a page with the boxes of its words and tables, and tell how it was read."""
    from api.cli.debug import inspect_page

    with _quiet():
        told = inspect_page(file, page, output, _settings().limits)
    _print(told)


@app.command()
def restore(
    file: Annotated[
        Path | None, typer.Argument(help="Plain text; standard input where left out.")
    ] = None,
    context: Annotated[
        list[Path] | None,
        typer.Option(help="Plain text whose names and words may occur. Repeatable."),
    ] = None,
) -> None:
    """Restore plain text line for line, words repaired in place."""
    written = _plain(sys.stdin.buffer.read() if file is None else _bytes(file))
    context_lines = [line for path in context or [] for line in _lines(_plain(_bytes(path)))[0]]
    lines, end = _lines(written)
    with _quiet():
        from normalize.document import restore_plain
        from pipeline import gazetteer, lexicon

        restored = restore_plain(lines, context_lines, gazetteer().names_near, lexicon())
    if len(restored) != len(lines):
        raise EngineFailed(
            f"{len(lines)} lines became {len(restored)}.", "Please report this text as a fault."
        )
    _print("\n".join(restored) + end)


@app.command("list")
def list_documents(
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 100,
) -> None:
    """List the documents in the store: identity, state, number, file."""
    rows = _archive(_settings()).documents(limit)
    _print(
        "".join(
            visible(f"{row.sha256[:SHOWN_ID]}  {row.state:<8}  {row.number or '-':<24}  {row.name}")
            + "\n"
            for row in rows
        )
    )


@app.command()
def show(identity: Id) -> None:
    """Print the record of a stored document, with what reviewers settled."""
    record = _archive(_settings()).record(identity)
    _print(record.model_dump_json(indent=2) + "\n")


app.add_typer(batches.app)
app.add_typer(questions.app)
app.add_typer(archives.app)
app.add_typer(learning.app)


@app.command()
def serve(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="TCP port; VANBAN_PORT where left out.")
    ] = None,
) -> None:
    """Serve the pages and the HTTP interface; to this machine alone unless VANBAN_HOST says more."""
    settings = _settings()
    archive = _archive(settings, make=True)
    _check_host(settings, archive)
    _check_port(settings.host, port or settings.port)
    import uvicorn

    from api.app import create_app
    from api.service import logs
    from api.service.warm import warm_up

    logs.set_up(settings.log)

    service = create_app(archive, settings)
    address = f"http://{settings.host}:{port or settings.port}"
    typer.echo(f"vanban serves {address} (Ctrl-C ends it)", err=True)
    if settings.login and not archive.accounts.claimed():
        archive.accounts.first()
        link = f"{address}/login?once={service.state.service.once.make()}"
        typer.echo(f"Open this link to get in as administrator; it works once:\n  {link}", err=True)
    warm_up(archive)
    uvicorn.run(
        service, host=settings.host, port=port or settings.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=_LAST_WORDS_SECONDS,
    )  # fmt: skip


@app.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Over HTTP, for whoever sends the token of an account.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="TCP port of --http.")] = 8766,
) -> None:
    """Answer an assistant's questions about the archive (Model Context Protocol); it only reads."""
    settings = _settings()
    archive = _archive(settings)
    try:
        from api.mcp import server
    except ImportError as error:
        raise EngineMissing(
            f"The package {error.name} is not installed.", "Install it: pip install 'vanban[mcp]'"
        ) from error
    if not http:
        server.server(archive).run()
        return
    _check_host(settings, archive)
    _check_port(settings.host, port)
    import uvicorn

    typer.echo(f"vanban answers at http://{settings.host}:{port}/mcp (Ctrl-C ends it)", err=True)
    uvicorn.run(server.http_app(archive, settings.host), host=settings.host, port=port)


def _check_host(settings: Settings, archive: Archive) -> None:
    """BadRequest where others than this machine could reach an archive that asks nobody who they are."""
    if not _is_loopback(settings.host) and not (settings.login and archive.accounts.claimed()):
        raise BadRequest(
            f"Without accounts the service does not listen on {settings.host!r}.",
            "Leave VANBAN_LOGIN on and give an administrator a password: `vanban account "
            "password admin`; or set VANBAN_HOST to 127.0.0.1.",
        )


def is_terminal() -> bool:
    """Whether a person reads along."""
    return sys.stdout.isatty()


def _check_port(host: str, port: int) -> None:
    """BadRequest where the address cannot be listened on, before anything promises it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise BadRequest(
            f"Port {port} of {host} cannot be listened on: {error.strerror or error}.",
            "Another program may have it, perhaps a vanban that already runs; `--port N` or "
            "VANBAN_PORT takes another.",
        ) from error


def _read(file: Path) -> Reading:
    limits = _settings().limits
    with _quiet():
        import pipeline

        return pipeline.read(_bytes(file), limits)


def _support() -> dict[str, Any]:
    """What a record says of its values besides the values, as Pydantic's ``exclude``."""
    from extract.record import REVIEWED, Finding

    said = {"__all__": set(Finding.model_fields)}
    return {"header": {"support"}} | dict.fromkeys(REVIEWED, said)


def _bytes(file: Path) -> bytes:
    from ingest.sources import read_file

    return read_file(file, _settings().limits)


def _plain(data: bytes) -> str:
    from ingest.files.kinds import decode_text

    decoded = decode_text(data)
    if decoded is None:
        raise UnknownKind("This is not plain text.", "`vanban text FILE` reads other kinds.")
    return decoded


def _lines(written: str) -> tuple[list[str], str]:
    """The lines of a text, and the line break after the last one if there is any."""
    if not written:
        return [], ""
    end = "\n" if written.endswith("\n") else ""
    return written.removesuffix("\n").split("\n"), end


def _quiet() -> contextlib.AbstractContextManager[Any]:
    """Nothing that a library prints may get between the answer and its reader."""
    return contextlib.redirect_stdout(sys.stderr)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
