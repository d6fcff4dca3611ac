"""The syllables of a text, and an automaton that finds phrases in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalize.folding import fold

_SYLLABLE = re.compile(r"[^\W_]+")
_END = ""  # key of a node at which a phrase ends
Node = dict[str, "Node"]


class Syllables(NamedTuple):
    """The syllables of a text: folded, where they stand, and whether each is joined to the next."""

    folded: list[str]
    starts: list[int]
    stops: list[int]
    joined: list[bool]

    @classmethod
    def of(cls, text: str, joint: re.Pattern[str]) -> Syllables:
        """Cut a text; ``joint`` is what may stand between two syllables of one name."""
        found = list(_SYLLABLE.finditer(text))
        joined = [
            joint.fullmatch(text, before.end(), after.start()) is not None
            for before, after in itertools.pairwise(found)
        ]
        return cls(
            [fold(one[0]) for one in found],
            [one.start() for one in found],
            [one.end() for one in found],
            [*joined, False],
        )


def automaton(phrases: Iterable[str]) -> Node:
    """The tree of folded phrases, syllable by syllable."""
    root: Node = {}
    for phrase in phrases:
        node = root
        for syllable in phrase.split():
            node = node.setdefault(syllable, {})
        node[_END] = {}
    return root


def longest(root: Node, folded: Sequence[str], joined: Sequence[bool], at: int) -> int:
    """Behind the longest phrase that begins at a syllable; 0 where none does."""
    node, behind = root, 0
    while at < len(folded):
        step = node.get(folded[at])
        if step is None:
            break
        at += 1
        node = step
        if _END in node:
            behind = at
        if not joined[at - 1]:
            break
    return behind
