"""Which day it is: that of the offices whose documents are read, wherever the program runs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ingest.configured import FileSettings


class ClockSettings(FileSettings):
    """The time zone, as a setting of its own for those who need no other."""

    model_config = SettingsConfigDict(env_prefix="VANBAN_", extra="ignore")

    zone: ZoneInfo = Field(
        ZoneInfo("Asia/Ho_Chi_Minh"),
        description="time zone of days and of the hours shown; dates of documents are those of Vietnam",
    )


def today() -> date:
    """The day that it is now in the zone of the settings."""
    return local(datetime.now().astimezone()).date()


def local(moment: datetime) -> datetime:
    """A moment in the zone of the settings."""
    return moment.astimezone(ClockSettings().zone)
