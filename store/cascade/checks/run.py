"""All checks of a document, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gazetteer.load import Gazetteer
from store.cascade.checks.citations import cited_otherwise, period_within
from store.cascade.checks.heads import ended, flagged, misprinted
from store.cascade.checks.pairs import twice, unforeseen, with_nobody
from store.cascade.checks.times import after_parents, before_document, outside_period
from store.cascade.findings import Case, Finding, Link

# Raised when a check finds otherwise than before: documents are then checked anew.
CHECKS_VERSION = 1


def check(case: Case, links: Sequence[Link], gazetteer: Gazetteer) -> list[Finding]:
    """What contradicts in a document, and between it and the documents that it cites; each once."""
    kept: dict[tuple[str, str], Finding] = {}
    for one in _all(case, links, gazetteer):
        kept.setdefault((one.rule, one.pointer or one.said), one)
    return sorted(kept.values(), key=lambda one: -one.severity)


def _all(case: Case, links: Sequence[Link], gazetteer: Gazetteer) -> Iterator[Finding]:
    for link in links:
        yield from cited_otherwise(case, link)
        yield from period_within(case, link)
        yield from unforeseen(case, link)
        yield from after_parents(case, link)
    for alone in (twice, with_nobody, outside_period, before_document, flagged, misprinted):
        yield from alone(case)
    yield from ended(case, gazetteer)
