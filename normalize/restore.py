"""Restoration: spoiled and bare words become right words, line for line.

Words are read against candidates and the language model, decoded over whole stretches of running
text; everything that is not a Vietnamese word (numbers, codes, addresses) stays as it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from normalize.answers import in_order, joined, reading_of, rewrite, spelled_out
from normalize.candidates import CandidateSource
from normalize.channel import MISREAD_MODEL, SPOILED_MODEL, Channel
from normalize.codes import Codes
from normalize.context import Context, between, make_context, with_cache
from normalize.decoder import BEAM, decode
from normalize.folding import canonical, strip_diacritics
from normalize.language_model import LanguageModel
from normalize.laying import CODE_SURETY, Layer
from normalize.lexicon import AROUND, NOTHING_LEARNED, Lexicon, Offer, is_garbled
from normalize.people import People
from normalize.reading import Candidates, Treatment, reading_key
from normalize.rescorer import Rescorer
from normalize.source import NamesNear, Reading, RestoredLine, Source, clean
from normalize.stretch import Stretch, grouped
from normalize.tokens import SPECIAL, Sort, language_model_tokens, pieces

# Trust in a word that the vocabulary lacks and that was left as it was: chosen so that it is reviewed.
UNKNOWN_SURETY = 0.6
# Shorter ones stand for too many things: every third word begins with a T or a C.
_ABBREVIATION = re.compile(r"(?=[A-Z]*D)[A-Z]{3,}\Z")
# How often each name of a place nearby counts as seen. Of 1, 3 and 6, 3 left the fewest errors.
NAME_WEIGHT = 3
# A word that the channel explains at no lower cost than this is garbled. Another reading costs
# GUESS_COST and GUESS_UNLIKE times the share of letters that differ: as much as leaving the word as it
# is when half of them do.
GARBLED, GUESS_COST, GUESS_UNLIKE = 5.0, 5.0, 8.0
# Formulas of heads and closings, which the model has seen seldom.
EXPECTED = Path(__file__).parent / "expected.txt"


# Restored once when the models are loaded: what is compiled is then in memory, and the trie is built.
_REHEARSAL = (Source("Ke hoạch nam hoc", Treatment.OCR, {0: 0.5, 8: 0.5, 12: 0.5}),)


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
        self.rescorer = rescorer
        self.source = CandidateSource(model, spoiled, misread, codes, people)
        self.layer = Layer(model, self.source, codes)
        self.sentence = model.sentence
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
        cleaned = [clean(line) for line in lines]
        streams = self.tokens([*context, *_phrases(lexicon, lines, cleaned)])
        chosen: list[list[Reading]] = [[] for _ in lines]
        for neighbours in grouped(self.layer.stretches(lines, cleaned, chosen)):
            for stretch in neighbours if lexicon else ():
                self._teach(stretch, lines, lexicon)
            expected = self.expected if neighbours[0].width == BEAM else []
            self._decode_together(neighbours, cleaned, chosen, streams, expected, names)
        return [
            RestoredLine(text, rewrite(text, found), tuple(found))
            for text, found in zip(cleaned, map(in_order, chosen), strict=True)
        ]

    def meet(self, lines: Sequence[Source]) -> None:
        """Make the candidates of all words of some lines, which are then remembered."""
        for _ in self.layer.stretches(lines, [clean(line) for line in lines], [[] for _ in lines]):
            pass

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
        spelled = spelled_out(self._abbreviations(stretches, lines), found)
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
            reading = reading_of(
                slot, texts, raw, int(best[position]) - first, posterior[first:after]
            )
            if stretch.words[int(best[position])] == self.source.unknown and raw.isalpha():
                reading = replace(reading, confidence=reading.confidence * UNKNOWN_SURETY)
            if raw in spelled:
                reading = replace(reading, text=spelled[raw], confidence=CODE_SURETY)
            readings = chosen[slot.line]
            if slot.continues:
                readings[-1] = joined(readings[-1], reading)
            else:
                readings.append(reading)


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


def _guess_cost(raw: str, text: str) -> float:
    """How dear it is to read a garbled word as one that documents around have in its place."""
    unlike = Levenshtein.normalized_distance(raw.lower(), strip_diacritics(text))
    return GUESS_COST + GUESS_UNLIKE * unlike
