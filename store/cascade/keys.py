"""Keys that a citation shares with the document it means, however one of them was misspelled.

A number read rightly, a serial with the right day, a kind with the right day: a citation that shares none of
these with a document agrees with it in too little to be linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.cascade.match import kind_of
from store.cascade.numbers import parsed
from store.cascade.papers import Leaf, Mention

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Keys(NamedTuple):
    """``sure`` are shared by few documents, ``wide`` by all of a kind on a day."""

    sure: tuple[str, ...]
    wide: tuple[str, ...]


def keys_of(one: Leaf | Mention) -> Keys:
    """The keys of a document's head or of a citation."""
    day = one.issued_on if one.issued_on and _DAY.fullmatch(one.issued_on) else None
    kind = kind_of(one) if isinstance(one, Leaf) else one.kind
    wide = (f"k|{kind}|{day}",) if kind and day else ()
    return Keys(tuple(_of_number(one.number, day)), wide)


def _of_number(number: str | None, day: str | None) -> Iterator[str]:
    parts = parsed(number)
    if parts is None:
        return
    yield f"n|{parts.serial}|{parts.year or ''}|{parts.code}"
    if day:
        yield f"s|{parts.serial}|{day}"
