"""Corrected words become lessons of the store, for as long as their decisions stand."""

from pathlib import Path

import pytest

from ingest.errors import Conflict
from normalize.lexicon import Lesson
from normalize.reading import Treatment
from store.archive.archive import Archive
from store.database.tables import Verdict
from store.documents.layout import ReadLine, ReadWord, pack
from store.review.lessons import stored_lessons
from tests.readings import NUMBER, SIGNER, record_of

READ, MEANT = "Nguyễn Văn An", "Nguyễn Văn Ấn"
LESSON = Lesson(Treatment.MARKS, "an", "ấn", "nguyen van", "", "nguyễn văn ấn")


def stored(
    archive: Archive, data: bytes, quality: str = "bare", layout: bytes | None = None
) -> str:
    record = record_of(data)
    page = record.source.pages[0].model_copy(update={"origin": "text layer", "quality": quality})
    record = record.model_copy(
        update={"source": record.source.model_copy(update={"pages": [page]})}
    )
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record, ["chữ"], [layout])
    return sha256


def test_a_corrected_word_is_a_lesson_at_once(any_archive: Archive, store_url: str) -> None:
    sha256 = stored(any_archive, b"a")
    assert stored_lessons(store_url) == ()
    any_archive.decide(sha256, SIGNER, READ, MEANT, "Lan")
    assert stored_lessons(store_url) == (LESSON,)


def test_lessons_of_several_documents_are_counted(any_archive: Archive, store_url: str) -> None:
    for data in (b"a", b"b"):
        any_archive.decide(stored(any_archive, data), SIGNER, READ, MEANT, "Lan")
    assert stored_lessons(store_url) == (LESSON._replace(times=2),)


def test_an_undone_decision_takes_its_lesson_back(any_archive: Archive, store_url: str) -> None:
    sha256 = stored(any_archive, b"a")
    first = any_archive.decide(sha256, SIGNER, READ, MEANT, "Lan")
    second = any_archive.decide(sha256, SIGNER, MEANT, "Nguyễn Văn Ân", "Minh", reopen=True)
    assert [one.meant for one in stored_lessons(store_url)] == ["ân"]
    any_archive.undo(sha256, second.id, "Minh")
    assert stored_lessons(store_url) == (LESSON,)
    any_archive.undo(sha256, first.id, "Lan")
    assert stored_lessons(store_url) == ()


def test_a_corrected_word_of_the_text_is_a_lesson_too(any_archive: Archive, store_url: str) -> None:
    words = (ReadWord("Nguyen", "Nguyễn", gap=""), ReadWord("Van", "Văn"), ReadWord("An", "An"))
    layout = pack([ReadLine("Nguyen Van An", words)])
    sha256 = stored(any_archive, b"a", layout=layout)
    settled = any_archive.decide(sha256, "/text/1/0/2", "An", "Ấn", "Lan")
    assert stored_lessons(store_url) == (LESSON,)
    any_archive.undo(sha256, settled.id, "Lan")
    assert stored_lessons(store_url) == ()


@pytest.mark.parametrize("quality", ["sound", "legacy"])
def test_a_text_that_was_not_restored_teaches_nothing(archive: Archive, quality: str) -> None:
    sha256 = stored(archive, b"a", quality)
    archive.decide(sha256, SIGNER, READ, MEANT, "Lan")
    assert stored_lessons(str(archive._database.engine.url)) == ()


def test_accepted_rejected_and_rewritten_values_teach_nothing(archive: Archive) -> None:
    sha256 = stored(archive, b"a")
    archive.decide(sha256, SIGNER, READ, READ, "Lan")
    archive.decide(sha256, SIGNER, READ, "", "Lan", reopen=True, reject=True)
    archive.decide(sha256, NUMBER, "l25/KH-UBND", "125/KH-UBND", "Lan")
    assert stored_lessons(str(archive._database.engine.url)) == ()


def test_of_two_reviewers_the_second_sees_the_first(any_archive: Archive, store_url: str) -> None:
    sha256 = stored(any_archive, b"a")
    any_archive.decide(sha256, SIGNER, READ, MEANT, "Lan")
    with pytest.raises(Conflict, match=MEANT):
        any_archive.decide(sha256, SIGNER, READ, "Nguyễn Văn Ân", "Minh")
    trail = [(one.verdict, one.before, one.after, one.reviewer) for one in any_archive.decisions(sha256)]  # fmt: skip
    assert trail == [(Verdict.CORRECT, READ, MEANT, "Lan")]
    assert any_archive.record(sha256).signers[0].name == MEANT
    assert stored_lessons(store_url) == (LESSON,)


def test_a_store_that_is_not_there_teaches_nothing(tmp_path: Path) -> None:
    assert stored_lessons(f"sqlite:///{tmp_path}/none.db") == ()
    (tmp_path / "a.db").write_bytes(b"this is no database" * 100)
    assert stored_lessons(f"sqlite:///{tmp_path}/a.db") == ()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
