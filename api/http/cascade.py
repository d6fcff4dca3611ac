"""The routes of the cascade: the tree around a document, what contradicts in it, and settling that."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.service.access import CheckedRoute, Person
from api.service.parts import Service, service
from api.texts.words import Lang, Words
from extract.record import Evidence
from store.cascade.classes import Source
from store.cascade.coverage import Coverage, State, Wanted
from store.cascade.findings import Rule, Severity
from store.cascade.obligations import Obligation
from store.cascade.questions import Cascade, Told
from store.cascade.relations import Relation
from store.cascade.rows import Settled
from store.exports import cascade as exports
from store.exports.obligations import calendar_of
from store.questions.answers import Paper

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
Asked = Annotated[str, Query(min_length=1, max_length=300, description="identity or number")]
Whole = Annotated[bool, Query(description="from the top of the cascade")]
_CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {}}}}
FindingNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]


class Form(StrEnum):
    """How the cascade is written for other programs."""

    GRAPHML = "graphml"
    CSV = "csv"


class Gravity(StrEnum):
    """How much a finding matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CascadePlace(BaseModel):
    """A document of the cascade; `document` is null for one that is cited and not in the archive.

    `above` is the key of the place that it hangs from in the tree.
    """

    key: str
    document: str | None
    number: str
    kind: str | None
    issued_on: str | None
    issuer: str
    title: str
    level: str | None
    above: str | None


class CascadeCitation(BaseModel):
    """A citation between two places; `confidence` is null to a missing one."""

    citing: str
    cited: str
    relation: Relation
    confidence: float | None


class CascadeAnswer(BaseModel):
    """What stands above a document and what follows it."""

    document: str
    places: list[CascadePlace]
    citations: list[CascadeCitation]
    left_out: bool = Field(description="whether there is more of it")


class CoverageDuty(BaseModel):
    """A duty that the document lays on a class of units; `wanted` is by what it is answered."""

    position: int = Field(description="its place among the responsibilities of the record")
    actor: str
    task: str
    wanted: Wanted
    due: date | None
    evidence: list[Evidence]


class CoverageCell(BaseModel):
    """A duty of a unit: what the archive has of it."""

    duty: int
    state: State
    document: str | None = Field(description="the document that answers it")
    number: str | None
    late: bool


class CoverageUnit(BaseModel):
    """A unit that is bound; `today` is what it has become where it has ended."""

    name: str
    unit_id: str | None
    source: Source
    today: list[str]
    duties: list[CoverageCell]


class CoverageAnswer(BaseModel):
    """Units × duties. `counts` are of `total` cells; what is unknown is not known, not undone."""

    document: str
    on: date
    duties: list[CoverageDuty]
    units: list[CoverageUnit]
    counts: dict[State, int]
    total: int


class ObligationAnswer(BaseModel):
    """A duty of a unit; `unit` is as it was bound, `handed_over` whether that one has ended since."""

    day: date
    unit: str
    task: str
    state: State
    document: str = Field(description="the document that lays it down")
    number: str
    answer: str | None
    answer_number: str | None
    handed_over: bool


class FindingAnswer(BaseModel):
    """Something that does not agree; `other` is the document that says otherwise, if it is another one."""

    id: int
    rule: Rule
    told: str = Field(description="the rule in words")
    why: str
    severity: Gravity
    document: str
    number: str | None
    pointer: str
    said: str
    expected: str
    evidence: list[Evidence]
    other: str | None
    other_number: str | None
    other_pointer: str
    other_evidence: list[Evidence]
    verdict: Settled | None


class FindingVerdictRequest(BaseModel):
    """What a person says of a finding; null takes that back."""

    model_config = ConfigDict(extra="forbid")

    verdict: Settled | None
    reviewer: str | None = Field(None, min_length=1, max_length=80)


@router.get("/cascade", responses=documented(400, 404, 422))
def cascade(shared: Shared, document: Asked, whole: Whole = False) -> CascadeAnswer:
    """What stands above a document and all that follows it, with the places of missing ones."""
    return _answer(shared.archive.cascades.around(document, whole=whole))


@router.get(
    "/cascade/export",
    response_class=Response,
    responses=documented(400, 404, 422),
)
def cascade_export(shared: Shared, document: Asked, form: Form, whole: Whole = False) -> Response:
    """The same for other programs: GraphML, or its citations as CSV."""
    graph = shared.archive.cascades.around(document, whole=whole).graph
    if form is Form.GRAPHML:
        written, kind = exports.graphml(graph), "application/xml"
    else:
        written, kind = exports.table(graph), "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="cascade.{form}"'}
    return Response(written, media_type=kind, headers=headers)


