"""The types that ``gazetteer`` hands on: a unit in one of its states, and a match."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

ADMINISTRATIVE = ("province", "district", "commune")
_NUMBERED = re.compile(r"\d+$|[IVX]+$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One state of a unit: what it was called and belonged to from ``valid_from`` on.

    ``id`` stays through renamings, upgrades and changes of parent; ``code`` is the number that
    offices used for it at that time (GSO code, exam code) and may be reused for another unit.
    The interval is half-open, ``None`` is unknown at its start and "still so" at its end.
    ``name`` of an administrative unit is bare (``Long Biên``), of all others complete.
    ``origin`` is ``attested`` or ``derived`` (made by rule, seen in no source).
    """

    id: str
    level: str
    type_word: str
    name: str
    parent_id: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    code: str = ""
    aliases: tuple[str, ...] = ()
    basis: str = ""
    origin: str = "attested"
    source: str = ""

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the unit was in this state on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    @property
    def full_name(self) -> str:
        """Name with type word, written after Nghị định 30/2020/NĐ-CP, Phụ lục II.

        The type word takes a capital before a number and in ``Thành phố Hồ Chí Minh``.
        """
        if self.level not in ADMINISTRATIVE:
            return self.name
        return with_type_word(self.type_word, self.name)


def with_type_word(type_word: str, name: str) -> str:
    """``quận Long Biên``, but ``Quận 1`` and ``Thành phố Hồ Chí Minh``."""
    capital = _NUMBERED.match(name) or (type_word, name) == ("Thành phố", "Hồ Chí Minh")
    return f"{type_word if capital else type_word.lower()} {name}"


@dataclass(frozen=True, slots=True)
class Match:
    """A unit for a mention, with the probability that it is the one meant (0-1).

    ``alternatives`` are other units with theirs, likeliest first. ``suggestion`` is the name as
    it should read where the mention is written otherwise: a misprint or a misreading.
    """

    unit: Unit
    score: float
    alternatives: tuple[tuple[Unit, float], ...] = ()
    suggestion: str | None = None
