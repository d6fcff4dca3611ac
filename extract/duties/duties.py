"""Which items are duties, and whose: what the trained models make of the document.

What the rules found before is one of their cues. A duty is taken where both that the item charges
somebody and whom it charges are likely enough together.
"""

from collections.abc import Iterator

from extract.draft import Block, Draft
from extract.duties.charges import Scene, choices, rows
from extract.duties.doers import stretches
from extract.duties.entries import add_duty
from extract.duties.item_cues import facts_of, numbers, strings
from extract.grammar.clauses import actor_name
from extract.learned.models import Numbers, tagger, trees
from extract.zones.items import Item, items_of
from normalize.folding import fold

# The product of both probabilities from which a duty is taken. F1 out of fold with 0.35, 0.38, 0.42, 0.45:
# .713, .717, .719, .718.
LIKELY = 0.42
# Items less likely than this are no duty, whoever it may be.
_POSSIBLE = 0.2


def decide_duties(draft: Draft) -> None:
    """Put what the models take for duties in the place of what the rules found."""
    scene = scene_of(draft)
    if not scene.items:
        return
    likely = duty_probabilities(scene)
    draft.record.responsibilities.clear()
    draft.tasks.clear()
    for item, name, probability in _charged(scene, likely):
        assert item.block is not None
        _add(draft, item.block, item.begin, name, probability)


def scene_of(draft: Draft) -> Scene:
    """The items of a document with the stretches that may name who acts, and how sure each is."""
    items = items_of(draft)
    found = stretches(items, known_names(draft))
    model = tagger("doers")
    scores = [model.probabilities([one.features for one in stretch]) for stretch in found]
    return Scene(items, found, scores, draft.header, answers_of(draft, items))


def known_names(draft: Draft) -> list[str]:
    """The folded names of issuers and addressees."""
    return [fold(name) for name in (*draft.header.addressees, *draft.header.issuer)]


def answers_of(draft: Draft, items: list[Item]) -> dict[int, str]:
    """Whom the rules charge with each item that they take for a duty."""
    answers: dict[int, str] = {}
    for (start, stop), duty in zip(draft.tasks, draft.record.responsibilities, strict=False):
        for item in items:
            if item.block is not None and item.block.start < stop and start < item.block.stop:
                answers.setdefault(item.number, duty.actor)
    return answers


def duty_probabilities(scene: Scene) -> Numbers:
    """How likely each item charges somebody: the mean of the sequence model and the trees."""
    facts = [
        facts_of(item, scene.answers, float(score.max()) if len(score) else 0.0)
        for item, score in zip(scene.items, scene.scores, strict=True)
    ]
    by_words = tagger("duties").probabilities(strings(scene.items, facts, scene.header))
    by_form = trees("duties").probabilities(numbers(scene.items, facts, scene.header))
    return (by_words + by_form) / 2


def _charged(scene: Scene, likely: Numbers) -> Iterator[tuple[Item, str, float]]:
    before = None
    for item, probability in zip(scene.items, likely, strict=True):
        if item.block is None or probability < _POSSIBLE:
            continue
        found = choices(scene, item, before)
        if not found:
            continue
        sure = trees("charges").probabilities(rows(found))
        best = int(sure.argmax())
        if probability * sure[best] >= LIKELY:
            before = found[best].name
            yield item, before, float(probability * sure[best])


def _add(draft: Draft, block: Block, start: int, actor: str, probability: float) -> None:
    text, name = block.text[start:], actor_name(actor)
    own_words = text.find(name) + len(name) if name in text else 0
    add_duty(draft, block, (start, len(block.text)), name, own_words, "duty", probability)
