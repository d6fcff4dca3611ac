"""The gazetteer as its users see it: one object, loaded once.

What searches is imported with the first search: it is machine code, which a store that only knows of
units does not need.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.authority.history import History
from gazetteer.authority.index import Authority
from gazetteer.authority.nearby import Nearby
from gazetteer.authority.overlay import Change
from gazetteer.authority.tables import DATA, read_rows
from gazetteer.unit import Match, Unit

if TYPE_CHECKING:
    from gazetteer.matching.match import Matcher
    from gazetteer.scanning.programmes import ProgrammeMention, ProgrammeScanner
    from gazetteer.scanning.scan import Mention, Scanner


class Gazetteer:
    """Units, schools and bodies with their names through time."""

    def __init__(self, authority: Authority, folder: Path = DATA) -> None:
        self._authority = authority
        self._folder = folder

    @classmethod
    def load(cls, folder: Path = DATA, changes: Sequence[Change] = ()) -> Gazetteer:
        """Read the CSV files and lay changes over them.

        Raises FileMissing or BrokenFile (``ingest.errors``).
        """
        return cls(Authority(folder, changes), folder)

    @property
    def rows(self) -> list[list[str]]:
        """All states of all units as rows of ``UNIT_COLUMNS``, changes included."""
        return self._authority.rows

    @property
    def passed_over(self) -> dict[Change, str]:
        """The changes that could not be laid over the files, and why."""
        return self._authority.passed_over

    @cached_property
    def _matcher(self) -> Matcher:
        from gazetteer.matching.evidence import Weights
        from gazetteer.matching.match import Matcher

        return Matcher(self._authority, Weights.load(self._folder))

    @cached_property
    def _history(self) -> History:
        return History(self._authority, read_rows("successors.csv", self._folder))

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._authority)

    @cached_property
    def _programme_scanner(self) -> ProgrammeScanner:
        from gazetteer.authority.programmes import programmes
        from gazetteer.scanning.programmes import ProgrammeScanner

        return ProgrammeScanner(programmes(self._folder))

    @cached_property
    def _scanner(self) -> Scanner:
        from gazetteer.scanning.scan import Scanner

        return Scanner(self._authority)

    def scan(
        self, text: str, *, on: datetime.date | None = None, near: Sequence[str] = ()
    ) -> list[Mention]:
        """All names of units in a text that are sure, from left to right.

        The provinces and districts that the text names with their type words are context for all.
        """
        from gazetteer.scanning.scan import verified

        return verified(self._scanner, self._matcher, text, on, near)

    def programmes(self, text: str) -> list[ProgrammeMention]:
        """The movements, campaigns and programmes that a text names, from left to right."""
        return list(self._programme_scanner.scan(text))

    def names_near(self, text: str) -> list[str]:
        """Names of the communes and schools of the districts that a text names."""
        return self._nearby.phrases(text)

    def match(
        self, mention: str, *, on: datetime.date | None = None, near: Sequence[str] = ()
    ) -> Match | None:
        """The unit that a mention means, or None where none or several fit.

        ``on`` is the date of the document, without it units that still exist are preferred;
        ``near`` are places named around the mention, with or without their type words.
        """
        return self._matcher.match(mention, on, near)

    def candidates(
        self, mention: str, *, on: datetime.date | None = None, near: Sequence[str] = ()
    ) -> list[Match]:
        """All units that a mention may mean with their probabilities, likeliest first."""
        return self._matcher.candidates(mention, on, near)

    def states(self, unit_id: str) -> list[Unit]:
        """The states of a unit in the order of time; none for an unknown identifier."""
        return self._history.states(unit_id)

    def place_of(self, unit: Unit, day: datetime.date) -> str:
        """The places above a unit as they were on a day, nearest first, divided by commas.

        An office or school keeps the place it had: the last state where the place has ended.
        """
        return ", ".join(above.full_name for above in self.places_of(unit, day))

    def places_of(self, unit: Unit, day: datetime.date) -> Iterator[Unit]:
        """The places above a unit as ``place_of`` names them."""
        return self._history.above(unit, day)

    def unit_on(self, unit_id: str, day: datetime.date) -> Unit | None:
        """The unit as it was on a day, or None where it did not exist then."""
        return self._history.unit_on(unit_id, day)

    def successors(self, unit_id: str, on: datetime.date) -> list[tuple[Unit, str, str]]:
        """What the unit has become by a day: (unit, relation, legal basis), see ``History``."""
        return self._history.successors(unit_id, on)
