"""Who must do what: one entry a task item that has an actor.

The actor comes from the clause itself, else from the lead sentence above the list, else from the
heading of the section.
"""

import re
from dataclasses import dataclass, field

from extract.draft import Block, Draft, Zone
from extract.duties.entries import add_duty
from extract.grammar.clauses import (
    ADDRESS,
    CIRCUMSTANCE,
    actor_name,
    addresses_reader,
    charged,
    is_actor,
    is_name,
    subject,
)
from extract.grammar.units import clean
from extract.head.issuers import as_issuer
from extract.vocabulary import ACTOR, VERB, has_verb
from extract.zones.layout import ANNEX, ATTACHED
from extract.zones.outline import Nesting, heading_of, label_of
from gazetteer.authority.abbreviations import expand
from normalize.folding import fold

RELIABILITY_CLAUSE, RELIABILITY_LEAD, RELIABILITY_HEADING = 0.96, 0.94, 0.95
# Of a sentence that asks a reader whom it does not name, by the addressee of the letter. Chosen by hand.
RELIABILITY_ADDRESSEE = 0.8
# A paragraph of fewer words is no task of its own.
SENTENCE_WORDS = 5
_BULLET = re.compile(r"[\s_]*(?:[-–—+*•●]\s*|[a-zđ][.)]\s+)")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠÍÌÓÒÚÙÝỦ“])")
_TITLE_PREFIX = re.compile(r"[^:.;,]{2,40}:\s+(?=[^\W\d_])")
# Sections that say what is wanted, not who does it.
_AIMS = re.compile(
    r"(?:mục đích|yêu cầu(?!\s+(?:đối với|về))|mục tiêu|chỉ tiêu|đặc điểm|quan điểm|căn cứ|thực trạng|kết quả đạt|kinh phí)(?![^\W\d_])",
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


# What stands before the actor in a heading: "Trách nhiệm của", "Nhiệm vụ và quyền hạn của".
_DUTIES = r"nhiệm vụ|quyền hạn|quyền|trách nhiệm|nghĩa vụ|yêu cầu"
_HEADING_OF = re.compile(
    rf"(?:(?:{_DUTIES})(?:(?:,|\s+và)\s+(?:{_DUTIES}))*\s+(?:của|đối với|về)|đối với)\s+",
    re.IGNORECASE,
)
# A lead whose subject is a case, not somebody who is charged.
_CASES = re.compile(
    r"(?:điều kiện|trường hợp|đối tượng|tiêu chuẩn|tiêu chí|mức)\s+(?:như\s+)?sau(?: đây)?\s*:?\s*$|(?:trường hợp|đối tượng)\s+sau\b",
    re.IGNORECASE,
)
# The sentence by which an issuer enacts the document itself.
_ENACTING = re.compile(
    r"[^.;:]{3,90}?\s+ban hành\s+(?:Thông tư|Quyết định|Nghị định|Nghị quyết|Chỉ thị)(?!\s+này)",
    re.IGNORECASE,
)
# What is handed in or listed, not done: "Đơn xin …: 02 bản", "Danh sách … tại Phụ lục 1".
_PAPERS = re.compile(
    r"\s*(?:\d+\s+)?(?:đơn|giấy|bản sao|bản chính|bản cam kết|thư mời|phiếu|hồ sơ|danh sách|danh mục|ảnh|tờ khai|văn bằng)\s",
    re.IGNORECASE,
)
# Blanks to fill in make a form of an annex.
_FORM = re.compile(r"\.{4,}|…{2,}|_{4,}")
# A full stop, behind which OCR may read specks.
_ENDED = re.compile(r"[.;](?:/\.)?[^\w\s]{0,4}\s*$")
# An annex may be a whole draft document with recipients of its own.
_RECIPIENTS = re.compile(r"\s*nơi nhận\s*:", re.IGNORECASE)
_PART_OF_ANNEX = re.compile(r"(?<=[.;])\s+(?=[^\W\d_])")


@dataclass
class _Scope:
    """The actor in force, from which rule, and the section level at which it ends."""

    actor: tuple[str, float, str] | None = None
    lead: tuple[str, float, str] | None = None
    lead_level: int = 0
    lead_mark: str = ""
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
    for blocks in draft.parts():
        _find_in(draft, blocks)
    closing = False
    for block in draft.blocks:
        closing = not ANNEX.match(block.text) and (closing or bool(_RECIPIENTS.match(block.text)))
        if block.zone is Zone.ANNEX and not closing and _is_note(block.text):
            _annex_clauses(draft, block)


def _is_note(text: str) -> bool:
    """Whether a paragraph of an annex is a sentence: no title, no form to fill in."""
    return bool(_ENDED.search(text)) and not _FORM.search(text) and not ATTACHED.search(text)


def _annex_clauses(draft: Draft, block: Block) -> None:
    """Notes of an annex count where a clause names its own actor and duty."""
    bullet = _BULLET.match(block.text)
    position = bullet.end() if bullet else 0
    for part in _PART_OF_ANNEX.split(block.text[position:]):
        at = block.text.index(part, position)
        position = at + len(part)
        said, at = _without_opening(part, at)
        if (own := subject(said)) and _says(said):
            _add(draft, block, at, at + len(said), _own(said, own))


def _find_in(draft: Draft, blocks: list[Block]) -> None:
    scope = _Scope()
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
    name = re.sub(r"^((?:Các|Những)\s+\S+)\s*:\s*", r"\1 ", heading)
    name = _charged_name(_HEADING_OF.sub("", name, count=1))
    if _AIMS.match(heading) and not scope.aims and not is_actor(name):
        scope.aims_level = scope.level
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
    mark = bullet[0].strip()[:1] if bullet else ""
    mark = "a" if mark.isalpha() else mark
    if scope.lead and mark and mark == scope.lead_mark:
        scope.lead = None
    if (execution := _EXECUTION.match(body)) and ACTOR.match(body):
        everyone = (actor_name(execution["who"]), RELIABILITY_CLAUSE, "actor-execution")
        _add(draft, block, start, len(block.text), everyone)
        return
    name = _charged_name(body.rstrip(" :"))
    if (bullet or labelled) and body.rstrip().endswith(":") and is_name(name):
        scope.lead = (actor_name(name), RELIABILITY_LEAD, "actor-lead")
        scope.lead_level, scope.lead_mark = scope.level + bool(bullet), mark
        return
    if _LEAD.search(body) or (body.rstrip().endswith(":") and VERB.search(body)):
        _take_lead(draft, scope, block, start, labelled or bool(bullet))
        scope.lead_mark = mark
        return
    itemised = bool(bullet) or labelled
    if not itemised and not scope.in_sections and number < len(blocks) - 6:
        return
    if (scope.aims and not _is_closing(body)) or _CONTACT.match(body):
        return
    if bullet and (at := _behind_name(body)):
        named = (actor_name(_charged_name(body[:at].rstrip(" :"))), RELIABILITY_LEAD, "actor-lead")
        _add(draft, block, start + at, len(block.text), named)
        return
    in_force = scope.lead or scope.actor
    own = subject(body, in_force[0] if in_force else None) or charged(body)
    if not own and _PAPERS.match(body):
        return
    if (itemised and (own or in_force)) or (in_force and not _is_closing(body) and _says(body)):
        actor = _own(body, own) if own else in_force
        if actor:
            _add(draft, block, start, len(block.text), actor)
        return
    _sentences(draft, block, start)


def _charged_name(text: str) -> str:
    """Whom a heading or lead charges, without the words that do so: "Giao Phòng Nội vụ"."""
    name = ADDRESS.sub("", text, count=1) if ADDRESS.match(text) else text
    return name if is_actor(name) else text


def _behind_name(text: str) -> int | None:
    """Where the task of an item begins that names its actor before a colon: "Công an xã: tăng cường …"."""
    before, colon, task = text.partition(":")
    at = len(before) + len(colon) + len(task) - len(task.lstrip())
    says = VERB.match(text, at) and _says(text[at:])
    return at if colon and says and is_name(_charged_name(before)) else None


def _own(text: str, own: tuple[int, int]) -> tuple[str, float, str]:
    return actor_name(text[own[0] : own[1]]), RELIABILITY_CLAUSE, "actor-clause"


def _says(text: str) -> bool:
    """Whether a paragraph without a bullet is a sentence with a duty, not a formula or a caption."""
    verb = VERB.match(text.lstrip()) or has_verb(text)
    return bool(verb) and len(text.split()) >= SENTENCE_WORDS


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
    own = subject(body, scope.actor[0] if scope.actor else None)
    if not own:
        return
    if not scope.in_sections and (
        _DRAFTING.search(body) or _is_issuer(draft, body[slice(*own)], body)
    ):
        return
    if _CASES.search(body):
        scope.lead = None
        return
    draft.leads.append(
        (block.start + start, block.stop, as_issuer(draft.header, actor_name(body[slice(*own)])))
    )
    scope.lead = (_own(body, own)[0], RELIABILITY_LEAD, "actor-lead")
    scope.lead_level = scope.level + (0 if itemised else 1)


def _is_issuer(draft: Draft, name: str, lead: str) -> bool:
    """Whether the subject of a lead is the issuer, who says what follows ("UBND tỉnh có ý kiến như sau:")."""
    said = fold(expand(clean(name))).removeprefix("chu tich ")
    says = lead.rstrip(" :").endswith(("sau", "sau đây"))
    return says and any(fold(issuer).startswith(said) for issuer in draft.header.issuer)


def _sentences(draft: Draft, block: Block, start: int) -> None:
    """Running text: a sentence counts when it names its own actor and a duty.

    A sentence that begins with a circumstance and names nobody goes on about the actor before.
    """
    position = start
    before: tuple[str, float, str] | None = None
    addressed = draft.header.addressees
    for part in _SENTENCE.split(block.text[start:]):
        at = block.text.index(part, position)
        position = at + len(part)
        said, at = _without_opening(part, at)
        own = subject(said)
        if not said or any(p.match(said) for p in (_GROUNDS, _ENACTING)) or _DRAFTING.search(said):
            continue
        if own:
            before = _in_full(_own(said, own), before)
            _add(draft, block, at, at + len(said), before)
        elif before and CIRCUMSTANCE.match(said) and has_verb(said):
            name, reliability, _ = before
            _add(draft, block, at, at + len(said), (name, 0.8 * reliability, "actor-before"))
        elif addressed and addresses_reader(said):
            reader = (", ".join(addressed), RELIABILITY_ADDRESSEE, "actor-addressee")
            _add(draft, block, at, at + len(said), reader)


def _in_full(
    own: tuple[str, float, str], before: tuple[str, float, str] | None
) -> tuple[str, float, str]:
    """An actor that the sentence before names at more length: "các đơn vị" are those of before."""
    if before is None or not f"{fold(before[0])} ".startswith(f"{fold(own[0])} "):
        return own
    return before[0], own[1], own[2]


def _without_opening(part: str, at: int) -> tuple[str, int]:
    """Drop "Trên đây là Kế hoạch ..., " and short titles ("Lưu ý:") in front of a duty."""
    if re.match(r"\s*trên đây", part, re.IGNORECASE):
        tail = ADDRESS.search(part)
        return (part[tail.start() :], at + tail.start()) if tail else ("", at)
    if prefix := _TITLE_PREFIX.match(part):
        return part[prefix.end() :], at + prefix.end()
    return part, at


def _add(draft: Draft, block: Block, start: int, stop: int, actor: tuple[str, float, str]) -> None:
    name, reliability, rule = actor
    text = block.text[start:stop]
    own_words = text.find(name) + len(name) if rule in _NAMED_IN_TASK and name in text else 0
    add_duty(draft, block, (start, stop), name, own_words, rule, reliability)


# Rules by which the actor stands in the task itself.
_NAMED_IN_TASK = frozenset({"actor-clause", "actor-execution"})
