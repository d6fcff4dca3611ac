"""Building the language model file from a corpus, formulas of office and names."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.text_layer.syllables import is_bare_syllable, is_syllable
from normalize.codes import TABLE as CODES
from normalize.folding import canonical
from normalize.language_model import BACKOFF_RANGE, PROBABILITY_RANGE
from normalize.tokens import NUMBER, SENTENCE, SPECIAL, UNKNOWN, language_model_tokens
from normalize.training.corpus import corpus_files, lines
from normalize.training.ngrams import WORD_BITS, Level, backoff_weights, estimate, prune

FORMULAS = Path(__file__).parent / "formulas.txt"
OFFICE = Path(__file__).parent / "office.txt"
# The corpus has no headings and no motto: each formula counts as if it stood there so often.
FORMULA_WEIGHT = 20
# Sentences as schools and their offices write them, of which the corpus has few.
OFFICE_WEIGHT = 6
# A word enters the vocabulary with this many uses; a well-formed syllable with fewer.
LEAST_USES, LEAST_USES_SYLLABLE = 12, 2
# An abbreviation enters the table of codes with this many uses.
LEAST_CODE_USES = 3
# n-grams kept by order: the file stays under 21 MB, and against the unpruned model (53 MB) bare
# text loses 0.04 points of word accuracy.
KEEP = {2: 1_400_000, 3: 3_000_000, 4: 2_800_000}
# Pseudo-uses that pull the share of capitals of a rare word towards one in ten.
CAPITAL_PRIOR, CAPITAL_PRIOR_SHARE = 0.5, 0.1


@dataclass
class Tokenised:
    """One text as numbers of its own vocabulary (0 is the line start), with use counts."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    stream: "array[int]" = field(default_factory=lambda: array("I"))
    inside: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, line: str) -> None:
        """Append a line."""
        self.stream.append(0)
        before = SENTENCE
        for token, text in language_model_tokens(canonical(line)):
            number = self.vocabulary.setdefault(token, len(self.vocabulary) + 1)
            self.stream.append(number)
            if token == NUMBER or (len(text) > 1 and text.isupper()):
                self.codes.update(filter(_is_code, _ABBREVIATION.findall(text)))
            if token not in SPECIAL and before != SENTENCE:
                self.inside[token] += 1
                if text[0].isupper() and not (len(text) > 1 and text.isupper()):
                    self.capital[token] += 1
            before = token

    def uses(self) -> Counter[str]:
        """How often each token stands in the stream."""
        counts = np.bincount(np.asarray(self.stream), minlength=len(self.vocabulary) + 1)
        return Counter({token: int(counts[n]) for token, n in self.vocabulary.items()})


_TIMES = ("ngày", "tuần", "tháng", "quý", "năm")
_ABBREVIATION = re.compile(r"(?<![^\W\d_])[A-ZĐ][A-ZĐa-z]{1,11}(?![^\W\d_])")


def _is_code(part: str) -> bool:
    """Whether capitals are an abbreviation; those with D or Đ count even where they may be a word."""
    if "D" in part or "Đ" in part:
        return True
    return part[1:].lower() != part[1:] and not is_bare_syllable(part)


def tokenise(texts: Iterable[str]) -> Tokenised:
    """Turn lines of text into numbers."""
    made = Tokenised()
    for line in texts:
        made.add(line)
    return made


def _tokenise_file(path: Path) -> Tokenised:
    return tokenise(lines(path))


def repeated(phrases: Iterable[tuple[str, float]]) -> Iterator[str]:
    """Each phrase as often as its weight, rounded, says."""
    for phrase, weight in phrases:
        for _ in range(max(1, round(weight))):
            yield phrase


def build(corpus: Path, names: Iterable[tuple[str, float]], target: Path) -> dict[str, int]:
    """Estimate the model from the corpus folder and weighted names; write it to ``target``,
    and the table of abbreviations beside it.

    Returns the sizes: words of text, vocabulary, and n-grams kept by order.
    """
    parts = _parts(corpus, names)
    vocabulary = _vocabulary(parts)
    stream = _stream(parts, vocabulary)
    levels = estimate(stream, len(vocabulary))
    kept = prune(levels, KEEP)
    arrays = trie_arrays(levels, kept, len(vocabulary))
    arrays["vocab"] = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
    arrays["cap"] = _capitals(parts, vocabulary)
    arrays["syl"] = np.array([is_syllable(word) for word in vocabulary])
    np.savez_compressed(target, **arrays)  # type: ignore[arg-type]
    _write_codes(parts, target.with_name(CODES.name))
    sizes = {"words": len(stream), "vocabulary": len(vocabulary)}
    return sizes | {f"{n}-grams": int(mask.sum()) for n, mask in enumerate(kept, start=1)}


def corpus_stream(
    corpus: Path, names: Iterable[tuple[str, float]], vocabulary: Sequence[str]
) -> NDArray[np.uint16]:
    """All that the model is estimated from as one stream of numbers of a vocabulary."""
    return _stream(_parts(corpus, names), vocabulary)


