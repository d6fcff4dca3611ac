"""The routes of the review queue: what is least sure, how far it is, and the same case elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import CheckedRoute, Person
from api.pictures import KINDS_WITH_PICTURES, boxes_of
from api.problems import documented
from api.schemas import Option
from api.service import Service, service
from ingest.errors import BadRequest, Conflict, NotStored
from store.archive import OpenQuestion
from store.review import MOST_SAME, Progress, Waiting, is_unit, with_settled

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
OneDocument = Annotated[
    str | None, Query(pattern="^[0-9a-fA-F]{4,64}$", description="one document only")
]
Pointer = Annotated[str, Query(max_length=200)]


class QueueValue(BaseModel):
    """An open value; ``raw`` is what was read, ``strip`` whether its place can be shown."""

    document: str
    name: str
    pointer: str = Field(examples=["/header/number"])
    value: str
    raw: str
    confidence: float = Field(ge=0, le=1)
    options: list[Option]
    strip: bool
    unit: bool = Field(description="whether it is the name of a unit")


class QueueAnswer(BaseModel):
    """Open values, the least sure first."""

    values: list[QueueValue]


class ReviewProgress(BaseModel):
    """How far the review has come.

    ``error_rate`` is the share of all values that is expected to be wrong if the review stopped
    here: settled values count as right, open ones by their confidence.
    """

    open: int
    unsure: int = Field(description="open values below the confidence at which nobody need look")
    settled: int
    expected_errors: float
    error_rate: float
    wanted: float
    reached: bool

    @classmethod
    def of(cls, progress: Progress, unsure: int, wanted: float) -> "ReviewProgress":
        """The state of the store against the wanted rate."""
        return cls(
            open=progress.open,
            unsure=unsure,
            settled=progress.settled,
            expected_errors=round(progress.expected_errors, 3),
            error_rate=round(progress.error_rate, 5),
            wanted=wanted,
            reached=progress.error_rate <= wanted,
        )


class SameValue(BaseModel):
    """Another open value that is the same case."""

    document: str
    name: str
    pointer: str
    value: str
    confidence: float

    @classmethod
    def of(cls, found: Waiting) -> "SameValue":
        """A row of the store."""
        return cls(**found._asdict())


class Place(BaseModel):
    """A value to settle, as the reviewer saw it."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(pattern="^[0-9a-f]{64}$")
    pointer: str = Field(max_length=200)
    before: str = Field(max_length=20_000)


class SameRequest(BaseModel):
    """Values that the reviewer has looked through, and how all of them should read."""

    model_config = ConfigDict(extra="forbid")

    after: str = Field(min_length=1, max_length=20_000)
    places: list[Place] = Field(max_length=MOST_SAME)


class SameAnswer(BaseModel):
    """How many values were settled; those that someone else had settled were left as they are."""

    settled: int
    left: int


@router.get("/queue", responses=documented(400, 404, 422))
def queue(
    shared: Shared,
    document: OneDocument = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 30,
) -> QueueAnswer:
    """The least sure open values, each with what it may read instead."""
    questions = shared.archive.queue(limit, document)
    kept = shared.archive.review
    options = kept.options([(one.document, one.pointer) for one in questions])
    settled = kept.settled_like([(one.pointer, one.value) for one in questions])
    return QueueAnswer(
        values=[
            _value(one, options.get((one.document, one.pointer), []), alike)
            for one, alike in zip(questions, settled, strict=True)
        ]
    )


@router.get("/queue/progress", responses=documented(400, 404, 422))
def progress(shared: Shared, document: OneDocument = None) -> ReviewProgress:
    """How many values are open and settled, and the share expected wrong."""
    identity = shared.archive.find(document).sha256 if document else None
    counted = shared.archive.review.progress(identity)
    unsure = shared.archive.unsure(identity)
    return ReviewProgress.of(counted, unsure, shared.settings.accepted_error)


@router.get("/queue/same", responses=documented(422))
def same(
    shared: Shared,
    document: Annotated[str, Query(pattern="^[0-9a-f]{64}$")],
    pointer: Pointer,
    value: Annotated[str, Query(max_length=20_000)],
) -> list[SameValue]:
    """The other open values that read as this one did, in the same part of a record."""
    return [SameValue.of(one) for one in shared.archive.review.same_case(document, pointer, value)]


@router.post("/queue/same", responses=documented(422))
def settle_same(shared: Shared, wish: SameRequest, person: Person) -> SameAnswer:
    """Correct several values at once, each kept as a decision of its own."""
    settled = 0
    for place in wish.places:
        try:
            shared.archive.decide(
                place.document, place.pointer, place.before, wish.after, person.holder.name
            )
            settled += 1
        except (Conflict, NotStored, BadRequest):
            continue  # settled by someone else, or read anew: the value stays as it is
    return SameAnswer(settled=settled, left=len(wish.places) - settled)


def _value(
    question: OpenQuestion, options: list[tuple[str, float]], alike: list[tuple[str, float]]
) -> QueueValue:
    readings = with_settled(options, alike, question.value, question.confidence)
    return QueueValue(
        document=question.document,
        name=question.name,
        pointer=question.pointer,
        value=question.value,
        raw=" … ".join(evidence.raw for evidence in question.evidence),
        confidence=question.confidence,
        options=[Option(text=text, probability=chance) for text, chance in readings],
        strip=question.kind in KINDS_WITH_PICTURES and boxes_of(question.evidence) is not None,
        unit=is_unit(question.pointer),
    )
