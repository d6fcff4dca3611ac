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

from normalize.folding import canonical, strip_diacritics
from normalize.reading import Candidates, Treatment, reading_key
from normalize.tokens import Sort, pieces

# How much likelier a word becomes where one neighbour is as it was, for each further one, and where the
# letters read are no word, in natural logarithms, for the first lesson. Of 2,244 settled values of 51
# misread documents, taught by the others, 98 words become right and 15 wrong; with 3 for one
# neighbour 99 and 31.
ONE_NEIGHBOUR, EACH_MORE, ALONE = 0.0, 8.0, 4.0
# What each doubling of the lessons adds.
DOUBLED = 1.0
# A word that shares fewer of its letters with what was read is another word, not a misreading.
MOST_UNLIKE = 0.67
# Neighbours kept on each side of a word that was corrected: a name has three words.
AROUND = 2


class Lesson(NamedTuple):
    """A word as read (lower case), what it meant, and up to AROUND words as read on each side.

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

    def words_read(self) -> set[str]:
        """The words as read, as lessons name them."""
        return {word.text for word in _words(self.raw, self.treatment is Treatment.SPOILED)}

    def wrong_words(self, restored: str | None = None) -> tuple[int, int] | None:
        """How many words of the value its source, restored otherwise, has wrong, and of how many.

        As it was restored where nothing is given; None where the value is not what stands there.
        """
        was, before, after = (
            [word.text for word in _words(text)]
            for text in (self.restored, self.before, self.after)
        )
        start = _place(before, was)
        if start is None:
            return None
        wanted = was[:start] + after + was[start + len(before) :]
        made = was if restored is None else [word.text for word in _words(restored)]
        own = range(start, start + len(after))
        edits = Levenshtein.editops(wanted, made)
        return len({edit.src_pos for edit in edits if edit.src_pos in own}), len(after)


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
            for near in _near(lesson.left.split(), lesson.right.split()):
                said[*word, *near][lesson.meant] += lesson.times
            self._phrases[lesson.treatment, lesson.raw].add(lesson.phrase)
        self._said = {key: _agreed(counts) for key, counts in said.items()}

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def phrases(self, words: Iterable[tuple[Treatment, str]]) -> list[str]:
        """The settled phrases about words as read, in a fixed order."""
        return sorted({phrase for word in words for phrase in self._phrases.get(word, ())})

    def meant(
        self,
        treatment: Treatment,
        raw: str,
        left: Sequence[str],
        right: Sequence[str],
        *,
        garbled: bool,
    ) -> tuple[str, float] | None:
        """What a word as read surely means, and how much likelier that is; None if nobody knows.

        ``left`` and ``right`` are the words as read beside it, in the order of the text;
        ``garbled`` says that the letters read are no word.
        """
        word = (treatment.value, raw)
        widest: dict[str, tuple[int, tuple[str, int] | None]] = {}
        for side, near in _near(left, right):
            if (*word, side, near) in self._said:
                widest[side] = (len(near.split()), self._said[*word, side, near])
        sides = [(depth, known) for depth, known in widest.values() if known]
        if len({known[0] for _, known in sides}) > 1:
            return None
        if sides:
            neighbours = sum(depth for depth, _ in sides)
            gain = ONE_NEIGHBOUR + EACH_MORE * (neighbours - 1)
            times = max(known[1] for _, known in sides)
            return sides[0][1][0], max(gain, ALONE if garbled else 0.0) + _more(times)
        known = self._said.get(word) if garbled and not widest else None
        return (known[0], ALONE + _more(known[1])) if known else None


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
    [('thuy', 'thùy', 'nguyen thi')]
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
            " ".join(_joined_before(raw, source)),
            " ".join(_joined_after(raw, source)),
            " ".join(word.text for word in after[max(0, new - AROUND) : new + AROUND + 1]),
        )


def _near(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The neighbours by side, first the one beside the word, then more of them."""
    for depth in range(1, min(AROUND, len(left)) + 1):
        yield "left", " ".join(left[-depth:])
    for depth in range(1, min(AROUND, len(right)) + 1):
        yield "right", " ".join(right[:depth])


def _joined_before(words: Sequence[_Word], at: int) -> list[str]:
    """The words that lead to one without a mark between, at most AROUND."""
    start = at
    while start > max(0, at - AROUND) and words[start].joined:
        start -= 1
    return [word.text for word in words[start:at]]


def _joined_after(words: Sequence[_Word], at: int) -> list[str]:
    """The words that follow one without a mark between, at most AROUND."""
    stop = at + 1
    while stop < min(len(words), at + AROUND + 1) and words[stop].joined:
        stop += 1
    return [word.text for word in words[at + 1 : stop]]


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


NOTHING_LEARNED = Lexicon()
