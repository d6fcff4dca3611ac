"""What a word as read may have been: candidates with costs, by how the text was treated.

Costs are negative logarithms of the probability that the candidate was read as the word, so that
they add to those of the language model.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from normalize.channel import Channel, SyllableTrie
from normalize.codes import MISREAD, Codes
from normalize.folding import has_diacritics, strip_diacritics
from normalize.language_model import LanguageModel
from normalize.parts import Parts
from normalize.people import People
from normalize.reading import Candidates, Case, Treatment, reading_key
from normalize.tokens import FIGURES, NUMBER, SPECIAL, UNKNOWN

# How much a capital inside a sentence says for a name, and a small letter against one.
CAPITAL_WEIGHT = 0.3
# How much the place in a name says that stands alone, as under a signature.
NAME_WEIGHT = 0.6
# Cost of leaving a spoiled word as it is when the vocabulary does not have it.
KEEP_UNKNOWN = 11.0
# Cost of reading a mixture of letters and digits ("B1", "s6") as a code.
KEEP_MIXED = 5.0
# The same for capitals among small letters, which are as likely an abbreviation.
KEEP_CAPITALS = 2.0
# Cost of reading a digit and one letter ("1a") as a number, and letters of which none is a capital.
KEEP_LABEL, KEEP_MIXED_LOW = 4.0, 8.0
# Cost of a consonant that stands alone in spoiled text: it is seldom a word ("b" for "ở").
LONE_CONSONANT = 4.0
# Cost of a lone consonant as a word of one vowel, where the channel has not learned a lower one.
LONE_VOWEL = 6.0
VOWELS = frozenset("aeiouyàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụ")
_ENDS_SMALL = re.compile(r"[A-Z]{2,4}[rg]$")
_READ_FOR_VOWELS = VOWELS | frozenset("qg")
# What a sign or digit that stands alone is to the language model, if it is no misread vowel.
_ALONE = {"&": "và", "¢": "", "@": ""} | dict.fromkeys(FIGURES, NUMBER)
# Further cost of figures alone as a word: most are figures.
FIGURE_AS_WORD = 1.5
# Cost of a word that is none of the language's ("wire").
FOREIGN = 3.0
# Cost of each letter of a word that nobody knows, beside which syllables that ran together are weighed.
LETTER_OF_UNKNOWN, LETTER_OF_CAPITALS = 3.2, 4.0
# Cost of reading capitals that are a known abbreviation as a word.
ABBREVIATION_AS_WORD = 0.5
# A word of six letters or more that costs this much may be two that ran together.
SPLIT_COST = 5.0
SPLIT_LENGTH = 6
CHANNEL_WEIGHT = 0.8
# Cost of a Đ read as a B, O, 0 or P in an abbreviation: about one in twenty, chosen by hand.
MISREAD_BAR = 3.0
# Forms with the right bare letters are never dearer than this, whatever the channel says.
FOLDED_COST = 0.5
# OCR with the Vietnamese model: candidates kept for a doubtful word.
OCR_CANDIDATES = 20
# Share of words that such OCR reads right on clean office pages, about; sets how dear a change is.
OCR_RIGHT = 0.97


class CandidateSource:
    """Makes the candidates of words, remembering those it has made."""

    def __init__(
        self,
        model: LanguageModel,
        spoiled: Channel,
        misread: Channel,
        codes: Codes,
        people: People,
    ) -> None:
        self.model = model
        self.codes = codes
        self.people = people
        self.unknown = model.index[UNKNOWN]
        self.number = model.index[NUMBER]
        self.spoiled_channel, self.misread_channel = spoiled, misread
        self.forms: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(model.vocabulary[len(SPECIAL) :], start=len(SPECIAL)):
            self.forms[strip_diacritics(word)].append(number)
        self.vowels = [
            number
            for number, word in enumerate(model.vocabulary)
            if len(word) == 1 and model.syllable[number] and strip_diacritics(word) in VOWELS
        ]
        shares = model.capital.tolist()
        self.dear = {
            Case.CAPITAL: [-CAPITAL_WEIGHT * log(max(share, 1e-4)) for share in shares],
            Case.LOW: [-CAPITAL_WEIGHT * log(max(1 - share, 1e-4)) for share in shares],
        }
        for case in (Case.FAMILY, Case.MIDDLE, Case.GIVEN):
            place = case.name.lower()
            self.dear[case] = [NAME_WEIGHT * people.cost(place, w) for w in model.vocabulary]
        self.parts = Parts(model, self._as_spoiled)
        self.of = lru_cache(maxsize=300_000)(self._of)
        self.meant = lru_cache(maxsize=100_000)(self._meant)

    @lru_cache(maxsize=2)  # noqa: B019 - one source lives as long as its process
    def _trie(self, channel_number: int) -> SyllableTrie:
        channel = (self.spoiled_channel, self.misread_channel)[channel_number]
        words = [
            (word, number)
            for number, word in enumerate(self.model.vocabulary)
            if self.model.syllable[number]
        ]
        return channel.trie(words)

    def _as_spoiled(self, key: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The syllables that a word may have been before it was spoiled, and what that costs."""
        numbers, dear = self.spoiled_channel.candidates(key, self._trie(0))
        return numbers, CHANNEL_WEIGHT * dear

    def _of(
        self, raw: str, treatment: Treatment, case: Case, surety: float
    ) -> tuple[Candidates, ...]:
        """Candidates of a word as read; two sets where two words ran together.

        ``surety`` is the chance (0-1) that OCR read the word right; it counts for
        ``Treatment.OCR`` only.
        """
        key = reading_key(raw)
        if treatment is Treatment.MARKS:
            found: tuple[Candidates, ...] = (self._bare(raw, key),)
        elif treatment is Treatment.OCR:
            found = (self._misread(raw, key, surety),)
        elif self._is_abbreviation(raw, key):
            found = (self._abbreviation(raw, key),)
            if raw.isupper() and (case is not Case.ALL or _may_hold_vowel(key)):
                found = (self._or_word(found[0], raw, key),)
        else:
            found = self._spoiled_or_split(key, raw, case)
        if case in (Case.UNTOLD, Case.ALL):
            return found
        if case is Case.FAMILY and (families := self.people.headless(raw)):
            found = (self._or_whole(found[0], families), *found[1:])
        dear = self.dear[case]
        return tuple(
            Candidates(
                c.words, tuple(a + dear[w] for w, a in zip(c.words, c.costs, strict=True)), c.texts
            )
            for c in found
        )

    def _or_whole(self, read: Candidates, families: Sequence[str]) -> Candidates:
        """A word as read, or one of the family names that lost their first letter."""
        known = [self.model.index[one] for one in families if one in self.model.index]
        more = tuple(number for number in known if number not in read.words)
        return Candidates(
            read.words + more,
            read.costs + (0.0,) * len(more),
            read.texts + tuple(self.model.vocabulary[number] for number in more),
        )

    def _is_abbreviation(self, raw: str, key: str) -> bool:
        """Whether these capitals are known as an abbreviation and as nothing else; "TTr" and "TTg" end in
        a small letter."""
        if not raw.isupper():
            return bool(_ENDS_SMALL.match(raw))
        in_vocabulary = strip_diacritics(key) in self.forms and not self.may_be_syllable(key)
        return in_vocabulary or self.codes.knows(raw)

    def may_be_syllable(self, key: str) -> bool:
        """Whether a form of these letters (lower case) is a Vietnamese syllable."""
        return any(self.model.syllable[form] for form in self.forms.get(strip_diacritics(key), []))

    def _abbreviation(self, raw: str, key: str) -> Candidates:
        """An abbreviation as it stands, or with a Đ that was read as another letter ("GD&BT")."""
        own = self._bare(raw, key)
        numbers = {
            number
            for at, letter in enumerate(raw)
            if letter in MISREAD
            for number in self.forms.get(strip_diacritics(f"{key[:at]}d{key[at + 1 :]}"), [])
            if self.model.vocabulary[number][at] == "đ"
        }
        others = sorted(numbers - set(own.words))
        return Candidates(
            own.words + tuple(others),
            own.costs + (MISREAD_BAR,) * len(others),
            own.texts + tuple(self.model.vocabulary[n] for n in others),
        )

    def _or_word(self, abbreviation: Candidates, raw: str, key: str) -> Candidates:
        """An abbreviation, or the syllables that its capitals may have been ("SG" for Sở), the dearer the
        more it is used."""
        numbers, dear = self.parts.readings(key)
        as_word = ABBREVIATION_AS_WORD + log(1 + self.codes.uses(raw))
        more = [
            (n, c + as_word)
            for n, c in zip(numbers, dear, strict=True)
            if n not in abbreviation.words and c < SPLIT_COST
        ]
        return Candidates(
            abbreviation.words + tuple(n for n, _ in more),
            abbreviation.costs + tuple(c for _, c in more),
            abbreviation.texts + tuple(self.model.vocabulary[n] for n, _ in more),
        )

    def _barred(self, raw: str, key: str) -> str:
        """An abbreviation that the vocabulary lacks, its D spelled as in other abbreviations."""
        return self.codes.mend(raw).lower() if len(raw) > 1 and raw.isupper() else key

    def _bare(self, raw: str, key: str) -> Candidates:
        """The forms that share the letters; a word with marks of its own is left alone."""
        if has_diacritics(key):
            forms = [self.model.index[key]] if key in self.model.index else []
        else:
            forms = self.forms.get(key, [])
        if not forms:
            return Candidates((self.unknown,), (0.0,), (self._barred(raw, key),))
        return Candidates(
            tuple(forms), (0.0,) * len(forms), tuple(self.model.vocabulary[n] for n in forms)
        )

    def _spoiled_or_split(self, key: str, raw: str, case: Case) -> tuple[Candidates, ...]:
        one = self._spoiled(key, raw)
        if case is Case.ALL and self.unknown in one.words:
            at = one.words.index(self.unknown)
            keep = KEEP_CAPITALS if _may_hold_vowel(key) else 0.0
            costs = (*one.costs[:at], keep, *one.costs[at + 1 :])
            texts = (*one.texts[:at], self._barred(raw, key), *one.texts[at + 1 :])
            return (one._replace(costs=costs, texts=texts),)
        if len(key) >= SPLIT_LENGTH and min(one.costs) > SPLIT_COST:
            letter = LETTER_OF_CAPITALS if raw.isupper() else LETTER_OF_UNKNOWN
            return self._split(key, one, letter * len(key)) or (one,)
        return (one,)

    def _spoiled(self, key: str, raw: str) -> Candidates:
        if len(key) == 1 and key.isalpha() and key not in VOWELS:
            return self._lone(key)
        mixed = any(c.isdigit() for c in key)
        if key in _ALONE:
            return self._sign(key)
        numbers, dear = self.spoiled_channel.candidates(key, self._trie(0))
        costs = {int(n): CHANNEL_WEIGHT * float(c) for n, c in zip(numbers, dear, strict=True)}
        bare = strip_diacritics(key)
        for form in self.forms.get(bare, []):
            cost = 0.0 if self.model.vocabulary[form] == key else FOLDED_COST
            if raw.islower() and not self.model.syllable[form]:
                cost += FOREIGN
            costs[form] = min(cost, costs.get(form, cost))
        texts = {n: self.model.vocabulary[n] for n in costs}
        if mixed or bare not in self.forms:
            own = self.number if mixed else self.unknown
            costs[own] = _keeping_mixed(raw) if mixed else KEEP_UNKNOWN
            texts[own] = key
        return Candidates(tuple(costs), tuple(costs.values()), tuple(texts[n] for n in costs))

    def _sign(self, key: str) -> Candidates:
        """A sign or a figure that stands alone: itself, or a word of which it has the shape."""
        own = self.model.index[_ALONE[key]] if _ALONE[key] else self.unknown
        numbers, dear = self.spoiled_channel.candidates(key, self._trie(0))
        more = FIGURE_AS_WORD if key.isdigit() else 0.0
        costs = {
            n: CHANNEL_WEIGHT * c + more
            for n, c in zip(numbers.tolist(), dear.tolist(), strict=True)
        }
        costs[own] = 0.0
        texts = [self.model.vocabulary[n] if n != own else key for n in costs]
        return Candidates(tuple(costs), tuple(costs.values()), tuple(texts))

    def _vowel_costs(self, key: str) -> dict[int, float]:
        numbers, dear = self.spoiled_channel.candidates(key, self._trie(0))
        learned = dict(zip(numbers.tolist(), dear.tolist(), strict=True))
        return {n: min(learned.get(n, LONE_VOWEL), LONE_VOWEL) for n in self.vowels}

    def _lone(self, key: str) -> Candidates:
        """A consonant that stands alone: itself, or a word of one letter. A word of more leaves more
        than one stroke."""
        costs = {n: CHANNEL_WEIGHT * c for n, c in self._vowel_costs(key).items()}
        costs |= dict.fromkeys(self.forms.get(key, []), LONE_CONSONANT)
        return Candidates(
            tuple(costs), tuple(costs.values()), tuple(self.model.vocabulary[n] for n in costs)
        )

    def _split(self, key: str, whole: Candidates, unknown: float) -> tuple[Candidates, ...]:
        """The words that ran together, where reading them so is cheaper than as one, known or, at a
        cost of its own, unknown.
        """
        known = [(w, c) for w, c in zip(whole.words, whole.costs, strict=True) if w != self.unknown]
        uses = self.model.trie.probability1
        limit = min((cost - float(uses[word]) for word, cost in known), default=inf)
        parts = self.parts.cheapest(key, min(unknown, limit))
        return tuple(self._part(part) for part in parts) if len(parts) > 1 else ()

    def _part(self, key: str) -> Candidates:
        """The syllables that a part of a word may have been."""
        numbers, dear = self.parts.readings(key)
        texts = tuple(self.model.vocabulary[n] for n in numbers)
        return Candidates(numbers, dear, texts)

    def _misread(self, raw: str, key: str, surety: float) -> Candidates:
        """A word of Vietnamese OCR: itself, and what it may have been if it was misread.

        Capitals without a vowel are an abbreviation and no misread word.
        """
        if len(raw) > 1 and raw.isupper() and VOWELS.isdisjoint(strip_diacritics(key)):
            return Candidates((self.model.number_of(key),), (0.0,), (key,))
        known = key in self.model.index
        if not known:
            surety *= 0.5
        right, wrong = -log(max(surety, 1e-3)), -log(max(1 - surety, 1e-3))
        wrong = max(0.0, wrong + log(1 - OCR_RIGHT))
        own = self.model.number_of(key)
        costs, texts = {own: right}, {own: key}
        if key.isalpha():
            for n, c in self.meant(key):
                if n != own:
                    costs[n], texts[n] = wrong + c, self.model.vocabulary[n]
        return Candidates(tuple(costs), tuple(costs.values()), tuple(texts[n] for n in costs))

    def _meant(self, key: str) -> tuple[tuple[int, float], ...]:
        """The words of the vocabulary that OCR may have misread as this one, with their costs."""
        numbers, dear = self.misread_channel.candidates(key, self._trie(1))
        return tuple(zip(numbers.tolist(), dear.tolist(), strict=True))[:OCR_CANDIDATES]


def _may_hold_vowel(key: str) -> bool:
    """Whether capitals have a vowel, or a letter that a round one is read as."""
    return not _READ_FOR_VOWELS.isdisjoint(key)


def _keeping_mixed(raw: str) -> float:
    """The cost of leaving letters and figures as they are: codes have capitals ("B1")."""
    if len(raw) == 2 and raw[0].isdigit():
        return KEEP_LABEL
    return KEEP_MIXED if any(c.isupper() for c in raw) else KEEP_MIXED_LOW