def _parts(corpus: Path, names: Iterable[tuple[str, float]]) -> list[Tokenised]:
    with Pool() as pool:
        parts = list(pool.imap(_tokenise_file, corpus_files(corpus)))
    formulas = FORMULAS.read_text(encoding="utf-8").splitlines()
    office = OFFICE.read_text(encoding="utf-8").splitlines()
    parts.append(tokenise(formulas * FORMULA_WEIGHT + office * OFFICE_WEIGHT))
    parts.append(tokenise(repeated(names)))
    return parts


def _write_codes(parts: Sequence[Tokenised], target: Path) -> None:
    """The abbreviations, most used first."""
    codes: Counter[str] = Counter()
    for part in parts:
        codes.update(part.codes)
    with target.open("w", encoding="utf-8") as stream:
        for form, count in codes.most_common():
            if count >= LEAST_CODE_USES:
                stream.write(f"{form}\t{count}\n")


def _vocabulary(parts: Sequence[Tokenised]) -> list[str]:
    uses: Counter[str] = Counter()
    for part in parts:
        uses.update(part.uses())
    words = [
        word
        for word, count in uses.most_common()
        if word not in SPECIAL
        and (count >= LEAST_USES or (count >= LEAST_USES_SYLLABLE and is_syllable(word)))
    ]
    return [*SPECIAL, *words]


def _stream(parts: Sequence[Tokenised], vocabulary: Sequence[str]) -> NDArray[np.uint16]:
    """All parts as one stream of vocabulary numbers, repeated sentence marks dropped and the
    spelling of "each" settled."""
    index = {word: number for number, word in enumerate(vocabulary)}
    streams = []
    for part in parts:
        table = np.full(len(part.vocabulary) + 1, index[UNKNOWN], dtype=np.uint16)
        table[0] = index[SENTENCE]
        for word, number in part.vocabulary.items():
            table[number] = index.get(word, index[UNKNOWN])
        streams.append(table[np.asarray(part.stream, dtype=np.uint32)])
    whole = np.concatenate([*streams, np.zeros(1, dtype=np.uint16)])
    keep = np.ones(len(whole), dtype=bool)
    keep[1:] = ~((whole[1:] == 0) & (whole[:-1] == 0))
    return _one_spelling(whole[keep], index)


def _one_spelling(stream: NDArray[np.uint16], index: Mapping[str, int]) -> NDArray[np.uint16]:
    """Write "hằng năm" (each year) as "hàng năm" in two of three places.

    Both spellings are right and bare text cannot tell them apart. New laws, of which the corpus
    is full, write ``hằng`` (3 of 5 places); schools and universities ``hàng`` (2 of 3).
    """
    times = [index[word] for word in _TIMES if word in index]
    each, other = index.get("hằng"), index.get("hàng")
    if each is None or other is None:
        return stream
    places = np.flatnonzero((stream[:-1] == each) & np.isin(stream[1:], times))
    settled = stream.copy()
    settled[np.delete(places, slice(None, None, 3))] = other
    return settled


def _quantised(values: NDArray[np.float64], limits: tuple[float, float]) -> NDArray[np.uint8]:
    low, high = limits
    steps = np.round((values - low) / (high - low) * 255)
    return np.clip(steps, 0, 255).astype(np.uint8)


def trie_arrays(
    levels: Sequence[Level], kept: Sequence[NDArray[np.bool_]], size: int
) -> dict[str, NDArray[np.generic]]:
    """The trie of the kept n-grams, in the arrays that ``LanguageModel.load`` reads."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for order, (level, mask) in enumerate(zip(levels, kept, strict=True), start=1):
        keys, log_probability = level.keys[mask], np.log(level.probability[mask])
        if order == 1:
            full = np.full(size, log_probability.min(), dtype=np.float32)
            full[keys.astype(np.int64)] = log_probability
            arrays["p1"] = full
            keys = np.arange(size, dtype=np.uint64)
        else:
            arrays[f"w{order}"] = (keys & np.uint64((1 << WORD_BITS) - 1)).astype(np.uint16)
            arrays[f"p{order}"] = _quantised(log_probability, PROBABILITY_RANGE)
        if order < len(levels):
            longer, chances = (
                levels[order].keys[kept[order]],
                levels[order].probability[kept[order]],
            )
            weights = np.log(backoff_weights(longer, chances, keys, level, order + 1))
            parents = np.searchsorted(keys, longer >> np.uint64(WORD_BITS))
            arrays[f"n{order}"] = np.bincount(parents, minlength=len(keys)).astype(np.uint16)
            arrays[f"b{order}"] = (
                weights.astype(np.float32) if order == 1 else _quantised(weights, BACKOFF_RANGE)
            )
    return arrays


def _capitals(parts: Sequence[Tokenised], vocabulary: Sequence[str]) -> NDArray[np.float32]:
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for part in parts:
        inside.update(part.inside)
        capital.update(part.capital)
    prior = CAPITAL_PRIOR * CAPITAL_PRIOR_SHARE
    shares = [(capital[w] + prior) / (inside[w] + CAPITAL_PRIOR) for w in vocabulary]
    return np.array(shares, dtype=np.float32)
