"""What people ask of an archive: deadlines, pairings, duties, citations, all of a unit.

Units are meant with all that they were and have become (``store.questions.lineage``). Every answer is cut
at a number of rows, so that no question costs more than a page of answers.
"""

import heapq
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from ingest.errors import BadRequest, NotStored
from normalize.folding import fold
from store.database.engine import Database
from store.database.tables import (
    ActorName,
    Citation,
    Document,
    DueTime,
    Duty,
    NamedUnit,
    PairedUnit,
    Role,
    identity_begins,
)
from store.questions.answers import Citations, Cited, DueDay, DutyOf, Naming, PairedWith, Paper
from store.questions.calendar import Due, occurrences
from store.questions.derived import number_key
from store.questions.lineage import Scope, lineage

LONGEST_DAYS = 3660  # ten years: rules unrolled over more are hardly a question
_MOST_NAMES = 500  # names that one class of actors may have; more are hardly one class
# All rules in use, from one to the next by the index: DISTINCT would read every row of it.
_RULES = """
WITH RECURSIVE used(rule) AS (
    SELECT min(rule) FROM due_times
    UNION ALL
    SELECT (SELECT min(due_times.rule) FROM due_times WHERE due_times.rule > used.rule)
    FROM used WHERE used.rule IS NOT NULL
)
SELECT rule FROM used WHERE rule IS NOT NULL
"""


_PAPER = (
    Document.sha256, Document.name, Document.number, Document.title, Document.issued_on,
)  # fmt: skip


