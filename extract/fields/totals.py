"""Totals that a document declares, beside what can be counted in it ("gồm 187 đơn vị")."""

import re
from itertools import groupby
from typing import NamedTuple

from extract.draft import Draft, evidence_of, surety
from extract.record import DeclaredTotal, Flag

RELIABILITY = 0.90

_COUNTED = (
    "đơn vị", "trường", "cặp", "cơ sở", "thành viên", "đồng chí", "người", "học sinh", "giáo viên", "cán bộ",
    "đại biểu", "thí sinh", "sinh viên", "tập thể", "cá nhân", "thủ tục", "danh mục", "văn bản", "nhóm", "đội",
    r"ông,?\s+bà", r"ông\s*\(bà\)",
)  # fmt: skip
_DECLARED = re.compile(
    r"(?:danh sách|tổng số|tổng cộng|bảng|phụ lục)\s*(?:này|kèm theo|trên)?\s*(?::|gồm|gồm có|bao gồm|có|là)?\s*(?:có\s+)?"
    rf"(?P<count>\d{{1,4}})\s*(?:\([^)]{{1,30}}\)\s*)?(?P<what>(?:{'|'.join(_COUNTED)})(?:\s+[^\W\d_]+){{0,3}})",
    re.IGNORECASE,
)
# "gồm 14 ông (bà) có tên trong danh sách kèm theo"
_LISTED = re.compile(
    rf"gồm(?:\s+có)?\s*:?\s+(?P<count>\d{{1,4}})\s+(?:\([^)]{{1,30}}\)\s+)?(?P<what>(?:{'|'.join(_COUNTED)})[^.;:\n\d]{{0,40}}?)"
    r"(?=\s*\(?(?:có tên|theo danh sách|có danh sách|danh sách))",
    re.IGNORECASE,
)
_UNITS = re.compile(r"đơn vị|trường|cơ sở", re.IGNORECASE)


class _Table(NamedTuple):
    """The last line of a table, how many numbered rows it has, and how many cells with a name."""

    last: int
    rows: int
    names: int


def find_totals(draft: Draft) -> None:
    """Add every declared total; one that differs from the count of the table it closes is flagged."""
    tables = _tables(draft)
    of_pairs = any(pairing.origin == "table" for pairing in draft.record.pairings)
    for number, line in enumerate(draft.source.lines):
        for match in (*_DECLARED.finditer(line.text), *_LISTED.finditer(line.text)):
            table = _nearest(tables, number)
            named = of_pairs and _UNITS.match(match["what"])
            counted = (table.names if named else table.rows) if table else None
            words = [w for w in line.words if w.start < match.end() and w.stop > match.start()]
            draft.record.totals.append(
                DeclaredTotal(
                    text=match[0],
                    declared=int(match["count"]),
                    what=match["what"],
                    counted=counted,
                    evidence=evidence_of([(line, word) for word in words], "declared-total"),
                    confidence=RELIABILITY * surety(words),
                )
            )
            _check(draft, match[0], int(match["count"]), counted)


def _tables(draft: Draft) -> list[_Table]:
    """The tables with numbered rows; one that counts on belongs to the one before."""
    found: list[_Table] = []
    ordinal = 0
    for _, group in groupby(draft.rows, key=lambda row: row.table):
        rows = [row for row in group if row.cells[0].strip(" .").isdigit()]
        if not rows:
            continue
        names = sum(bool(cell.strip()) for row in rows for cell in row.cells[1:])
        made = _Table(rows[-1].line, len(rows), names)
        if found and int(rows[0].cells[0].strip(" .")) == ordinal + 1:
            before = found.pop()
            made = _Table(made.last, before.rows + made.rows, before.names + made.names)
        found.append(made)
        ordinal = int(rows[-1].cells[0].strip(" ."))
    return found


def _nearest(tables: list[_Table], line: int) -> _Table | None:
    """The table that a total stands below; without one the first after it."""
    above = [table for table in tables if table.last < line]
    below = [table for table in tables if table.last >= line]
    return above[-1] if above else below[0] if below else None


def _check(draft: Draft, text: str, declared: int, counted: int | None) -> None:
    if counted is not None and counted != declared:
        pointer = f"/totals/{len(draft.record.totals) - 1}/declared"
        detail = f"{text}: {counted}"
        draft.record.flags.append(Flag(pointer=pointer, code="total", detail=detail))
