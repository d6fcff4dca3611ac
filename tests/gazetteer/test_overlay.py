"""Changes that people make, laid over the files."""

import datetime
from pathlib import Path

import pytest

from gazetteer.load import Gazetteer
from gazetteer.overlay import Change, applied, exported, new_alias, new_merge, new_unit
from ingest.errors import BadRequest, NotStored

DAY = datetime.date(2022, 12, 12)
BEN_DO = "vn-01-001-1"


@pytest.fixture
def rows(small: Path) -> list[list[str]]:
    return Gazetteer.load(small).rows


def test_a_unit_that_was_added_is_found(small: Path, rows: list[list[str]]) -> None:
    change = new_unit(rows, "MN", "Trường Mầm non Sen Vàng", BEN_DO)
    assert Gazetteer.load(small).match("MN Sen Vàng", on=DAY, near=["Bến Đò"]) is None
    match = Gazetteer.load(small, [change]).match("MN Sen Vàng", on=DAY, near=["Bến Đò"])
    assert match is not None
    assert (match.unit.id, match.unit.source) == (change.unit_id, "review")


def test_identifiers_do_not_repeat(rows: list[list[str]]) -> None:
    first = new_unit(rows, "MN", "Trường Mầm non Sen Vàng", BEN_DO)
    again = new_unit(applied(rows, [first])[0], "MN", "Trường Mầm non Sen Vàng", BEN_DO)
    assert first.unit_id != again.unit_id


def test_an_alias_is_another_name(small: Path, rows: list[list[str]]) -> None:
    change = new_alias(rows, BEN_DO, "Bến Thuyền")
    match = Gazetteer.load(small, [change]).match("thị xã Bến Thuyền", on=DAY)
    assert match is not None
    assert (match.unit.id, match.unit.name) == (BEN_DO, "Bến Đò")


def test_merged_entries_are_one(small: Path, rows: list[list[str]]) -> None:
    one, other = "edu-01-001-thpt-ben-do", "vn-02-002-1"
    twin = new_unit(rows, "THPT", "THPT Bến Đò Mới", BEN_DO)
    merged = new_merge(applied(rows, [twin])[0], twin.unit_id, one)
    gazetteer = Gazetteer.load(small, [twin, merged])
    match = gazetteer.match("THPT Bến Đò Mới", on=DAY, near=["Bến Đò"])
    assert match is not None
    assert match.unit.id == one
    assert [unit.id for unit in gazetteer.states(twin.unit_id)] == [one]
    assert gazetteer.states(other)


def test_changes_to_what_is_no_more_are_passed_over(rows: list[list[str]]) -> None:
    gone = [Change("alias", "vn-99", "Không"), Change("merge", "vn-99", into=BEN_DO)]
    assert applied(rows, gone)[0] == rows


def test_lines_for_the_files(rows: list[list[str]]) -> None:
    changes = [new_unit(rows, "MN", "MN Sen, Vàng", BEN_DO), new_alias(rows, "vn-01-2", "Sông Cái")]
    lines = list(exported(rows, changes))
    assert [(file, sign) for file, sign, _ in lines] == [
        ("units.csv", "-"), ("units.csv", "+"), ("education.csv", "+"),
    ]  # fmt: skip
    assert "Sông Cái" in lines[1][2]
    assert '"MN Sen, Vàng"' in lines[2][2]


@pytest.mark.parametrize(
    ("level", "name", "parent", "word", "error"),
    [
        ("nowhere", "X", BEN_DO, "", BadRequest),
        ("commune", "Mới", BEN_DO, "Vương quốc", BadRequest),
        ("commune", "Mới", "vn-99", "Xã", NotStored),
        ("commune", "Mới", "", "Xã", NotStored),
        ("commune", " - ", BEN_DO, "Xã", BadRequest),
    ],
)
def test_what_does_not_fit_is_refused(
    rows: list[list[str]], level: str, name: str, parent: str, word: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        new_unit(rows, level, name, parent, word)


def test_unknown_units_and_empty_names_are_refused(rows: list[list[str]]) -> None:
    with pytest.raises(NotStored):
        new_alias(rows, "vn-99", "X")
    with pytest.raises(BadRequest):
        new_alias(rows, BEN_DO, "…")
    with pytest.raises(NotStored):
        new_merge(rows, BEN_DO, "vn-99")
    with pytest.raises(BadRequest):
        new_merge(rows, BEN_DO, BEN_DO)
