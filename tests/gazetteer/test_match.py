"""Mentions and the units they mean, with the project's own authority file."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.authority.tables import read_rows
from gazetteer.load import Gazetteer
from normalize.folding import strip_diacritics

DAY = datetime.date(2022, 12, 12)
LONG_BIEN = "vn-01-004-1"
# Hypothesis takes no fixtures of the function's scope, so its test has its own.
_GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("quận Long Biên", "quận Long Biên"),
        ("QUẬN LONG BIÊN", "quận Long Biên"),
        ("quan Long Bien", "quận Long Biên"),
        ("xã Quang Lãng huyện Phú Xuyên thành phố Hà Nội", "xã Quang Lãng"),
        ("xã Quang Lãng, huyện Phú Xuyên, Hà Nội", "xã Quang Lãng"),
        ("xã Tùng Ảnh huyện Đức Thọ tỉnh Hà Tĩnh", "xã Tùng Ảnh"),
        ("MN Hoa Sữa", "Trường mầm non Hoa Sữa"),
        ("Trường mầm non Hoa Sữa", "Trường mầm non Hoa Sữa"),
        ("truong MN Hoa Sua quan Long Bien", "Trường mầm non Hoa Sữa"),
        ("PGD&ĐT huyện Phú Xuyên", "Phòng Giáo dục và Đào tạo huyện Phú Xuyên"),
        ("Phòng Giáo dục và Đào tạo huyện Phú Xuyên", "Phòng Giáo dục và Đào tạo huyện Phú Xuyên"),
        ("Phòng GD-ĐT quận Long Biên", "Phòng Giáo dục và Đào tạo quận Long Biên"),
        ("TT GDNN-GDTX Ba Vì", "Trung tâm GDNN-GDTX Ba Vì"),
        ("Trung tâm GDNN - GDTX huyện Ba Vì", "Trung tâm GDNN-GDTX Ba Vì"),
        ("UBND quận Long Biên", "Ủy ban nhân dân quận Long Biên"),
        ("Sở GD&ĐT Hà Nội", "Sở Giáo dục và Đào tạo Hà Nội"),
        ("Công đoàn ngành Giáo dục Hà Nội", "Công đoàn ngành Giáo dục Hà Nội"),
        ("THPT Cao Bá Quát - Quốc Oai", "THPT Cao Bá Quát - Quốc Oai"),
        ("Đại học Quốc gia Hà Nội", "Đại học Quốc gia Hà Nội"),
        ("Bộ GDĐT", "Bộ Giáo dục và Đào tạo"),
        ("Hà Nội", "thành phố Hà Nội"),
    ],
)
def test_clean_bare_and_abbreviated(gazetteer: Gazetteer, mention: str, name: str) -> None:
    match = gazetteer.match(mention, on=DAY)
    assert match is not None
    assert match.unit.full_name == name


@pytest.mark.parametrize(
    ("mention", "near", "name"),
    [
        ("Phong Giao duc va Dao tao quan Long Bian", (), "quận Long Biên"),
        ("Phöng Giao duc vä Dao tao huyen Phu Xuyen", (), "huyện Phú Xuyên"),
        ("THPT Nguyen Gia Thiéa", ("Hà Nội",), "THPT Nguyễn Gia Thiều"),
        ("thi tian Phú Minh", ("huyện Phú Xuyên",), "thị trấn Phú Minh"),
    ],
)
def test_spoiled(gazetteer: Gazetteer, mention: str, near: tuple[str, ...], name: str) -> None:
    match = gazetteer.match(mention, on=DAY, near=near)
    assert match is not None
    assert match.unit.full_name.endswith(name)


@pytest.mark.parametrize(
    "mention", ["xã Tân Thành", "THPT Nguyễn Trãi", "Quang Trung", "xa Tien Phong", "UBND", ""]
)
def test_several_that_fit_equally_are_not_answered(gazetteer: Gazetteer, mention: str) -> None:
    assert gazetteer.match(mention, on=DAY) is None


def test_candidates_of_an_ambiguous_mention(gazetteer: Gazetteer) -> None:
    ranked = gazetteer.candidates("xã Tân Thành", on=DAY)
    assert len(ranked) > 2
    assert {match.unit.name for match in ranked} == {"Tân Thành"}
    assert [m.score for m in ranked] == sorted((m.score for m in ranked), reverse=True)


@pytest.mark.parametrize("mention", ["Nguyễn Văn An", "Trường tiểu học Không Có Thật", "12/2022"])
def test_unknown_names_are_not_answered(gazetteer: Gazetteer, mention: str) -> None:
    assert gazetteer.match(mention, on=DAY) is None


def test_places_around_decide(gazetteer: Gazetteer) -> None:
    match = gazetteer.match("THPT Nguyễn Trãi", on=DAY, near=["quận Ba Đình", "Hà Nội"])
    assert match is not None
    assert match.unit.id == "edu-01-001-thpt-nguyen-trai-ba-dinh"
    assert all(score < match.score for _, score in match.alternatives)
    open_name = gazetteer.candidates("THPT Nguyễn Trãi", on=DAY, near=["Hà Nội"])
    assert len({one.unit.id for one in open_name}) > 1


def test_a_body_without_its_place_is_that_of_the_place_around(gazetteer: Gazetteer) -> None:
    match = gazetteer.match("UBND Thành phố", on=DAY, near=["Long Biên", "Hà Nội"])
    assert match is not None
    assert match.unit.full_name == "Ủy ban nhân dân thành phố Hà Nội"


@pytest.mark.parametrize(
    ("wrong", "near", "right"),
    [
        ("quận Gia Lâm", ["Hà Nội"], "huyện Gia Lâm"),
        ("huyện Sơn Tây", ["Hà Nội"], "thị xã Sơn Tây"),
        ("Phòng GDĐT quận Thanh Trì", ["Hà Nội"], "Phòng Giáo dục và Đào tạo huyện Thanh Trì"),
    ],
)
def test_a_wrong_type_word_is_evidence_not_a_filter(
    gazetteer: Gazetteer, wrong: str, near: list[str], right: str
) -> None:
    match = gazetteer.match(wrong, on=DAY, near=near)
    clean = gazetteer.match(right, on=DAY, near=near)
    assert match is not None
    assert clean is not None
    assert match.unit == clean.unit
    assert match.score <= clean.score


def test_diacritics_tell_names_apart(gazetteer: Gazetteer) -> None:
    for mention in ("xã Tiên Phong", "xã Tiền Phong"):
        best = gazetteer.candidates(mention, on=DAY, near=["Hà Nội"])[0]
        assert best.unit.full_name == mention


def test_the_date_decides_between_old_and_new(gazetteer: Gazetteer) -> None:
    before = gazetteer.match("tỉnh Quảng Ngãi", on=DAY)
    after = gazetteer.match("tỉnh Quảng Ngãi", on=datetime.date(2025, 7, 1))
    undated = gazetteer.match("tỉnh Quảng Ngãi")
    assert before and after and undated
    assert before.unit.id != after.unit.id == undated.unit.id


@pytest.mark.parametrize(
    ("written", "near", "meant"),
    [
        ("xã Tiên Phong", ["huyện Mê Linh", "Hà Nội"], "xã Tiền Phong"),
        ("THPT Nguyen Gia Thiêu", ["Hà Nội"], "THPT Nguyễn Gia Thiều"),
        ("phường Bồ Đè", ["quận Long Biên"], "phường Bồ Đề"),
    ],
)
def test_a_name_that_is_written_otherwise_comes_with_a_suggestion(
    gazetteer: Gazetteer, written: str, near: list[str], meant: str
) -> None:
    best = gazetteer.candidates(written, on=DAY, near=near)[0]
    assert best.suggestion == best.unit.full_name == meant


@pytest.mark.parametrize("name", ["xã Tĩnh Bắc huyện Lộc Bình", "xã Trường Sơn tỉnh Bắc Ninh"])
def test_a_name_may_begin_with_what_looks_like_a_type_word(gazetteer: Gazetteer, name: str) -> None:
    best = gazetteer.candidates(name)[0]
    assert name.startswith(best.unit.full_name)


def test_probabilities_are_no_more_than_one_together(gazetteer: Gazetteer) -> None:
    for mention in ("xã Tân Thành", "THPT Đống Đa", "quan Long Bian", "xd Van Canh"):
        assert all(0.0 <= one.score <= 1.0 for one in gazetteer.candidates(mention, on=DAY))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_with_its_places_a_commune_is_found_or_left_open_never_mistaken(
    data: st.DataObject,
) -> None:
    communes = _communes()
    unit_id, district, province = data.draw(st.sampled_from(communes))
    unit = _GAZETTEER.unit_on(unit_id, DAY)
    assert unit is not None
    mention = f"{unit.full_name} {district} {province}"
    for text in (mention, strip_diacritics(mention), mention.upper()):
        match = _GAZETTEER.match(text, on=DAY)
        assert match is None or match.unit.id == unit_id


def _communes() -> list[tuple[str, str, str]]:
    """Communes of Long Biên and Phú Xuyên with the names above them."""
    above = {LONG_BIEN: "quận Long Biên", "vn-28-280-1": "huyện Phú Xuyên"}
    return sorted(
        {
            (row[0], above[row[4]], "thành phố Hà Nội")
            for row in read_rows("units.csv")
            if row[4] in above and row[5] <= DAY.isoformat() < (row[6] or "9999")
        }
    )


def test_an_older_name_of_an_office_is_no_name_of_one_place(gazetteer: Gazetteer) -> None:
    """Ten districts are called Châu Thành; the office of one has the older name as an alias."""
    day = datetime.date(2005, 10, 17)
    assert gazetteer.match("Phòng Giáo dục huyện Châu Thành", on=day) is None
    match = gazetteer.match("Phòng Giáo dục huyện Châu Thành", on=day, near=["tỉnh Long An"])
    assert match is not None and match.unit.id == "edu-80-808-pgd-chau-thanh"
    assert gazetteer.match("Phòng Giáo dục trung học", on=DAY, near=["Hà Nội"]) is None
