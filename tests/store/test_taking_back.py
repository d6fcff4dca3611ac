"""Decisions that are taken back, entries that are rejected, the same case elsewhere."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.record import Recipient, Record, Responsibility
from ingest.errors import Conflict
from store.archive.archive import Archive
from store.database.tables import Decision, Verdict
from store.review.decisions import apply_decisions
from tests.readings import NUMBER, SIGNER, record_of

READ = "l25/KH-UBND"
VALUES = st.lists(st.sampled_from(["125/KH", "126/KH", "undo"]), max_size=8)


def stored(archive: Archive, record: Record | None = None, data: bytes = b"a") -> str:
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, record or record_of(data), ["chữ"])
    return sha256


@given(VALUES)
def test_undoing_gives_back_the_value_of_before(steps: list[str]) -> None:
    decisions: list[Decision] = []
    values = [READ]
    for step in steps:
        if step != "undo":
            decisions.append(_decision(values[-1], step, Verdict.CORRECT))
            values.append(step)
        elif len(values) > 1:
            decisions.append(_decision(values.pop(), values[-1], Verdict.UNDO))
    reviewed = apply_decisions(record_of(b"a"), decisions)
    assert reviewed.record.header.number == values[-1]
    assert (NUMBER in reviewed.settled) == (len(values) > 1)


def test_only_the_last_decision_that_stands_can_be_taken_back(archive: Archive) -> None:
    sha256 = stored(archive)
    first = archive.decide(sha256, NUMBER, READ, "125/KH", "Lan")
    second = archive.decide(sha256, NUMBER, "125/KH", "126/KH", "Minh", reopen=True)
    with pytest.raises(Conflict):
        archive.undo(sha256, first.id, "Lan")
    archive.undo(sha256, second.id, "Minh")
    with pytest.raises(Conflict):
        archive.undo(sha256, second.id, "Minh")
    assert archive.record(sha256).header.number == "125/KH"
    assert archive.documents()[0].number == "125/KH"


def test_what_is_undone_waits_again(archive: Archive) -> None:
    sha256 = stored(archive)
    before = archive.review.progress()
    kept = archive.decide(sha256, SIGNER, "Nguyễn Văn An", "", "Lan", reject=True)
    assert archive.record(sha256).signers == []
    assert archive.review.progress().open == before.open - 1
    archive.undo(sha256, kept.id, "Lan")
    assert archive.review.progress() == before
    assert archive.record(sha256).signers[0].name == "Nguyễn Văn An"


def test_rejected_entries_leave_the_others_where_pointers_lead(archive: Archive) -> None:
    names = ["Một", "Hai", "Ba"]
    recipients = [Recipient(name=name, confidence=0.5) for name in names]
    sha256 = stored(archive, record_of(b"a").model_copy(update={"recipients": recipients}))
    archive.decide(sha256, "/recipients/0/name", "Một", "", "Lan", reject=True)
    archive.decide(sha256, "/recipients/2/name", "Ba", "Bốn", "Lan")
    assert [one.name for one in archive.record(sha256).recipients] == ["Hai", "Bốn"]


def test_an_entry_of_which_two_values_are_rejected_goes_alone(archive: Archive) -> None:
    duties = [Responsibility(actor=name, task="họp") for name in ("Một", "Hai", "Ba")]
    sha256 = stored(archive, record_of(b"a").model_copy(update={"responsibilities": duties}))
    for n, (key, read) in ((1, ("actor", "Hai")), (1, ("task", "họp")), (2, ("task", "họp"))):
        archive.decide(sha256, f"/responsibilities/{n}/{key}", read, "", "Lan", reject=True)
    assert [one.actor for one in archive.record(sha256).responsibilities] == ["Một"]


def test_the_same_case_is_the_same_wording_in_the_same_part(archive: Archive) -> None:
    mine, other = stored(archive), stored(archive, data=b"b")
    (found,) = archive.review.same_case(mine, SIGNER, "Nguyễn Văn An")
    assert (found.document, found.pointer) == (other, SIGNER)
    assert archive.review.same_case(mine, NUMBER, "Nguyễn Văn An") == []


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def _decision(before: str, after: str, verdict: Verdict) -> Decision:
    return Decision(document="0", pointer=NUMBER, before=before, after=after, verdict=verdict)
