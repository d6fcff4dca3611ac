"""What the issuers of a joint plan lay on themselves.

"Ba trường … xây dựng kế hoạch, nội dung như sau:" opens a plan whose tasks name nobody: they fall on those who
open it. A plan of one office opens alike, and what it then lists are mostly aims; so only several doers count.
Two annotated plans hold such items, too few to learn from: the models give them .03 to .11 out of fold.
"""

import re

from extract.draft import Draft, Zone
from extract.duties.entries import add_duty
from extract.grammar.clauses import actor_name
from extract.vocabulary import PREDICATE, VERB
from extract.zones.items import PARAGRAPH, Item, ancestors, items_of
from extract.zones.outline import label_of

RELIABILITY_JOINT = 0.85
RULE = "actor-joint"
_COUNTED = r"(?:hai|ba|bốn|năm|sáu|0?[2-9])\s+(?:nhà\s+trường|trường|đơn\s+vị|cơ\s+quan|bên|phòng|xã|phường)"
_OPENING = re.compile(
    rf"(?:.*[\s,;(])?(?P<who>{_COUNTED}(?![^\W\d_])[^;:]{{0,200}}?)\s+"
    r"(?:cùng\s+|phối\s+hợp\s+|thống\s+nhất\s+)*(?:xây\s+dựng|ban\s+hành|thống\s+nhất|lập|triển\s+khai|ký\s+kết)\s"
    r"[^;]*sau(?:\s+đây)?\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
# An opening is a sentence or two (letters); what is longer is none, and costs the pattern a square of it.
_LONGEST = 2_000
# Sections that tell what is wanted, who takes part and where, or charge others by name.
_NO_TASKS = re.compile(
    r"\W*(?:mục\s+(?:đích|tiêu)|yêu\s+cầu|chỉ\s+tiêu|đối\s+tượng|thành\s+phần|địa\s+(?:chỉ|điểm)|liên\s+hệ|"
    r"kinh\s+phí|đặc\s+điểm|thực\s+trạng|phân\s+công|trách\s+nhiệm|nguyên\s+tắc|phạm\s+vi)(?![^\W\d_])",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*(?:(?:trong|từ|đến|vào|đầu|giữa|cuối)\s+)?(?:tháng|tuần|ngày|quý|học\s+k[ỳì]|năm\s+học)\s[^:,]{1,30}?"
    r"(?:[:,]\s*|\s+(?=\D))",
    re.IGNORECASE,
)


def charge_joint_issuers(draft: Draft) -> None:
    """Add the tasks of a joint plan that name nobody, as those of the issuers who open it."""
    doers = _doers(draft)
    if doers is None:
        return
    items = items_of(draft)
    for item in items:
        block = item.block
        if block is None or block.zone is not Zone.BODY or not _is_task(items, item):
            continue
        if not any(block.start < stop and start < block.stop for start, stop in draft.tasks):
            add_duty(draft, block, (item.begin, len(block.text)), doers, 0, RULE, RELIABILITY_JOINT)
    placed = sorted(
        zip(draft.tasks, draft.record.responsibilities, strict=True), key=lambda x: x[0]
    )
    draft.tasks[:] = [place for place, _ in placed]
    draft.record.responsibilities[:] = [duty for _, duty in placed]


def _doers(draft: Draft) -> str | None:
    """Those who open the plan together, as printed; None where it is opened otherwise."""
    for block in draft.blocks:
        if block.zone is Zone.CLOSING or (block.zone is Zone.BODY and label_of(block.text)):
            return None
        opens = len(block.text) <= _LONGEST and block.text.rstrip().endswith(":")
        if opens and (found := _OPENING.match(block.text)):
            return actor_name(" ".join(found["who"].split()))
    return None


def _is_task(items: list[Item], item: Item) -> bool:
    """Whether an item of a list tells by its first word what is done, below no heading of another kind."""
    if item.style == PARAGRAPH or item.leads or item.children:
        return False
    above = list(ancestors(items, item))
    if not above or any(_NO_TASKS.match(one.text) for one in above):
        return False
    return _begins_with_verb(item.text)


def _begins_with_verb(text: str) -> bool:
    when = _WHEN.match(text)
    starts = [0, when.end()] if when else [0]
    return any(_verb_at(text, start) for start in starts)


def _verb_at(text: str, start: int) -> bool:
    said = text[start : start + 1].lower() + text[start + 1 :]
    return bool(VERB.match(said) or PREDICATE.match(said))
