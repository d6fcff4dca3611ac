"""What the commands share: settings, the archive, and how answers are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ingest.errors import BadRequest
from store.words import visible

if TYPE_CHECKING:
    from settings import Settings
    from store.archive import Archive

Row = TypeVar("Row")
SHOWN_ID = 12  # letters of an identity in lists: unique in any archive of this size
Id = Annotated[str, typer.Argument(help="Identity of a document, or its first letters.")]


def read_settings() -> Settings:
    """The settings; BadRequest where a variable does not fit."""
    from pydantic import ValidationError

    from settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadRequest(f"A setting does not fit: {faults}.", "Correct the variable.") from error


def open_archive(settings: Settings) -> Archive:
    """The archive that the settings name."""
    from store.archive import Archive

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
