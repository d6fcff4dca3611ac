"""Which labels head sections, and what their headings are: what a trained model makes of the outline.

The rules propose a section for every label; the model (``sections.crfsuite``) reads the same features of
items as that of duties and says for each whether it is none, a paragraph, a heading as a whole, or a
heading up to its colon.
"""

from collections.abc import Sequence

import numpy as np

from extract.draft import Draft
from extract.items import Item
from extract.learned import Numbers, tagger
from extract.outline import Nesting, heading_of, label_of, style_of
from extract.record import Section
from extract.vocabulary import has_verb

OTHER, NONE, PARAGRAPH, WHOLE, TO_COLON = "-", "none", "paragraph", "whole", "colon"
ANSWERS = (NONE, PARAGRAPH, WHOLE, TO_COLON)


def with_labels(draft: Draft, items: Sequence[Item], features: list[list[str]]) -> list[list[str]]:
    """The features of items with those of their labels: what the rules say, and whether it counts on."""
    ruled = {start for start, _ in draft.sections}
    counted: dict[tuple[str, str, int | None], int] = {}
    found = []
    for item, known in zip(items, features, strict=True):
        label = label_of(item.block.text) if item.block is not None else None
        more = ["label"] if label else []
        if label and item.block is not None:
            style, stem, count = style_of(label.text)
            before = counted.get((style, stem, item.parent), 0)
            counted[style, stem, item.parent] = count
            heading = heading_of(item.text)
            said = PARAGRAPH if heading is None else WHOLE
            if heading is not None and len(heading) < 0.8 * len(item.text.strip()):
                said = TO_COLON
            at = item.text.find(":")
            lead = len(item.text[:at].split()) if at >= 0 else -1
            more += [
                f"rules={item.block.start in ruled}", f"rules say={said}",
                f"step={min(max(count - before, -1), 2)}", f"first={count == 1}",
                f"colon={'no' if lead < 0 else min(lead // 4, 5)}|{item.leads}",
                f"rules say={said}|colon={lead >= 0}|{item.leads}",
                f"zone={item.zone}|style={item.style}", f"verb lead={lead >= 0 and has_verb(item.text[:at])}",
            ]  # fmt: skip
        found.append(known + more)
    return found


def decide_sections(draft: Draft, items: Sequence[Item], features: list[list[str]]) -> None:
    """Keep the sections that the model takes for such, with the headings that it sees."""
    model = tagger("sections")
    chances = model.all_probabilities(features, ANSWERS)
    at = {item.block.start: item for item in items if item.block is not None}
    kept: list[tuple[int, Section]] = []
    for start, section in draft.sections:
        item = at[start]
        answer, likely = answer_of(chances[item.number], section)
        if answer == NONE:
            continue
        section.heading = heading_as(item.text, answer, section.heading)
        section.confidence *= likely
        kept.append((start, section))
    draft.sections[:] = kept
    draft.record.sections[:] = [section for _, section in kept]
    _level(draft)


def answer_of(chances: Numbers, section: Section) -> tuple[str, float]:
    """The likeliest answer, and how likely it is."""
    best = int(np.argmax(chances))
    return ANSWERS[best], float(chances[best])


def heading_as(text: str, answer: str, below: str | None) -> str | None:
    """The heading of an item's text by the model's answer; that of an empty text stands below its label."""
    if not text.strip():
        return below
    if answer == PARAGRAPH:
        return None
    said = text.split(":")[0] if answer == TO_COLON else text
    return said.strip(" *_:.;") or None


def _level(draft: Draft) -> None:
    """Number the levels anew: what is no section opens none."""
    nesting, zone = Nesting(), None
    for start, section in draft.sections:
        block = draft.block_at(start)
        if block.zone is not zone:
            nesting, zone = Nesting(), block.zone
        if label := label_of(block.text):
            section.level = nesting.level(label.style)
