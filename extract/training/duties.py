"""Training of duties: which stretches name who acts, which items are duties, whom they charge."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extract.draft import Draft
from extract.duties.charges import Choice, Scene, choices, rows
from extract.duties.doers import stretches
from extract.duties.duties import answers_of, known_names
from extract.duties.item_cues import facts_of, numbers, strings
from extract.grammar.clauses import actor_name
from extract.head.issuers import as_issuer
from extract.learned.models import NO, YES, Numbers, Tagger
from extract.record import Header
from extract.training.documents import Annotated
from extract.training.learners import Penalties, train_tagger, write_trees
from extract.training.matching import ACTOR_ALIKE, held, key
from extract.zones.items import Item, ancestors, items_of

# Chosen by the folds: c1 of .3 makes the model of duties a fifth as large and costs .005 of their F1.
DOERS = Penalties(c1=0.2, c2=0.1, rounds=60)
DUTIES = Penalties(c1=0.0, c2=1.0, rounds=80)
# A task and an item that agree less than this are not the same.
_SAME, _HELD = 0.5, 0.85


@dataclass
class Case:
    """A document ready for training: its items, and for each truth the item that it was laid to."""

    name: str
    scene: Scene
    truths: list[dict[str, Any]]
    laid: dict[int, int]

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


def case_of(one: Annotated, draft: Draft) -> Case:
    """Lay the truths of a document, read up to what rules take for duties, to its items."""
    items = items_of(draft)
    truths = one.truth["responsibilities"]
    return Case(
        one.name,
        _scene(draft, items),
        truths,
        laid(items, truths),
    )


def _scene(draft: Draft, items: list[Item]) -> Scene:
    found = stretches(items, known_names(draft))
    return Scene(items, found, [np.zeros(0)] * len(items), draft.header, answers_of(draft, items))


def laid(items: Sequence[Item], truths: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The item of each truth: both keep the order of the document, so all are laid at once.

    A truth has one item; an item may have several truths. What the order leaves over goes to what it
    is most like.
    """
    tasks, texts = [key(t["task"]) for t in truths], [key(item.text) for item in items]
    alike = np.array([[_alike(task, text) for text in texts] for task in tasks])
    found = _in_order(alike) if tasks and texts else {}
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


def scores(case: Case, model: Tagger) -> list[Numbers]:
    """How sure a model is of each stretch, item by item."""
    return [model.probabilities([one.features for one in some]) for some in case.scene.stretches]


# Which items are duties.


@dataclass(frozen=True)
class Seen:
    """The two views of a document's items."""

    strings: list[list[str]]
    numbers: Numbers


def seen(case: Case) -> Seen:
    """The views of a case whose stretches are scored."""
    scene = case.scene
    facts = [
        facts_of(item, scene.answers, float(score.max()) if len(score) else 0.0)
        for item, score in zip(scene.items, scene.scores, strict=True)
    ]
    return Seen(
        strings(scene.items, facts, scene.header), numbers(scene.items, facts, scene.header)
    )


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


def write_doers(cases: Iterable[Case], folder: Path) -> None:
    """Train the model of who acts and write it."""
    train_tagger(folder / "doers.crfsuite", doer_sequences(cases), DOERS)


def write(cases: Sequence[Case], views: Sequence[Seen], folder: Path) -> None:
    """Train the models that decide duties on cases whose stretches are scored, and write them."""
    sequences = zip([v.strings for v in views], [c.labels for c in cases], strict=True)
    train_tagger(folder / "duties.crfsuite", sequences, DUTIES)
    write_trees(folder / "duties.npz", *form_rows(cases, views))
    write_trees(folder / "charges.npz", *charge_rows(cases))
