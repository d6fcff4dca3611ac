"""The syllables of people's names: how likely each is as family, middle and given name."""

import csv
from collections import Counter, defaultdict
from math import log
from pathlib import Path

from normalize.folding import strip_diacritics

TABLE = Path(__file__).parent / "models" / "people.tsv"
# What a syllable that the table has not counts as: the rarest there has been seen three times.
UNSEEN = 0.5
# Shorter rests of a family name are words of their own ("an" of "Lan").
SHORTEST_REST = 3
# What stands before a name in small letters, and would be the rest of "Nông" and "Thái".
_BEFORE_NAMES = frozenset({"ong", "hai"})


class People:
    """Costs of syllables by their place in a name: natural logarithms."""

    def __init__(self, counts: dict[str, Counter[str]]) -> None:
        self._counts = counts
        self._totals = {place: counted.total() for place, counted in counts.items()}
        self._headless: dict[str, list[str]] = defaultdict(list)
        for family in counts.get("family", ()):
            self._headless[strip_diacritics(family)[1:]].append(family)

    @classmethod
    def load(cls, path: Path = TABLE) -> "People":
        """Read the table that ``normalize.training`` wrote."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        with path.open(encoding="utf-8") as stream:
            for place, syllable, count in csv.reader(stream, delimiter="\t"):
                counts[place][syllable] = int(count)
        return cls(counts)

    def cost(self, place: str, syllable: str) -> float:
        """The cost of a syllable as ``family``, ``middle`` or ``given`` name."""
        return -log((self._counts[place][syllable] or UNSEEN) / self._totals[place])

    def headless(self, rest: str) -> list[str]:
        """The family names that a small-lettered word is, when a stroke over its first letter hid that: "guyen"."""
        bare = strip_diacritics(rest)
        if not rest.islower() or len(bare) < SHORTEST_REST or bare in _BEFORE_NAMES:
            return []
        return self._headless.get(bare, [])
