"""What a check finds: a named rule, both sides with their evidence, and how much it matters."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple

from extract.record import Evidence, Record
from store.cascade.match import Likeness
from store.cascade.papers import Leaf, Mention
from store.cascade.relations import Relation


class Severity(IntEnum):
    """How much a finding matters."""

    LOW = 1
    """A slip of the pen."""
    MEDIUM = 2
    """Somebody may do something wrong, or not know what is meant."""
    HIGH = 3
    """Two documents say different things of the same."""


class Rule(StrEnum):
    """The checks, by the name under which they are told and settled."""

    CITED_NUMBER = "cited-number"
    CITED_DAY = "cited-day"
    CITED_PERIOD = "cited-period"
    CITED_TITLE = "cited-title"
    CITED_ISSUER = "cited-issuer"
    PERIOD_WITHIN = "period-within"
    PAIR_UNFORESEEN = "pair-unforeseen"
    PAIRED_TWICE = "paired-twice"
    PAIRED_WITH_NOBODY = "paired-with-nobody"
    DAY_IMPOSSIBLE = "day-impossible"
    DAY_OUTSIDE_PERIOD = "day-outside-period"
    DAY_BEFORE_DOCUMENT = "day-before-document"
    DAY_AFTER_PARENTS = "day-after-parents"
    SPAN_BACKWARDS = "span-backwards"
    SCHOOL_YEAR = "school-year"
    CITED_LATER = "cited-later"
    TOTAL = "total"
    LABEL_REPEATED = "label-repeated"
    LABEL_SKIPPED = "label-skipped"
    CODE_KIND = "code-kind"
    CODE_ISSUER = "code-issuer"
    CODE_YEAR = "code-year"
    OFFICE_ENDED = "office-ended"
    NAME_MISPRINT = "name-misprint"


SEVERITY = {
    Rule.CITED_NUMBER: Severity.HIGH, Rule.CITED_DAY: Severity.HIGH, Rule.CITED_PERIOD: Severity.HIGH,
    Rule.CITED_TITLE: Severity.MEDIUM, Rule.CITED_ISSUER: Severity.MEDIUM, Rule.PERIOD_WITHIN: Severity.MEDIUM,
    Rule.PAIR_UNFORESEEN: Severity.MEDIUM, Rule.PAIRED_TWICE: Severity.MEDIUM,
    Rule.PAIRED_WITH_NOBODY: Severity.LOW, Rule.DAY_IMPOSSIBLE: Severity.HIGH,
    Rule.DAY_OUTSIDE_PERIOD: Severity.MEDIUM, Rule.DAY_BEFORE_DOCUMENT: Severity.MEDIUM,
    Rule.DAY_AFTER_PARENTS: Severity.HIGH, Rule.SPAN_BACKWARDS: Severity.MEDIUM, Rule.SCHOOL_YEAR: Severity.LOW,
    Rule.CITED_LATER: Severity.MEDIUM, Rule.TOTAL: Severity.MEDIUM, Rule.LABEL_REPEATED: Severity.LOW,
    Rule.LABEL_SKIPPED: Severity.LOW, Rule.CODE_KIND: Severity.MEDIUM, Rule.CODE_ISSUER: Severity.LOW,
    Rule.CODE_YEAR: Severity.MEDIUM, Rule.OFFICE_ENDED: Severity.HIGH, Rule.NAME_MISPRINT: Severity.LOW,
}  # fmt: skip
# Of what was read less surely than this on one side, no finding is of high severity: it may be the reading
# that differs, not the document.
SURE = 0.8


class Case(NamedTuple):
    """A document to check: its head, its record, and its text page by page."""

    leaf: Leaf
    record: Record
    pages: Sequence[str]


class Link(NamedTuple):
    """A citation of a document and the document that it means."""

    mention: Mention
    likeness: Likeness
    relation: Relation
    cited: Case


class Finding(NamedTuple):
    """One contradiction; ``pointer`` and ``other_pointer`` (RFC 6901) lead to the two values.

    ``other`` is the identity of the document that says otherwise, None where it is the same one or no document.
    """

    rule: Rule
    severity: Severity
    pointer: str
    said: str
    expected: str
    evidence: tuple[Evidence, ...] = ()
    other: str | None = None
    other_pointer: str = ""
    other_evidence: tuple[Evidence, ...] = ()


def found(
    rule: Rule, pointer: str, said: str, expected: str, record: Record,
    other: Case | None = None, other_pointer: str = "", evidence: Sequence[Evidence] = (),
) -> Finding:  # fmt: skip
    """A finding with the evidence of both values, milder where one of them was read unsurely."""
    own, sure = _support(record, pointer)
    theirs, surely = _support(other.record, other_pointer) if other else ((), 1.0)
    severity = SEVERITY[rule]
    if min(sure, surely) < SURE:
        severity = min(severity, Severity.MEDIUM)
    whose = other.leaf.document if other else None
    return Finding(
        rule,
        severity,
        pointer,
        said,
        expected,
        tuple(evidence) or own,
        whose,
        other_pointer,
        theirs,
    )


def _support(record: Record, pointer: str) -> tuple[tuple[Evidence, ...], float]:
    """Where a value of a record stands, and how surely it was read (1 where that is not known)."""
    _, name, *rest = f"{pointer}/".split("/")
    if name == "header":
        finding = record.header.support.get(rest[0])
    else:
        entries = getattr(record, name, [])
        finding = entries[int(rest[0])] if rest and rest[0].isdigit() else None
    if finding is None or not hasattr(finding, "evidence"):
        return (), 1.0
    return tuple(finding.evidence), finding.confidence if finding.evidence else 1.0
