"""Recurring deadlines fall due on the days that their expressions name."""

import datetime

import pytest

from store.calendar import occurrences, rule_of


@pytest.mark.parametrize(
    ("edtf", "recurrence", "days"),
    [
        ("XXXX-06-15", "yearly", ["2023-06-15", "2024-06-15"]),
        ("XXXX-06", "yearly", ["2023-06-30", "2024-06-30"]),
        ("XXXX-02", "yearly", ["2023-02-28", "2024-02-29"]),
        (None, "yearly", ["2023-12-31", "2024-12-31"]),
    ],
)
def test_a_yearly_deadline_falls_due(edtf: str | None, recurrence: str, days: list[str]) -> None:
    rule = rule_of(edtf, recurrence)
    assert rule is not None
    found = occurrences(rule, datetime.date(2023, 1, 1), datetime.date(2024, 12, 31))
    assert [day.isoformat() for day in found] == days
