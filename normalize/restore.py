"""Restoration: spoiled and bare words become right words, line for line.

Words are read against candidates and the language model, decoded over whole stretches of running
text; everything that is not a Vietnamese word (numbers, codes, addresses) stays as it is.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ingest.parting import column_starts
from normalize.candidates import Candidates, CandidateSource, Case, Treatment, reading_key
from normalize.channel import MISREAD_MODEL, SPOILED_MODEL, Channel
from normalize.codes import Codes
from normalize.context import Context, between, make_context, with_cache
from normalize.decoder import BEAM, decode
from normalize.folding import canonical, copy_case, strip_diacritics
from normalize.labels import Label, formulas_of, labels_of
from normalize.language_model import LanguageModel
from normalize.lexicon import AROUND, Lexicon, Offer, is_garbled
from normalize.lines import full_length, is_noise, runs_on, without_specks
from normalize.people import People
from normalize.rescorer import Rescorer
from normalize.stretch import Slot, Stretch, grouped
from normalize.tokens import SPECIAL, Piece, Sort, language_model_tokens, pieces

_ROMAN = re.compile(r"[IVX]{1,4}\Z")
_LETTER_LABEL = re.compile(r"\s*(?P<letter>[a-zđ])[.)]\s")
LABEL_SURETY = 0.9
# Trust in a word that the vocabulary lacks and that was left as it was: chosen so that it is reviewed.
UNKNOWN_SURETY = 0.6
# Trust in having taken two words apart at the right place; other places are not weighed.
SPLIT_SURETY = 0.7
# A column that holds nothing but a name.
_NAME = re.compile(r"\s*[A-ZĐÀ-Ý][^\W_A-Z]\S*(?:\s+[A-ZĐÀ-Ý][^\W_A-Z]\S*){1,4}\s*$")
# The same behind a family name whose first letter is lost.
_HEADLESS = re.compile(r"\s*(?P<rest>[^\W\d_A-Z]{3,5})\s+(?P<name>[A-ZĐÀ-Ý]\S*\s.*)$")
# Shorter ones stand for too many things: every third word begins with a T or a C.
_ABBREVIATION = re.compile(r"(?=[A-Z]*D)[A-Z]{3,}\Z")
_CHUNK = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DASHES = ("-", "–")
# Capitals without a vowel are an abbreviation, however unknown.
_ABBREVIATED = re.compile(r"[BCDFGHJ-NP-TVWXZĐ]{2,7}")
# Below this share right (OCR's own confidence under .6), what cannot have been a word is a speck. On
# eight real scans this takes 26 of 852 word errors away. The surety is chosen, not counted.
SPECK_ENGINE, SPECK_SURETY = 0.40, 0.9
# Words decoded in one go; longer stretches are cut at line ends.
STRETCH = 600
# How often each name of a place nearby counts as seen. Of 1, 3 and 6, 3 left the fewest errors.
NAME_WEIGHT = 3
# Steps in which OCR confidences are told apart, so that candidates can be remembered.
SURETY_STEPS = 20
ALTERNATIVES = 5
# A word that the channel explains at no lower cost than this is garbled. Another reading costs
# GUESS_COST and GUESS_UNLIKE times the share of letters that differ: as much as leaving the word as it
# is when half of them do.
GARBLED, GUESS_COST, GUESS_UNLIKE = 5.0, 5.0, 8.0
# Trust in the letters D and Đ of a number as the table spells them: chosen, not counted.
CODE_SURETY = 0.97
NOTHING_LEARNED = Lexicon()
# Formulas of heads and closings, which the model has seen seldom.
EXPECTED = Path(__file__).parent / "expected.txt"


class _Column(NamedTuple):
    """What the letters of a column of a line say: all capitals, or a name and nothing else.

    ``given`` is the last word of such a name, empty where the column is none.
    """

    capitals: bool
    given: str

    def case(self, raw: str, fresh: bool) -> Case:
        """What the capitals of a word say in the column; ``fresh`` where a sentence begins."""
        if len(raw) > 1 and raw.isupper():
            return Case.UNTOLD if self.capitals else Case.ALL
        if self.given:
            last = self.given.startswith(raw)
            return Case.FAMILY if fresh else Case.GIVEN if last else Case.MIDDLE
        if fresh or self.capitals:
            return Case.UNTOLD
        return Case.CAPITAL if raw[0].isupper() else Case.LOW


def _column(text: str, people: People) -> _Column:
    headless = _HEADLESS.match(text)
    if headless and people.headless(headless["rest"]):
        is_name = _NAME.match(headless["name"])
    else:
        is_name = _NAME.match(text)
    return _Column(text.isupper(), text.rsplit(maxsplit=1)[-1] if is_name else "")


# Names that a text may hold, by the text as first read.
NamesNear = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """A line to restore: its text, what it needs, OCR's surety (0-1) and other readings of its words by
    offset."""

    text: str
    treatment: Treatment
    surety: Mapping[int, float] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)


# Restored once when the models are loaded: what is compiled is then in memory, and the trie is built.
_REHEARSAL = (Source("Ke hoạch nam hoc", Treatment.OCR, {0: 0.5, 8: 0.5, 12: 0.5}),)


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of a line, what it was restored to, and how sure that is (posterior, 0-1)."""

    start: int
    stop: int
    raw: str
    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """A line in canonical form with its words restored in place.

    ``source`` is the canonical form of what was read, to which the readings' offsets refer; a
    line of specks is empty.
    """

    source: str
    text: str
    readings: tuple[Reading, ...]


