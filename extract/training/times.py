"""Training of the model that tells which times a document sets (``extract.duties.due``)."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extract.draft import Draft
from extract.duties.due import Candidate, Model, candidates
from extract.training.documents import Annotated
from extract.training.matching import TIME_ALIKE, held, key, same_time

Item = dict[str, Any]
# Inverse strength of the ridge, and in how many expressions a cue must stand: best of the ten folds.
STRENGTH, SEEN = 0.15, 3
# Cues that name single words are many and rare; the others count so much more before the ridge. Out of fold
# the surprise falls from 290 to 286 nats, and F1 no longer hangs on the threshold.
OF_WORDS = re.compile(r"before |behind |-?\d |-2 -1|opens (?!clause)|first |kind \S+ \S+ ")
WIDER = 2.0
# Weights below this move no probability by a hundredth.
PRUNED = 0.004
# From 0.3 to 0.45 the F1 of the ten folds stays within 0.006 of its best, 0.788.
THRESHOLD = 0.38
# Same words with another date are the same time where so much of the task stands beside them.
BESIDE = 0.85


@dataclass(frozen=True)
class Sample:
    """A document with the expressions of its text, and whether its truth sets each (None: optional)."""

    name: str
    candidates: list[Candidate]
    labels: list[bool | None]


def sample(document: Annotated, draft: Draft) -> Sample:
    """The expressions of time of a document read up to them, with its truth laid beside them."""
    found = candidates(draft)
    return Sample(document.name, found, labels(document.truth["deadlines"], found))


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
    if not dated and near < BESIDE:
        return 0.0
    same = fuzz.ratio(key(truth["text"]), key(text)) / 100
    return same + dated + near - 0.3 * abs(at - place)


def fit(samples: Sequence[Sample], strength: float = STRENGTH, seen: int = SEEN) -> Model:
    """The weights of the cues, and the threshold.

    Each expression counts by one over the root of how many its document has: long ones are of one hand.
    """
    taught = [
        (one.cues, label, 1 / len(s.candidates) ** 0.5)
        for s in samples
        for one, label in zip(s.candidates, s.labels, strict=True)
        if label is not None
    ]
    count = Counter(cue for cues, _, _ in taught for cue in cues)
    rows = [{cue: _width(cue) for cue in cues if count[cue] >= seen} for cues, _, _ in taught]
    share = np.array([share for _, _, share in taught])
    vectors = DictVectorizer()
    fitted = LogisticRegression(C=strength, max_iter=500).fit(
        vectors.fit_transform(rows), [label for _, label, _ in taught], share / share.mean()
    )
    pairs = zip(vectors.get_feature_names_out(), fitted.coef_[0], strict=True)
    weights = {cue: _width(cue) * weight for cue, weight in pairs}
    kept = {cue: round(float(w), 3) for cue, w in sorted(weights.items()) if abs(w) >= PRUNED}
    return Model({"bias": round(float(fitted.intercept_[0]), 3), **kept}, THRESHOLD)


def _width(cue: str) -> float:
    return 1.0 if OF_WORDS.match(cue) else WIDER


def write(samples: Sequence[Sample], folder: Path) -> None:
    """Fit the model and write it."""
    text = json.dumps(fit(samples)._asdict(), ensure_ascii=False, indent=0)
    (folder / "times.json").write_text(text, encoding="utf-8")
