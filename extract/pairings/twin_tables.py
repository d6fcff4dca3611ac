"""Tables that pair units: a row for each pair, or a cluster with its members."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from extract.draft import Draft, TableRow
from extract.grammar.named_units import UNIT, units_in
from extract.grammar.tables import SHARE, Table, number, tables
from extract.grammar.units import clean
from normalize.folding import fold

# What says that units are partners of each other; folded.
TWINNED = re.compile(
    r"ket nghia|ket (?:doi|ban|giao|noi)\b|ghep (?:doi|cap)|sinh doi|do dau|bao tro|tuong tro|(?:dong|song) hanh"
    r"|(?:don vi|truong) (?:ban|doi tac|chi em|anh em)\b|\bve tinh\b|hat nhan|cap don vi|lien truong|cung tien|doi ban"
    r"|lien ket(?! dao tao| quoc te)|giup (?:do )?(?:lan )?nhau|giup do|ho tro (?:lan )?nhau|(?:duoc|nhan) (?:giup|ho tro)"
    r"|(?:don vi|truong|xa|co quan|lop) (?:giup|ho tro)|chia se trach nhiem|cung phat trien"
    r"|(?:\bcac |chia |phan chia |lap )cum\b(?! thi)|cum (?:truong|chuyen mon|sinh hoat|van hoa|lien)|dung dau cum"
)
# Work on one task or a contest: no partnership that stands.
PASSING = re.compile(
    r"\bcheo\b|coi thi|cham thi|kiem tra|thanh tra|thi dau|bang dau|dieu dong|luan chuyen|cu giao vien|sap nhap|hop nhat|thi dua|\bdoan\b cong tac|cum thi"
)
# Heads that name partners whatever else stands beside them.
_PARTNERS = re.compile(
    r"ket nghia|do dau|ghep (?:doi|cap)|lien ket|(?:duoc|nhan) (?:giup|ho tro)|ve tinh"
)
# Heads of tables of work: who does what and with whom.
_OF_WORK = re.compile(r"chu tri|phoi hop|thuc hien|hoat dong|cong viec")
# Heads of columns that tell something about the units beside them.
_ASIDE = re.compile(
    r"(?:ghi chu|dia chi|dia diem|dia ban|dien thoai|so (?!tt)|sdt|email|website|lien he|nguoi|can bo|phu trach|ho (?:va )?ten|dau moi|"
    r"thoi gian|thoi diem|ngay|noi dung|linh vuc|hinh thuc|nam hoc|cap hoc|huyen|tinh|nhiem vu|kinh phi|chuc vu|hieu truong|loai)"
)
_CLUSTER = re.compile(r"(?:(?:lien )?(?:cum|nhom|cap|khoi|doi)\b|so \d)")
_CLUSTER_HEAD = re.compile(r"(?:ten |so )?(?:cum|nhom|cap)\b(?! truong)")
_UNITS_HEAD = re.compile(
    r"(?<!cum )(?<!nhom )(?<!to )(?<!hieu )\btruong\b(?! (?:cum|nhom|phong|ban|doan))|\b(?:don vi|phong|trung tam|co so|xa|lop|chi bo|co quan)\b"
)
# So many lines above a table tell what it lists, and the nearest of them what it is for.
LEAD_LINES, NEAR_LINES = 8, 2


class Pair(NamedTuple):
    """Units that a table pairs, the number of the table and of the pair in it, and its lines."""

    units: list[str]
    table: int
    row: int
    lines: list[int]


class _Columns(NamedTuple):
    """The columns of a table that hold units, labels of clusters, and ordinals."""

    units: list[int]
    label: int | None
    ordinal: int | None


def table_pairs(draft: Draft) -> Iterator[Pair]:
    """The pairs of all tables of units twinned with each other; one that goes on over a page is one table."""
    which = count = last = 0
    before: _Columns | None = None
    for table in tables(draft):
        columns = _columns(table)
        goes_on = before is not None and _goes_on(table, columns, before, last)
        if not goes_on and not (_is_twinned(draft, table) and _holds_pairs(table, columns)):
            before = None
            continue
        columns = before if goes_on and before else columns
        which, count = (which, count) if goes_on else (which + 1, 0)
        for units, lines in _pairs(table, columns):
            count += 1
            yield Pair(units, which, count, lines)
        before, last = columns, _last_ordinal(table, columns) or last


def _columns(table: Table) -> _Columns:
    table = table._replace(rows=[row for row in table.rows if not _only_says(row)])
    columns, ordinal = range(table.width), table.ordinal
    label = next((n for n in columns if n != ordinal and _labels(table, n)), None)
    units = [n for n in columns if n not in (ordinal, label) and _holds_units(table, n)]
    return _Columns(units, label, ordinal)


def _labels(table: Table, column: int) -> bool:
    """Whether a column says which cluster a row belongs to."""
    if table.share(column, lambda cell: _CLUSTER.match(fold(cell))) > SHARE:
        return True
    return bool(_CLUSTER_HEAD.match(table.heads[column])) and table.share(column, units_in) < SHARE


def _holds_units(table: Table, column: int) -> bool:
    head = table.heads[column]
    if _ASIDE.match(head):
        return False
    named = bool(_UNITS_HEAD.search(head)) and table.share(column, _is_name) >= SHARE
    return named or table.share(column, units_in) >= SHARE


def _is_name(cell: str) -> bool:
    """Whether a cell can be a name without the word for its type ("Nà Bó")."""
    words = cell.split()
    return len(words) < 8 and all(w[:1].isupper() or w[:1].isdigit() for w in words[:2])


def _holds_pairs(table: Table, columns: _Columns) -> bool:
    if len(columns.units) > 1:
        return True
    if not columns.units:
        return False
    several = any(len(units_in(row.cells[columns.units[0]])) > 1 for row in table.rows)
    return several or columns.label is not None or any(_section(row, columns) for row in table.rows)


def _is_twinned(draft: Draft, table: Table) -> bool:
    """By its heads, or by its lead or title where its heads tell of nothing passing."""
    heads = " ".join(table.heads)
    of_work = bool(_OF_WORK.search(heads))
    if _PARTNERS.search(heads) or (TWINNED.search(heads) and not of_work):
        return True
    lines = draft.source.lines[: table.first]
    above = [line.text for line in lines if line.table is None and line.text.strip()]
    lead, near = (fold(" ".join(above[-count:])) for count in (LEAD_LINES, NEAR_LINES))
    told = TWINNED.search(lead) or TWINNED.search(fold(draft.header.title or ""))
    return bool(told) and not of_work and not PASSING.search(f"{heads} {near}")


def _goes_on(table: Table, columns: _Columns, before: _Columns, last: int) -> bool:
    """Whether a table counts on where the one before it stopped."""
    first = next((n for row in table.rows if (n := _ordinal(row, before)) is not None), None)
    return first is not None and first == last + 1 and columns.units[:1] == before.units[:1]


def _ordinal(row: TableRow, columns: _Columns) -> int | None:
    if columns.ordinal is None or columns.ordinal >= len(row.cells):
        return None
    return number(row.cells[columns.ordinal])


def _last_ordinal(table: Table, columns: _Columns) -> int | None:
    return next(
        (n for row in reversed(table.rows) if (n := _ordinal(row, columns)) is not None), None
    )


def _pairs(table: Table, columns: _Columns) -> Iterator[tuple[list[str], list[int]]]:
    found = _rows_of_pairs(table, columns) if len(columns.units) > 1 else _clusters(table, columns)
    for units, lines in found:
        distinct: dict[str, str] = {}
        for unit in units:
            distinct.setdefault(fold(unit), unit)
        if len(distinct) > 1:
            yield list(distinct.values()), lines


def _rows_of_pairs(table: Table, columns: _Columns) -> Iterator[tuple[list[str], list[int]]]:
    """The units row by row; those of a merged cell stand in each row that it spans."""
    above: dict[int, list[str]] = {}
    for row in _mended(table, columns):
        named = {n: _named(row.cells[n]) for n in columns.units if n < len(row.cells)}
        if not any(named.values()) or _only_says(row):
            continue
        if _ordinal(row, columns) is None:
            first = next(n for n in named if named[n])
            named |= {n: above.get(n, []) for n in named if n < first}
        if sum(map(bool, named.values())) == 1:
            named |= {n: above.get(n, []) for n in named if not named[n]}
        above = named
        yield [unit for units in named.values() for unit in units], [row.line]


def _only_says(row: TableRow) -> bool:
    """Whether a row is a heading within the table: one cell, and no unit in it."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and not units_in(filled[0])


