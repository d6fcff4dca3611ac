"""Each check by itself: what it finds, and what it must leave alone."""

from collections.abc import Iterable
from typing import Any

import pytest

from extract.record import (
    Deadline,
    Evidence,
    Header,
    HeaderEvidence,
    NamedUnit,
    Pairing,
    Record,
    Reference,
    Source,
    UnitMention,
    UnitToday,
)
from gazetteer.load import Gazetteer
from store.cascade.checks import check
from store.cascade.checks.pairs import twice, unforeseen, with_nobody
from store.cascade.checks.times import after_parents, before_document, outside_period
from store.cascade.findings import Case, Finding, Link, Rule, Severity
from store.cascade.match import likeness
from store.cascade.papers import leaf_of, mentions_of
from store.cascade.relations import Relation
from store.questions.lineage import lineage

OFFICE = "Phòng Giáo dục và Đào tạo quận Hải Châu"


def case(document: str = "own", pages: Iterable[str] = (), **parts: Any) -> Case:
    header = {
        "issuer": [OFFICE], "number": "7/KH-PGDĐT", "issued_on": "2023-11-06", "kind": "kế hoạch",
        "title": "Thực hiện phong trào “Trường bạn đồng hành” giai đoạn 2023-2026", "period": "2023/2026",
    }  # fmt: skip
    header |= parts.pop("header", {})
    record = Record(
        source=Source(sha256=document, media_type="text/plain"), header=Header(**header), **parts
    )
    return Case(leaf_of(document, document, record), record, list(pages))


def link(own: Case, cited: Case) -> Link:
    (mention,) = mentions_of(own.record)
    return Link(mention, likeness(mention, own.leaf, cited.leaf), Relation.CARRIES_OUT, cited)


def pair(*names: str, table: int | None = 1) -> Pairing:
    units = [UnitMention(name=name) for name in names]
    return Pairing(units=units, origin="text" if table is None else "table", table=table)


def due(edtf: str, task: str = "Báo cáo kết quả năm học 2023-2024", **other: Any) -> Deadline:
    return Deadline(
        **{
            "text": edtf,
            "edtf": edtf,
            "relation": "before",
            "task": task,
            "actors": [OFFICE],
            **other,
        }
    )


def rules(found: Iterable[Finding]) -> list[Rule]:
    return [one.rule for one in found]


CITY = case(
    "city",
    header={
        "issuer": ["Sở Giáo dục và Đào tạo Đà Nẵng"],
        "number": "512/KH-SGDĐT",
        "issued_on": "2023-10-10",
    },
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"number": "521/KH-SGDĐT"}, [Rule.CITED_NUMBER]),
        ({"issued_on": "2023-10-12"}, [Rule.CITED_DAY]),
        ({"issued_on": None}, []),
        ({"issuer": "Sở GDĐT Đà Nẵng"}, []),
        ({"issuer": "Sở Giáo dục và Đào tạo"}, []),
        ({"issuer": "Sở Y tế Đà Nẵng"}, [Rule.CITED_ISSUER]),
        ({"title": "về việc thực hiện phong trào “Trường bạn đồng hành” giai đoạn 2023-2025"}, [Rule.CITED_PERIOD]),
        ({"title": "về việc phòng chống đuối nước cho trẻ em dịp nghỉ hè giai đoạn 2021-2025"}, [Rule.CITED_TITLE]),
        ({"title": None}, []),
    ],
)  # fmt: skip
def test_a_citation_is_compared_with_what_it_means(
    said: dict[str, str | None], found: list[Rule]
) -> None:
    told = {
        "kind": "kế hoạch", "number": "512/KH-SGDĐT", "issued_on": "2023-10-10",
        "issuer": "Sở Giáo dục và Đào tạo Đà Nẵng", "title": "về việc thực hiện phong trào “Trường bạn đồng hành” giai đoạn 2023-2026",
    } | said  # fmt: skip
    own = case(references=[Reference(**told)])
    assert rules(check(own, [link(own, CITY)], lambda: lineage().gazetteer)) == found


def test_what_was_read_unsurely_is_never_grave() -> None:
    unsure = Evidence(page=1, raw="5l2", text="521", rule="r")
    cited = {
        "kind": "kế hoạch",
        "number": "521/KH-SGDĐT",
        "issued_on": "2023-10-10",
        "title": CITY.leaf.title,
    }
    for confidence, severity in ((0.95, Severity.HIGH), (0.5, Severity.MEDIUM)):
        own = case(references=[Reference(**cited, evidence=[unsure], confidence=confidence)])
        (found,) = check(own, [link(own, CITY)], lambda: lineage().gazetteer)
        assert (found.rule, found.severity) == (Rule.CITED_NUMBER, severity)
    support = {"number": HeaderEvidence(evidence=[unsure], confidence=0.3)}
    misread = case("city", header={**CITY.record.header.model_dump(), "support": support})
    own = case(references=[Reference(**cited)])
    (found,) = check(own, [link(own, misread)], lambda: lineage().gazetteer)
    assert found.severity is Severity.MEDIUM and found.other_evidence == (unsure,)


def test_pairings_are_compared_with_the_list_that_names_their_units() -> None:
    listed = CITY._replace(
        record=CITY.record.model_copy(
            update={"pairings": [pair("TH A", "TH B"), pair("TH C", "TH D")]}
        )
    )
    for names, found in (
        (("Trường TH A", "Trường Tiểu học B"), []),
        (("TH A", "TH B", "TH E"), []),
        (("TH A", "TH C"), [Rule.PAIR_UNFORESEEN]),
        (("TH E", "TH F"), []),
    ):
        own = case(
            pairings=[pair(*names, table=None)],
            references=[Reference(kind="kế hoạch", number="512/KH-SGDĐT")],
        )
        assert rules(unforeseen(own, link(own, listed))) == found


