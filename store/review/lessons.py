"""Words that reviewers corrected: kept with the decision that shows them, given to the next reading."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from extract.record import Record
from normalize.lexicon import Lesson, Misread, lessons_of
from normalize.reading import Treatment
from store.database.engine import glimpse
from store.database.tables import (
    Decision,
    LearnedFit,
    PageText,
    StoredRecord,
    Verdict,
    WordLesson,
    in_bin,
)
from store.documents.layout import unpack
from store.review.decisions import standing
from store.review.fits import in_force
from store.review.settled import settled_values, treatment_of
from store.review.wording import WordPlace, word_at, word_place

# Lessons that a reading is given, the newest first: as many as a hundred reviewers leave in some
# months, and looked up in 0.2 s.
MOST_LESSONS = 20_000


def renew_lessons(session: Session, sha256: str, pointer: str) -> None:
    """Keep what the standing decisions on a value or a word teach, and nothing else of it."""
    taken = select(Decision).where(Decision.document == sha256, Decision.pointer == pointer)
    decisions = session.scalars(taken.order_by(Decision.id)).all()
    numbers = [one.id for one in decisions]
    session.execute(delete(WordLesson).where(WordLesson.decision.in_(numbers)))
    versions = select(StoredRecord).where(StoredRecord.document == sha256)
    read = session.scalars(versions.order_by(StoredRecord.version)).all()
    place = word_place(pointer)
    corrected = (
        [(one.decision, one.misread()) for one in settled_values(read, decisions)]
        if place is None
        else _misread_word(session, read[-1] if read else None, place, decisions)
    )
    for decision, misread in corrected:
        for one in lessons_of(misread) if misread else ():
            session.add(
                WordLesson(
                    decision=decision,
                    treatment=one.treatment.value,
                    raw=one.raw,
                    meant=one.meant,
                    left=one.left,
                    right=one.right,
                    phrase=one.phrase,
                )
            )


def _misread_word(
    session: Session, newest: StoredRecord | None, place: WordPlace, decisions: Sequence[Decision]
) -> list[tuple[int, Misread]]:
    """A corrected word of the text within its line, by the number of the decision that stands."""
    stands = standing(decisions)
    if newest is None or not stands:
        return []
    last = stands[-1]
    page = select(PageText).where(PageText.document == last.document, PageText.page == place.page)
    row = session.scalars(page).first()
    lines = unpack(row.layout) if row is not None and row.layout else []
    treatment = treatment_of(Record.model_validate_json(newest.json), place.page)
    if treatment is None or word_at(lines, place) is None or last.verdict == Verdict.REJECT:
        return []
    line = lines[place.line]
    raw, read = " ".join(w.raw for w in line.words), " ".join(w.text for w in line.words)
    after = (last.after if n == place.word else w.text for n, w in enumerate(line.words))
    return [(last.id, Misread(treatment, raw, read, read, " ".join(after)))]


def lessons_in(session: Session) -> list[tuple[str, Lesson]]:
    """All lessons with the documents that they are from, oldest first; none from the bin."""
    rows = select(WordLesson, Decision.document).join(Decision, Decision.id == WordLesson.decision)
    rows = rows.where(~in_bin(Decision.document))
    return [
        (document, Lesson(Treatment(row.treatment), *_said(row)))
        for row, document in session.execute(rows.order_by(WordLesson.id))
    ]


def stored_lessons(url: str) -> Sequence[Lesson]:
    """What reviewers of a store corrected, without what did harm; none where there is no store."""
    return glimpse(url, LearnedFit, _usable)


def _usable(session: Session) -> list[Lesson]:
    what = (
        WordLesson.treatment, WordLesson.raw, WordLesson.meant, WordLesson.left, WordLesson.right,
        WordLesson.phrase,
    )  # fmt: skip
    rows = select(*what, func.count()).group_by(*what).order_by(func.max(WordLesson.id).desc())
    from_bin = select(Decision.id).where(in_bin(Decision.document))
    rows = rows.where(WordLesson.decision.not_in(from_bin))
    put_aside = in_force(session).silenced
    return [
        Lesson(Treatment(treatment), raw, meant, left, right, phrase, times)
        for treatment, raw, meant, left, right, phrase, times in session.execute(
            rows.where(WordLesson.treatment.in_([one.value for one in Treatment])).limit(
                MOST_LESSONS
            )
        )
        if (treatment, raw, meant) not in put_aside
    ]


def _said(row: WordLesson) -> tuple[str, str, str, str, str]:
    return row.raw, row.meant, row.left, row.right, row.phrase
