"""Decisions of reviewers, carried from one reading of a document to the next."""

from collections.abc import Iterable
from typing import NamedTuple

from extract.record import Record
from store.tables import Decision


class Reviewed(NamedTuple):
    """A record with the decisions applied, and the pointers of the values that are settled."""

    record: Record
    settled: frozenset[str]


def apply_decisions(record: Record, decisions: Iterable[Decision]) -> Reviewed:
    """Replay decisions, oldest first, on a record as it was read.

    A decision holds while its value still reads as it did when it was taken, or already reads as
    it was settled. One whose value reads differently is left out: the value is open again and
    the decision stays in the audit trail.
    """
    values = {found.pointer: found.value for found in record.review_values()}
    settled = set[str]()
    for decision in decisions:
        value = values.get(decision.pointer)
        if value == decision.before:
            if decision.after != value:
                record = record.corrected(decision.pointer, decision.after)
                values[decision.pointer] = decision.after
            settled.add(decision.pointer)
        elif value == decision.after:
            settled.add(decision.pointer)
    return Reviewed(record, frozenset(settled))
