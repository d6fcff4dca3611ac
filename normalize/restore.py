"""Restoration: spoiled and bare words become right words, line for line.

Words are read against candidates (forms that share the folded key, or what OCR may have spoiled)
and the language model, decoded over whole stretches of running text; everything that is not a
Vietnamese word (numbers, codes, addresses) stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from ingest.page import Quality
from normalize.channel import Channel, SyllableTrie
from normalize.decoder import BEAM, Lattice, decode
from normalize.folding import canonical, copy_case, has_diacritics, strip_diacritics
from normalize.language_model import LanguageModel
from normalize.lines import LABEL, is_noise, without_specks
from normalize.tokens import SPECIAL

# Pieces of a line: runs of letters, digits and the signs that OCR puts for letters.
_PIECE = re.compile(r"[^\W_]+(?:[£$^*~|\\€¥§][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]")
_PAUSE = re.compile(r"[,;:()\[\]\"“”‘’'«»–—/+*•|-]")
_CODE = re.compile(r"\S*\d\S*/\S+|\S*\d[-.]\S+|\S+@\S+|https?:\S+|www\.\S+|\S+\.(?:vn|com|edu|org)\S*")
_ROMAN = re.compile(r"[IVX]{1,4}\Z")

# Weights, fitted on development data (see docs/models.md).
CAPITAL_WEIGHT = 0.3
CHANNEL_WEIGHT = 0.8
# Cost of leaving a spoiled word as it is when the vocabulary does not have it.
KEEP_UNKNOWN = 9.0
# Cost of reading a mixture of letters and digits ("B1", "s6") as a code.
KEEP_MIXED = 3.0
# Words decoded in one go; longer stretches are cut at line ends.
STRETCH = 600
SPLIT_COST = 5.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of a line, what it was restored to, and how sure that is."""

    start: int
    stop: int
    raw: str
    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class _Slot:
    """One position of the lattice: where it stands, and its candidates."""

    line: int
    start: int
    stop: int
    words: tuple[int, ...]
    costs: tuple[float, ...]
    texts: tuple[str, ...]
    part: int = 0


@dataclass(slots=True)
class _Stretch:
    slots: list[_Slot | None] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])

    def add(self, words: Iterable[int], costs: Iterable[float], slot: _Slot | None) -> None:
        self.words.extend(words)
        self.costs.extend(costs)
        self.first.append(len(self.words))
        self.slots.append(slot)


