"""A deleted document leaves everything but the bin, and comes back as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from ingest.errors import Conflict, FileMissing, NotStored
from store.archive import Archive
from store.tables import Base, State
from tests.readings import SIGNER, record_of
from tests.store.papers import COMMUNE, OFFICE, PLAN_TEXT, fill, plan

# What is numbered anew, or tells when something was done.
_PASSING = {"id", "found_at"}
_TRAIL = ("document_events", "actor_names")


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    return any_archive


def rows(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """All rows of the store but the trail, without the numbers that they bear."""
    with archive.reading() as session:
        return {
            table.name: sorted(
                (
                    {name: value for name, value in row.items() if name not in _PASSING}
                    for row in session.execute(select(table)).mappings()
                ),
                key=repr,
            )
            for table in Base.metadata.sorted_tables
            if table.name not in _TRAIL
        }


def naming(archive: Archive, sha256: str) -> set[str]:
    """The tables in which a document is named."""
    return {name for name, found in rows(archive).items() if sha256 in repr(found)}


def search_rows(archive: Archive) -> int:
    with archive.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM search_rows")) or 0)


def everything(archive: Archive, sha256: str) -> list[Any]:
    """What the archive answers about the plan."""
    ask = archive.questions
    return [
        [one.sha256 for one in archive.documents()], archive.search("ket nghia"), archive.queue(50),
        archive.unsure(), ask.deadlines(datetime(2023, 1, 1).date(), datetime(2024, 12, 31).date()),
        ask.all_pairings(), ask.duties("các trường"), ask.mentions(COMMUNE), ask.mentions(OFFICE),
        ask.citations("11/KH-SGDĐT"), [one.document.sha256 for one in archive.exports()],
        archive.duplicates.pairs(), archive.review.progress().open,
    ]  # fmt: skip


def test_what_is_deleted_is_found_by_nothing_and_comes_back_as_it_was(archive: Archive) -> None:
    sha256, other = fill(archive)
    archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    before, asked, indexed = rows(archive), everything(archive, sha256), search_rows(archive)
    archive.bin.delete(sha256, "Hoa")
    gone = everything(archive, sha256)
    assert sha256 not in repr(gone)
    assert [one.sha256 for one in archive.documents()] == [other]
    with pytest.raises(NotStored):
        archive.find(sha256)
    ((binned, by),) = archive.bin.documents()
    assert (binned.sha256, binned.state, by) == (sha256, State.DELETED, "Hoa")
    assert archive.bin.count() == 1
    archive.bin.restore(sha256[:8], "Minh")
    assert rows(archive) == before
    assert everything(archive, sha256) == asked
    assert search_rows(archive) == indexed
    trail = [(one.action, one.reviewer, one.document) for one in archive.bin.events()]
    assert trail == [("restore", "Minh", sha256), ("delete", "Hoa", sha256)]


def test_nothing_of_what_is_emptied_is_left_but_the_trail(archive: Archive) -> None:
    sha256, other = fill(archive)
    archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.empty("admin", datetime.now(UTC) - timedelta(days=1)) == 0
    assert archive.bin.empty("admin", datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert (naming(archive, sha256), archive.bin.documents()) == (set(), [])
    with pytest.raises(FileMissing):
        archive.data(sha256)
    assert archive.data(other)
    last = archive.bin.events()[0]
    assert (last.action, last.reviewer, last.name) == ("empty", "admin", "plan.txt")
    assert fill(archive)[0] == sha256
    assert archive.data(sha256) == b"the plan"


def test_a_file_that_comes_again_comes_out_of_the_bin(archive: Archive) -> None:
    sha256, _ = fill(archive)
    archive.bin.delete(sha256, "Hoa")
    document, is_new = archive.accept(b"the plan", "plan.txt", "Lan")
    assert (document.state, is_new) == (State.REVIEW, False)
    assert archive.bin.events()[0].reviewer == "Lan"


def test_a_reading_that_ends_after_the_deletion_brings_nothing_back(archive: Archive) -> None:
    sha256 = archive.accept(b"the plan", "plan.txt")[0].sha256
    archive.bin.delete(sha256, "Hoa")
    archive.save_reading(sha256, plan(b"the plan"), [PLAN_TEXT])
    assert (archive.documents(), archive.search("ket nghia"), archive.queue(9)) == ([], [], [])
    archive.bin.restore(sha256, "Hoa")
    assert archive.find(sha256).state == State.REVIEW
    assert len(archive.search("ket nghia")) == 1


def test_one_that_failed_comes_back_as_failed(archive: Archive) -> None:
    sha256 = archive.accept(b"nothing", "a.txt")[0].sha256
    archive.fail(sha256, "It is broken.")
    archive.bin.delete(sha256, "Hoa")
    archive.fail(sha256, "It is broken still.")
    assert archive.failed() == []
    assert archive.bin.restore(sha256, "Hoa").state == State.FAILED


def test_a_decision_that_comes_too_late_is_refused(archive: Archive) -> None:
    data = b"a"
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["a"])
    found = archive.find(sha256)
    archive.bin.delete(sha256, "Hoa")
    archive.find = lambda prefix: found  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        archive.decide(sha256, SIGNER, "Nguyễn Văn An", "Nguyễn Văn Ân", "Lan")


def test_remote_originals_are_removed_too(tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path}/store.db", f"file://{tmp_path}/originals")
    sha256 = archive.accept(b"bytes", "a.txt")[0].sha256
    archive.original(sha256)
    archive.bin.delete(sha256, "Hoa")
    assert archive.bin.empty("admin") == 1
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []
