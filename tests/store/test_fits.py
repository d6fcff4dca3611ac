"""Fits to settled values: better on decisions kept apart or refused, numbered, taken back."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extract.record import Record
from ingest.errors import Conflict
from normalize.restore import Restorer
from store.archive import Archive
from store.learning import Report, TooFewDecisions, learn, measured
from store.lessons import stored_lessons
from tests.readings import NUMBER, SIGNER, record_of

RECIPIENT = "/recipients/0/name"
READ, MEANT = "Nguyễn Văn An", "Nguyễn Văn Ấn"
WANTED = 0.01


Load = Callable[[], Restorer]


@pytest.fixture(scope="module")
def restorer() -> Load:
    return cache(Restorer.load)


def bare(record: Record) -> Record:
    """The record as one of a text layer that had lost its marks."""
    page = record.source.pages[0].model_copy(update={"origin": "text layer", "quality": "bare"})
    source = record.source.model_copy(update={"pages": [page]})
    return record.model_copy(update={"source": source})


def settle(archive: Archive, documents: int, right: str = READ, start: int = 0) -> list[str]:
    """Documents of which every number was read wrongly and every recipient rightly."""
    kept = []
    for n in range(start, start + documents):
        data = f"document {n}".encode()
        sha256 = archive.accept(data, f"{n}.txt")[0].sha256
        archive.save_reading(sha256, bare(record_of(data)), ["chữ"])
        archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
        archive.decide(sha256, RECIPIENT, "<b>Các trường</b>", "<b>Các trường</b>", "Lan")
        archive.decide(sha256, SIGNER, READ, right, "Lan")
        kept.append(sha256)
    return kept


def confidence(archive: Archive, sha256: str) -> float:
    return archive.record(sha256).header.support["number"].confidence


def test_what_was_settled_makes_confidences_better(any_archive: Archive, restorer: Load) -> None:
    sha256, *_ = settle(any_archive, 40)
    report = learn(any_archive, restorer, "Lan", WANTED)
    assert (report.number, report.confidence_kept) == (1, True)
    assert report.fitted + report.kept_apart == 120
    assert report.after.log_loss < report.before.log_loss == report.shipped.log_loss
    assert report.after.calibration_error < report.before.calibration_error
    assert report.after.to_review < report.before.to_review
    assert confidence(any_archive, sha256) < 0.3


def test_a_fit_weighs_what_is_open_and_what_is_read_next(
    any_archive: Archive, restorer: Load, store_url: str, tmp_path: Path
) -> None:
    settle(any_archive, 40)
    data = b"an open one"
    waiting = any_archive.accept(data, "open.txt")[0].sha256
    any_archive.save_reading(waiting, record_of(data), ["chữ"])

    def asked(archive: Archive) -> float:
        return next(q.confidence for q in archive.queue(10, waiting) if q.pointer == NUMBER)

    assert asked(any_archive) == 0.3
    learn(any_archive, restorer, "Lan", WANTED)
    learned = asked(any_archive)
    assert learned < 0.3
    any_archive.save_reading(waiting, record_of(data), ["chữ"])
    assert asked(any_archive) == pytest.approx(learned)
    any_archive.fits.undo("Minh")
    assert asked(Archive(store_url, tmp_path / "originals")) == 0.3


def test_a_fit_that_is_no_better_is_refused(any_archive: Archive, restorer: Load) -> None:
    settle(any_archive, 40)
    learn(any_archive, restorer, "Lan", WANTED)
    again = learn(any_archive, restorer, "Lan", WANTED)
    assert (again.number, again.confidence_kept) == (None, False)
    assert len(any_archive.fits.all()) == 1


def test_a_dry_run_changes_nothing(any_archive: Archive, restorer: Load) -> None:
    sha256, *_ = settle(any_archive, 40)
    report = learn(any_archive, restorer, "Lan", WANTED, dry_run=True)
    assert (report.number, report.confidence_kept) == (None, True)
    assert any_archive.fits.all() == []
    assert confidence(any_archive, sha256) == 0.3


def test_undoing_leads_back_version_by_version(any_archive: Archive, restorer: Load) -> None:
    sha256, *_ = settle(any_archive, 40)
    first = learn(any_archive, restorer, "Lan", WANTED)
    by_first = confidence(any_archive, sha256)
    settle(any_archive, 120, start=40)
    second = learn(any_archive, restorer, "Minh", WANTED)
    assert (first.number, second.number) == (1, 2)
    assert confidence(any_archive, sha256) < by_first
    undone = any_archive.fits.undo("Minh")
    assert (undone.id, undone.undone_by, confidence(any_archive, sha256)) == (2, "Minh", by_first)
    any_archive.fits.undo("Minh")
    assert confidence(any_archive, sha256) == 0.3
    with pytest.raises(Conflict):
        any_archive.fits.undo("Minh")
    kept = [(one.id, one.reviewer, Report.model_validate_json(one.report).fitted) for one in any_archive.fits.all()]  # fmt: skip
    assert kept == [(2, "Minh", second.fitted), (1, "Lan", first.fitted)]


def test_corrected_words_are_counted_where_they_are_kept_apart(
    any_archive: Archive, restorer: Load
) -> None:
    settle(any_archive, 40, MEANT)
    report = learn(any_archive, restorer, "Lan", WANTED)
    assert report.lessons > 20
    assert report.silenced == []
    kept_signers = report.kept_apart // 3
    assert report.words.right_with - report.words.right_without == kept_signers


def test_a_lesson_that_harms_other_settled_values_is_put_aside(
    any_archive: Archive, restorer: Load, store_url: str
) -> None:
    settle(any_archive, 40)
    data = b"one that is otherwise 4"
    sha256 = any_archive.accept(data, "b.txt")[0].sha256
    assert int(sha256[:8], 16) % 3
    any_archive.save_reading(sha256, bare(record_of(data)), ["chữ"])
    any_archive.decide(sha256, SIGNER, READ, MEANT, "Lan")
    assert len(stored_lessons(store_url)) == 1
    report = learn(any_archive, restorer, "Lan", WANTED)
    assert report.silenced == [("marks", "an", "ấn")]
    assert stored_lessons(store_url) == ()
    any_archive.fits.undo("Lan")
    assert len(stored_lessons(store_url)) == 1


def test_too_few_decisions_are_not_fitted_to(any_archive: Archive, restorer: Load) -> None:
    settle(any_archive, 5)
    with pytest.raises(TooFewDecisions, match="too few"):
        learn(any_archive, restorer, "Lan", WANTED)


def test_the_share_to_review_is_what_the_queue_asks_for() -> None:
    judged = [(0.5, False), (0.9, True), (0.98, True), (0.98, False)]
    assert measured(judged, 0.05).to_review == 0.25
    assert measured(judged, 0.05).errors_left == 0.25
    assert measured(judged, 0.5).to_review == 0.0
    assert measured(judged, 0.5).errors_left == 0.5
    assert measured(judged, 0.0).to_review == 1.0
