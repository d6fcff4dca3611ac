"""What a mention may mean: kind, bare name and places named with it, in all its readings."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from gazetteer.kinds import BODY, LONGEST, Kind, place_words, take_kind, without_place_word
from gazetteer.unit import ADMINISTRATIVE
from normalize.folding import canonical, fold

_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
# "thị xã Tân Châu" is rather the town than the district of that name, when both have an office.
WITHOUT_PLACE_WORD = 0.6
# A type phrase of at least so many letters is recognised with up to this share of wrong ones.
SHORTEST_MISREAD, MISREAD_DISTANCE = 5, 0.2
_PLACE_SYLLABLES = 4  # the longest place that is split off: "Bà Rịa - Vũng Tàu"


# The mention is a complete name: bodies of the whole country are known by nothing shorter.
WHOLE = Kind((BODY,), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a mention; all names folded.

    ``kind`` is None where no type word was read; ``contexts`` are the places named behind.
    With a pattern ("UBND …") ``pattern`` is its kind, and the rest describes its place.
    ``weight`` says how much of the mention the reading leaves unused.
    """

    kind: Kind | None
    core: str
    contexts: tuple[str, ...] = ()
    pattern: Kind | None = None
    weight: float = 1.0


def place_name(text: str) -> str:
    """A place folded, without its type word: ``quận Long Biên`` gives ``long bien``."""
    kind, rest = take_kind(fold(text).split())
    return " ".join(rest if kind and rest else fold(text).split())


def readings(mention: str, kinds: Mapping[str, Kind], places: Collection[str]) -> list[Reading]:
    """All readings of a mention, the plainest first.

    ``places`` are folded names of provinces and districts, which may stand behind a name
    without any sign: ``MN Hoa Sữa Long Biên``.
    """
    parts = [part for part in _PARTS.split(canonical(mention)) if part]
    tokens = fold(mention).split()
    found = dict.fromkeys(_of_tokens(tokens, kinds, places))
    if len(parts) > 1:
        behind = tuple(place_name(part) for part in parts[1:])
        for reading in _of_tokens(fold(parts[0]).split(), kinds, places):
            found.setdefault(replace(reading, contexts=reading.contexts + behind))
    return list(found)


def _of_tokens(
    tokens: list[str], kinds: Mapping[str, Kind], places: Collection[str]
) -> Iterator[Reading]:
    kind, rest = take_kind(tokens, kinds)
    if kind is None and " ".join(tokens) not in places:
        kind, rest = _misread_kind(tokens, kinds)
    if kind and kind.pattern:
        inner, name = take_kind(rest)
        if inner and inner.levels[0] not in ADMINISTRATIVE:
            inner, name = None, rest
        for core, contexts in _cores(list(name), places):
            yield Reading(inner, core, contexts, kind)
    else:
        for core, contexts in _cores(list(rest), places):
            yield Reading(kind, core, contexts)
        if bare := without_place_word(rest):
            yield Reading(kind, " ".join(bare), weight=WITHOUT_PLACE_WORD)
    yield Reading(WHOLE, " ".join(tokens))


def _misread_kind(
    tokens: Sequence[str], kinds: Mapping[str, Kind]
) -> tuple[Kind | None, Sequence[str]]:
    """A type phrase with wrong letters at the start: ``thi tian Phu Minh``."""
    best: tuple[float, int, Kind] | None = None
    phrases = _long_phrases(frozenset(kinds))
    for size in range(1, min(LONGEST, len(tokens)) + 1):
        head = " ".join(tokens[:size])
        hit = process.extractOne(
            head, phrases, scorer=Levenshtein.normalized_distance, score_cutoff=MISREAD_DISTANCE
        )
        if hit and (best is None or (hit[1], -size) < (best[0], -best[1])):
            best = (hit[1], size, kinds[hit[0]])
    return (best[2], tokens[best[1] :]) if best else (None, tokens)


@cache
def _long_phrases(phrases: frozenset[str]) -> list[str]:
    return sorted(phrase for phrase in phrases if len(phrase) >= SHORTEST_MISREAD)


def _cores(tokens: list[str], places: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield " ".join(tokens), ()
    for at in range(1, len(tokens)):
        if without_place_word(tokens[at:]):
            yield " ".join(tokens[:at]), tuple(_places_in(tokens[at:], places))
    for size in range(min(_PLACE_SYLLABLES, len(tokens) - 1), 0, -1):
        core, place = " ".join(tokens[:-size]), " ".join(tokens[-size:])
        if place in places and core not in place_words():
            yield core, (place,)


def _places_in(tokens: Sequence[str], places: Collection[str]) -> Iterator[str]:
    """Names behind their type words: ``huyen phu xuyen tp ha noi`` has two.

    Known places go first, for names may contain what looks like a type word (Hà Tĩnh, Văn Quan).
    """
    while tokens:
        tokens = without_place_word(tokens) or tokens
        sizes = range(min(_PLACE_SYLLABLES, len(tokens)), 0, -1)
        size = next((n for n in sizes if " ".join(tokens[:n]) in places), 0)
        if not size:
            ends = (n for n in range(1, len(tokens)) if without_place_word(tokens[n:]))
            size = next(ends, len(tokens))
        yield " ".join(tokens[:size])
        tokens = tokens[size:]
