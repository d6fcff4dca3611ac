"""A citation against the document that it means: number, day, period, title and issuer."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.fuzz import partial_ratio

from normalize.folding import fold
from store.cascade.findings import Case, Finding, Link, Rule, found
from store.cascade.match import SAME_TITLE, SHORTEST_TITLE, Day, Title
from store.cascade.numbers import Agreement
from store.cascade.offices import Issuance
from store.cascade.papers import periods


def cited_otherwise(case: Case, link: Link) -> Iterator[Finding]:
    """What a citation tells otherwise than the document itself."""
    mention, leaf, like = link.mention, link.cited.leaf, link.likeness
    at = f"/references/{mention.position}"

    def told(rule: Rule, key: str, said: str | None, own: str | None, field: str) -> Finding:
        return found(
            rule, f"{at}/{key}", said or "", own or "", case.record, link.cited, f"/header/{field}"
        )

    if like.number in (Agreement.CODE, Agreement.SERIAL):
        yield told(Rule.CITED_NUMBER, "number", mention.number, leaf.number, "number")
    if like.day in (Day.MISPRINT, Day.OTHER):
        yield told(Rule.CITED_DAY, "issued_on", mention.issued_on, leaf.issued_on, "issued_on")
    if (
        mention.period
        and leaf.period
        and mention.period != leaf.period
        and like.title != Title.OTHER
    ):
        yield told(Rule.CITED_PERIOD, "title", mention.period, leaf.period, "period")
    if like.title == Title.OTHER:
        yield told(Rule.CITED_TITLE, "title", mention.title, leaf.title, "title")
    if like.office in (Issuance.ABOVE, Issuance.OTHER, Issuance.ELSEWHERE):
        issuers = "; ".join(leaf.issuers)
        yield told(Rule.CITED_ISSUER, "issuer", mention.issuer, issuers, "issuer")


def period_within(case: Case, link: Link) -> Iterator[Finding]:
    """Where a document names what the cited one is about, with another period, in its own tasks."""
    leaf = link.cited.leaf
    about = _about(leaf.title)
    if not leaf.period or len(about) < SHORTEST_TITLE:
        return
    tasks = [(f"/deadlines/{n}/task", one.task) for n, one in enumerate(case.record.deadlines)]
    tasks += [
        (f"/responsibilities/{n}/task", one.task)
        for n, one in enumerate(case.record.responsibilities)
    ]
    for pointer, task in tasks:
        others = [period for period in periods(task) if period != leaf.period]
        if others and partial_ratio(about, fold(task)) >= SAME_TITLE:
            yield found(
                Rule.PERIOD_WITHIN, pointer, others[0], leaf.period, case.record, link.cited,
                "/header/period",
            )  # fmt: skip


def _about(title: str | None) -> str:
    """What a title is about: the name in quotes where there is one, else the title without its period."""
    words = (title or "").replace("”", "“").split("“")
    return fold(words[1] if len(words) > 1 else words[0].partition("giai đoạn")[0])
