"""Days against the calendar, the document's own day and period, and the days of the document above."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from rapidfuzz.fuzz import token_set_ratio

from extract.record import Deadline
from normalize.folding import fold
from store.cascade.findings import Case, Finding, Link, Rule, found
from store.cascade.papers import day_of, plain
from store.questions.calendar import Span, spans

# What sums a period up is done in the half year after it.
_AFTER = 183
# Likeness (0-100) of two tasks from which on they are the same report.
_SAME_TASK = 88.0
_REPORT = re.compile(r"\b(?:bao cao|so ket|tong ket)\b")
_YEAR = re.compile(r"\d{4}")
_UNTIL = ("before", "by", "on")


def outside_period(case: Case) -> Iterator[Finding]:
    """Times that begin long after the period of the document; what is due before it prepares it."""
    period = _years(case.leaf.period)
    if period is None:
        return
    last = period.last + datetime.timedelta(days=_AFTER)
    for n, deadline, span in _dated(case):
        if span.first > last:
            yield _of(Rule.DAY_OUTSIDE_PERIOD, n, deadline, case, case.leaf.period or "")


def before_document(case: Case) -> Iterator[Finding]:
    """Days to act by that were over when the document was issued."""
    issued = day_of(case.leaf.issued_on)
    for n, deadline, span in _dated(case):
        if (
            issued
            and span.last < issued
            and span.first == span.last
            and deadline.relation in _UNTIL
        ):
            yield _of(Rule.DAY_BEFORE_DOCUMENT, n, deadline, case, case.leaf.issued_on or "")


def after_parents(case: Case, link: Link) -> Iterator[Finding]:
    """Reports that the issuer means to give later than the document above asks for."""
    asked = [
        (n, one, span)
        for n, one, span in _dated(link.cited)
        if one.relation in _UNTIL and _reports(one)
    ]
    issuers = {plain(name) for name in case.leaf.issuers}
    for n, deadline, span in _dated(case):
        if not _reports(deadline) or not issuers & {plain(name) for name in deadline.actors}:
            continue
        for m, other, until in asked:
            if span.first > until.last and _same_task(deadline.task, other.task):
                yield found(
                    Rule.DAY_AFTER_PARENTS, f"/deadlines/{n}/edtf", deadline.text, other.text,
                    case.record, link.cited, f"/deadlines/{m}/edtf",
                )  # fmt: skip
                break


def _reports(deadline: Deadline) -> bool:
    return bool(_REPORT.search(fold(deadline.task)))


def _same_task(one: str, other: str) -> bool:
    """Whether two tasks are the same one, of the same year where both name years."""
    years = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    if all(years) and years[0] != years[1]:
        return False
    return token_set_ratio(fold(one), fold(other)) >= _SAME_TASK


def _dated(case: Case) -> Iterator[tuple[int, Deadline, Span]]:
    """The times of a document that lie on days once, from the first day to the last."""
    for n, deadline in enumerate(case.record.deadlines):
        several = spans(deadline.edtf) if deadline.recurrence is None else []
        if several:
            last = max(one.last for one in several)
            yield n, deadline, Span(min(one.first for one in several), last)


def _of(rule: Rule, n: int, deadline: Deadline, case: Case, expected: str) -> Finding:
    return found(rule, f"/deadlines/{n}/edtf", deadline.text, expected, case.record)


def _years(period: str | None) -> Span | None:
    """The days of a period of years ("2022/2025")."""
    found = spans(period)
    return Span(found[0].first, found[-1].last) if found else None
