"""Training of duties: which stretches name who acts, which items are duties, whom they charge.

    python -m extract.training.duties --truth FOLDER [--write]

prints F1 out of fold (folds by issuer) of rules alone, models alone and both, and writes the models.
"""

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extract.charges import Choice, Scene, choices, rows
from extract.clauses import actor_name
from extract.doers import stretches
from extract.draft import Draft
from extract.duties import answers_of, known_names
from extract.issuers import as_issuer
from extract.item_cues import facts_of, numbers, strings
from extract.items import Item, ancestors, items_of
from extract.learned import MODELS, NO, YES, Numbers, Tagger, Trees
from extract.nlp import read_draft
from extract.record import Header
from extract.training.documents import Annotated, load
from extract.training.folds import folds
from extract.training.learners import tagger_of, train_tagger, train_trees, trees_of
from extract.training.matching import ACTOR_ALIKE, MATCH, held, key

DOERS = {"c1": 0.2, "c2": 0.1, "rounds": 60}
DUTIES = {"c1": 0.0, "c2": 1.0, "rounds": 80}
# A task and an item that agree less than this are not the same.
_SAME, _HELD = 0.5, 0.85


@dataclass
class Case:
    """A document ready for training: its items, and for each truth the item that it was laid to."""

    name: str
    scene: Scene
    truths: list[dict[str, Any]]
    laid: dict[int, int]
    rules: list[dict[str, Any]]

    @property
    def duties(self) -> dict[int, dict[str, Any]]:
        """The first truth of each item that has one."""
        found: dict[int, dict[str, Any]] = {}
        for truth, item in sorted(self.laid.items()):
            found.setdefault(item, self.truths[truth])
        return found

    @property
    def labels(self) -> list[str]:
        """Whether each item is a duty."""
        return [YES if item.number in self.duties else NO for item in self.scene.items]


def case_of(one: Annotated) -> Case:
    """Read a document up to the duties and lay its truths to its items."""
    from pipeline import gazetteer

    draft = read_draft(one.document, one.text, gazetteer(), before="duties")
    items = items_of(draft)
    truths = one.truth["responsibilities"]
    return Case(
        one.name,
        _scene(draft, items),
        truths,
        laid(items, truths),
        [{"task": r.task, "actor": r.actor} for r in draft.record.responsibilities],
    )


def _scene(draft: Draft, items: list[Item]) -> Scene:
    bare = [
        replace(item, block=None) if False else item for item in items
    ]
    header = Header.model_validate(draft.header.model_dump())
    return Scene(
        bare, stretches(items, known_names(draft)), [np.zeros(0)] * len(items), header,
        answers_of(draft, items),
    )  # fmt: skip


