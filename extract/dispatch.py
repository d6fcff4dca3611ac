"""To whom a document is sent (Kính gửi), and from when it holds."""

import itertools
import re
from datetime import date, timedelta

from extract import dates
from extract.draft import Block, Draft, Zone
from extract.head import keep
from extract.units import clean

# The addressee stands above the text: among this many blocks.
ADDRESS_BLOCKS = 25
# More words than this are no name.
NAME_WORDS = 40
_ADDRESS = re.compile(r"\s*K[íi]nh\s+g[ửu]i\s*:?\s*", re.IGNORECASE)
_ITEM = re.compile(r"^\s*[-–—+•*]\s*(?=[^\W\d_])")
_PARTS = re.compile(r"\s*;\s*(?:[-–—+•]\s+)?|\.\s*$")
_KINDS = (
    "Quyết định|Thông tư|Nghị định|Nghị quyết|Chỉ thị|Quy chế|Quy định|Kế hoạch|Hướng dẫn|Văn bản|Luật|Thông báo|"
    "Chương trình|Đề án|Công văn|Quy trình"
)
_EFFECT = re.compile(
    rf"(?:(?:{_KINDS})(?:\s+liên tịch)?\s+này|(?:^|(?<=\.\s))(?:{_KINDS}))\s+(?:chính thức\s+)?có hiệu lực(?:\s+thi hành)?\s+"
    r"(?:(?:kể\s+)?từ|sau)\s+(?P<when>[^.;]{3,80})",
    re.IGNORECASE,
)
_DAYS_AFTER = re.compile(
    r"(?P<count>\d{1,3})\s*(?:\([^)]*\)\s*)?ngày,?\s+(?:kể\s+)?từ\s+ngày\s+(?:ký|ban hành)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"ngày\s+(?:ký|ban hành)", re.IGNORECASE)


def read_addressees(draft: Draft) -> None:
    """Fill the header's addressees from the line Kính gửi and the items below it."""
    above = draft.blocks[:ADDRESS_BLOCKS]
    at = next((n for n, block in enumerate(above) if _ADDRESS.match(block.text)), None)
    if at is None:
        return
    first = above[at]
    begin = _ADDRESS.match(first.text)
    named = first.text[begin.end() if begin else 0 :]
    below = list(itertools.takewhile(lambda block: _ITEM.match(block.text), above[at + 1 :]))
    if not named.strip() and not below:
        below = above[at + 1 : at + 2]
    texts = [named, *(_ITEM.sub("", block.text, count=1) for block in below)]
    parts = [clean(part) for text in texts for part in _PARTS.split(_ITEM.sub("", text, count=1))]
    names = [name for name in parts if name and len(name.split()) <= NAME_WORDS]
    if names and len(names) == sum(bool(part) for part in parts):
        draft.header.addressees = names
        for block in [first, *below]:
            _keep(draft, "addressees", block, 0, len(block.text))


def read_effect(draft: Draft) -> None:
    """Fill the day from which the document holds, where one of its articles gives it."""
    for block in draft.blocks:
        if block.zone is Zone.BODY and (match := _EFFECT.search(block.text)):
            if day := _effective(match["when"], draft.header.issued_on):
                draft.header.effective_on = day
                _keep(draft, "effective_on", block, *match.span())
            return


def _effective(when: str, issued_on: str | None) -> str | None:
    if found := dates.day(when):
        return found
    if not issued_on or not re.fullmatch(r"\d{4}-\d\d-\d\d", issued_on):
        return None
    if later := _DAYS_AFTER.search(when):
        return (date.fromisoformat(issued_on) + timedelta(days=int(later["count"]))).isoformat()
    return issued_on if _SIGNED.match(when.strip()) else None


def _keep(draft: Draft, field: str, block: Block, start: int, stop: int) -> None:
    keep(draft, field, draft.words(block.start + start, block.start + stop), field)
