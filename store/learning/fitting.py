"""Learning from what reviewers settled: a fit to some documents, measured on others kept apart.

Two things are fitted: the layer upon the shipped confidence (``extract.learned.layer``), and which corrected
words are to be used (``normalize.lexicon``); those that make values of other documents worse, kept
apart or not, are put aside. A document is kept apart, always, by the hash of its bytes. What is not better there than what
is in force is refused.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, Protocol

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from extract.learned.layer import Layer, fit_layer, layer_cues
from ingest.errors import VanbanError
from normalize.lexicon import Lesson, Lexicon, Misread
from normalize.source import RestoredLine, Source
from store.archive.archive import Archive
from store.database.tables import Decision, LearnedFit, StoredRecord, in_bin
from store.review.fits import InForce, Silenced
from store.review.lessons import lessons_in
from store.review.settled import Settled, settled_values

# One document of this many is kept apart from fitting.
KEPT_APART = 3
# Fewer decisions than these say too little: with 30, a share of 0.9 is known to within 0.06.
LEAST_FITTED, LEAST_KEPT = 30, 15
# Values that are restored once more to see what lessons do: a minute on one core.
MOST_RESTORED = 1000
_BINS = 10  # of the reliability curve: decisions are some hundred, not some thousand


class Confidences(BaseModel):
    """How good confidences are on decisions kept apart.

    ``to_review`` is the share of values that has to be settled, least sure first, until the rest is
    expected to hold no more errors than wanted; ``errors_left`` the share of all that is wrong then.
    """

    brier: float
    log_loss: float
    calibration_error: float
    to_review: float
    errors_left: float


class Words(BaseModel):
    """Words of settled values kept apart, and how many are restored right."""

    words: int
    right_without: int = Field(description="without what corrections taught")
    right_with: int


class Report(BaseModel):
    """What a fit was made of and what it gains; all measures are of decisions kept apart."""

    number: int | None = Field(None, description="number of the fit, null where none was kept")
    fitted: int = Field(description="decisions fitted to")
    fitted_documents: int
    kept_apart: int = Field(description="decisions kept apart")
    kept_documents: int
    right: int = Field(description="decisions kept apart whose value had been read right")
    shipped: Confidences
    before: Confidences = Field(description="by the fit in force until now")
    after: Confidences
    confidence_kept: bool = Field(description="whether the new confidences are better")
    words: Words
    lessons: int = Field(description="corrected words learned from the documents fitted to")
    silenced: list[tuple[str, str, str]] = Field(
        description="lessons put aside: way of reading, word as read, word meant"
    )


class FitInfo(BaseModel):
    """A fit with what it gained when it was made."""

    number: int
    made_at: datetime
    reviewer: str
    in_force: bool
    undone_at: datetime | None
    undone_by: str | None
    report: Report

    @classmethod
    def of(cls, row: LearnedFit, in_force: int) -> "FitInfo":
        """A row of the store, and the number of the fit in force."""
        return cls(
            number=row.id,
            made_at=row.made_at,
            reviewer=row.reviewer,
            in_force=row.id == in_force,
            undone_at=row.undone_at,
            undone_by=row.undone_by,
            report=Report.model_validate_json(row.report),
        )


class TooFewDecisions(VanbanError):
    """Too few values have been settled to learn from."""

    code, exit_code, http_status = "too-few-decisions", 18, 409


class Restoring(Protocol):
    """What restores lines: ``normalize.restore.Restorer``."""

    def restore(self, lines: Sequence[Source], *, lexicon: Lexicon) -> list[RestoredLine]:
        """Restore lines with what was learned."""


class Example(NamedTuple):
    """A settled value with its document; ``stated`` is its shipped confidence."""

    document: str
    settled: Settled
    stated: float
    cues: Mapping[str, float]


def learn(
    archive: Archive,
    restorer: Callable[[], Restoring],
    reviewer: str,
    wanted: float,
    *,
    dry_run: bool = False,
) -> Report:
    """Fit anew to all decisions; keep the fit where it is better, unless ``dry_run``.

    ``restorer`` loads what restores lines, ``wanted`` is the share of wrong values that may stay
    (0-1). TooFewDecisions where too little has been settled.
    """
    with archive.reading() as session:
        examples = list(_examples(session))
        lessons = lessons_in(session)
    fitting = [one for one in examples if not _kept_apart(one.document)]
    kept = [one for one in examples if _kept_apart(one.document)]
    _check_enough(fitting, kept)
    old = archive.fits.in_force()
    layer = fit_layer(
        [one.cues for one in fitting],
        [one.stated for one in fitting],
        [one.settled.right for one in fitting],
    )
    shipped, before, after = (
        measured(_judged(kept, one), wanted) for one in (Layer(), old.layer, layer)
    )
    better = _is_better(after, before) and _is_better(after, shipped)
    silenced, words = _Lessons(restorer(), lessons).weighed(fitting, kept)
    report = Report(
        fitted=len(fitting),
        fitted_documents=len({one.document for one in fitting}),
        kept_apart=len(kept),
        kept_documents=len({one.document for one in kept}),
        right=sum(one.settled.right for one in kept),
        shipped=shipped,
        before=before,
        after=after,
        confidence_kept=better,
        words=words,
        lessons=sum(not _kept_apart(document) for document, _ in lessons),
        silenced=sorted(silenced),
    )
    if dry_run or not (better or silenced != old.silenced):
        return report
    new = InForce(0, layer if better else old.layer, silenced)
    row = archive.fits.keep(new.layer, new.silenced, report.model_dump_json(), reviewer)
    archive.weigh_again()
    return report.model_copy(update={"number": row.id})


def measured(judged: Sequence[tuple[float, bool]], wanted: float) -> Confidences:
    """How good confidences are for values that were right or not.

    ``wanted`` is the share of wrong values that may stay among all (0-1).
    """
    total = max(len(judged), 1)
    ranked = sorted(judged)
    expected = sum(1 - sure for sure, _ in ranked)
    settled = 0
    while settled < len(ranked) and expected / total > wanted:
        expected -= 1 - ranked[settled][0]
        settled += 1
    return Confidences(
        brier=round(sum((sure - right) ** 2 for sure, right in ranked) / total, 5),
        log_loss=round(
            -sum(math.log(sure if right else 1 - sure) for sure, right in ranked) / total, 5
        ),
        calibration_error=round(_calibration_error(ranked), 5),
        to_review=round(settled / total, 5),
        errors_left=round(sum(not right for _, right in ranked[settled:]) / total, 5),
    )


def _calibration_error(judged: Iterable[tuple[float, bool]]) -> float:
    """The mean gap between confidence and share right, over bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in judged:
        bins[min(int(sure * _BINS), _BINS - 1)].append((sure, right))
    gaps = (abs(sum(sure - right for sure, right in one)) for one in bins.values())
    return sum(gaps) / max(sum(map(len, bins.values())), 1)


