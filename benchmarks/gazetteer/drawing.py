"""Units drawn from the authority file on a day of their life, written as offices write them."""

from __future__ import annotations

import datetime
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.gazetteer.mention_set import HALVES, Mention
from gazetteer.authority.abbreviations import expand
from gazetteer.authority.history import History
from gazetteer.authority.index import Authority
from gazetteer.authority.kinds import take_kind
from gazetteer.authority.tables import DATA, read_rows
from gazetteer.unit import ADMINISTRATIVE, Unit
from normalize.folding import canonical, fold, strip_diacritics

# How many of each level are drawn; schools and communes are what documents name most.
DRAWN = {"province": 110, "district": 620, "commune": 1500, "PGD": 260, "SGD": 70, "school": 1000}
WRONG = {
    "Quận": ("huyện",), "Huyện": ("quận", "thị xã"), "Thị xã": ("huyện", "thành phố"),
    "Phường": ("xã",), "Xã": ("phường", "thị trấn"), "Thị trấn": ("xã",),
}  # fmt: skip
WRONG_SHARE = 0.06
DRAWN_AGAIN = 1500  # once more without context, for those of several meanings alone
UNKNOWN = 500
UNKNOWN_SCHOOLS = ("Trường Tiểu học", "TH", "Trường THCS", "THCS", "MN", "Trường Mầm non", "THPT")
FIRST_DAY, LAST_DAY = datetime.date(2012, 1, 1), datetime.date(2026, 9, 30)
SHORT = {
    "Tỉnh": ("T.",), "Thành phố": ("TP", "TP."), "Quận": ("Q.",), "Huyện": ("H.",),
    "Thị xã": ("TX", "TX."), "Phường": ("P.",), "Xã": ("X.",), "Thị trấn": ("TT", "TT."),
}  # fmt: skip
BODIES = {
    "of-uy-ban-nhan-dan": ("UBND", "Ủy ban nhân dân", "Uỷ ban nhân dân"),
    "of-hoi-dong-nhan-dan": ("HĐND", "Hội đồng nhân dân"),
    "of-cong-an": ("Công an",),
    "of-hoi-khuyen-hoc": ("Hội Khuyến học",),
}
OFFICES = {
    "PGD": ("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT", "Phòng GDĐT", "PGD&ĐT", "Phòng GD-ĐT"),
    "SGD": ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", "Sở GDĐT"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit on a day, with the states above it, nearest first."""

    unit: Unit
    day: datetime.date
    above: tuple[Unit, ...]


class Draw:
    """Draws units and writes mentions of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.authority = Authority(DATA)
        self.history = History(self.authority, [])

    def mentions(self) -> Iterator[Mention]:
        """Clean and bare mentions, with and without context, of one meaning or of several."""
        levels = {row[1] for row in self.authority.rows}
        schools = sorted(levels - set(ADMINISTRATIVE) - {"PGD", "SGD", "body", "other"})
        for level, count in DRAWN.items():
            wanted = schools if level == "school" else [level]
            states = [n for n, row in enumerate(self.authority.rows) if row[1] in wanted]
            for state in self.chance.choices(states, k=count):
                if drawn := self._drawn(self.authority.unit(state)):
                    yield from self._of(drawn, self.chance.random() < 0.75)
        shared = [n for n, row in enumerate(self.authority.rows) if row[1] in ("commune", "THPT")]
        for state in self.chance.choices(shared, k=DRAWN_AGAIN):
            if drawn := self._drawn(self.authority.unit(state)):
                yield from (one for one in self._of(drawn, False) if one.ambiguous)

    def _drawn(self, unit: Unit) -> Drawn | None:
        first = max(unit.valid_from or FIRST_DAY, FIRST_DAY)
        last = min(unit.valid_to or LAST_DAY, LAST_DAY)
        if first >= last:
            return None
        day = first + datetime.timedelta(days=self.chance.randrange((last - first).days))
        above: list[Unit] = []
        parent = unit.parent_id
        while parent:
            state = self.history.unit_on(parent, day)
            if state is None:
                return None
            above.append(state)
            parent = state.parent_id
        return Drawn(unit, day, tuple(above))

    def _of(self, drawn: Drawn, context: bool) -> Iterator[Mention]:
        text, core, typed, prefix = self._written(drawn)
        inside: tuple[Unit, ...] = ()
        near: tuple[Unit, ...] = ()
        if context and drawn.above:
            split = self.chance.choice(("inside", "near", "near", "both"))
            if split == "inside":
                inside = drawn.above
            elif split == "near":
                near = drawn.above
            else:
                inside, near = drawn.above[:1], drawn.above[1:] or drawn.above[:1]
        marked = self.chance.random() < 0.5
        on = drawn.day if context else None
        fitting = self._fitting(drawn, core, typed, marked, on, bool(inside or near))
        wrong = self._wrong_word(drawn, text) if context else ""
        if wrong and len(self._fitting(drawn, core, False, marked, on, True)) == 1:
            text, fitting = wrong, {drawn.unit.id}
        truth = tuple(sorted(f"{prefix}@{one}" if prefix else one for one in fitting))
        if not truth or (len(truth) > 1 and not (typed and self._alike(fitting))):
            return
        joiner = self.chance.choice((", ", " "))
        full = joiner.join([text, *(unit.full_name for unit in inside)])
        if self.chance.random() < 0.12:
            full = full.upper()
        named = tuple(self._near(unit) for unit in near)
        if not marked:
            full, named = strip_diacritics(full), tuple(map(strip_diacritics, named))
        yield Mention(
            HALVES[zlib.crc32(core.encode()) % 2], "clean" if marked else "bare",
            context, full, named, on, truth,
        )  # fmt: skip

    def _wrong_word(self, drawn: Drawn, text: str) -> str:
        """Now and then the type word of a district or commune is another one: ``quận Gia Lâm``."""
        place = drawn.above[0] if drawn.unit.level == "PGD" and drawn.above else drawn.unit
        others = WRONG.get(place.type_word, ())
        if not others or place.full_name not in text or self.chance.random() >= WRONG_SHARE:
            return ""
        return text.replace(place.full_name, f"{self.chance.choice(others)} {place.name}")

    def _near(self, unit: Unit) -> str:
        """A place around: itself, bare, or in the name of the office that issues the document."""
        return self.chance.choice(
            (unit.full_name, unit.full_name, unit.name, f"UBND {unit.full_name}")
        )

    def unknown(self) -> Iterator[Mention]:
        """Schools that the authority file does not have, and people, in districts that it has."""
        names = read_rows("names.csv")
        family = [row[1] for row in names if row[0] == "family"]
        middle = [row[1] for row in names if row[0] == "middle"]
        given = [row[1] for row in names if row[0] == "given"]
        districts = [n for n, row in enumerate(self.authority.rows) if row[1] == "district"]
        taken = {core for held in self.authority.keys.values() for core in held}
        for state in self.chance.choices(districts, k=UNKNOWN):
            drawn = self._drawn(self.authority.unit(state))
            name = f"{self.chance.choice(middle)} {self.chance.choice(given)}"
            if drawn is None or fold(name) in taken:
                continue
            person = self.chance.random() < 0.3
            text = f"{self.chance.choice(family if person else UNKNOWN_SCHOOLS)} {name}"
            context = self.chance.random() < 0.75
            near = tuple(self._near(unit) for unit in (drawn.unit, *drawn.above))
            half = HALVES[zlib.crc32(fold(name).encode()) % 2]
            yield Mention(
                half, "clean", context, text, near if context else (),
                drawn.day if context else None, (),
            )  # fmt: skip

    def _written(self, drawn: Drawn) -> tuple[str, str, bool, str]:
        """The mention, the folded core in it, whether it has a type word, and a pattern's id."""
        unit, chance = drawn.unit, self.chance
        if unit.level in OFFICES:
            place = drawn.above[0]
            title = chance.choice(OFFICES[unit.level])
            name = place.name if unit.level == "SGD" else place.full_name
            return f"{title} {name}", fold(place.name), True, ""
        if unit.level not in ADMINISTRATIVE:
            return self._school(unit)
        core = fold(unit.name)
        if chance.random() < 0.2:
            pattern, titles = chance.choice(list(BODIES.items()))
            return f"{chance.choice(titles)} {unit.full_name}", core, True, pattern
        if chance.random() < 0.08:
            return unit.name, core, False, ""
        if chance.random() < 0.25 and unit.type_word in SHORT and not core.isdigit():
            return f"{chance.choice(SHORT[unit.type_word])} {unit.name}", core, True, ""
        return unit.full_name, core, True, ""

    def _school(self, unit: Unit) -> tuple[str, str, bool, str]:
        name = unit.name
        head, dash, tail = name.partition(" - ")
        if dash and self.chance.random() < 0.4 and not head.endswith(("GDNN", "GDTX")):
            name = f"{head}-{tail}"
        if self.chance.random() < 0.3:
            name = expand(name)
        elif not name.startswith(("Trường", "Trung tâm", "Học viện", "Đại học", "CĐ", "ĐH")):
            name = self.chance.choice(("", "Trường ", "trường ")) + name
        return name, fold(unit.name), True, ""

    def _fitting(
        self, drawn: Drawn, core: str, typed: bool, marked: bool, on: datetime.date | None,
        placed: bool,
    ) -> set[str]:  # fmt: skip
        """The units that the mention may mean by plain look-up; empty where that is not clear."""
        unit = drawn.unit
        above = {fold(one.name) for one in drawn.above} if placed else set()
        fits: set[str] = set()
        current: set[str] = set()  # those that are so called today
        for one, exact in self._bearers(unit, core, typed):
            if on is not None and not one.holds_on(on):
                continue
            state = self.authority.by_id[one.id][0]
            if any(state not in self.authority.inside(name) for name in above - {fold(one.name)}):
                continue
            if marked and not exact:
                continue
            fits.add(one.id)
            if one.valid_to is None:
                current.add(one.id)
        if unit.id not in fits:
            return set()
        if on is None and len(fits) > 1:  # without a date, those of today are meant
            return current
        return fits

    def _spelled_alike(self, unit: Unit, state: int, core: str) -> bool:
        own = {
            way for s in self.authority.by_id[unit.id] for way in self.authority.spelled(s, core)
        }
        return bool(own & set(self.authority.spelled(state, core)))

    def _alike(self, units: set[str]) -> bool:
        """Whether units are of one level: a name of a THPT and a THCS-THPT is left out."""
        return len({self.authority.rows[self.authority.by_id[one][0]][1] for one in units}) == 1

    def _bearers(self, unit: Unit, core: str, typed: bool) -> Iterator[tuple[Unit, bool]]:
        """Units of that kind under that name, and whether they are spelled the same."""
        keys = self.authority.keys
        if unit.level in ADMINISTRATIVE:
            for level in ADMINISTRATIVE:
                for state in keys[level].get(core, ()):
                    one = self.authority.unit(state)
                    if not typed or one.type_word == unit.type_word:
                        yield one, canonical(one.name).lower() == canonical(unit.name).lower()
            return
        if unit.level in OFFICES:
            for state in keys[unit.level].get(core, ()):
                one = self.authority.unit(state)
                if not typed or fold(one.name) == fold(unit.name) or unit.level == "SGD":
                    yield one, True
            return
        own = " ".join(take_kind(core.split())[1])
        bare_names = {own} & self.authority.cores_of(unit)
        for level, held in keys.items():
            if not set(level.split("-")) & set(unit.level.split("-")):
                continue
            for name in bare_names:
                for state in held.get(name, ()):
                    one = self.authority.unit(state)
                    yield one, self._spelled_alike(unit, state, name)
