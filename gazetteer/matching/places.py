"""The places named around a mention: which units they may mean, and what belongs to these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.authority.index import Authority
from gazetteer.authority.letters import written
from gazetteer.matching.distance import NOTHING
from gazetteer.matching.mention import Reader
from gazetteer.matching.names import EVERY_GROUP, Names

MOST_NAMES, DEAREST_NAME = 6, 14.0  # names that a misread place may stand for, and their cost
SHORTEST_NAME = 4  # letters of a name that is looked for inside a longer stretch
LONGEST_NAME = 4  # syllables of such a name
LIKELIEST = 2  # names of a place whose units are favoured in a search by letters


class Place(NamedTuple):
    """A place named with or around a mention.

    ``names`` are the folded names that it may stand for with the cost of its letters, cheapest
    first; ``states`` those of all units that ever belonged to a bearer of one, itself included.
    """

    names: tuple[tuple[str, float], ...]
    states: frozenset[int]


class Places:
    """Reads the names of places; with ``channel`` false letters are compared by edit distance."""

    def __init__(
        self, authority: Authority, reader: Reader, names: Names, channel: bool = True
    ) -> None:
        self._authority = authority
        self._reader = reader
        self._names = names
        self._channel = channel
        self.place = lru_cache(maxsize=10_000)(self._read)
        self._of = lru_cache(maxsize=2_000)(self._positions)

    def _read(self, text: str, whole: bool = False) -> Place | None:
        """The provinces and districts that a text may name, or, unless ``whole``, hold inside it.

        None where there is no letter.
        """
        name = self._reader.place_name(written(text))
        if not name:
            return None
        known = name in self._authority.places
        names = ((name, 0.0),) if known else self._near(name, whole)
        inside = [self._authority.inside(one) for one, _ in names]
        return Place(names, inside[0] if len(inside) == 1 else frozenset().union(*inside))

    def _near(self, name: str, whole: bool) -> tuple[tuple[str, float], ...]:
        keys, index = self._names.districts
        near = index.search(name, EVERY_GROUP, NOTHING, self._channel, DEAREST_NAME)
        found = {keys[n]: cost for n, cost in near[:MOST_NAMES]}
        tokens = name.split()
        for size in range(0 if whole else min(LONGEST_NAME, len(tokens) - 1), 0, -1):
            for at in range(len(tokens) - size + 1):
                part = " ".join(tokens[at : at + size])
                if part in self._authority.places and len(part) >= SHORTEST_NAME:
                    found[part] = 0.0
        cheapest = sorted(found.items(), key=lambda one: one[1])[:MOST_NAMES]
        return tuple(cheapest) or ((name, 0.0),)

    def favoured(self, near: Sequence[Place]) -> NDArray[np.int32]:
        """Positions of the names that belong to the first place around."""
        likeliest = [self._of(name) for place in near[:1] for name, _ in place.names[:LIKELIEST]]
        if len(likeliest) == 1:
            return likeliest[0]
        return np.concatenate(likeliest) if likeliest else NOTHING

    def _positions(self, name: str) -> NDArray[np.int32]:
        of_state = self._names.of_state
        held = (of_state[state] for state in self._authority.inside(name) if state in of_state)
        return np.array(list(chain.from_iterable(held)), dtype=np.int32)
