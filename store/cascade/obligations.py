"""What a unit must do, by whose order: the duties of all plans above it, in the order of their days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gazetteer.authority.history import OFFICES
from normalize.folding import fold
from store.cascade.classes import Bound, parts_of
from store.cascade.coverage import Coverage, State
from store.cascade.papers import Leaf
from store.database.tables import Citation, Document, Duty, NamedUnit, Role
from store.questions.lineage import Scope, lineage

# Plans that are looked through for one unit, the latest first: ten years of an office's have fewer.
MOST_ORDERS = 100


class Obligation(NamedTuple):
    """A duty of a unit that falls due on a day; ``unit`` is as it was bound, before it was followed by another.

    ``order`` is the document that lays it down, ``answer`` the one that answers it.
    """

    day: datetime.date
    unit: str
    task: str
    order: Leaf
    state: State
    answer: Leaf | None
    handed_over: bool


def orders_for(session: Session, scope: Scope) -> list[str]:
    """The documents that may bind a unit: above its own, and of the offices above it."""
    issued = NamedUnit.role == Role.ISSUER
    mine = select(NamedUnit.document).where(
        issued, NamedUnit.unit_id.in_(scope.ids) | NamedUnit.key.in_(scope.keys)
    )
    above: set[str] = set()
    new = set(session.scalars(mine))
    while new and len(above) < MOST_ORDERS:
        cited = select(Citation.cited).where(
            Citation.document.in_(new), Citation.cited.is_not(None)
        )
        new = {one for one in session.scalars(cited) if one} - above
        above |= new
    offices = select(NamedUnit.document).where(issued, NamedUnit.unit_id.in_(_offices_above(scope)))
    wanted = Document.sha256.in_(above) | Document.sha256.in_(offices)
    laid = select(Duty.document).distinct()
    newest = select(Document.sha256).where(wanted, Document.sha256.in_(laid))
    return list(session.scalars(newest.order_by(Document.issued_on.desc()).limit(MOST_ORDERS)))


def obligations(
    orders: Iterable[str],
    cover: Callable[[str], Coverage],
    scope: Scope,
    first: datetime.date,
    last: datetime.date,
) -> list[Obligation]:
    """The duties of a unit between two days, both included, the earliest first."""
    found = []
    for order in orders:
        table = cover(order)
        tasks = {duty.position: duty for duty in table.duties}
        for unit in table.units:
            handed_over = _is_heir(unit, scope)
            if not handed_over and not _is(unit, scope):
                continue
            for position, duty in tasks.items():
                cell = table.cells.get((unit.key, position))
                if cell is None or duty.due is None or not first <= duty.due <= last:
                    continue
                if not (handed_over and cell.state is State.ANSWERED):
                    found.append(
                        Obligation(
                            duty.due,
                            unit.name,
                            duty.task,
                            table.leaf,
                            cell.state,
                            cell.answer,
                            handed_over,
                        )
                    )
    return sorted(found, key=lambda one: (one.day, one.order.document, one.unit))


def _is(unit: Bound, scope: Scope) -> bool:
    return unit.unit_id in scope.ids or fold(unit.name) in scope.keys


def _is_heir(unit: Bound, scope: Scope) -> bool:
    """Whether the unit asked for has followed one that has ended."""
    return any(fold(name) in scope.keys for name in unit.today)


def _offices_above(scope: Scope) -> set[str]:
    """The offices of the places that the unit belongs to, in all their states."""
    known, line = lineage().gazetteer, lineage()
    places: set[str] = set()
    for one in scope.ids:
        office, _, place = one.rpartition("@")
        for unit in known.states(one):
            above = [*known.places_of(unit, unit.valid_from or datetime.date.min)]
            places |= {part.id for part in above} | ({place} if office else set())
    places |= {other for place in set(places) for other in line.family(place)}
    found = {f"of-uy-ban-nhan-dan@{place}" for place in places}
    offices = OFFICES.values()
    return found | {one for place in places for one, level in parts_of(place) if level in offices}
