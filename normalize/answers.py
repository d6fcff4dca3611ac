"""From the decoder's answer to readings, and from readings to the line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from normalize.folding import copy_case, strip_diacritics
from normalize.source import Reading
from normalize.stretch import Slot

# Trust in having taken two words apart at the right place; other places are not weighed.
SPLIT_SURETY = 0.7
ALTERNATIVES = 5


def reading_of(
    slot: Slot, texts: Sequence[str], raw: str, best: int, posterior: NDArray[np.float32]
) -> Reading:
    """The best of a word's texts (lower case) in the case that it was read in, the others behind it."""
    text = texts[best]
    cased = raw if text == raw.lower() else copy_case(raw, text)
    if len(texts) == 1:
        return Reading(slot.start, slot.stop, raw, cased, min(1.0, float(posterior[0])))
    ranked = [int(k) for k in np.argsort(-posterior)[: ALTERNATIVES + 1] if posterior[k] >= 0.001]
    others = tuple((copy_case(raw, texts[k]), float(posterior[k])) for k in ranked if k != best)
    return Reading(
        slot.start, slot.stop, raw, cased, min(1.0, float(posterior[best])), others[:ALTERNATIVES]
    )


def joined(left: Reading, right: Reading) -> Reading:
    """Two words that had run together."""
    second = right.text.lower() if not right.raw.isupper() else right.text
    text = f"{left.text} {second}"
    return Reading(
        left.start, left.stop, left.raw, text, SPLIT_SURETY * left.confidence * right.confidence
    )


def in_order(readings: list[Reading]) -> list[Reading]:
    """By place; what was read by a rule has the say over what was decoded."""
    by_place = {reading.start: reading for reading in reversed(readings)}
    return sorted(by_place.values(), key=lambda reading: reading.start)


def rewrite(line: str, readings: Sequence[Reading]) -> str:
    """A line with its words as they were restored."""
    parts, end = [], 0
    for reading in readings:
        parts += [line[end : reading.start], reading.text]
        end = reading.stop
    return "".join(parts) + line[end:]


def spelled_out(abbreviations: Iterable[str], found: Sequence[str]) -> dict[str, str]:
    """Abbreviations spelled as the words are that they stand for, where the text has these.

    >>> spelled_out(["VCDL"], ["vận", "chuyển", "độc", "lập", "", "vcdl"])
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
