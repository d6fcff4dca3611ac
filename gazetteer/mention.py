"""What a mention may mean: kind, bare name and places named with it, in all its readings."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gazetteer.distance import Spelled
from gazetteer.kinds import BODY, CENTRE, OPENERS, Kind, place_words, take_kind, without_place_word
from gazetteer.unit import ADMINISTRATIVE
from normalize.folding import canonical, nfc, strip_diacritics

_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_NOT_READ = re.compile(r"[^0-9a-z@¢®©£¥§°€]+")
# Every letter of Vietnamese in lower case without its marks; letters of other languages have none
# that an engine puts but these.
_BARE = {ord(letter): strip_diacritics(letter) for letter in map(chr, range(0xC0, 0x1F00))}
_BARE = {code: bare for code, bare in _BARE.items() if bare != chr(code) and bare.isascii()} | {
    code: strip_diacritics(chr(code)) for code in range(0x1EA0, 0x1F00)
}
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`](?=[^\W\d_])")
_PLACE_SYLLABLES = 4  # the longest place that is split off: "Bà Rịa - Vũng Tàu"
# A type phrase may be misread at this cost for each of its letters; each explanation that costs no
# more than MARGIN above the cheapest is followed.
MISREAD_LETTER, MISREAD_MARGIN, MISREAD_KINDS = 1.7, 1.0, 2
LONGEST_MISREAD = 8  # syllables, as "phòng giáo dục và đào tạo" needs six
# Of mentions with more syllables than this the first may have been a type word, beyond recognition.
LOST_FROM = 2
MOST_REPAIRS = 3  # type phrases in a row: "trường", "THCS", "THPT"

# The mention is a complete name: bodies of the whole country are known by nothing shorter.
WHOLE = Kind((BODY,), "")


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


class TypePhrases:
    """The type words of an authority file, found at the start of a mention, misread or not."""

    def __init__(self, kinds: Mapping[str, Kind], spellings: Mapping[str, str]) -> None:
        """``spellings`` are those that may be misread: none where they must stand as they are."""
        self.kinds = kinds
        self.misreads = bool(spellings)
        every = {form: spelled for form, spelled in spellings.items() if len(form) > 1}
        every |= OPENERS if spellings else {}
        self._by_size: dict[int, tuple[list[str], Spelled]] = {}
        for size in range(1, LONGEST_MISREAD + 1):
            held = [form for form in every if form.count(" ") == size - 1]
            if held:
                self._by_size[size] = held, Spelled([every[form] for form in held])
        self.misread = lru_cache(maxsize=50_000)(self._misread)
        self.place_word = lru_cache(maxsize=50_000)(self._place_word)
        self._first = {form.partition(" ")[0] for form in (*kinds, *OPENERS)}

    def _misread(self, head: str) -> tuple[tuple[float, str], ...]:
        """The type phrases that a whole stretch may be a misreading of, with their costs."""
        size = head.count(" ") + 1
        if size not in self._by_size or len(head) < 2:
            return ()
        forms, spelled = self._by_size[size]
        cost = spelled.distances(head, margin=MISREAD_MARGIN)
        likely = np.flatnonzero(cost <= cost.min() + MISREAD_MARGIN)
        near = sorted(zip(cost[likely].tolist(), likely.tolist(), strict=True))
        fits = ((c, forms[n]) for c, n in near if c <= MISREAD_LETTER * len(forms[n]))
        found: dict[Kind | None, tuple[float, str]] = {}
        for c, form in fits:
            found.setdefault(self.kinds.get(form), (c, form))
        return tuple(found.values())[:MISREAD_KINDS]

    def take(self, tokens: Sequence[str]) -> tuple[Kind | None, Sequence[str]]:
        """The kind in front of folded tokens and the rest, as ``take_kind``."""
        if not tokens or tokens[0] not in self._first:
            return None, tokens
        return take_kind(tokens, self.kinds)

    def is_of_place(self, form: str) -> bool:
        """Whether a type phrase is a place's own, behind which stands the name."""
        kind = self.kinds.get(form)
        return kind is not None and not kind.pattern and kind.levels[0] in ADMINISTRATIVE

    def without_place_word(self, tokens: Sequence[str], at: int = 0) -> Sequence[str]:
        """The tokens behind a type word of a place, misread or not; empty without one."""
        behind = len(tokens) - at
        size = self.place_word(" ".join(tokens[at : at + 2]), min(behind, 3)) if behind else 0
        return tokens[at + size :] if size else []

    def _place_word(self, head: str, behind: int) -> int:
        """Syllables of a place's type word at the start of one or two, 0 where there is none.

        ``behind`` is how many there are in all: a type word alone is none.
        """
        tokens = head.split()
        if exact := without_place_word([*tokens, ""][:behind]):
            return min(behind, 3) - len(exact)
        if self.misreads:
            for size in (2, 1):
                if behind > size and self._is_place_word(" ".join(tokens[:size])):
                    return size
        return 0

    def _is_place_word(self, head: str) -> bool:
        """Whether a stretch may be the type word of a place, misread."""
        return any(
            form in self.kinds and self.kinds[form].levels[0] in ADMINISTRATIVE and len(form) > 2
            for _, form in self.misread(head)
        )


def bare(text: str) -> str:
    """Lower case without diacritics, of lower case."""
    return text.translate(_BARE)


def fold_reading(text: str) -> str:
    """Folded like a name, but signs that an engine reads for letters stay: ``x@``, ``huy¢n``."""
    return _NOT_READ.sub(" ", bare(nfc(text).lower())).strip()


