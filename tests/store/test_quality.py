"""The error of accepted values is measured on values that were drawn, and shown with its interval."""

import sqlite3
from pathlib import Path

import pytest

from extract.record import PageReading, Recipient, Record
from store.archive.archive import Archive
from store.review.quality import ENOUGH, Found, Share
from tests.readings import NUMBER, SIGNER, record_of

pytestmark = pytest.mark.usefixtures("one_bar")

SURE = 0.99


def letter(data: bytes, names: int = 40, **header: object) -> Record:
    """A letter of many recipients, all sure."""
    record = record_of(data)
    record.header.support["number"].confidence = SURE
    record.signers[0].confidence = SURE
    record.recipients = [Recipient(name=f"Nơi nhận {i}", confidence=SURE) for i in range(names)]
    return record.model_copy(update={"header": record.header.model_copy(update=header)})


def stored(archive: Archive, record: Record, data: bytes) -> str:
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record, ["chữ"])
    return sha256


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("VANBAN_AUDIT", "10")
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def drawn(archive: Archive, sha256: str) -> list[str]:
    """The sure values that come before the last unsure one."""
    order = [(one.pointer, one.confidence) for one in archive.queue(100, sha256)]
    last = max(i for i, (_, sure) in enumerate(order) if sure < SURE)
    return [pointer for pointer, sure in order[:last] if sure == SURE]


def mixed(data: bytes) -> Record:
    record = letter(data)
    record.header.support["place"].confidence = 0.8
    return record


def test_about_one_in_ten_sure_values_is_mixed_in_and_always_the_same(archive: Archive) -> None:
    first = stored(archive, mixed(b"one"), b"one")
    chosen = drawn(archive, first)
    assert 1 <= len(chosen) <= 9
    archive.save_reading(first, mixed(b"one"), ["chữ"])
    assert drawn(archive, first) == chosen
    other = stored(archive, mixed(b"two"), b"two")
    assert drawn(archive, other) != chosen


def test_none_is_drawn_where_the_setting_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_AUDIT", "0")
    assert drawn(archive, stored(archive, mixed(b"one"), b"one")) == []


def test_what_people_say_of_drawn_values_is_the_error(archive: Archive) -> None:
    sha256 = stored(archive, mixed(b"one"), b"one")
    right, *_, wrong = chosen = drawn(archive, sha256)
    assert len(chosen) > 1 and archive.audits.accepted() == Share(0, 0)
    values = {one.pointer: one.value for one in archive.reviewed(sha256).values()}
    archive.decide(sha256, right, values[right], values[right], "Lan")
    kept = archive.decide(sha256, wrong, values[wrong], "Khác", "Lan")
    assert archive.audits.accepted() == Share(1, 2)
    quality = archive.audits.quality()
    assert quality.by_field == {"recipients": Share(1, 2)}
    assert quality.by_kind == {"công văn": Share(1, 2)}
    assert list(quality.by_month.values()) == [Share(1, 2)]
    archive.undo(sha256, kept.id, "Lan")
    assert archive.audits.accepted() == Share(0, 1)


def test_unsure_values_and_those_not_drawn_say_nothing_of_accepted_ones(archive: Archive) -> None:
    sha256 = stored(archive, mixed(b"one"), b"one")
    plain = {f"/recipients/{i}/name" for i in range(40)} - set(drawn(archive, sha256))
    values = {one.pointer: one.value for one in archive.reviewed(sha256).values()}
    for pointer in (*sorted(plain)[:5], "/header/place"):
        archive.decide(sha256, pointer, values[pointer], "Khác", "Lan")
    assert archive.audits.accepted().total == 0


def test_a_value_that_is_settled_otherwise_later_counts_once(archive: Archive) -> None:
    sha256 = stored(archive, mixed(b"one"), b"one")
    pointer = drawn(archive, sha256)[0]
    value = next(v.value for v in archive.reviewed(sha256).values() if v.pointer == pointer)
    archive.decide(sha256, pointer, value, "Khác", "Lan")
    archive.decide(sha256, pointer, "Khác", value, "Minh", reopen=True)
    assert archive.audits.accepted() == Share(0, 1)


