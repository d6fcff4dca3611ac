"""The record of a document: what a clerk would have typed, each value with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.3"

Relation = Literal["before", "on", "by", "from", "until", "during", "after"]
Confidence = Field(default=0.0, ge=0.0, le=1.0)


class Model(BaseModel):
    """Records are closed: a key that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class Evidence(Model):
    """Where a value stands: page (from 1) and boxes (left, top, right, bottom in fractions).

    ``raw`` is the text as read, ``text`` the same words restored, ``rule`` what made the value.
    """

    page: int
    boxes: list[tuple[float, float, float, float]] = []
    raw: str
    text: str
    rule: str


class Finding(Model):
    """Anything found in the text; ``confidence`` is the probability that it is right."""

    evidence: list[Evidence] = []
    confidence: float = Confidence


class HeaderEvidence(Finding):
    """Evidence of one header field."""


class NumberParts(Model):
    """The parts of a number ("15/2020/TT-BGDĐT"): serial, year, type code, issuing codes."""

    serial: str
    year: int | None = None
    kind_code: str | None = None
    issuing_codes: list[str] = []


class Header(Model):
    """The head of the document (Nghị định 30/2020/NĐ-CP, Điều 8).

    Dates are EDTF (ISO 8601-2). ``urgency`` (khẩn, thượng khẩn, hỏa tốc) and ``secrecy`` (mật, tối
    mật, tuyệt mật) are the marks printed on it, ``addressees`` those it is sent to (Kính gửi), ``annexes``
    the headings of what is attached, ``effective_on`` the day from which it holds, where it says so.
    ``support`` holds the evidence of each field by its name.
    """

    issuer: list[str] = []
    parent_issuer: str | None = None
    number: str | None = None
    number_parts: NumberParts | None = None
    place: str | None = None
    issued_on: str | None = None
    kind: str | None = None
    title: str | None = None
    period: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    addressees: list[str] = []
    effective_on: str | None = None
    annexes: list[str] = []
    support: dict[str, HeaderEvidence] = {}


class Reference(Finding):
    """Another document that this one cites."""

    kind: str
    number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    title: str | None = None


class Section(Finding):
    """A numbered heading, or a numbered paragraph (``heading`` null)."""

    label: str
    level: int
    heading: str | None = None


class UnitToday(Model):
    """A unit that holds what another one had: all of it (``full``), a part, or nobody checked."""

    unit_id: str
    unit_name: str
    relation: Literal["full", "partial", "unverified"]
    basis: str


class UnitCandidate(Model):
    """A unit that a name may mean, with its place on the document's date and its probability."""

    unit_id: str
    unit_name: str
    unit_place: str | None = None
    score: float


class UnitMention(Model):
    """A unit as the text names it and, where the gazetteer knows it, its identity.

    Identity, name and place are those of the document's date; ``today`` is what the unit has become
    by ``today_on``, perhaps several units, itself while it exists, empty where nothing is known.
    ``suggestion`` is the name that the text seems to mean where it is written otherwise (a misprint
    in the source); ``name`` keeps what stands there. ``candidates`` are what a person may choose from
    where the name alone does not decide.
    """

    name: str
    unit_id: str | None = None
    unit_name: str | None = None
    unit_place: str | None = None
    score: float | None = None
    suggestion: str | None = None
    candidates: list[UnitCandidate] = []
    today: list[UnitToday] = []
    today_on: str | None = None


class NamedUnit(UnitMention):
    """A unit that the record names elsewhere: issuer, recipient, actor, partner and so on.

    ``pointers`` are the places of the name in the record (JSON pointers, RFC 6901).
    """

    pointers: list[str]


class Pairing(Finding):
    """Units twinned with each other (kết nghĩa); table and row count from 1."""

    units: list[UnitMention]
    origin: Literal["table", "text"]
    table: int | None = None
    row: int | None = None


class Deadline(Finding):
    """An expression of time and what is done, due or reported then; ``edtf`` where derivable.

    ``relation`` is how the act lies to the time: before it, by it at the latest, from or until it, on a
    day, during a span, after it. ``recurrence`` is yearly, school-yearly, semesterly, quarterly, monthly,
    weekly, daily, periodic or null. ``rrule`` is the recurrence as RFC 5545 writes it, where it has a form for it. ``rule`` names how
    the time was resolved where the words alone do not give it. A term in working days gives no certain
    day: ``estimate`` is the one that Saturdays, Sundays and fixed holidays left out would make it.
    """

    text: str
    edtf: str | None = None
    estimate: str | None = None
    rule: str | None = None
    relation: Relation = "on"
    recurrence: str | None = None
    rrule: str | None = None
    actors: list[str] = []
    task: str = ""


class ActorClass(Model):
    """What a class of units consists of: kinds, the words that bound it, and the place meant.

    "Các trường MN, TH trên địa bàn" of an office of quận X: kinds "trường mầm non" and "trường tiểu học",
    scope "trên địa bàn", place "quận X".
    """

    kinds: list[str]
    scope: str | None = None
    place: str | None = None


class Responsibility(Finding):
    """Who must do what, with whom, and report to whom.

    ``actor_class`` says of what an actor that is no single unit consists, ``verb`` is the first verb of
    duty, ``section`` the label that the task stands under, ``deadlines`` the positions in the record's
    list of those that belong to it.
    """

    actor: str
    actor_class: ActorClass | None = None
    task: str
    verb: str | None = None
    section: str | None = None
    deadlines: list[int] = []
    partners: list[str] = []
    report_to: list[str] = []


