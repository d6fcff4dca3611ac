"""The document as a tree of items: what each labelled, bulleted or plain unit stands under.

An item is a paragraph without its label or bullet, or a row of a table. It hangs below the nearest item
of a style that ranks higher: a bullet below the paragraph that leads into its list, a paragraph below
its heading.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from extract.draft import Block, Draft, TableRow
from extract.zones.outline import label_of, style_of

_BULLET = re.compile(
    r"[\s_]*(?:(?P<dash>[-–—])|(?P<plus>\+)|(?P<dot>[*•●▪‣◦➢✓])|(?P<alpha>[a-zđ]{1,2})[.)](?=\s))\s*"
)
PARAGRAPH, ROW = "paragraph", "row"
_RANKS = {"Phần": 0, "annex": 0, "Chương": 0, "Mục": 0, "Điều": 0, "letter": 1, "roman": 1}
_BULLET_RANK = 3
# Items of one list that stand further apart than this tell little of one another.
NEAR = 40


@dataclass
class Item:
    """One unit: ``text`` without its label, ``begin`` where that begins in its block.

    ``style`` is that of the label ("roman", "number2", "dash", …), "paragraph" or "row"; ``parent`` and
    the numbers in ``children`` and ``siblings`` are places in the list of items; ``index`` counts those
    of its list before it.
    """

    number: int
    text: str
    style: str
    zone: str
    begin: int = 0
    block: Block | None = None
    row: TableRow | None = None
    count: int = 0
    parent: int | None = None
    depth: int = 0
    index: int = 0
    children: list[int] = field(default_factory=list)
    siblings: list[int] = field(default_factory=list)

    @property
    def leads(self) -> bool:
        """Whether the item ends in a colon: it leads into what stands below."""
        return self.text.rstrip().endswith(":")


def items_of(draft: Draft) -> list[Item]:
    """All items of a document in printed order, with their places in the tree."""
    placed: list[tuple[int, int, Block | TableRow]] = [
        *((block.paragraph.pieces[0].line, 0, block) for block in draft.blocks),
        *((row.line, 1, row) for row in draft.rows),
    ]
    items: list[Item] = []
    zone = "header"
    for _, _, one in sorted(placed, key=lambda place: place[:2]):
        zone = one.zone.value if isinstance(one, Block) else zone
        items.append(_item(len(items), one, zone))
    _hang(items)
    return items


def ancestors(items: Sequence[Item], item: Item) -> Iterator[Item]:
    """What an item stands under, from the nearest up."""
    while item.parent is not None:
        item = items[item.parent]
        yield item


def _item(number: int, one: Block | TableRow, zone: str) -> Item:
    if isinstance(one, TableRow):
        text = " | ".join(" ".join(cell.split()) for cell in one.cells)
        return Item(number, text, ROW, zone, row=one)
    label = label_of(one.text)
    if label:
        count = style_of(label.text)[2]
        return Item(number, one.text[label.end :], label.style, zone, label.end, one, count=count)
    bullet = _BULLET.match(one.text)
    if bullet and bullet.end() < len(one.text):
        style = str(bullet.lastgroup)
        return Item(number, one.text[bullet.end() :], style, zone, bullet.end(), one)
    begin = len(one.text) - len(one.text.lstrip())
    return Item(number, one.text[begin:], PARAGRAPH, zone, begin, one)


def _rank(style: str) -> int:
    return 2 if style.startswith("number") else _RANKS.get(style, _BULLET_RANK)


def _hang(items: Sequence[Item]) -> None:
    """Find parents and siblings by a stack of what is open."""
    open_: list[Item] = []
    zone, table = "", None
    for item in items:
        if item.zone != zone:
            open_, zone = [], item.zone
        if item.row is not None and item.row.table != table:
            table = item.row.table
            open_ = list(takewhile(lambda one: one.style != ROW, open_))
        before = _close(open_, item)
        if before is not None:
            item.index = before.index + 1
        item.parent = open_[-1].number if open_ else None
        item.depth = len(open_)
        open_.append(item)
    lists: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for item in items:
        lists[item.parent, item.style].append(item.number)
        if item.parent is not None:
            items[item.parent].children.append(item.number)
    for members in lists.values():
        for number in members:
            first = bisect_right(members, number - NEAR)
            near = members[first : bisect_left(members, number + NEAR)]
            items[number].siblings = [one for one in near if one != number]


def _close(open_: list[Item], item: Item) -> Item | None:
    """Close what cannot hold an item; the item before it in its list, if that is open.

    A paragraph that leads holds the numbers below it, but for the next of a list that was open before.
    """
    led = bool(open_) and open_[-1].style == PARAGRAPH and open_[-1].leads
    numbered = item.style.startswith("number")
    if led and numbered and (item.count == 1 or not _is_open(open_, item)):
        return None
    if _is_open(open_, item):
        while open_[-1].style != item.style:
            open_.pop()
        return open_.pop()
    rank = _rank(item.style)
    if item.style == PARAGRAPH:
        while open_ and _rank(open_[-1].style) == _BULLET_RANK:
            open_.pop()
    elif rank < _BULLET_RANK:
        while open_ and _outranked(open_[-1].style, item.style):
            open_.pop()
    return None


def _is_open(open_: Sequence[Item], item: Item) -> bool:
    return any(one.style == item.style for one in open_)


def _outranked(style: str, by: str) -> bool:
    finer = style.startswith("number") and by.startswith("number") and style > by
    return _rank(style) > _rank(by) or finer
