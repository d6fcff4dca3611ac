"""Units twinned with each other (kết nghĩa), from tables and from running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extract.draft import Block, Draft, TableRow, evidence_of, surety
from extract.issuers import split_units
from extract.record import Pairing
from extract.units import clean, mention, name_after
from extract.vocabulary import ACTOR, has_verb
from gazetteer.abbreviations import expand
from normalize.folding import fold

RELIABILITY_TABLE, RELIABILITY_TEXT = 0.99, 0.85

_TWINNED = re.compile(
    r"ket nghia|ket doi|don vi lien ket|truong ban|don vi ban|cap don vi|giao luu"
)
# Columns that hold units.
_UNITS_HEAD = re.compile(r"\b(?:truong|don vi|phong|trung tam|co so)\b")
# Columns that tell something about the units beside them.
_NO_UNITS_HEAD = re.compile(
    r"(?:ghi chu|dia chi|dia diem|dien thoai|so |sdt|email|website|lien he|nguoi|ho (?:va )?ten|thoi gian|noi dung|nam hoc|cap hoc)"
)
_BETWEEN = re.compile(r"(?<![^\W\d_])giữa\s+", re.IGNORECASE)
_MOVEMENT = re.compile(
    r"(?:lan tỏa|kết nghĩa|giao lưu|liên kết|kết nối|ký kết)[^.;]{0,160}?\s(?:với|cùng)\s+(?P<unit>(?:ngành|phòng|trường|Phòng|Trường|Ngành)\s)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:0?[2-6])\s+(?:nhà\s+)?trường\s*,?\s*(?P<units>(?:\d\s+trường\s+)?(?:trường\s+)?(?:TH|MN|THCS|THPT|[Tt]iểu học|[Mm]ầm non)\s[^.;:()\n]{3,140})"
)


# "X kết nghĩa với Y", "X nhận đỡ đầu, kết nghĩa với Y và Z": who stands before, and how it goes on.
_WITH = re.compile(
    rf"(?:^|(?<=[.;:-])\s+|(?<=\d[.)])\s*)(?P<one>{ACTOR.pattern}[^.;:,]{{3,100}}?)\s+"
    r"(?:(?:ký kết|tổ chức|thực hiện|tiếp tục|sẽ|nhận đỡ đầu(?:,| và)|nhận)\s+)*(?:kết nghĩa|kết đôi)\s+(?:với|cùng)\s+",
    re.IGNORECASE,
)


# "Cặp số 1: A - B", "Cụm số 2 gồm: A, B và C".
_LED = re.compile(
    rf"(?<!\w)(?:cặp|cụm|nhóm)(?:\s+(?:trường|đơn vị|kết nghĩa)(?=\s*(?:\d|số|:|kết nghĩa|gồm|bao gồm)))*(?:\s+(?:số\s+)?(?:\d{{1,2}}|[IVX]{{1,4}}))?"
    rf"\s*:?\s*(?:(?:gồm có|bao gồm|gồm)\s*:?\s*)?(?={ACTOR.pattern})",
    re.IGNORECASE,
)
_DASH = re.compile(rf"\s+[-–]\s+(?={ACTOR.pattern})", re.IGNORECASE)


def find_pairings(draft: Draft) -> None:
    """Add pairings to the record: tables row by row, then what the text says."""
    for number, rows in enumerate(_twin_tables(draft), start=1):
        for row in rows:
            _add_row(draft, number, row)
    if "ket nghia" in draft.flat or "lan toa" in draft.flat or "giua" in draft.flat:
        _from_text(draft)


def _twin_tables(draft: Draft) -> Iterator[list[TableRow]]:
    """Tables of pairings without their heads; a table that counts on is part of the one before."""
    merged: list[list[TableRow]] = []
    next_ordinal = None
    for _, group in groupby(draft.rows, key=lambda row: row.table):
        rows = list(group)
        data = _only_units(rows)
        numbers = [number for row in data if (number := _ordinal(row)) is not None]
        if not numbers:
            continue
        first = numbers[0]
        goes_on = bool(merged) and first == next_ordinal and _columns(merged[-1]) == _columns(data)
        if not goes_on and not _is_twin_table(draft, rows):
            continue
        if goes_on:
            merged[-1].extend(data)
        else:
            merged.append(data)
        next_ordinal = numbers[-1] + 1
    yield from map(_joined, merged)


def _only_units(rows: Sequence[TableRow]) -> list[TableRow]:
    """The numbered rows and those that carry them on, without the cells of columns that hold no units ("Ghi chú")."""
    data = [row for row in rows if _ordinal(row) is not None or _carries_on(row)]
    heads = [row for row in rows[:2] if row not in data]
    others = {
        n
        for row in heads
        for n, cell in enumerate(row.cells)
        if n and _NO_UNITS_HEAD.match(fold(cell))
    }
    whole = all(len(row.cells) == _columns(data) for row in heads) if data else False
    if not (others and whole):
        return data
    return [
        replace(row, cells=tuple(cell for n, cell in enumerate(row.cells) if n not in others))
        for row in data
    ]


def _carries_on(row: TableRow) -> bool:
    """Whether a row without a number names another unit of the row above it, whose other cells span both."""
    others = row.cells[1:]
    return not row.cells[0].strip() and "" in others and any(ACTOR.match(cell) for cell in others)


def _joined(rows: Sequence[TableRow]) -> list[TableRow]:
    """The numbered rows, each with the units of the rows that carry it on."""
    joined: list[TableRow] = []
    for row in rows:
        if _ordinal(row) is not None:
            joined.append(row)
        elif joined:
            joined[-1] = replace(joined[-1], cells=(*joined[-1].cells, *row.cells[1:]))
    return joined


def _ordinal(row: TableRow) -> int | None:
    first = row.cells[0].strip(" .")
    return int(first) if first.isdigit() and len(row.cells) > 2 else None


def _columns(rows: Sequence[TableRow]) -> int:
    return max(len(row.cells) for row in rows)


def _is_twin_table(draft: Draft, rows: Sequence[TableRow]) -> bool:
    """By its head, or by the lines above it where its columns hold units."""
    head = " ".join(fold(cell) for row in rows[:2] if _ordinal(row) is None for cell in row.cells)
    if _TWINNED.search(head):
        return True
    above = [line.text for line in draft.source.lines[max(0, rows[0].line - 8) : rows[0].line]]
    above_says = bool(_TWINNED.search(fold(" ".join(above))))
    return above_says and (not head or bool(_UNITS_HEAD.search(head)))


def _add_row(draft: Draft, table: int, row: TableRow) -> None:
    units = [clean(cell) for cell in row.cells[1:] if clean(cell)]
    if len(units) < 2:
        return
    line = draft.source.lines[row.line]
    draft.record.pairings.append(
        Pairing(
            units=[mention(unit) for unit in units],
            origin="table",
            table=table,
            row=_ordinal(row),
            evidence=evidence_of([(line, word) for word in line.words], "pairing-table"),
            confidence=RELIABILITY_TABLE * surety(line.words),
        )
    )


def _from_text(draft: Draft) -> None:
    seen: set[frozenset[str]] = set()
    for start, stop, units in _mentions(draft):
        key = frozenset(fold(expand(unit)) for unit in units)
        if len(key) < 2 or key in seen:
            continue
        seen.add(key)
        draft.record.pairings.append(
            Pairing(
                units=[mention(unit) for unit in units],
                origin="text",
                evidence=draft.evidence(start, stop, "pairing-text"),
                confidence=draft.confidence(start, stop, RELIABILITY_TEXT),
            )
        )


def _mentions(draft: Draft) -> Iterator[tuple[int, int, list[str]]]:
    for block in draft.body():
        for match in _BETWEEN.finditer(block.text):
            units, stop = _between(block.text, match.end())
            near = fold(block.text[max(0, match.start() - 120) : stop + 120])
            if units and _TWINNED.search(near):
                yield block.start + match.start(), block.start + stop, units
        yield from _by_verb(block)
        if _TWINNED.search(fold(_above(draft, block) + block.text)):
            yield from _in_groups(block)
        for match in _MOVEMENT.finditer(block.text):
            if "giữa" in match[0]:
                continue
            found = name_after(block.text, match.start("unit"))
            issuer = draft.header.issuer
            if found and len(issuer) == 1:
                partner = _as_office(block.text[found[0] : found[1]])
                if (
                    fold(partner).split()[:1] == fold(issuer[0]).split()[:1]
                    and len(partner.split()) > 3
                ):
                    yield block.start + match.start(), block.start + found[1], [issuer[0], partner]
        if counted := _COUNTED.search(block.text):
            units = split_units(counted["units"])
            if len(units) > 1 and "ket nghia" in draft.flat:
                yield block.start + counted.start(), block.start + counted.end(), units


def _by_verb(block: Block) -> Iterator[tuple[int, int, list[str]]]:
    for match in _WITH.finditer(block.text):
        one, (others, stop) = clean(match["one"]), _listed(block.text, match.end())
        if others and _is_named(one) and not has_verb(one):
            yield block.start + match.start("one"), block.start + stop, [one, *others]


def _in_groups(block: Block) -> Iterator[tuple[int, int, list[str]]]:
    for match in _LED.finditer(block.text):
        units, stop = _listed(block.text, match.end())
        if len(units) > 1:
            yield block.start + match.start(), block.start + stop, units


def _between(text: str, position: int) -> tuple[list[str], int]:
    """Units in "giữa A và B" or "giữa A, B và C"."""
    units, end = _listed(text, position)
    return (units, end) if len(units) >= 2 else ([], end)


def _listed(text: str, position: int) -> tuple[list[str], int]:
    """Named units from a position on and where they end; none where one part is no such unit."""
    stop = re.search(
        r"[.;:(\n]|,?\s+(?:giữa|về|trong|nhằm|để|năm|giai đoạn|kéo dài|như sau|từ|do|tổ chức)(?!\w)",
        text[position:],
    )
    end = position + (stop.start() if stop else len(text) - position)
    said = _DASH.sub(", ", text[position:end])
    parts = [clean(part) for part in re.split(r"\s+và\s+|\s+với\s+|,\s*", said)]
    if span := name_after(parts[-1], 0):
        parts[-1] = clean(parts[-1][slice(*span)])
    units = [part for part in parts if name_after(part, 0) and _is_named(part)]
    return (units, end) if len(units) == len(parts) else ([], end)


def _above(draft: Draft, block: Block) -> str:
    """The heading of the section that a block stands in, with a full stop."""
    headings = [s.heading or "" for start, s in draft.sections if start <= block.start]
    return f"{headings[-1]}. " if headings else ""


def _is_named(name: str) -> bool:
    """Whether a unit carries a name of its own: a capital after its type word."""
    return any(word[:1].isupper() for word in name.split()[1:])


def _as_office(text: str) -> str:
    """A branch named for its office: "ngành Giáo dục và Đào tạo huyện X" is that Phòng's."""
    name = clean(text)
    if re.search(r"^ngành\s+Giáo dục.*(?:quận|huyện|thị xã)\s", name, re.IGNORECASE):
        name = re.sub(r"^ngành", "Phòng", name, flags=re.IGNORECASE)
    return name[:1].upper() + name[1:]
