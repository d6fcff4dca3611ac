"""The truths of the samples are well formed and agree with the text of their documents."""

import json
import unicodedata
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from samples.content.ket_nghia_bang import PAIRINGS
from samples.make import TRUTH


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Optional(_Entry):
    optional: bool = False


class _Header(_Entry):
    issuer: str
    parent_issuer: str | None
    number: str
    place: str
    issued_on: str
    kind: str
    title: str
    period: str | None
    optional: list[str] = []


class _Reference(_Entry):
    kind: str
    number: str | None
    issued_on: str | None
    issuer: str | None


class _Section(_Entry):
    label: str
    level: int
    heading: str | None


class _Pairing(_Entry):
    units: list[str]
    origin: Literal["table", "text"]
    table: int | None
    row: int | None


class _Deadline(_Optional):
    text: str
    edtf: str | None
    relation: Literal["on", "before", "after", "during"]
    recurrence: str | None
    actors: list[str]
    task: str


class _Responsibility(_Optional):
    actor: str
    task: str
    partners: list[str]
    report_to: list[str]


class _Recipient(_Optional):
    name: str
    purpose: str | None


class _Signer(_Entry):
    name: str
    title: str
    unit: str | None


class _Contact(_Entry):
    unit: str
    kind: Literal["website", "phone", "address", "email"]
    value: str


class _Truth(_Entry):
    header: _Header
    references: list[_Reference]
    sections: list[_Section]
    pairings: list[_Pairing]
    deadlines: list[_Deadline]
    responsibilities: list[_Responsibility]
    recipients: list[_Recipient]
    filed_at: list[str]
    signers: list[_Signer]
    contacts: list[_Contact]


RECORDS = sorted(TRUTH.glob("*.json"))
TEXTS = sorted(TRUTH.glob("*.txt"))


def _stem(path: Path) -> str:
    return path.stem


def _read(path: Path) -> _Truth:
    return TypeAdapter(_Truth).validate_json(path.read_bytes())


def _one_line(path: Path) -> str:
    return " ".join(path.with_suffix(".txt").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("path", RECORDS, ids=_stem)
def test_record_has_the_keys_of_a_record(path: Path) -> None:
    truth = _read(path)
    assert truth.sections and truth.responsibilities and truth.signers


@pytest.mark.parametrize("path", RECORDS, ids=_stem)
def test_values_stand_in_the_text(path: Path) -> None:
    truth, text = _read(path), _one_line(path)
    values = [truth.header.number, truth.header.place, truth.header.title]
    values += [deadline.text for deadline in truth.deadlines]
    values += [responsibility.task for responsibility in truth.responsibilities]
    values += [reference.number or "" for reference in truth.references]
    values += [section.heading or section.label for section in truth.sections]
    values += [unit for pairing in truth.pairings for unit in pairing.units]
    values += [person.name for person in truth.signers]
    values += [contact.value for contact in truth.contacts]
    folded = text.casefold()
    assert [value for value in values if value.casefold() not in folded] == []


@pytest.mark.parametrize("path", [*RECORDS, *TEXTS], ids=lambda path: path.name)
def test_files_are_nfc(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("path", RECORDS, ids=_stem)
def test_records_are_written_in_one_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    again: Any = json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert text == again


def test_pairings_of_the_table_are_its_rows() -> None:
    truth = _read(TRUTH / "ket-nghia-bang.json")
    rows = [[unit for unit in row if unit] for row in PAIRINGS]
    assert [pairing.units for pairing in truth.pairings] == rows
    assert [pairing.row for pairing in truth.pairings] == list(range(1, len(rows) + 1))
