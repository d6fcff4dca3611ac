"""Decisions of reviewers, carried from one reading of a document to the next."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extract.record import Evidence, Record, ReviewValue
from normalize.folding import canonical
from store.database.tables import Decision, Verdict
from store.review.additions import (
    added_entry,
    entries_of,
    is_empty,
    list_of,
    same_entry,
    with_entry,
    with_value,
)


class Reviewed(NamedTuple):
    """A record with the decisions applied.

    ``record`` keeps every entry at its place, so that pointers lead where they led; ``rejected``
    are the values that the document does not have, ``settled`` all values that someone decided.
    ``added`` tells where the entries stand that people added, by the names that decisions give them
    ("/recipients/+1": "/recipients/4").
    """

    record: Record
    settled: frozenset[str]
    rejected: frozenset[str] = frozenset()
    added: Mapping[str, str] = {}

    def values(self) -> Iterator[ReviewValue]:
        """All values that a person can settle, by the pointers that decisions know them by."""
        names = {place: name for name, place in self.added.items()}
        for found in self.record.review_values():
            entry = _outer_entry(found.pointer) or found.pointer
            name = names.get(entry, entry)
            yield found._replace(pointer=name + found.pointer[len(entry) :])

    def place(self, pointer: str) -> str:
        """Where in the record a value stands that decisions know by a pointer."""
        entry = added_entry(pointer)
        if entry is None or entry not in self.added:
            return pointer
        return self.added[entry] + pointer[len(entry) :]

    @property
    def shown(self) -> Record:
        """The record without what was rejected: null where it may be, else the entry goes.

        So does an entry of a list of which every value was rejected.
        """
        record, gone = self.record, "\0"
        # From the last entry to the first: taking one out moves only those behind it.
        for pointer in sorted(self._outs(), key=_places, reverse=True):
            if pointer.startswith(gone):
                continue  # went with another value of its entry
            try:
                record = record.corrected(pointer, None)
            except ValueError:
                record, gone = record.without(pointer), f"{_entry(pointer)}/"
        return record

    def _outs(self) -> set[str]:
        """What is left out of the record: rejected values, and entries that have no others."""
        rejected = {self.place(pointer) for pointer in self.rejected}
        kept = {
            _outer_entry(found.pointer)
            for found in self.record.review_values()
            if found.pointer not in rejected
        }
        return {
            pointer if (entry := _outer_entry(pointer)) is None or entry in kept else entry
            for pointer in rejected
        }


def apply_decisions(record: Record, decisions: Iterable[Decision]) -> Reviewed:
    """Replay decisions, oldest first, on a record as it was read.

    A decision holds while its value still reads as it did when it was taken, or already reads as
    it was settled. One whose value reads differently is left out: the value is open again and
    the decision stays in the audit trail. What was added is left out where it has been read by now.
    """
    replay = _Replay(record)
    for decision in standing(decisions):
        if decision.verdict == Verdict.ADD:
            replay.add(decision)
        else:
            replay.settle(decision)
    return replay.reviewed


class _Replay:
    """A record to which one decision after the other is applied."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._settled, self._rejected = set[str](), set[str]()
        self._added: dict[str, str] = {}
        self._look()

    @property
    def reviewed(self) -> Reviewed:
        """What has come of it so far."""
        settled, rejected = frozenset(self._settled), frozenset(self._rejected)
        return Reviewed(self._record, settled, rejected, dict(self._added))

    def settle(self, decision: Decision) -> None:
        """Accept, correct or reject a value; or confirm that there is none."""
        pointer, value = decision.pointer, self._values.get(decision.pointer)
        if value is None:
            if decision.verdict == Verdict.REJECT and is_empty(self._record, pointer):
                self._settled.add(pointer)
        elif value == decision.before:
            self._settled.add(pointer)
            self._rejected.discard(pointer)
            if decision.verdict == Verdict.REJECT:
                self._rejected.add(pointer)
            elif decision.after != value:
                place = self.reviewed.place(pointer)
                self._record = self._record.corrected(place, decision.after)
                self._values[pointer] = decision.after
        elif value == decision.after:
            self._settled.add(pointer)

    def add(self, decision: Decision) -> None:
        """Add a value or an entry, where the record does not say it by now."""
        pointer, value = decision.pointer, self._values.get(decision.pointer)
        evidence = (
            Evidence.model_validate_json(decision.evidence)
            if decision.evidence is not None
            else None
        )
        parent = list_of(pointer)
        if parent is not None:
            self._add_entry(parent, decision, evidence)
        elif value is not None:
            if canonical(value) == canonical(decision.after):
                self._settled.add(pointer)
        elif is_empty(self._record, self.reviewed.place(pointer)):
            place = self.reviewed.place(pointer)
            self._record = with_value(self._record, place, decision.after, evidence)
            self._settled.add(pointer)
            self._look()

    def _add_entry(self, parent: str, decision: Decision, evidence: Evidence | None) -> None:
        at = same_entry(self._record, parent, decision.after)
        entry = f"{parent}/{at}"
        if at is None:
            entry, last = decision.pointer, len(entries_of(self._record, parent))
            self._record = with_entry(self._record, parent, decision.after, evidence)
            self._added[entry] = f"{parent}/{last}"
            self._look()
        self._settled |= {p for p in self._values if p == entry or p.startswith(f"{entry}/")}

    def _look(self) -> None:
        self._values = {found.pointer: found.value for found in self.reviewed.values()}


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


def first_on(taken: list[Decision]) -> Decision:
    """The decision on the value as read: each later one rests on what the one before made of it."""
    first = taken[-1]
    for earlier in reversed(taken[:-1]):
        if earlier.after != first.before:
            break
        first = earlier
    return first


def _outer_entry(pointer: str) -> str | None:
    """The entry of a list of the record that a value belongs to; of the head, of its own lists."""
    steps = pointer.split("/")
    until = next((i for i, step in enumerate(steps) if step.isdigit()), None)
    return None if until is None else "/".join(steps[: until + 1])


def _entry(pointer: str) -> str:
    """The innermost entry of a list that a value belongs to."""
    steps = pointer.split("/")
    while not steps[-1].isdigit():
        steps.pop()
    return "/".join(steps)


def _places(pointer: str) -> list[tuple[int, str]]:
    """A key that puts entry 10 of a list behind entry 9."""
    return [(int(step), "") if step.isdigit() else (-1, step) for step in pointer.split("/")]
