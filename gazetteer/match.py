"""From a mention to the unit it means: candidates by name, weighed by all that is known of them.

Candidates come from exact look-up of the folded name, and where no exact one fits well, from the
search by letters (``gazetteer.distance``) and from names that hold the mention's syllables with
others between them. ``gazetteer.evidence`` says how they are weighed against each other.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from heapq import nsmallest
from itertools import islice
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from gazetteer.distance import DEAREST, FAVOUR, NameIndex
from gazetteer.evidence import Evidence, Weights, none_evidence, type_evidence
from gazetteer.index import Authority, soft
from gazetteer.kinds import BODY, Kind, group
from gazetteer.mention import WHOLE, Reading, TypePhrases, bare, place_name, readings
from gazetteer.tables import UNIT_COLUMNS
from gazetteer.unit import ADMINISTRATIVE, Match
from normalize.folding import strip_diacritics

SHOWN, LEAST_SHARE = 8, 0.0005  # candidates that are handed on behind the best, and their share
# Search by letters where no exact name has this weight (logarithm): by hand, so that a unit that is no
# more is taken at its name, and one of another place or spelling is not.
FUZZY_BELOW = -3.1
SHORTEST_FUZZY = 3  # letters; shorter names have too many neighbours
FUZZY_READINGS = 4  # readings of one mention that are searched for by letters
# Names that cost more than the cheapest by this are not weighed: the coefficient of a letter's cost is
# about one half, so that hardly a place named around would make up for it.
SEARCH_MARGIN = 13.0
# A candidate whose weight (logarithm) is below that of the best by this can have no share that would be
# shown; nothing speaks for a candidate, so that its weight only falls with each piece of evidence.
HOPELESS = 8.0
MOST_PLACES, DEAREST_PLACE = 6, 14.0  # names that a misread place may stand for, and their cost
MOST_LEFT_OUT = 2  # syllables that a name may have more than the mention
# Of more candidates than this by one reading, only those are weighed that fit the first place around,
# the date and the type word, where there are any: the others would not reach them.
MANY = 8
SHORTEST_PLACE = 4  # letters of a name that is looked for inside a longer stretch

_ID, _LEVEL, _WORD, _PARENT = map(UNIT_COLUMNS.index, ("id", "level", "type_word", "parent_id"))
_NAME, _ALIASES = UNIT_COLUMNS.index("name"), UNIT_COLUMNS.index("aliases")
_FROM, _TO = UNIT_COLUMNS.index("valid_from"), UNIT_COLUMNS.index("valid_to")
# What a search by letters is limited to: bits by level, schools and offices as groups.
_BITS = {"province": 1, "district": 2, "commune": 4, "office": 8, "school": 16, BODY: 32}
_DISTRICTS, _ALL = 3, 63
_FOREVER, _NOTHING = "9999", float("-inf")
_ENDED: Evidence = (("ended", 1.0),)
_OUT_OF_TIME: Evidence = (("out of time", 1.0),)
_PLACE_MISSED: Evidence = (("place missed", 1.0),)
_MISWRITTEN = frozenset(("misread", "left out", "other marks", "weak marks"))
Places = dict[str, float]  # what a place may mean: folded names with costs, cheapest first


class Named(NamedTuple):
    """A state that a reading may name; ``core`` is the folded name where it is exactly that."""

    state: int
    core: str
    evidence: Evidence


Candidate = tuple[Named, frozenset[str]]  # with the names of all that its unit ever belonged to


class Found(NamedTuple):
    """A state whose name fits a reading; ``pattern`` makes the body of a place of it.

    ``misprint`` says that the mention is not how the name is written.
    """

    state: int
    pattern: Kind | None
    evidence: Evidence
    misprint: bool


@dataclass(frozen=True)
class Weighed:
    """All candidates of a mention before they become probabilities, and what speaks for none."""

    found: dict[str, Found]
    totals: dict[str, float]
    none: Evidence


class Around(NamedTuple):
    """What is known beside the mention; ``marks`` tells sound diacritics from an engine's."""

    on: str
    near: tuple[Places, ...]
    marks: str


