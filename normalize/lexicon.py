"""What reviewers corrected: what words as read turned out to be, between their neighbours and alone.

A lesson says that a word as read was meant otherwise than it was restored. Where it stands between the
same neighbours again it weighs much. Alone it counts only where the letters read are no word at all:
one of the language, once corrected, stays a word of the language. Lessons that contradict one another
cancel out.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from normalize.candidates import Candidates, Treatment, reading_key
from normalize.folding import canonical, strip_diacritics
from normalize.tokens import Sort, pieces

# How much likelier a word becomes where both neighbours, one, or none of them are as they were, in
# natural logarithms for the first lesson.
BOTH, ONE, ALONE = 8.0, 4.0, 2.0
# What each doubling of the lessons adds.
DOUBLED = 1.0
# A word that shares fewer of its letters with what was read is another word, not a misreading.
MOST_UNLIKE = 0.67
# Words kept on each side of one that was corrected: the language model sees three back.
AROUND = 2


class Lesson(NamedTuple):
    """A word as read (lower case), what it meant, and its neighbours as read ("" for none).

    ``phrase`` is what it meant with the settled words around it, ``times`` how often it was said.
    """

    treatment: Treatment
    raw: str
    meant: str
    left: str
    right: str
    phrase: str
    times: int = 1


class Misread(NamedTuple):
    """What a value was read from, how it was restored, and how it should read."""

    treatment: Treatment
    raw: str
    restored: str
    before: str
    after: str


class _Word(NamedTuple):
    """A word of a text in lower case; ``joined`` where no mark stands before it."""

    text: str
    joined: bool


class Lexicon:
    """Lessons by the words they are about."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        said: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._phrases: dict[tuple[Treatment, str], set[str]] = defaultdict(set)
        for lesson in lessons:
            word = (lesson.treatment.value, lesson.raw)
            said[word][lesson.meant] += lesson.times
            if lesson.left:
                said[*word, "left", lesson.left][lesson.meant] += lesson.times
            if lesson.right:
                said[*word, "right", lesson.right][lesson.meant] += lesson.times
            self._phrases[lesson.treatment, lesson.raw].add(lesson.phrase)
        self._settled = {key: net for key, counts in said.items() if (net := _agreed(counts))}

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def phrases(self, words: Iterable[tuple[Treatment, str]]) -> list[str]:
        """The settled phrases about words as read, in a fixed order."""
        return sorted({phrase for word in words for phrase in self._phrases.get(word, ())})

    def meant(
        self, treatment: Treatment, raw: str, left: str, right: str, *, garbled: bool
    ) -> tuple[str, float] | None:
        """What a word as read surely means, and how much likelier that is; None if nobody knows.

        ``garbled`` says that the letters read are no word.
        """
        word = (treatment.value, raw)
        sides = [
            known
            for side, other in (("left", left), ("right", right))
            if other and (known := self._settled.get((*word, side, other)))
        ]
        if sides:
            if len({text for text, _ in sides}) > 1:
                return None
            text, times = max(sides, key=lambda side: side[1])
            return text, (BOTH if len(sides) > 1 else ONE) + _more(times)
        if garbled and (known := self._settled.get(word)):
            return known[0], ALONE + _more(known[1])
        return None


@dataclass(frozen=True, slots=True)
class Offer:
    """A word to be offered at a place: its text, its number, and how much likelier it is."""

    text: str
    number: int
    gain: float

    def added_to(self, known: Candidates) -> Candidates:
        """The candidates with this word as cheap as the cheapest of them, less its gain."""
        cost = min(known.costs) - self.gain
        kept = [one for one in zip(*known, strict=True) if one[2] != self.text]
        words, costs, texts = zip(*kept, (self.number, cost, self.text), strict=True)
        return Candidates(words, costs, texts)


