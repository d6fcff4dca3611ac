"""Days, months and spans as EDTF; what no calendar has is no date."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.dates import day, make_day, month, period, span
from extract.grammar.time_values import point


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ngày 07/9/2022", "2022-09-07"),
        ("15.6.2024", "2024-06-15"),
        ("3-4-2021", "2021-04-03"),
        ("12 / 12 / 2022", "2022-12-12"),
        ("ngày 05 tháng 12 năm 2024", "2024-12-05"),
        ("ngày 5 tháng 9, năm 2023", "2023-09-05"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
        ("31/4/2023", None),
        ("0/1/2023", None),
        ("12/13/2023", None),
        ("tháng 9 năm 2023", None),
        ("5/9", None),
        ("", None),
    ],
)
def test_full_dates(text: str, edtf: str | None) -> None:
    assert day(text) == edtf


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.integers(0, 2))
def test_every_day_is_read_in_every_style(when: datetime.date, style: int) -> None:
    d, m, y = when.day, when.month, when.year
    text = (f"{d:02d}/{m}/{y}", f"ngày {d} tháng {m:02d} năm {y}", f"{d}.{m:02d}.{y}")[style]
    assert day(text) == when.isoformat()


@given(st.integers(1, 2100), st.integers(0, 20), st.integers(0, 40))
def test_only_days_of_the_calendar_are_made(year: int, number: int, of_month: int) -> None:
    made = make_day(str(year), str(number), str(of_month))
    try:
        expected: str | None = datetime.date(year, number, of_month).isoformat()
    except ValueError:
        expected = None
    assert made == expected


def test_months_and_spans() -> None:
    assert [month("2024", m) for m in ("4", "04", "12", "13", "0")] == [
        "2024-04",
        "2024-04",
        "2024-12",
        None,
        None,
    ]
    assert span("2022", "2025") == "2022/2025"
    assert span("2022", "2022") == "2022/2022"
    assert span("2023", "2022") is None


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("Phát triển văn hóa đọc giai đoạn 2022-2025", "2022/2025"),
        ("Ngày hội đọc sách năm học 2023 – 2024", "2023/2024"),
        ("Chương trình hành động từ năm 2021 đến năm 2025", "2021/2025"),
        ("Nhiệm kỳ 2020 - 2025", "2020/2025"),
        ("Công tác tháng 01/2025", "2025-01"),
        ("Công tác tháng 9 năm 2023", "2023-09"),
        ("Kế hoạch thư viện năm 2024", "2024"),
        ("Tổ chức ngày hội đọc sách", None),
        ("năm học 2023-2022", None),
    ],
)
def test_periods_of_titles(title: str, edtf: str | None) -> None:
    assert period(title) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ngày 20/11/2023", "2023-11-20"),
        ("quý I/2024", "2024-01/2024-03"),
        ("quý 4 năm 2024", "2024-10/2024-12"),
        ("tháng 4/2024", "2024-04"),
        ("tháng 13/2024", None),
        ("năm học 2023 - 2024", "2023/2024"),
        ("năm 2025", "2025"),
        ("cuối tuần", None),
    ],
)
def test_points_in_time(text: str, edtf: str | None) -> None:
    assert point(text) == edtf