class Matcher:
    """Finds the units that a mention may mean.

    With ``channel`` false letters are compared by edit distance alone, for comparison.
    """

    def __init__(self, authority: Authority, weights: Weights, channel: bool = True) -> None:
        self._authority = authority
        self.weights = weights
        self._channel = channel
        self._plain = TypePhrases(authority.kinds, {})
        self._phrases = TypePhrases(authority.kinds, authority.kind_spellings)
        self._place = lru_cache(maxsize=10_000)(self._place_names)
        self._inside = lru_cache(maxsize=500)(self._names_inside)

    def match(self, mention: str, on: datetime.date | None, near: Sequence[str]) -> Match | None:
        """The best candidate with the others as alternatives, or None where it is not sure."""
        ranked = self.candidates(mention, on, near)
        if not ranked or ranked[0].score < self.weights.accepted:
            return None
        others = tuple((other.unit, other.score) for other in ranked[1:])
        return replace(ranked[0], alternatives=others)

    def candidates(
        self, mention: str, on: datetime.date | None, near: Sequence[str]
    ) -> list[Match]:
        """The likeliest units, best first, each with its probability."""
        weighed = self.weigh(mention, on, near)
        if not weighed.totals:
            return []
        best = nsmallest(SHOWN, weighed.totals.items(), key=lambda one: (-one[1], one[0]))
        none = self.weights.total(weighed.none)
        top = max(best[0][1], none)
        whole = sum(exp(total - top) for total in weighed.totals.values()) + exp(none - top)
        shares = [(key, exp(total - top) / whole) for key, total in best[:SHOWN]]
        return [
            self._match(weighed.found[key], share)
            for key, share in shares
            if share >= LEAST_SHARE or key == best[0][0]
        ]

    def _match(self, found: Found, share: float) -> Match:
        unit = self._authority.unit(found.state)
        if found.pattern is not None:
            unit = self._authority.body_of(found.pattern.pattern, unit)
        suggestion = unit.full_name if found.misprint else None
        return Match(unit, round(self.weights.probability(share), 4), (), suggestion)

    def weigh(self, mention: str, on: datetime.date | None, near: Sequence[str]) -> Weighed:
        """The candidates of a mention with the evidence for each."""
        marks = self._marks(mention)
        places = (self._place(place) for place in dict.fromkeys(near))
        around = Around(on.isoformat() if on else "", tuple(filter(None, places)), marks)
        found: dict[str, Found] = {}
        totals: dict[str, float] = {}
        known: dict[Reading, None] = {}
        searched: list[Reading] = []
        for phrases in (self._plain, self._phrases):
            new = [r for r in self._readings(mention, phrases) if r not in known]
            known |= dict.fromkeys(new)
            for reading in new:
                if reading.core:
                    if reading.core in self._authority.by_core:
                        self._add(found, totals, reading, self._exact(reading), around)
                else:
                    self._infer(found, totals, reading, around)
            if max(totals.values(), default=_NOTHING) >= FUZZY_BELOW:
                break
        else:
            searched = self._to_search(list(known))
        for reading in searched:
            best = max(totals.values(), default=_NOTHING)
            if best >= FUZZY_BELOW:
                break
            room = self.weights.total(_reading_evidence(reading, marks)) - best + HOPELESS
            if room >= 0:
                likely = self._near_letters(reading, around, self._dearest(room))
                self._add(found, totals, reading, likely, around)
        none = none_evidence(known, bool(searched), not around.on and not around.near)
        return Weighed(found, totals, none)

    def _readings(self, mention: str, phrases: TypePhrases) -> list[Reading]:
        return readings(mention, phrases, self._authority.places, self._authority.by_core)

    def _marks(self, mention: str) -> str:
        """The syllables of a mention with their diacritics; empty where it has none.

        Between blanks where the diacritics are sound: they are none that an engine for English puts
        (all of Latin-1), or all their syllables are those of names. Else a line break stands first.
        """
        written = soft(mention)
        if written.isascii() or written == bare(written):
            return ""
        sound = max(written) > "\xff" or all(
            syllable.isascii() or syllable in self._authority.syllables
            for syllable in written.split()
        )
        return f"{'' if sound else chr(10)} {written} "

    def _to_search(self, named: list[Reading]) -> list[Reading]:
        plain = [r for r in named if r.kind is not WHOLE and len(r.core) >= SHORTEST_FUZZY]
        plain.sort(key=lambda r: (r.kind is None and r.pattern is None, len(r.core)))
        seen: dict[tuple[str, Kind | None, Kind | None], Reading] = {}
        for reading in plain:
            seen.setdefault((reading.core, reading.kind, reading.pattern), reading)
        return list(seen.values())[:FUZZY_READINGS]

    def _exact(self, reading: Reading) -> Iterator[Named]:
        core = reading.core
        if reading.kind is WHOLE:
            states = self._authority.keys[BODY].get(core, ())
        elif reading.pattern is not None:
            states = self._authority.by_core.get(core, ())
            states = [s for s in states if self._authority.rows[s][_LEVEL] in ADMINISTRATIVE]
        else:
            states = self._authority.by_core.get(core, ())
        for state in states:
            yield Named(state, core, ())

    def _dearest(self, room: float) -> float:
        """The cost of letters that takes so much from a candidate's weight."""
        each = -self.weights.of["misread"]
        return min(DEAREST, room / each) if each > 0 else DEAREST

    def _near_letters(self, reading: Reading, around: Around, dearest: float) -> Iterator[Named]:
        names = self._names
        groups = _groups(reading)
        marked = _stretch(around.marks, reading.core) if around.marks[:1] == " " else ""
        inside = self._inside(tuple(p for near in around.near[:1] for p in islice(near, 2)))
        hits = names.index.search(
            reading.core, groups, inside, self._channel, dearest, SEARCH_MARGIN
        )
        for position, cost in hits:
            if cost == 0.0:
                continue
            said: Evidence = (("misread", cost), ("misread at all", 1.0))
            if marked:
                more = Levenshtein.distance(marked, names.spelled[position])
                more -= Levenshtein.distance(
                    reading.core, strip_diacritics(names.spelled[position])
                )
                said += (("other letters' marks", float(more)),)
            for state in names.states[position]:
                yield Named(state, "", said)
        for position, left_out in names.holding(reading.core):
            if names.groups[position] & groups:
                for state in names.states[position]:
                    yield Named(state, "", (("left out", float(left_out)),))

    def _add(
        self, found: dict[str, Found], totals: dict[str, float], reading: Reading,
        states: Iterable[Named], around: Around,
    ) -> None:  # fmt: skip
        """Weigh the states that a reading may name; each unit keeps its best one."""
        rows, lineage = self._authority.rows, self._authority.lineage
        held = [(one, lineage(rows[one.state][_ID])) for one in states]
        if not held:
            return
        shared = _reading_evidence(reading, around.marks)
        inside = (self._place(place, whole=True) for place in reading.contexts)
        places = [place for place in around.near if _known(place, held)]
        if len(held) > MANY:
            held = self._narrowed(held, reading, around, places)
        unknown: Evidence = ()
        if len(places) < len(around.near):
            unknown = (("place unknown", 1.0),)
        places += filter(None, inside)
        total = self.weights.total
        always = total(shared) + total(unknown)
        best = max(totals.values(), default=_NOTHING)
        for one, names in held:
            if always + total(one.evidence) < best - HOPELESS:
                continue
            said = self._evidence(one, reading, around)
            beside = _place_evidence(places, names)
            weight = always + total(said) + total(beside)
            best = max(best, weight)
            identity = rows[one.state][_ID]
            key = f"{reading.pattern.pattern}@{identity}" if reading.pattern else identity
            if weight > totals.get(key, _NOTHING):
                totals[key] = weight
                misprint = any(name in _MISWRITTEN for name, _ in said)
                everything = shared + unknown + said + beside
                found[key] = Found(one.state, reading.pattern, everything, misprint)

    def _narrowed(
        self, held: list[Candidate], reading: Reading, around: Around, places: Sequence[Places]
    ) -> list[Candidate]:
        """Those that fit the first place around, the type word and the date, where any do."""
        rows, on, kind = self._authority.rows, around.on, reading.kind
        word = kind.word if kind is not None and kind is not WHOLE else ""
        if places:
            first = places[0]
            held = [one for one in held if not one[1].isdisjoint(first)]
        held = [one for one in held if rows[one[0].state][_WORD] == word] or held
        now = [
            one
            for one in held
            if (
                rows[one[0].state][_FROM] <= on < (rows[one[0].state][_TO] or _FOREVER)
                if on
                else not rows[one[0].state][_TO]
            )
        ]
        return now or held

    def _evidence(self, one: Named, reading: Reading, around: Around) -> Evidence:
        """What name, type word, date and diacritics say about a state."""
        row = self._authority.rows[one.state]
        said = type_evidence(reading.kind, reading.pattern, row[_LEVEL], row[_WORD])
        if one.evidence:
            said += one.evidence
        if not around.on:
            if row[_TO]:
                said += _ENDED
        elif not row[_FROM] <= around.on < (row[_TO] or _FOREVER):
            said += _OUT_OF_TIME
        if one.core and around.marks:
            said += self._other_marks(one.state, one.core, around.marks)
        return said

    def _infer(
        self, found: dict[str, Found], totals: dict[str, float], reading: Reading, around: Around
    ) -> None:
        """A mention of a kind alone means the unit of that very kind among the places around."""
        for place in around.near:
            for name, cost in islice(place.items(), 1):
                one = reading._replace(core=name)
                said: Evidence = (("inferred", 1.0),)
                if cost:
                    said += (("place misread", cost),)
                kind = reading.kind
                states = (
                    other._replace(core="", evidence=said)
                    for other in self._exact(one)
                    if kind is None or self._authority.rows[other.state][_WORD] == kind.word
                )
                self._add(found, totals, one, states, around._replace(marks="", near=()))

    def _other_marks(self, state: int, core: str, marks: str) -> Evidence:
        """How many syllables of the name have other diacritics than the mention."""
        least = min(
            (
                sum(f" {syllable} " not in marks for syllable in name)
                for name in self._authority.spelled(state, core)
            ),
            default=0,
        )
        if not least:
            return ()
        return (("other marks" if marks[0] == " " else "weak marks", float(least)),)

    def _names_inside(self, places: tuple[str, ...]) -> NDArray[np.uint8] | None:
        """Marks the names that belong to any of the places."""
        if not places:
            return None
        marked = np.zeros(len(self._names.keys), dtype=np.uint8)
        waiting = [s for place in places for s in self._authority.by_core.get(place, ())]
        waiting = [s for s in waiting if self._authority.rows[s][_LEVEL] in ADMINISTRATIVE[:2]]
        seen = {self._authority.rows[state][_ID] for state in waiting}
        positions: list[int] = []
        while waiting:
            for state in self._names.children.get(self._authority.rows[waiting.pop()][_ID], ()):
                positions += self._names.of_state[state]
                identity = self._authority.rows[state][_ID]
                if identity not in seen and identity in self._names.children:
                    seen.add(identity)
                    waiting.append(state)
        marked[positions] = FAVOUR
        return marked

    def _place_names(self, text: str, whole: bool = False) -> Places:
        """The provinces and districts that a place named around may be, or stand inside it."""
        name = place_name(text, self._phrases, self._authority.places)
        if not name or name in self._authority.places:
            return {name: 0.0} if name else {}
        keys = self._names.district_keys
        near = self._names.districts.search(name, _ALL, None, self._channel, DEAREST_PLACE)
        found = {keys[n]: cost for n, cost in near[:MOST_PLACES]}
        tokens = name.split()
        for size in range(0 if whole else min(4, len(tokens) - 1), 0, -1):
            for at in range(len(tokens) - size + 1):
                part = " ".join(tokens[at : at + size])
                if part in self._authority.places and len(part) >= SHORTEST_PLACE:
                    found[part] = 0.0
        if not found:
            return {name: 0.0}
        return dict(sorted(found.items(), key=lambda one: one[1])[:MOST_PLACES])

    @cached_property
    def _names(self) -> Names:
        return Names(self._authority)