def place_name(text: str, phrases: TypePhrases, places: Collection[str]) -> str:
    """A place folded, without type words and offices: ``UBND quận Long Biên`` is ``long bien``."""
    tokens = fold_reading(text).split()
    while tokens and " ".join(tokens) not in places:
        kind, rest = phrases.take(tokens)
        if kind is None:
            rest = phrases.without_place_word(tokens)
        if not rest:
            break
        tokens = list(rest)
    return " ".join(tokens)


def readings(
    mention: str, phrases: TypePhrases, places: Collection[str], names: Collection[str]
) -> list[Reading]:
    """All readings of a mention, the plainest first.

    ``places`` are folded names of provinces and districts, which may stand behind a name
    without any sign: ``MN Hoa Sữa Long Biên``. ``names`` are all that are known: a name may begin
    with what looks like a type word (xã Tĩnh Bắc).
    """
    parts = [part for part in _PARTS.split(canonical(mention)) if part]
    found = dict.fromkeys(_of_tokens(fold_reading(mention).split(), phrases, places, names))
    joined = _APOSTROPHE.sub("", mention)  # "PHU'ONG"; "Cư M'gar" has one of its own
    if joined != mention:
        found |= dict.fromkeys(_of_tokens(fold_reading(joined).split(), phrases, places, names))
    if len(parts) > 1:
        behind = tuple(filter(None, (place_name(part, phrases, places) for part in parts[1:])))
        for reading in _of_tokens(fold_reading(parts[0]).split(), phrases, places, names):
            found.setdefault(reading._replace(contexts=reading.contexts + behind))
    return list(found)


def _of_tokens(
    tokens: list[str], phrases: TypePhrases, places: Collection[str], names: Collection[str]
) -> Iterator[Reading]:
    kind, rest = phrases.take(tokens)
    yield from _named(kind, list(rest), 0.0, phrases, places)
    if kind is None and len(rest) < len(tokens):  # "Trường Sơn" is a name
        yield from _named(None, tokens, 0.0, phrases, places)
    if kind is not None:  # so is "Tĩnh Bắc"
        for core, contexts in _cores(tokens, places, phrases):
            if core in names:
                yield Reading(None, core, contexts)
    if phrases.misreads and " ".join(tokens) not in places:
        yield from _misread(kind, tokens, list(rest), phrases, places)
    yield Reading(WHOLE, " ".join(tokens))


def _misread(
    kind: Kind | None, tokens: list[str], rest: list[str], phrases: TypePhrases,
    places: Collection[str],
) -> Iterator[Reading]:  # fmt: skip
    """Readings with type words that an engine read wrongly, or lost."""
    if kind is None or kind.word == CENTRE:
        for cost, repaired in _repaired(tokens, phrases, MOST_REPAIRS):
            found, name = phrases.take(repaired)
            if found is not None and name:
                yield from _named(found, list(name), cost, phrases, places)
    elif kind.pattern and take_kind(rest)[0] is None:
        for cost, repaired in _repaired(rest, phrases, 1):
            yield from _named(kind, repaired, cost, phrases, places)
    if len(rest) > LOST_FROM:
        for reading in _named(kind, rest[1:], 0.0, phrases, places):
            yield reading._replace(lost=True)


def _repaired(
    tokens: Sequence[str], phrases: TypePhrases, steps: int
) -> Iterator[tuple[float, list[str]]]:
    """Tokens with misread type words at their start put right: ``phuémg Bo Dé``.

    With each number of type words, as far as the tokens look like any; the last is part of a name.
    """
    best = sorted(
        ((cost, size, form) for size in range(1, min(LONGEST_MISREAD, len(tokens) - 1) + 1)
         for cost, form in phrases.misread(" ".join(tokens[:size]))),
        key=lambda one: one[0] / len(one[2]) - 0.01 * len(one[2]),
    )[:MISREAD_KINDS]  # fmt: skip
    for cost, size, form in best:
        rest = list(tokens[size:])
        yield cost, [*form.split(), *rest]
        if steps > 1 and not phrases.is_of_place(form):
            for more, repaired in _repaired(rest, phrases, steps - 1):
                yield cost + more, [*form.split(), *repaired]


def _named(
    kind: Kind | None, rest: list[str], cost: float, phrases: TypePhrases,
    places: Collection[str],
) -> Iterator[Reading]:  # fmt: skip
    if kind and kind.pattern:
        inner, name = take_kind(rest)
        if inner and inner.levels[0] not in ADMINISTRATIVE:
            inner, name = None, rest
        for core, contexts in _cores(list(name), places, phrases):
            yield Reading(inner, core, contexts, kind, cost)
        return
    for core, contexts in _cores(rest, places, phrases):
        yield Reading(kind, core, contexts, None, cost)
    if bare := phrases.without_place_word(rest):
        for core, contexts in _cores(list(bare), places, phrases):
            yield Reading(kind, core, contexts, None, cost, True)


def _cores(
    tokens: list[str], places: Collection[str], phrases: TypePhrases
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name alone with the places behind it, in every way that it may be cut off."""
    yield " ".join(tokens), ()
    for at in range(1, len(tokens)):
        if phrases.without_place_word(tokens, at):
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
        tokens = phrases.without_place_word(tokens) or tokens
        sizes = range(min(_PLACE_SYLLABLES, len(tokens)), 0, -1)
        size = next((n for n in sizes if " ".join(tokens[:n]) in places), 0)
        if not size and " ".join(tokens[1:]) in places:  # a type word beyond recognition
            tokens = tokens[1:]
            size = len(tokens)
        if not size:
            ends = (n for n in range(1, len(tokens)) if phrases.without_place_word(tokens, n))
            size = next(ends, len(tokens))
        yield " ".join(tokens[:size])
        tokens = tokens[size:]
