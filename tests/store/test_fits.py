"""Fits to settled values: better on decisions kept apart or refused, numbered, taken back."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from extract.record import Record
from ingest.errors import Conflict
from normalize.restore import Restorer
from store.archive.archive import Archive
from store.learning.fitting import Report, TooFewDecisions, learn, measured
from store.review.lessons import stored_lessons
from tests.databases import copied, new_database
from tests.readings import NUMBER, SIGNER, record_of

RECIPIENT = "/recipients/0/name"
READ, MEANT = "Nguyễn Văn An", "Nguyễn Văn Ấn"
WANTED = 0.01


Load = Callable[[], Restorer]


@pytest.fixture(scope="module")
def restorer() -> Load:
    return cache(Restorer.load)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def settled_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, list[str]]:
    """A store in which values of forty documents were settled: its URL, originals, identities."""
    folder = tmp_path_factory.mktemp("settled")
    if request.param == "sqlite":
        url = f"sqlite:///{folder}/store.db"
    else:
        url = new_database(request.getfixturevalue("server"))
    archive = Archive(url, folder / "originals")
    kept = settle(archive, 40)
    archive.close()
    return url, folder / "originals", kept


@pytest.fixture
def settled_url(
    settled_once: tuple[str, Path, list[str]], request: pytest.FixtureRequest, tmp_path: Path
) -> str:
    """The URL of a copy of that store."""
    return copied(settled_once[0], lambda: str(request.getfixturevalue("server")), tmp_path)


@pytest.fixture
def settled(
    settled_once: tuple[str, Path, list[str]], settled_url: str, tmp_path: Path
) -> Iterator[Archive]:
    """The copy, open."""
    shutil.copytree(settled_once[1], tmp_path / "originals")
    archive = Archive(settled_url, tmp_path / "originals")
    yield archive
    archive.close()


@pytest.fixture
def first_settled(settled_once: tuple[str, Path, list[str]]) -> str:
    return settled_once[2][0]


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


def test_what_was_settled_makes_confidences_better(
    settled: Archive, first_settled: str, restorer: Load
) -> None:
    report = learn(settled, restorer, "Lan", WANTED)
    assert (report.number, report.confidence_kept) == (1, True)
    assert report.fitted + report.kept_apart == 120
    assert report.after.log_loss < report.before.log_loss == report.shipped.log_loss
    assert report.after.calibration_error < report.before.calibration_error
    assert report.after.to_review < report.before.to_review
    assert confidence(settled, first_settled) < 0.3


def test_a_fit_weighs_what_is_open_and_what_is_read_next(
    settled: Archive, restorer: Load, settled_url: str, tmp_path: Path
) -> None:
    data = b"an open one"
    waiting = settled.accept(data, "open.txt")[0].sha256
    settled.save_reading(waiting, record_of(data), ["chữ"])

    def asked(archive: Archive) -> float:
        return next(q.confidence for q in archive.queue(10, waiting) if q.pointer == NUMBER)

    assert asked(settled) == 0.3
    learn(settled, restorer, "Lan", WANTED)
    learned = asked(settled)
    assert learned < 0.3
    settled.save_reading(waiting, record_of(data), ["chữ"])
    assert asked(settled) == pytest.approx(learned)
    settled.fits.undo("Minh")
    assert asked(Archive(settled_url, tmp_path / "originals")) == 0.3


def test_a_fit_that_is_no_better_is_refused(settled: Archive, restorer: Load) -> None:
    learn(settled, restorer, "Lan", WANTED)
    again = learn(settled, restorer, "Lan", WANTED)
    assert (again.number, again.confidence_kept) == (None, False)
    assert len(settled.fits.all()) == 1


def test_a_dry_run_changes_nothing(settled: Archive, first_settled: str, restorer: Load) -> None:
    report = learn(settled, restorer, "Lan", WANTED, dry_run=True)
    assert (report.number, report.confidence_kept) == (None, True)
    assert settled.fits.all() == []
    assert confidence(settled, first_settled) == 0.3


def test_undoing_leads_back_version_by_version(
    settled: Archive, first_settled: str, restorer: Load
) -> None:
    first = learn(settled, restorer, "Lan", WANTED)
    by_first = confidence(settled, first_settled)
    settle(settled, 60, start=40)
    second = learn(settled, restorer, "Minh", WANTED)
    assert (first.number, second.number) == (1, 2)
    assert confidence(settled, first_settled) < by_first
    undone = settled.fits.undo("Minh")
    assert (undone.id, undone.undone_by) == (2, "Minh")
    assert confidence(settled, first_settled) == by_first
    settled.fits.undo("Minh")
    assert confidence(settled, first_settled) == 0.3
    with pytest.raises(Conflict):
        settled.fits.undo("Minh")
    kept = [(one.id, one.reviewer, Report.model_validate_json(one.report).fitted) for one in settled.fits.all()]  # fmt: skip
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
    settled: Archive, restorer: Load, settled_url: str
) -> None:
    data = b"one that is otherwise 4"
    sha256 = settled.accept(data, "b.txt")[0].sha256
    assert int(sha256[:8], 16) % 3
    settled.save_reading(sha256, bare(record_of(data)), ["chữ"])
    settled.decide(sha256, SIGNER, READ, MEANT, "Lan")
    assert len(stored_lessons(settled_url)) == 1
    report = learn(settled, restorer, "Lan", WANTED)
    assert report.silenced == [("marks", "an", "ấn")]
    assert stored_lessons(settled_url) == ()
    settled.fits.undo("Lan")
    assert len(stored_lessons(settled_url)) == 1


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
