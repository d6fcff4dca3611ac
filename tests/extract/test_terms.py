"""Terms counted from a known day; wording is invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.terms import working_day
from extract.record import Deadline
from tests.extract.papers import plan

# The plan of these tests is dated 5 September 2023, a Tuesday.
FIXED = {(1, 1), (4, 30), (5, 1), (9, 2)}


def deadline(*body: str) -> Deadline:
    """The last deadline of a plan with the given lines."""
    return plan(*body).deadlines[-1]


@pytest.mark.parametrize(
    ("said", "edtf", "relation"),
    [
        ("Trong vòng 15 ngày kể từ ngày ký, các trường báo cáo Phòng.", "2023-09-05/2023-09-20", "during"),
        ("Các trường nộp danh sách chậm nhất 10 ngày kể từ ngày ban hành.", "2023-09-15", "by"),
        ("Các trường nộp danh sách không quá 02 tháng kể từ ngày ký ban hành kế hoạch này.", "2023-11-05", "by"),
        ("Sau 2 tuần kể từ ngày ký ban hành, các trường họp phụ huynh.", "2023-09-19", "after"),
        ("Các trường nộp sách chậm nhất 05 ngày sau ngày 20/9/2023.", "2023-09-25", "by"),
    ],
)  # fmt: skip
def test_a_term_in_days_is_counted_from_the_day_of_the_document(
    said: str, edtf: str, relation: str
) -> None:
    found = deadline("1. " + said)
    assert (found.edtf, found.relation, found.estimate) == (edtf, relation, None)
    assert (found.rule or "").startswith("term-from-")


def test_a_term_in_working_days_is_an_estimate() -> None:
    found = deadline("1. Các trường nộp danh sách chậm nhất 10 ngày làm việc kể từ ngày ban hành.")
    assert (found.edtf, found.estimate) == (None, "2023-09-19~")
    assert found.rule == "working-days-from-issue"


def test_a_term_is_counted_from_the_day_of_effect() -> None:
    found = deadline("1. Kế hoạch này có hiệu lực kể từ ngày 01/10/2023.",
                     "2. Trong vòng 30 ngày kể từ ngày Kế hoạch này có hiệu lực, các trường lập sổ theo dõi.")  # fmt: skip
    assert (found.edtf, found.rule) == ("2023-10-01/2023-10-31", "term-from-effect")


def test_a_term_is_counted_from_an_event_whose_day_is_told_once() -> None:
    body = "2. Các trường gửi tranh trong vòng 3 ngày trước ngày chấm giải."
    found = deadline("1. Ngày chấm giải: 20/11/2023", body)
    assert (found.edtf, found.rule) == (None, "term-from-event")
    assert found.estimate == "2023-11-17/2023-11-20"
    twice = deadline("1. Ngày chấm giải: 20/11/2023; ngày chấm giải: 21/11/2023", body)
    assert (twice.estimate, twice.rule) == (None, None)


def test_a_term_from_an_unknown_day_stays_open() -> None:
    found = deadline(
        "1. Trong thời hạn 03 ngày kể từ ngày nhận sách có trách nhiệm:", "- Kiểm đếm."
    )
    assert (found.text, found.edtf, found.estimate) == (
        "Trong thời hạn 03 ngày kể từ ngày nhận sách",
        None,
        None,
    )


def test_the_lead_of_a_list_gives_its_actor_to_its_times() -> None:
    found = deadline(
        "1. Hằng năm, Hiệu trưởng lập kế hoạch gồm các nội dung sau:", "- Thời gian đọc sách;"
    )
    assert (found.text, found.actors) == ("Hằng năm", ["Hiệu trưởng"])


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_working_days_are_no_weekends_and_no_holidays(first: date, count: int) -> None:
    last = working_day(first, count)
    assert last > first
    assert last.weekday() < 5
    assert (last.month, last.day) not in FIXED


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_more_working_days_end_later(first: date, count: int) -> None:
    assert working_day(first, count) < working_day(first, count + 1)


@pytest.mark.parametrize(
    ("said", "text", "relation"),
    [
        ("Trước khi khai mạc, các trường kiểm tra loa đài.", "Trước khi khai mạc", "before"),
        ("Các trường có mặt vào lúc 07 giờ 30 phút, ngày 10/10/2023.", "vào lúc 07 giờ 30 phút, ngày 10/10/2023", "on"),
    ],
)  # fmt: skip
def test_events_and_hours_are_times(said: str, text: str, relation: str) -> None:
    found = deadline("1. " + said)
    assert (found.text, found.relation) == (text, relation)
