"""The routes of the review queue: what is least sure, how far it is, and the same case elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import documented
from api.http.schemas import Option
from api.service.access import CheckedRoute, Person
from api.service.parts import Service, service
from api.service.pictures import KINDS_WITH_PICTURES, boxes_of
from api.texts.words import Lang, Words
from ingest.errors import BadRequest, Conflict, NotStored
from store.review.additions import parts_of
from store.review.quality import ENOUGH, Share
from store.review.review import MOST_SAME, Waiting, is_unit, with_settled
from store.review.waiting import OpenQuestion

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
OneDocument = Annotated[
    str | None, Query(pattern="^[0-9a-fA-F]{4,64}$", description="one document only")
]
Pointer = Annotated[str, Query(max_length=200)]


class QueuePlace(BaseModel):
    """The part of a page (left, top, right, bottom in fractions) where a value most likely stands."""

    page: int = Field(ge=1)
    box: tuple[float, float, float, float]
    picture: bool = Field(description="whether the page has a picture")


class QueueValue(BaseModel):
    """An open value; ``raw`` is what was read, ``strip`` whether its place can be shown.

    ``missing`` is told of one that was not found, whose `value` is empty: where it may stand. `parts` are then
    the keys to give, none for a plain text.
    """

    document: str
    name: str
    pages: int
    pointer: str = Field(examples=["/header/number"])
    value: str
    shown: str = Field(description="the value as people read it, times in words")
    raw: str
    confidence: float = Field(ge=0, le=1)
    options: list[Option]
    strip: bool
    unit: bool = Field(description="whether it is the name of a unit")
    missing: QueuePlace | None = None
    parts: list[str] = []


class QueueAnswer(BaseModel):
    """Open values in their turn."""

    values: list[QueueValue]


class MeasuredError(BaseModel):
    """The share of wrong values among accepted ones, as people found it on those that were drawn.

    It lies between ``low`` and ``high`` with 90 % probability. ``share`` is null while too few were looked at.
    """

    audited: int
    wrong: int
    share: float | None
    low: float
    high: float

    @classmethod
    def of(cls, found: Share) -> "MeasuredError":
        """A row of the store."""
        low, high = (round(bound, 5) for bound in found.interval)
        share = round(found.share, 5) if found.is_known and found.share is not None else None
        return cls(audited=found.total, wrong=found.wrong, share=share, low=low, high=high)


class ReviewProgress(BaseModel):
    """How far the review has come.

    ``error`` is that of the values which nobody need look at, in this archive. ``reached`` says whether one may stop:
    nothing unsure waits and the error is at most ``wanted``, by its upper bound; null while that is not known.
    """

    open: int
    unsure: int = Field(description="open values below the confidence at which nobody need look")
    settled: int
    error: MeasuredError
    enough: int = Field(description="accepted values that have to be looked at to know the error")
    wanted: float
    reached: bool | None


class PartError(MeasuredError):
    """The error of one part of the archive."""

    name: str


class FieldQuality(BaseModel):
    """What people say of the values of a field: precision of what was read, recall of what is there.

    Both are of the values that people settled, the unsure ones first among them.
    """

    name: str
    right: int
    wrong: int
    false: int
    missed: int
    precision: float | None
    recall: float | None


class QualityAnswer(BaseModel):
    """The error of accepted values by part, and what was found of each field."""

    fields: list[PartError]
    kinds: list[PartError]
    months: list[PartError]
    found: list[FieldQuality]


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
    lang: Lang = "vi",
) -> QueueAnswer:
    """The open values in their turn, the least sure first, each with what it may read instead."""
    questions = shared.archive.queue(limit, document)
    kept = shared.archive.review
    options = kept.options([(one.document, one.pointer) for one in questions])
    settled = kept.settled_like([(one.pointer, one.value) for one in questions])
    return QueueAnswer(
        values=[
            _value(one, options.get((one.document, one.pointer), []), alike, Words(lang))
            for one, alike in zip(questions, settled, strict=True)
        ]
    )


@router.get("/queue/progress", responses=documented(400, 404, 422))
def progress(shared: Shared, document: OneDocument = None) -> ReviewProgress:
    """How many values are open and settled, and the measured error of those nobody need look at."""
    identity = shared.archive.find(document).sha256 if document else None
    counted, error = shared.archive.review.progress(identity), shared.archive.audits.accepted()
    unsure, wanted = shared.archive.unsure(identity), shared.settings.accepted_error
    return ReviewProgress(
        open=counted.open,
        unsure=unsure,
        settled=counted.settled,
        error=MeasuredError.of(error),
        enough=ENOUGH,
        wanted=wanted,
        reached=not unsure and error.interval[1] <= wanted if error.is_known else None,
    )


@router.get("/queue/quality")
def quality(shared: Shared) -> QualityAnswer:
    """The error of accepted values by field, kind of document and month; what was found and missed."""
    found = shared.archive.audits.quality()
    return QualityAnswer(
        fields=_parts(found.by_field),
        kinds=_parts(found.by_kind),
        months=_parts(found.by_month),
        found=[
            FieldQuality(name=name, precision=one.precision, recall=one.recall, **one._asdict())
            for name, one in found.found.items()
        ],
    )


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
    question: OpenQuestion,
    options: list[tuple[str, float]],
    alike: list[tuple[str, float]],
    words: Words,
) -> QueueValue:
    place, has_picture = boxes_of(question.evidence), question.kind in KINDS_WITH_PICTURES
    readings = with_settled(options, alike, question.value, question.confidence)
    return QueueValue(
        document=question.document,
        name=question.name,
        pages=question.pages,
        pointer=question.pointer,
        value=question.value,
        shown=words.value(question.pointer, question.value),
        raw=" … ".join(evidence.raw for evidence in question.evidence),
        confidence=question.confidence,
        options=[Option(text=text, probability=chance) for text, chance in readings],
        strip=bool(question.value) and has_picture and place is not None,
        unit=is_unit(question.pointer),
        missing=None if question.value else _missing(question, has_picture),
        parts=[] if question.value else parts_of(question.pointer),
    )


def _missing(question: OpenQuestion, has_picture: bool) -> QueuePlace:
    """Where a value that was not found may stand."""
    (one,) = question.evidence
    return QueuePlace(page=one.page, box=one.boxes[0], picture=has_picture)


def _parts(shares: dict[str, Share]) -> list[PartError]:
    return [
        PartError(name=name, **MeasuredError.of(share).model_dump())
        for name, share in shares.items()
    ]
