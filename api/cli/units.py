"""The commands ``vanban unit`` and ``vanban gazetteer …``: units through time, and their growing."""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.answers import found_unit, told_of
from api.cli.terminal import open_archive, print_answer, read_settings
from ingest.errors import BadRequest

if TYPE_CHECKING:
    from gazetteer.authority.overlay import Change
    from gazetteer.load import Gazetteer
    from store.overlay import Overlay

gazetteer_app = typer.Typer(
    no_args_is_help=True,
    help="Add units and other names of units to the authority file, in the store beside its files.",
)
MOST_TITLES = 100_000  # documents whose titles are looked through
By = Annotated[str | None, typer.Option(help="Who says so; VANBAN_REVIEWER where left out.")]
UnitId = Annotated[str, typer.Argument(help="Identifier of a unit, as `vanban unit` prints it.")]


def unit(
    name: Annotated[str, typer.Argument(help="A unit as a document names it, or its identifier.")],
    on: Annotated[
        str | None, typer.Option(help="Day of the document, YYYY-MM-DD; today where left out.")
    ] = None,
    near: Annotated[
        list[str] | None, typer.Option(help="A place named around. Repeatable.")
    ] = None,
    today: Annotated[
        bool, typer.Option("--today", help="Also what the unit has become by today.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print a unit as it was on a day: identifier, name, place, days, and what became of it."""
    from ingest.clock import today as this_day

    gazetteer = _gazetteer()
    now = this_day()
    day = _day(on) if on else None
    told = told_of(gazetteer, found_unit(gazetteer, name, day, near or []), day or now, now, today)
    if as_json:
        print_answer(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        print_answer(_written(told))


def _written(told: dict[str, Any]) -> str:
    days = f"{told['valid_from'] or '?'} – {told['valid_to'] or 'today'}"
    lines = [f"{told['name']}  {told['id']}", f"  in {told['place']}" if told["place"] else ""]
    lines.append(
        f"  {days}  ({told['source']}{', derived' if told['origin'] == 'derived' else ''})"
    )
    if "today" in told:
        lines.append(f"  on {told['today_on']}:" if told["today"] else "  today: nothing known")
        for one in told["today"]:
            place = f", {one['place']}" if one["place"] else ""
            basis = f"  {one['basis']}" if one["basis"] else ""
            lines.append(f"    {one['relation']:<10}  {one['name']}{place}  {one['id']}{basis}")
    return "\n".join(filter(None, lines)) + "\n"


@gazetteer_app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name as it should read.")],
    level: Annotated[
        str, typer.Option(help="province, district, commune, MN, TH, THCS, THPT, PGD, …")
    ],
    parent: Annotated[str, typer.Option(help="Identifier of the unit above.")],
    type_word: Annotated[str, typer.Option(help="Type word of a place: Xã, Phường, …")] = "",
    valid_from: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
    valid_to: Annotated[str, typer.Option(help="Day from which on it is no more.")] = "",
    basis: Annotated[str, typer.Option(help="The document that made it.")] = "",
    by: By = None,
) -> None:
    """Add a unit; prints its identifier."""
    from gazetteer.authority.overlay import new_unit

    rows = _gazetteer().rows
    change = new_unit(rows, level, name, parent, type_word, valid_from, valid_to, basis)
    _keep(change, by)
    typer.echo(change.unit_id)


@gazetteer_app.command()
def alias(
    unit_id: UnitId, name: Annotated[str, typer.Argument(help="Its other name.")], by: By = None
) -> None:
    """Give a unit another name by which documents know it."""
    from gazetteer.authority.overlay import new_alias

    _keep(new_alias(_gazetteer().rows, unit_id, name), by)


@gazetteer_app.command()
def merge(
    unit_id: UnitId,
    into: Annotated[str, typer.Argument(help="Identifier of the entry that stays.")],
    by: By = None,
) -> None:
    """Merge two entries of one unit; the names of the first become aliases of the second."""
    from gazetteer.authority.overlay import new_merge

    _keep(new_merge(_gazetteer().rows, unit_id, into), by)


@gazetteer_app.command("list")
def list_changes() -> None:
    """List the changes by number with who made them and when, oldest first, and which do not count."""
    from store.database.tables import UNDO
    from store.overlay import standing_changes
    from store.words import visible

    rows, faults = _overlay().rows(), _gazetteer().passed_over
    standing = {row.id for row in standing_changes(rows)}
    for row in rows:
        what = " ".join(filter(None, (row.unit_id, row.name, row.into)))
        told = f"{row.id}  {row.made_at:%Y-%m-%d %H:%M}  {row.reviewer}  {row.action:<5}  {what}"
        if row.id not in standing and row.action != UNDO:
            told += "  (taken back)"
        elif row.id in standing and row.change in faults:
            told += f"  (cannot be loaded: {faults[row.change]})"
        print_answer(visible(told) + "\n")


@gazetteer_app.command()
def undo(
    number: Annotated[int, typer.Argument(help="Number of a change, as `list` shows it.")],
    by: By = None,
) -> None:
    """Take a change back; those that were built upon it no longer count."""
    _overlay().undo(number, by or read_settings().reviewer)


@gazetteer_app.command()
def export() -> None:
    """Print the changes as CSV lines for the files: file, + or - for a line to put in or take out."""
    from gazetteer.authority.overlay import exported
    from gazetteer.load import Gazetteer
    from store.overlay import standing_changes

    changes = [row.change for row in standing_changes(_overlay().rows())]
    lines = exported(Gazetteer.load().rows, changes)
    print_answer("".join(f"{file}\t{sign}\t{line}\n" for file, sign, line in lines))


@gazetteer_app.command()
def programmes(
    file: Annotated[Path | None, typer.Argument(help="A document to find them in.")] = None,
) -> None:
    """Print the movements and programmes that a document names; without one, new ones for the list.

    New are those that titles in the store name and the list does not have.
    """
    from gazetteer.authority.overlay import csv_line
    from gazetteer.authority.programmes import programmes, proposed

    if file is not None:
        print_answer(_programmes_named(file))
        return
    rows = open_archive(read_settings()).documents(MOST_TITLES)
    found = proposed((row.title or "" for row in rows), programmes())
    print_answer("".join(f"{csv_line(one.cells())}\n" for one in found))


def _programmes_named(file: Path) -> str:
    """A line for each: page, kind, name, and the words that stand there."""
    from ingest.sources import read_file

    limits = read_settings().limits
    with contextlib.redirect_stdout(sys.stderr):  # nothing that a library prints gets in between
        from pipeline import gazetteer, read

        text = read(read_file(file, limits), limits).text
    lines = []
    for number, page in enumerate(text.page_texts, start=1):
        for one in gazetteer().programmes(page):
            words = " ".join(page[one.start : one.stop].split())
            lines.append(f"{number}\t{one.programme.kind}\t{one.programme.name}\t{words}\n")
    return "".join(lines)


def _gazetteer() -> Gazetteer:
    from gazetteer.load import Gazetteer
    from store.overlay import stored_changes

    return Gazetteer.load(changes=stored_changes(_store()))


def _store() -> str:
    return read_settings().store


def _overlay() -> Overlay:
    from store.overlay import Overlay

    return Overlay(_store())


def _keep(change: Change, by: str | None) -> None:
    _overlay().keep(change, by or read_settings().reviewer)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"{text!r} is not a day.", "Write it as 2022-12-12.") from None
