"""Numbers of documents compared as people and scanners misspell them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from extract.grammar.number_parts import parts_of
from extract.vocabulary import KIND_CODES
from normalize.folding import fold

# Likeness (0-100) of two codes behind the stroke from which on one may be a slip for the other: "ĐHQGHN" and
# "ĐHCN" have 60, "SGDĐT" read as "SGDBT" 80, "UBND" and "SNV" 29.
ALIKE_CODES = 60.0
# Letters that a scanner takes for figures, in a serial.
_FIGURES = str.maketrans("oiljszb", "0111528")


class Agreement(StrEnum):
    """How two numbers lie to each other."""

    EXACT = "exact"
    CODE = "code"
    """The same serial, codes that are alike."""
    SERIAL = "serial"
    """The same code, serials a misprint apart: a figure, or two that changed places."""
    UNKNOWN = "unknown"
    """One of them is missing or was not read."""
    OTHER = "other"


class Number(NamedTuple):
    """A number in its parts, written for comparing."""

    serial: str
    year: int | None
    code: str
    kind: str | None


@lru_cache(maxsize=50_000)
def parsed(number: str | None) -> Number | None:
    """The parts of a number; None where there is none, or where its serial was not read."""
    parts = parts_of(number) if number else None
    if parts is None or "?" in parts.serial or not parts.serial:
        return None
    code = re.sub(
        r"[^a-z0-9]", "", fold(" ".join(filter(None, [parts.kind_code, *parts.issuing_codes])))
    )
    kind = KIND_CODES[parts.kind_code.lower()] if parts.kind_code else None
    serial = re.sub(r"[^0-9]", "", fold(parts.serial).translate(_FIGURES)).lstrip("0")
    return Number(serial, parts.year, code, kind) if serial else None


def agreement(said: str | None, own: str | None) -> Agreement:
    """How a cited number agrees with the number that a document bears.

    >>> agreement("521/KH-SGDĐT", "512/KH-SGDĐT").value
    'serial'
    """
    one, other = parsed(said), parsed(own)
    if one is None or other is None:
        return Agreement.UNKNOWN
    if one.year and other.year and one.year != other.year:
        return Agreement.OTHER
    if one.serial == other.serial:
        if one.code == other.code:
            return Agreement.EXACT
        return Agreement.CODE if ratio(one.code, other.code) >= ALIKE_CODES else Agreement.OTHER
    close = len(one.serial) > 1 and OSA.distance(one.serial, other.serial) == 1
    return Agreement.SERIAL if close and one.code == other.code else Agreement.OTHER
