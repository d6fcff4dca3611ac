"""What a mention may mean: kind, bare name and places named with it, in all its readings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from gazetteer.authority.kinds import BODY, CENTRE, PLACE_WORDS, Kind, place_word_size, take_kind
from gazetteer.authority.letters import fold_reading
from gazetteer.matching.phrases import Tokens, TypePhrases
from gazetteer.unit import ADMINISTRATIVE

_PARTS = re.compile(r"[,;()]|\s[-–]\s")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`](?=[^\W\d_])")
_PLACE_SYLLABLES = 4  # the longest place that is split off: "Bà Rịa - Vũng Tàu"
# Of mentions with more syllables than this the first may have been a type word, beyond recognition.
LOST_FROM = 2

# The mention is a complete name: bodies of the whole country are known by nothing shorter.
WHOLE = Kind((BODY,), "")
PlaceWord = Callable[[Tokens, int], int]
Core = tuple[str, tuple[str, ...]]  # a folded name and the places behind it


class Reading(NamedTuple):
    """One way to understand a mention; all names folded.

    ``kind`` is None where no type word was read; ``contexts`` are the places named behind.
    With a pattern ("UBND …") ``pattern`` is its kind, and the rest describes its place.
    ``misread`` is the cost of the letters of its type word, ``unused`` says that a second type
    word was passed over ("thị xã Tân Châu" as the town's office or the place's), ``lost`` that the
    first syllable was, as a type word beyond recognition.
    """

    kind: Kind | None
    core: str
    contexts: tuple[str, ...] = ()
    pattern: Kind | None = None
    misread: float = 0.0
    unused: bool = False
    lost: bool = False


class Reader:
    """Reads mentions with the type words, places and names that are known."""

    def __init__(
        self, phrases: TypePhrases, places: Collection[str], names: Collection[str]
    ) -> None:
        """``places`` are folded names of provinces and districts, which may stand behind a name
        without any sign: ``MN Hoa Sữa Long Biên``. ``names`` are all that are known: a name may begin
        with what looks like a type word (xã Tĩnh Bắc). Where no type word may be misread, no name may
        either: what is cut off of a mention must be a known name then.
        """
        self._phrases = phrases
        self._places = places
        self._names = names
        self._misreads = phrases.misreads
        # The readings of one mention differ at its start and ask for the same ends again and again.
        self._cores = lru_cache(maxsize=1_000)(self._cut)
        self._places_in = lru_cache(maxsize=1_000)(self._read_places)

    def readings(self, text: str) -> list[Reading]:
        """All readings of a mention (``letters.written``), the plainest first."""
        found = dict.fromkeys(self._of_tokens(fold_reading(text)))
        joined = _APOSTROPHE.sub("", text)  # "PHU'ONG"; "Cư M'gar" has one of its own
        if joined != text:
            found |= dict.fromkeys(self._of_tokens(fold_reading(joined)))
        parts = [part for part in _PARTS.split(text) if part.strip()]
        if len(parts) > 1:
            behind = tuple(filter(None, map(self.place_name, parts[1:])))
            for reading in self._of_tokens(fold_reading(parts[0])):
                found.setdefault(reading._replace(contexts=reading.contexts + behind))
        return list(found)

    def place_name(self, text: str) -> str:
        """A place (``letters.written``) folded, without type words and offices.

        ``ubnd quận long biên`` is ``long bien``.
        """
        tokens = fold_reading(text)
        while tokens and " ".join(tokens) not in self._places:
            kind, rest = self._phrases.take(tokens)
            if kind is None:
                size = self._phrases.place_word(tokens)
                rest = tokens[size:] if size else ()
            if not rest:
                break
            tokens = tuple(rest)
        return " ".join(tokens)

    def _of_tokens(self, tokens: Tokens) -> Iterator[Reading]:
        kind, rest = self._phrases.take(tokens)
        yield from self._named(kind, rest, 0.0)
        if kind is None and len(rest) < len(tokens):  # "Trường Sơn" is a name
            yield from self._named(None, tokens, 0.0)
        if kind is not None:  # so is "Tĩnh Bắc"
            for core, contexts in self._cores(tokens):
                if core in self._names:
                    yield Reading(None, core, contexts)
        if self._misreads and " ".join(tokens) not in self._places:
            yield from self._misread(kind, tokens, rest)
        yield Reading(WHOLE, " ".join(tokens))

    def _misread(self, kind: Kind | None, tokens: Tokens, rest: Tokens) -> Iterator[Reading]:
        """Readings with type words that an engine read wrongly, or lost."""
        read = tokens[: len(tokens) - len(rest)]
        if kind is None or kind.word == CENTRE or self._phrases.may_go_on(read):
            for cost, repaired in self._phrases.repaired(tokens):
                found, name = self._phrases.take(repaired)
                if found is not None and name:
                    yield from self._named(found, name, cost)
        elif kind.pattern and take_kind(rest)[0] is None:
            for cost, repaired in self._phrases.repaired(rest, 1):
                yield from self._named(kind, repaired, cost)
        if len(rest) > LOST_FROM:
            for reading in self._named(kind, rest[1:], 0.0):
                yield reading._replace(lost=True)

    def _named(self, kind: Kind | None, rest: Tokens, cost: float) -> Iterator[Reading]:
        if kind and kind.pattern:
            inner, name = take_kind(rest)
            if inner and inner.levels[0] not in ADMINISTRATIVE:
                inner, name = None, rest
            for core, contexts in self._cores(name):
                yield Reading(inner, core, contexts, kind, cost)
            return
        for core, contexts in self._cores(rest):
            yield Reading(kind, core, contexts, None, cost)
        if size := self._phrases.place_word(rest):
            for core, contexts in self._cores(rest[size:]):
                yield Reading(kind, core, contexts, None, cost, True)

    def _cut(self, tokens: Tokens) -> list[Core]:
        """The name alone with the places behind it, in every way that it may be cut off."""
        found: list[Core] = [(" ".join(tokens), ())]
        for at in range(1, len(tokens)):
            exact = place_word_size(tokens, at) > 0
            if exact or (self._misreads and self._phrases.place_word(tokens, at)):
                core = " ".join(tokens[:at])
                if exact and (self._misreads or core in self._names):
                    found.append((core, self._places_in(tokens[at:], place_word_size)))
                if self._misreads:
                    found.append((core, self._places_in(tokens[at:], self._phrases.place_word)))
        for size in range(min(_PLACE_SYLLABLES, len(tokens) - 1), 0, -1):
            if (place := " ".join(tokens[-size:])) in self._places:
                core = " ".join(tokens[:-size])
                if core in self._names or (self._misreads and core not in PLACE_WORDS):
                    found.append((core, (place,)))
        return found

    def _read_places(self, tokens: Tokens, place_word: PlaceWord) -> tuple[str, ...]:
        """Names behind their type words: ``huyen phu xuyen tp ha noi`` has two.

        Known places go first, for names may contain what looks like a type word (Hà Tĩnh, Văn Quan).
        """
        found: list[str] = []
        while tokens:
            tokens = tokens[place_word(tokens, 0) :]
            sizes = range(min(_PLACE_SYLLABLES, len(tokens)), 0, -1)
            size = next((n for n in sizes if " ".join(tokens[:n]) in self._places), 0)
            if not size and " ".join(tokens[1:]) in self._places:  # a type word beyond recognition
                tokens = tokens[1:]
                size = len(tokens)
            if not size:
                ends = (n for n in range(1, len(tokens)) if place_word(tokens, n))
                size = next(ends, len(tokens))
            found.append(" ".join(tokens[:size]))
            tokens = tokens[size:]
        return tuple(found)
