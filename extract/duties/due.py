"""Which of the times in a text the document sets: cues of an expression, and their weights.

A logistic model over named cues tells a time to act by from dates of cited documents, from what
already happened, from conditions and from names of programmes. ``extract.training.times`` fits it.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.draft import Block, Draft, Zone
from extract.grammar.times import Expression, expressions
from extract.learned.models import model_path
from extract.vocabulary import has_verb
from extract.zones.outline import label_of
from normalize.folding import fold

# How many words before and behind an expression are cues by their place, and how many by themselves.
NEAR, FAR = 3, 12
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_GROUNDS = re.compile(r"\s*(?:căn cứ|thực hiện|theo|xét)\b", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:(?P<dash>[-–+*•])|(?P<letter>[a-zđ][.)]\s))")
_CLAUSE_END = re.compile(r"[.;:](?:\s|$)")
# A document named in the clause: its date, its title and its period are its own.
_CITED = re.compile(
    r"(?:luật|pháp lệnh|tờ trình|biên bản|quyết định|nghị định|thông tư|công văn|nghị quyết|thông báo|hợp đồng|"
    r"giấy phép|văn bản|kế hoạch|chỉ thị|chương trình|đề án|kết luận|báo cáo|hướng dẫn)\s+(?!này)[^.;:]{0,160}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\bsố\s*:?\s*\d[^\s,;]*(?:\s+[^\s,;.]+){0,2}\s*$", re.IGNORECASE)
_TENSE = re.compile(
    r"(?<!\w)(đã|vừa|đang|sẽ|phải|cần|đề nghị|yêu cầu|giao|kính|chậm nhất|hoàn thành|báo cáo|có hiệu lực|"
    r"trường hợp|nếu|nhằm|để|tính|so với|được|không|có trách nhiệm|chịu trách nhiệm|dự kiến|thời gian|thời hạn|thời điểm)(?!\w)",
    re.IGNORECASE,
)
# What the words before an expression make of it, up to it in the clause.
_LEADS = {
    "allowance": re.compile(
        r"(?:trợ cấp|phụ cấp|sinh hoạt phí|lương|tiền công|học phí|thu nhập|mức đóng|tiền tuất|dự toán|trung hạn và|"
        r"kinh phí|ngân sách|chi thường xuyên)[^.;:,]{0,30}\s*$",
        re.IGNORECASE,
    ),
    "stage": re.compile(r"(?:giai đoạn|thời kỳ|so với|tầm nhìn|đợt)\s*$", re.IGNORECASE),
    "programme": re.compile(
        r"(?:chiến lược|chương trình|đề án|kế hoạch|phong trào|cuộc vận động|mục tiêu|quy hoạch|chỉ số)\s[^.;:]{0,120}$",
        re.IGNORECASE,
    ),
    "told": re.compile(
        r"(?<!\w)(?:đã|vừa|được|có (?:công văn|văn bản|tờ trình|báo cáo))\s[^.;:]*$", re.IGNORECASE
    ),
    "due": re.compile(
        r"(?:hoàn thành|xong|báo cáo|gửi|nộp|trình|thực hiện|tổ chức|triển khai|tiến hành|họp|đăng ký|công bố|hiệu lực|"
        r"bắt đầu|khai mạc|thời gian|thời hạn)[^.;:,]{0,60}$",
        re.IGNORECASE,
    ),
}
# Days between the document and a time that make one stage of nearness end; the others are "far".
_STAGES = {"long past": -365, "past": -31, "just past": -1, "same day": 0, "soon": 120, "next": 400}
_PAST = frozenset({"long past", "past", "just past", "month past", "-1 years", "-2 years"})
# Kinds of expression that go by the same rules; all others are dates.
_CLASSES = {
    "term": "term", "bare term": "term", "counted": "term", "ahead": "term", "limit": "term",
    "signed": "effect", "in force": "effect",
    "event": "event", "until event": "event", "since event": "event", "while": "event", "meeting": "event",
    "every": "recurring", "often": "recurring", "periodic": "recurring", "each": "recurring",
    "daily": "recurring", "after each": "recurring", "edge": "recurring",
}  # fmt: skip


class Model(NamedTuple):
    """Weights by cue, and the probability from which a time counts."""

    weights: Mapping[str, float]
    threshold: float

    def probability(self, cues: Iterable[str]) -> float:
        """The probability that an expression with these cues is a time that the document sets."""
        total = self.weights.get("bias", 0.0) + sum(self.weights.get(cue, 0.0) for cue in cues)
        return 1 / (1 + math.exp(-total))


def model() -> Model:
    """The fitted model that is in use."""
    return _model(model_path("times.json"))


@lru_cache(maxsize=4)
def _model(path: Path) -> Model:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(data["weights"], data["threshold"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression of time in its paragraph, with what speaks for and against it."""

    block: Block
    expression: Expression
    cues: list[str]


