"""A layer upon the shipped confidence: what settled values say of it, in one archive.

The shipped model was fitted on documents of its own. In an archive that reads better or worse, the
decisions of reviewers say by how much: a logistic model over the same cues, with the log odds of the
shipped confidence to begin with, and all its weights pulled to zero. Few decisions therefore change
little, and none change nothing.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extract.confidence import Value, cap_unfinished, cues, logit, squeezed, values
from extract.logistic import fit_logistic
from extract.record import Record

# Strength of the pull of all weights to zero, in values: with 8, one field needs some ten decisions
# before its confidence moves by as much as they say. Of 2, 4, 8 and 16 chosen by hand.
RIDGE = 8.0
# The shipped log odds themselves: their weight makes a confidence that is too bold or too shy.
_STATED = "stated"


class Layer(NamedTuple):
    """Weights by cue on top of the shipped log odds; none of them leave the confidence as it is."""

    weights: Mapping[str, float] = {}

    def probability(self, stated: float, known: Mapping[str, float]) -> float:
        """The probability that a value is right, given the shipped one and its cues."""
        more = sum(self.weights.get(name, 0.0) * value for name, value in known.items())
        return squeezed(1 / (1 + math.exp(-(logit(stated) + more))))

    def apply(self, record: Record) -> None:
        """Correct the confidences of a record that have the shipped ones."""
        if not self.weights:
            return
        found = [(one.finding, layer_cues(record, one)) for one in values(record)]
        for finding, known in found:
            finding.confidence = self.probability(finding.confidence, known)
        cap_unfinished(record)


def layer_cues(record: Record, value: Value) -> dict[str, float]:
    """The cues of a value whose confidence is the shipped one."""
    known = cues(record, value)
    stated = known.pop("surety")
    rules = {f"rule {one.rule}": 1.0 for one in value.finding.evidence}
    return known | rules | {_STATED: stated}


def fit_layer(
    known: Sequence[Mapping[str, float]], stated: Sequence[float], right: Sequence[bool]
) -> Layer:
    """The layer for settled values: their cues, their shipped confidences, whether they were right."""
    offsets = [logit(one) for one in stated]
    weights = fit_logistic(known, right, RIDGE, offsets=offsets)
    return Layer({name: weight for name, weight in weights.items() if weight})
