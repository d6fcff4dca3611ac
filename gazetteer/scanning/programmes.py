"""Programmes, movements and campaigns named in a text, found in one pass.

A name is looked for behind the word for its kind and between quotation marks, where it may be misread
but for numbers in it; a long name is found wherever it stands as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gazetteer.authority.letters import soft, written
from gazetteer.authority.programmes import KINDS, Programme
from gazetteer.matching.distance import Spelled
from gazetteer.scanning.syllables import Syllables, automaton, longest
from normalize.folding import fold

# Between the syllables of a name stand blanks, line ends, commas and dashes, but no quotation marks.
_JOINT = re.compile(r"[\s,\-–&]{1,4}")
_OPENING = re.compile(r"[“\"”«‘']\s?$")
_BETWEEN = re.compile(r"[\s“\"”«‘':]{1,4}")  # kind and name
ALONE = 5  # syllables of a name that is known without its kind; shorter ones are common words
HEAD = 8  # syllables of a long name that are compared letter by letter
# What the letters of a misread name may cost at most, each, and how much dearer the next name must be;
# by hand: an engine's misreadings cost half of it, another name twice as much.
MISREAD_LETTER, CLEAR = 1.0, 4.0
_BEFORE_NAME = "thi dua"  # "phong trào thi đua …"


class ProgrammeMention(NamedTuple):
    """Where a programme is named, and whether it is written as the list has it, marks aside."""

    start: int
    stop: int
    programme: Programme
    misread: bool


class ProgrammeScanner:
    """Finds the programmes of a list."""

    def __init__(self, known: Sequence[Programme]) -> None:
        self._by_name: dict[str, list[Programme]] = defaultdict(list)
        heads: dict[str, str] = {}  # spelled -> the folded name
        for programme in known:
            for name in (programme.name, *programme.aliases):
                self._by_name[fold(name)].append(programme)
                heads.setdefault(" ".join(soft(written(name)).split()[:HEAD]), fold(name))
        self._names = automaton(self._by_name)
        self._kinds = automaton([*map(fold, KINDS), *(f"{fold(k)} {_BEFORE_NAME}" for k in KINDS)])
        self._kinds_spelled = Spelled(KINDS)
        self._heads: dict[int, tuple[list[str], Spelled]] = {}
        for size in {head.count(" ") + 1 for head in heads}:
            held = [head for head in heads if head.count(" ") == size - 1]
            self._heads[size] = [heads[head] for head in held], Spelled(held)

    def scan(self, text: str) -> Iterator[ProgrammeMention]:
        """All programmes that a text names, from left to right."""
        syllables = Syllables.of(text, _JOINT)
        at = 0
        while at < len(syllables.folded):
            kind, start = self._kind(syllables, text, at)
            found = self._named(syllables, text, start, kind)
            if found is not None:
                yield found[0]
                at = found[1]
            else:
                at += 1

    def _kind(self, syllables: Syllables, text: str, at: int) -> tuple[str, int]:
        """The folded kind that stands at a syllable, and the syllable behind it; empty for none."""
        stop = longest(self._kinds, syllables.folded, syllables.joined, at)
        if not stop:
            sizes = {kind.count(" ") + 1 for kind in KINDS}
            stop = next((at + n for n in sizes if self._is_kind(syllables.folded[at : at + n])), 0)
            if stop and " ".join(syllables.folded[stop : stop + 2]) == _BEFORE_NAME:
                stop += 2
        if 0 < stop < len(syllables.folded):
            between = text[syllables.stops[stop - 1] : syllables.starts[stop]]
            if _BETWEEN.fullmatch(between):
                return " ".join(syllables.folded[at:stop]), stop
        return "", at

    def _is_kind(self, head: Sequence[str]) -> bool:
        return bool(self._kinds_spelled.near(" ".join(head), MISREAD_LETTER, 0.0))

    def _named(
        self, syllables: Syllables, text: str, at: int, kind: str
    ) -> tuple[ProgrammeMention, int] | None:
        """The programme whose name begins at a syllable, and the syllable behind it."""
        expected = bool(kind) or _OPENING.search(text, 0, syllables.starts[at]) is not None
        stop = longest(self._names, syllables.folded, syllables.joined, at)
        if stop and (expected or stop - at >= ALONE):
            name, misread = " ".join(syllables.folded[at:stop]), False
        elif expected and (name := self._misread(syllables, at)):
            stop, misread = min(at + name.count(" ") + 1, len(syllables.folded)), True
        else:
            return None
        fitting = self._by_name[name]
        programme = next((one for one in fitting if kind.startswith(fold(one.kind))), fitting[0])
        start = syllables.starts[at]
        return ProgrammeMention(start, syllables.stops[stop - 1], programme, misread), stop

    def _misread(self, syllables: Syllables, at: int) -> str:
        """The folded name that a stretch is a misreading of; empty where none is near or clear."""
        near: dict[str, float] = {}
        for size, (names, spelled) in self._heads.items():
            head = " ".join(syllables.folded[at : at + size])
            for number, cost in spelled.near(head, MISREAD_LETTER, CLEAR):
                near[names[number]] = min(cost, near.get(names[number], cost))
        best = sorted((cost, name) for name, cost in near.items())[:2]
        if not best or (len(best) > 1 and self._differ(best[0], best[1])):
            return ""
        name = best[0][1]
        stretch = syllables.folded[at : at + name.count(" ") + 1]
        numbers = {syllable for syllable in name.split() if syllable.isdigit()}
        whole = all(syllables.joined[at : at + len(stretch) - 1])
        return name if whole and numbers <= set(stretch) else ""

    def _differ(self, first: tuple[float, str], second: tuple[float, str]) -> bool:
        """Whether another programme is nearly as near."""
        ids = [{one.id for one in self._by_name[name]} for _, name in (first, second)]
        return second[0] - first[0] < CLEAR and ids[0].isdisjoint(ids[1])
