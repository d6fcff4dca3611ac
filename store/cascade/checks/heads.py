"""What a document says of itself: flags of its record, offices that had ended, names misprinted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from gazetteer.load import Gazetteer
from gazetteer.unit import Unit
from normalize.folding import canonical
from store.cascade.findings import Case, Finding, Rule, found
from store.cascade.papers import day_of, plain

_OF_FLAG = {
    "impossible-date": Rule.DAY_IMPOSSIBLE, "backwards-span": Rule.SPAN_BACKWARDS,
    "school-year": Rule.SCHOOL_YEAR, "number-kind": Rule.CODE_KIND, "number-year": Rule.CODE_YEAR,
    "number-issuer": Rule.CODE_ISSUER, "date-before-reference": Rule.CITED_LATER,
    "label-repeated": Rule.LABEL_REPEATED, "label-skipped": Rule.LABEL_SKIPPED, "total": Rule.TOTAL,
}  # fmt: skip
# A unit that the name means surely; and the probability from which on another one may be meant.
_SURELY, _PERHAPS = 0.9, 0.05


def flagged(case: Case) -> Iterator[Finding]:
    """What was flagged while the document was read."""
    for flag in case.record.flags:
        pointer = "/header/issued_on" if flag.pointer == "/header/issuer" else flag.pointer
        said, _, expected = flag.detail.rpartition(": ")
        one = found(
            _OF_FLAG[flag.code], pointer, said or flag.detail, expected if said else "", case.record
        )
        yield one._replace(pointer=flag.pointer)


def ended(case: Case, load: Callable[[], Gazetteer]) -> Iterator[Finding]:
    """Issuers that were no more on the day of the document.

    The authority file, a fifth of a second to load, is asked about units only that are no more today.
    """
    day = day_of(case.leaf.issued_on)
    if day is None:
        return
    for unit in case.record.units:
        at = next((one for one in unit.pointers if one.startswith("/header/issuer/")), None)
        if at is None or unit.unit_id is None or (unit.score or 0) < _SURELY:
            continue
        if any(one.unit_id == unit.unit_id for one in unit.today):
            continue
        end = _ended(load().states(unit.unit_id), day)
        if end and not _lives_on(load(), unit.name, day):
            yield found(
                Rule.OFFICE_ENDED,
                at,
                f"{unit.name}, {day.isoformat()}",
                end.isoformat(),
                case.record,
            )


def misprinted(case: Case) -> Iterator[Finding]:
    """Names that are surely a unit's, and are not spelled as it is."""
    for n, pairing in enumerate(case.record.pairings):
        for m, unit in enumerate(pairing.units):
            if unit.suggestion and _otherwise(unit.name, unit.suggestion):
                at = f"/pairings/{n}/units/{m}/name"
                yield found(Rule.NAME_MISPRINT, at, unit.name, unit.suggestion, case.record)
    for named in case.record.units:
        if named.suggestion and _otherwise(named.name, named.suggestion):
            yield found(
                Rule.NAME_MISPRINT, named.pointers[0], named.name, named.suggestion, case.record
            )


def _otherwise(name: str, suggestion: str) -> bool:
    """Whether a name is spelled otherwise and not only shorter."""
    if plain(name) != plain(suggestion):
        return True
    own = set(canonical(suggestion).lower().split())
    return not all(word.isupper() or word.lower() in own for word in canonical(name).split())


def _ended(states: list[Unit], day: datetime.date) -> datetime.date | None:
    """The day on which a unit ended for good, where that is on a day or before it."""
    last = max((one.valid_to or datetime.date.max for one in states), default=datetime.date.max)
    return last if last <= day else None


def _lives_on(gazetteer: Gazetteer, name: str, day: datetime.date) -> bool:
    """Whether a unit that was there on the day may be meant as well."""
    return any(
        one.unit.holds_on(day) and one.score > _PERHAPS
        for one in gazetteer.candidates(name, on=day)
    )
