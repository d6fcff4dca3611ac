"""The builder: identities through time, successors, merged schools."""

import csv
from pathlib import Path

import pytest

from gazetteer.building.__main__ import build, main
from gazetteer.building.check import check


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _states(folder: Path, identity: str) -> list[dict[str, str]]:
    return [row for row in _rows(folder / "units.csv") if row["id"] == identity]


def test_a_new_type_keeps_the_identity(small: Path) -> None:
    states = _states(small, "vn-01-001-1")
    assert [(s["type_word"], s["valid_from"], s["valid_to"]) for s in states] == [
        ("Huyện", "2004-08-31", "2020-01-01"),
        ("Thị xã", "2020-01-01", "2025-07-01"),
    ]


def test_a_new_parent_keeps_the_identity(small: Path) -> None:
    assert [s["parent_id"] for s in _states(small, "vn-02-002-1")] == ["vn-02-1", "vn-01-1"]


def test_a_new_name_under_the_same_code_is_a_new_unit_and_a_successor(small: Path) -> None:
    ids = {row["name"]: row["id"] for row in _rows(small / "units.csv")}
    assert (ids["Cũ"], ids["Tân Mỹ"]) == ("vn-01-001-00002-1", "vn-01-001-00002-2")
    step = next(s for s in _rows(small / "successors.csv") if s["old_id"] == ids["Cũ"])
    assert (step["new_id"], step["relation"], step["origin"]) == (
        ids["Tân Mỹ"], "unverified", "derived",
    )  # fmt: skip


def test_a_unit_that_the_reform_left_whole_lives_on(small: Path) -> None:
    states = _states(small, "vn-02-002-00003-1")
    assert [(s["parent_id"], s["valid_to"]) for s in states] == [
        ("vn-02-002-1", "2025-07-01"),
        ("vn-01-2", ""),
    ]


def test_a_merged_province_is_new_though_its_name_stays(small: Path) -> None:
    provinces = [r["id"] for r in _rows(small / "units.csv") if r["name"] == "Sông Lớn"]
    assert provinces == ["vn-01-1", "vn-01-2"]


def test_districts_lead_to_the_communes_that_took_theirs(small: Path) -> None:
    steps = {(s["old_id"], s["new_id"]): s for s in _rows(small / "successors.csv")}
    step = steps["vn-01-001-1", "vn-01-00001-1"]
    assert (step["relation"], step["origin"], step["basis"]) == ("full", "derived", "9/NQ")


def test_mentions_of_one_school_are_merged_and_of_two_are_not(small: Path) -> None:
    schools = [r for r in _rows(small / "education.csv") if r["level"] == "THPT"]
    assert [(s["parent_id"], s["code"], s["source"]) for s in schools] == [
        ("vn-01-001-1", "01-001", "exam-list-2016|hanoi-secondary-2024"),
        ("vn-02-002-1", "01-002", "exam-list-2016"),
    ]


def test_offices_are_derived_until_a_source_names_them(small: Path) -> None:
    offices = {r["id"]: r["origin"] for r in _rows(small / "education.csv") if r["level"] == "PGD"}
    assert offices == {
        "edu-01-001-pgd-ben-do": "attested",
        "edu-02-002-pgd-cho-moi": "derived",
    }


def test_spelling_is_canonical(small: Path) -> None:
    assert {row["expansion"] for row in _rows(small / "abbreviations.csv")} == {"Ủy ban nhân dân"}


def test_the_same_facts_give_the_same_bytes(facts: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(facts, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files
    assert all(
        (tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files
    )


def test_what_is_built_passes_the_check(small: Path) -> None:
    uncovered = [f for f in check(small) if "has no successor" not in f.message]
    assert uncovered == []


@pytest.mark.parametrize("arguments", [[], ["/nowhere/at/all"]])
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage" in capsys.readouterr().err
