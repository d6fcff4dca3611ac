"""Citations against documents, each cue by itself; verbs; levels; trees."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.cascade.keys import keys_of
from store.cascade.match import LINKED, Day, Title, best, days, likeness, titles
from store.cascade.numbers import Agreement, agreement
from store.cascade.offices import Issuance, Level, issuance, level_of
from store.cascade.papers import Leaf, Mention
from store.cascade.relations import Relation, relation_of, relations
from store.cascade.tree import graph_of

PLAN: dict[str, Any] = {
    "number": "512/KH-SGDĐT", "issued_on": "2023-10-10", "kind": "kế hoạch",
    "issuers": ("Sở Giáo dục và Đào tạo Hà Nội",), "title": "Tổ chức phong trào đọc sách trong nhà trường",
}  # fmt: skip
CITED: dict[str, Any] = {
    "number": "512/KH-SGDĐT", "issued_on": "2023-10-10", "kind": "kế hoạch",
    "issuer": "Sở Giáo dục và Đào tạo Hà Nội", "title": "về việc tổ chức phong trào đọc sách trong nhà trường",
}  # fmt: skip


def leaf(document: str = "plan", **other: Any) -> Leaf:
    said = {"parent_issuer": None, "period": None, **PLAN, **other}
    return Leaf(document=document, name=document, **said)


def mention(position: int = 0, **other: Any) -> Mention:
    return Mention(position=position, before="", evidence=(), **{**CITED, **other})


CITING = leaf(
    "child", number="7/KH-UBND", issuers=("Ủy ban nhân dân quận Đống Đa",), issued_on="2023-11-01"
)


@pytest.mark.parametrize(
    ("said", "own", "expected"),
    [
        ("512/KH-SGDĐT", "512/KH-SGDĐT", Agreement.EXACT),
        ("0512/KH-SGDDT", "512/KH-SGDĐT", Agreement.EXACT),
        ("5l2/KH-SGDĐT", "512/KH-SGDĐT", Agreement.EXACT),
        ("512/KH-SGDBT", "512/KH-SGDĐT", Agreement.CODE),
        ("798/QĐ-ĐHQGHN", "798/QĐ-ĐHCN", Agreement.CODE),
        ("521/KH-SGDĐT", "512/KH-SGDĐT", Agreement.SERIAL),
        ("512/KH-SGDĐT", "913/KH-SGDĐT", Agreement.OTHER),
        ("15/2020/TT-BGDĐT", "15/2021/TT-BGDĐT", Agreement.OTHER),
        ("512/KH-SGDĐT", "?/KH-SGDĐT", Agreement.UNKNOWN),
        (None, "512/KH-SGDĐT", Agreement.UNKNOWN),
    ],
)
def test_numbers_are_compared_as_they_are_misspelled(
    said: str | None, own: str | None, expected: Agreement
) -> None:
    assert agreement(said, own) is expected


@pytest.mark.parametrize(
    ("said", "own", "expected"),
    [
        ("2023-10-10", "2023-10-10", Day.SAME),
        ("2023-10-10", "2023-10", Day.WITHIN),
        ("2023-10-12", "2023-10-10", Day.MISPRINT),
        ("2023-12-12", "2023-10-10", Day.OTHER),
        (None, "2023-10-10", Day.UNKNOWN),
        ("XXXX-10-10", "2023-10-10", Day.UNKNOWN),
    ],
)
def test_days_are_compared_part_by_part(said: str | None, own: str | None, expected: Day) -> None:
    assert days(said, own) is expected


@pytest.mark.parametrize(
    ("said", "citing", "issuers", "parent", "expected"),
    [
        ("Bộ trưởng Bộ Y tế", (), ("Bộ Y tế",), None, Issuance.LIKELY),
        ("Sở GDĐT Hà Nội", (), ("Sở Giáo dục và Đào tạo Hà Nội",), None, Issuance.SAME),
        ("UBND tỉnh", ("Sở Nội vụ tỉnh Lâm Đồng",), ("Ủy ban nhân dân tỉnh Hà Giang",), None, Issuance.ELSEWHERE),
        ("UBND tỉnh", ("Sở Nội vụ tỉnh Hà Giang",), ("Ủy ban nhân dân tỉnh Hà Giang",), None, Issuance.LIKELY),
        ("UBND quận 1", (), ("Ủy ban nhân dân quận 3",), None, Issuance.ELSEWHERE),
        ("UBND quận Sơn Trà", (), ("Phòng Giáo dục và Đào tạo quận Sơn Trà",), "Ủy ban nhân dân quận Sơn Trà", Issuance.ABOVE),
        ("Sở Y tế Hà Nội", (), ("Sở Tài chính Hà Nội",), None, Issuance.OTHER),
        (None, (), ("Sở Tài chính Hà Nội",), None, Issuance.UNKNOWN),
    ],
)  # fmt: skip
def test_issuers_are_compared_by_office_and_place(
    said: str | None, citing: tuple[str, ...], issuers: tuple[str, ...], parent: str | None, expected: Issuance
) -> None:  # fmt: skip
    assert issuance(said, citing, issuers, parent) is expected


def test_a_title_may_be_told_in_part() -> None:
    assert titles(CITED["title"], PLAN["title"]) is Title.SAME
    assert titles("về việc phòng chống đuối nước cho trẻ em dịp hè", PLAN["title"]) is Title.OTHER
    assert titles("về nhiệm vụ", PLAN["title"]) is Title.UNKNOWN


@pytest.mark.parametrize(
    "otherwise",
    [
        {}, {"number": "521/KH-SGDĐT"}, {"issued_on": "2023-10-12"}, {"issuer": None, "title": None},
        {"issuer": "Ủy ban nhân dân thành phố Hà Nội"}, {"number": None},
        {"title": "về việc phòng chống đuối nước cho trẻ em dịp hè"}, {"issued_on": None},
    ],
)  # fmt: skip
def test_one_thing_misspelled_is_still_a_link(otherwise: dict[str, str | None]) -> None:
    found = likeness(mention(**otherwise), CITING, leaf())
    assert LINKED <= found.confidence <= likeness(mention(), CITING, leaf()).confidence


@pytest.mark.parametrize(
    "otherwise",
    [
        {"issued_on": "2022-03-18"}, {"number": "913/KH-SGDĐT"}, {"number": None, "title": None},
        {"number": "521/KH-SGDĐT", "title": None},
        {"issuer": "Sở Giáo dục và Đào tạo tỉnh Hà Giang", "title": None},
    ],
)  # fmt: skip
def test_too_little_in_common_is_no_link(otherwise: dict[str, str | None]) -> None:
    assert best(mention(**otherwise), CITING, [leaf()]) is None


def test_two_documents_that_fit_alike_share_the_confidence() -> None:
    said = mention(issued_on=None, title=None)
    rivals = [leaf("a", issued_on="2022-10-10"), leaf("b", issued_on="2023-10-10")]
    assert best(said, CITING, [rivals[0]]) and best(said, CITING, rivals) is None
    twins = [leaf("a"), leaf("b")]
    found = best(mention(), CITING, twins)
    assert found and found[0].document == "a" and found[1].confidence > 0.99


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Thực hiện", Relation.CARRIES_OUT), ("Căn cứ", Relation.RESTS_ON),
        ("sửa đổi, bổ sung một số điều của", Relation.AMENDS), ("và bãi bỏ", Relation.REPLACES),
        ("Trả lời", Relation.ANSWERS), ("Xem", Relation.CITES), ("", Relation.CITES),
        ("thực hiện " + "nhiệm vụ của năm học trong toàn ngành " * 3, Relation.CITES),
    ],
)  # fmt: skip
def test_the_verb_before_tells_what_is_cited_for(before: str, expected: Relation) -> None:
    assert relation_of(before) is expected


def test_one_verb_goes_for_all_of_a_list() -> None:
    found = relations(["Thực hiện", "", "và", "Căn cứ"])
    assert [one.value for one in found] == ["carries-out", "carries-out", "carries-out", "rests-on"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Thủ tướng Chính phủ", Level.NATION), ("Ủy ban nhân dân thành phố Hà Nội", Level.PROVINCE),
        ("Ủy ban nhân dân thành phố Vũng Tàu", Level.DISTRICT), ("Ủy ban nhân dân thị xã Sơn Tây", Level.DISTRICT),
        ("Ủy ban nhân dân phường 1", Level.COMMUNE), ("Trường THCS Gò Me", Level.SCHOOL), ("Ban Chỉ đạo", None),
    ],
)  # fmt: skip
def test_the_name_tells_the_level(name: str, level: Level | None) -> None:
    assert level_of(name) is level


NUMBERS = st.from_regex(r"[1-9][0-9]{0,3}/(KH|QĐ|CT)-[A-ZĐ]{2,6}", fullmatch=True)


@given(NUMBERS, st.dates().map(str))
def test_a_document_is_found_by_a_faithful_citation(number: str, day: str) -> None:
    of_leaf = keys_of(leaf(number=number, issued_on=day))
    of_mention = keys_of(mention(number=number, issued_on=day))
    assert set(of_leaf.sure) == set(of_mention.sure)
    assert agreement(number, number) is Agreement.EXACT


def test_who_stands_above_is_nearest_and_nobody_stands_above_himself() -> None:
    city, district = (
        leaf("city"),
        leaf("district", issuers=("Phòng Giáo dục và Đào tạo quận 1",), issued_on="2023-11-01"),
    )
    school = leaf("school", issuers=("Trường TH A",), issued_on="2023-12-01")
    said = mention()
    rests = Relation.RESTS_ON
    graph = graph_of(
        {one.document: one for one in (city, district, school)},
        [
            ("school", said, rests, "city", 0.9), ("school", said, rests, "district", 0.9),
            ("district", said, rests, "city", 0.9), ("city", said, rests, "school", 0.9),
            ("city", said, Relation.REPLACES, None, None),
        ],
    )  # fmt: skip
    assert graph.above == {"school": "district", "district": "city"}
    assert [(one.depth, one.place.key) for one in graph.lines("city")][:3] == [
        (0, "city"),
        (1, "district"),
        (2, "school"),
    ]
    assert graph.lines("city")[3].place.document is None