class Restorer:
    """A language model and a channel, ready to restore lines of text."""

    def __init__(self, model: LanguageModel, channel: Channel) -> None:
        self.model = model
        self.channel = channel
        self.number, self.pause, self.sentence = model.special()
        self.unknown = model.index["<unk>"]
        self.forms: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(model.vocabulary[len(SPECIAL) :], start=len(SPECIAL)):
            self.forms[strip_diacritics(word)].append(number)
        self.candidates = lru_cache(maxsize=200_000)(self._candidates)

    @classmethod
    def load(cls) -> "Restorer":
        """The models that ship with the project."""
        return cls(LanguageModel.load(), Channel.load())

    @property
    def trie(self) -> SyllableTrie:
        """The syllables that spoiled words may have been."""
        if not hasattr(self, "_trie"):
            words = [
                (word, number)
                for number, word in enumerate(self.model.vocabulary)
                if self.model.syllable[number]
            ]
            self._trie = self.channel.trie(words)
        return self._trie

    def restore(
        self, lines: Sequence[str], qualities: Sequence[Quality]
    ) -> list[tuple[str, list[Reading]]]:
        """Restore lines of text, each of the given quality.

        Returns, for each line, its text in canonical form with words replaced in place, and the
        readings of its pieces (offsets in the text as received). Lines of sound quality change
        in Unicode form and tone placement only.
        """
        cleaned = [
            without_specks(canonical(line)) if quality is Quality.GARBLED else canonical(line)
            for line, quality in zip(lines, qualities, strict=True)
        ]
        chosen: list[list[Reading]] = [[] for _ in cleaned]
        stretch = _Stretch()
        for number, (line, quality) in enumerate(zip(cleaned, qualities, strict=True)):
            if quality in (Quality.SOUND, Quality.LEGACY, Quality.ABSENT):
                chosen[number] = [_kept(m[0], m.start(), m.end()) for m in _PIECE.finditer(line)]
                continue
            if quality is Quality.GARBLED and is_noise(line):
                continue
            self._add_line(stretch, number, line, quality)
            if len(stretch.slots) >= STRETCH:
                self._decode(stretch, cleaned, chosen)
                stretch = _Stretch()
        self._decode(stretch, cleaned, chosen)
        noise = [q is Quality.GARBLED and is_noise(t) for q, t in zip(qualities, cleaned, strict=True)]
        return [
            ("", []) if dropped else (_rewrite(line, found), found)
            for line, found, dropped in zip(cleaned, chosen, noise, strict=True)
        ]

    def _add_line(self, stretch: _Stretch, number: int, line: str, quality: Quality) -> None:
        if LABEL.match(line):
            stretch.add((self.sentence,), (0.0,), None)
        codes = [m.span() for m in _CODE.finditer(line)]
        end = 0
        for piece in _PIECE.finditer(line):
            self._add_marks(stretch, line[end : piece.start()])
            end = piece.end()
            in_code = any(a <= piece.start() < b for a, b in codes)
            if in_code or piece[0].isdigit():
                if not stretch.words or stretch.words[-1] != self.number:
                    stretch.add((self.number,), (0.0,), None)
                continue
            for slot in self._slots(piece, number, quality):
                stretch.add(slot.words, slot.costs, slot)
        self._add_marks(stretch, line[end:])

    def _add_marks(self, stretch: _Stretch, between: str) -> None:
        if _SENTENCE_END.search(between):
            stretch.add((self.sentence,), (0.0,), None)
        elif between.strip() and _PAUSE.search(between) and between.strip() not in "-–/":
            stretch.add((self.pause,), (0.0,), None)

    def _slots(self, piece: re.Match[str], line: int, quality: Quality) -> list[_Slot]:
        raw = piece[0]
        key = _reading_key(raw)
        capital = raw[0].isupper() and not (len(raw) > 1 and raw.isupper())
        if _ROMAN.match(raw) and piece.string[piece.end() : piece.end() + 1] in (".", ")", "/"):
            return [_Slot(line, piece.start(), piece.end(), (self.number,), (0.0,), (raw,))]
        spoiled = quality is Quality.GARBLED and not (raw.isupper() and self._is_abbreviation(key))
        found = self.candidates(key, spoiled, any(c.isdigit() for c in key))
        slots = []
        for part, (words, costs, texts) in enumerate(found):
            dear = self._capital_costs(words, capital) if not raw.isupper() else costs
            total = tuple(c + d for c, d in zip(costs, dear, strict=True)) if dear is not costs else costs
            slots.append(_Slot(line, piece.start(), piece.end(), words, total, texts, part))
        return slots

    def _is_abbreviation(self, key: str) -> bool:
        """Whether the vocabulary knows these capitals as an abbreviation and as nothing else."""
        forms = self.forms.get(strip_diacritics(key), [])
        return bool(forms) and not any(self.model.syllable[form] for form in forms)

    def _capital_costs(self, words: tuple[int, ...], capital: bool) -> tuple[float, ...]:
        shares = (float(self.model.capital[word]) for word in words)
        if capital:
            return tuple(-CAPITAL_WEIGHT * np.log(max(share, 1e-4)) for share in shares)
        return tuple(-CAPITAL_WEIGHT * np.log(max(1 - share, 1e-4)) for share in shares)

    def _candidates(
        self, key: str, garbled: bool, mixed: bool
    ) -> list[tuple[tuple[int, ...], tuple[float, ...], tuple[str, ...]]]:
        """Candidates of a piece in lower case, as one slot or, where two words ran together, two."""
        if not garbled:
            return [self._bare(key, mixed)]
        one = self._spoiled(key, mixed)
        if len(key) >= 6 and min(one[1]) > SPLIT_COST and not mixed:
            halves = self._split(key, min(one[1]))
            if halves:
                return halves
        return [one]

    def _bare(self, key: str, mixed: bool) -> tuple[tuple[int, ...], tuple[float, ...], tuple[str, ...]]:
        forms = [self.model.index[key]] if has_diacritics(key) and key in self.model.index else []
        forms = forms or (self.forms.get(strip_diacritics(key), []) if not has_diacritics(key) else [])
        if mixed or not forms:
            return (self.number if mixed else self.unknown,), (0.0,), (key,)
        return tuple(forms), (0.0,) * len(forms), tuple(self.model.vocabulary[n] for n in forms)

    def _spoiled(self, key: str, mixed: bool) -> tuple[tuple[int, ...], tuple[float, ...], tuple[str, ...]]:
        numbers, dear = self.channel.candidates(key, self.trie)
        costs = {int(n): CHANNEL_WEIGHT * float(c) for n, c in zip(numbers, dear, strict=True)}
        for form in self.forms.get(strip_diacritics(key), []):
            cost = 0.0 if self.model.vocabulary[form] == key else 0.5
            costs[form] = min(cost, costs.get(form, 99.0))
        texts = {n: self.model.vocabulary[n] for n in costs}
        own = self.number if mixed else self.unknown
        if mixed or not self.forms.get(strip_diacritics(key)):
            costs[own] = KEEP_MIXED if mixed else KEEP_UNKNOWN
            texts[own] = key
        return tuple(costs), tuple(costs.values()), tuple(texts[n] for n in costs)

    def _split(
        self, key: str, whole: float
    ) -> list[tuple[tuple[int, ...], tuple[float, ...], tuple[str, ...]]]:
        best, where = whole - SPLIT_COST, 0
        for at in range(2, len(key) - 1):
            left, right = self._spoiled(key[:at], False), self._spoiled(key[at:], False)
            cost = min(left[1]) + min(right[1])
            if cost < best:
                best, where = cost, at
        if not where:
            return []
        return [self._spoiled(key[:where], False), self._spoiled(key[where:], False)]

    def _decode(
        self, stretch: _Stretch, lines: Sequence[str], chosen: list[list[Reading]]
    ) -> None:
        if not stretch.slots:
            return
        lattice = Lattice(
            np.array(stretch.words, dtype=np.int32),
            np.array(stretch.costs, dtype=np.float32),
            np.array(stretch.first, dtype=np.int32),
        )
        best, posterior = decode(self.model.trie, lattice, self.sentence, 1.0, BEAM)
        for position, slot in enumerate(stretch.slots):
            if slot is None:
                continue
            first, after = stretch.first[position], stretch.first[position + 1]
            raw = lines[slot.line][slot.start : slot.stop]
            reading = _reading(slot, raw, int(best[position]) - first, posterior[first:after])
            readings = chosen[slot.line]
            if slot.part:
                readings[-1] = _merge(readings[-1], reading)
            else:
                readings.append(reading)