class Names:
    """Every name as it is spelled, searched by letters and by syllables."""

    def __init__(self, authority: Authority) -> None:
        spellings: dict[str, tuple[str, set[int], int]] = {}
        for level, keys in authority.keys.items():
            bit = _bit(level)
            for key, states in keys.items():
                for state in states:
                    for spelled in _spellings(authority, state, level, key):
                        held = spellings.get(spelled, (key, set(), 0))
                        held[1].add(state)
                        spellings[spelled] = (key, held[1], held[2] | bit)
        self.keys = [key for key, _, _ in spellings.values()]
        self.states = [sorted(states) for _, states, _ in spellings.values()]
        self.groups = [bits for _, _, bits in spellings.values()]
        self.spelled = list(spellings)
        self.index = NameIndex(self.spelled, self.groups)
        inside = [n for n, bits in enumerate(self.groups) if bits & _DISTRICTS]
        self.district_keys = [self.keys[n] for n in inside]
        self.districts = NameIndex([self.spelled[n] for n in inside], [_ALL] * len(inside))
        self.of_state: dict[int, list[int]] = defaultdict(list)
        for position, states in enumerate(self.states):
            for state in states:
                self.of_state[state].append(position)
        self.children: dict[str, list[int]] = defaultdict(list)
        for state, row in enumerate(authority.rows):
            self.children[row[_PARENT]].append(state)

    @cached_property
    def _by_two(self) -> dict[tuple[str, str], list[tuple[int, list[str]]]]:
        """Names of three syllables and more by the first and any other."""
        found: dict[tuple[str, str], list[tuple[int, list[str]]]] = defaultdict(list)
        for position, key in enumerate(self.keys):
            if key.count(" ") > 1:
                first, *others = tokens = key.split()
                for other in dict.fromkeys(others):
                    found[first, other].append((position, tokens))
        return found

    def holding(self, core: str) -> Iterator[tuple[int, int]]:
        """Names that begin like the core and hold its syllables in order, with some left out."""
        wanted = core.split()
        if len(wanted) < 2:
            return
        for position, tokens in self._by_two.get((wanted[0], wanted[-1]), ()):
            left_out = len(tokens) - len(wanted)
            if 0 < left_out <= MOST_LEFT_OUT:
                rest = iter(tokens)
                if all(token in rest for token in wanted):
                    yield position, left_out