def laid(items: Sequence[Item], truths: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The item of each truth: both keep the order of the document, so all are laid at once.

    A truth has one item; an item may have several truths. What the order leaves over goes to what it
    is most like.
    """
    tasks, texts = [key(t["task"]) for t in truths], [key(item.text) for item in items]
    alike = np.array([[_alike(task, text) for text in texts] for task in tasks])
    found = _in_order(alike) if len(tasks) and len(texts) else {}
    for n, row in enumerate(alike):
        if n not in found and row.max(initial=0.0) >= _SAME:
            found[n] = int(row.argmax())
    return found


def _alike(task: str, text: str) -> float:
    short, long = sorted((len(task), len(text)))
    if not short or len(text) * 4 < len(task):
        return 0.0
    whole = fuzz.ratio(task, text) / 100
    if whole < _HELD and short >= 12:
        part = fuzz.partial_ratio(task, text) / 100
        if part >= _HELD:
            weight = 0.9 if short / long >= 0.4 else 0.6 if len(text) > len(task) else 0.0
            whole = max(whole, part * weight)
    return whole if whole >= _SAME else 0.0


def _in_order(alike: NDArray[np.float64]) -> dict[int, int]:
    """The laying with the greatest likeness in all that keeps the order (dynamic programming)."""
    count, width = alike.shape
    best = np.zeros((count + 1, width + 1))
    step = np.zeros((count + 1, width + 1), dtype=int)
    for a, b in itertools.product(range(1, count + 1), range(1, width + 1)):
        score = alike[a - 1, b - 1]
        ways = [best[a - 1, b], best[a, b - 1]]
        if score:
            ways += [best[a - 1, b - 1] + score, best[a - 1, b] + 0.98 * score]
        step[a, b] = int(np.argmax(ways))
        best[a, b] = max(ways)
    found, a, b = {}, count, width
    while a and b:
        way = step[a, b]
        if way >= 2:
            found[a - 1] = b - 1
        a, b = a - (way != 1), b - (way in (1, 2))
    return found


# Which stretch names who acts.


def doer_labels(case: Case) -> dict[int, list[str]]:
    """For items that are duties, and what these stand under, which stretch is the actor."""
    found: dict[int, set[int]] = {}
    for number, truth in case.duties.items():
        item = case.scene.items[number]
        found.setdefault(number, set())
        for place in (item, *ancestors(case.scene.items, item)):
            alike = [_named(one.text, truth["actor"]) for one in case.scene.stretches[place.number]]
            top = max(alike, default=0.0)
            if top >= ACTOR_ALIKE:
                near = {n for n, score in enumerate(alike) if score >= max(ACTOR_ALIKE, top - 2)}
                found.setdefault(place.number, set()).update(near)
                break
    return {
        number: [YES if n in yes else NO for n in range(len(case.scene.stretches[number]))]
        for number, yes in found.items()
    }


def _named(text: str, actor: str) -> float:
    return fuzz.ratio(key(text), key(actor))


def doer_sequences(cases: Iterable[Case]) -> Iterable[tuple[list[list[str]], list[str]]]:
    """What the model of doers is trained on."""
    for case in cases:
        for number, labels in doer_labels(case).items():
            yield [one.features for one in case.scene.stretches[number]], labels


def scored(case: Case, model: Tagger) -> Case:
    """The case with how sure a model is of each stretch."""
    scores = [model.probabilities([s.features for s in one]) for one in case.scene.stretches]
    return replace(case, scene=replace(case.scene, scores=scores))


# Which items are duties.


@dataclass(frozen=True)
class Seen:
    """The two views of a document's items."""

    strings: list[list[str]]
    numbers: Numbers


def seen(case: Case, with_rules: bool = True) -> Seen:
    """The views of a case whose stretches are scored."""
    scene = case.scene
    answers = scene.answers if with_rules else {}
    facts = [
        facts_of(item, answers, float(score.max()) if len(score) else 0.0)
        for item, score in zip(scene.items, scene.scores, strict=True)
    ]
    return Seen(strings(scene.items, facts, scene.header), numbers(scene.items, facts, scene.header))


@dataclass(frozen=True)
class Models:
    """The models that decide duties, once the stretches are scored."""

    words: Tagger
    forms: Trees
    charges: Trees

    def likely(self, view: Seen) -> Numbers:
        """How likely each item is a duty."""
        return (self.words.probabilities(view.strings) + self.forms.probabilities(view.numbers)) / 2


def choice_rows(case: Case) -> tuple[list[Numbers], list[bool]]:
    """The choices of all duties, and which of them are right."""
    found: list[Numbers] = []
    right: list[bool] = []
    before = None
    for number, truth in sorted(case.duties.items()):
        item = case.scene.items[number]
        if item.block is None:
            continue
        drawn = choices(case.scene, item, before)
        good = [_right(one, truth, case.scene.header) for one in drawn]
        if any(good):
            found.append(rows(drawn))
            right += good
        before = truth["actor"]
    return found, right


def _right(choice: Choice, truth: dict[str, Any], header: Header) -> bool:
    return held(truth["actor"], as_issuer(header, actor_name(choice.name)), ACTOR_ALIKE)


def train(cases: Sequence[Case], views: Sequence[Seen]) -> Models:
    """Models that are only tried."""
    return Models(
        tagger_of(zip([v.strings for v in views], [c.labels for c in cases], strict=True), **DUTIES),
        trees_of(*form_rows(cases, views)),
        trees_of(*charge_rows(cases)),
    )


def form_rows(cases: Sequence[Case], views: Sequence[Seen]) -> tuple[Numbers, NDArray[np.bool_]]:
    """What the trees of duties are trained on: items that are no rows."""
    kept = [[item.block is not None for item in case.scene.items] for case in cases]
    return (
        np.vstack([view.numbers[keep] for view, keep in zip(views, kept, strict=True)]),
        np.concatenate([np.array(c.labels)[keep] == YES for c, keep in zip(cases, kept, strict=True)]),
    )  # fmt: skip


def charge_rows(cases: Sequence[Case]) -> tuple[Numbers, NDArray[np.bool_]]:
    """What the trees of charges are trained on."""
    pairs = [choice_rows(case) for case in cases]
    return (
        np.vstack(list(itertools.chain.from_iterable(found for found, _ in pairs))),
        np.array(list(itertools.chain.from_iterable(right for _, right in pairs))),
    )


@dataclass(frozen=True)
class Guess:
    """An item with how likely it is a duty and whom it charges most likely."""

    item: int
    likely: float
    actor: str
    sure: float


def guesses(case: Case, view: Seen, models: Models, floor: float = 0.1) -> list[Guess]:
    """All items that may be duties, as the program would decide them."""
    found: list[Guess] = []
    before = None
    for item, likely in zip(case.scene.items, models.likely(view), strict=True):
        if item.block is None or likely < floor:
            continue
        drawn = choices(case.scene, item, before)
        if not drawn:
            continue
        sure = models.charges.probabilities(rows(drawn))
        best = int(sure.argmax())
        actor = as_issuer(case.scene.header, actor_name(drawn[best].name))
        found.append(Guess(item.number, float(likely), actor, float(sure[best])))
        if likely * sure[best] >= LIKELY_WHILE:
            before = drawn[best].name
    return found


LIKELY_WHILE = 0.25


def counts(case: Case, record: Sequence[dict[str, Any]], truths: Sequence[dict[str, Any]]) -> Counter[str]:
    """Found, missed and false duties of one document."""
    left, hits, missed = list(record), 0, 0
    match = MATCH["responsibilities"]
    for truth in sorted(truths, key=lambda t: bool(t.get("optional"))):
        hit = next((one for one in left if match(truth, one)), None)
        if hit is not None:
            left.remove(hit)
            hits += not truth.get("optional")
        elif not truth.get("optional"):
            missed += 1
    return Counter(hits=hits, missed=missed, false=len(left))


def f1(total: Counter[str]) -> float:
    """F1 of counts."""
    return 2 * total["hits"] / max(1, 2 * total["hits"] + total["missed"] + total["false"])


# What forked workers of a run see.
_CASES: dict[str, Case] = {}
_VIEWS: dict[str, Seen] = {}
_FOLDS: list[list[str]] = []


def _doers_of_fold(number: int) -> dict[str, list[Numbers]]:
    test = set(_FOLDS[number])
    model = tagger_of(doer_sequences(c for n, c in _CASES.items() if n not in test), **DOERS)
    return {name: scored(_CASES[name], model).scene.scores for name in test}  # type: ignore[misc]


def _guesses_of_fold(number: int) -> dict[str, list[Guess]]:
    test = set(_FOLDS[number])
    names = [name for name in _CASES if name not in test]
    models = train([_CASES[n] for n in names], [_VIEWS[n] for n in names])
    return {name: guesses(_CASES[name], _VIEWS[name], models) for name in test}


def out_of_fold(work: Callable[[int], dict[str, Any]], processes: int = 2) -> dict[str, Any]:
    """What a function says of each document that its fold keeps apart."""
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(work, range(len(_FOLDS))):
            found |= part
    return found


def main() -> None:
    """Train, measure out of fold, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    documents = [d for d in load(arguments.truth) if not d.written]
    with ProcessPoolExecutor(2) as pool:
        cases = list(pool.map(case_of, documents))
    _CASES.update((case.name, case) for case in cases)
    _FOLDS[:] = [[d.name for d in fold] for fold in folds(documents)]
    scores = out_of_fold(_doers_of_fold)
    for name, case in _CASES.items():
        _CASES[name] = replace(case, scene=replace(case.scene, scores=scores[name]))
    forms = {d.name: d.form for d in documents}
    report("rules", {n: c.rules for n, c in _CASES.items()}, forms)
    for with_rules in (False, True):
        _VIEWS.update((name, seen(case, with_rules)) for name, case in _CASES.items())
        found = out_of_fold(_guesses_of_fold)
        for border in (0.35, 0.4, 0.45, 0.5):
            records = {
                name: [
                    {"task": _CASES[name].scene.items[g.item].text, "actor": g.actor}
                    for g in some
                    if g.likely * g.sure >= border
                ]
                for name, some in found.items()
            }
            report(f"models {'with' if with_rules else 'without'} rules, {border}", records, forms)
    if arguments.write:
        write()


def write() -> None:
    """Train on all documents and write the models."""
    cases = list(_CASES.values())
    views = [_VIEWS[case.name] for case in cases]
    MODELS.mkdir(exist_ok=True)
    train_tagger(MODELS / "doers.crfsuite", doer_sequences(cases), **DOERS)
    train_tagger(
        MODELS / "duties.crfsuite",
        zip([v.strings for v in views], [c.labels for c in cases], strict=True),
        **DUTIES,
    )
    np.savez_compressed(MODELS / "duties.npz", **train_trees(*form_rows(cases, views)))  # type: ignore[arg-type]
    np.savez_compressed(MODELS / "charges.npz", **train_trees(*charge_rows(cases)))  # type: ignore[arg-type]


def report(title: str, records: dict[str, list[dict[str, Any]]], forms: dict[str, str]) -> None:
    """Print F1 in all, by form, and of documents that no rule was written with."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for name, record in records.items():
        one = counts(_CASES[name], record, _CASES[name].truths)
        for group in ("all", forms[name], "new" if name.startswith("h") else "known"):
            totals[group] += one
    shown = "  ".join(f"{group} {f1(total):.3f}" for group, total in sorted(totals.items()))
    print(f"{title:32} {shown}", flush=True)


if __name__ == "__main__":
    main()
