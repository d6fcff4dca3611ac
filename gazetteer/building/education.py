"""Offices and schools: one row per unit from sources with one row per mention."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.authority.kinds import take_kind
from gazetteer.authority.tables import SEPARATOR, read_dicts
from gazetteer.building.units import State, Units
from gazetteer.unit import with_type_word
from normalize.folding import canonical, fold

EVE = "2025-06-30"
LEVELS = {
    "Phòng GDĐT": "PGD", "Sở GDĐT": "SGD", "Cao đẳng": "CĐ", "Đại học": "ĐH", "Trung cấp": "TC",
    "Phổ thông khác": "PT", "Khác": "other",
}  # fmt: skip
SKIPPED = ("Công đoàn",)  # a pattern of bodies.csv
OFFICES = {"SGD": ("province", "Sở"), "PGD": ("district", "Phòng")}
# Short source names, explained in SOURCES.md; the order is that of trust in the spelling.
SOURCES = (
    ("Kế hoạch 4340", "plan-4340-2022"),
    ("38199785870", "hanoi-secondary-2024"),
    ("6222833113", "hanoi-centres-2018"),
    ("xuuanthuc", "universities-2024"),
    ("hyquoccuong", "exam-list-2016"),
    ("single mention", "single-mentions"),
    ("", "school-plans-2022"),
)
_HYPHEN = re.compile(r"\s+-\s*|\s*-\s+|(?<=[a-zà-ỹ])-(?=[A-ZĐÀ-Ỹ])")
_NOTE = re.compile(r"\s*\([^)]*\)")


@dataclass(slots=True)
class Entry:
    """A unit gathered from its mentions; ``names`` by trust, best first."""

    level: str
    core: str
    parent_id: str
    province_id: str
    names: list[tuple[int, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    interval: tuple[str, str] = ("", "")
    origin: str = "attested"
    basis: str = ""

    def row(self) -> list[str]:
        """Cells in the order of ``UNIT_COLUMNS``."""
        stem = (self.parent_id or self.province_id).removeprefix("vn-").rpartition("-")[0] or "vn"
        slug = self.core.replace(" ", "-") or "x"
        best, *others = dict.fromkeys(name for _, name in sorted(self.names))
        code = SEPARATOR.join(dict.fromkeys(self.codes))
        identity = f"edu-{stem}-{fold(self.level).replace(' ', '-')}-{slug}"
        parent = self.parent_id or self.province_id
        cells = [identity, self.level, self.level, best, parent, *self.interval, code]
        sources = SEPARATOR.join(sorted(self.sources))
        return [*cells, SEPARATOR.join(others), self.basis, self.origin, sources]


def education_rows(folder: Path, states: list[State]) -> list[list[str]]:
    """The rows of ``education.csv``: mentions of one name, level and district are one unit."""
    entries = {(e.level, e.core, e.parent_id): e for e in _offices(states)}
    by_place = {(e.level, e.parent_id): e for e in entries.values()}
    placed, unplaced = _mentions(folder, Units(states))
    for mention in placed:
        office = by_place.get((mention.level, mention.parent_id))
        _merge(entries, mention, office)
    homes: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries.values():
        homes[entry.level, entry.core, entry.province_id].append(entry)
    for mention in unplaced:
        same = homes.get((mention.level, mention.core, mention.province_id), [])
        _merge(entries, mention, same[0] if len(same) == 1 else None)
    rows = sorted((entry.row() for entry in entries.values()), key=lambda row: row[0])
    return list(_unique(rows))


def _merge(entries: dict[tuple[str, str, str], Entry], new: Entry, into: Entry | None) -> None:
    entry = into or entries.setdefault((new.level, new.core, new.parent_id), new)
    if entry is new:
        return
    entry.origin = "attested"
    entry.sources |= new.sources
    entry.sources.discard("derived")
    entry.names += new.names
    entry.codes += new.codes


def _unique(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        seen[row[0]] += 1
        if seen[row[0]] > 1:
            row[0] = f"{row[0]}-{seen[row[0]]}"
        yield row


def _offices(states: list[State]) -> Iterator[Entry]:
    """An office for each province and district, for as long as it was one: by rule, not attested."""
    held: dict[str, list[State]] = defaultdict(list)
    for state in states:
        held[state.id].append(state)
    for level, (place, word) in OFFICES.items():
        for unit in (own for own in held.values() if own[0].level == place):
            yield _office(level, word, unit)


def _office(level: str, word: str, unit: list[State]) -> Entry:
    last = unit[-1]
    titles = {f"{word} Giáo dục và Đào tạo {_place(level, state)}": 0 for state in unit[::-1]}
    return Entry(
        level, fold(last.name), last.id, last.id if level == "SGD" else "",
        [(position, title) for position, title in enumerate(titles)],
        sources={"derived"}, origin="derived", interval=(unit[0].valid_from, last.valid_to),
    )  # fmt: skip


def _place(level: str, state: State) -> str:
    return state.name if level == "SGD" else with_type_word(state.type_word, state.name)


def _mentions(folder: Path, units: Units) -> tuple[list[Entry], list[Entry]]:
    placed: list[Entry] = []
    unplaced: list[Entry] = []
    for row in read_dicts(folder / "education_units.csv"):
        level = LEVELS.get(row["level"], row["level"])
        if level in SKIPPED or row["source"].startswith("derived"):
            continue
        district = units.on("district", row["district_code"], EVE)
        province = units.on("province", row["province_code"], EVE)
        entry = _mention(row, level, district, province)
        (placed if entry.parent_id else unplaced).append(entry)
    return placed, unplaced


def _usual_case(name: str) -> str:
    """One spelling of the type words that lists write in different ways."""
    for word in ("Mầm non", "Tiểu học", "Trung học cơ sở", "Trung học phổ thông"):
        name = name.replace(f"Trường {word}", f"Trường {word.lower()}")
    return " ".join(name.split())


def _mention(
    row: dict[str, str], level: str, district: State | None, province: State | None
) -> Entry:
    said = f"{row['source']} {row['status']}"
    trust, source = next(
        (trust, name) for trust, (mark, name) in enumerate(SOURCES, 1) if mark in said
    )
    name = _usual_case(_HYPHEN.sub(" - ", _NOTE.sub("", canonical(row["name_canonical"]))))
    place = province if level == "SGD" else district
    return Entry(
        level, " ".join(take_kind(fold(name).split())[1]) or fold(name), place.id if place else "",
        province.id if province else "", [(trust, name)],
        [row["exam_code"]] if row["exam_code"] else [], {source},
    )  # fmt: skip