class Recipient(Finding):
    """One entry of Nơi nhận."""

    name: str
    purpose: str | None = None


class FiledAt(Finding):
    """One entry of the line Lưu: where a copy is kept."""

    name: str


class Signer(Finding):
    """Who signed, in which office, for which unit."""

    name: str
    title: str | None = None
    unit: str | None = None
    mark: str | None = None


class Contact(Finding):
    """An address of a unit, postal or electronic."""

    unit: str | None
    kind: Literal["website", "phone", "address", "email"]
    value: str


class DeclaredTotal(Finding):
    """A number that the document gives for a list ("gồm 187 đơn vị") and what was counted there.

    ``counted`` is null where no table or list could be counted.
    """

    text: str
    declared: int
    what: str
    counted: int | None = None


class Flag(Model):
    """What a clerk should look at: the value is kept as printed, but does not agree.

    ``pointer`` leads to the value (RFC 6901); ``code`` names the check, ``detail`` what it saw.
    """

    pointer: str
    code: Literal[
        "impossible-date", "backwards-span", "school-year", "number-kind", "number-year",
        "number-issuer", "date-before-reference", "label-repeated", "label-skipped", "total",
    ]  # fmt: skip
    detail: str


class PageReading(Model):
    """How a page was read: origin, verdict on its own text, and the reason of the verdict."""

    page: int
    origin: str
    quality: str
    reason: str
    history: list[str] = []


class RecordProblem(Model):
    """A part of the document that failed, with the component and the page."""

    component: str
    message: str
    page: int | None = None


class Source(Model):
    """The bytes that the record was made from."""

    sha256: str
    media_type: str
    pages: list[PageReading] = []


class Review(Model):
    """Which values a person should look at: those below the threshold.

    Of the others at most the share ``alpha`` is wrong with 90 % probability, for documents of the kind of
    the ``documents`` that the thresholds were measured on, if ``guaranteed``; else all are below it.
    ``threshold`` holds "default" and the fields that have one of their own.
    """

    alpha: float
    threshold: dict[str, float]
    guaranteed: bool
    documents: int


class ReviewValue(NamedTuple):
    """One value of a record that a person can settle: JSON pointer, value, its finding."""

    pointer: str
    value: str
    finding: Finding


# What a reviewer settles in each list; the other keys follow from these or rarely fail.
REVIEWED = {
    "references": ("number", "issued_on", "issuer"),
    "sections": ("heading",),
    "pairings": (),
    "deadlines": ("text", "edtf"),
    "responsibilities": ("actor", "task"),
    "recipients": ("name",),
    "filed_at": ("name",),
    "signers": ("name", "title"),
    "contacts": ("value",),
}


class Record(Model):
    """Everything that was read out of one document."""

    schema_version: str = SCHEMA_VERSION
    source: Source
    header: Header = Header()
    references: list[Reference] = []
    sections: list[Section] = []
    pairings: list[Pairing] = []
    deadlines: list[Deadline] = []
    responsibilities: list[Responsibility] = []
    recipients: list[Recipient] = []
    filed_at: list[FiledAt] = []
    signers: list[Signer] = []
    contacts: list[Contact] = []
    totals: list[DeclaredTotal] = []
    flags: list[Flag] = []
    units: list[NamedUnit] = []
    review: Review | None = None
    problems: list[RecordProblem] = []

    def review_values(self) -> Iterator[ReviewValue]:
        """All values that a person can settle, in the order of the record."""
        for name, finding in self.header.support.items():
            value = getattr(self.header, name)
            if isinstance(value, list):
                for i, item in enumerate(value):
                    yield ReviewValue(f"/header/{name}/{i}", item, finding)
            elif value is not None:
                yield ReviewValue(f"/header/{name}", value, finding)
        for field, keys in REVIEWED.items():
            for i, item in enumerate(getattr(self, field)):
                if isinstance(item, Pairing):
                    for j, unit in enumerate(item.units):
                        yield ReviewValue(f"/pairings/{i}/units/{j}/name", unit.name, item)
                for key in keys:
                    if (value := getattr(item, key)) is not None:
                        yield ReviewValue(f"/{field}/{i}/{key}", value, item)

    def corrected(self, pointer: str, value: str | None) -> Record:
        """A copy with the value at a JSON pointer (RFC 6901) replaced.

        Raises KeyError where the pointer leads nowhere, ValueError where the value does not fit.
        """
        data = self.model_dump()
        *path, last = pointer.lstrip("/").split("/")
        target: Any = data
        for step in path:
            target = _child(target, step, pointer)
        _child(target, last, pointer)
        target[int(last) if isinstance(target, list) else last] = value
        return Record.model_validate(data)

    def without(self, pointer: str) -> Record:
        """A copy that does not have a value: null where that fits, else without its entry.

        Raises KeyError where the pointer leads nowhere.
        """
        try:
            return self.corrected(pointer, None)
        except ValueError:
            *path, last = pointer.lstrip("/").split("/")
        while not last.isdigit():
            *path, last = path
        data = self.model_dump()
        target: Any = data
        for step in path:
            target = _child(target, step, pointer)
        del target[int(last)]
        return Record.model_validate(data)


def _child(target: Any, step: str, pointer: str) -> Any:
    if isinstance(target, list) and step.isdigit() and int(step) < len(target):
        return target[int(step)]
    if isinstance(target, dict) and step in target:
        return target[step]
    raise KeyError(pointer)
