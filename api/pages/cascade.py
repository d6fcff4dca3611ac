"""The page of the cascade: its picture, what does not agree, and who has answered what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.http.cascade import finding_answer
from api.rendering.page import Visitor
from api.service.access import CheckedRoute
from store.cascade.coverage import Coverage, State
from store.cascade.findings import Severity
from store.cascade.offices import Level
from store.cascade.questions import Told
from store.cascade.tree import Graph, Line, Place

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)

_EDTF = re.compile(r"\d{4}(?:-\d\d-\d\d|/\d{4})")
LISTED = 50  # documents, or findings of all documents, on the page that names none
SHOWN_TASK = 60  # letters of a duty in the head of its column
# The picture, in its own units: a row for each document, a step to the right for each level.
_ROW, _STEP, _WIDTH, _HEIGHT, _TOP = 46, 34, 560, 36, 12


class Box(NamedTuple):
    """A document in the picture; ``found`` is how many findings it has that nobody has settled."""

    place: Place
    x: int
    y: int
    relation: str
    found: int
    grave: bool


class Picture(NamedTuple):
    """The tree as boxes with strokes between them."""

    width: int
    height: int
    boxes: list[Box]
    strokes: list[str]


class Row(NamedTuple):
    """A unit of the table with its cells, None where a duty does not bind it."""

    name: str
    source: str
    today: tuple[str, ...]
    cells: list[tuple[State, str, str | None, bool] | None]


@router.get("/pages/cascade")
def cascade(
    visit: Visitor,
    document: Annotated[str, Query(max_length=300)] = "",
    whole: bool = False,
    present: bool = False,
    level: Annotated[str, Query(pattern="^(nation|province|district|commune|school)?$")] = "",
) -> HTMLResponse:
    """The tree around a document as a picture, its findings and its duties; without one, where to begin."""
    cascades = visit.archive.cascades
    asked = {"document": document.strip(), "whole": whole, "present": present, "level": level}
    if not asked["document"]:
        open_now = cascades.counts()
        return visit.page(
            "cascade.html",
            asked=asked,
            tops=cascades.tops(LISTED),
            findings=[_finding(visit, one) for one in cascades.findings(limit=LISTED)],
            waiting={one.name.lower(): open_now.get(one, 0) for one in Severity},
            levels=[one.name.lower() for one in Level],
        )
    found = cascades.around(document.strip(), whole=whole)
    graph = found.graph
    top = graph.top(found.paper.document) if whole else found.paper.document
    lines = list(_kept(graph.lines(top), present=present, lowest=level))
    shown = {one.place.document for one in lines if one.place.document}
    told = cascades.of_documents(shown)
    covered = cascades.coverage(found.paper.document)
    return visit.page(
        "cascade.html",
        asked=asked,
        found=found,
        above=_above(graph, top),
        picture=_drawn(lines, told),
        findings=[_finding(visit, one) for one in told],
        levels=[one.name.lower() for one in Level],
        covered=covered,
        duties=covered.duties,
        rows=_rows(covered, claimed=True),
        silent=_rows(covered, claimed=False),
        counts={one.value: covered.counts[one] for one in State},
        total=covered.counts.total(),
    )


def _finding(visit: Visitor, one: Told) -> dict[str, object]:
    """A finding with its words and the pages that its two values stand on."""
    words = visit.words
    return {
        **finding_answer(one, words).model_dump(),
        "said_shown": words.time(one.said) if _EDTF.fullmatch(one.said) else one.said,
        "expected_shown": words.time(one.expected)
        if _EDTF.fullmatch(one.expected)
        else one.expected,
        "name": one.paper.name,
        "page": one.evidence[0].page if one.evidence else None,
        "other_page": one.other_evidence[0].page if one.other_evidence else None,
    }


def _kept(lines: Sequence[Line], *, present: bool, lowest: str) -> Iterable[Line]:
    """The lines that pass the filters; what hangs from one that does not goes with it."""
    cut: int | None = None
    for line in lines:
        if cut is not None and line.depth > cut:
            continue
        cut = None
        level = line.place.level
        too_low = bool(lowest) and level is not None and level > Level[lowest.upper()]
        if line.depth and (too_low or (present and line.place.document is None)):
            cut = line.depth
        else:
            yield line


def _above(graph: Graph, key: str) -> list[Place]:
    """The places above one, the highest first."""
    chain = []
    while key in graph.above:
        key = graph.above[key]
        chain.append(graph.places[key])
    return chain[::-1]


def _drawn(lines: Sequence[Line], told: Sequence[Told]) -> Picture:
    waiting = [one for one in told if one.verdict is None]
    counted = Counter(one.paper.document for one in waiting)
    grave = {one.paper.document for one in waiting if one.severity is Severity.HIGH}
    last_at: dict[int, int] = {}
    boxes, strokes = list[Box](), list[str]()
    for row, line in enumerate(lines):
        x, y = _TOP + line.depth * _STEP, _TOP + row * _ROW
        last_at[line.depth] = y
        document = line.place.document or ""
        relation = line.edge.relation.value if line.edge else ""
        boxes.append(Box(line.place, x, y, relation, counted[document], document in grave))
        if line.depth:
            down, middle = last_at[line.depth - 1] + _HEIGHT, y + _HEIGHT // 2
            strokes.append(f"M {x - _STEP // 2} {down} V {middle} H {x}")
    deepest = max((one.depth for one in lines), default=0)
    return Picture(
        _TOP * 2 + deepest * _STEP + _WIDTH, _TOP * 2 + len(lines) * _ROW, boxes, strokes
    )


def _rows(covered: Coverage, *, claimed: bool) -> list[Row]:
    """The units of which something is claimed, or those of which nothing is."""
    cells = defaultdict[str, dict[int, tuple[State, str, str | None, bool]]](dict)
    for (key, position), cell in covered.cells.items():
        label = cell.answer.label if cell.answer else ""
        document = cell.answer.document if cell.answer else None
        cells[key][position] = (cell.state, label, document, cell.late)
    return [
        Row(one.name, one.source.value, one.today, [cells[one.key].get(duty.position) for duty in covered.duties])
        for one in covered.units
        if claimed is any(state is not State.UNKNOWN for state, *_ in cells[one.key].values())
    ]  # fmt: skip