def _is_better(new: Confidences, old: Confidences) -> bool:
    return new.log_loss < old.log_loss and new.brier <= old.brier


def _judged(examples: Iterable[Example], layer: Layer) -> list[tuple[float, bool]]:
    """Confidence by a layer, and whether the value was right."""
    return [(layer.probability(one.stated, one.cues), one.settled.right) for one in examples]


def _kept_apart(document: str) -> bool:
    return int(document[:8], 16) % KEPT_APART == 0


def _check_enough(fitting: Sequence[Example], kept: Sequence[Example]) -> None:
    if len(fitting) < LEAST_FITTED or len(kept) < LEAST_KEPT:
        raise TooFewDecisions(
            f"{len(fitting)} settled values to fit to and {len(kept)} kept apart are too few.",
            f"Settle values of more documents: {LEAST_FITTED} and {LEAST_KEPT} are needed, and "
            f"about one document of {KEPT_APART} is kept apart.",
        )


def _examples(session: Session) -> Iterator[Example]:
    """The settled values of all documents outside the bin, each with what its shipped confidence knew."""
    decided = select(Decision.document).where(~in_bin(Decision.document)).distinct()
    for document in session.scalars(decided.order_by(Decision.document)):
        decisions = select(Decision).where(Decision.document == document).order_by(Decision.id)
        versions = select(StoredRecord).where(StoredRecord.document == document)
        read = session.scalars(versions.order_by(StoredRecord.version)).all()
        for one in settled_values(read, session.scalars(decisions).all()):
            stated = one.value.finding.confidence
            yield Example(document, one, stated, layer_cues(one.record, one.value))


