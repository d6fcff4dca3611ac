"""A backup brings everything back, on either database."""

import zipfile
from pathlib import Path

import pytest

from ingest.errors import BadRequest, BrokenFile
from store.archive.archive import Archive
from store.archive.backup import backup, recover
from store.database.desk_tables import FeedKind, Happening
from store.feeds import Brought
from store.rights import Rights
from tests.databases import new_database
from tests.readings import NUMBER, record_of
from tests.store.papers import fill


@pytest.fixture(params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    url = f"sqlite:///{tmp_path}/full.db"
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("server"))
    archive = Archive(url, tmp_path / "full")
    archive.webhooks.add("https://example.org/", list(Happening), "admin")
    feed = archive.feeds.add(FeedKind.FOLDER, "/srv/quét", "admin")
    archive.feeds.looked(feed.id, [Brought("a.exe", None, "It is no kind.", "unknown-kind")])
    archive.searches.keep("Lan", "Kết nghĩa", "q=ket")
    archive.sign_ons.holder("https://id.vn", "u1", "Lan", Rights.READER)
    fill(archive)
    data = b"reviewed"
    sha256 = archive.accept(data, "r.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["chữ"], [b"places"])
    archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    run, _ = archive.runs.begin(["kho"])
    archive.runs.finish(run)
    return archive


def state_of(archive: Archive) -> object:
    documents = archive.documents()
    return [
        [(row.sha256, row.name, row.state, row.number, row.accepted_at) for row in documents],
        [archive.record(row.sha256) for row in documents],
        [[one.after for one in archive.decisions(row.sha256)] for row in documents],
        [archive.data(row.sha256) for row in documents],
        archive.runs.accounts(),
        sorted(archive.search("ket nghia")),
        archive.questions.duties("các trường"),
        archive.unsure(),
        [(one.url, one.secret, one.made_at) for one in archive.webhooks.all()],
        [(one.delivery.body, one.delivery.due_at, one.name) for one in archive.webhooks.log()],
        [(one.place, one.looked_at) for one in archive.feeds.all()],
        [(one.name, one.reason, one.taken_at) for one in archive.feeds.log()],
        [(one.name, one.query) for one in archive.searches.of("Lan")],
        archive.sign_ons.holder("https://id.vn", "u1", "Lan", None),
    ]


def test_a_backup_brings_everything_back(
    full: Archive, any_archive: Archive, tmp_path: Path
) -> None:
    assert backup(full, tmp_path / "b.zip")["documents"] == 3
    recover(any_archive, tmp_path / "b.zip")
    assert state_of(any_archive) == state_of(full)
    data = b"after"
    sha256 = any_archive.accept(data, "n.txt")[0].sha256
    any_archive.save_reading(sha256, record_of(data), ["chữ"])
    any_archive.decide(sha256, NUMBER, "l25/KH-UBND", "126/KH-UBND", "Lan")


def test_a_store_that_has_documents_is_not_written_over(full: Archive, tmp_path: Path) -> None:
    backup(full, tmp_path / "b.zip")
    with pytest.raises(BadRequest):
        recover(full, tmp_path / "b.zip")


def test_a_store_whose_documents_lie_in_the_bin_is_not_written_over(
    full: Archive, any_archive: Archive, tmp_path: Path
) -> None:
    backup(full, tmp_path / "b.zip")
    any_archive.bin.delete(any_archive.accept(b"a", "a.txt")[0].sha256, "Hoa")
    with pytest.raises(BadRequest):
        recover(any_archive, tmp_path / "b.zip")


def test_a_damaged_backup_leaves_the_store_empty(
    full: Archive, any_archive: Archive, tmp_path: Path
) -> None:
    backup(full, tmp_path / "b.zip")
    with (
        zipfile.ZipFile(tmp_path / "b.zip") as whole,
        zipfile.ZipFile(tmp_path / "c.zip", "w") as cut,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, b"changed" if name.startswith("originals/") else data)
    for damaged in (b"", b"PK", (tmp_path / "c.zip").read_bytes()):
        (tmp_path / "d.zip").write_bytes(damaged)
        with pytest.raises(BrokenFile):
            recover(any_archive, tmp_path / "d.zip")
        assert any_archive.documents() == []
