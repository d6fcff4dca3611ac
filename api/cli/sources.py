"""The commands for sources: folders and mail boxes that `vanban serve` looks at by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.answers import SHOWN_ID
from api.cli.terminal import open_archive, print_answer, read_settings
from store.words import visible

app = typer.Typer(
    no_args_is_help=True, help="Folders and mail boxes that the service looks at by itself."
)


@app.command("list")
def list_sources() -> None:
    """List the sources by number, with how the last look at each went."""
    for one in open_archive(read_settings()).feeds.all():
        looked = f"looked at {one.looked_at:%Y-%m-%d %H:%M}" if one.looked_at else "not looked at"
        fault = f"  {one.reason_code}: {one.reason}" if one.reason_code else ""
        print_answer(visible(f"{one.id}  {one.place}  {looked}{fault}") + "\n")


@app.command()
def add(
    place: Annotated[str, typer.Argument(help="A folder, or imaps://USER@HOST/FOLDER.")],
) -> None:
    """Look at a place from now on; the password of a mail box is asked for, or read from input."""
    from api.http.sources import add_folder, add_mailbox

    settings = read_settings()
    archive = open_archive(settings, make=True)
    if place.startswith(("imap://", "imaps://")):
        add_mailbox(archive, place, _password(), settings.reviewer)
    else:
        add_folder(archive, Path(place).resolve(), settings.reviewer)


@app.command()
def remove(number: Annotated[int, typer.Argument(help="Number of a source.")]) -> None:
    """Look at a source no more; its password is forgotten, its documents stay."""
    open_archive(read_settings()).feeds.end(number)


@app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
) -> None:
    """List what the sources brought, and why a file became no document."""
    for one in open_archive(read_settings()).feeds.log(limit):
        became = one.document[:SHOWN_ID] if one.document else one.reason
        print_answer(visible(f"{one.taken_at:%Y-%m-%d %H:%M}  {one.name}  {became}") + "\n")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, err=True))
