"""Units twinned by what the text says: by a verb, between, in counted groups, in lists and as joint issuers."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from extract.draft import Block, Draft, Zone
from extract.grammar.named_units import LISTED, UNIT, head_of_list, units_in
from extract.pairings.twin_tables import PASSING, TWINNED
from normalize.folding import fold

# Verbs that make partners wherever they stand, and those that do so in a plan of partnership.
_MAKES = r"(?:kết nghĩa|kết đôi|kết bạn|ghép đôi|ghép cặp|đỡ đầu)"
_HELPS = r"(?:giúp đỡ|giúp|hỗ trợ|liên kết|hợp tác|kèm cặp|phụ trách)"
_LINK = re.compile(
    r"(?<![\s,:])[\s,:]+(?:(?:được\s+)?(?:phân công|đăng ký|ký kết|ký|tổ chức|thực hiện|tiếp tục|sẽ|cùng|nhận|chịu trách nhiệm|hoạt động)[\s,]+)*"
    rf"(?:(?P<makes>{_MAKES})|(?P<helps>{_HELPS}))(?:(?:\s*,\s*|\s+và\s+|\s+)(?:{_MAKES}|{_HELPS}|toàn diện))*"
    r"(?P<side>\s+(?:với|cùng(?: với)?|cho|đối với)(?!\s+nhau))?(?![^\W\d_])",
    re.IGNORECASE,
)
# "Đơn vị kết nghĩa: A - B"
_LED = re.compile(rf"{_MAKES}[^:;.]{{0,40}}:\s*", re.IGNORECASE)
# "lập thành một nhóm", "giúp đỡ lẫn nhau" behind all of them.
_MUTUAL = re.compile(
    r"\s+(?:(?:(?:lập|hợp|ghép|kết)\s+)?thành\s+(?:(?:một|01)\s+)?(?:cụm|nhóm|cặp)"
    rf"|(?:cùng\s+)?{_HELPS}(?:\s*,\s*{_HELPS})?\s+(?:(?:với|lẫn)\s+)?nhau)(?![^\W\d_])",
    re.IGNORECASE,
)
_ARE = re.compile(r"\s+là\s+(?:hai|ba|bốn|các|những)\s+\w+(?:\s+\w+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<![^\W\d_])giữa\s+", re.IGNORECASE)
_NEAR = 120
# Those who make a plan together; the opening says so.
_TOGETHER = re.compile(
    r"\s+(?:(?:cùng nhau|cùng|thống nhất|nhất trí|phối hợp|đồng ý|tiến hành)[\s,]+)*"
    r"(?:xây dựng|lập|ban hành|thỏa thuận|thoả thuận|ký kết|ký|kế hoạch|chương trình)(?!\w)",
    re.IGNORECASE,
)
_JOINT_KINDS = (
    "kế hoạch",
    "bản ghi nhớ",
    "biên bản ghi nhớ",
    "bản thỏa thuận",
    "chương trình",
    "biên bản",
)
_PARTY = re.compile(
    r"\s*(?:[-–+•]|\d{1,2}[.)])?\s*(?:đại diện\s+)?bên\s+(?:[A-D]|thứ\s+(?:nhất|hai|ba)|một|hai)\s*(?:\([^()]*\))?\s*(?:là|[:.–-])\s*",
    re.IGNORECASE,
)
# What is said of a party begins so: "Đại diện: …".
_PARTICULAR = re.compile(
    r"\s+(?=(?:đại diện|địa chỉ|điện thoại|mã số thuế|chức vụ|tài khoản|bên\s+(?:[A-D]|thứ))(?!\w)[^:.;]{0,20}:)",
    re.IGNORECASE,
)
_LAST_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
# A letterhead takes no more lines; the opening ends before so many paragraphs of the body.
HEAD_LINES, OPENING = 16, 4

_GROUP_WORD = r"(?:cặp|cụm|nhóm)"
_GROUP = re.compile(
    rf"(?<!\w)(?i:{_GROUP_WORD}(?:\s+(?:trường|đơn vị|kết nghĩa|liên kết|chuyên môn|xã|lớp|chi bộ)(?=\s*(?:\d|số|thứ|:|kết nghĩa|gồm|bao gồm|[IVX]{{1,4}}(?!\w))))*)"
    r"(?:\s+(?:(?i:số|thứ)\s+)?(?:\d{1,2}|[IVX]{1,4}|[A-EĐ]|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w))?"
    rf"(?:\s*[:,–-]?\s*(?i:gồm có|bao gồm|gồm|có)(?!\w)|\s*\([^()]*\)\s*:|\s*[:–-]|(?=\s+(?i:{UNIT.pattern})))\s*:?\s*"
)
_GROUP_HEADING = re.compile(rf"(?i:{_GROUP_WORD})(?!\s+(?i:thi|trưởng|công tác))[^.;]{{0,40}}$")
_PASSING_GROUP = re.compile(r"(?:cum|nhom|cap) (?:thi|doi|cong tac|nghien cuu)\b")
_ROLE = re.compile(
    r"(?:(?:trường\s+|đơn vị\s+)?(?:cụm trưởng|nhóm trưởng|trưởng cụm|trưởng nhóm|cụm phó|đứng đầu)|(?:các\s+)?(?:đơn vị\s+|trường\s+)?thành viên|gồm)"
    r"(?:\s+(?:cụm|nhóm))?\s*(?::|là|gồm)?\s*:?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:[-–—+*•·●▪]|\d{1,2}(?:\.\d{1,2})*(?:\s*[.)/]|\s{2,})|[a-zđ]\)|[IVX]{1,4}\.)\s*"
)
_PAIRED = re.compile(r"\s[-–—]\s|\svới\s|\svà\s|\s{3,}", re.IGNORECASE)
# What is over, has not begun or is said not to be.
_OVER = re.compile(
    r"\btung (?:ket nghia|ket doi|lien ket|ghep|giup|ho tro|do dau|co |la )|truoc day|khong con|khong thuoc|\bchua |da (?:dung|cham dut|ket thuc|tong ket|thoi)|giai the"
)
# What may stand right before the first of the units that a verb joins.
_LEADS_IN = re.compile(
    r"(?:^(?:\s*,)?(?:\s*(?:và|còn))?|[,:–—+*•-]|(?<!\w)(?:\d{1,2}(?:\.\d{1,2})*[.)/]?|[a-zđ]\)|[ivx]{1,4}\.|phân công|giao|giao cho|bổ sung|cặp|cho|gồm|là|tổ chức))\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:[^.;\n]|\.(?!\s|$)|(?<=TP)\.)+")
# What may follow the units of a verb of help.
_SPAN = re.compile(r"\s*,?\s*(?:$|[.;]|trong|năm|giai đoạn|từ|kể từ|đến|do|theo|như sau)")


class Told(NamedTuple):
    """Units that the text makes partners, and where it says so."""

    units: list[str]
    start: int
    stop: int


def told_pairs(draft: Draft) -> Iterator[Told]:
    """All pairs that the text tells; the same ones may come several times."""
    blocks = [
        block for block in draft.blocks if block.zone in (Zone.BODY, Zone.ATTACHED, Zone.ANNEX)
    ]
    for number, block in enumerate(blocks):
        about = _context(draft, blocks, number)
        near = bool(TWINNED.search(about)) and not PASSING.search(about)
        twinned = near or bool(TWINNED.search(fold(draft.header.title or "")))
        for clause in _CLAUSE.finditer(block.text):
            if _OVER.search(fold(clause[0])):
                continue
            for units, start, stop in _of_clause(clause[0], twinned):
                yield Told(
                    units, block.start + clause.start() + start, block.start + clause.start() + stop
                )
        if near:
            yield from _list_of_pairs(block)
    yield from _members(draft, blocks)
    yield from _joint(draft, blocks)
    yield from _of_title(draft)


def _context(draft: Draft, blocks: Sequence[Block], number: int) -> str:
    """The headings that a block stands under and the sentence that leads into its list, folded."""
    block = blocks[number]
    headings: list[str] = []
    level = 100
    for start, section in reversed(draft.sections):
        if start <= block.start and section.level < level:
            headings, level = [section.heading or "", *headings], section.level
    leads = (b.text for b in reversed(blocks[:number]) if b.text.rstrip().endswith(":"))
    lead = (
        next(leads, "") if _LABEL.match(block.text) else blocks[number - 1].text if number else ""
    )
    return fold(" . ".join([*headings, lead if lead.rstrip().endswith(":") else ""]))


def _of_clause(text: str, twinned: bool) -> Iterator[tuple[list[str], int, int]]:
    yield from _by_verb(text, twinned)
    for match in _MUTUAL.finditer(text) if twinned else ():
        units, begins = _ending(text[: match.start()])
        if len(units) > 1:
            yield units, begins, match.end()
    for match in _BETWEEN.finditer(text):
        units, tail = _list_at(text, match.end())
        about = fold(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        if len(units) > 1 and re.search(
            r"ket nghia|ket doi|ghep (?:doi|cap)|do dau|giup do lan nhau", about
        ):
            yield units, match.start(), len(text) - len(tail)
    for match in _LED.finditer(text):
        units, tail = _list_at(text, match.end())
        if len(units) > 1 and _PAIRED.search(text, match.end()):
            yield units, match.start(), len(text) - len(tail)
    if (twinned or TWINNED.search(fold(text))) and not _PASSING_GROUP.search(fold(text)):
        for match in _GROUP.finditer(text):
            units, tail = _list_at(text, match.end())
            if len(units) > 1:
                yield units, match.start(), len(text) - len(tail)


def _list_of_pairs(block: Block) -> Iterator[Told]:
    """A block that holds nothing but pairs: "Trường A - Trường B; Trường C với Trường D"."""
    found: list[Told] = []
    for clause in _CLAUSE.finditer(block.text, _after_label(block.text)):
        listed, tail = head_of_list(clause[0])
        units = units_in(listed)
        if len(units) < 2 or not _PAIRED.search(listed) or not _SPAN.match(tail):
            return
        found.append(Told(units, block.start + clause.start(), block.start + clause.end()))
    yield from found


def _after_label(text: str) -> int:
    label = _LABEL.match(text)
    return label.end() if label else 0


def _list_at(text: str, position: int) -> tuple[list[str], str]:
    """The units listed from a position on, and what follows them."""
    rest = text[position:]
    role = _ROLE.match(rest)
    listed, tail = head_of_list(rest[role.end() if role else 0 :])
    return units_in(listed), tail


def _by_verb(text: str, twinned: bool) -> Iterator[tuple[list[str], int, int]]:
    """ "A kết nghĩa với B", "A giúp đỡ B và C", "A và B ký kết nghĩa", also one behind the other."""
    links = [m for m in _LINK.finditer(text) if m["makes"] or twinned]
    start = 0
    for link, after in zip_longest(links, links[1:]):
        left, begins = _ending(text[start : link.start()])
        right, stop = _following(text, link.end(), after.start() if after else None)
        begins, start = start + begins, stop if right else link.end()
        if left and right and (link["makes"] or _SPAN.match(text[stop:])):
            yield [*left, *right], begins, stop
        elif len(left) > 1 and link["makes"] and not link["side"]:
            yield left, begins, link.end()


def _ending(text: str) -> tuple[list[str], int]:
    """The units that a text ends in, and where they begin."""
    text = _ARE.sub("", text)
    for match in LISTED.finditer(text):
        if _LEADS_IN.search(_without_brackets(text[: match.start()])):
            listed, tail = head_of_list(text[match.start() :])
            units = units_in(listed)
            if units and not tail.strip():
                return units, match.start()
    return [], 0


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _following(text: str, begin: int, after: int | None) -> tuple[list[str], int]:
    """The units behind a verb and where they end: before the last comma where another verb follows."""
    rest = text[begin:after]
    if after is not None:
        at = max(rest.rfind(","), rest.rfind(" và "), rest.rfind(" còn "))
        if at > 0 and units_in(rest[:at]):
            return units_in(rest[:at]), begin + at
    listed, tail = head_of_list(rest.lstrip(" :"))
    return units_in(listed), begin + len(rest) - len(tail)


def _joint(draft: Draft, blocks: Sequence[Block]) -> Iterator[Told]:
    """The issuers of a joint plan, as its opening, its list of parties or else its head names them."""
    several = len(draft.header.issuer) > 1
    if draft.header.kind not in _JOINT_KINDS and not several:
        return
    opening = [block for block in draft.blocks if block.zone is Zone.HEADER]
    told = _opened(draft, [*opening, *blocks[:OPENING]]) or _parties(blocks)
    if told:
        yield told
    elif several and draft.header.kind in _JOINT_KINDS and blocks:
        yield Told(draft.header.issuer, blocks[0].start, blocks[0].stop)


def _opened(draft: Draft, blocks: Sequence[Block]) -> Told | None:
    """Those who together make a plan, as it says before its first heading: "A và B thống nhất lập kế hoạch"."""
    head = fold(" ".join(line.text for line in draft.source.lines[:HEAD_LINES]))
    for block in blocks:
        for match in _TOGETHER.finditer(block.text):
            units, begins = _ending(_LAST_BRACKET.sub("", block.text[: match.start()]))
            in_head = all(" ".join(fold(unit).split()[-2:]) in head for unit in units)
            if len(units) > 1 and (in_head or len(draft.header.issuer) == len(units)):
                return Told(units, block.start + begins, block.start + match.start())
    return None


def _parties(blocks: Sequence[Block]) -> Told | None:
    """The parties of an agreement, one in each paragraph: "Bên A: Trường TH Ao Sen"."""
    found: list[tuple[str, Block]] = []
    for block in blocks:
        for said in _PARTICULAR.split(block.text):
            party = _PARTY.match(said)
            units = _list_at(said, party.end())[0] if party else []
            found += [(unit, block) for unit in units[:1]]
    if len(found) < 2:
        return None
    return Told([unit for unit, _ in found], found[0][1].start, found[-1][1].stop)


def _members(draft: Draft, blocks: Sequence[Block]) -> Iterator[Told]:
    """Clusters that are headings, with their members in the items below."""
    for number, block in enumerate(blocks):
        heading = block.text[_after_label(block.text) :].strip(" .;")
        about = fold(
            _context(draft, blocks, number) + " " + heading + " " + (draft.header.title or "")
        )
        if (
            not _GROUP_HEADING.match(heading)
            or _PASSING_GROUP.search(fold(heading))
            or not TWINNED.search(about)
        ):
            continue
        lead = _GROUP.match(heading)
        units = _list_at(heading, lead.end())[0] if lead else []
        if len(units) > 1:
            continue
        stop = block.stop
        for member in blocks[number + 1 :]:
            found, tail = _list_at(member.text, _after_label(member.text))
            if not found or tail.strip(" .;,"):
                break
            units, stop = [*units, *found], member.stop
        if len(units) > 1:
            yield Told(units, block.start, stop)


def _of_title(draft: Draft) -> Iterator[Told]:
    """What the title says of two that sign: "Ký kết kết nghĩa giữa A và B"."""
    title = draft.header.title or ""
    between = _BETWEEN.search(title)
    if between and (TWINNED.search(fold(title)) or draft.header.kind in _JOINT_KINDS[1:]):
        units, _ = _list_at(title, between.end())
        opening = next((b for b in draft.blocks if b.zone is Zone.BODY), None)
        if len(units) > 1 and opening:
            yield Told(units, opening.start, opening.stop)
