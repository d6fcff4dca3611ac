"""The commands of the cascade: its tree, what contradicts in it, and who has answered what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.answers import SHOWN_ID
from api.cli.terminal import open_archive, print_answer, print_rows, read_settings
from ingest.errors import BadRequest
from store.words import visible

if TYPE_CHECKING:
    from store.cascade.coverage import Cell
    from store.cascade.obligations import Obligation
    from store.cascade.questions import Told
    from store.cascade.tree import Graph, Line, Place
    from store.questions.answers import Paper

app = typer.Typer()
Asked = Annotated[str, typer.Argument(help="Identity or number of a document.")]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Day as YYYY-MM-DD.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, one value a line.")]


class Form(StrEnum):
    """How the cascade is written into a file."""

    GRAPHML = "graphml"
    CSV = "csv"


class Gravity(StrEnum):
    """The least severity of findings that are told."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@app.command()
def cascade(
    document: Asked,
    whole: Annotated[
        bool, typer.Option("--whole", help="From the top of its cascade, not from the document.")
    ] = False,
    form: Annotated[
        Form | None, typer.Option(help="Write all its citations as graphml or csv instead.")
    ] = None,
) -> None:
    """Print what follows a document as a tree, with the documents that are cited and missing."""
    from store.exports import cascade as exports

    found = open_archive(read_settings()).cascades.around(document, whole=whole)
    if form is not None:
        print_answer((exports.graphml if form is Form.GRAPHML else exports.table)(found.graph))
        return
    top = found.graph.top(found.paper.document) if whole else found.paper.document
    print_answer("".join(f"{visible(one)}\n" for one in _tree(found.graph, top)))
    if found.left_out:
        typer.echo("There is more of this cascade than is shown.", err=True)


@app.command()
def check(
    document: Annotated[
        str | None, typer.Argument(help="Identity or number of a document.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All documents, those first that wait for their checks.")
    ] = False,
    least: Annotated[Gravity, typer.Option(help="The least severity told.")] = Gravity.LOW,
    settled: Annotated[
        bool, typer.Option("--settled", help="What people have settled, too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many, the gravest first.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """List what contradicts in a document and between it and those that it follows."""
    from store.cascade.findings import Severity

    if (document is None) is not everything:
        raise BadRequest("It is not clear what to check.", "Name one document, or give `--all`.")
    archive = open_archive(read_settings())
    if everything:
        archive.check_again()
    found = archive.cascades.findings(
        document,
        least=Severity[least.name],
        settled=None if settled else False,
        limit=limit,
    )
    print_rows(found, as_json, _told)


@app.command()
def coverage(
    document: Asked,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="By which day, as YYYY-MM-DD; today where left out."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Units of which the archive can tell nothing, too.")
    ] = False,
) -> None:
    """List the units that a document obliges, and what in the archive answers for each."""
    from store.cascade.coverage import State

    found = open_archive(read_settings()).cascades.coverage(document, on.date() if on else None)
    counts = ", ".join(f"{found.counts[state]} {state}" for state in State)
    tasks = {duty.position: duty for duty in found.duties}
    lines = [f"{counts}, of {found.counts.total()} (units by duties)"]
    for unit in found.units:
        mine = [(n, cell) for (key, n), cell in found.cells.items() if key == unit.key]
        if everything or any(cell.state is not State.UNKNOWN for _, cell in mine):
            today = f"  (today {'; '.join(unit.today)})" if unit.today else ""
            lines.append(f"{unit.name}{today}")
            lines += [f"  {_cell(cell)}  {tasks[n].task}" for n, cell in mine]
    print_answer("".join(f"{visible(line)}\n" for line in lines))


@app.command()
def obligations(
    unit: Annotated[str, typer.Argument(help="Name or gazetteer identity of a unit.")],
    first: Day,
    last: Day,
    as_json: AsJson = False,
) -> None:
    """List what a unit must do between two days, and by whose order."""
    found = open_archive(read_settings()).cascades.obligations(unit, first.date(), last.date())

    def line(one: Obligation) -> str:
        by = f" by {one.answer.label}" if one.answer else ""
        heir = f" (laid on {one.unit})" if one.handed_over else ""
        return f"{one.day}  {one.state}{by}  {one.task}{heir}  [{one.order.label}]"

    print_rows(found, as_json, line)


def _cell(cell: Cell) -> str:
    """What has become of a duty, and by which document."""
    by = f" by {cell.answer.label}" if cell.answer else ""
    return f"{cell.state}{by}{' (late)' if cell.late else ''}"


def _tree(graph: Graph, top: str) -> list[str]:
    """The lines of a tree, below the places above its first one."""
    lines = graph.lines(top)
    above = []
    while top in graph.above:
        top = graph.above[top]
        above.append(f"^ {_place(graph.places[top])}")
    return [*reversed(above), *(_line(one, lines[n + 1 :]) for n, one in enumerate(lines))]


def _line(line: Line, after: list[Line]) -> str:
    """One line of a tree with the strokes that lead to it."""
    strokes = "".join("│  " if _goes_on(depth, after) else "   " for depth in range(1, line.depth))
    if line.depth:
        strokes += "├─ " if _goes_on(line.depth, after) else "└─ "
    edge = line.edge
    sure = f" {edge.confidence:.2f}" if edge and edge.confidence is not None else ""
    how = f"  ({edge.relation}{sure})" if edge else ""
    return f"{strokes}{_place(line.place)}{how}"


def _goes_on(depth: int, after: list[Line]) -> bool:
    """Whether another line of a depth follows before the tree goes up beyond it."""
    for one in after:
        if one.depth <= depth:
            return one.depth == depth
    return False


def _place(place: Place) -> str:
    identity = f"[{place.document[:SHOWN_ID]}]" if place.document else "[not in the archive]"
    parts = [place.label, place.issued_on, place.issuer, identity]
    return "  ".join(part for part in parts if part)


def _told(one: Told) -> str:
    against = f"  against {_named(one.other)}" if one.other else ""
    expected = f" | {one.expected}" if one.expected else ""
    verdict = f"  {one.verdict}" if one.verdict else ""
    page = f"  page {one.evidence[0].page}" if one.evidence else ""
    return (
        f"{one.id:>6}  {one.severity.name.lower():<6}  {one.rule:<19}  {one.said}{expected}  "
        f"{_named(one.paper)}{page}{against}{verdict}"
    )


def _named(paper: Paper) -> str:
    return f"[{paper.document[:SHOWN_ID]} {paper.number or Path(paper.name).name}]"