class Questions:
    """Answers from the rows of ``store.questions.derived``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def deadlines(
        self, first: date, last: date, limit: int = 100, unit: str | None = None
    ) -> list[DueDay]:
        """What falls due between two days, both included, the earliest first.

        Recurring deadlines appear on each of their days. ``unit`` keeps to documents that name
        it. Raises BadRequest where the days run backwards or lie more than ten years apart.
        """
        if last < first or (last - first).days > LONGEST_DAYS:
            raise BadRequest(
                f"From {first} to {last} is no span of up to ten years.",
                "Give the earlier day first, and ask year by year.",
            )
        with self._database.read() as session:
            if unit:
                found = sorted(_due_of_unit(session, unit, first, last), key=lambda due: due.day)
                return found[:limit]
            once = _due_once(session, first, last, limit)
            again = _due_again(session, first, last, limit)
            merged = heapq.merge(once, again, key=lambda due: due.day)
            return [due for due, _ in zip(merged, range(limit), strict=False)]

    def pairings(self, unit: str, limit: int = 100) -> list[PairedWith]:
        """The pairings (kết nghĩa) of a unit, the latest documents first."""
        scope = lineage().scope(unit)
        mine = (
            select(PairedUnit.document, PairedUnit.pairing)
            .where(_is(scope, PairedUnit.unit_id, PairedUnit.key))
            .distinct()
            .order_by(PairedUnit.document, PairedUnit.pairing)
            .limit(limit)
            .subquery()
        )
        rows = (
            select(PairedUnit, *_PAPER)
            .join(
                mine,
                and_(PairedUnit.document == mine.c.document, PairedUnit.pairing == mine.c.pairing),
            )
            .join(Document, Document.sha256 == PairedUnit.document)
            .order_by(Document.issued_on.desc(), PairedUnit.document, PairedUnit.id)
        )
        pairings: dict[tuple[str, int], tuple[list[str], list[str], Paper]] = {}
        with self._database.read() as session:
            for row, *paper in session.execute(rows):
                here, others, _ = pairings.setdefault(
                    (row.document, row.pairing), ([], [], _named(paper))
                )
                within = row.unit_id in scope.ids or row.key in scope.keys
                (here if within else others).append(row.name)
        return [PairedWith(here[0], tuple(rest), paper) for here, rest, paper in pairings.values()]

    def all_pairings(self, limit: int = 100) -> list[PairedWith]:
        """The pairings of the documents read last; the first unit of each is put first."""
        latest = (
            select(PairedUnit.document, PairedUnit.pairing)
            .group_by(PairedUnit.document, PairedUnit.pairing)
            .order_by(func.max(PairedUnit.id).desc())
            .limit(limit)
            .subquery()
        )
        rows = (
            select(PairedUnit, *_PAPER)
            .join(
                latest,
                and_(
                    PairedUnit.document == latest.c.document,
                    PairedUnit.pairing == latest.c.pairing,
                ),
            )
            .join(Document, Document.sha256 == PairedUnit.document)
            .order_by(PairedUnit.id)
        )
        pairings: dict[tuple[str, int], tuple[list[str], Paper]] = {}
        with self._database.read() as session:
            for row, *paper in session.execute(rows):
                names, _ = pairings.setdefault((row.document, row.pairing), ([], _named(paper)))
                names.append(row.name)
        return [PairedWith(one, tuple(rest), paper) for (one, *rest), paper in pairings.values()]

    def duties(self, actor: str, limit: int = 100) -> list[DutyOf]:
        """The duties of a unit, or of a class such as "các trường tiểu học".

        An actor counts whose name has all words asked for, side by side, or that is the unit.
        """
        scope, asked = lineage().scope(actor), fold(actor)
        if not asked:
            raise BadRequest("The name has no letters.", "Name a unit, an office or a class.")
        with self._database.read() as session:
            named = (" " + ActorName.key + " ").contains(f" {asked} ")
            keys = session.scalars(select(ActorName.key).where(named).limit(_MOST_NAMES)).all()
            # Two questions, each answered in the order of its index: a class may have a hundred
            # thousand duties, which are not to be sorted for the first hundred.
            rows = [
                row
                for column, values in (
                    (Duty.unit_id, scope.ids),
                    (Duty.actor_key, {*scope.keys, *keys}),
                )
                for row in session.execute(
                    select(Duty, *_PAPER)
                    .join(Document, Document.sha256 == Duty.document)
                    .where(column.in_(values))
                    .order_by(column, Duty.id)
                    .limit(limit)
                )
            ]
            duties = {row.id: (row, paper) for row, *paper in rows}
            return [
                DutyOf(
                    row.actor, row.task, _list(row.partners), _list(row.report_to), _named(paper)
                )
                for row, paper in list(duties.values())[:limit]
            ]  # fmt: skip

    def citations(self, document: str, limit: int = 100) -> Citations:
        """What a document cites and what cites it; it is named by identity or by number.

        NotStored where the store has neither.
        """
        with self._database.read() as session:
            paper, _ = paper_of(session, document)
            rows = session.execute(
                select(Citation, *_PAPER)
                .outerjoin(Document, Document.sha256 == Citation.cited)
                .where(Citation.document == paper.document)
                .order_by(Citation.id)
                .limit(limit)
            ).all()
            cites = [
                Cited(
                    row.kind, row.number, row.issued_on, row.issuer, row.title,
                    _named(stored) if stored[0] else None,
                )
                for row, *stored in rows
            ]  # fmt: skip
            found = (
                select(*_PAPER)
                .where(
                    Document.sha256.in_(
                        select(Citation.document).where(Citation.cited == paper.document)
                    )
                )
                .order_by(Document.issued_on.desc(), Document.sha256)
                .limit(limit)
            )
            citing = [_named(row) for row in session.execute(found)]
        return Citations(paper, tuple(cites), tuple(citing))

    def mentions(self, unit: str, limit: int = 100) -> list[Naming]:
        """Everything of a unit under all its names, and what each is called today."""
        line = lineage()
        scope = line.scope(unit)
        rows = (
            select(NamedUnit, *_PAPER)
            .join(Document, Document.sha256 == NamedUnit.document)
            .where(_is(scope, NamedUnit.unit_id, NamedUnit.key))
            .order_by(NamedUnit.id.desc())
            .limit(limit)
        )
        with self._database.read() as session:
            found = session.execute(rows).all()
        return [
            Naming(
                Role(row.role),
                row.name,
                tuple(line.today(row.unit_id)) if row.unit_id else (),
                _named(paper),
            )
            for row, *paper in found
        ]


def _is(
    scope: Scope,
    unit_id: InstrumentedAttribute[str | None],
    key: InstrumentedAttribute[str],
) -> ColumnElement[bool]:
    """A mention linked to the unit, or one that is not linked and bears its name."""
    # In a form that no index answers: one of all mentions without a link would be long to read.
    not_linked = func.coalesce(unit_id, "") == ""
    return or_(unit_id.in_(scope.ids), and_(not_linked, key.in_(scope.keys)))


def _due_of_unit(session: Session, unit: str, first: date, last: date) -> Iterator[DueDay]:
    """What falls due in the documents that name a unit, in no order."""
    named = _is(lineage().scope(unit), NamedUnit.unit_id, NamedUnit.key)
    rows = (
        select(DueTime, *_PAPER)
        .join(Document, Document.sha256 == DueTime.document)
        .where(DueTime.document.in_(select(NamedUnit.document).where(named)))
        .where(
            or_(
                DueTime.rule.is_not(None),
                DueTime.due.between(first.isoformat(), last.isoformat()),
            )
        )
        .order_by(DueTime.id)
    )
    for row, *paper in session.execute(rows):
        due = Due(_day(row.due), row.rule, _day(row.since), _day(row.until))
        for day in due.days(first, last):
            yield _due(row, day, _named(paper))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _due_once(session: Session, first: date, last: date, limit: int) -> Iterator[DueDay]:
    rows = (
        select(DueTime, *_PAPER)
        .join(Document, Document.sha256 == DueTime.document)
        .where(DueTime.due.between(first.isoformat(), last.isoformat()))
        .order_by(DueTime.due, DueTime.id)
        .limit(limit)
    )
    for row, *paper in session.execute(rows):
        yield _due(row, date.fromisoformat(row.due or ""), _named(paper))


def _due_again(session: Session, first: date, last: date, limit: int) -> Iterator[DueDay]:
    """The days of all rules in order, the latest documents of each first."""
    rules = session.scalars(text(_RULES)).all()
    days = sorted((day, rule) for rule in rules for day in occurrences(rule, first, last))
    left = limit
    for day, rule in days:
        if left <= 0:
            return
        iso = day.isoformat()
        rows = (
            select(DueTime, *_PAPER)
            .join(Document, Document.sha256 == DueTime.document)
            .where(
                DueTime.rule == rule,
                or_(DueTime.since.is_(None), DueTime.since <= iso),
                or_(DueTime.until.is_(None), DueTime.until >= iso),
            )
            .order_by(DueTime.id.desc())
            .limit(left)
        )
        for row, *paper in session.execute(rows):
            left -= 1
            yield _due(row, day, _named(paper))


def _due(row: DueTime, day: date, paper: Paper) -> DueDay:
    return DueDay(day, row.rule, row.text, row.task, _list(row.actors), paper)


def paper_of(session: Session, asked: str) -> tuple[Paper, str | None]:
    """The document of an identity or, failing that, the latest one of a number."""
    by_number = select(*_PAPER, Document.number_key).where(
        Document.number_key == (number_key(asked) or "")
    )
    by_identity = select(*_PAPER, Document.number_key).where(identity_begins(asked))
    for wanted in (by_identity, by_number.order_by(Document.issued_on.desc())):
        found = session.execute(wanted.limit(2)).all() if asked else []
        if len(found) == 1 or (found and wanted is not by_identity):
            *paper, key = found[0]
            return _named(paper), key
        if found:
            raise BadRequest(
                f"Several documents begin with {asked!r}.", "Give more letters of the identity."
            )
    raise NotStored(
        f"No document has the identity or number {asked!r}.",
        "`vanban list` shows those in the store.",
    )


def _named(values: Sequence[Any]) -> Paper:
    """A document from the columns of ``_PAPER``."""
    return Paper(*values)


def _list(names: str) -> tuple[str, ...]:
    return tuple(json.loads(names))
