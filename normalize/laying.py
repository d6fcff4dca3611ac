"""From lines to stretches: which words are to be decoded, and what is settled before.

Numbers, codes, labels and formulas need no decoding; specks of OCR are dropped. Everything else becomes a
slot with its candidates, each column of a line a sentence of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ingest.layout.parting import column_starts
from normalize.candidates import CandidateSource
from normalize.codes import Codes
from normalize.decoder import BEAM
from normalize.folding import canonical
from normalize.labels import LABEL_SURETY, Label, formulas_of, is_numeral, labels_of, letters_of
from normalize.language_model import LanguageModel
from normalize.lines import full_length, runs_on
from normalize.people import People
from normalize.reading import Candidates, Case, Treatment
from normalize.source import Reading, Source
from normalize.stretch import Slot, Stretch
from normalize.tokens import Piece, Sort, language_model_tokens, pieces

# A column that holds nothing but a name.
_NAME = re.compile(r"\s*[A-ZĐÀ-Ý][^\W_A-Z]\S*(?:\s+[A-ZĐÀ-Ý][^\W_A-Z]\S*){1,4}\s*$")
# The same behind a family name whose first letter is lost.
_HEADLESS = re.compile(r"\s*(?P<rest>[^\W\d_A-Z]{3,5})\s+(?P<name>[A-ZĐÀ-Ý]\S*\s.*)$")
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
# Steps in which OCR confidences are told apart, so that candidates can be remembered.
SURETY_STEPS = 20
# Trust in the letters D and Đ of a number as the table spells them: chosen, not counted.
CODE_SURETY = 0.97


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


class Layer:
    """Lays lines out as stretches."""

    def __init__(self, model: LanguageModel, source: CandidateSource, codes: Codes) -> None:
        self._model = model
        self._source = source
        self._codes = codes
        number, pause, self._sentence = model.special()
        self._marks = {Sort.NUMBER: number, Sort.PAUSE: pause, Sort.SENTENCE: self._sentence}

    def stretches(
        self, lines: Sequence[Source], cleaned: Sequence[str], chosen: list[list[Reading]]
    ) -> Iterator[Stretch]:
        """The lines as stretches; what needs no decoding is added to what is ``chosen`` for each line."""
        full = full_length(cleaned)
        to_restore = {
            number: text
            for number, (line, text) in enumerate(zip(lines, cleaned, strict=True))
            if text.strip() and line.treatment is not Treatment.KEEP
        }
        spoiled = [n for n, line in enumerate(lines) if line.treatment is Treatment.SPOILED]
        labels = labels_of({n: cleaned[n] for n in spoiled})
        letters = letters_of(to_restore)
        starts = _column_starts(lines, cleaned)
        stretch = Stretch()
        before = ""
        for number, text in to_restore.items():
            if not before or not runs_on(before, text, full):
                if len(stretch.slots) >= STRETCH:
                    yield stretch
                    stretch = Stretch()
                stretch.add_mark(self._sentence)
            before = text
            chosen[number] += self._add_line(
                stretch, number, lines[number], text, labels.get(number), starts.get(number, [])
            )
            if number in letters:
                chosen[number].append(_settled(letters[number], text))
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
            _column(text[start:stop], self._source.people)
            for start, stop in pairwise((0, *starts, len(text)))
        ]
        at = 0
        fixed = self._specks(line, text)
        if line.treatment is Treatment.SPOILED:
            settled = [*([label] if label else []), *formulas_of(text, starts)]
            fixed += [_settled(one, text) for one in settled]
        fixed.sort(key=lambda one: one.start)
        yield from fixed
        for piece in pieces(text, spoiled=line.treatment is Treatment.SPOILED):
            if (now := bisect_right(starts, piece.start)) > at:
                stretch.add_mark(self._sentence)
                at = now
            before = bisect_right(fixed, piece.start, key=lambda one: one.start) - 1
            if before >= 0 and piece.start < fixed[before].stop:
                self._add_fixed(stretch, fixed[before], piece)
                continue
            raw = text[piece.start : piece.stop]
            if piece.sort is not Sort.WORD:
                stretch.add_mark(self._marks[piece.sort])
                if mended := self._mended(raw, piece, line.treatment):
                    yield mended
            elif is_numeral(text, piece.start, piece.stop):
                stretch.add_mark(self._marks[Sort.NUMBER])
            else:
                fresh = not stretch.words or stretch.words[-1] == self._sentence
                case = columns[at].case(raw, fresh)
                self._add_word(stretch, number, line, text, piece, case)

    def _add_fixed(self, stretch: Stretch, fixed: Reading, piece: Piece) -> None:
        """What a rule has read, for the words around it."""
        if piece.start == fixed.start:
            for token, _ in language_model_tokens(fixed.text):
                stretch.add_mark(self._model.number_of(token))

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
        found = self._source.of(word, Treatment.OCR, Case.UNTOLD, 0.0)[0]
        return len(word) > 1 and (word.lower() in self._model.index or len(found.words) > 1)

    def _mended(self, raw: str, piece: Piece, treatment: Treatment) -> Reading | None:
        """A number whose letters lost their bars, as in bare and spoiled text."""
        if piece.sort is not Sort.NUMBER or treatment is Treatment.OCR:
            return None
        text = self._codes.mend(raw, spoiled=treatment is Treatment.SPOILED)
        return Reading(piece.start, piece.stop, raw, text, CODE_SURETY) if text != raw else None

    def _add_word(
        self, stretch: Stretch, number: int, line: Source, text: str, piece: Piece, case: Case
    ) -> None:
        raw = text[piece.start : piece.stop]
        surety = _surety(line.surety, piece.start)
        found = self._source.of(raw, line.treatment, case, surety)
        if len(found) == 1 and (other := _other_reading(line, text, piece)):
            found = (self._with_other(found[0], other),)
        for part, candidates in enumerate(found):
            stretch.add(Slot(number, piece.start, piece.stop, candidates, part > 0, raw))

    def _with_other(self, found: Candidates, other: str) -> Candidates:
        """The candidates with another reading of the word, OCR being as sure of it."""
        number, cost = self._model.number_of(other), min(found.costs)
        if number in found.words:
            costs = tuple(
                min(c, cost) if w == number else c
                for w, c in zip(found.words, found.costs, strict=True)
            )
            return found._replace(costs=costs)
        return Candidates((*found.words, number), (*found.costs, cost), (*found.texts, other))


def _column_starts(lines: Sequence[Source], cleaned: Sequence[str]) -> Mapping[int, list[int]]:
    """Where further columns of lines begin, on each page that has spoiled lines."""
    found: dict[int, list[int]] = {}
    for _, page in groupby(range(len(lines)), key=lambda number: lines[number].page):
        numbers = list(page)
        if any(lines[number].treatment is Treatment.SPOILED for number in numbers):
            starts = column_starts([cleaned[number] for number in numbers])
            found |= {numbers[at]: columns for at, columns in starts.items()}
    return found


def _settled(label: Label, text: str) -> Reading:
    """A label or formula of a line that a rule has read."""
    start, stop = label.start, label.stop
    return Reading(start, stop, text[start:stop], label.text, LABEL_SURETY)


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


def _surety(by_offset: Mapping[int, float], start: int) -> float:
    """OCR's surety of the word around an offset, in steps."""
    if not by_offset:
        return 1.0
    at = max((offset for offset in by_offset if offset <= start), default=None)
    value = by_offset[at] if at is not None else 1.0
    return round(value * SURETY_STEPS) / SURETY_STEPS if value < 0.9 else round(value, 2)


def _may_be_mark(text: str, chunk: re.Match[str]) -> bool:
    """Whether a sign is alone at the start of its line, as the mark of an item, or a dash inside."""
    before, after = text[: chunk.start()], text[chunk.end() :]
    if not before.strip():
        return len(chunk[0]) == 1 and not chunk[0].isalpha()
    return chunk[0] in _DASHES and bool(_LETTERS.search(before)) and bool(after.strip())