@router.get("/coverage", responses=documented(400, 404, 422))
def coverage(shared: Shared, document: Asked, on: date | None = None) -> CoverageAnswer:
    """Which units a document obliges, and what in the archive answers for each by a day (today)."""
    return coverage_answer(shared.archive.cascades.coverage(document, on))


@router.get("/obligations", responses=documented(400, 422))
def obligations(
    shared: Shared,
    unit: Annotated[str, Query(min_length=1, max_length=300)],
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> list[ObligationAnswer]:
    """What a unit must do between two days, and by whose order."""
    found = shared.archive.cascades.obligations(unit, first, last)
    return [_obligation(one) for one in found]


@router.get("/obligations.ics", response_class=Response, responses=_CALENDAR | documented(400, 422))
def obligations_as_calendar(
    shared: Shared,
    unit: Annotated[str, Query(min_length=1, max_length=300)],
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> Response:
    """The same as a calendar (RFC 5545)."""
    found = shared.archive.cascades.obligations(unit, first, last)
    return Response(calendar_of(found), media_type="text/calendar")


@router.get("/checks", responses=documented(400, 404, 422))
def checks(
    shared: Shared,
    document: Annotated[str | None, Query(min_length=1, max_length=300)] = None,
    rule: Rule | None = None,
    least: Gravity = Gravity.LOW,
    settled: bool | None = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    lang: Lang = "vi",
) -> list[FindingAnswer]:
    """What does not agree in a document, or in all, the gravest first."""
    found = shared.archive.cascades.findings(
        document, rule=rule, least=Severity[least.name], settled=settled, limit=limit
    )
    return [finding_answer(one, Words(lang)) for one in found]


@router.post("/checks/{finding}", responses=documented(404, 422))
def settle(
    shared: Shared, finding: FindingNumber, wish: FindingVerdictRequest, person: Person,
    lang: Lang = "vi",
) -> FindingAnswer:  # fmt: skip
    """Keep what a person says of a finding."""
    reviewer = person.signs(wish.reviewer)
    told = shared.archive.cascades.settle(finding, wish.verdict, reviewer)
    return finding_answer(told, Words(lang))


def finding_answer(one: Told, words: Words) -> FindingAnswer:
    """A finding in words."""
    other: Paper | None = one.other
    return FindingAnswer(
        id=one.id,
        rule=one.rule,
        told=words[f"rule-{one.rule}"],
        why=words[f"why-{one.rule}"],
        severity=Gravity[one.severity.name],
        document=one.paper.document,
        number=one.paper.number,
        pointer=one.pointer,
        said=one.said,
        expected=one.expected,
        evidence=list(one.evidence),
        other=other.document if other else None,
        other_number=other.number if other else None,
        other_pointer=one.other_pointer,
        other_evidence=list(one.other_evidence),
        verdict=one.verdict,
    )


def _obligation(one: Obligation) -> ObligationAnswer:
    answer = one.answer
    return ObligationAnswer(
        day=one.day,
        unit=one.unit,
        task=one.task,
        state=one.state,
        document=one.order.document,
        number=one.order.label,
        answer=answer.document if answer else None,
        answer_number=answer.label if answer else None,
        handed_over=one.handed_over,
    )


def coverage_answer(found: Coverage) -> CoverageAnswer:
    """The table of a document, unit by unit."""
    return CoverageAnswer(
        document=found.leaf.document,
        on=found.on,
        duties=[
            CoverageDuty(**{**one._asdict(), "evidence": list(one.evidence)})
            for one in found.duties
        ],
        units=[
            CoverageUnit(
                name=unit.name,
                unit_id=unit.unit_id,
                source=unit.source,
                today=list(unit.today),
                duties=[
                    CoverageCell(
                        duty=duty.position,
                        state=cell.state,
                        document=cell.answer.document if cell.answer else None,
                        number=cell.answer.label if cell.answer else None,
                        late=cell.late,
                    )
                    for duty in found.duties
                    if (cell := found.cells.get((unit.key, duty.position)))
                ],
            )
            for unit in found.units
        ],
        counts={state: found.counts[state] for state in State},
        total=found.counts.total(),
    )


def _answer(found: Cascade) -> CascadeAnswer:
    graph = found.graph
    return CascadeAnswer(
        document=found.paper.document,
        places=[
            CascadePlace(
                key=one.key,
                document=one.document,
                number=one.label,
                kind=one.kind,
                issued_on=one.issued_on,
                issuer=one.issuer,
                title=one.title,
                level=one.level.name.lower() if one.level is not None else None,
                above=graph.above.get(one.key),
            )
            for one in graph.places.values()
        ],
        citations=[CascadeCitation(**edge._asdict()) for edge in graph.edges],
        left_out=found.left_out,
    )
