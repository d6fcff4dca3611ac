"""Who must do what: one entry a task item that has an actor.

The actor comes from the clause itself, else from the lead sentence above the list, else from the
heading of the section.
"""

import re
from dataclasses import dataclass, field

from extract.clauses import (
    ADDRESS,
    CIRCUMSTANCE,
    TO,
    WITH,
    actor_name,
    duty_verb,
    is_actor,
    names_behind,
    subject,
)
from extract.draft import Block, Draft
from extract.outline import Nesting, heading_of, label_of
from extract.record import Responsibility
from extract.units import NAME_WORDS
from extract.vocabulary import ACTOR, VERB, has_verb

RELIABILITY_CLAUSE, RELIABILITY_LEAD, RELIABILITY_HEADING = 0.96, 0.94, 0.95
# A paragraph of fewer words is no task of its own.
SENTENCE_WORDS = 5
_BULLET = re.compile(r"\s*(?:[-–—+*•●]\s*|[a-zđ][.)]\s+)")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠÍÌÓÒÚÙÝỦ“])")
_TITLE_PREFIX = re.compile(r"[^:.;,]{2,40}:\s+(?=[^\W\d_])")
# Sections that say what is wanted, not who does it.
_AIMS = re.compile(
    r"(?:mục đích|yêu cầu|mục tiêu|chỉ tiêu|đặc điểm|quan điểm|căn cứ|thực trạng|kết quả đạt|kinh phí)(?![^\W\d_])",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\s*(?:địa chỉ|website|trang thông tin|điện thoại|email)(?![^\W\d_])", re.IGNORECASE
)
_GROUNDS = re.compile(
    r"\s*(?:căn cứ|thực hiện)\s+(?!(?:chỉ thị|kế hoạch|công văn|quyết định|hướng dẫn) này)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:sau|sau đây|như sau|các khâu|nhiệm vụ|nội dung|công việc|cụ thể)\s*:\s*$", re.IGNORECASE
)
# All who must carry out a decision, named in its last article.
_EXECUTION = re.compile(
    r"(?P<who>.{5,900}?)\s*(?:,\s*)?(?:chịu trách nhiệm|có trách nhiệm)\s+(?:tổ chức\s+)?thi hành\s",
    re.IGNORECASE | re.DOTALL,
)
_DRAFTING = re.compile(
    r"(?:ban hành|xây dựng|thông báo|hướng dẫn|báo cáo|triển khai|đề nghị|yêu cầu|quyết định)\b.{0,200}(?:như sau|sau đây|sau)\s*:?\s*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class _Scope:
    """The actor in force, from which rule, and the section level at which it ends."""

    actor: tuple[str, float, str] | None = None
    lead: tuple[str, float, str] | None = None
    lead_level: int = 0
    actor_level: int = 0
    nesting: Nesting = field(default_factory=Nesting)
    in_sections: bool = False
    level: int = 0
    aims_level: int = 0

    @property
    def aims(self) -> bool:
        """Whether a section of aims is open, which charges nobody."""
        return self.aims_level > 0


def find_responsibilities(draft: Draft) -> None:
    """Add one entry for each task item of the body that has an actor."""
    scope = _Scope()
    blocks = draft.body()
    for number, block in enumerate(blocks):
        label = label_of(block.text)
        if label:
            _enter_section(scope, block, label.style, label.end)
            heading = heading_of(block.text[label.end :])
            if heading is not None:
                _after_heading(draft, scope, block, label.end, heading)
                continue
        _read_item(draft, scope, block, label.end if label else 0, bool(label), number, blocks)


def _enter_section(scope: _Scope, block: Block, style: str, end: int) -> None:
    level = scope.nesting.level(style)
    scope.in_sections = True
    scope.level = level
    if level <= scope.aims_level:
        scope.aims_level = 0
    if level <= scope.actor_level:
        scope.actor, scope.actor_level = None, 0
    if scope.lead and level < scope.lead_level:
        scope.lead, scope.lead_level = None, 0


def _after_heading(draft: Draft, scope: _Scope, block: Block, offset: int, heading: str) -> None:
    """A heading that names an actor puts it in force; a task behind its colon is an item."""
    if _AIMS.match(heading) and not scope.aims:
        scope.aims_level = scope.level
    name = re.sub(r"^((?:Các|Những)\s+\S+)\s*:\s*", r"\1 ", heading)
    name = name.removeprefix("Trách nhiệm của ").removeprefix("Đối với ")
    scope.lead = None if not scope.lead or scope.level <= scope.lead_level else scope.lead
    if is_actor(name):
        scope.actor, scope.actor_level = (
            (actor_name(name), RELIABILITY_HEADING, "actor-heading"),
            scope.level,
        )
        scope.lead = None
    rest_at = block.text.find(heading, offset) + len(heading)
    rest = block.text[rest_at:].lstrip(" :*_")
    if rest and len(rest.split()) > 3 and scope.actor and scope.actor_level == scope.level:
        _add(draft, block, block.stop - block.start - len(rest), len(block.text), scope.actor)


def _read_item(
    draft: Draft,
    scope: _Scope,
    block: Block,
    offset: int,
    labelled: bool,
    number: int,
    blocks: list[Block],
) -> None:
    bullet = _BULLET.match(block.text, offset)
    start = bullet.end() if bullet else offset
    body = block.text[start:]
    if not body.strip():
        return
    if (execution := _EXECUTION.match(body)) and ACTOR.match(body):
        everyone = (actor_name(execution["who"]), RELIABILITY_CLAUSE, "actor-execution")
        _add(draft, block, start, len(block.text), everyone)
        return
    if (bullet or labelled) and body.rstrip().endswith(":") and _is_name(body.rstrip(" :")):
        scope.lead = (actor_name(body.rstrip(" :")), RELIABILITY_LEAD, "actor-lead")
        scope.lead_level = scope.level
        return
    if _LEAD.search(body) or (body.rstrip().endswith(":") and VERB.search(body)):
        _take_lead(draft, scope, block, start, labelled or bool(bullet))
        return
    itemised = bool(bullet) or labelled
    if not itemised and not scope.in_sections and number < len(blocks) - 6:
        return
    if (scope.aims and not _is_closing(body)) or _CONTACT.match(body):
        return
    own = subject(body)
    in_force = scope.lead or scope.actor
    if (itemised and (own or in_force)) or (in_force and not _is_closing(body) and _says(body)):
        actor = _own(body, own) if own else in_force
        if actor:
            _add(draft, block, start, len(block.text), actor)
        return
    _sentences(draft, block, start)


def _is_name(text: str) -> bool:
    """Whether a line before a colon is an actor and nothing else ("b) Bộ Tài chính:")."""
    return is_actor(text) and len(text.split()) <= NAME_WORDS and not has_verb(text)


def _own(text: str, own: tuple[int, int]) -> tuple[str, float, str]:
    return actor_name(text[own[0] : own[1]]), RELIABILITY_CLAUSE, "actor-clause"


def _says(text: str) -> bool:
    """Whether a paragraph without a bullet is a sentence with a duty, not a formula or a caption."""
    return has_verb(text) and len(text.split()) >= SENTENCE_WORDS


def _is_closing(text: str) -> bool:
    return bool(
        re.match(
            r"\s*(?:trên đây|căn cứ|trong quá trình|yêu cầu|đề nghị|nhận được)\b",
            text,
            re.IGNORECASE,
        )
    )


def _take_lead(draft: Draft, scope: _Scope, block: Block, start: int, itemised: bool) -> None:
    """A sentence that ends in a colon names the actor of the items below it."""
    body = block.text[start:]
    own = subject(body)
    if not own or (_DRAFTING.search(body) and not scope.in_sections):
        return
    scope.lead = (_own(body, own)[0], RELIABILITY_LEAD, "actor-lead")
    scope.lead_level = scope.level + (0 if itemised else 1)


def _sentences(draft: Draft, block: Block, start: int) -> None:
    """Running text: a sentence counts when it names its own actor and a duty.

    A sentence that begins with a circumstance and names nobody goes on about the actor before.
    """
    position = start
    before: tuple[str, float, str] | None = None
    for part in _SENTENCE.split(block.text[start:]):
        at = block.text.index(part, position)
        position = at + len(part)
        said, at = _without_opening(part, at)
        own = subject(said)
        if _GROUNDS.match(said) or not said or _DRAFTING.search(said):
            continue
        if own:
            before = _own(said, own)
            _add(draft, block, at, at + len(said), before)
        elif before and CIRCUMSTANCE.match(said) and has_verb(said):
            name, reliability, _ = before
            _add(draft, block, at, at + len(said), (name, 0.8 * reliability, "actor-before"))


def _without_opening(part: str, at: int) -> tuple[str, int]:
    """Drop "Trên đây là Kế hoạch ..., " and short titles ("Lưu ý:") in front of a duty."""
    if re.match(r"\s*trên đây", part, re.IGNORECASE):
        tail = ADDRESS.search(part)
        return (part[tail.start() :], at + tail.start()) if tail else ("", at)
    if prefix := _TITLE_PREFIX.match(part):
        return part[prefix.end() :], at + prefix.end()
    return part, at


def _add(draft: Draft, block: Block, start: int, stop: int, actor: tuple[str, float, str]) -> None:
    text = block.text[start:stop]
    task = re.sub(r"\s+", " ", text).strip().removesuffix("./.").rstrip()
    name, reliability, rule = actor
    name = _resolved(draft, name)
    first, last = block.start + start, block.start + stop
    draft.tasks.append((first, last))
    draft.record.responsibilities.append(
        Responsibility(
            actor=name[:1].upper() + name[1:],
            task=task + ("." if text.rstrip().endswith("./.") else ""),
            verb=duty_verb(task),
            section=_section_at(draft, block),
            partners=names_behind(text, WITH),
            report_to=names_behind(text, TO),
            evidence=draft.evidence(first, last, rule),
            confidence=draft.confidence(first, last, reliability),
        )
    )


def _section_at(draft: Draft, block: Block) -> str | None:
    """The label of the section that a block opens or stands under."""
    labels = [(start, section.label) for start, section in draft.sections if start <= block.start]
    return labels[-1][1] if labels else None


def _resolved(draft: Draft, name: str) -> str:
    """ "Nhà trường" is the school that issues the document, where just one does."""
    issuers = draft.header.issuer
    if name.lower() == "nhà trường" and len(issuers) == 1 and issuers[0].startswith("Trường"):
        return issuers[0]
    return name


def actors_of_deadlines(draft: Draft) -> None:
    """Give each deadline of the text the actor of the task item that it stands in."""
    for number, (start, stop) in enumerate(draft.places):
        for duty, (first, last) in zip(draft.record.responsibilities, draft.tasks, strict=False):
            if first <= start and stop <= last:
                draft.record.deadlines[number].actors = [duty.actor]
                duty.deadlines.append(number)
                break
