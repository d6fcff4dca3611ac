"""Fits to settled values: numbered versions, of which the newest not taken back is in force."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from extract.learned.layer import Layer
from ingest.errors import Conflict
from store.database.engine import Database
from store.database.tables import LearnedFit
from store.words import signature

Silenced = frozenset[tuple[str, str, str]]
"""Lessons that are not to be used: way of reading, word as read, word meant."""


class InForce(NamedTuple):
    """What readings and reviews go by; number 0 is the program as it ships."""

    number: int = 0
    layer: Layer = Layer()
    silenced: Silenced = frozenset()


class Fits:
    """The fits of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[LearnedFit]:
        """All fits, newest first, those taken back included."""
        with self._database.read() as session:
            return list(session.scalars(select(LearnedFit).order_by(LearnedFit.id.desc())))

    def in_force(self) -> InForce:
        """The fit that holds now."""
        with self._database.read() as session:
            return in_force(session)

    def keep(self, layer: Layer, silenced: Silenced, report: str, reviewer: str) -> LearnedFit:
        """Keep a fit, which is in force from now on; ``report`` is JSON."""
        row = LearnedFit(
            made_at=datetime.now(UTC),
            reviewer=signature(reviewer),
            layer=json.dumps(dict(layer.weights), ensure_ascii=False),
            silenced=json.dumps(sorted(silenced), ensure_ascii=False),
            report=report,
        )
        with self._database.write() as session:
            session.add(row)
        return row

    def undo(self, reviewer: str) -> LearnedFit:
        """Take the fit in force back; the one before it holds again. Conflict where there is none."""
        with self._database.write() as session:
            row = session.scalar(_newest().with_for_update())
            if row is None:
                raise Conflict(
                    "No fit is in force: the program reads as it ships.",
                    "`vanban learn` makes one of what reviewers settled.",
                )
            row.undone_at, row.undone_by = datetime.now(UTC), signature(reviewer)
            return row


def in_force(session: Session) -> InForce:
    """The fit that holds in a store."""
    row = session.execute(
        _newest().with_only_columns(LearnedFit.id, LearnedFit.layer, LearnedFit.silenced)
    ).first()
    return _parsed(*row) if row else InForce()


def _newest() -> Select[LearnedFit]:
    return (
        select(LearnedFit)
        .where(LearnedFit.undone_at.is_(None))
        .order_by(LearnedFit.id.desc())
        .limit(1)
    )


@lru_cache(maxsize=8)
def _parsed(number: int, layer: str, silenced: str) -> InForce:
    put_aside = frozenset((how, raw, meant) for how, raw, meant in json.loads(silenced))
    return InForce(number, Layer(json.loads(layer)), put_aside)
