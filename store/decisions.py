"""Decisions of reviewers, carried from one reading of a document to the next."""

from collections.abc import Iterable
from typing import NamedTuple

from extract.record import Record
from store.tables import Decision, Verdict


class Reviewed(NamedTuple):
    """A record with the decisions applied.

    ``record`` keeps every entry at its place, so that pointers lead where they led; ``rejected``
    are the values that the document does not have, ``settled`` all values that someone decided.
    """

    record: Record
    settled: frozenset[str]
    rejected: frozenset[str] = frozenset()

    @property
    def shown(self) -> Record:
        """The record without what was rejected: null where it may be, else the entry goes."""
        record, gone = self.record, "\0"
        # From the last entry to the first: taking one out moves only those behind it.
        for pointer in sorted(self.rejected, key=_places, reverse=True):
            if pointer.startswith(gone):
                continue  # went with another value of its entry
            try:
                record = record.corrected(pointer, None)
            except ValueError:
                record, gone = record.without(pointer), f"{_entry(pointer)}/"
        return record


def apply_decisions(record: Record, decisions: Iterable[Decision]) -> Reviewed:
    """Replay decisions, oldest first, on a record as it was read.

    A decision holds while its value still reads as it did when it was taken, or already reads as
    it was settled. One whose value reads differently is left out: the value is open again and
    the decision stays in the audit trail.
    """
    values = {found.pointer: found.value for found in record.review_values()}
    settled, rejected = set[str](), set[str]()
    for decision in standing(decisions):
        pointer, value = decision.pointer, values.get(decision.pointer)
        if value == decision.before:
            settled.add(pointer)
            rejected.discard(pointer)
            if decision.verdict == Verdict.REJECT:
                rejected.add(pointer)
            elif decision.after != value:
                record = record.corrected(pointer, decision.after)
                values[pointer] = decision.after
        elif value is not None and value == decision.after:
            settled.add(pointer)
    return Reviewed(record, frozenset(settled), frozenset(rejected))


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back, in their order."""
    kept: list[Decision] = []
    for decision in decisions:
        if decision.verdict != Verdict.UNDO:
            kept.append(decision)
            continue
        last = last_on(kept, decision.pointer)
        if last is not None:
            kept.remove(last)
    return kept


def last_on(decisions: list[Decision], pointer: str) -> Decision | None:
    """The latest decision on a value."""
    return next((one for one in reversed(decisions) if one.pointer == pointer), None)


def _entry(pointer: str) -> str:
    """The entry of a list that a value belongs to."""
    steps = pointer.split("/")
    while not steps[-1].isdigit():
        steps.pop()
    return "/".join(steps)


def _places(pointer: str) -> list[tuple[int, str]]:
    """A key that puts entry 10 of a list behind entry 9."""
    return [(int(step), "") if step.isdigit() else (-1, step) for step in pointer.split("/")]
