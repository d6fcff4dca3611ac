"""To whom a document is sent (Kính gửi), and from when it holds."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from extract.draft import Block, Draft, Zone
from extract.grammar import dates
from extract.grammar.units import clean
from extract.head.head import keep, support_part
from extract.zones.zones import ADDRESS, ADDRESSEE, BODY, BODY_SEGMENTS, Part, Zones

# The addressees stand above the text: among this many segments; one has at most this many lines.
ADDRESS_SEGMENTS, ADDRESS_LINES = 60, 5
# More words than this are no name.
NAME_WORDS = 40
_ADDRESS = re.compile(r"^.{0,6}K\S{2,3}h\s+g\S{1,2}i\s*[:;.]?\s*", re.IGNORECASE)
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


def read_addressees(draft: Draft, zones: Zones) -> None:
    """Fill the header's addressees from the line Kính gửi and the lines below it."""
    for run in _addressed(zones):
        text = " ".join(zone.segment.text for zone in run)
        text = _ITEM.sub("", _ADDRESS.sub("", text, count=1), count=1)
        names = [clean(part) for part in _PARTS.split(text)]
        draft.header.addressees += [
            name for name in names if name and len(name.split()) <= NAME_WORDS
        ]
        for zone in run:
            support_part(draft, "addressees", zone)


def _addressed(zones: Zones) -> Iterator[list[Part]]:
    """Each addressee's segments: what the model found, the items of one list with it, and lines that go on."""
    run: list[Part] = []
    asked, others = False, 0
    for zone in zones.parts[:ADDRESS_SEGMENTS]:
        text = zone.segment.text
        begins = bool(_ADDRESS.match(text)) and not asked
        asked = asked or begins or zone.label == ADDRESS
        open_end = 0 < len(run) < ADDRESS_LINES and _goes_on(run[-1].segment.text, zone)
        item = asked and bool(_ITEM.match(text)) and (not run or bool(_ITEM.match(_bare(run[0]))))
        if not item and text[:1].isupper() and run and _ends(run[-1]):
            break
        if zone.label == ADDRESSEE or item or open_end or (begins and _bare(zone)):
            if run and not open_end and (zone.begins or item):
                yield run
                run = []
            run.append(zone)
            others = 0
        elif zone.label == BODY:
            others += 1
            if others >= BODY_SEGMENTS or (run and (others > 1 or text[:1].isupper())):
                break
    if run:
        yield run


def _ends(zone: Part) -> bool:
    """Whether a full stop ends the addressees: what stands below is the text."""
    return zone.segment.text.rstrip().endswith(".")


def _bare(zone: Part) -> str:
    return _ADDRESS.sub("", zone.segment.text, count=1).strip()


def _goes_on(before: str, zone: Part) -> bool:
    """Whether a line goes on with a name that its end leaves open: behind a comma or a word in small letters."""
    before, text = before.rstrip(), zone.segment.text
    if _ITEM.match(text) or _ADDRESS.match(text) or not before or before.endswith((".", ";", ":")):
        return False
    return (
        before.endswith(",")
        or text[:1].islower()
        or (zone.label != BODY and before.split()[-1] in _OPEN)
    )


# Words that leave a name open at the end of a line.
_OPEN = frozenset(
    "các và của tỉnh huyện xã phường quận thành phố thị trên thuộc hội sở phòng ban".split()
)


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
