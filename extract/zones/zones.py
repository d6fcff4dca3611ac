"""The zones of head and closing, told by a linear-chain CRF (Lafferty et al. 2001) over segments.

A segment is a stretch of a printed line that stands apart: one side of two columns, a cell of a row. Each
gets one label; ``B-`` begins a value and ``I-`` goes on with it. Words are folded before they are compared,
so that bare and misread text gives the same cues.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.learned.models import tagger
from extract.vocabulary import KINDS, MARK, OFFICE
from extract.zones.segments import Segment, segments
from ingest.formulas import FAMILY_NAMES
from ingest.page import Box
from normalize.folding import fold, strip_diacritics
from normalize.text import Text, TextLine

# Labels of what is no value, in the order of a document: beside the head, text, beside the closing, behind it.
HEAD, BODY, CLOSING, BEHIND = "head", "body", "closing", "behind"
# Fields that may run over several segments.
PARENT, ISSUER, TITLE, ADDRESSEE = "parent", "issuer", "title", "addressee"
RECIPIENT, FILED = "recipient", "filed"
NUMBER, DATED, KIND, ADDRESS, RECIPIENTS = "number", "dated", "kind", "address", "recipients"
OFFICE_LINE, NAME = "office", "name"
IN_CLOSING = frozenset({CLOSING, RECIPIENT, FILED, RECIPIENTS, OFFICE_LINE, NAME})

_KINDS = frozenset(fold(kind) for kind in KINDS)
_FAMILIES = frozenset(fold(name) for name in FAMILY_NAMES)
_UNIT_WORDS = frozenset(
    "uy ubnd hdnd hoi bo so phong truong dai hoc vien tong cuc chi van thu chinh quoc ban trung cong lien dang tinh thanh huyen "
    "quan ngan kho thanh khoa bao toa doan cum pgd sgd bch btv cd to mat benh tram tap thpt thcs tieu mam hiep vu cac giam".split()
)
_LEVELS = frozenset("tinh huyen quan xa phuong thi tran khu".split())
CUES: Mapping[str, re.Pattern[str]] = {
    "motto": re.compile(r"cong hoa xa hoi|doc lap.{1,4}tu do|hanh phuc$|dang cong san"),
    "number": re.compile(r"^.{0,3}\bs\w[ :.;].{0,16}(?:/|-)"),
    "symbol": re.compile(r"\d\s?/\s?\w+\s?-|/[a-z&]+-[a-z&]+|-\s?[a-z]{2,}/[a-z]{2,}"),
    "dated": re.compile(r"ngay.{1,12}thang.{1,8}nam.{0,3}\d{2}"),
    "dated-open": re.compile(r"ngay.{0,10}thang"),
    "subject": re.compile(r"^\W*(?:v/v|v/|ve viec)\b"),
    "about": re.compile(r"^(?:ve |ban hanh|phe duyet|to chuc|trien khai|thuc hien|cong tac|quy dinh)"),
    "address": re.compile(r"\bkinh g\w{1,2}i|^k\w{2,3}h gui"),
    "recipients": re.compile(r"\bn.{1,2}i nh.{1,2}n\b"),
    "filed": re.compile(r"^\W*l[uiy]\w{0,2}\b\s?[:;.]?"),
    "dash": re.compile(r"^\s*[-–—+•*~_]"),
    "article": re.compile(r"^\W*(?:dieu|chuong|phan|muc)\s+\w+"),
    "label": re.compile(r"^\W*(?:\d{1,2}|[ivx]{1,4}|[a-z])[./)]\s?"),
    "grounds": re.compile(r"^(?:can cu|xet|theo|thuc hien|tra loi|phuc dap|tiep theo|de |nham|trong |ngay \d|qua )"),
    "as above": re.compile(r"\bnhu (?:tren|dieu|muc|kinh|thanh)"),
    "purpose": re.compile(r"\((?:de )?\W*(?:b/?c|bao cao|t/?h|thuc hien|p/?h|phoi hop|biet|theo doi|c/?d|dang)"),
    "stamp": re.compile(r"nguoi ky|ky boi|thoi gian ky|email|co quan:|\d\d:\d\d"),
    "signed": re.compile(r"da ky|ky ten|dong dau"),
    "attached": re.compile(r"kem theo"),
    "annex": re.compile(r"^\W*(?:phu luc|danh sach|danh muc|bieu mau|mau so|phieu|du thao|bieu|bang)\b"),
    "mail": re.compile(r"@|www|https?"),
    "copies": re.compile(r"\bvt\b|\bvan thu\b|\b\d{1,3} ?b\b"),
    "rest": re.compile(r"^[-_*. ]+$"),
}  # fmt: skip
_NAMED = re.compile(r"(?:[^\W\d_]+\.\s?)*[A-ZĐÀ-Ỹ][^\W\d_A-ZĐÀ-Ỵ]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){1,5}")
_END = re.compile(r"(?:\./\.?|[;:.,)”\"-])\s*$")


# So many segments of text end a head; so many others may stand between two lines of one list.
BODY_SEGMENTS, LIST_GAP = 4, 12
# A list begins at most this many segments above its heading, where columns are mixed; letters between the
# beginnings of two lines of one column.
BEFORE_HEAD, NEAR = 2, 4
_DASHED = re.compile(r"\s*[-–+•*]\s*\w")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment with its label, the probability of the label, and whether it begins a value."""

    segment: Segment
    label: str
    begins: bool
    posterior: float