class _Lessons:
    """Lessons on trial: what each does to settled values of documents that did not teach it."""

    def __init__(self, restorer: Restoring, lessons: Iterable[tuple[str, Lesson]]) -> None:
        self._restorer = restorer
        self._known: dict[tuple[str, str], list[tuple[str, Lesson]]] = defaultdict(list)
        for document, lesson in lessons:
            if not _kept_apart(document):
                key = (lesson.treatment.value, lesson.raw)
                self._known[key].append((document, lesson))

    def weighed(
        self, fitting: Sequence[Example], kept: Sequence[Example]
    ) -> tuple[Silenced, Words]:
        """The lessons that do harm, here or there, and what the others do for values kept apart.

        Where the others together do harm there, all are put aside.
        """
        known = {_entry(one) for said in self._known.values() for _, one in said}
        here, there = self._gains(fitting), self._gains(kept)
        harmful = frozenset(one for one in known if min(here[one], there[one]) < 0)
        words = self._tried(kept, harmful)
        if words.right_with >= words.right_without:
            return harmful, words
        return frozenset(known), words.model_copy(update={"right_with": words.right_without})

    def _gains(self, examples: Sequence[Example]) -> Counter[tuple[str, str, str]]:
        """The words that each lesson makes right, less those that it makes wrong."""
        gains: Counter[tuple[str, str, str]] = Counter()
        for document, misread in _misread(examples):
            said = self._about(misread, document)
            plain = self._wrong(misread, []) if said else 0
            for entry in {_entry(one) for one in said}:
                only = [one for one in said if _entry(one) == entry]
                gains[entry] += plain - self._wrong(misread, only)
        return gains

    def _tried(self, kept: Sequence[Example], silenced: Silenced) -> Words:
        words = wrong_without = wrong_with = 0
        for document, misread in _misread(kept):
            said = [one for one in self._about(misread, document) if _entry(one) not in silenced]
            read = misread.wrong_words()
            if read is None:
                continue
            words += read[1]
            wrong_without += self._wrong(misread, []) if said else read[0]
            wrong_with += self._wrong(misread, said) if said else read[0]
        return Words(
            words=words, right_without=words - wrong_without, right_with=words - wrong_with
        )

    def _about(self, misread: Misread, document: str) -> list[Lesson]:
        """What other documents teach of the words of a value."""
        keys = ((misread.treatment.value, raw) for raw in sorted(misread.words_read()))
        return [one for key in keys for of, one in self._known.get(key, ()) if of != document]

    def _wrong(self, misread: Misread, lessons: Iterable[Lesson]) -> int:
        """Words of the value that are wrong where its source is restored with some lessons."""
        source = Source(misread.raw, misread.treatment)
        (line,) = self._restorer.restore([source], lexicon=Lexicon(lessons))
        counted = misread.wrong_words(line.text)
        return counted[0] if counted else 0


def _misread(examples: Sequence[Example]) -> Iterator[tuple[str, Misread]]:
    """The values whose words were restored, as many as there is time to restore anew."""
    found = ((one.document, one.settled.misread()) for one in reversed(examples))
    placed = ((of, one) for of, one in found if one is not None and one.wrong_words() is not None)
    return islice(placed, MOST_RESTORED)


def _entry(lesson: Lesson) -> tuple[str, str, str]:
    return lesson.treatment.value, lesson.raw, lesson.meant
