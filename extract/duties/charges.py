"""Whom an item charges: its own clause, its lead, its heading, the addressees, or who was charged last.

Each is a choice with numbers that tell where it comes from and how sure the words are of it; trees
(``charges.npz``) say how likely it is right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extract.duties.doers import Stretch
from extract.duties.item_cues import STYLES
from extract.learned.models import Numbers
from extract.record import Header
from extract.zones.items import Item, ancestors
from normalize.folding import fold

# So many stretches of an item itself, and of each of so many above it, are choices.
_OWN, _OF_EACH, _LEVELS = 4, 2, 4
OWN, ABOVE, ADDRESSEE, ISSUER, BEFORE, RULES = range(6)
# Words behind which a name goes on.
_OPEN = (" và", " của")
# Words that ask somebody, folded.
_ASKING = re.compile(r"de nghi|kinh trinh")
_ASKED = re.compile(
    r"(?:de nghi|yeu cau|giao|moi|trinh|chi dao|phan cong|kien nghi|de xuat|cho phep)\W*$"
)


@dataclass(frozen=True)
class Choice:
    """A name for who is charged; ``numbers`` are the row of the trees."""

    name: str
    source: int
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Scene:
    """What choices are drawn from: all items, their stretches and how sure each is, the head."""

    items: Sequence[Item]
    stretches: Sequence[Sequence[Stretch]]
    scores: Sequence[Numbers]
    header: Header
    answers: Mapping[int, str]


class _Drawn(NamedTuple):
    """A name that may be charged: where it comes from, so many levels above, where it stands, how sure
    it is there, and which of that place it is."""

    name: str
    source: int
    depth: int
    stands: Item | None
    score: float
    rank: int


def choices(scene: Scene, item: Item, before: str | None) -> list[Choice]:
    """All choices for an item; ``before`` is who was charged by the duty above it."""
    drawn = list(_drawn(scene, item, before))
    keys = [fold(one.name) for one in drawn]
    own = scene.scores[item.number]
    said = fold(item.text)
    shared = (
        float(own.max()) if len(own) else 0.0, _style(item), len(item.text.split()),
        len(scene.header.addressees), bool(_ASKING.search(said)),
    )  # fmt: skip
    heads = ([fold(x) for x in scene.header.issuer], [fold(x) for x in scene.header.addressees])
    last = fold(before) if before else None
    answer = fold(scene.answers.get(item.number, ""))
    return [
        Choice(
            one.name,
            one.source,
            (
                *_place(one), key == last, key in keys[:n], keys.count(key), key == answer, bool(answer),
                *_form(one.name, key, keys), *(any(key in x or x in key for x in head) for head in heads),
                one.source == OWN and _asked(said, key), *shared,
            ),
        )
        for n, (one, key) in enumerate(zip(drawn, keys, strict=True))
    ]  # fmt: skip


def _place(one: _Drawn) -> tuple[float, ...]:
    """Where a choice comes from, and what it stands in."""
    came, words = (one.source, one.depth, one.score, one.rank), len(one.name.split())
    if one.stands is None:
        return *came, -1, False, -1, words
    return *came, _style(one.stands), one.stands.leads, len(one.stands.text.split()), words


def _form(name: str, key: str, keys: Sequence[str]) -> tuple[float, ...]:
    """How the name is written, and how many of the other choices it is a part of, or holds."""
    return (
        name[:1].isupper(),
        name.rstrip().lower().endswith(_OPEN),
        sum(other != key and key in other for other in keys),
        sum(other != key and other in key for other in keys),
    )


def _asked(said: str, key: str) -> bool:
    """Whether a name stands behind words that ask."""
    at = said.find(key)
    return at > 0 and bool(_ASKED.search(said[max(0, at - 20) : at]))


def rows(found: Sequence[Choice]) -> Numbers:
    """The numbers of choices as an array for the trees."""
    return np.array([one.numbers for one in found], dtype=float)


def _drawn(scene: Scene, item: Item, before: str | None) -> Iterator[_Drawn]:
    for rank, (name, score) in enumerate(_best(scene, item, _OWN)):
        yield _Drawn(name, OWN, 0, item, score, rank)
    for depth, above in enumerate(ancestors(scene.items, item), start=1):
        if depth > _LEVELS:
            break
        for rank, (name, score) in enumerate(_best(scene, above, _OF_EACH)):
            yield _Drawn(name, ABOVE, depth, above, score, rank)
    addressed = scene.header.addressees
    if len(addressed) > 1:
        yield _Drawn(", ".join(addressed), ADDRESSEE, 1, None, 0.5, 0)
    for rank, name in enumerate(addressed[:1]):
        yield _Drawn(name, ADDRESSEE, 0 if len(addressed) == 1 else 2, None, 0.5, rank)
    if issuers := scene.header.issuer:
        yield _Drawn(", ".join(issuers), ISSUER, len(issuers) - 1, None, 0.5, 0)
    if answer := scene.answers.get(item.number):
        yield _Drawn(answer, RULES, 0, None, 0.5, 0)
    if before:
        yield _Drawn(before, BEFORE, 0, None, 0.5, 0)


def _best(scene: Scene, item: Item, count: int) -> Iterator[tuple[str, float]]:
    scores = scene.scores[item.number]
    for n in np.argsort(-scores, kind="stable")[:count]:
        yield scene.stretches[item.number][n].text, float(scores[n])


def _style(item: Item) -> int:
    return STYLES.index(item.style) if item.style in STYLES else -1
