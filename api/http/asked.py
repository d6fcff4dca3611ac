"""What a search is asked for, as every route that searches takes it."""

import datetime
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints

from ingest.errors import BadRequest
from store.questions.facets import Filters
from store.review.corrections import time_given

_STRIPPED = StringConstraints(strip_whitespace=True)
_Words = Annotated[str, _STRIPPED, Query(max_length=500, examples=["kế hoạch kết nghĩa"])]
_Name = Annotated[str, _STRIPPED, Query(max_length=300)]
_Day = Annotated[str, _STRIPPED, Query(max_length=20, examples=["2023-09-18", "18/9/2023"])]


@dataclass(frozen=True)
class Asked:
    """Words and filters as they were typed; empty ones are not asked."""

    q: _Words = ""
    issuer: _Name = ""
    kind: _Name = ""
    number: _Name = ""
    cites: _Name = ""
    unit: _Name = ""
    since: _Day = ""
    until: _Day = ""

    def given(self) -> dict[str, str]:
        """What is asked, by its name in a query."""
        return {name: value for name, value in asdict(self).items() if value}

    def filters(self) -> Filters:
        """The filters; BadRequest where a day cannot be read."""
        return Filters(
            self.issuer, self.kind, self.number, self.cites, _day(self.since), _day(self.until),
            self.unit,
        )  # fmt: skip


Searched = Annotated[Asked, Depends()]


def _day(written: str) -> datetime.date | None:
    if not written:
        return None
    try:
        return datetime.date.fromisoformat(time_given(written))
    except ValueError:
        raise BadRequest(f"{written} is no day.", "Write it as 2020-04-15 or 15/4/2020.") from None
