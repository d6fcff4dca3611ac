"""Units through time."""

import datetime
from pathlib import Path

import pytest

from gazetteer.load import Gazetteer
from ingest.errors import BrokenFile, FileMissing

DAY = datetime.date(2022, 12, 12)
REFORM = datetime.date(2025, 7, 1)


def test_a_district_is_gone_after_the_reform_and_has_communes_for_it(gazetteer: Gazetteer) -> None:
    match = gazetteer.match("quận Long Biên", on=DAY)
    assert match is not None
    identity = match.unit.id
    assert gazetteer.unit_on(identity, DAY) == match.unit
    assert gazetteer.unit_on(identity, REFORM) is None
    became = gazetteer.successors(identity, REFORM)
    assert {"phường Long Biên", "phường Bồ Đề", "xã Bát Tràng"} <= {u.full_name for u, *_ in became}
    assert {(relation, basis) for _, relation, basis in became} == {("partial", "1656/NQ-UBTVQH15")}


def test_before_its_end_a_unit_is_its_own_successor(gazetteer: Gazetteer) -> None:
    (only,) = gazetteer.successors("vn-01-004-1", DAY)
    assert (only[0].id, only[1]) == ("vn-01-004-1", "full")


def test_a_unit_keeps_its_identity_in_another_province(gazetteer: Gazetteer) -> None:
    before = gazetteer.unit_on("vn-28-280-1", datetime.date(2008, 7, 31))
    after = gazetteer.unit_on("vn-28-280-1", datetime.date(2008, 8, 1))
    assert before and after
    assert (before.full_name, after.full_name) == ("huyện Phú Xuyên", "huyện Phú Xuyên")
    assert (before.parent_id, after.parent_id) == ("vn-28-1", "vn-01-1")


def test_chains_are_followed_and_as_sure_as_their_weakest_step(small: Path) -> None:
    gazetteer = Gazetteer.load(small)
    (step,) = gazetteer.successors("vn-01-001-00002-1", REFORM)
    assert (step[0].full_name, step[1]) == ("phường Bến Đò", "unverified")
    assert step[2] == "3/NQ; 9/NQ"


def test_unknown_identifiers_have_no_history(gazetteer: Gazetteer) -> None:
    assert gazetteer.unit_on("vn-99", DAY) is None
    assert gazetteer.successors("vn-99", DAY) == []


def test_a_missing_or_broken_table_says_what_to_do(small: Path) -> None:
    (small / "units.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BrokenFile, match=r"gazetteer\.building\.check"):
        Gazetteer.load(small)
    (small / "units.csv").unlink()
    with pytest.raises(FileMissing, match=r"gazetteer\.building"):
        Gazetteer.load(small)


def test_a_district_office_lives_on_in_the_communes_and_in_the_department(
    gazetteer: Gazetteer,
) -> None:
    became = gazetteer.successors("edu-01-004-pgd-long-bien", REFORM)
    names = {unit.full_name for unit, *_ in became}
    assert {
        "Phòng Văn hóa - Xã hội phường Long Biên",
        "Sở Giáo dục và Đào tạo Hà Nội",
    } <= names
    assert {(relation, basis) for _, relation, basis in became} == {
        ("partial", "142/2025/NĐ-CP; 15/2025/TT-BGDĐT")
    }
    (itself,) = gazetteer.successors("edu-01-004-pgd-long-bien", DAY)
    assert itself[0].id == "edu-01-004-pgd-long-bien"


def test_the_department_of_a_merged_province_is_that_of_the_new_one(gazetteer: Gazetteer) -> None:
    ((unit, relation, basis),) = gazetteer.successors("edu-02-sgd-ha-giang", REFORM)
    assert (unit.full_name, relation) == ("Sở Giáo dục và Đào tạo Tuyên Quang", "full")
    assert "202/2025/QH15" in basis


def test_the_office_of_a_divided_district_went_to_that_of_the_district_known(
    gazetteer: Gazetteer,
) -> None:
    match = gazetteer.match("Phòng GDĐT huyện Từ Liêm", on=datetime.date(2012, 1, 1))
    assert match is not None
    ((unit, relation, _),) = gazetteer.successors(match.unit.id, datetime.date(2020, 1, 1))
    assert (unit.level, relation) == ("PGD", "unverified")
    assert unit.full_name == "Phòng Giáo dục và Đào tạo quận Nam Từ Liêm"
