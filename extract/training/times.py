"""Training of the model that tells which times a document sets (``extract.due``)."""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

import pipeline
from extract.deadlines import settled
from extract.due import MODEL, Candidate, Model, candidates
from extract.nlp import drafted
from extract.training.documents import Annotated, load
from extract.training.folds import folds
from extract.training.matching import MATCH, TIME_ALIKE, held, key, same_time

Item = dict[str, Any]
# Inverse strength of the ridge, and in how many expressions a cue must stand: best of the ten folds.
STRENGTH, SEEN = 0.3, 3
# Weights below this move no probability by a hundredth.
PRUNED = 0.004
THRESHOLD = 0.5


@dataclass(frozen=True)
class Sample:
    """A document with the expressions of its text, and whether its truth sets each (None: optional).

    ``rows`` are the deadlines of its schedules, whose reading is not learned here.
    """

    document: Annotated
    candidates: list[Candidate]
    labels: list[bool | None]
    rows: list[Item]


def sample(document: Annotated) -> Sample:
    """A document's expressions of time with its truth laid beside them."""
    draft = drafted(document.document, document.text, pipeline.gazetteer())
    found = candidates(draft)
    rows = [
        {"text": one.text, "edtf": one.edtf}
        for one in draft.record.deadlines
        if any(evidence.rule == "schedule-row" for evidence in one.evidence)
    ]
    return Sample(document, found, labels(document.truth["deadlines"], found), rows)


def labels(truth: Sequence[Item], found: Sequence[Candidate]) -> list[bool | None]:
    """For each expression whether an entry of the truth is it: each entry is one expression at most.

    Entries and expressions are assigned as a whole: same words and date, the task near by, the order kept.
    """
    made: list[bool | None] = [False] * len(found)
    if not truth or not found:
        return made
    gain = np.array([[_likeness(t, n / len(truth), c, m / len(found)) for m, c in enumerate(found)]
                     for n, t in enumerate(truth)])  # fmt: skip
    for n, m in zip(*linear_sum_assignment(-gain), strict=True):
        if gain[n, m] > 0:
            made[m] = None if truth[n].get("optional") else True
    return made


def _likeness(truth: Item, at: float, one: Candidate, place: float) -> float:
    text = one.block.text[one.expression.start : one.expression.stop]
    if not held(truth["text"], text, TIME_ALIKE):
        return 0.0
    near = fuzz.partial_ratio(key(truth.get("task")), key(one.block.text)) / 100
    dated = same_time(truth["edtf"], one.expression.meaning.edtf)
    return 1 + dated + near - 0.3 * abs(at - place)


def fit(samples: Sequence[Sample], strength: float = STRENGTH, seen: int = SEEN) -> Model:
    """The weights of the cues, and the threshold."""
    pairs = [(one.cues, label) for s in samples for one, label in zip(s.candidates, s.labels, strict=True)
             if label is not None]  # fmt: skip
    count: dict[str, int] = defaultdict(int)
    for cues, _ in pairs:
        for cue in cues:
            count[cue] += 1
    rows = [{cue: 1.0 for cue in cues if count[cue] >= seen} for cues, _ in pairs]
    vectors = DictVectorizer()
    x = vectors.fit_transform(rows)
    fitted = LogisticRegression(C=strength, max_iter=500).fit(x, [label for _, label in pairs])
    weights = dict(zip(vectors.get_feature_names_out(), fitted.coef_[0], strict=True))
    kept = {cue: round(float(w), 3) for cue, w in sorted(weights.items()) if abs(w) >= PRUNED}
    return Model({"bias": round(float(fitted.intercept_[0]), 3), **kept}, THRESHOLD)