def test_precision_and_recall_are_counted_from_what_people_say(archive: Archive) -> None:
    sha256 = stored(archive, letter(b"one", names=4), b"one")
    names = [f"Nơi nhận {i}" for i in range(4)]
    for i, after in enumerate((names[0], names[1], "Khác")):
        archive.decide(sha256, f"/recipients/{i}/name", names[i], after, "Lan")
    archive.decide(sha256, "/recipients/3/name", names[3], "", "Lan", reject=True)
    added = archive.add(sha256, "/recipients/-", "Thanh tra", "Lan")
    archive.decide(sha256, f"{added.pointer}/name", "Thanh tra", "Thanh tra Bộ", "Lan", reopen=True)
    found = archive.audits.quality().found["recipients"]
    assert found == Found(right=2, wrong=1, false=1, missed=1)
    assert (found.precision, found.recall) == (0.5, 0.75)
    taken = archive.decide(
        sha256, f"{added.pointer}/name", "Thanh tra Bộ", "", "Lan", reject=True, reopen=True
    )
    assert archive.audits.quality().found["recipients"].recall == 1
    archive.undo(sha256, taken.id, "Lan")
    assert archive.audits.quality().found["recipients"].recall == 0.75


def test_an_addition_that_was_taken_back_had_not_been_missed(archive: Archive) -> None:
    sha256 = stored(archive, letter(b"one", names=4), b"one")
    added = archive.add(sha256, "/recipients/-", "Thanh tra", "Lan")
    archive.decide(sha256, f"{added.pointer}/name", "Thanh tra", "Thanh tra Bộ", "Lan", reopen=True)
    archive.undo(sha256, added.id, "Lan")
    assert archive.audits.quality().found == {}


def test_the_interval_is_wilsons() -> None:
    low, high = Share(5, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.0245, 0.0992)
    assert Share(0, 0).interval == (0, 1) and Share(0, 0).share is None
    assert Share(0, ENOUGH).interval[0] == 0 and not Share(0, ENOUGH - 1).is_known


def test_documents_unlike_all_before_come_first(archive: Archive) -> None:
    known = [stored(archive, mixed(data), data) for data in (b"one", b"two")]
    record = mixed(b"three").model_copy(update={"signers": []})
    record.header.issuer = ["Sở Nội vụ"]
    new = stored(archive, record, b"three")
    unsure = [one.document for one in archive.queue(400) if one.confidence < 0.83]
    assert unsure.index(known[1]) > max(i for i, one in enumerate(unsure) if one == new)


def test_unsure_throughout_is_unlike_all_before(archive: Archive) -> None:
    stored(archive, mixed(b"one"), b"one")
    second = stored(archive, mixed(b"two"), b"two")
    poor = record_of(b"three")
    poor.header.support["place"].confidence = 0.8
    poor.source.pages = [PageReading(page=1, origin="ocr", quality="absent", reason="x")]
    third = stored(archive, poor, b"three")
    order = [one.document for one in archive.queue(400) if one.confidence < 0.83]
    assert order.index(second) > max(i for i, one in enumerate(order) if one == third)


def test_decisions_of_before_are_judged_when_a_store_is_upgraded(tmp_path: Path) -> None:
    old = Path(__file__).parent / "store_before_migrations.sql"
    with sqlite3.connect(tmp_path / "old.db") as database:
        database.executescript(old.read_text(encoding="utf-8"))
        sha256 = database.execute("SELECT document FROM decisions").fetchone()[0]
        rows = [
            (SIGNER, "Nguyễn Văn An", "Nguyễn Văn An", "accept"),
            ("/header/place", "Đống Đa", "", "reject"),
            ("/header/place", "", "Đống Đa", "undo"),
        ]
        database.executemany(
            f"INSERT INTO decisions (document, pointer, before, after, verdict, reviewer, decided_at)"
            f" VALUES ('{sha256}', ?, ?, ?, ?, 'Lan', '2025-01-02 03:04:05')",
            rows,
        )
    database.close()
    archive = Archive(f"sqlite:///{tmp_path}/old.db", tmp_path / "originals")
    found = archive.audits.quality().found
    assert found == {"number": Found(0, 1, 0, 0), "signers": Found(1, 0, 0, 0)}
    assert NUMBER not in {one.pointer for one in archive.queue(50, sha256)}
