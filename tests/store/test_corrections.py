"""What a value may be corrected to."""

from pathlib import Path

import pytest

from extract.record import HeaderEvidence
from ingest.errors import BadRequest
from store.archive.archive import Archive
from store.questions.calendar import is_time
from store.review.corrections import LONGEST, check_correction
from tests.readings import record_of

ISSUED_ON = "/header/issued_on"
TIMES = ("/header/effective_on", "/header/period", "/references/0/issued_on", "/deadlines/3/edtf")


@pytest.mark.parametrize(
    "written", ["hôm qua", "31.02.2023", "2023-02-30", "2024/2023", "20231020"]
)
def test_a_date_is_not_corrected_to_words(tmp_path: Path, written: str) -> None:
    archive = Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")
    sha256 = archive.accept(b"a", "a.txt")[0].sha256
    record = record_of(b"a")
    record.header.issued_on = "2023-10-20"
    record.header.support["issued_on"] = HeaderEvidence(confidence=0.5, evidence=[])
    archive.save_reading(sha256, record, ["chữ"])
    with pytest.raises(BadRequest, match="no time"):
        archive.decide(sha256, ISSUED_ON, "2023-10-20", written, "Lan")
    archive.decide(sha256, ISSUED_ON, "2023-10-20", "2023-10-21", "Lan")
    assert archive.record(sha256).header.issued_on == "2023-10-21"


@pytest.mark.parametrize("pointer", TIMES)
def test_every_time_of_a_record_is_checked(pointer: str) -> None:
    check_correction(pointer, "2023-09/2024-05")
    with pytest.raises(BadRequest):
        check_correction(pointer, "tháng sau")


@pytest.mark.parametrize(
    "written",
    ["XXXX-06-15", "XXXX-XX-25", "XXXX-33", "XXXX-04/XXXX-06", "{2024-04~,2024-34}", "2026-04/.."],
)
def test_what_extraction_writes_is_a_time(written: str) -> None:
    assert is_time(written)


@pytest.mark.parametrize("written", ["XXXX-13", "XXXX-XX-45", "XXXX-99-99", "..", "", "{}", "/"])
def test_what_names_no_day_is_none(written: str) -> None:
    assert not is_time(written)


@pytest.mark.parametrize(
    "written", ["a\0b", "a\x1b[2Jb", "a\u202eb", "a" * (LONGEST + 1), "\ud800", ""]
)
def test_text_that_cannot_be_seen_is_refused(written: str) -> None:
    with pytest.raises(BadRequest):
        check_correction("/header/title", written)


def test_only_a_word_has_to_be_one_line() -> None:
    check_correction("/responsibilities/0/task", "Rà soát\nvà báo cáo")
    with pytest.raises(BadRequest):
        check_correction("/text/1/0/0", "Rà\nsoát", word=True)
