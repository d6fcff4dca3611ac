"""Units of pairings linked to the gazetteer: on the document's date, today, and misprinted."""

import datetime

import pytest

import pipeline
from extract.linking import Linker
from extract.record import Pairing, UnitMention

DAY = datetime.date(2022, 12, 12)


@pytest.fixture
def linker() -> Linker:
    return Linker(pipeline.gazetteer(), DAY, ["Hà Nội"])


def _linked(linker: Linker, name: str) -> UnitMention:
    unit = UnitMention(name=name)
    linker.link(unit)
    return unit


def test_identity_on_the_date_and_successors_today_are_apart(linker: Linker) -> None:
    unit = _linked(linker, "quận Long Biên")
    assert (unit.unit_id, unit.unit_name, unit.unit_place) == (
        "vn-01-004-1", "quận Long Biên", "thành phố Hà Nội",
    )  # fmt: skip
    assert {one.relation for one in unit.today} == {"partial"}
    assert len(unit.today) > 3
    assert unit.today_on == datetime.datetime.now(datetime.UTC).date().isoformat()


def test_a_school_keeps_its_district(linker: Linker) -> None:
    unit = _linked(linker, "THPT Đống Đa")
    assert unit.unit_place == "quận Đống Đa, thành phố Hà Nội"
    assert [one.unit_id for one in unit.today] == [unit.unit_id]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("THPT Kim Liêm", "THPT Kim Liên"),
        ("THPT Cầu Giáy", "THPT Cầu Giấy"),
        ("THPT Nguyễn Gia Thiểu", "THPT Nguyễn Gia Thiều"),
        ("THPT Vân Tào", "THPT Vân Tảo"),
    ],
)
def test_misprints_are_flagged_and_never_changed(linker: Linker, written: str, meant: str) -> None:
    unit = _linked(linker, written)
    assert (unit.name, unit.suggestion) == (written, meant)
    assert unit.unit_name in (None, meant)


@pytest.mark.parametrize("name", ["THPT Kim Liên", "UBND quận Long Biên", "Trường THPT Xuân Khanh"])
def test_what_is_written_right_is_not_flagged(linker: Linker, name: str) -> None:
    assert _linked(linker, name).suggestion is None


def test_what_the_name_does_not_decide_is_left_with_candidates(linker: Linker) -> None:
    unit = _linked(linker, "THPT Quang Trung")
    assert (unit.unit_id, unit.suggestion, unit.today) == (None, None, [])
    places = {one.unit_place for one in unit.candidates}
    assert {"quận Đống Đa, thành phố Hà Nội", "quận Hà Đông, thành phố Hà Nội"} <= places


def test_rows_around_decide_where_they_agree(linker: Linker) -> None:
    def row(number: int, *names: str) -> Pairing:
        return Pairing(
            units=[UnitMention(name=name) for name in names], origin="table", table=1, row=number
        )

    rows = [row(1, "THPT Kim Liên", "THPT Ba Vì"), row(2, "THPT Quang Trung", "THPT Vân Cốc")]
    for pairing in rows:
        for unit in pairing.units:
            linker.link(unit)
    linker.link_by_neighbours(rows)
    assert rows[1].units[0].unit_place == "quận Đống Đa, thành phố Hà Nội"
    assert rows[1].units[0].candidates == []


@pytest.mark.parametrize(
    ("name", "unit_name"),
    [
        ("UBND Thành phố", "Ủy ban nhân dân thành phố Hà Nội"),
        ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo Hà Nội"),
        ("Phòng GDĐT quận Long Biên", "Phòng Giáo dục và Đào tạo quận Long Biên"),
        ("Trường THPT Kim Liên, Hà Nội", "THPT Kim Liên"),
    ],
)
def test_names_outside_pairings_are_linked(linker: Linker, name: str, unit_name: str) -> None:
    unit = linker.identified(name, ["/recipients/0/name"])
    assert unit is not None
    assert (unit.name, unit.unit_name, unit.pointers) == (name, unit_name, ["/recipients/0/name"])
    assert unit.today


@pytest.mark.parametrize(
    "name",
    [
        "các trường MN, TH",
        "Phòng Giáo dục và Đào tạo các quận, huyện, thị xã",
        "Hiệu trưởng trường THPT Kim Liên",
        "Lãnh đạo Sở Giáo dục và Đào tạo",
        "UBND Thành phố, Sở Giáo dục và Đào tạo",
        "Phòng Giáo dục trung học",
        "Chi cục Thuế",
        "Như trên",
    ],
)
def test_classes_people_and_several_units_are_not(linker: Linker, name: str) -> None:
    assert linker.identified(name, []) is None


def test_an_office_of_a_place_that_the_head_names_by_another_word_is_not_guessed() -> None:
    """ "Quảng Ngãi" is a city, too, and only cities have a Chi cục Thuế."""
    linker = Linker(pipeline.gazetteer(), DAY, ["Quảng Ngãi", "tỉnh Quảng Ngãi"])
    assert linker.identified("Chi cục Thuế", []) is None
    assert linker.identified("Chi cục Thuế thành phố Quảng Ngãi", []) is not None
    assert linker.identified("UBND tỉnh", []) is not None
