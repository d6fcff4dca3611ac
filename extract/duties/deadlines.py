"""Times to act by: the expressions of a text that the document sets, with what is done then."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.draft import Block, Draft
from extract.duties.due import Candidate, candidates, model
from extract.grammar.recurring import rrule
from extract.grammar.times import THAT_TERM, Expression
from extract.record import Deadline
from extract.zones.outline import label_of


def find_deadlines(draft: Draft) -> None:
    """Add every time that the document sets to the record."""
    scored = [(one, model().probability(one.cues)) for one in candidates(draft)]
    kept = [(one, sure) for one, sure in scored if sure >= model().threshold]
    for (one, sure), expression in zip(kept, settled([one for one, _ in kept]), strict=True):
        block = one.block
        draft.record.deadlines.append(_deadline(draft, block, expression, sure))
        draft.places.append((block.start + expression.start, block.start + expression.stop))


def settled(kept: Sequence[Candidate]) -> list[Expression]:
    """The expressions of candidates; "this term" means the time before it."""
    found: list[Expression] = []
    for one in kept:
        expression = one.expression
        if expression.meaning.edtf == THAT_TERM:
            before = found[-1].meaning.edtf if found else None
            expression = replace(expression, meaning=replace(expression.meaning, edtf=before))
        found.append(expression)
    return found


def _deadline(draft: Draft, block: Block, one: Expression, sure: float) -> Deadline:
    first, last = block.start + one.start, block.start + one.stop
    text, meaning = block.text[one.start : one.stop], one.meaning
    return Deadline(
        text=text,
        edtf=meaning.edtf,
        estimate=meaning.estimate,
        rule=meaning.rule,
        relation=meaning.relation,
        recurrence=meaning.recurrence,
        rrule=rrule(meaning, text),
        task=_clause(block.text, one.start, one.stop),
        evidence=draft.evidence(first, last, "deadline"),
        confidence=draft.confidence(first, last, sure),
    )


def _clause(text: str, start: int, stop: int) -> str:
    """The clause around an expression, without it and without the label in front."""
    label = label_of(text)
    bullet = re.match(r"\s*(?:[-–+*•]\s*|[a-zđ][.)]\s+)?", text)
    floor = label.end if label else bullet.end() if bullet else 0
    plain = re.sub(r"\([^()]*\)", lambda m: "_" * len(m[0]), text)
    left = max([m.end() for m in re.finditer(r"[.;:]\s", plain[:start])] + [floor])
    ends = [m.start() for m in re.finditer(r"[.;](?:\s|/|$)", plain[stop:])]
    right = stop + (ends[0] if ends else len(text) - stop)
    clause = _joined(text[left:start], text[stop:right])
    if " " not in clause and left > floor:
        before = max([m.end() for m in re.finditer(r"[.;]\s", plain[: left - 2])] + [floor])
        return _joined(text[before:left], clause)
    return clause


def _joined(*parts: str) -> str:
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" ,.;:()-–")