@dataclass(frozen=True)
class Zones:
    """All segments of a document in printed order."""

    parts: tuple[Part, ...] = ()

    def values(self, *labels: str) -> Iterator[list[Part]]:
        """The stretches of these labels, each as its segments; others may stand between them."""
        found: list[Part] = []
        for zone in self.parts:
            if zone.label not in labels:
                continue
            if found and zone.begins:
                yield found
                found = []
            found.append(zone)
        if found:
            yield found

    def lines(self, *labels: str) -> list[int]:
        """The lines that hold these labels, likeliest first."""
        found = sorted((z for z in self.parts if z.label in labels), key=lambda z: -z.posterior)
        return list(dict.fromkeys(z.segment.line for z in found))

    @cached_property
    def head(self) -> "Zones":
        """The zones above the text; those of a document that is attached behind are not among them."""
        text = 0
        for n, zone in enumerate(self.parts):
            text += zone.label == BODY
            if text >= BODY_SEGMENTS or zone.label in IN_CLOSING:
                return Zones(self.parts[:n])
        return self

    @cached_property
    def listed(self) -> tuple[Part, ...]:
        """The lines of Nơi nhận: those near its heading or its last line, not lists like it elsewhere."""
        groups: list[list[int]] = []
        for n, zone in enumerate(self.parts):
            if zone.label in (RECIPIENT, FILED, RECIPIENTS):
                if groups and n - groups[-1][-1] <= LIST_GAP:
                    groups[-1].append(n)
                else:
                    groups.append([n])
        labels = [{self.parts[n].label for n in group} for group in groups]
        kept = [
            g for g, said in zip(groups, labels, strict=True) if said & {RECIPIENTS, FILED}
        ] or groups
        return tuple(self.parts[n] for group in kept for n in self._list(group))

    def _list(self, group: Sequence[int]) -> Iterator[int]:
        """The lines of one list, with items inside it that the model took for something else."""
        heads = [n for n in group if self.parts[n].label == RECIPIENTS]
        first = max(group[0], heads[0] - BEFORE_HEAD) if heads else group[0]
        finished = False
        for n in range(first, group[-1] + 1):
            zone = self.parts[n]
            finished = finished and zone.label != RECIPIENTS
            item = zone.label in (CLOSING, BODY, BEHIND) and _DASHED.match(zone.segment.text)
            listed = (
                (zone.label == RECIPIENT and not signs(zone.segment.text))
                or item
                or (zone.label == CLOSING and self._column(n))
            )
            if zone.label == FILED or (listed and not finished):
                yield n
            finished = finished or zone.label == FILED

    def _column(self, n: int) -> bool:
        """Whether a segment stands right below an open line of the list, in its column."""
        for before in reversed(self.parts[max(0, n - 4) : n]):
            if before.label in (RECIPIENT, FILED):
                here = self.parts[n].segment
                gone_on = (
                    not before.segment.text.rstrip().endswith((";", "."))
                    and not here.text.isupper()
                )
                return (
                    gone_on
                    and abs(before.segment.start - here.start) <= NEAR
                    and before.segment.line < here.line
                )
        return False


