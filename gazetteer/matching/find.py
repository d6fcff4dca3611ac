"""From one reading of a mention to the states that it may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import BODY
from gazetteer.authority.letters import bare, soft
from gazetteer.authority.tables import UNIT_COLUMNS
from gazetteer.matching.evidence import Evidence
from gazetteer.matching.mention import WHOLE, Reading
from gazetteer.matching.names import Names, groups_of
from gazetteer.matching.places import Place, Places
from gazetteer.unit import ADMINISTRATIVE

# Names that cost more than the cheapest by this are not weighed: the coefficient of a letter's cost is
# about one half, so that hardly a place named around would make up for it.
SEARCH_MARGIN = 13.0

_LEVEL, _WORD = map(UNIT_COLUMNS.index, ("level", "type_word"))


class Hit(NamedTuple):
    """States that share a name which a reading may mean, and what speaks against that name.

    ``core`` is the folded name where the reading is exactly that.
    """

    states: Sequence[int]
    core: str
    evidence: Evidence


class Around(NamedTuple):
    """What is known beside the mention: the date (ISO 8601), the places, and its own diacritics."""

    on: str
    near: tuple[Place, ...]
    marks: str  # as ``Finder.marks`` tells


class Finder:
    """Finds names, exactly as they are read or by their letters."""

    def __init__(
        self, authority: Authority, names: Names, places: Places, channel: bool = True
    ) -> None:
        self._authority = authority
        self._names = names
        self._places = places
        self._channel = channel

    def exact(self, reading: Reading) -> Sequence[int]:
        """The states that are called just as a mention reads."""
        authority, core = self._authority, reading.core
        states = authority.by_core.get(core, ())
        if states and reading.kind is WHOLE:
            return authority.keys[BODY].get(core, ())
        if states and reading.pattern is not None:
            return [s for s in states if authority.rows[s][_LEVEL] in ADMINISTRATIVE]
        return states

    def near(self, reading: Reading, around: Around, dearest: float) -> Iterator[Hit]:
        """Other names that a mention may be a misreading of, or that it shortens."""
        names, core = self._names, reading.core
        groups = groups_of(reading.kind, reading.pattern)
        sound = around.marks[:1] == " "
        marked = _stretch(around.marks, core) if sound else ""
        hits = names.index.search(
            core, groups, self._places.favoured(around.near), self._channel, dearest, SEARCH_MARGIN
        )
        for position, cost in hits:
            if cost == 0.0:
                continue
            said: Evidence = (("misread", cost), ("misread at all", 1.0))
            if marked:
                spelled = names.spelled[position]
                more = Levenshtein.distance(marked, spelled)
                more -= Levenshtein.distance(core, names.keys[position])
                said += (("other letters' marks", float(more)),)
            yield Hit(names.states[position], "", said)
        for position, left_out in names.holding(core):
            if names.groups[position] & groups:
                yield Hit(names.states[position], "", (("left out", float(left_out)),))

    def inferred(self, reading: Reading, around: Around) -> Iterator[tuple[Reading, Hit]]:
        """A mention of a kind alone means the unit of that very kind among the places around."""
        for place in around.near:
            name, cost = place.names[0]
            said: Evidence = (("inferred", 1.0),)
            if cost:
                said += (("place misread", cost),)
            named = reading._replace(core=name)
            states = self.exact(named)
            if reading.kind is not None:
                word = reading.kind.word
                states = [s for s in states if self._authority.rows[s][_WORD] == word]
            yield named, Hit(states, "", said)

    def marks(self, text: str) -> str:
        """The syllables of a mention (``letters.written``) with diacritics; empty where it has none.

        Between blanks where the diacritics are sound: they are none that an engine for English puts
        (all of Latin-1), or all their syllables are those of names. Else a line break stands first.
        """
        if text.isascii() or (syllables := soft(text)) == bare(syllables):
            return ""
        sound = max(syllables) > "\xff" or all(
            syllable.isascii() or syllable in self._authority.syllables
            for syllable in syllables.split()
        )
        return f"{'' if sound else chr(10)} {syllables} "


def _stretch(marks: str, core: str) -> str:
    """The part of a mention that a folded core stands for, with its diacritics."""
    at = bare(marks).find(f" {core} ") + 1
    return marks[at : at + len(core)] if at else ""
