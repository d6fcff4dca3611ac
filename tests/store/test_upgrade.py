"""A store that was made by an earlier version opens with nothing lost."""

import sqlite3
import threading
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from ingest.errors import StoreFailed
from store.archive.archive import Archive
from store.database.tables import Base, Document, State
from store.database.upgrade import NEWEST, configuration
from tests.readings import NUMBER, record_of
from tests.store.papers import fill

pytestmark = pytest.mark.usefixtures("one_bar")

OLD = Path(__file__).parent / "store_before_migrations.sql"


@pytest.fixture
def old_store(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "old.db") as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    database.close()
    return f"sqlite:///{tmp_path}/old.db"


def check_old_store(archive: Archive) -> None:
    states = {row.name: (row.state, row.number, row.issuer) for row in archive.documents()}
    assert states == {
        "k0.txt": (State.REVIEW, "l25/KH-UBND", None),
        "k1.txt": (State.REVIEW, "125/KH-UBND", None),
        "b.txt": (State.FAILED, None, None),
    }
    settled = next(row for row in archive.documents() if row.name == "k1.txt")
    assert [one.pointer for one in archive.decisions(settled.sha256)] == [NUMBER]
    assert archive.record(settled.sha256).header.number == "125/KH-UBND"
    assert {hit.name for hit in archive.search("Đống Đa")} == {"k0.txt", "k1.txt"}
    lacking = [one.pointer for one in archive.queue(20) if not one.value]
    assert (archive.unsure(), lacking) == (7, ["/header/kind"] * 2)
    assert archive.review.progress().settled == 1


def test_a_store_from_before_migrations_is_upgraded_without_loss(
    old_store: str, tmp_path: Path
) -> None:
    for _ in range(2):
        check_old_store(Archive(old_store, tmp_path / "originals"))


def test_what_is_new_is_made_of_the_old_records(old_store: str, tmp_path: Path) -> None:
    archive = Archive(old_store, tmp_path / "originals")
    named = archive.questions.mentions("<b>Các trường</b>")
    assert {(one.role, one.paper.name) for one in named} == {
        ("recipient", "k0.txt"),
        ("recipient", "k1.txt"),
    }


def test_deadlines_are_made_anew_for_the_table_that_takes_longer_rules(
    any_archive: Archive, store_url: str, tmp_path: Path
) -> None:
    fill(any_archive)
    year = (date(2023, 1, 1), date(2023, 12, 31))
    known = any_archive.questions.deadlines(*year)
    rules = import_module("store.database.migrations.versions.0010_rules_of_rfc_5545")
    with any_archive.writing() as session:
        context = MigrationContext.configure(session.connection())
        with Operations.context(context):
            rules.upgrade()
        assert set(session.scalars(select(Document.derived))) == {0}
    assert Archive(store_url, tmp_path / "originals").questions.deadlines(*year) == known != []


def test_the_first_tables_of_all_are_upgraded_too(old_store: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.db") as database:
        database.execute("ALTER TABLE documents DROP COLUMN reason_code")
    database.close()
    check_old_store(Archive(old_store, tmp_path / "originals"))


def test_several_who_open_an_old_store_at_once_upgrade_it_once(
    old_store: str, tmp_path: Path
) -> None:
    failures: list[Exception] = []

    def open_store() -> None:
        try:
            check_old_store(Archive(old_store, tmp_path / "originals"))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=open_store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_migrations_make_the_tables_that_the_program_uses(any_archive: Archive) -> None:
    with any_archive._database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    of_search = ("search_rows",)
    unwanted = [
        one
        for one in found
        if not (isinstance(one, tuple) and str(getattr(one[1], "name", "")).startswith(of_search))
    ]
    assert unwanted == []


def test_the_newest_step_is_the_one_that_is_asked_for(any_archive: Archive) -> None:
    with any_archive._database.read() as session:
        script = ScriptDirectory.from_config(configuration(session.connection()))
    assert script.get_heads() == [NEWEST]


def test_a_store_of_a_newer_program_is_refused(
    any_archive: Archive, store_url: str, tmp_path: Path
) -> None:
    with any_archive._database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailed, match="9999"):
        Archive(store_url, tmp_path / "originals")


def test_decisions_change_what_is_asked_and_searched(any_archive: Archive) -> None:
    data = b"any bytes"
    sha256 = any_archive.accept(data, "a.txt")[0].sha256
    any_archive.save_reading(sha256, record_of(data), ["chữ"])
    any_archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    assert any_archive.questions.citations("125/kh-ubnd").paper.document == sha256


def test_the_switch_to_a_log_waits_for_those_who_read(tmp_path: Path) -> None:
    """It fails at once while another holds the file, whatever the time to wait is set to."""
    url = f"sqlite:///{tmp_path}/old.db"
    other = sqlite3.connect(tmp_path / "old.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE unrelated (id INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    freed = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    freed.start()
    assert Archive(url, tmp_path / "originals").documents() == []
    freed.join()
    other.close()
