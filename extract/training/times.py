"""Training of the model that tells which times a document sets (``extract.due``)."""

import argparse
import json
import re
from collections import Counter, defaultdict
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
from extract.draft import Draft
from extract.due import MODEL, Candidate, Model, candidates
from extract.nlp import read_draft
from extract.training.documents import Annotated, load
from extract.training.folds import folds
from extract.training.matching import MATCH, TIME_ALIKE, held, key, same_time

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
    """A document with the expressions of its text, and whether its truth sets each (None: optional).

    ``rows`` are the deadlines of its schedules, whose reading is not learned here.
    """

    document: Annotated
    candidates: list[Candidate]
    labels: list[bool | None]
    rows: list[Item]


def sample(document: Annotated) -> Sample:
    """A document's expressions of time with its truth laid beside them."""
    return labelled(document, read_draft(document.document, document.text, pipeline.gazetteer()))


def labelled(document: Annotated, draft: Draft) -> Sample:
    """The same of a draft that was read before."""
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


def out_of_fold(samples: Sequence[Sample]) -> dict[str, list[float]]:
    """For each document the probabilities of its expressions, by a model that saw no document of its issuer."""
    found: dict[str, list[float]] = {}
    for fold in folds([one.document for one in samples]):
        names = {document.name for document in fold}
        fitted = fit([one for one in samples if one.document.name not in names])
        for one in samples:
            if one.document.name in names:
                found[one.document.name] = [fitted.probability(c.cues) for c in one.candidates]
    return found


def given(one: Sample, probabilities: Sequence[float]) -> list[Item]:
    """The deadlines of a document's text at the threshold, and those of its schedules."""
    kept = [c for c, sure in zip(one.candidates, probabilities, strict=True) if sure >= THRESHOLD]
    texts = [c.block.text for c in kept]
    return [
        {"text": text[e.start : e.stop], "edtf": e.meaning.edtf}
        for text, e in zip(texts, settled(kept), strict=True)
    ] + one.rows


def score(truth: Sequence[Item], found: Sequence[Item]) -> Counter[str]:
    """How many entries are right, missed and false; optional ones count for neither side."""
    left, counts = list(found), Counter[str]()
    for item in sorted(truth, key=lambda t: bool(t.get("optional"))):
        hit = next((other for other in left if MATCH["deadlines"](item, other)), None)
        if hit is not None:
            left.remove(hit)
        if not item.get("optional"):
            counts["right" if hit else "missed"] += 1
    counts["false"] = len(left)
    return counts


def f1(counts: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * counts["right"] / max(1, 2 * counts["right"] + counts["missed"] + counts["false"])


def table(samples: Sequence[Sample]) -> str:
    """Figures by form, all out of fold: the model, and what the grammar alone allows at best."""
    sure = out_of_fold(samples)
    rows: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter(), Counter()])
    for one in samples:
        if one.document.written:
            continue
        best = [float(label is not False) for label in one.labels]
        for n, chosen in enumerate((sure[one.document.name], best)):
            counts = score(one.document.truth["deadlines"], given(one, chosen))
            for row in (one.document.form, "all"):
                rows[row][n] += counts
    lines = ["form        model: right missed false    F1   grammar at best: F1"]
    for name, (fitted, highest) in sorted(rows.items()):
        lines.append(
            f"{name:10} {fitted['right']:12} {fitted['missed']:6} {fitted['false']:5} {f1(fitted):6.3f} {f1(highest):14.3f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the figures of the folds; write the model of all documents where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    samples = [sample(document) for document in load(arguments.truth)]
    print(table(samples))
    if arguments.write:
        fitted = fit(samples)
        MODEL.write_text(
            json.dumps(fitted._asdict(), ensure_ascii=False, indent=0), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