def zones_of(text: Text, ruled: Sequence[str]) -> Zones:
    """The zones of a document; ``ruled`` says what rules make of each line."""
    parts = list(zoned_segments(text))
    labels, sure = tagger("zones").tagged(features(text, parts, ruled))
    return Zones(
        tuple(
            Part(
                part,
                label.removeprefix("B-").removeprefix("I-"),
                not label.startswith("I-"),
                likely,
            )
            for part, label, likely in zip(parts, labels, sure, strict=True)
        )
    )


def signs(text: str) -> bool:
    """Whether a line in capitals is an office or the mark of the power to sign."""
    inner = text.strip(" *_.,:;'\"")
    return inner[:6].isupper() and bool(OFFICE.match(inner) or MARK.match(inner))


# Head and closing may stand in the cells of a table, but of none with more rows than this.
TABLE_ROWS = 40


def zoned_segments(text: Text) -> Iterator[Segment]:
    """The segments that are labelled: all that hold a letter or digit, long tables aside."""
    rows = Counter(line.table for line in text.lines if line.table is not None)
    for segment in segments(text.lines, 0, len(text.lines)):
        table = text.lines[segment.line].table
        short = table is None or rows[table] <= TABLE_ROWS
        if short and any(map(str.isalnum, segment.text)):
            yield segment


def features(text: Text, parts: Sequence[Segment], ruled: Sequence[str]) -> list[list[str]]:
    """The cues of each segment: its own, the nearest ones of its neighbours, what stood above, what rules say."""
    own = [_own(text, part) for part in parts]
    above = _above(own)
    inside = _places(text, parts)
    made: list[list[str]] = []
    for n, cues in enumerate(own):
        row = ["bias", *cues, *above[n], *inside[n], f"r:{ruled[parts[n].line]}"]
        for step in (-2, -1, 1, 2):
            if 0 <= n + step < len(own):
                row += [f"{step}:{cue}" for cue in own[n + step] if abs(step) == 1 or _strong(cue)]
            else:
                row.append(f"{step}:none")
        made.append(row)
    return made


def _strong(cue: str) -> bool:
    return cue[:2] in ("c:", "k:", "e:")


def _own(text: Text, part: Segment) -> list[str]:
    flat = bare(part.text)
    words = re.findall(r"[a-z]+|\d+", flat)
    made = [f"c:{name}" for name, cue in CUES.items() if cue.search(flat)]
    for family in (_words, _case, _names, _ends):
        made += family(part.text, words)
    return made


def bare(text: str) -> str:
    """A text without diacritics and in lower case, letter for letter."""
    return strip_diacritics(text).lower()


def _words(text: str, words: Sequence[str]) -> list[str]:
    shown = [word if not word.isdigit() else "9" * len(word) for word in words]
    made = [f"w{n}={word}" for n, word in enumerate(shown[:3])]
    made += [f"l{n}={word}" for n, word in enumerate(reversed(shown[-2:]))]
    if len(shown) > 1:
        made.append(f"w01={shown[0]} {shown[1]}")
    if len(shown) <= 12:
        made += [f"b={word}" for word in dict.fromkeys(shown)]
    return made


def _case(text: str, words: Sequence[str]) -> list[str]:
    letters = [c for c in text if c.isalpha()]
    capitals = sum(map(str.isupper, letters)) / max(len(letters), 1)
    first = next(iter(letters), "")
    shape = "upper" if capitals > 0.75 else "capital" if first.isupper() else "lower"
    size = (
        min(len(words), 4)
        if len(words) < 5
        else 5
        if len(words) < 8
        else 8
        if len(words) < 12
        else 12
    )
    digits = sum(c.isdigit() for c in text) / max(len(text), 1)
    made = [f"k:{shape}", f"k:{shape}{size}", f"k:n{size}"]
    if digits:
        made.append("k:digits" if digits < 0.3 else "k:number")
    if text.count("(") != text.count(")"):
        made.append("k:open")
    return made


