"""Changes that people make, laid over the files."""

import datetime
from pathlib import Path

import pytest

from gazetteer.authority.overlay import Change, applied, exported, new_alias, new_merge, new_unit
from gazetteer.load import Gazetteer
from ingest.errors import BadRequest, NotStored

DAY = datetime.date(2022, 12, 12)
BEN_DO = "vn-01-001-1"
PROVINCE = "vn-01-1"


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


# What stood in stores before changes were checked: each broke every later reading, or let it never end.
UNFIT = {
    "a line feed": Change("add", "new-1", "Trường\nMN X", "MN", "MN", BEN_DO),
    "a line feed in an alias": Change("alias", BEN_DO, "Bến\nThuyền"),
    "a control character": Change("alias", BEN_DO, "Bến\x1b[2J"),
    "a turned direction": Change("alias", BEN_DO, "Bến \u202eThuyền"),
    "half a letter": Change("alias", BEN_DO, "Bến\ud800"),
    "two names": Change("alias", BEN_DO, "Bến|Thuyền"),
    "no letter": Change("alias", BEN_DO, "…"),
    "too long": Change("alias", BEN_DO, "a" * 20_000),
    "no day": Change("add", "new-1", "MN X", "MN", "MN", BEN_DO, valid_from="hôm qua"),
    "days swapped": Change("add", "new-1", "MN X", "MN", "MN", BEN_DO, "2022-01-01", "2021-01-01"),
    "no level": Change("add", "new-1", "MN X", "XX", "XX", BEN_DO),
    "no parent": Change("add", "new-1", "MN X", "MN", "MN", "nowhere"),
    "its own parent": Change("add", "new-1", "MN X", "MN", "MN", "new-1"),
    "a number taken": Change("add", BEN_DO, "MN X", "MN", "MN", BEN_DO),
    "an action of later": Change("split", BEN_DO, "Bến Đò"),
    "merged into its part": Change("merge", PROVINCE, into=BEN_DO),
}


@pytest.mark.parametrize("change", UNFIT.values(), ids=UNFIT)
def test_a_stored_change_that_cannot_be_loaded_is_passed_over_and_told(
    small: Path, rows: list[list[str]], change: Change, caplog: pytest.LogCaptureFixture
) -> None:
    good = new_alias(rows, BEN_DO, "Bến Thuyền")
    gazetteer = Gazetteer.load(small, [change, good])
    assert list(gazetteer.passed_over) == [change]
    assert "does not count" in caplog.text and "\n" not in caplog.messages[0]
    match = gazetteer.match("thị xã Bến Thuyền", on=DAY)
    assert match is not None and match.unit.id == BEN_DO
    assert gazetteer.place_of(match.unit, DAY)


@pytest.mark.parametrize("name", ["Trường\nMN X", "MN \u200bX", "MN|X", "a" * 201, " \t "])
def test_a_name_that_cannot_be_loaded_is_not_kept(rows: list[list[str]], name: str) -> None:
    with pytest.raises(BadRequest):
        new_alias(rows, BEN_DO, name)
    with pytest.raises(BadRequest):
        new_unit(rows, "MN", name, BEN_DO)


@pytest.mark.parametrize("days", [("hôm qua", ""), ("20220101", ""), ("2022-01-01", "2021-01-01")])
def test_days_that_are_none_are_not_kept(rows: list[list[str]], days: tuple[str, str]) -> None:
    with pytest.raises(BadRequest):
        new_unit(rows, "MN", "MN Sen Vàng", BEN_DO, "", *days)


def test_a_unit_is_not_merged_into_its_part(rows: list[list[str]]) -> None:
    with pytest.raises(BadRequest, match="lies in it"):
        new_merge(rows, PROVINCE, BEN_DO)


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
