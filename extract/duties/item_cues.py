"""What is known of an item when it is decided whether it charges somebody.

Two views of the same facts: strings for the sequence model (folded words, so that bare and misread text
works) and numbers for the trees. Facts of an item by itself are found once (``Facts``); what stands
above, beside and below it is read from theirs.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.grammar.clauses import ADDRESS, addresses_reader, charged, is_actor, is_name, subject
from extract.learned.word_classes import classes_of, folded_words
from extract.record import Header
from extract.vocabulary import VERB, has_verb
from extract.zones.items import PARAGRAPH, ROW, Item, ancestors

_TIME = re.compile(
    r"\d{1,2}[/.]\d{1,2}|thang \d|nam \d{4}|ngay \d|gio \d|\d+ ngay|hang nam|hang thang|hang quy|dinh ky"
)
_PAST = re.compile(r"(?:^|\W)(?:đã|vừa qua|được)\W", re.IGNORECASE)
# Headings of what is wanted, told or paid for, which charge nobody.
_AIMS = re.compile(
    r"muc dich|muc tieu|yeu cau|quan diem|can cu|thuc trang|ket qua|kinh phi|chi tieu"
)
STYLES = (
    PARAGRAPH, ROW, "dash", "plus", "dot", "alpha", "roman", "letter", "number1", "number2", "number3",
    "Điều", "Chương", "annex",
)  # fmt: skip
_ZONES = ("header", "body", "closing", "annex", "attached")
_KINDS = (
    "kế hoạch", "công văn", "quyết định", "thông báo", "hướng dẫn", "thông tư", "tờ trình", "chỉ thị",
    "báo cáo", "nghị quyết", "giấy mời",
)  # fmt: skip
_FLAGS = (
    "subject", "subject first", "charged", "address", "reader", "verb first", "verb", "actor", "name",
    "name before colon", "time", "past", "answered",
)  # fmt: skip
_CHILDREN = ("verb first", "subject", "answered", "verb")
# Heads of columns of a schedule, folded.
_COLUMNS = (
    r"thoi gian|thang|ngay|thoi han|tien do", r"noi dung|cong viec|nhiem vu|hoat dong",
    r"chu tri|thuc hien|phu trach|don vi|phan cong|nguoi", r"phoi hop",
    r"ho va ten|ho ten|chuc vu|so luong|diem|kinh phi|thanh tien",
)  # fmt: skip
# So many words of an item are looked at one by one.
_WORDS = 60


@dataclass(frozen=True)
class Facts:
    """An item by itself: its folded words and their classes, what holds of it, how sure it names who acts (0-1)."""

    words: tuple[str, ...]
    classes: tuple[int, ...]
    flags: frozenset[str]
    doer: float


def facts_of(item: Item, answered: Collection[int], doer: float) -> Facts:
    """The facts of an item; ``answered`` are those that the rules take for a duty."""
    words = folded_words(item.text)
    flags = frozenset(_flags(item, words, item.number in answered))
    return Facts(words, tuple(classes_of(words[:_WORDS])), flags, doer)


def _flags(item: Item, words: Sequence[str], answered: bool) -> Iterator[str]:
    text, bare = item.text, item.text.rstrip(" :")
    if found := subject(text):
        yield "subject"
        if found[0] < 12:
            yield "subject first"
    elif charged(text):
        yield "charged"
    checks = {
        "address": ADDRESS.match(text), "reader": addresses_reader(text), "verb first": VERB.match(text),
        "verb": has_verb(text), "actor": is_actor(bare), "name": is_name(bare),
        "name before colon": ":" in text and is_name(text.split(":")[0]),
        "time": _TIME.search(" ".join(words)), "past": _PAST.search(text), "answered": answered,
    }  # fmt: skip
    yield from (name for name, holds in checks.items() if holds)


def _bucket(value: float, borders: Sequence[float]) -> str:
    return str(next((n for n, border in enumerate(borders) if value <= border), len(borders)))


def strings(items: Sequence[Item], facts: Sequence[Facts], header: Header) -> list[list[str]]:
    """The features of the sequence model, item by item."""
    own = [list(_own(item, known)) for item, known in zip(items, facts, strict=True)]
    kind = "_".join(folded_words(header.kind or "none"))
    shared = [f"kind={kind}", *(["addressed"] if header.addressees else [])]
    return [
        [
            "bias", *shared, *own[item.number], f"kind={kind}|style={item.style}",
            *_place(item, len(items)), *_words(facts[item.number].words, ""), *_classes(facts, item),
            *_above(items, facts, own, item), *_beside(items, facts, item), *_below(facts, item),
            *_around(facts, own, item.number),
        ]
        for item in items
    ]  # fmt: skip


def _own(item: Item, known: Facts) -> Iterator[str]:
    yield f"style={item.style}"
    yield f"zone={item.zone}"
    yield "length=" + _bucket(len(known.words), (2, 4, 7, 12, 20, 35, 60, 100))
    last = item.text.rstrip()[-1:] or "_"
    yield f"end={'w' if last.isalnum() else last}"
    yield f"case={_case(item.text)}"
    yield f"doer={int(known.doer * 5)}"
    yield from sorted(known.flags)  # in one order, so that the same document gives the same record


def _case(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if sum(c.isupper() for c in letters) > 0.8 * max(len(letters), 1):
        return "all"
    return "first" if text[:1].isupper() else "low"


def _place(item: Item, count: int) -> Iterator[str]:
    yield "position=" + _bucket(item.number / count, (0.1, 0.25, 0.5, 0.75, 0.9))
    yield f"depth={min(item.depth, 4)}"
    yield "index=" + _bucket(item.index, (0, 1, 3, 7))


def _words(words: Sequence[str], where: str, first: int = 3, pairs: bool = True) -> Iterator[str]:
    for n, word in enumerate(words[:first]):
        yield f"{where}w{n}={word}"
    if len(words) > 1:
        yield f"{where}first2={words[0]}_{words[1]}"
        yield f"{where}last2={words[-2]}_{words[-1]}"
    if len(words) > 2:
        yield f"{where}next2={words[1]}_{words[2]}"
        yield f"{where}first3={'_'.join(words[:3])}"
    if words:
        yield f"{where}last={words[-1]}"
    if pairs:
        near = words[: _WORDS + 1]
        yield from (f"{where}pair={a}_{b}" for a, b in itertools.pairwise(near))


def _classes(facts: Sequence[Facts], item: Item) -> Iterator[str]:
    own = facts[item.number].classes
    yield from (f"class{n}={one}" for n, one in enumerate(own[:5]))
    if len(own) > 1:
        yield f"class01={own[0]}_{own[1]}"
    yield from (f"class={one}" for one in sorted(set(own)))
    if item.parent is not None:
        yield from (f"up0:class{n}={c}" for n, c in enumerate(facts[item.parent].classes[:3]))


def _above(
    items: Sequence[Item], facts: Sequence[Facts], own: Sequence[list[str]], item: Item
) -> Iterator[str]:
    up = list(ancestors(items, item))
    for n, one in enumerate(up[:3]):
        yield from (f"up{n}:{f}" for f in own[one.number] if not f.startswith("zone"))
        words = facts[one.number].words
        yield from _words(words, f"up{n}:" if n == 0 else "up:", first=2, pairs=n == 0)
    if not up:
        yield "top"
        return
    if any({"actor", "name"} & facts[one.number].flags for one in up):
        yield "actor above"
    if any(_AIMS.match(" ".join(facts[one.number].words)) for one in up):
        yield "aims above"
    yield "doer above=" + str(int(max(facts[one.number].doer for one in up) * 5))
    yield from _words(facts[up[-1].number].words, "root:", first=2, pairs=False)


def _shares(
    facts: Sequence[Facts], numbers: Sequence[int], flags: Sequence[str]
) -> list[float] | None:
    """The share of some items for which each flag holds."""
    if not numbers:
        return None
    counts = Counter(itertools.chain.from_iterable(facts[n].flags for n in numbers))
    return [counts[flag] / len(numbers) for flag in flags]


def _told_shares(
    facts: Sequence[Facts], numbers: Sequence[int], flags: Sequence[str], where: str
) -> Iterator[str]:
    for flag, share in zip(flags, _shares(facts, numbers, flags) or (), strict=True):
        yield f"{where}:{flag}={_bucket(share, (0, 0.34, 0.67, 0.99))}"


def _beside(items: Sequence[Item], facts: Sequence[Facts], item: Item) -> Iterator[str]:
    if not item.siblings:
        yield "alone"
        return
    flags = ("verb first", "subject", "subject first", "verb", "answered", "time", "name")
    yield from _told_shares(facts, item.siblings, flags, "beside")
    mine = facts[item.number].words[:1]
    same = sum(facts[n].words[:1] == mine for n in item.siblings) / len(item.siblings)
    yield "beside:same=" + _bucket(same, (0, 0.2, 0.5, 0.9))


def _below(facts: Sequence[Facts], item: Item) -> Iterator[str]:
    yield "children=" + _bucket(len(item.children), (0, 1, 3))
    if item.children:
        flags = ("verb first", "subject", "answered")
        yield from _told_shares(facts, item.children, flags, "below")


def _around(facts: Sequence[Facts], own: Sequence[list[str]], number: int) -> Iterator[str]:
    for step in (-2, -1, 1, 2):
        if not 0 <= number + step < len(own):
            yield f"{step}:none"
            continue
        yield from (f"{step}:{f}" for f in own[number + step])
        if abs(step) == 1:
            yield from _words(facts[number + step].words, f"{step}:", first=2, pairs=False)


def numbers(items: Sequence[Item], facts: Sequence[Facts], header: Header) -> NDArray[np.float64]:
    """The rows of the trees, item by item; what is not there is NaN."""
    heads = _heads(items, facts)
    return np.array([_row(items, facts, item, header, heads) for item in items], dtype=float)


def _heads(items: Sequence[Item], facts: Sequence[Facts]) -> dict[int, str]:
    heads: dict[int, str] = {}
    for item in items:
        if item.row is not None:
            heads.setdefault(item.row.table, " ".join(facts[item.number].words))
    return heads


def _row(
    items: Sequence[Item],
    facts: Sequence[Facts],
    item: Item,
    header: Header,
    heads: Mapping[int, str],
) -> list[float]:
    known, up = facts[item.number], list(ancestors(items, item))
    text, last = item.text, item.text.rstrip()[-1:]
    head = heads.get(item.row.table, "") if item.row is not None else ""
    nearest: frozenset[str] = facts[up[0].number].flags if up else frozenset()
    above = [facts[one.number].flags for one in up]
    doers = [facts[one.number].doer for one in up]
    row: list[float] = [len(text.split()), len(text)]
    row += [item.style == style for style in STYLES]
    row += [item.zone == zone for zone in _ZONES]
    row += [flag in known.flags for flag in _FLAGS]
    row += [header.kind == kind for kind in _KINDS]
    row += [bool(header.addressees), item.depth, item.index, item.number / len(items)]
    row += [last == mark for mark in ".;:"]
    row += [any(flag in one for one in above) for flag in ("subject", "actor", "name", "address", "answered")]  # fmt: skip
    row += [any(_AIMS.match(" ".join(facts[one.number].words)) for one in up)]
    row += [flag in nearest for flag in _FLAGS]
    row += [bool(up) and up[0].leads]
    row += [bool(re.search(column, head)) for column in _COLUMNS]
    row += [len(item.row.cells) if item.row is not None else 0]
    for numbers, flags in ((item.siblings, _FLAGS), (item.children, _CHILDREN)):
        row += _shares(facts, numbers, flags) or [np.nan] * len(flags)
    row += [sum(c.isupper() for c in text) / max(1, sum(c.isalpha() for c in text))]
    row += [sum(c.isdigit() for c in text) / max(1, len(text))]
    row += [known.doer, max(doers, default=0.0), *(doers + [np.nan] * 3)[:3]]
    return row
