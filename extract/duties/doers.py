"""Who acts: the stretches of an item that may name a doer, and what is known of each.

A stretch begins at a word that heads names of offices, roles and groups of people, and ends where a name
may end: before a verb, a mark, or a word that no name goes on with. Which of them it is, if any, a
sequence model says (``doers.crfsuite``).
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.grammar.clauses import subject
from extract.vocabulary import ACTOR, ACTOR_HEADS, PREDICATE, VERB
from extract.zones.items import ROW, Item
from normalize.folding import fold, strip_diacritics

# Heads that the names of doers have besides those of offices, which rules look for.
_MORE_HEADS = (
    "nhà giáo", "học viên", "nhà đầu tư", "người", "đảng viên", "cấp ủy", "cấp uỷ", "lãnh đạo", "hiệp hội",
    "bên", "giám thị", "bác sĩ", "mttq", "sv", "hs", "ttyt", "syt", "đối tượng", "tổ chức", "thành uỷ",
    "đảng uỷ", "chính trị viên", "quý", "lớp", "nhóm", "bộ phận", "đảng bộ", "liên minh", "đại biểu",
    "khách hàng", "tiểu đoàn", "trung đoàn", "cấp", "hợp tác xã", "cộng tác viên", "giám sát viên",
    "hải quan", "cảng vụ", "kiểm lâm", "ngành", "khối", "tòa án", "viện kiểm sát", "thanh niên", "nhân dân",
    "cụm", "trưởng", "phó", "chuyên viên", "hộ gia đình", "tòa soạn", "cá nhân", "gia đình", "phụ trách",
    "quân sự", "bộ đội", "ubmttq", "ban quản lý", "chi nhánh", "bệnh nhân", "thân nhân", "ứng viên",
    "hội viên", "chủ", "nhà thầu", "nhà xuất bản", "nhà hát", "tổng",
)  # fmt: skip
_HEAD = re.compile(
    r"(?<![^\W\d_])(?:(?:các|những|toàn thể|mỗi|từng|tất cả(?: các)?|hai|ba|\d{1,3})\s+)?(?:"
    + "|".join(sorted({*ACTOR_HEADS, *_MORE_HEADS}, key=len, reverse=True))
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^0-9a-z]+")
_TOKEN = re.compile(r"\w+(?:[&/]\w+)*|[^\w\s]")
# Words before which a name may end.
_ENDS = frozenset(
    "để theo về được có phải khi trong tại từ trước sau chậm căn và với cho là sẽ đã cần không chỉ gồm như "
    "nếu thì do nhằm vào qua cùng đến hàng hằng định đồng tự chịu kính lập làm nộp gửi ra tham tổ thực xem "
    "xét chủ phối hướng xây tiếp báo này đang chưa mà nơi khẩn nghiêm ghi khai truy ôn viết ký chuẩn trao "
    "cử rà cung".split()
)
_NO_END = frozenset({"và", "của", "các", "những", "thuộc"})
_BREAKS, _BORDERS = frozenset(',.;:()“”"-–'), frozenset('.;“"')
_LISTS = re.compile(r"(?:sở|phòng|hội|trường|ban|đơn vị|ngành)\s*$", re.IGNORECASE)
_ASKED = re.compile(
    r"(đề nghị|đề xuất|yêu cầu|giao(?: cho)?|mời|chỉ đạo|phân công|kính trình|trình|kiến nghị|cho phép"
    r"|ủy quyền|cử|để|do)\s*$",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\s(?:đề nghị|đề xuất|yêu cầu|giao|mời|kính|kiến nghị)\s", re.IGNORECASE)
# Columns of a schedule, folded: who acts, with whom, what, when.
_COLUMNS = (
    ("who", re.compile(r"nguoi|don vi|bo phan|phu trach|chu tri|thuc hien|phan cong|ca nhan|co quan|trach nhiem")),
    ("with", re.compile(r"phoi hop")),
    ("what", re.compile(r"noi dung|cong viec|nhiem vu")),
    ("when", re.compile(r"thoi|ngay|thang|tien do|han")),
)  # fmt: skip
# Words and stretches looked at: longer items are texts, longer names none.
_WORDS, _NAME_WORDS, _ENDS_EACH = 220, 45, 10


@dataclass(frozen=True)
class Stretch:
    """Words of an item that may name who acts, with its features."""

    text: str
    features: list[str]


@dataclass(frozen=True)
class _Words:
    """An item's words with offsets, folded, and where verbs begin.

    ``sentences`` counts the ends of sentences before each word, ``asked`` is where the first words end that
    ask somebody, past the text where none do.
    """

    text: str
    spans: list[tuple[int, int]]
    folded: list[str]
    keys: list[str]
    verbs: list[int]
    brackets: list[bool]
    sentences: list[int]
    asked: int

    def __len__(self) -> int:
        return len(self.spans)

    def at(self, n: int) -> str:
        return self.folded[n] if 0 <= n < len(self.folded) else "^"

    def key(self, first: int, last: int) -> str:
        """A stretch as ``fold`` makes it, from the words that are folded already."""
        return " ".join(filter(None, self.keys[first:last]))

    def said(self, first: int, last: int) -> str:
        return self.text[self.spans[first][0] : self.spans[last - 1][1]]


def stretches(items: Sequence[Item], names: Collection[str]) -> list[list[Stretch]]:
    """The stretches of each item; ``names`` are folded names that head and closing give."""
    read = [None if item.style == ROW else _words_of(item.text) for item in items]
    found = [[] if words is None else list(_spans(words)) for words in read]
    often = Counter(
        words.key(*span) for words, spans in zip(read, found, strict=True) if words for span in spans
    )  # fmt: skip
    heads = _table_heads(items)
    return [
        _cells(item, heads) if words is None else list(_described(item, words, spans, names, often))
        for item, words, spans in zip(items, read, found, strict=True)
    ]


def _words_of(text: str) -> _Words:
    matches = [m for _, m in zip(range(_WORDS), _TOKEN.finditer(text), strict=False)]
    starts = {m.start(): n for n, m in enumerate(matches)}
    verbs = (m.start() for pattern in (VERB, PREDICATE) for m in pattern.finditer(text))
    folded = [strip_diacritics(m[0]).lower() for m in matches]
    depth, brackets = 0, []
    for match in matches:
        depth += match[0] == "("
        brackets.append(depth > 0)
        depth -= match[0] == ")" and depth > 0
    asking = _ASKING.search(text)
    return _Words(
        text,
        [m.span() for m in matches],
        folded,
        [_NO_WORD.sub(" ", word).strip() for word in folded],
        sorted({starts[at] for at in verbs if at in starts}),
        brackets,
        list(accumulate((m[0] in ".;" for m in matches), initial=0)),
        asking.end() if asking else len(text) + 1,
    )


def _spans(words: _Words) -> Iterator[tuple[int, int]]:
    """First word and the one behind the last, of all stretches."""
    starts = [start for start, _ in words.spans]
    seen: set[tuple[int, int]] = set()
    for match in _HEAD.finditer(words.text):
        first = bisect_left(starts, match.start())
        if first < len(starts) and starts[first] == match.start():
            seen.update((first, end) for end in _name_ends(words, first, match.end()))
    yield from sorted(seen)


def _name_ends(words: _Words, first: int, head: int) -> Iterator[int]:
    depth = found = 0
    for at in range(first, min(first + _NAME_WORDS, len(words))):
        start, stop = words.spans[at]
        word = words.text[start:stop]
        depth += (word == "(") - (word == ")")
        if depth < 0:
            return
        if stop >= head and not depth and word.lower() not in _NO_END and _may_end(words, at + 1):
            yield at + 1
            found += 1
            if found == _ENDS_EACH:
                return
        joined = at + 1 < len(words) and words.spans[at + 1][0] == stop
        if word in _BORDERS and not (word == "." and joined):
            return
        if word == ":" and not _LISTS.search(words.text, 0, start):
            return


def _may_end(words: _Words, at: int) -> bool:
    if at >= len(words) or at in words.verbs:
        return True
    word = words.text[slice(*words.spans[at])].lower()
    return word in _BREAKS or word in _ENDS


def _described(
    item: Item,
    words: _Words,
    spans: Sequence[tuple[int, int]],
    names: Collection[str],
    often: Mapping[str, int],
) -> Iterator[Stretch]:
    ends: dict[int, list[int]] = defaultdict(list)
    for first, last in spans:
        ends[first].append(last)
    starts = {
        first: [f"order={min(n, 4)}", *_at_start(words, first)]
        for n, first in enumerate(sorted(ends))
    }
    stops = {last: list(_at_end(words, last)) for last in {last for _, last in spans}}
    by_rule = subject(item.text)
    shared = ["bias", f"style={item.style}", f"ends={item.text.rstrip()[-1:]}"]
    for first, last in spans:
        same = ends[first]
        features = [
            *shared, *starts[first], *stops[last], *_inside(words, first, last, names, often),
            *_at_both(words, first, last), f"shorter={min(same.index(last), 4)}",
            f"longer={min(len(same) - same.index(last) - 1, 4)}",
            f"rule{_against(words, first, last, by_rule)}",
        ]  # fmt: skip
        yield Stretch(words.said(first, last), features)


def _at_start(words: _Words, first: int) -> Iterator[str]:
    """What is known of all stretches that begin at a word."""
    start, before = words.spans[first][0], words.at(first - 1)
    yield f"head={words.at(first)}"
    yield f"head2={words.at(first)}_{words.at(first + 1)}"
    yield f"before={before}"
    yield f"before2={words.at(first - 2)}_{before}"
    yield f"position={_grade(first, (0, 1, 2, 5, 10, 20, 40))}"
    yield f"sentence={min(words.sentences[first], 3)}"
    yield f"verbs before={min(bisect_left(words.verbs, first), 3)}"
    if asked := _ASKED.search(words.text[max(0, start - 25) : start]):
        yield f"asked={strip_diacritics(asked[1]).lower()}"
    if words.asked <= start:
        yield "asks before"
    if words.brackets[first]:
        yield "bracket"


def _at_end(words: _Words, last: int) -> Iterator[str]:
    """What is known of all stretches that end before a word."""
    stop, after = words.spans[last - 1][1], words.at(last)
    yield f"last={words.at(last - 1)}"
    yield f"last case={words.text[words.spans[last - 1][0]].isupper()}"
    yield f"after={after}"
    yield f"after2={after}_{words.at(last + 1)}"
    yield f"next={words.at(last + 1)}"
    yield f"verb={last in words.verbs}"
    if _ASKING.search(" " + words.text[stop : stop + 22]):
        yield "asks after"
    if last >= len(words):
        yield "to the end"
    if after == ":":
        yield "colon"


def _inside(
    words: _Words, first: int, last: int, names: Collection[str], often: Mapping[str, int]
) -> Iterator[str]:
    said = words.said(first, last)
    key = words.key(first, last)
    yield f"length={_grade(last - first, (1, 2, 3, 5, 8, 12, 20, 30))}"
    yield f"verbs inside={min(max(0, bisect_left(words.verbs, last) - bisect_right(words.verbs, first)), 2)}"
    yield f"often={_grade(often.get(key, 0), (1, 2, 4))}"
    yield "case=" + ("all" if said.isupper() else "first" if said[:1].isupper() else "low")
    if any(name == key or name.startswith(key + " ") for name in names):
        yield "known name"
    if "," in said:
        yield "comma"
    if _ASKING.search(said):
        yield "asks inside"
    if _ASKED.search(said):
        yield "asks at end"


def _at_both(words: _Words, first: int, last: int) -> Iterator[str]:
    verb, after = last in words.verbs, words.at(last)
    yield f"verb={verb}|{'start' if first == 0 else words.at(first - 1)}"
    yield f"verb={verb}|head={words.at(first)}"
    if words.brackets[first] and after == ")" and last >= len(words) - 2:
        yield "bracket at end"
    if first == 0 and last >= len(words) - 1:
        yield "whole"
    if first == 0 and after == ":":
        yield "first to colon"


def _against(words: _Words, first: int, last: int, by_rule: tuple[int, int] | None) -> str:
    """How a stretch lies to the subject that the rules see."""
    if by_rule is None:
        return "=none"
    begins = words.spans[first][0] == by_rule[0]
    ends = words.spans[last - 1][1] == by_rule[1]
    return "=same" if begins and ends else "=begins" if begins else "=ends" if ends else "=other"


def _grade(value: int, borders: Sequence[int]) -> int:
    return bisect_left(borders, value)


def _table_heads(items: Sequence[Item]) -> dict[int, list[str]]:
    heads: dict[int, list[str]] = {}
    for item in items:
        if item.row is not None:
            heads.setdefault(item.row.table, [fold(cell) for cell in item.row.cells])
    return heads


def _cells(item: Item, heads: Mapping[int, list[str]]) -> list[Stretch]:
    """The cells of a row, each with the head of its column."""
    assert item.row is not None
    head, found = heads[item.row.table], []
    for n, cell in enumerate(item.row.cells):
        text = " ".join(cell.split())
        if sum(c.isalpha() for c in text) < 2:
            continue
        above = head[n] if n < len(head) else ""
        column = next((name for name, pattern in _COLUMNS if pattern.search(above)), "none")
        office, words = bool(ACTOR.match(text)), len(text.split())
        features = [
            "row", f"column={column}", f"office={office}", f"column={column}|office={office}",
            f"length={_grade(words, (1, 2, 4, 8, 15, 25))}", f"cell={min(n, 6)}",
            f"last={n == len(item.row.cells) - 1}", f"head={strip_diacritics(text.split()[0]).lower()}",
        ]  # fmt: skip
        found.append(Stretch(text, features))
    return found
