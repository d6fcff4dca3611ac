"""What a mention may mean: kind, bare name and places named with it, in all its readings."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gazetteer.distance import Spelled
from gazetteer.kinds import BODY, Kind, place_words, take_kind, without_place_word
from gazetteer.unit import ADMINISTRATIVE
from normalize.folding import canonical, fold

_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_PLACE_SYLLABLES = 4  # the longest place that is split off: "Bà Rịa - Vũng Tàu"
# A type phrase misread at this cost for each of its syllables at most; each explanation that costs
# no more than MARGIN above the cheapest is followed.
MISREAD_SYLLABLE, MISREAD_MARGIN, MISREAD_READINGS = 5.0, 1.0, 2
LONGEST_MISREAD = 8  # syllables, as "phòng giáo dục và đào tạo" needs six

# The mention is a complete name: bodies of the whole country are known by nothing shorter.
WHOLE = Kind((BODY,), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a mention; all names folded.

    ``kind`` is None where no type word was read; ``contexts`` are the places named behind.
    With a pattern ("UBND …") ``pattern`` is its kind, and the rest describes its place.
    ``misread`` is the cost of the letters of its type word, ``unused`` says that a second type
    word was passed over ("thị xã Tân Châu" as the town's office or the place's).
    """

    kind: Kind | None
    core: str
    contexts: tuple[str, ...] = ()
    pattern: Kind | None = None
    misread: float = 0.0
    unused: bool = False


class TypePhrases:
    """The type words of an authority file, found at the start of a mention, misread or not."""

    def __init__(self, kinds: Mapping[str, Kind], spellings: Mapping[str, str]) -> None:
        self.kinds = kinds
        self._by_size: dict[int, tuple[list[Kind], Spelled]] = {}
        for size in range(1, LONGEST_MISREAD + 1):
            held = [form for form in kinds if form.count(" ") == size - 1 and len(form) > 1]
            if held:
                spelled = Spelled([spellings[form] for form in held])
                self._by_size[size] = [kinds[form] for form in held], spelled
        self.misread = lru_cache(maxsize=20_000)(self._misread)

    def _misread(self, head: str) -> tuple[tuple[float, Kind], ...]:
        """The kinds that a whole stretch may be a misreading of, with their costs."""
        size = head.count(" ") + 1
        if size not in self._by_size or len(head) < 2:
            return ()
        kinds, spelled = self._by_size[size]
        cost = spelled.distances(head)
        dearest = min(float(cost.min()) + MISREAD_MARGIN, MISREAD_SYLLABLE * size)
        near = sorted((float(c), n) for n, c in enumerate(cost) if c <= dearest)
        found: dict[Kind, float] = {}
        for one, n in near:
            found.setdefault(kinds[n], one)
        return tuple((one, kind) for kind, one in found.items())[:MISREAD_READINGS]


def place_name(text: str, phrases: TypePhrases) -> str:
    """A place folded, without type words and offices: ``UBND quận Long Biên`` is ``long bien``."""
    tokens = fold(text).split()
    while tokens:
        kind, rest = take_kind(tokens, phrases.kinds)
        if kind is None or not rest:
            break
        tokens = list(rest)
    return " ".join(tokens)


def readings(mention: str, phrases: TypePhrases, places: Collection[str]) -> list[Reading]:
    """All readings of a mention, the plainest first.

    ``places`` are folded names of provinces and districts, which may stand behind a name
    without any sign: ``MN Hoa Sữa Long Biên``.
    """
    parts = [part for part in _PARTS.split(canonical(mention)) if part]
    found = dict.fromkeys(_of_tokens(fold(mention).split(), phrases, places))
    if len(parts) > 1:
        behind = tuple(filter(None, (place_name(part, phrases) for part in parts[1:])))
        for reading in _of_tokens(fold(parts[0]).split(), phrases, places):
            found.setdefault(replace(reading, contexts=reading.contexts + behind))
    return list(found)


