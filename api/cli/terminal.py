"""What the commands share: settings, the archive, and how answers are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ingest.errors import BadRequest, NotStored
from store.words import visible

if TYPE_CHECKING:
    from settings import Settings
    from store.archive.archive import Archive

Row = TypeVar("Row")
Id = Annotated[str, typer.Argument(help="Identity of a document, or its first letters.")]


def read_settings() -> Settings:
    """The settings; BadRequest where one does not fit. Variables that are none are told of."""
    from pydantic import ValidationError

    from settings import Settings, unknown_variables, variables

    for name in unknown_variables():
        like = get_close_matches(name, variables(), 1)
        meant = f"; was {like[0]} meant?" if like else ""
        typer.echo(f"vanban: {visible(name)} is no setting and counts for nothing{meant}", err=True)
    try:
        return Settings()
    except (ValidationError, ValueError) as error:
        found = error.errors() if isinstance(error, ValidationError) else []
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in found)
        raise BadRequest(
            f"A setting does not fit: {faults or error}.",
            "Correct the variable, or the line of vanban.toml.",
        ) from error


def open_archive(settings: Settings, make: bool = False) -> Archive:
    """The archive that the settings name; NotStored where there is none and none is to be made."""
    from store.archive.archive import Archive
    from store.database.engine import is_missing

    if not make and is_missing(settings.store):
        raise NotStored(
            f"There is no store at {settings.store}.",
            "`vanban ingest PATH` makes it and reads files into it; VANBAN_STORE or vanban.toml "
            "names another.",
        )
    return Archive(settings.store, settings.originals)


def print_answer(answer: str) -> None:
    """Write to standard output as UTF-8 whatever the locale, at once."""
    typer.echo(answer.encode(), nl=False)


def print_rows(rows: Sequence[Row], as_json: bool, line: Callable[[Row], str]) -> None:
    """Write each row as a line for people, or as JSON."""
    from pydantic_core import to_json

    for row in rows:
        told = to_json(row).decode() if as_json else "\n".join(map(visible, line(row).split("\n")))
        print_answer(told + "\n")
