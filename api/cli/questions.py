"""The commands that ask the archive: search, deadlines, pairings, duties, citations, units."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.answers import SHOWN_ID
from api.cli.terminal import open_archive, print_rows, read_settings

if TYPE_CHECKING:
    from store.questions.answers import Citations, DutyOf, Naming, Paper

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, one value a line.")]
Most = Annotated[int, typer.Option(min=1, help="How many answers.")]
Unit = Annotated[str, typer.Argument(help="Name or gazetteer identity of a unit.")]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Day as YYYY-MM-DD.")]


@app.command()
def search(
    words: Annotated[
        list[str] | None, typer.Argument(help='Words, or "a phrase in quotes".')
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many pages, best first.")] = 20,
    issuer: Annotated[str | None, typer.Option(help="Words of the issuer's name.")] = None,
    kind: Annotated[str | None, typer.Option(help="Kind of document, as kế hoạch.")] = None,
    number: Annotated[str | None, typer.Option(help="Number, or its first part.")] = None,
    cites: Annotated[str | None, typer.Option(help="Number of a document it cites.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="Unit it names, under any name of its history.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Issued on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Issued on this day or earlier.")
    ] = None,
) -> None:
    """Find pages that have all words: exact with diacritics, any spelling without.

    With options alone, the first pages of the documents that pass them, newest first.
    """
    from store.questions.facets import Filters

    filters = Filters(issuer, kind, number, cites, _date(since), _date(until), unit)
    terms = (f'"{word}"' if " " in word else word for word in words or [])
    for hit in open_archive(read_settings()).search(" ".join(terms), limit, filters):
        parts = (typer.style(p.text, bold=True) if p.hit else p.text for p in hit.snippet)
        snippet = " ".join("".join(parts).split())
        typer.echo(f"{hit.document[:SHOWN_ID]}  {hit.name}, page {hit.page}: {snippet}")


@app.command()
def deadlines(
    first: Day,
    last: Day,
    unit: Annotated[str | None, typer.Option(help="Only documents that name this unit.")] = None,
    limit: Most = 100,
    as_json: AsJson = False,
) -> None:
    """List what falls due between two days, recurring deadlines on each of their days."""
    questions = open_archive(read_settings()).questions
    found = questions.deadlines(first.date(), last.date(), limit, unit)
    print_rows(
        found, as_json, lambda one: f"{one.day}  {one.task} ({one.text})  {_named(one.paper)}"
    )


@app.command()
def pairings(unit: Unit, limit: Most = 100, as_json: AsJson = False) -> None:
    """List the pairings (kết nghĩa) of a unit, also under its former and later names."""
    found = open_archive(read_settings()).questions.pairings(unit, limit)
    print_rows(
        found, as_json, lambda one: f"{one.unit}  {', '.join(one.others)}  {_named(one.paper)}"
    )


@app.command()
def duties(
    actor: Annotated[str, typer.Argument(help="Unit, office or class, as các trường tiểu học.")],
    limit: Most = 100,
    as_json: AsJson = False,
) -> None:
    """List the tasks of a unit or of a class of units."""
    found = open_archive(read_settings()).questions.duties(actor, limit)

    def line(one: DutyOf) -> str:
        partners = f" (with {', '.join(one.partners)})" if one.partners else ""
        return f"{one.actor}: {one.task}{partners}  {_named(one.paper)}"

    print_rows(found, as_json, line)


@app.command()
def citations(
    document: Annotated[str, typer.Argument(help="Identity or number of a document.")],
    limit: Most = 100,
    as_json: AsJson = False,
) -> None:
    """List what a document cites and what cites it."""
    found = open_archive(read_settings()).questions.citations(document, limit)

    def line(answer: Citations) -> str:
        cites = (
            f"cites  {one.kind} {one.number or '-'}  {one.issued_on or '-'}  "
            f"{one.stored.document[:SHOWN_ID] if one.stored else '-'}"
            for one in answer.cites
        )
        return "\n".join([*cites, *(f"cited by  {_named(paper)}" for paper in answer.cited_by)])

    print_rows([found], as_json, line)


@app.command()
def mentions(name: Unit, limit: Most = 100, as_json: AsJson = False) -> None:
    """List the documents that name a unit under any of its names, with what it is called today."""
    found = open_archive(read_settings()).questions.mentions(name, limit)

    def line(one: Naming) -> str:
        today = f" (today {', '.join(one.today)})" if one.today else ""
        return f"{one.role:<9}  {one.name}{today}  {_named(one.paper)}"

    print_rows(found, as_json, line)


def _named(paper: Paper) -> str:
    return f"[{paper.document[:SHOWN_ID]} {paper.number or paper.name}]"


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