def candidates(draft: Draft) -> list[Candidate]:
    """All expressions of time below the head, in the order of the text."""
    found: list[Candidate] = []
    grounds, seen = True, set[str]()
    below = [block for block in draft.blocks if block.zone is not Zone.HEADER]
    for number, block in enumerate(below):
        grounds = grounds and (bool(_GROUNDS.match(block.text)) or block.text.isupper())
        place = _place(draft, block, grounds)
        place.append(f"at {10 * number // len(below)}")
        inside = expressions(block.text, draft)
        for one in inside:
            text = fold(block.text[one.start : one.stop])
            cues = [*place, *_cues(draft, block, one), f"times {min(len(inside), 3)}"]
            if text in seen:
                cues.append("again")
            seen.add(text)
            found.append(Candidate(block, one, list(dict.fromkeys(cues))))
    return found


def _place(draft: Draft, block: Block, grounds: bool) -> list[str]:
    """Cues of the paragraph: zone, label, first words, kind of document."""
    label, bullet = label_of(block.text), _BULLET.match(block.text)
    style = label.style if label else bullet.lastgroup if bullet else "none"
    cues = [f"zone {block.zone}", f"style {style}", f"document {fold(draft.header.kind or '')}"]
    first = fold(block.text[label.end if label else bullet.end() if bullet else 0 :]).split()[:2]
    cues += [f"opens {' '.join(first)}", f"opens {' '.join(first[:1])}"]
    if grounds or (_GROUNDS.match(block.text) and block.text.rstrip().endswith((";", ","))):
        cues.append("grounds")
    return cues


def _cues(draft: Draft, block: Block, one: Expression) -> Iterator[str]:
    """Cues of an expression: its words and meaning, those around it, how it lies to the document."""
    text, meaning = block.text, one.meaning
    said = _words(text[one.start : one.stop])
    yield f"kind {one.kind}"
    yield f"first {said[0] if said else ''}"
    yield f"first {' '.join(said[:2])}"
    yield f"kind {one.kind} {said[0] if said else ''}"
    yield f"relation {meaning.relation}"
    yield f"recurs {meaning.recurrence}"
    yield f"form {re.sub(r'[0-9]', '0', meaning.edtf or 'none')}"
    group = _CLASSES.get(one.kind, "date")
    yield from _times(_lies(draft, meaning.edtf), group, meaning.relation)
    if meaning.edtf and meaning.edtf == draft.header.period:
        yield "the period"
    left, right = _clause(text, one)
    yield from _around(_words(text[left : one.start]), _words(text[one.stop : right]))
    yield from _leads(text[: one.start], group)
    opens, closes = left == one.start, right == one.stop
    yield f"opens clause {opens} closes {closes}"
    yield f"{group} opens clause {opens} closes {closes}"
    yield from (f"sentence {m[1].lower()} before" for m in _TENSE.finditer(text[left : one.start]))
    yield from (f"sentence {m[1].lower()} behind" for m in _TENSE.finditer(text[one.stop : right]))
    before = text[: one.start]
    if _CITED.search(before):
        yield "cited"
        yield f"cited {one.kind}"
    if _NUMBERED.search(before):
        yield "numbered"
    if draft.overlaps_taken(block.start + one.start, block.start + one.stop):
        yield "taken"
    if before.count("“") > before.count("”"):
        yield "quoted"
    if before.count("(") > before.count(")"):
        yield "bracketed"
    yield f"verb {has_verb(text[left : one.start])} {has_verb(text[one.stop : right])}"
    if not before.strip() and not text[one.stop :].strip(" .;,"):
        yield "alone"


