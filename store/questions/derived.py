"""Rows made of a record for questions and search; made anew whenever the record changes."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from extract.record import Record
from normalize.folding import fold
from store.database.engine import insert_missing
from store.database.tables import (
    ActorName,
    Base,
    Citation,
    Document,
    DueTime,
    Duty,
    NamedUnit,
    PairedUnit,
    Role,
)
from store.questions.calendar import due_times
from store.questions.facets import Marks, marks_of
from store.questions.lineage import lineage

# Raised when the rows below are made otherwise: stores of before make them anew when opened.
DERIVED_VERSION = 3
_TABLES = (Citation, NamedUnit, PairedUnit, Duty, DueTime)

Links = Mapping[str, str | None]


def derive(session: Session, document: Document, record: Record, links: Links | None) -> Marks:
    """Replace the rows of a document; what the search index has to know of it.

    ``links`` are the identities of the units by their names, where a worker has found them;
    otherwise those of before are kept and new names looked up in the gazetteer.
    """
    if links is None:
        links = lineage().links(record, _links_of(session, document.sha256))
    for table in _TABLES:
        session.execute(delete(table).where(table.document == document.sha256))
    rows, marks = rows_of(document.sha256, record, links, document.accepted_at.date())
    session.add_all(rows)
    # Sorted: two writers that lock the same rows lock them in the same order.
    actors = sorted({fold(duty.actor) for duty in record.responsibilities} - {""})
    if actors:
        insert_missing(session, ActorName, *({"key": key} for key in actors))
    header = record.header
    document.number, document.title = header.number, header.title
    document.number_key = number_key(header.number)
    document.issuer = "; ".join(header.issuer) or None
    document.issued_on, document.type_name = header.issued_on, header.kind
    document.parent_issuer, document.period = header.parent_issuer, header.period
    document.derived = DERIVED_VERSION
    return marks


def withdraw(session: Session, document: Document) -> None:
    """Drop the rows of a document, so that no question and no citation finds it."""
    for table in _TABLES:
        session.execute(delete(table).where(table.document == document.sha256))
    document.number_key = None


def rows_of(sha256: str, record: Record, links: Links, arrived: date) -> tuple[list[Base], Marks]:
    """The rows of a document and its marks for the index; ``arrived`` is when it was accepted."""
    named = _named_units(sha256, record, links)
    rows: list[Base] = [*named, *_paired_units(sha256, record), *_citations(sha256, record)]
    rows += [*_duties(sha256, record, links), *_due_times(sha256, record, arrived)]
    unit_ids = dict.fromkeys(row.unit_id for row in named if row.unit_id)
    keys = dict.fromkeys(row.key for row in named if not row.unit_id)
    return rows, marks_of(record, unit_ids, keys)


def number_key(number: str | None) -> str | None:
    """The form of a number by which a citation finds its document."""
    return fold(number or "") or None


def _links_of(session: Session, sha256: str) -> dict[str, str | None]:
    known = select(NamedUnit.name, NamedUnit.unit_id).where(NamedUnit.document == sha256)
    return {row.name: row.unit_id for row in session.execute(known)}


def _named_units(sha256: str, record: Record, links: Links) -> list[NamedUnit]:
    header = record.header
    named = [(Role.ISSUER, name) for name in header.issuer]
    named += [(Role.PARENT, header.parent_issuer or "")]
    named += [(Role.RECIPIENT, one.name) for one in record.recipients]
    named += [(Role.CITED, one.issuer or "") for one in record.references]
    for duty in record.responsibilities:
        named += [(Role.ACTOR, duty.actor)]
        named += [(Role.PARTNER, name) for name in duty.partners]
        named += [(Role.REPORT_TO, name) for name in duty.report_to]
    found = {(role, name): links.get(name) for role, name in named if fold(name)}
    for pairing in record.pairings:
        for unit in pairing.units:
            if fold(unit.name):
                found[Role.PAIRED, unit.name] = unit.unit_id
    return [
        NamedUnit(document=sha256, role=role, name=name, key=fold(name), unit_id=unit_id)
        for (role, name), unit_id in found.items()
    ]


def _paired_units(sha256: str, record: Record) -> list[PairedUnit]:
    return [
        PairedUnit(
            document=sha256,
            pairing=number,
            name=unit.name,
            key=fold(unit.name),
            unit_id=unit.unit_id,
        )
        for number, pairing in enumerate(record.pairings)
        for unit in pairing.units
    ]


def _citations(sha256: str, record: Record) -> list[Citation]:
    return [
        Citation(
            document=sha256,
            position=position,
            kind=one.kind,
            number=one.number,
            number_key=number_key(one.number),
            issued_on=one.issued_on,
            issuer=one.issuer,
            title=one.title,
        )
        for position, one in enumerate(record.references)
    ]


def _duties(sha256: str, record: Record, links: Links) -> list[Duty]:
    return [
        Duty(
            document=sha256,
            actor=duty.actor,
            actor_key=fold(duty.actor),
            unit_id=links.get(duty.actor),
            task=duty.task,
            partners=names(duty.partners),
            report_to=names(duty.report_to),
        )
        for duty in record.responsibilities
    ]


def _due_times(sha256: str, record: Record, arrived: date) -> list[DueTime]:
    return [
        DueTime(
            document=sha256,
            due=due.day.isoformat() if due.day else None,
            rule=due.rule,
            since=due.since.isoformat() if due.since else None,
            until=due.until.isoformat() if due.until else None,
            text=deadline.text,
            task=deadline.task,
            actors=names(deadline.actors),
        )
        for deadline, due in due_times(record, arrived)
    ]


def names(several: Sequence[str]) -> str:
    """A list of names as JSON."""
    return json.dumps(list(several), ensure_ascii=False)
