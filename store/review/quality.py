"""How good the archive is: the error of accepted values as people measured it, and what had been missed."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import NormalDist
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from normalize.folding import canonical
from store.database.engine import Database
from store.database.tables import (
    Decision,
    Document,
    JudgedValue,
    Judgement,
    OpenValue,
    Verdict,
    in_bin,
)
from store.review.additions import added_entry
from store.review.decisions import first_on, standing
from store.review.waiting import is_audited

# The bounds of a share hold with this probability between them.
CERTAINTY = 0.9
# Fewer values say nothing: of 50 without one wrong the share may still be 5 %.
ENOUGH = 50
_KIND_LETTERS = 60
_WRONG = (Judgement.WRONG, Judgement.FALSE)


class Share(NamedTuple):
    """``wrong`` of ``total`` values."""

    wrong: int
    total: int

    @property
    def share(self) -> float | None:
        """The share of wrong values, None where there are none at all."""
        return self.wrong / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between which the share lies with 90 % probability, after Wilson (JASA 22, 1927)."""
        if not self.total:
            return 0.0, 1.0
        z = NormalDist().inv_cdf((1 + CERTAINTY) / 2)
        share, more = self.wrong / self.total, z**2 / self.total
        middle = share + more / 2
        half = z * math.sqrt(share * (1 - share) / self.total + more / self.total / 4)
        return max(0.0, (middle - half) / (1 + more)), min(1.0, (middle + half) / (1 + more))

    @property
    def is_known(self) -> bool:
        """Whether enough values were looked at to say anything."""
        return self.total >= ENOUGH


class Found(NamedTuple):
    """What people say of the values of a field: read right, wrong, not in the document, missed."""

    right: int
    wrong: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share right of what was read."""
        return _share(self.right, self.right + self.wrong + self.false)

    @property
    def recall(self) -> float | None:
        """The share found, rightly or not, of what the documents say."""
        return _share(self.right + self.wrong, self.right + self.wrong + self.missed)


class Quality(NamedTuple):
    """The error of accepted values by part, and what was found of each field."""

    by_field: dict[str, Share]
    by_kind: dict[str, Share]
    by_month: dict[str, Share]
    found: dict[str, Found]


class Audits:
    """What people say of the values of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accepted(self) -> Share:
        """Wrong values among those that would have been accepted and were asked for."""
        what = (JudgedValue.audited, JudgedValue.judgement)
        rows = select(*what, func.count()).where(JudgedValue.audited).group_by(*what)
        with self._database.read() as session:
            counted = _outside_bin(session, rows, *what)
        return _of(Counter({judgement: number for (_, judgement), number in counted.items()}))

    def quality(self) -> Quality:
        """The error of accepted values by field, kind of document and month; what was found."""
        parts = (JudgedValue.field, JudgedValue.kind, JudgedValue.month)
        what = (JudgedValue.audited, *parts, JudgedValue.judgement)
        with self._database.read() as session:
            rows = select(*what, func.count()).group_by(*what)
            counted = _outside_bin(session, rows, *what)
        known = [(*row, number) for row, number in counted.items()]
        audited = [row[1:] for row in known if row[0]]
        every = _counted([row[1:] for row in known])
        by_field, by_kind, by_month = (
            {name: _of(counts) for name, counts in _counted(audited, at).items()} for at in range(3)
        )
        return Quality(by_field, by_kind, by_month, {n: _found(c) for n, c in every.items()})


def _outside_bin(
    session: Session, rows: Select[*tuple[Any, ...]], *what: InstrumentedAttribute[Any]
) -> Counter[tuple[Any, ...]]:
    """What rows count by what they are, less the part of documents that lie in the bin.

    All are counted from one index, those of the bin, which are few, from the index by documents: a
    condition on both would read every row.
    """
    binned = select(*what, func.count()).where(in_bin(JudgedValue.document)).group_by(*what)
    every, gone = (
        Counter({tuple(row[:-1]): row[-1] for row in session.execute(some)})
        for some in (rows, binned)
    )
    return every - gone


def judge(session: Session, document: Document, pointer: str, opened: OpenValue | None) -> None:
    """Keep what the decisions that stand say of a value; ``opened`` is its row if it was open.

    An entry that a person added is one value that had been missed, whatever became of its parts;
    one whose addition was taken back is none, though decisions on its parts may stand.
    """
    entry = added_entry(pointer)
    pointer = entry or pointer
    this = (JudgedValue.document == document.sha256, JudgedValue.pointer == pointer)
    before = session.scalar(select(JudgedValue).where(*this))
    audited = is_audited(opened) if opened is not None else bool(before and before.audited)
    session.execute(delete(JudgedValue).where(*this))
    taken = select(Decision).where(
        Decision.document == document.sha256,
        or_(
            Decision.pointer == pointer, Decision.pointer.startswith(f"{pointer}/", autoescape=True)
        )
        if entry
        else Decision.pointer == pointer,
    )
    stands = standing(session.scalars(taken.order_by(Decision.id)))
    verdicts = {one.verdict for one in stands}
    if not stands or (entry and (Verdict.ADD not in verdicts or Verdict.REJECT in verdicts)):
        return
    first, last = (stands[0], stands[0]) if entry else (first_on(stands), stands[-1])
    session.add(
        JudgedValue(
            document=document.sha256,
            pointer=pointer,
            value=first.before,
            judgement=_judgement(first, last),
            audited=audited,
            field=field_of(pointer),
            kind=(document.type_name or "")[:_KIND_LETTERS],
            month=f"{last.decided_at:%Y-%m}",
        )
    )


def field_of(pointer: str) -> str:
    """The header field or the list that a value is of."""
    _, part, step, *_ = pointer.split("/")
    return step if part == "header" else part


def _judgement(first: Decision, last: Decision) -> Judgement:
    if not first.before:
        return Judgement.ABSENT if last.verdict == Verdict.REJECT else Judgement.MISSED
    if last.verdict == Verdict.REJECT:
        return Judgement.FALSE
    return Judgement.RIGHT if canonical(last.after) == canonical(first.before) else Judgement.WRONG


def _counted(
    rows: Iterable[tuple[str, str, str, Judgement, int]], at: int = 0
) -> dict[str, Counter[Judgement]]:
    """What was judged how often, by field (0), kind (1) or month (2)."""
    counts: dict[str, Counter[Judgement]] = defaultdict(Counter)
    for field, kind, month, judgement, number in rows:
        counts[(field, kind, month)[at]][judgement] += number
    return dict(sorted(counts.items()))


def _of(counts: Counter[Judgement]) -> Share:
    return Share(sum(counts.get(one, 0) for one in _WRONG), sum(counts.values()))


def _found(counts: Counter[Judgement]) -> Found:
    kinds = (Judgement.RIGHT, Judgement.WRONG, Judgement.FALSE, Judgement.MISSED)
    return Found(*(counts[one] for one in kinds))


def _share(some: int, total: int) -> float | None:
    return some / total if total else None