def _mended(table: Table, columns: _Columns) -> list[TableRow]:
    """The rows, each with the ends of its names that stand in a row of their own, broken by a page or a scanner."""
    rows: list[TableRow] = []
    for row in table.rows:
        words = [row.cells[n] for n in columns.units if n < len(row.cells) and row.cells[n].strip()]
        broken = columns.ordinal is not None and not row.cells[columns.ordinal].strip()
        if rows and broken and words and not any(map(UNIT.match, words)):
            cells = zip(rows[-1].cells, row.cells, strict=True)
            rows[-1] = replace(rows[-1], cells=tuple(f"{a} {b}".strip() for a, b in cells))
        else:
            rows.append(row)
    return rows


def _named(cell: str) -> list[str]:
    return units_in(cell) or ([clean(cell)] if clean(cell) else [])


def _section(row: TableRow, columns: _Columns) -> bool:
    """Whether a row is the heading of a cluster within the table."""
    filled = [cell for cell in row.cells if cell.strip()]
    return (
        len(set(filled)) == 1 and not units_in(filled[0]) and bool(_CLUSTER.match(fold(filled[0])))
    )


def _clusters(table: Table, columns: _Columns) -> Iterator[tuple[list[str], list[int]]]:
    """The members of each cluster: those of one cell, or of the rows below its label."""
    (column,) = columns.units
    units: list[str] = []
    lines: list[int] = []
    grouped = columns.label is not None or any(_section(row, columns) for row in table.rows)
    for row in table.rows:
        labelled = columns.label is not None and bool(row.cells[columns.label].strip())
        if labelled or _section(row, columns) or not grouped:
            yield units, lines
            units, lines = [], []
        if not _section(row, columns):
            units, lines = units + _named(row.cells[column]), [*lines, row.line]
    yield units, lines