def _spellings(authority: Authority, state: int, level: str, key: str) -> Sequence[str]:
    """A name as it is written where it is found under a folded key."""
    row = authority.rows[state]
    if level in ADMINISTRATIVE and not row[_ALIASES]:
        return (soft(row[_NAME]),)
    return [" ".join(stretch) for stretch in authority.spelled(state, key)] or [key]


def _bit(level: str) -> int:
    return _BITS.get(level) or _BITS[group(level)]


def _groups(reading: Reading) -> int:
    """The levels that a reading may mean; a place's type word is taken at its word here."""
    kind, pattern = reading.kind, reading.pattern
    if kind is not None:
        return sum(map(_bit, set(kind.levels) & set(ADMINISTRATIVE))) or _bit(kind.levels[0])
    return sum(map(_bit, pattern.levels)) if pattern is not None else _ALL


def _stretch(marks: str, core: str) -> str:
    """The part of a mention that a folded core stands for, with its diacritics."""
    syllables = marks.split()
    folded = [strip_diacritics(syllable) for syllable in syllables]
    wanted = core.split()
    for at in range(len(folded) - len(wanted) + 1):
        if folded[at : at + len(wanted)] == wanted:
            return " ".join(syllables[at : at + len(wanted)])
    return ""


def _known(place: Places, held: Iterable[Candidate]) -> bool:
    """Whether any of the units belongs to a place."""
    return any(not own.isdisjoint(place) for _, own in held)


def _reading_evidence(reading: Reading, marks: str) -> Evidence:
    said: Evidence = ()
    if reading.misread:
        said += (("misread type", reading.misread),)
    if reading.unused:
        said += (("unused", 1.0),)
    if reading.lost:
        said += (("lost", 1.0),)
        if marks[:1] == " ":
            said += (("lost, sound", 1.0),)
    return said


def _place_evidence(places: Iterable[Places], own: frozenset[str]) -> Evidence:
    """What the places named with or around the mention say about a unit with those above it."""
    said: Evidence = ()
    for place in places:
        if own.isdisjoint(place):
            said += _PLACE_MISSED
        elif cost := next(cost for name, cost in place.items() if name in own):
            said += (("place misread", cost),)
    return said
