"""The day is that of Vietnam, wherever the program runs."""

import datetime

import pytest

from ingest import clock
from ingest.clock import ClockSettings, local, today

# 23:30 in London is the next day in Hanoi.
EVENING = datetime.datetime(2024, 12, 31, 17, 30, tzinfo=datetime.UTC)


class Evening(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "Evening":
        return cls.fromtimestamp(EVENING.timestamp(), tz)


@pytest.mark.parametrize("server", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_today_is_the_day_in_hanoi(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    monkeypatch.setenv("TZ", server)
    monkeypatch.setattr(clock, "datetime", Evening)
    assert today() == datetime.date(2025, 1, 1)


def test_another_zone_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_ZONE", "Europe/London")
    assert local(EVENING).date() == datetime.date(2024, 12, 31)
    monkeypatch.setenv("VANBAN_ZONE", "Hanoi")
    with pytest.raises(ValueError, match="zone"):
        ClockSettings()
