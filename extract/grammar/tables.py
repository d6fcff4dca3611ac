"""Tables as their readers need them: rows filled up to one width, with a folded head for each column."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from extract.draft import Draft, TableRow
from extract.grammar.named_units import units_in
from normalize.folding import fold

_ORDINAL_HEAD = re.compile(r"(?:s ?t ?t|tt|so tt|so thu tu)\W*$")
# A column holds what its cells look like when so many of its filled ones do.
SHARE = 0.6


class Table(NamedTuple):
    """A table without its head rows; ``heads`` are these, folded and joined by column.

    ``first`` is the number of its first line, ``width`` what its widest row has.
    """

    heads: list[str]
    rows: list[TableRow]
    first: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.heads)

    def share(self, column: int, looks: Callable[[str], object]) -> float:
        """The share of the filled cells of a column that look like something."""
        filled = [row.cells[column] for row in self.rows if row.cells[column].strip()]
        return sum(bool(looks(cell)) for cell in filled) / len(filled) if filled else 0.0

    @property
    def ordinal(self) -> int | None:
        """The column that counts the rows."""
        counts = (
            n
            for n in range(self.width)
            if _ORDINAL_HEAD.match(self.heads[n])
            or self.share(n, lambda c: number(c) is not None) > SHARE
        )
        return next(counts, None)


def tables(draft: Draft) -> Iterator[Table]:
    """The tables of a document in their order."""
    for _, group in groupby(draft.rows, key=lambda row: row.table):
        rows = list(group)
        width = max(len(row.cells) for row in rows)
        count = _head_rows(rows)
        rows = [replace(row, cells=_filled_up(row.cells, width)) for row in rows]
        heads = [fold(" ".join(row.cells[n] for row in rows[:count])).strip() for n in range(width)]
        yield Table(heads, rows[count:], rows[0].line)


def _filled_up(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells of a row filled up: what spans rows on the left is left out in text, so is what spans columns."""
    blank = ("",) * (width - len(cells))
    spanned = number(cells[0]) is None and (len(cells) > 1 or width == len(cells) + 1)
    return (*blank, *cells) if spanned else (*cells, *blank)


def number(cell: str) -> int | None:
    """The ordinal that a cell holds and nothing else.

    >>> number("01."), number("5A"), number("2023")
    (1, None, None)
    """
    bare = cell.strip(" .")
    return int(bare) if bare.isdigit() and len(bare) < len("1000") else None


def _head_rows(rows: Sequence[TableRow]) -> int:
    """How many rows at the top are heads: those before the first ordinal, name or heading within the table."""
    counted = next(
        (n for n, row in enumerate(rows) if any(number(c) == 1 for c in row.cells[:2])), None
    )
    if counted:
        return counted
    for n, row in enumerate(rows):
        names = sum(bool(units_in(cell)) for cell in row.cells)
        filled = sum(bool(cell.strip()) for cell in row.cells)
        if (
            number(row.cells[0]) is not None
            or names > 1
            or (n and filled == 1 and len(row.cells) > 1)
        ):
            return n
    return min(1, len(rows))
