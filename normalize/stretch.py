"""A stretch of running text as a lattice: positions with candidates, and where each word stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from normalize.decoder import NARROW_BEAM, Lattice
from normalize.reading import Candidates, reading_key

# Stretches that share a cache: about ten pages.
NEIGHBOURS = 6
# Candidates less likely than this after the first search are not looked at again.
OPEN = 1e-4


@dataclass(frozen=True, slots=True)
class Slot:
    """One position of the lattice that is a word: where it stands, and its candidates."""

    line: int
    start: int
    stop: int
    candidates: Candidates
    continues: bool
    raw: str


class Stretch:
    """Positions to be decoded together; ``best`` and ``posterior`` are of the last decoding."""

    def __init__(self) -> None:
        self.slots: list[Slot | None] = []
        self.words: list[int] = []
        self.costs: list[float] = []
        self.first: list[int] = [0]
        self.texts: list[str] = []
        self.width = NARROW_BEAM
        self.best = np.zeros(0, dtype=np.int32)
        self.posterior = np.zeros(0, dtype=np.float32)

    def add_mark(self, number: int) -> None:
        """A number, pause or sentence end; the same one twice counts once."""
        if self.slots and self.slots[-1] is None and self.words[-1] == number:
            return
        self.words.append(number)
        self.costs.append(0.0)
        self.texts.append("")
        self.first.append(len(self.words))
        self.slots.append(None)

    def add(self, slot: Slot) -> None:
        """A word with its candidates."""
        self.words.extend(slot.candidates.words)
        self.costs.extend(slot.candidates.costs)
        self.texts.extend(slot.candidates.texts)
        self.first.append(len(self.words))
        self.slots.append(slot)

    def is_part(self, position: int) -> bool:
        """Whether a position is one of two words that had run together."""
        return any(
            slot is not None and slot.continues for slot in self.slots[position : position + 2]
        )

    def read_before(self, position: int, most: int) -> list[str]:
        """The words as read before a position, no mark between, in the order of the text."""
        return self._read_on(reversed(self.slots[:position]), most)[::-1]

    def read_after(self, position: int, most: int) -> list[str]:
        """The words as read after a position, no mark between."""
        return self._read_on(iter(self.slots[position + 1 :]), most)

    @staticmethod
    def _read_on(slots: Iterator[Slot | None], most: int) -> list[str]:
        found: list[str] = []
        for slot in slots:
            if slot is None or len(found) == most:
                break
            if not slot.continues:
                found.append(reading_key(slot.raw))
        return found

    def exchange(self, position: int, candidates: Candidates) -> None:
        """Give a word other candidates, before anything was decoded."""
        slot = self.slots[position]
        assert slot is not None
        first, after = self.first[position], self.first[position + 1]
        self.words[first:after] = candidates.words
        self.costs[first:after] = candidates.costs
        self.texts[first:after] = candidates.texts
        more = len(candidates.words) - (after - first)
        self.first[position + 1 :] = [at + more for at in self.first[position + 1 :]]
        self.slots[position] = replace(slot, candidates=candidates)

    def narrow(self, best: NDArray[np.int32], posterior: NDArray[np.float32]) -> None:
        """Keep the candidates that are still likely, and the best of each position."""
        keep = posterior >= OPEN
        keep[best] = True
        self.words = [w for w, k in zip(self.words, keep, strict=True) if k]
        self.costs = [c for c, k in zip(self.costs, keep, strict=True) if k]
        self.texts = [t for t, k in zip(self.texts, keep, strict=True) if k]
        before = np.concatenate(([0], np.cumsum(keep)))
        self.first = [int(before[position]) for position in self.first]
        self.best, self.posterior = before[best].astype(np.int32), posterior[keep]

    def add_candidates(self, added: Mapping[int, Candidates]) -> None:
        """More candidates for some positions, behind those that they have."""
        for position in sorted(added, reverse=True):
            after = self.first[position + 1]
            more = added[position]
            self.words[after:after] = more.words
            self.costs[after:after] = more.costs
            self.texts[after:after] = more.texts
            for later in range(position + 1, len(self.first)):
                self.first[later] += len(more.words)

    def lattice(self) -> Lattice:
        """The arrays that the decoder takes."""
        return Lattice(
            np.array(self.words, dtype=np.int32),
            np.array(self.costs, dtype=np.float32),
            np.array(self.first, dtype=np.int32),
        )


def grouped(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches that share a cache."""
    group: list[Stretch] = []
    for stretch in stretches:
        group.append(stretch)
        if len(group) == NEIGHBOURS:
            yield group
            group = []
    if group:
        yield group
