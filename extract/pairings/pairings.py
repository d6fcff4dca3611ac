"""Units that are made standing partners of each other (kết nghĩa), from tables and from running text."""

from collections.abc import Sequence

from extract.draft import Draft, evidence_of, surety
from extract.grammar.units import mention
from extract.pairings.twin_tables import Pair, table_pairs
from extract.pairings.twin_text import Told, told_pairs
from extract.record import Pairing
from gazetteer.authority.abbreviations import expand
from normalize.folding import fold

RELIABILITY_TABLE, RELIABILITY_TEXT = 0.99, 0.85


def find_pairings(draft: Draft) -> None:
    """Add pairings to the record: tables row by row, then what the text says beyond them."""
    seen: list[frozenset[str]] = []
    for pair in table_pairs(draft):
        seen.append(_key(pair.units))
        draft.record.pairings.append(_of_table(draft, pair))
    for told in told_pairs(draft):
        key = _key(told.units)
        if len(key) > 1 and not any(key <= other for other in seen):
            seen.append(key)
            draft.record.pairings.append(_of_text(draft, told))


def _key(units: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(expand(unit)).removeprefix("truong ") for unit in units)


def _of_table(draft: Draft, pair: Pair) -> Pairing:
    lines = [draft.source.lines[number] for number in pair.lines]
    return Pairing(
        units=[mention(unit) for unit in pair.units],
        origin="table",
        table=pair.table,
        row=pair.row,
        evidence=evidence_of(
            [(line, word) for line in lines for word in line.words], "pairing-table"
        ),
        confidence=RELIABILITY_TABLE * surety(word for line in lines for word in line.words),
    )


def _of_text(draft: Draft, told: Told) -> Pairing:
    return Pairing(
        units=[mention(unit) for unit in told.units],
        origin="text",
        evidence=draft.evidence(told.start, told.stop, "pairing-text"),
        confidence=draft.confidence(told.start, told.stop, RELIABILITY_TEXT),
    )