def _names(text: str, words: Sequence[str]) -> list[str]:
    made = []
    inner = text.strip(" *_.,:;'\"")
    if MARK.match(inner):
        made.append("c:mark")
    if OFFICE.match(inner):
        made.append("c:office-upper" if inner[:4].isupper() else "c:office")
    if len(inner) < 60 and _NAMED.fullmatch(inner) and 1 < len(words) < 8:
        family = any(word in _FAMILIES for word in words[: max(1, len(words) - 1)])
        made.append("c:name-known" if family else "c:name")
    if words and words[0] in _UNIT_WORDS:
        made.append("c:unit")
    if any(word in _LEVELS for word in words):
        made.append("c:level")
    if " ".join(words) in _KINDS:
        made.append("c:kind-alone")
    elif any(" ".join(words[:n]) in _KINDS for n in (1, 2, 3)):
        made.append("c:kind")
    return made


def _ends(text: str, words: Sequence[str]) -> list[str]:
    found = _END.search(text)
    return [f"e:{found[0].strip() if found else 'word'}"]


# What stood above: how many segments ago, in steps.
_SEEN = ("c:motto", "c:number", "c:dated", "c:subject", "c:address", "c:recipients", "c:filed", "c:kind-alone",
         "c:office-upper", "c:grounds", "c:name-known")  # fmt: skip
_STEPS = (1, 2, 3, 5, 8, 13, 21, 50)


def _step(count: int) -> str:
    return str(next((step for step in _STEPS if count <= step), "far"))


def _above(own: Sequence[Sequence[str]]) -> list[list[str]]:
    last: dict[str, int] = {}
    made: list[list[str]] = []
    for n, cues in enumerate(own):
        made.append(
            [f"a:{seen[2:]}={_step(n - last[seen]) if seen in last else 'no'}" for seen in _SEEN]
        )
        last |= {cue: n for cue in cues if cue in _SEEN}
    ahead: dict[str, int] = {}
    for n in range(len(own) - 1, -1, -1):
        made[n] += [
            f"f:{seen[2:]}={_step(ahead[seen] - n)}"
            for seen in _SEEN
            if seen in ahead and ahead[seen] - n < 22
        ]
        ahead |= {cue: n for cue in own[n] if cue in _SEEN}
    return made


def _places(text: Text, parts: Sequence[Segment]) -> list[list[str]]:
    """Where each segment stands: from top and end, in its line, in its column."""
    lines = text.lines
    counts = {
        line: len(list(group)) for line, group in itertools.groupby(parts, key=lambda p: p.line)
    }
    boxes = [_box(lines[part.line], part) for part in parts]
    page_first: dict[int, int] = {}
    for n, part in enumerate(parts):
        page_first.setdefault(lines[part.line].page, n)
    made: list[list[str]] = []
    for n, part in enumerate(parts):
        row = [
            f"p:top={_step(n)}",
            f"p:end={_step(len(parts) - n)}",
            f"p:page={_step(n - page_first[lines[part.line].page])}",
        ]
        if lines[part.line].table is not None:
            row.append("p:table")
        index = sum(1 for p in parts[max(0, n - 4) : n] if p.line == part.line)
        row.append(f"p:cell={min(index, 3)}/{min(counts[part.line], 3)}")
        if n and part.line - parts[n - 1].line > 1:
            row.append("p:gap")
        if box := boxes[n]:
            row += _geometry(box, boxes[n - 1] if n else None)
        else:
            row.append(f"p:indent={min(part.start // 12, 5)}")
        made.append(row)
    return made


def _geometry(box: Box, before: Box | None) -> list[str]:
    middle = (box.left + box.right) / 2
    column = "L" if box.right < 0.55 else "R" if box.left > 0.38 else "F"
    row = [
        f"g:{column}",
        f"g:middle={int(middle * 8)}",
        f"g:width={int((box.right - box.left) * 5)}",
    ]
    if before:
        row += ["g:same-left"] if abs(before.left - box.left) < 0.015 else []
        row += ["g:same-middle"] if abs((before.left + before.right) / 2 - middle) < 0.03 else []
        row += ["g:up"] if box.top < before.top - 0.01 else []
        row += ["g:lower"] if box.top - before.bottom > 0.02 else []
    return row


def _box(line: TextLine, part: Segment) -> Box | None:
    stop = part.start + len(part.text)
    boxes = [w.box for w in line.words if w.box and w.start < stop and w.stop > part.start]
    if not boxes:
        return None
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip
