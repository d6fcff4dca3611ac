"""The entry of a duty, whoever found it: its clause, verb, section, partners, and the times inside it."""

import re

from extract.draft import Block, Draft
from extract.grammar.classes import class_of
from extract.grammar.clauses import TO, WITH, duty_verb, names_behind
from extract.head.issuers import as_issuer
from extract.record import Responsibility


def add_duty(
    draft: Draft,
    block: Block,
    span: tuple[int, int],
    actor: str,
    verb_from: int,
    rule: str,
    reliability: float,
) -> None:
    """Add the entry for a span of a block; its verb is looked for from an offset of the span on."""
    text = block.text[slice(*span)]
    task = re.sub(r"\s+", " ", text).strip().removesuffix("./.").rstrip()
    name = as_issuer(draft.header, actor)
    name = name[:1].upper() + name[1:]
    first, last = block.start + span[0], block.start + span[1]
    draft.tasks.append((first, last))
    draft.record.responsibilities.append(
        Responsibility(
            actor=name,
            actor_class=class_of(name, draft.header),
            task=task + ("." if text.rstrip().endswith("./.") else ""),
            verb=duty_verb(text, verb_from),
            section=_section_at(draft, block),
            partners=[as_issuer(draft.header, other) for other in names_behind(text, WITH)],
            report_to=[as_issuer(draft.header, other) for other in names_behind(text, TO)],
            evidence=draft.evidence(first, last, rule),
            confidence=draft.confidence(first, last, reliability),
        )
    )


def _section_at(draft: Draft, block: Block) -> str | None:
    """The label of the section that a block opens or stands under."""
    labels = [(start, section.label) for start, section in draft.sections if start <= block.start]
    return labels[-1][1] if labels else None


def actors_of_deadlines(draft: Draft) -> None:
    """Give each deadline of the text the actor of the task item or the lead that it stands in."""
    for number, (start, stop) in enumerate(draft.places):
        for duty, (first, last) in zip(draft.record.responsibilities, draft.tasks, strict=False):
            if first <= start and stop <= last:
                draft.record.deadlines[number].actors = [duty.actor]
                duty.deadlines.append(number)
                break
        else:
            leads = (name for first, last, name in draft.leads if first <= start and stop <= last)
            if name := next(leads, None):
                draft.record.deadlines[number].actors = [name[:1].upper() + name[1:]]
