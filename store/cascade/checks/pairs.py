"""Pairings against one another and against the list of the document above."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.record import Evidence, Pairing, UnitMention
from normalize.folding import fold
from store.cascade.findings import Case, Finding, Link, Rule, found
from store.cascade.papers import plain

# A table of pairings has so many rows with two names or more; fewer are a list of something else.
_LEAST_ROWS, _LEAST_SHARE = 2, 0.6
_ORDINAL = re.compile(r"\s*\d{1,4}\.?\s*")


def unforeseen(case: Case, link: Link) -> Iterator[Finding]:
    """Pairings of units that the list of the cited document twins with others."""
    foreseen = _partners(link.cited.record.pairings)
    for n, pairing in enumerate(case.record.pairings):
        keys = {unit_key(unit) for unit in pairing.units}
        for unit in pairing.units:
            partners = foreseen.get(unit_key(unit))
            if partners is None or partners.keys() & keys:
                continue
            others = "; ".join(one.name for one in pairing.units)
            named, row = next(iter(partners.values()))
            yield found(
                Rule.PAIR_UNFORESEEN, f"/pairings/{n}", others, f"{unit.name}; {named}", case.record,
                link.cited, f"/pairings/{row}",
            )  # fmt: skip
            break


def twice(case: Case) -> Iterator[Finding]:
    """Units that one list twins more than once, with different partners."""
    lonely = {fold(name) for _, name, _ in _lonely_rows(case.pages)}
    before: dict[tuple[int, str], int] = {}
    for n, pairing in enumerate(case.record.pairings):
        if pairing.table is None or any(fold(unit.name) in lonely for unit in pairing.units):
            continue
        for unit in pairing.units:
            key = (pairing.table, unit_key(unit))
            first = before.setdefault(key, n)
            if first != n:
                earlier = "; ".join(one.name for one in case.record.pairings[first].units)
                together = "; ".join(one.name for one in pairing.units)
                yield found(Rule.PAIRED_TWICE, f"/pairings/{n}", together, earlier, case.record)
                break


def with_nobody(case: Case) -> Iterator[Finding]:
    """Rows of a list of pairings that name one unit only."""
    if any(pairing.origin == "table" for pairing in case.record.pairings):
        for page, name, row in _lonely_rows(case.pages):
            stands = Evidence(page=page, raw=row, text=row, rule="table-row")
            yield found(Rule.PAIRED_WITH_NOBODY, "", row, name, case.record, evidence=[stands])


def unit_key(unit: UnitMention) -> str:
    """What two mentions of one unit share: its identity, else its name written out."""
    return unit.unit_id or re.sub(r"^truong ", "", plain(unit.name))


def _partners(pairings: Sequence[Pairing]) -> dict[str, dict[str, tuple[str, int]]]:
    """With whom each unit is twinned: name and number of the pairing by the partner's key."""
    found: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for n, pairing in enumerate(pairings):
        for unit in pairing.units:
            for other in pairing.units:
                if other is not unit:
                    found[unit_key(unit)][unit_key(other)] = (other.name, n)
    return dict(found)


def _lonely_rows(pages: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Page, name and text of each numbered row with one name, in tables whose rows mostly have more."""
    for page, text in enumerate(pages, start=1):
        for rows in _tables(text):
            names = [[cell.strip() for cell in row[1:] if cell.strip()] for row in rows]
            full = sum(len(one) > 1 for one in names)
            if full < _LEAST_ROWS or full < _LEAST_SHARE * len(rows):
                continue
            for row, named in zip(rows, names, strict=True):
                if len(named) == 1 and len(row) > 2:
                    yield page, named[0], " | ".join(cell.strip() for cell in row)


def _tables(text: str) -> Iterator[list[list[str]]]:
    """The numbered rows of each table of a page, as cells; a line without cells ends a table."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1 and _ORDINAL.fullmatch(cells[0]):
            rows.append(cells)
        elif len(cells) == 1 and line.strip() and rows:
            yield rows
            rows = []
    if rows:
        yield rows
