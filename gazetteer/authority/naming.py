"""The names of all states as they are looked up: without diacritics, without type words.

A table of the whole authority file takes a tenth of a second to make; ``normalize.ready`` keeps it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gazetteer.authority.kinds import BODY, PLACE_WORDS, place_word_size, take_kind
from gazetteer.authority.letters import bare, softened
from gazetteer.authority.tables import SEPARATOR, UNIT_COLUMNS
from gazetteer.unit import ADMINISTRATIVE

_ID, _LEVEL, _WORD, _NAME, _PARENT, _, _TO, _, _ALIASES, _, _, _ = range(len(UNIT_COLUMNS))
_NOT_A_KEY = re.compile(rf"[^0-9a-z\n{SEPARATOR} ]")
# Abbreviations inside names of schools that are no type words.
_LONG_FORMS = {
    "ptdtnt": "pho thong dan toc noi tru", "dtnt": "dan toc noi tru", "tp": "thanh pho",
    "tx": "thi xa", "h": "huyen", "q": "quan",
}  # fmt: skip
Row = Sequence[str]


class Naming(NamedTuple):
    """By state its names with and without diacritics; by level the states that bear a core."""

    soft: list[str]
    folded: list[str]
    keys: dict[str, dict[str, list[int]]]


def naming(rows: Sequence[Row], merged: Mapping[str, str]) -> Naming:
    """The names of all states; merged identifiers lead to those that they became."""
    names = list(map(_written, rows))
    # Those of one unit are often the same in all its states.
    different = list(dict.fromkeys(names))
    marked = softened(different)
    bared = _NOT_A_KEY.sub(" ", bare("\n".join(marked))).split("\n")
    forms = dict(zip(different, zip(marked, bared, strict=True), strict=True))
    soft, folded = [forms[name][0] for name in names], [forms[name][1] for name in names]
    by_id = states_by_id(rows, merged)
    keys: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for state, row in enumerate(rows):
        of_level = keys[row[_LEVEL]]
        for core in cores(row, folded[state], place_of(row, by_id, folded)):
            of_level.setdefault(core, []).append(state)
    return Naming(soft, folded, dict(keys))


def states_by_id(rows: Iterable[Row], merged: Mapping[str, str]) -> dict[str, list[int]]:
    """The states of each unit in the order of the rows."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for state, row in enumerate(rows):
        by_id[row[_ID]].append(state)
    for old, new in merged.items():
        by_id[old] = by_id[new]
    return by_id


def place_of(row: Row, by_id: Mapping[str, Sequence[int]], folded: Sequence[str]) -> str:
    """The folded name of the place that a unit lies in; empty where it lies in none."""
    above = by_id.get(row[_PARENT])
    return folded[above[-1]].partition(SEPARATOR)[0] if above else ""


def cores(row: Row, folded: str, place: str) -> Iterator[str]:
    """What may be said of each name of a unit: without its type words, and without the place behind it.

    In the order of the names, those of one name in that of letters.
    """
    for name in folded.split(SEPARATOR):
        if row[_LEVEL] in ADMINISTRATIVE or row[_LEVEL] == BODY:
            yield from filter(None, [name])
        else:
            yield from sorted(filter(None, _cores_of_school(name, place)))


def _cores_of_school(name: str, place: str) -> set[str]:
    tokens = take_kind(name.split())[1]
    forms = [tokens]
    if not _LONG_FORMS.keys().isdisjoint(tokens):
        forms.append(tuple(" ".join(_LONG_FORMS.get(t, t) for t in tokens).split()))
    found = set()
    for form in forms:
        found.add(" ".join(form))
        if size := place_word_size(form):
            found.add(" ".join(form[size:]))
    if place:
        found |= {core.removesuffix(f" {place}") for core in found}
    return {core for core in found if not core.isdigit()} - PLACE_WORDS


def _written(row: Row) -> str:
    """Name and aliases, and for schools what stands before a dash ("Đoàn Kết - Hai Bà Trưng")."""
    names = f"{row[_NAME]}|{row[_ALIASES]}" if row[_ALIASES] else row[_NAME]
    if row[_LEVEL] not in ADMINISTRATIVE and " - " in names:
        names += "|" + names.partition(" - ")[0]
    return names
