"""Type phrases at the start of a name, as they are spelled or as an engine misread them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from gazetteer.authority.kinds import JOINERS, OPENERS, Kind, KindTable, place_word_size
from gazetteer.matching.distance import Spelled
from gazetteer.unit import ADMINISTRATIVE

# A type phrase may be misread at this cost for each of its letters; each explanation that costs no
# more than MARGIN above the cheapest is followed.
MISREAD_LETTER, MISREAD_MARGIN, MISREAD_KINDS = 1.7, 1.0, 2
LONGEST_MISREAD = 8  # syllables, as "phòng giáo dục và đào tạo" needs six
LONGEST_PLACE_WORD = 2  # syllables: "thành phố"
MOST_REPAIRS = 3  # type phrases in a row: "trường", "THCS", "THPT"

Tokens = tuple[str, ...]  # folded syllables


class TypePhrases:
    """The type words of an authority file, found at the start of a mention, misread or not."""

    def __init__(self, kinds: Mapping[str, Kind], spellings: Mapping[str, str]) -> None:
        """``spellings`` are those that may be misread: none where they must stand as they are."""
        self.kinds = kinds
        self.misreads = bool(spellings)
        self.take = KindTable(kinds).take
        every = {form: spelled for form, spelled in spellings.items() if len(form) > 1}
        every |= OPENERS if spellings else {}
        self._by_size: dict[int, tuple[list[str], Spelled]] = {}
        for size in range(1, LONGEST_MISREAD + 1):
            held = [form for form in every if form.count(" ") == size - 1]
            if held:
                self._by_size[size] = held, Spelled([every[form] for form in held])
        self._begun = {
            " ".join(syllables[:size])
            for syllables in map(str.split, kinds)
            for size in range(1, len(syllables))
        } & kinds.keys()
        self._misread = lru_cache(maxsize=50_000)(self._find_misread)
        self._place_word = lru_cache(maxsize=50_000)(self._find_place_word)

    def _find_misread(self, head: str) -> tuple[tuple[float, str], ...]:
        """The type phrases that a whole stretch may be a misreading of, with their costs."""
        size = head.count(" ") + 1
        if size not in self._by_size or len(head) < 2:
            return ()
        forms, spelled = self._by_size[size]
        found: dict[Kind | None, tuple[float, str]] = {}
        for number, cost in spelled.near(head, MISREAD_LETTER, MISREAD_MARGIN):
            found.setdefault(self.kinds.get(forms[number]), (cost, forms[number]))
        return tuple(found.values())[:MISREAD_KINDS]

    def place_word(self, tokens: Tokens, at: int = 0) -> int:
        """Syllables of a place's type word, misread or not, that stands before another syllable.

        0 where there is none.
        """
        if self.misreads:
            return self._place_word(tokens[at : at + LONGEST_PLACE_WORD + 1])
        return place_word_size(tokens, at)

    def _find_place_word(self, tokens: Tokens) -> int:
        if exact := place_word_size(tokens):
            return exact
        sizes = range(min(LONGEST_PLACE_WORD, len(tokens) - 1), 0, -1)
        return next((n for n in sizes if self._is_misread_place(" ".join(tokens[:n]))), 0)

    def _is_misread_place(self, head: str) -> bool:
        """Whether a stretch may be the type word of a place, misread."""
        return any(
            form in self.kinds and self.kinds[form].levels[0] in ADMINISTRATIVE and len(form) > 2
            for _, form in self._misread(head)
        )

    def may_go_on(self, phrase: Tokens) -> bool:
        """Whether a type phrase is the beginning of a longer one: ``phòng giáo dục``."""
        return " ".join(phrase) in self._begun

    def repaired(self, tokens: Tokens, steps: int = MOST_REPAIRS) -> Iterator[tuple[float, Tokens]]:
        """Tokens with misread type words at their start put right, and what their letters cost.

        With each number of type words up to ``steps``, as far as the tokens look like any
        ("phuémg Bo Dé"); the last token is part of a name.
        """
        best = sorted(
            ((cost, size, form) for size in range(1, min(LONGEST_MISREAD, len(tokens) - 1) + 1)
             for cost, form in self._misread(" ".join(tokens[:size]))),
            key=lambda one: one[0] / len(one[2]) - 0.01 * len(one[2]),
        )[:MISREAD_KINDS]  # fmt: skip
        for cost, size, form in best:
            rest = tokens[size:]
            yield cost, (*form.split(), *rest)
            if steps > 1 and not self._is_of_place(form):
                rest = rest[1:] if rest[0] in JOINERS and len(rest) > 1 else rest
                for more, repaired in self.repaired(rest, steps - 1):
                    yield cost + more, (*form.split(), *repaired)

    def _is_of_place(self, form: str) -> bool:
        """Whether a type phrase is a place's own, behind which stands the name."""
        kind = self.kinds.get(form)
        return kind is not None and not kind.pattern and kind.levels[0] in ADMINISTRATIVE
