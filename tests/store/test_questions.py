"""Questions to an archive, on both databases."""

from datetime import date

import pytest

from ingest.errors import BadRequest, NotStored
from store.archive.archive import Archive
from store.questions.facets import Filters
from tests.store.papers import COMMUNE, OFFICE, fill

TODAY = "xã Phượng Dực"  # one of those into which Quang Lãng's neighbours went


@pytest.fixture
def archive(any_archive: Archive) -> Archive:
    fill(any_archive)
    return any_archive


def test_deadlines_between_two_days_with_recurring_ones_unrolled(archive: Archive) -> None:
    found = archive.questions.deadlines(date(2023, 10, 1), date(2024, 6, 30))
    days = [(one.day.isoformat(), one.task) for one in found]
    assert days[:2] == [("2023-10-30", "nộp"), ("2023-10-31", "họp")]
    assert ("2024-06-15", "báo cáo") in days
    assert ("2024-02-29", "họp") in days
    assert len([task for _, task in days if task == "họp"]) == 9
    assert days == sorted(days, key=lambda one: one[0])


def test_a_rule_ends_with_the_period_of_its_document(archive: Archive) -> None:
    assert archive.questions.deadlines(date(2026, 1, 1), date(2026, 12, 31)) == []
    assert archive.questions.deadlines(date(2023, 9, 1), date(2023, 9, 17)) == []


def test_deadlines_of_documents_that_name_a_unit(archive: Archive) -> None:
    span = date(2023, 10, 1), date(2023, 10, 30)
    assert len(archive.questions.deadlines(*span, unit=OFFICE)) == 1
    assert archive.questions.deadlines(*span, unit="Sở Giáo dục và Đào tạo Hà Nội") == []


def test_days_that_run_backwards_are_refused(archive: Archive) -> None:
    with pytest.raises(BadRequest):
        archive.questions.deadlines(date(2024, 1, 1), date(2023, 1, 1))


def test_answers_are_cut_at_the_number_asked_for(archive: Archive) -> None:
    found = archive.questions.deadlines(date(2023, 9, 1), date(2025, 12, 31), limit=3)
    assert [one.day for one in found] == [date(2023, 9, 30), date(2023, 10, 30), date(2023, 10, 31)]


def test_pairings_name_the_others(archive: Archive) -> None:
    (pairing,) = archive.questions.pairings("trường a")
    assert (pairing.unit, pairing.others) == ("Trường A", ("Trường B",))
    assert pairing.paper.number == "125/KH-PGDĐT"
    assert archive.questions.pairings("Trường") == []


def test_duties_of_a_class_and_of_a_unit(archive: Archive) -> None:
    assert [one.task for one in archive.questions.duties("trường tiểu học")] == ["quyên góp sách"]
    assert [one.task for one in archive.questions.duties(OFFICE)] == ["tổng hợp"]
    assert archive.questions.duties("tiểu") == archive.questions.duties("tiểu học")
    assert archive.questions.duties("iểu") == []


def test_what_a_document_cites_and_what_cites_it(archive: Archive) -> None:
    asked = archive.questions.citations("125/KH-PGDĐT")
    assert [(one.number, one.stored is not None) for one in asked.cites] == [
        ("11/KH-SGDĐT", True),
        ("30/2020/NĐ-CP", False),
    ]
    back = archive.questions.citations("11/kh-sgdđt")
    assert [paper.number for paper in back.cited_by] == ["125/KH-PGDĐT"]
    assert archive.questions.citations(asked.paper.document[:10]) == asked
    with pytest.raises(NotStored):
        archive.questions.citations("12/KH")


def test_a_unit_is_found_under_its_name_of_today(archive: Archive) -> None:
    named = archive.questions.mentions("xã Quang Lãng, huyện Phú Xuyên")
    assert {(one.role, one.name) for one in named} == {("recipient", COMMUNE), ("partner", COMMUNE)}
    (today,) = {name for one in named for name in one.today}
    assert today != COMMUNE
    successor = archive.questions.mentions(today)
    assert {(one.role, one.name) for one in successor} >= {("recipient", COMMUNE)}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(issuer="Phú Xuyên"), {"plan.txt"}),
        (Filters(kind="kế hoạch"), {"plan.txt", "cited.txt"}),
        (Filters(number="125/KH"), {"plan.txt"}),
        (Filters(number="25/KH"), set()),
        (Filters(cites="11/KH-SGDĐT"), {"plan.txt"}),
        (Filters(issued_from=date(2023, 9, 10)), {"plan.txt"}),
        (Filters(issued_to=date(2023, 9, 10)), {"cited.txt"}),
        (Filters(issued_from=date(2023, 9, 18), issued_to=date(2023, 9, 18)), {"plan.txt"}),
        (Filters(issued_from=date(2024, 1, 1), issued_to=date(2023, 1, 1)), set()),
        (Filters(unit="xã Quang Lãng, huyện Phú Xuyên"), {"plan.txt"}),
        (Filters(unit="Trường B"), {"plan.txt"}),
        (Filters(unit="Trường không có"), set()),
        (Filters(kind="kế hoạch", issued_to=date(2023, 9, 10)), {"cited.txt"}),
    ],
)
def test_search_is_held_to_filters(archive: Archive, filters: Filters, found: set[str]) -> None:
    assert {hit.name for hit in archive.search("ket nghia", filters=filters)} == found
    alone = archive.search("", filters=filters)
    assert {hit.name for hit in alone} == found
    assert {hit.page for hit in alone} <= {1}


def test_a_search_for_nothing_is_refused(archive: Archive) -> None:
    with pytest.raises(BadRequest):
        archive.search("", filters=Filters())