def _reading(slot: _Slot, raw: str, best: int, posterior: np.ndarray) -> Reading:
    order = [int(k) for k in np.argsort(-posterior)[:6] if k != best and posterior[k] >= 0.001]
    text = slot.texts[best]
    cased = raw if text == raw.lower() else copy_case(raw, text)
    others = tuple((copy_case(raw, slot.texts[k]), float(posterior[k])) for k in order[:5])
    return Reading(slot.start, slot.stop, raw, cased, min(1.0, float(posterior[best])), others)


def _reading_key(raw: str) -> str:
    """The piece in lower case; a small L among capitals is an I ("THlTC")."""
    capitals = sum(c.isupper() for c in raw)
    if capitals >= 2 and "l" in raw and capitals + raw.count("l") == len(raw):
        raw = raw.replace("l", "I")
    return raw.lower()


def _merge(left: Reading, right: Reading) -> Reading:
    """Two words that had run together."""
    text = f"{left.text} {right.text.lower() if left.text.islower() else right.text}"
    return Reading(left.start, left.stop, left.raw, text, left.confidence * right.confidence)


def _kept(text: str, start: int, stop: int) -> Reading:
    return Reading(start, stop, text, text, 1.0)


def _rewrite(line: str, readings: Sequence[Reading]) -> str:
    parts, end = [], 0
    for reading in readings:
        parts += [line[end : reading.start], reading.text]
        end = reading.stop
    return "".join(parts) + line[end:]
