"""Names in the phrases they are written in, for whoever trains a language model on them."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from gazetteer.authority.abbreviations import expand
from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import BODY
from gazetteer.authority.tables import DATA, SEPARATOR, read_rows
from gazetteer.unit import ADMINISTRATIVE, Unit

# How often a phrase should count as seen: a province is named far more often than a commune, a
# body more often than one school. Names made by rule count less than names found in a source.
WEIGHTS = {"province": 30.0, "district": 6.0, "commune": 1.0, "body": 20.0}
SCHOOL_WEIGHT = 2.0
DERIVED_SHARE = 0.25
PATTERN_WEIGHT = 10.0
PATTERN_PLACES = {"province": "tỉnh", "district": "huyện", "commune": "xã"}


def name_phrases(folder: Path = DATA) -> Iterator[tuple[str, float]]:
    """Phrases with their weights: places with those above them, schools, offices, bodies.

    Each place comes with those above it at both ends of each of its states; raises as ``Gazetteer.load`` does.
    """
    authority = Authority(folder)
    for state in range(len(authority.rows)):
        unit = authority.unit(state)
        if unit.level in ADMINISTRATIVE:
            phrases = (_with_parents(authority, unit, day) for day in _edges(unit))
            yield from ((phrase, WEIGHTS[unit.level]) for phrase in dict.fromkeys(phrases))
        else:
            yield from _named(unit)
    yield from _patterns(folder)


def _edges(unit: Unit) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a state: the places above may change in between."""
    last = unit.valid_to - datetime.timedelta(days=1) if unit.valid_to else datetime.date.max
    return unit.valid_from or datetime.date.min, last


def _with_parents(authority: Authority, unit: Unit, day: datetime.date) -> str:
    """``xã Quang Lãng huyện Phú Xuyên thành phố Hà Nội``, as it was on that day."""
    names = [unit.full_name]
    while unit.parent_id:
        above = list(authority.states(unit.parent_id))
        unit = next((u for u in above if u.holds_on(day)), above[-1])
        names.append(unit.full_name)
    return " ".join(names)


def _named(unit: Unit) -> Iterator[tuple[str, float]]:
    weight = WEIGHTS.get(unit.level, SCHOOL_WEIGHT)
    if unit.origin == "derived":
        weight *= DERIVED_SHARE
    yield unit.name, weight
    full = expand(unit.name)
    if unit.level != BODY and full != unit.name:
        yield full, weight


def _patterns(folder: Path) -> Iterator[tuple[str, float]]:
    for _, kind, levels, name, _, _ in read_rows("bodies.csv", folder):
        if kind == "pattern":
            title = name.partition(" {")[0]
            yield title, PATTERN_WEIGHT
            for level in levels.split(SEPARATOR):
                yield f"{title} {PATTERN_PLACES[level]}", PATTERN_WEIGHT
        elif kind == "term":
            yield name, PATTERN_WEIGHT


def main() -> None:
    """Print the phrases with their weights as TSV, for the training of the language model."""
    for phrase, weight in name_phrases():
        print(f"{phrase}\t{weight}")


if __name__ == "__main__":
    main()
