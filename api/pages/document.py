"""The page of a document: its pictures, its values and who decided what."""

from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.http.documents import Identity
from api.rendering.page import Visitor
from api.service.access import CheckedRoute
from api.service.pictures import KINDS_WITH_PICTURES, boxes_of
from api.texts.words import Words
from extract.record import Record, ReviewValue
from ingest.errors import NotStored
from store.database.tables import Decision
from store.review.additions import (
    ENTRIES,
    HEADER_LISTS,
    HEADER_VALUES,
    NEW,
    RULE,
    added_entry,
    in_words,
    is_empty,
    list_of,
    parts_of,
)
from store.review.decisions import standing
from store.review.waiting import bars

router = APIRouter(route_class=CheckedRoute, include_in_schema=False)


class ShownValue(NamedTuple):
    """A value on the page of its document; ``boxes`` are (page, left, top, right, bottom)."""

    pointer: str
    label: str
    value: str
    shown: str
    raw: str
    percent: str
    unsure: bool
    settled: bool
    rejected: bool
    added: bool
    boxes: list[tuple[float, ...]]
    history: list[Decision]


class Addable(NamedTuple):
    """What a person may add to a document; ``parts`` are the keys of an entry, none of a text."""

    pointer: str
    parts: list[str]


@router.get("/view/{identity}")
def view(visit: Visitor, identity: Identity) -> HTMLResponse:
    """A document: its pages with boxes, its values, its text, and who decided what.

    One that has not been read, or could not be, says so and can be read again.
    """
    document = visit.archive.find(identity)
    try:
        reviewed = visit.archive.reviewed(identity)
    except NotStored:
        job = visit.shared.intake.jobs.get(document.sha256)
        return visit.page("unread.html", document=document, job=job)
    kept = visit.archive.decisions(identity)
    words, least = visit.words, bars()
    values = [
        _shown(value, words, reviewed.settled, reviewed.rejected, kept, least.of(value.pointer))
        for value in reviewed.values()
    ]
    return visit.page(
        "view.html",
        document=document,
        values=values,
        groups=_groups(values, words),
        has_pictures=document.kind in KINDS_WITH_PICTURES,
        problems=reviewed.record.problems,
        undoable={one.id for one in standing(kept)},
        addable=_addable(reviewed.record),
        told=in_words,
    )


def _shown(
    value: ReviewValue,
    words: Words,
    settled: frozenset[str],
    rejected: frozenset[str],
    decisions: list[Decision],
    bar: float,
) -> ShownValue:
    evidence = value.finding.evidence
    place = boxes_of(evidence)
    return ShownValue(
        value.pointer,
        words.path(value.pointer),
        value.value,
        words.value(value.pointer, value.value),
        " … ".join(one.raw for one in evidence),
        words.percent(round(value.finding.confidence, 2)),
        value.finding.confidence < bar,
        value.pointer in settled,
        value.pointer in rejected,
        any(one.rule == RULE for one in evidence),
        [(place[0], box.left, box.top, box.right, box.bottom) for box in place[1]] if place else [],
        [one for one in decisions if one.pointer in (value.pointer, added_entry(value.pointer))],
    )


def _addable(record: Record) -> list[Addable]:
    """What can be added to a record: values that it lacks, and an entry of any list."""
    pointers = [f"/header/{name}" for name in HEADER_VALUES]
    pointers += [f"/header/{name}/{NEW}" for name in HEADER_LISTS]
    pointers = [*(f"/{name}/{NEW}" for name in ENTRIES), *pointers]
    return [
        Addable(pointer, parts_of(pointer))
        for pointer in pointers
        if list_of(pointer) or is_empty(record, pointer)
    ]


def _groups(values: list[ShownValue], words: Words) -> list[tuple[str, list[ShownValue]]]:
    """Values under the name of their part of the record."""
    groups: dict[str, list[ShownValue]] = {}
    for value in values:
        groups.setdefault(words[value.pointer.split("/")[1]], []).append(value)
    return list(groups.items())
