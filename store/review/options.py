"""What an unsure value may read instead: other readings of its words, other names of its unit."""

from collections.abc import Iterator, Mapping

from extract.record import Evidence, Record, ReviewValue
from gazetteer.load import Gazetteer
from normalize.folding import fold
from normalize.text import RestoredWord, Text
from store.review.review import Options, is_unit, ranked

# Values above this are hardly ever looked at (chosen, not measured); the look-ups cost time.
_SURE_ENOUGH = 0.97
_MARKS = ',.;:()[]"“”'  # what stands around a word in running text


def options_of(record: Record, text: Text, gazetteer: Gazetteer) -> Options:
    """Other readings of each value that is not sure, with probabilities, likeliest first.

    The probability of the value itself is its confidence; what is left is shared out.
    """
    words = _words_by_page(text)
    found: Options = {}
    for value in record.review_values():
        if value.finding.confidence >= _SURE_ENOUGH:
            continue
        weights = dict(_readings(value, words))
        if is_unit(value.pointer):
            weights |= _names(record, value, gazetteer)
        weights = {text: w for text, w in weights.items() if w > 0}
        if weights and (ranked := _likeliest(weights, value)):
            found[value.pointer] = ranked
    return found


def _likeliest(weights: Mapping[str, float], value: ReviewValue) -> list[tuple[str, float]]:
    """Weights as probabilities: never more in all than the value itself leaves."""
    share = min(1.0, (1.0 - value.finding.confidence) / sum(weights.values()))
    return ranked(((text, weight * share) for text, weight in weights.items()), value.value)


def _readings(
    value: ReviewValue, words: Mapping[int, list[RestoredWord]]
) -> Iterator[tuple[str, float]]:
    """The value with one of its words read otherwise."""
    parts = value.value.split(" ")
    for word in _words_of(value.finding.evidence, words):
        written = word.text.strip(_MARKS)
        places = [i for i, part in enumerate(parts) if part.strip(_MARKS) == written]
        if len(places) != 1 or not word.confidence:
            continue
        for other, probability in word.alternatives:
            if not _is_written_so(other, written):
                continue
            changed = list(parts)
            changed[places[0]] = parts[places[0]].replace(written, other.strip(_MARKS))
            yield " ".join(changed), value.finding.confidence * probability / word.confidence


def _is_written_so(other: str, word: str) -> bool:
    """Whether a reading may stand for a word: a digit in a word that has none was a letter."""
    return any(c.isdigit() for c in word) or not any(c.isdigit() for c in other)


def _words_of(
    evidence: list[Evidence], words: Mapping[int, list[RestoredWord]]
) -> Iterator[RestoredWord]:
    for one in evidence:
        for left, top, right, bottom in one.boxes:
            for word in words.get(one.page, ()):
                assert word.box is not None
                x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
                if word.alternatives and left <= x <= right and top <= y <= bottom:
                    yield word


def _words_by_page(text: Text) -> dict[int, list[RestoredWord]]:
    pages: dict[int, list[RestoredWord]] = {}
    for line in text.lines:
        pages.setdefault(line.page, []).extend(word for word in line.words if word.box)
    return pages


def _names(record: Record, value: ReviewValue, gazetteer: Gazetteer) -> dict[str, float]:
    """Names of units that a name may mean and that differ from it in more than its writing."""
    header = record.header
    near = [name for name in (header.place, header.parent_issuer) if name]
    ranked = gazetteer.candidates(value.value, near=near)
    written = fold(value.value)
    names = ((match.suggestion or match.unit.full_name, match.score) for match in ranked)
    return {name: score for name, score in names if fold(name) != written}