def lessons_of(misread: Misread) -> Iterator[Lesson]:
    """What a correction teaches: the words that were read wrongly, and what they are.

    >>> said = Misread(Treatment.MARKS, "Nguyen Thi Thuy", "Nguyễn Thị Thủy", "Nguyễn Thị Thủy",
    ...                "Nguyễn Thị Thùy")
    >>> [(one.raw, one.meant, one.left) for one in lessons_of(said)]
    [('thuy', 'thùy', 'thi')]
    """
    spoiled = misread.treatment is Treatment.SPOILED
    raw, restored = _words(misread.raw, spoiled), _words(misread.restored)
    before, after = _words(misread.before), _words(misread.after)
    start = _place([word.text for word in before], [word.text for word in restored])
    if start is None:
        return
    sources = _aligned(raw, restored)
    for old, new in _exchanged(before, after):
        source = sources.get(start + old)
        if source is None or not _may_be(raw[source].text, after[new].text, misread.treatment):
            continue
        yield Lesson(
            misread.treatment,
            raw[source].text,
            after[new].text,
            raw[source - 1].text if source and raw[source].joined else "",
            raw[source + 1].text if source + 1 < len(raw) and raw[source + 1].joined else "",
            " ".join(word.text for word in after[max(0, new - AROUND) : new + AROUND + 1]),
        )


def _agreed(counts: Mapping[str, int]) -> tuple[str, int] | None:
    """The word that most say, less those who say otherwise; None where these are as many."""
    text, times = max(counts.items(), key=lambda one: (one[1], one[0]))
    net = 2 * times - sum(counts.values())
    return (text, net) if net > 0 else None


def _more(times: int) -> float:
    return DOUBLED * log(times, 2)


def _words(text: str, spoiled: bool = False) -> list[_Word]:
    text = canonical(text)
    found, joined = [], False
    for piece in pieces(text, spoiled):
        if piece.sort is Sort.WORD:
            found.append(_Word(reading_key(text[piece.start : piece.stop]), joined))
        joined = piece.sort is Sort.WORD
    return found


def _place(part: Sequence[str], whole: Sequence[str]) -> int | None:
    """Where a run of words stands in a longer one; None where it does not, or more than once."""
    size = len(part)
    found = [at for at in range(len(whole) - size + 1) if list(whole[at : at + size]) == part]
    return found[0] if size and len(found) == 1 else None


def _exchanged(before: Sequence[_Word], after: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """The places of words that were put for others, word for word."""
    edits = Levenshtein.opcodes([w.text for w in before], [w.text for w in after])
    for edit in edits:
        size = edit.src_end - edit.src_start
        if edit.tag == "replace" and size == edit.dest_end - edit.dest_start:
            yield from ((edit.src_start + step, edit.dest_start + step) for step in range(size))


def _aligned(raw: Sequence[_Word], restored: Sequence[_Word]) -> dict[int, int]:
    """For words as restored the words as read, where one stands for one.

    The words are set side by side so that their letters differ least; one that was dropped or taken
    apart costs as much as a word of which nothing fits.
    """
    rows, columns = len(raw), len(restored)
    best = [[float(i + j) for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            paired = best[i - 1][j - 1] + _unlike(raw[i - 1].text, restored[j - 1].text)
            best[i][j] = min(paired, best[i - 1][j] + 1, best[i][j - 1] + 1)
    pairs: dict[int, int] = {}
    i, j = rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j] + 1:
            i -= 1
        elif best[i][j] == best[i][j - 1] + 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[j] = i
    return pairs


def _unlike(raw: str, text: str) -> float:
    """The share of letters that differ, marks aside (0-1)."""
    return Levenshtein.normalized_distance(strip_diacritics(raw), strip_diacritics(text))


def _may_be(raw: str, meant: str, treatment: Treatment) -> bool:
    """Whether a word may have been read so; text that lost its marks keeps all letters."""
    if not meant.isalpha():
        return False
    if treatment is Treatment.MARKS:
        return strip_diacritics(raw) == strip_diacritics(meant)
    return _unlike(raw, meant) <= MOST_UNLIKE


def is_garbled(raw: str, forms: Container[str]) -> bool:
    """Whether no word of the vocabulary has these letters; ``forms`` are its words without marks."""
    return strip_diacritics(raw) not in forms
