"""What a reviewer needs to know: the least sure values, the same case elsewhere, how far it is."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from store.database import Database
from store.tables import Decision, Document, OpenValue, ValueOptions, Verdict

Options = dict[str, list[tuple[str, float]]]
"""By pointer: other readings of the value with their probabilities (0-1), likeliest first."""

MOST_SAME = 200  # values settled in one go: as many as a person can look through
_UNITS = re.compile(
    r"/header/(issuer/\d+|parent_issuer)|/pairings/\d+/units/\d+/name|/recipients/\d+/name"
    r"|/responsibilities/\d+/actor|/references/\d+/issuer"
)


class Waiting(NamedTuple):
    """An open value in one place of the archive."""

    document: str
    name: str
    pointer: str
    value: str
    confidence: float


class Progress(NamedTuple):
    """How far the review has come.

    ``expected_errors`` is the sum over the open values of the probability that they are wrong;
    settled values count as right. ``error_rate`` is the share of all values expected wrong if
    the review stopped here.
    """

    open: int
    settled: int
    expected_errors: float

    @property
    def error_rate(self) -> float:
        """Expected wrong values by all values (0-1); 0 where there are none."""
        total = self.open + self.settled
        return self.expected_errors / total if total else 0.0


class Review:
    """The open values of a store, seen across all its documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def options(
        self, places: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], list[tuple[str, float]]]:
        """What values may read instead, by document and pointer; left out where nothing is known."""
        documents = {document for document, _ in places}
        rows = select(ValueOptions).where(ValueOptions.document.in_(documents))
        wanted = set(places)
        with self._database.read() as session:
            return {
                (row.document, row.pointer): [(text, p) for text, p in json.loads(row.options)]
                for row in session.scalars(rows)
                if (row.document, row.pointer) in wanted
            }

    def progress(self, document: str | None = None) -> Progress:
        """The state of the review, of one document (full identity) or of all."""
        waiting = select(func.count(), func.sum(1.0 - OpenValue.confidence))
        given = func.sum(case((Decision.verdict == Verdict.UNDO, -1), else_=1))
        taken = select(Decision.document).group_by(Decision.document, Decision.pointer)
        taken = taken.having(given > 0)
        if document is not None:
            waiting = waiting.where(OpenValue.document == document)
            taken = taken.where(Decision.document == document)
        with self._database.read() as session:
            count, wrong = session.execute(waiting).one()
            settled = session.scalar(select(func.count()).select_from(taken.subquery()))
        return Progress(count, settled or 0, wrong or 0.0)

    def same_case(self, document: str, pointer: str, value: str) -> list[Waiting]:
        """The other open values that read the same in the same part of a record.

        All places in which a unit is named count as one part. The least sure first, at most
        MOST_SAME.
        """
        alike = (
            select(OpenValue, Document.name)
            .join(Document, Document.sha256 == OpenValue.document)
            .where(OpenValue.value == value)
            .order_by(OpenValue.confidence, OpenValue.id)
        )
        wanted = _case(pointer)
        with self._database.read() as session:
            found = [
                Waiting(row.document, name, row.pointer, row.value, row.confidence)
                for row, name in session.execute(alike)
                if _case(row.pointer) == wanted
                and (row.document, row.pointer) != (document, pointer)
            ]
        return found[:MOST_SAME]


def is_unit(pointer: str) -> bool:
    """Whether the value at a pointer is the name of a unit."""
    return _UNITS.fullmatch(pointer) is not None


def keep_options(session: Session, sha256: str, options: Options) -> None:
    """Replace what the values of a document may read instead."""
    session.execute(delete(ValueOptions).where(ValueOptions.document == sha256))
    for pointer, readings in options.items():
        session.add(
            ValueOptions(
                document=sha256, pointer=pointer, options=json.dumps(readings, ensure_ascii=False)
            )
        )


def _case(pointer: str) -> str:
    return "unit" if is_unit(pointer) else re.sub(r"\d+", "*", pointer)
