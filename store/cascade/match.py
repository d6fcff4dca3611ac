"""Whether a citation means a document: what speaks for it and against it, added up.

Every piece of evidence has one weight, a logarithm of odds, set by hand and measured on the links among real
documents (``tests/store/cascade/test_real_links.py``). Numbers are given anew each year and by each office, so a
number alone decides nothing: day, office or title must agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from math import exp
from typing import NamedTuple

from rapidfuzz.fuzz import partial_ratio

from normalize.folding import fold
from store.cascade.numbers import Agreement, agreement, parsed
from store.cascade.offices import Issuance, issuance
from store.cascade.papers import Leaf, Mention

# From this confidence on a citation is linked; what lies below is told as missing.
LINKED = 0.6
# Likeness (0-100) of two titles: from the first on they are one, below the second they are not.
SAME_TITLE, OTHER_TITLE = 82.0, 60.0
SHORTEST_TITLE = 12  # folded letters; shorter titles are like anything
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Day(StrEnum):
    """How two days of issue lie to each other."""

    SAME = "same"
    WITHIN = "within"
    """One of them is known to the month or the year only, and holds the other."""
    UNKNOWN = "unknown"
    MISPRINT = "misprint"
    """Day, month or year differs, the other two agree."""
    OTHER = "other"


class Title(StrEnum):
    """How the title that a citation tells lies to that of a document."""

    SAME = "same"
    UNKNOWN = "unknown"
    OTHER = "other"


_PRIOR = -6.0
_NUMBER = {
    Agreement.EXACT: 6.0, Agreement.CODE: 3.5, Agreement.SERIAL: -2.0, Agreement.UNKNOWN: -1.5, Agreement.OTHER: -9.0,
}  # fmt: skip
_ISSUED = {Day.SAME: 4.0, Day.WITHIN: 1.0, Day.UNKNOWN: 0.0, Day.MISPRINT: -1.5, Day.OTHER: -7.0}
_OFFICE = {
    Issuance.SAME: 3.0, Issuance.LIKELY: 1.5, Issuance.UNKNOWN: 0.0, Issuance.ABOVE: -1.0, Issuance.OTHER: -4.0,
    Issuance.ELSEWHERE: -9.0,
}  # fmt: skip
_TITLE = {Title.SAME: 3.0, Title.UNKNOWN: 0.0, Title.OTHER: -1.5}
_SAME_KIND, _OTHER_KIND = 0.5, -2.0


class Likeness(NamedTuple):
    """How a citation agrees with a document, and how sure it is (0-1) that it means it."""

    number: Agreement
    day: Day
    office: Issuance
    title: Title
    confidence: float


def likeness(mention: Mention, citing: Leaf, leaf: Leaf) -> Likeness:
    """How well a citation of one document fits another."""
    number = agreement(mention.number, leaf.number)
    day = days(mention.issued_on, leaf.issued_on)
    office = issuance(mention.issuer, citing.issuers, leaf.issuers, leaf.parent_issuer)
    title = titles(mention.title, leaf.title)
    kind = kind_of(leaf)
    weight = _PRIOR + _NUMBER[number] + _ISSUED[day] + _OFFICE[office] + _TITLE[title]
    if kind and mention.kind:
        weight += _SAME_KIND if kind == mention.kind else _OTHER_KIND
    return Likeness(number, day, office, title, 1 / (1 + exp(-weight)))


def best(mention: Mention, citing: Leaf, leaves: Iterable[Leaf]) -> tuple[Leaf, Likeness] | None:
    """The document that a citation means, None where none is likely enough or two are alike likely."""
    weighed = sorted(
        (
            (leaf, likeness(mention, citing, leaf))
            for leaf in leaves
            if leaf.document != citing.document
        ),
        key=lambda one: (-one[1].confidence, one[0].document),
    )
    if not weighed or weighed[0][1].confidence < LINKED:
        return None
    (leaf, first), *others = weighed
    rivals = [one.confidence for other, one in others if _another(leaf, other)]
    sure = first.confidence * first.confidence / (first.confidence + max(rivals, default=0.0))
    return (leaf, first._replace(confidence=sure)) if sure >= LINKED else None


def kind_of(leaf: Leaf) -> str | None:
    """The kind by which a document is cited: that of its number where the number tells it."""
    number = parsed(leaf.number)
    return (number.kind if number else None) or leaf.kind


def days(said: str | None, own: str | None) -> Day:
    """How a cited day (EDTF) agrees with the day that a document bears."""
    if not said or not own or not said[:4].isdigit() or not own[:4].isdigit():
        return Day.UNKNOWN
    if said == own:
        return Day.SAME
    if said.startswith(own) or own.startswith(said):
        return Day.WITHIN
    if not (_DAY.fullmatch(said) and _DAY.fullmatch(own)):
        return Day.OTHER
    same = sum(one == other for one, other in zip(said.split("-"), own.split("-"), strict=True))
    return Day.MISPRINT if same == len("dmy") - 1 else Day.OTHER


def titles(said: str | None, own: str | None) -> Title:
    """How a cited title agrees with a document's; it may be told in part, or go on behind it."""
    one, other = _bare(said), _bare(own)
    if min(len(one), len(other)) < SHORTEST_TITLE:
        return Title.UNKNOWN
    found = partial_ratio(one, other)
    if found >= SAME_TITLE:
        return Title.SAME
    return Title.OTHER if found < OTHER_TITLE else Title.UNKNOWN


def _bare(title: str | None) -> str:
    """A folded title without the words that introduce it."""
    return re.sub(r"^(?:ban hanh |ve viec |ve |v v )+", "", fold(title or "")).strip()


def _another(one: Leaf, other: Leaf) -> bool:
    """Whether two documents are not one paper that was scanned twice."""
    return (parsed(one.number), one.issued_on) != (parsed(other.number), other.issued_on)