def test_a_unit_may_stand_in_two_lists_but_not_twice_in_one() -> None:
    assert rules(twice(case(pairings=[pair("TH A", "TH B"), pair("TH A", "TH C")]))) == [
        Rule.PAIRED_TWICE
    ]
    assert rules(twice(case(pairings=[pair("TH A", "TH B"), pair("TH A", "TH C", table=2)]))) == []
    assert (
        rules(
            twice(
                case(pairings=[pair("TH A", "TH B", table=None), pair("TH A", "TH C", table=None)])
            )
        )
        == []
    )


def test_a_row_with_one_name_is_found_in_lists_of_pairings_only() -> None:
    rows = "TT\tĐơn vị\tĐơn vị\n1\tTH A\tTH B\n2\tTH C\tTH D\n3\tTH E\t\nhết"
    (found,) = with_nobody(case(pages=["trang đầu", rows], pairings=[pair("TH A", "TH B")]))
    assert found.expected == "TH E" and found.evidence[0].page == 2
    assert rules(with_nobody(case(pages=[rows]))) == []
    plain = "1\tTH A\t\n2\tTH B\t\n3\tTH C\tghi chú\n4\tTH D\tghi chú"
    assert rules(with_nobody(case(pages=[plain], pairings=[pair("TH A", "TH B")]))) == []


@pytest.mark.parametrize(
    ("edtf", "found"),
    [
        ("2024-05-31", []), ("2027-06-30", []), ("2027-10-20", [Rule.DAY_OUTSIDE_PERIOD]),
        ("2022-12-31", []), ("2022/2023", []), ("XXXX-06-15", []),
    ],
)  # fmt: skip
def test_what_sums_a_period_up_may_follow_it(edtf: str, found: list[Rule]) -> None:
    assert rules(outside_period(case(deadlines=[due(edtf)]))) == found
    assert rules(outside_period(case(header={"period": None}, deadlines=[due(edtf)]))) == []


def test_only_days_to_act_by_are_over_before_a_document() -> None:
    assert rules(before_document(case(deadlines=[due("2023-09-15")]))) == [Rule.DAY_BEFORE_DOCUMENT]
    for quiet in (
        due("2023-09-15", relation="from"),
        due("2023-09"),
        due("2023-11-06"),
        due("2023-09-15", recurrence="yearly"),
    ):
        assert rules(before_document(case(deadlines=[quiet]))) == []


@pytest.mark.parametrize(
    ("own_day", "task", "actor", "found"),
    [
        ("2024-06-30", "Báo cáo kết quả năm học 2023-2024", OFFICE, [Rule.DAY_AFTER_PARENTS]),
        ("2024-05-31", "Báo cáo kết quả năm học 2023-2024", OFFICE, []),
        ("2025-06-30", "Báo cáo kết quả năm học 2024-2025", OFFICE, []),
        ("2024-06-30", "Tổ chức hội thi", OFFICE, []),
        ("2024-06-30", "Báo cáo kết quả năm học 2023-2024", "Các trường tiểu học", []),
    ],
)
def test_a_report_is_compared_with_the_one_asked_for(
    own_day: str, task: str, actor: str, found: list[Rule]
) -> None:
    asked = due("2024-05-31", actors=["Phòng Giáo dục và Đào tạo các quận"])
    above = CITY._replace(record=CITY.record.model_copy(update={"deadlines": [asked]}))
    own = case(
        deadlines=[due(own_day, task, actors=[actor])],
        references=[Reference(kind="kế hoạch", number="512/KH-SGDĐT")],
    )
    assert rules(after_parents(own, link(own, above))) == found


@pytest.mark.parametrize(
    ("day", "found"), [("2025-06-30", []), ("2025-07-01", [Rule.OFFICE_ENDED]), ("2025", [])]
)
def test_an_office_writes_until_the_day_it_ends(day: str, found: list[Rule]) -> None:
    unit = NamedUnit(
        name=OFFICE, unit_id="edu-48-492-pgd-hai-chau", score=0.99, pointers=["/header/issuer/0"]
    )
    own = case(header={"issued_on": day}, units=[unit])
    assert rules(check(own, [], lambda: lineage().gazetteer)) == found


def test_of_units_that_are_still_there_the_authority_file_is_not_asked() -> None:
    def load() -> Gazetteer:
        raise AssertionError("it was loaded")

    today = [UnitToday(unit_id="x", unit_name="X", relation="full", basis="")]
    unit = NamedUnit(name="X", unit_id="x", score=0.99, pointers=["/header/issuer/0"], today=today)
    assert check(case(units=[unit]), [], load) == []


def test_a_shorter_name_is_no_misprint() -> None:
    for name, suggestion, found in (
        (
            "Phòng GDĐT quận Liên Chiễu",
            "Phòng Giáo dục và Đào tạo quận Liên Chiểu",
            [Rule.NAME_MISPRINT],
        ),
        (
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO QUẬN LIÊN CHIỂU",
            "Phòng Giáo dục và Đào tạo quận Liên Chiểu",
            [],
        ),
    ):
        units = [UnitMention(name=name, suggestion=suggestion), UnitMention(name="TH A")]
        own = case(pairings=[Pairing(units=units, origin="text")])
        assert rules(check(own, [], lambda: lineage().gazetteer)) == found
