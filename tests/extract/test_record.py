"""The record: closed, written and read again, and every value of it can be settled by a person."""

import json

import pytest
from pydantic import ValidationError

from extract.record import REVIEWED, Record
from tests.extract.papers import CLOSING, HEAD, NEW_PAGE, OPENING, record_of


@pytest.fixture(scope="module")
def record() -> Record:
    """A record with something in every list."""
    return record_of(
        *HEAD,
        "Căn cứ Quyết định số 2545/QĐ-TTg ngày 12/5/2022 của Thủ tướng Chính phủ về thư viện;",
        OPENING,
        "I. PHÂN CÔNG",
        "1. Các trường học",
        "- Nộp danh sách về Thư viện huyện trước ngày 15/10/2023, điện thoại: 024.3300.0272.",
        *CLOSING,
        NEW_PAGE,
        "DANH SÁCH CÁC ĐƠN VỊ KẾT NGHĨA",
        "TT\tĐơn vị\tĐơn vị kết nghĩa",
        "1\tTH Bến Đò\tTH Gò Me",
    )


def test_the_fixture_fills_every_list(record: Record) -> None:
    assert [name for name in REVIEWED if not getattr(record, name)] == []


def test_it_is_the_same_after_a_journey_through_json(record: Record) -> None:
    assert Record.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    "pointer", [[], ["header"], ["references", 0], ["signers", 0, "evidence", 0]]
)
def test_unknown_keys_are_refused(record: Record, pointer: list[str | int]) -> None:
    data = json.loads(record.model_dump_json())
    target = data
    for step in pointer:
        target = target[step]
    target["surprise"] = 1
    with pytest.raises(ValidationError, match="surprise"):
        Record.model_validate(data)


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_a_confidence_is_a_probability(record: Record, confidence: float) -> None:
    data = record.model_dump()
    data["signers"][0]["confidence"] = confidence
    with pytest.raises(ValidationError, match="confidence"):
        Record.model_validate(data)


def test_every_value_under_review_can_be_corrected_at_its_pointer(record: Record) -> None:
    values = list(record.review_values())
    assert len({value.pointer for value in values}) == len(values) > 20
    for value in values:
        changed = record.corrected(value.pointer, "sửa tay")
        after = {v.pointer: v.value for v in changed.review_values()}
        assert after[value.pointer] == "sửa tay"
        others = {v.pointer: v.value for v in values if v.pointer != value.pointer}
        assert others.items() <= after.items()


def test_the_values_under_review_are_those_of_the_record(record: Record) -> None:
    values = {value.pointer: value.value for value in record.review_values()}
    assert values["/header/number"] == "45/KH-PGDĐT"
    assert values["/header/issuer/0"] == record.header.issuer[0]
    assert values["/pairings/0/units/1/name"] == "TH Gò Me"
    assert values["/deadlines/0/edtf"] == "2023-10-15"
    assert values["/signers/0/name"] == "Phạm Thu Thảo"


def test_a_correction_leaves_the_record_itself_alone(record: Record) -> None:
    before = record.model_dump_json()
    record.corrected("/header/number", "46/KH-PGDĐT")
    assert record.model_dump_json() == before


def test_a_value_can_be_taken_away(record: Record) -> None:
    assert record.corrected("/header/number", None).header.number is None


@pytest.mark.parametrize(
    "pointer",
    [
        "/header/colour",
        "/signers/9/name",
        "/signers/-1/name",
        "/signers/name",
        "/nothing/0",
        "/header/number/0",
    ],
)
def test_a_pointer_that_leads_nowhere(record: Record, pointer: str) -> None:
    with pytest.raises(KeyError):
        record.corrected(pointer, "x")


def test_a_value_that_does_not_fit_is_refused(record: Record) -> None:
    with pytest.raises(ValueError, match="origin"):
        record.corrected("/pairings/0/origin", "hearsay")
