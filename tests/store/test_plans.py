"""What a page asks at every key is answered from indexes, not by reading tables whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from store.archive.archive import Archive
from store.database.tables import Base
from tests.readings import SIGNER, record_of

Ask = Callable[[Archive, str], object]
QUESTIONS: dict[str, Ask] = {
    "queue": lambda archive, _: archive.queue(30),
    "queue of one": lambda archive, sha256: archive.queue(30, sha256),
    "same case": lambda archive, sha256: archive.review.same_case(sha256, SIGNER, "Nguyễn Văn An"),
    "unsure": lambda archive, _: archive.unsure(),
    "settled like": lambda archive, _: archive.review.settled_like([(SIGNER, "An")]),
    "mentions": lambda archive, _: archive.questions.mentions("Các trường"),
    "inbox": lambda archive, _: archive.documents(50),
    "words": lambda archive, sha256: archive.words(sha256, 1),
    "cascade": lambda archive, sha256: archive.cascades.around(sha256),
    "cascade begins": lambda archive, _: archive.cascades.tops(),
    "findings": lambda archive, _: archive.cascades.findings(),
    "findings of one": lambda archive, sha256: archive.cascades.findings(sha256),
    "findings counted": lambda archive, _: archive.cascades.counts(),
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_read_whole(archive: Archive, name: str) -> None:
    data = "chữ".encode()
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record_of(data), ["chữ"])
    plans: list[str] = []

    def explain(connection: object, cursor: object, said: str, given: object, *_: object) -> None:
        if said.startswith("SELECT"):
            with archive._database.engine.raw_connection() as raw:  # type: ignore[attr-defined]
                plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {said}", given))

    event.listen(archive._database.engine, "before_cursor_execute", explain)
    QUESTIONS[name](archive, sha256)
    assert plans
    tables = [f"SCAN {table}" for table in Base.metadata.tables]
    # The newest decisions are read from the end of their table, as many as are wanted.
    assert [plan for plan in plans if plan in tables and plan != "SCAN decisions"] == []
