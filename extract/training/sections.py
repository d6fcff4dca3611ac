"""Training of the outline: which labels head sections, and how far their headings go."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extract.items import Item
from extract.outline import label_of
from extract.outline_model import NONE, OTHER, PARAGRAPH, TO_COLON, WHOLE
from extract.training.matching import key


def labels(items: Sequence[Item], truths: Sequence[dict[str, Any]]) -> list[str]:
    """The answer for each item, the truths laid to labels in order."""
    labelled = [item for item in items if item.block is not None and label_of(item.block.text)]
    found = _laid(labelled, truths)
    answers = [OTHER] * len(items)
    for n, item in enumerate(labelled):
        answers[item.number] = _answer(item, truths[found[n]]) if n in found else NONE
    return answers


def _same(item: Item, truth: dict[str, Any]) -> float:
    assert item.block is not None
    label = label_of(item.block.text)
    if label is None or key(label.text) != key(truth["label"]):
        return 0.0
    if not truth["heading"] or not item.text.strip():
        return 0.6
    return 0.3 + fuzz.partial_ratio(key(truth["heading"]), key(item.text)) / 100


def _laid(labelled: Sequence[Item], truths: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The truth of each label, by the laying with the greatest likeness that keeps the order."""
    alike: NDArray[np.float64] = np.array(
        [[_same(item, truth) for truth in truths] for item in labelled]
    )
    if not alike.size:
        return {}
    height, width = alike.shape
    best = np.zeros((height + 1, width + 1))
    for a in range(height):
        for b in range(width):
            both = best[a, b] + alike[a, b] if alike[a, b] else 0.0
            best[a + 1, b + 1] = max(best[a, b + 1], best[a + 1, b], both)
    found, a, b = {}, height, width
    while a and b:
        if best[a, b] == best[a - 1, b]:
            a -= 1
        elif best[a, b] == best[a, b - 1]:
            b -= 1
        else:
            found[a - 1] = b - 1
            a, b = a - 1, b - 1
    return found


def _answer(item: Item, truth: dict[str, Any]) -> str:
    heading = truth["heading"]
    if not heading:
        return PARAGRAPH
    whole, to_colon = item.text.strip(" .:"), item.text.split(":")[0].strip()
    if whole == to_colon:
        return WHOLE
    if fuzz.ratio(key(heading), key(whole)) >= fuzz.ratio(key(heading), key(to_colon)):
        return WHOLE
    return TO_COLON