def _times(lies: str, group: str, relation: str) -> Iterator[str]:
    """Cues of how a time lies to the document; a later one has those of the stages before it too."""
    yield f"group {group}"
    yield f"lies {lies}"
    yield f"lies {lies} {relation}"
    yield f"{group} lies {lies}"
    yield f"past {lies in _PAST} {relation}"
    for stage in _passed(lies):
        yield f"later than {stage}"
        yield f"{group} later than {stage}"


def _passed(lies: str) -> list[str]:
    stages = [*_STAGES, "far"]
    if lies in stages:
        return stages[: stages.index(lies)]
    if lies.endswith("years"):
        return [f"{years} years" for years in range(-2, int(lies.split(maxsplit=1)[0]))]
    return []


def _leads(before: str, group: str) -> Iterator[str]:
    for name, pattern in _LEADS.items():
        if pattern.search(before):
            yield name
            yield f"{group} {name}"


def _around(before: list[str], behind: list[str]) -> Iterator[str]:
    for n in range(NEAR):
        yield f"{-n - 1} {before[-n - 1] if n < len(before) else '^'}"
        yield f"{n + 1} {behind[n] if n < len(behind) else '$'}"
    yield f"-2 -1 {' '.join(before[-2:])}"
    yield f"1 2 {' '.join(behind[:2])}"
    yield from (f"before {word}" for word in before[-FAR:])
    yield from (f"behind {word}" for word in behind[:FAR])


def _clause(text: str, one: Expression) -> tuple[int, int]:
    """Where the clause of an expression begins and ends."""
    ends = [m.end() for m in _CLAUSE_END.finditer(text[: one.start])]
    label, bullet = label_of(text), _BULLET.match(text)
    floor = label.end if label else bullet.end() if bullet else 0
    left = max([*ends, min(floor, one.start)])
    left += len(text[left : one.start]) - len(text[left : one.start].lstrip())
    after = _CLAUSE_END.search(text, one.stop)
    return left, after.start() if after else len(text)


def _words(text: str) -> list[str]:
    """The folded words and marks of a text, with "0" for numbers."""
    return ["0" if word.isdigit() else fold(word) or word for word in _WORD.findall(text)]


def _lies(draft: Draft, edtf: str | None) -> str:
    """How a time lies to the day of the document."""
    last = re.sub(r"[~{}]", "", edtf or "").split("/")[-1].split(",")[-1]
    issued = (draft.header.issued_on or "").split("-X")[0]
    if not re.match(r"\d{4}", last) or not re.match(r"\d{4}", issued):
        return "unknown"
    shared = min(len(last), len(issued))
    if len(last) < len("2024-09") or shared < len("2024-09"):
        years = int(last[:4]) - int(issued[:4])
        return f"{max(-2, min(2, years))} years"
    if shared < len("2024-09-05"):
        return "month " + (
            "past" if last[:7] < issued[:7] else "same" if last[:7] == issued[:7] else "ahead"
        )
    days = _ordinal(last) - _ordinal(issued)
    return next((name for name, bound in _STAGES.items() if days <= bound), "far")


def _ordinal(day: str) -> int:
    year, month, number = (int(part) for part in day[:10].split("-"))
    return year * 372 + month * 31 + number
