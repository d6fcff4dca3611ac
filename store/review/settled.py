"""Values that reviewers settled, beside what had been read: labelled examples of reading."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.learned.confidence import Value
from extract.record import PageReading, Record, ReviewValue
from ingest.page import Origin, Quality
from normalize.folding import canonical
from normalize.lexicon import Misread
from normalize.reading import Treatment
from store.database.tables import Decision, StoredRecord, Verdict
from store.review.decisions import first_on, standing

_SPOILED = {Quality.BARE: Treatment.MARKS, Quality.GARBLED: Treatment.SPOILED}


class Settled(NamedTuple):
    """A value as read and as settled; ``after`` is None where the document has no such value.

    ``record`` is the reading that the reviewer saw, with its shipped confidences; ``decision`` is
    the number of the last one that stands.
    """

    record: Record
    pointer: str
    value: Value
    before: str
    after: str | None
    decision: int

    @property
    def right(self) -> bool:
        """Whether it had been read rightly."""
        return self.after is not None and canonical(self.after) == canonical(self.before)

    def misread(self) -> Misread | None:
        """Its words as read and as settled, None where none of them were restored."""
        evidence = self.value.finding.evidence
        treatments = {treatment_of(self.record, one.page) for one in evidence}
        if self.after is None or len(treatments) != 1:
            return None
        (treatment,) = treatments
        if treatment is None:
            return None
        raw, text = (" ".join(e.raw for e in evidence), " ".join(e.text for e in evidence))
        return Misread(treatment, raw, text, self.before, self.after)


def settled_values(
    versions: Sequence[StoredRecord], decisions: Iterable[Decision]
) -> Iterator[Settled]:
    """The settled values of one document; versions and decisions oldest first."""
    by_pointer: dict[str, list[Decision]] = {}
    for decision in standing(decisions):
        by_pointer.setdefault(decision.pointer, []).append(decision)
    read: dict[int, Record] = {}
    for pointer, taken in by_pointer.items():
        first = first_on(taken)
        seen = [one for one in versions if one.made_at <= first.decided_at]
        if not seen:
            continue
        if seen[-1].version not in read:
            read[seen[-1].version] = Record.model_validate_json(seen[-1].json)
        record, last = read[seen[-1].version], taken[-1]
        found = next((v for v in record.review_values() if v.pointer == pointer), None)
        if found is not None and found.value == first.before:
            after = None if last.verdict == Verdict.REJECT else last.after
            yield Settled(record, pointer, value_of(found), found.value, after, last.id)


def value_of(found: ReviewValue) -> Value:
    """The finding that a value belongs to, as the model of confidence knows it."""
    _, part, step, *_ = found.pointer.split("/")
    return Value(step if part == "header" else part, f"/{part}/{step}", found.finding)


def treatment_of(record: Record, number: int) -> Treatment | None:
    """How a page was restored, None where it needed nothing."""
    page = next((p for p in record.source.pages if p.page == number), None)
    if page is None:
        return None
    return Treatment.OCR if page.origin == Origin.OCR else _SPOILED.get(_quality(page))


def _quality(page: PageReading) -> Quality:
    return Quality(page.quality)