def kept(line: Source) -> RestoredLine:
    """A line that needs nothing, in canonical form."""
    text = _clean(line)
    return RestoredLine(text, text, ())


class Restorer:
    """A language model and channels, ready to restore lines of text."""

    def __init__(
        self,
        model: LanguageModel,
        spoiled: Channel,
        misread: Channel,
        codes: Codes,
        rescorer: Rescorer,
        people: People,
    ) -> None:
        self.model = model
        self.codes = codes
        self.rescorer = rescorer
        self.source = CandidateSource(model, spoiled, misread, codes, people)
        self.number, self.pause, self.sentence = model.special()
        self.marks = {
            Sort.NUMBER: self.number,
            Sort.PAUSE: self.pause,
            Sort.SENTENCE: self.sentence,
        }
        self.expected = self.tokens([EXPECTED.read_text(encoding="utf-8")])

    @classmethod
    def load(cls) -> "Restorer":
        """The models that ship with the project, with the machine code that they need."""
        model = LanguageModel.load()
        restorer = cls(
            model,
            Channel.load(SPOILED_MODEL),
            Channel.load(MISREAD_MODEL),
            Codes.load(),
            Rescorer.load(model.vocabulary),
            People.load(),
        )
        restorer.restore(_REHEARSAL)
        return restorer

    def tokens(self, texts: Iterable[str]) -> list[list[int]]:
        """The lines of sound texts as numbers of the vocabulary, each begun by a sentence mark."""
        index, unknown = self.model.index, self.source.unknown
        return [
            [
                self.sentence,
                *(index.get(t, unknown) for t, _ in language_model_tokens(canonical(line))),
            ]
            for text in texts
            for line in text.split("\n")
        ]

    def restore(
        self,
        lines: Sequence[Source],
        context: Iterable[str] = (),
        names: NamesNear | None = None,
        lexicon: Lexicon = NOTHING_LEARNED,
    ) -> list[RestoredLine]:
        """Restore lines of running text.

        ``context`` are sound texts (documents cited, or of the same archive) whose phrases become
        likelier; ``names`` gives, for a text as first read, names that it may hold; ``lexicon`` is
        what reviewers corrected. Lines that need nothing change in Unicode form and tone placement
        only.
        """
        cleaned = [_clean(line) for line in lines]
        streams = self.tokens([*context, *_phrases(lexicon, lines, cleaned)])
        chosen: list[list[Reading]] = [[] for _ in lines]
        for neighbours in grouped(self._stretches(lines, cleaned, chosen)):
            for stretch in neighbours if lexicon else ():
                self._teach(stretch, lines, lexicon)
            expected = self.expected if neighbours[0].width == BEAM else []
            self._decode_together(neighbours, cleaned, chosen, streams, expected, names)
        return [
            RestoredLine(text, _rewrite(text, found), tuple(found))
            for text, found in zip(cleaned, map(_in_order, chosen), strict=True)
        ]

    def meet(self, lines: Sequence[Source]) -> None:
        """Make the candidates of all words of some lines, which are then remembered."""
        for _ in self._stretches(lines, [_clean(line) for line in lines], [[] for _ in lines]):
            pass

    def _stretches(
        self, lines: Sequence[Source], cleaned: Sequence[str], chosen: list[list[Reading]]
    ) -> Iterator[Stretch]:
        full = full_length(cleaned)
        spoiled = [n for n, line in enumerate(lines) if line.treatment is Treatment.SPOILED]
        labels = labels_of({n: cleaned[n] for n in spoiled})
        starts = column_starts(cleaned) if spoiled else {}
        stretch = Stretch()
        before = ""
        label = ""
        for number, (line, text) in enumerate(zip(lines, cleaned, strict=True)):
            if not text.strip() or line.treatment is Treatment.KEEP:
                continue
            if not before or not runs_on(before, text, full):
                if len(stretch.slots) >= STRETCH:
                    yield stretch
                    stretch = Stretch()
                stretch.add_mark(self.sentence)
            before = text
            chosen[number] += self._add_line(
                stretch, number, line, text, labels.get(number), starts.get(number, [])
            )
            if found := _LETTER_LABEL.match(text):
                if found["letter"] == "d" and label in ("c", "d"):
                    chosen[number].append(_label_d(found, label))
                label = found["letter"]
        yield stretch

    def _add_line(
        self,
        stretch: Stretch,
        number: int,
        line: Source,
        text: str,
        label: Label | None,
        starts: Sequence[int],
    ) -> Iterator[Reading]:
        """Add a line's words to a stretch, those of further columns, which begin at ``starts``, each as
        a sentence; yield the label that was put right and the codes, which need no decoding."""
        if line.treatment is Treatment.SPOILED:
            stretch.width = BEAM
        columns = [
            _column(text[start:stop], self.source.people)
            for start, stop in pairwise((0, *starts, len(text)))
        ]
        at = 0
        fixed = self._specks(line, text)
        if line.treatment is Treatment.SPOILED:
            settled = [*([label] if label else []), *formulas_of(text, starts)]
            fixed += [
                Reading(one.start, one.stop, text[one.start : one.stop], one.text, LABEL_SURETY)
                for one in settled
            ]
        fixed.sort(key=lambda one: one.start)
        yield from fixed
        for piece in pieces(text, spoiled=line.treatment is Treatment.SPOILED):
            if (now := bisect_right(starts, piece.start)) > at:
                stretch.add_mark(self.sentence)
                at = now
            before = bisect_right(fixed, piece.start, key=lambda one: one.start) - 1
            if before >= 0 and piece.start < fixed[before].stop:
                self._add_fixed(stretch, fixed[before], piece)
                continue
            raw = text[piece.start : piece.stop]
            if piece.sort is not Sort.WORD:
                stretch.add_mark(self.marks[piece.sort])
                if mended := self._mended(raw, piece, line.treatment):
                    yield mended
            elif _is_roman_label(text, piece):
                stretch.add_mark(self.number)
            else:
                fresh = not stretch.words or stretch.words[-1] == self.sentence
                case = columns[at].case(raw, fresh)
                self._add_word(stretch, number, line, text, piece, case)

    def _add_fixed(self, stretch: Stretch, fixed: Reading, piece: Piece) -> None:
        """What a rule has read, for the words around it."""
        if piece.start == fixed.start:
            for token, _ in language_model_tokens(fixed.text):
                stretch.add_mark(self.model.number_of(token))

    def _specks(self, line: Source, text: str) -> list[Reading]:
        """What OCR read with no surety and nobody writes: stamps and dust, to be dropped."""
        if line.treatment is not Treatment.OCR:
            return []
        return [
            Reading(chunk.start(), chunk.end(), chunk[0], "", SPECK_SURETY)
            for chunk in _CHUNK.finditer(text)
            if _surety(line.surety, chunk.start()) < SPECK_ENGINE
            and not _may_be_mark(text, chunk)
            and self._is_scrap(chunk[0])
        ]

    def _is_scrap(self, chunk: str) -> bool:
        """Whether a chunk has no digit and nothing that is or may have been a word."""
        if any(c.isdigit() for c in chunk):
            return False
        words = _LETTERS.findall(chunk)
        return not any(_ABBREVIATED.fullmatch(word) or self._may_be_word(word) for word in words)

    def _may_be_word(self, word: str) -> bool:
        found = self.source.of(word, Treatment.OCR, Case.UNTOLD, 0.0)[0]
        return len(word) > 1 and (word.lower() in self.model.index or len(found.words) > 1)

    def _mended(self, raw: str, piece: Piece, treatment: Treatment) -> Reading | None:
        """A number whose letters lost their bars, as in bare and spoiled text."""
        if piece.sort is not Sort.NUMBER or treatment is Treatment.OCR:
            return None
        text = self.codes.mend(raw, spoiled=treatment is Treatment.SPOILED)
        return Reading(piece.start, piece.stop, raw, text, CODE_SURETY) if text != raw else None

    def _add_word(
        self, stretch: Stretch, number: int, line: Source, text: str, piece: Piece, case: Case
    ) -> None:
        raw = text[piece.start : piece.stop]
        surety = _surety(line.surety, piece.start)
        found = self.source.of(raw, line.treatment, case, surety)
        if len(found) == 1 and (other := _other_reading(line, text, piece)):
            found = (self._with_other(found[0], other),)
        for part, candidates in enumerate(found):
            stretch.add(Slot(number, piece.start, piece.stop, candidates, part > 0, raw))

    def _with_other(self, found: Candidates, other: str) -> Candidates:
        """The candidates with another reading of the word, OCR being as sure of it."""
        number, cost = self.model.number_of(other), min(found.costs)
        if number in found.words:
            costs = tuple(
                min(c, cost) if w == number else c
                for w, c in zip(found.words, found.costs, strict=True)
            )
            return found._replace(costs=costs)
        return Candidates((*found.words, number), (*found.costs, cost), (*found.texts, other))

    def _decode_together(
        self,
        stretches: Sequence[Stretch],
        lines: Sequence[str],
        chosen: list[list[Reading]],
        streams: list[list[int]],
        expected: list[list[int]],
        names: NamesNear | None,
    ) -> None:
        """Decode; look at what is open again, first with the names of the places that were found,
        then with the words that were found as a cache, then with the rescorer's advice."""
        size = len(self.model.vocabulary)
        context = make_context(streams, size)
        found = self._narrowed(stretches, context)
        if streams:
            for stretch in stretches:
                self._guess_garbled(stretch, context)
            found = self._narrowed(stretches, context)
        near = names(" ".join(found)) if names else []
        if near or expected:
            context = make_context([*streams, *expected, *(NAME_WEIGHT * self.tokens(near))], size)
            found = self._narrowed(stretches, context)
        uses = np.zeros(size)
        np.add.at(uses, [self.model.index.get(text, self.source.unknown) for text in found], 1.0)
        uses[: len(SPECIAL)] = 0.0
        around = with_cache(context, uses)
        spelled = _spelled_out(self._abbreviations(stretches, lines), found)
        for stretch in stretches:
            self._take_advice(stretch)
            self._note(stretch, *self._decode(stretch, around), lines, chosen, spelled)

    def _teach(self, stretch: Stretch, lines: Sequence[Source], lexicon: Lexicon) -> None:
        """Offer what reviewers said that words read so mean, where the neighbours bear it out."""
        for position, slot in enumerate(stretch.slots):
            if slot is None or stretch.is_part(position):
                continue
            key = reading_key(slot.raw)
            known = lexicon.meant(
                lines[slot.line].treatment,
                key,
                stretch.read_before(position, AROUND),
                stretch.read_after(position, AROUND),
                garbled=is_garbled(key, self.source.forms),
            )
            if known:
                offer = Offer(known[0], self.model.number_of(known[0]), known[1])
                stretch.exchange(position, offer.added_to(slot.candidates))

    def _guess_garbled(self, stretch: Stretch, context: Context) -> None:
        """Offer what documents around say between the same neighbours for words that the channel
        cannot explain."""
        added: dict[int, Candidates] = {}
        for position, slot in enumerate(stretch.slots):
            if slot is None or min(slot.candidates.costs) < GARBLED or slot.raw.isupper():
                continue
            places = stretch.first[position : position + 2]
            before = stretch.words[stretch.first[position - 1] : places[0]] if position else []
            after = stretch.words[places[1] : stretch.first[min(position + 2, len(stretch.slots))]]
            said = between(context, before, after) - set(stretch.words[slice(*places)])
            words = tuple(word for word in said if self.model.syllable[word])
            texts = tuple(self.model.vocabulary[word] for word in words)
            if words:
                costs = tuple(_guess_cost(slot.raw, text) for text in texts)
                added[position] = Candidates(words, costs, texts)
        stretch.add_candidates(added)

    def _take_advice(self, stretch: Stretch) -> None:
        """Let the rescorer, which sees further, move the costs of what is still open."""
        words, _, first = stretch.lattice()
        advice = self.rescorer.advice(words, stretch.posterior, first, stretch.best)
        stretch.costs = [cost + more for cost, more in zip(stretch.costs, advice, strict=True)]

    def _abbreviations(self, stretches: Sequence[Stretch], lines: Sequence[str]) -> set[str]:
        """The abbreviations of three letters or more whose D may have been a Đ."""
        slots = (slot for stretch in stretches for slot in stretch.slots if slot)
        words = {lines[slot.line][slot.start : slot.stop] for slot in slots}
        return {
            word
            for word in words
            if _ABBREVIATION.match(word) and not self.source.may_be_syllable(word.lower())
        }

    def _narrowed(self, stretches: Sequence[Stretch], context: Context) -> list[str]:
        """Decode, keep the candidates that are still likely, and return the words found."""
        found: list[str] = []
        for stretch in stretches:
            best, posterior = self._decode(stretch, context)
            found += [stretch.texts[position] for position in best]
            stretch.narrow(best, posterior)
        return found

    def _decode(
        self, stretch: Stretch, context: Context
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        return decode(self.model.trie, context, stretch.lattice(), self.sentence, stretch.width)

    def _note(
        self,
        stretch: Stretch,
        best: NDArray[np.int32],
        posterior: NDArray[np.float32],
        lines: Sequence[str],
        chosen: list[list[Reading]],
        spelled: Mapping[str, str],
    ) -> None:
        """Turn the decoder's answer into readings of the lines; the text's own abbreviations,
        ``spelled`` as their words are, have the say over the vocabulary's."""
        for position, slot in enumerate(stretch.slots):
            if slot is None:
                continue
            first, after = stretch.first[position], stretch.first[position + 1]
            raw = lines[slot.line][slot.start : slot.stop]
            texts = stretch.texts[first:after]
            reading = _reading(
                slot, texts, raw, int(best[position]) - first, posterior[first:after]
            )
            if stretch.words[int(best[position])] == self.source.unknown and raw.isalpha():
                reading = replace(reading, confidence=reading.confidence * UNKNOWN_SURETY)
            if raw in spelled:
                reading = replace(reading, text=spelled[raw], confidence=CODE_SURETY)
            readings = chosen[slot.line]
            if slot.continues:
                readings[-1] = _joined(readings[-1], reading)
            else:
                readings.append(reading)


def _other_reading(line: Source, text: str, piece: Piece) -> str | None:
    """What a second reading made of a word (lower case), where both are one word, signs aside."""
    at = max((offset for offset in line.others if offset <= piece.start), default=None)
    chunk = _CHUNK.match(text, at) if at is not None else None
    if chunk is None or chunk.end() <= piece.start:
        return None
    ours, theirs = (
        _LETTERS.findall(chunk[0]),
        _LETTERS.findall(canonical(line.others[chunk.start()])),
    )
    if len(ours) != 1 or len(theirs) != 1 or ours[0].lower() == theirs[0].lower():
        return None
    return str(theirs[0].lower())


def _clean(line: Source) -> str:
    text = canonical(line.text)
    if line.treatment is not Treatment.SPOILED:
        return text
    return "" if is_noise(text) else without_specks(text)


def _phrases(lexicon: Lexicon, lines: Sequence[Source], cleaned: Sequence[str]) -> list[str]:
    """The phrases that reviewers settled about words that the text has."""
    if not lexicon:
        return []
    return lexicon.phrases(
        (line.treatment, reading_key(text[piece.start : piece.stop]))
        for line, text in zip(lines, cleaned, strict=True)
        for piece in pieces(text, spoiled=line.treatment is Treatment.SPOILED)
        if piece.sort is Sort.WORD
    )


def _surety(by_offset: Mapping[int, float], start: int) -> float:
    """OCR's surety of the word around an offset, in steps."""
    if not by_offset:
        return 1.0
    at = max((offset for offset in by_offset if offset <= start), default=None)
    value = by_offset[at] if at is not None else 1.0
    return round(value * SURETY_STEPS) / SURETY_STEPS if value < 0.9 else round(value, 2)


def _is_roman_label(text: str, piece: Piece) -> bool:
    return bool(_ROMAN.match(text[piece.start : piece.stop])) and text[piece.stop : piece.stop + 1] in (
        ".", ")", "/",
    )  # fmt: skip


def _guess_cost(raw: str, text: str) -> float:
    """How dear it is to read a garbled word as one that documents around have in its place."""
    unlike = Levenshtein.normalized_distance(raw.lower(), strip_diacritics(text))
    return GUESS_COST + GUESS_UNLIKE * unlike


def _spelled_out(abbreviations: Iterable[str], found: Sequence[str]) -> dict[str, str]:
    """Abbreviations spelled as the words are that they stand for, where the text has these.

    >>> _spelled_out(["VCDL"], ["vận", "chuyển", "độc", "lập", "", "vcdl"])
    {'VCDL': 'VCĐL'}
    """
    heads = "".join(text[:1] or "|" for text in found)
    bare = strip_diacritics(heads)
    spelled = {}
    for abbreviation in abbreviations:
        places = re.finditer(f"(?={abbreviation.lower()})", bare)
        forms = Counter(
            "".join("Đ" if heads[p.start() + at] == "đ" else c for at, c in enumerate(abbreviation))
            for p in places
        )
        if forms:
            spelled[abbreviation] = forms.most_common(1)[0][0]
    return spelled


def _reading(
    slot: Slot, texts: Sequence[str], raw: str, best: int, posterior: NDArray[np.float32]
) -> Reading:
    text = texts[best]
    cased = raw if text == raw.lower() else copy_case(raw, text)
    if len(texts) == 1:
        return Reading(slot.start, slot.stop, raw, cased, min(1.0, float(posterior[0])))
    ranked = [int(k) for k in np.argsort(-posterior)[: ALTERNATIVES + 1] if posterior[k] >= 0.001]
    others = tuple((copy_case(raw, texts[k]), float(posterior[k])) for k in ranked if k != best)
    return Reading(
        slot.start, slot.stop, raw, cased, min(1.0, float(posterior[best])), others[:ALTERNATIVES]
    )


def _joined(left: Reading, right: Reading) -> Reading:
    """Two words that had run together."""
    second = right.text.lower() if not right.raw.isupper() else right.text
    text = f"{left.text} {second}"
    return Reading(
        left.start, left.stop, left.raw, text, SPLIT_SURETY * left.confidence * right.confidence
    )


def _may_be_mark(text: str, chunk: re.Match[str]) -> bool:
    """Whether a sign is alone at the start of its line, as the mark of an item, or a dash inside."""
    before, after = text[: chunk.start()], text[chunk.end() :]
    if not before.strip():
        return len(chunk[0]) == 1 and not chunk[0].isalpha()
    return chunk[0] in _DASHES and bool(_LETTERS.search(before)) and bool(after.strip())


def _label_d(found: re.Match[str], before: str) -> Reading:
    """An item "d)" after "c)" is itself; after another "d)" it is the next letter, "đ)"."""
    letter = "đ" if before == "d" else "d"
    return Reading(found.start("letter"), found.end("letter"), "d", letter, LABEL_SURETY)


def _in_order(readings: list[Reading]) -> list[Reading]:
    """By place; what was read by a rule has the say over what was decoded."""
    by_place = {reading.start: reading for reading in reversed(readings)}
    return sorted(by_place.values(), key=lambda reading: reading.start)


def _rewrite(line: str, readings: Sequence[Reading]) -> str:
    parts, end = [], 0
    for reading in readings:
        parts += [line[end : reading.start], reading.text]
        end = reading.stop
    return "".join(parts) + line[end:]