def _of_tokens(
    tokens: list[str], phrases: TypePhrases, places: Collection[str]
) -> Iterator[Reading]:
    kind, rest = take_kind(tokens, phrases.kinds)
    yield from _named(kind, list(rest), 0.0, phrases, places)
    if kind is None and " ".join(tokens) not in places:
        for cost, size, misread in _misread_kinds(tokens, phrases):
            yield from _named(misread, tokens[size:], cost, phrases, places)
    yield Reading(WHOLE, " ".join(tokens))


def _misread_kinds(
    tokens: Sequence[str], phrases: TypePhrases
) -> Iterator[tuple[float, int, Kind]]:
    """Type words with wrong letters at the start: ``thi tian Phu Minh``, ``phuémg Bo Dé``."""
    found: list[tuple[float, int, Kind]] = []
    for size in range(1, min(LONGEST_MISREAD, len(tokens) - 1) + 1):
        for cost, kind in phrases.misread(" ".join(tokens[:size])):
            found.append((cost / size, size, kind))
    found.sort(key=lambda one: (one[0], -one[1]))
    for share, size, kind in found[:MISREAD_READINGS]:
        yield share * size, size, kind


def _named(
    kind: Kind | None, rest: list[str], cost: float, phrases: TypePhrases,
    places: Collection[str],
) -> Iterator[Reading]:  # fmt: skip
    if kind and kind.pattern:
        inner, name = take_kind(rest)
        if inner and inner.levels[0] not in ADMINISTRATIVE:
            inner, name = None, rest
        if inner is None:
            for more, size, misread in _misread_kinds(rest, phrases):
                if misread.levels[0] in ADMINISTRATIVE:
                    for core, contexts in _cores(rest[size:], places, phrases):
                        yield Reading(misread, core, contexts, kind, cost + more)
        for core, contexts in _cores(list(name), places, phrases):
            yield Reading(inner, core, contexts, kind, cost)
        return
    for core, contexts in _cores(rest, places, phrases):
        yield Reading(kind, core, contexts, None, cost)
    if bare := _without_place_word(rest, phrases):
        yield Reading(kind, " ".join(bare), (), None, cost, True)


def _without_place_word(tokens: Sequence[str], phrases: TypePhrases) -> Sequence[str]:
    """The tokens behind a leading type word of a place, misread or not; empty without one."""
    if bare := without_place_word(tokens):
        return bare
    for size in (2, 1):
        if len(tokens) > size:
            for _, kind in phrases.misread(" ".join(tokens[:size])):
                if kind.levels[0] in ADMINISTRATIVE and len(" ".join(tokens[:size])) > 3:
                    return tokens[size:]
    return []


def _cores(
    tokens: list[str], places: Collection[str], phrases: TypePhrases
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name alone with the places behind it, in every way that it may be cut off."""
    yield " ".join(tokens), ()
    for at in range(1, len(tokens)):
        if _without_place_word(tokens[at:], phrases):
            yield " ".join(tokens[:at]), tuple(_places_in(tokens[at:], places, phrases))
    for size in range(min(_PLACE_SYLLABLES, len(tokens) - 1), 0, -1):
        core, place = " ".join(tokens[:-size]), " ".join(tokens[-size:])
        if place in places and core not in place_words():
            yield core, (place,)


def _places_in(
    tokens: Sequence[str], places: Collection[str], phrases: TypePhrases
) -> Iterator[str]:
    """Names behind their type words: ``huyen phu xuyen tp ha noi`` has two.

    Known places go first, for names may contain what looks like a type word (Hà Tĩnh, Văn Quan).
    """
    while tokens:
        tokens = _without_place_word(tokens, phrases) or tokens
        sizes = range(min(_PLACE_SYLLABLES, len(tokens)), 0, -1)
        size = next((n for n in sizes if " ".join(tokens[:n]) in places), 0)
        if not size:
            ends = (n for n in range(1, len(tokens)) if _without_place_word(tokens[n:], phrases))
            size = next(ends, len(tokens))
        yield " ".join(tokens[:size])
        tokens = tokens[size:]
