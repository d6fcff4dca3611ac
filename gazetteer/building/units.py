"""Units with own identities, and their successors, from lists that know units by code and date.

A unit keeps its identity while its code and its (folded) name stay, whatever happens to its type
and parent. On 1 July 2025, when districts ended, only a unit that took over exactly one old unit
of its own name and level keeps its identity; every other one is new.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.authority.tables import SEPARATOR, read_dicts
from normalize.folding import fold, nfc

REFORM = "2025-07-01"
FOREVER = "9999"
PARENT_LEVELS = {"province": (), "district": ("province",), "commune": ("district", "province")}
SOURCE_BEFORE = "gso-dvhcvn"
SOURCE_SINCE = "provinces-database"
SOURCE_MAP = "dvhcvn-20250701"

Key = tuple[str, str]  # level, code


@dataclass(frozen=True, slots=True)
class State:
    """A row of ``units.csv`` before it has identifiers; ``era`` is 0 before the reform, then 1."""

    level: str
    code: str
    type_word: str
    name: str
    parent_code: str
    valid_from: str
    valid_to: str
    aliases: tuple[str, ...]
    basis: str
    source: str
    era: int
    id: str = ""
    parent_id: str = ""

    @property
    def end(self) -> str:
        return self.valid_to or FOREVER

    def row(self) -> list[str]:
        """Cells in the order of ``UNIT_COLUMNS``."""
        cells = [self.id, self.level, self.type_word, self.name, self.parent_id]
        cells += [self.valid_from, self.valid_to, self.code, SEPARATOR.join(self.aliases)]
        return [*cells, self.basis, "attested", self.source]


@dataclass(slots=True)
class Units:
    """All states by code, in time order."""

    states: list[State]
    by_code: dict[Key, list[State]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for state in sorted(self.states, key=lambda state: state.valid_from):
            self.by_code[state.level, state.code].append(state)

    def on(self, level: str, code: str, day: str) -> State | None:
        """The state that a code stood for on a day."""
        held = self.by_code.get((level, code), ())
        return next((s for s in held if s.valid_from <= day < s.end), None)

    def ending(self, level: str, code: str, day: str) -> State | None:
        """The state of a code that ended on a day."""
        return next((s for s in self.by_code.get((level, code), ()) if s.valid_to == day), None)


def _bare(full_name: str, type_word: str) -> str:
    name = nfc(full_name)
    return name[len(type_word) :].strip() if name.lower().startswith(type_word.lower()) else name


def read_states(folder: Path) -> list[State]:
    """The states of both eras as the source lists give them, without identifiers."""
    states = []
    spelled = {
        (row["level"], row["code"]): row
        for row in read_dicts(folder / "admin_units_before_2025-07.csv")
    }
    for era, file in enumerate(
        ("admin_units_history_2004-2025.csv", "admin_units_since_2025-07.csv")
    ):
        for row in read_dicts(folder / file):
            best = spelled.get((row["level"], row["code"]), row)
            if era == 0 and row["valid_to"] == best["valid_to"]:
                row |= {c: best[c] for c in ("name", "full_name", "alt_names")}
            states.append(_state(row, era))
    return states


def _state(row: dict[str, str], era: int) -> State:
    type_word = nfc(row["type"]).capitalize()
    name = _bare(row["full_name"], type_word)
    for other in ("Thị trấn", "Phường"):  # a few rows carry another type in their name
        name = name.removeprefix(f"{other} ")
    aliases = (_bare(alias, type_word) for alias in row["alt_names"].split(SEPARATOR) if alias)
    return State(
        level=row["level"], code=row["code"], type_word=type_word, name=name,
        parent_code=row["parent_code"], valid_from=row["valid_from"], valid_to=row["valid_to"],
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != name)),
        basis=nfc(row["basis"]) if era == 0 else _basis_since(row["basis"]),
        source=SOURCE_SINCE if era else SOURCE_BEFORE, era=era,
    )  # fmt: skip


def _basis_since(basis: str) -> str:
    """The resolution on provinces stands for the long common text of the first states."""
    return "202/2025/QH15" if basis.startswith("202/2025/QH15") else nfc(basis)


def _parent(units: Units, state: State, day: str) -> State | None:
    wanted = PARENT_LEVELS[state.level]
    levels = wanted[1:] if state.era and len(wanted) > 1 else wanted[:1]
    return next((found for lv in levels if (found := units.on(lv, state.parent_code, day))), None)


def identified(states: Iterable[State], survivors: dict[Key, Key]) -> list[State]:
    """Give every state its identifier and its parent's, splitting states where the parent changes.

    ``survivors`` leads from a code of the new era to the code of the old unit that it continues.
    """
    done: list[State] = []
    known: dict[tuple[Key, int, str], str] = {}
    ordinals: Counter[str] = Counter()
    for level in PARENT_LEVELS:
        units = Units(done)
        same = sorted((s for s in states if s.level == level), key=lambda s: (s.valid_from, s.code))
        for state in same:
            for piece in _split_by_parent(units, state):
                name = fold(piece.name)
                own = ((level, piece.code), piece.era, name)
                before = (survivors.get(own[0], own[0]), 0, name)
                if own not in known and own[0] in survivors and piece.era and before in known:
                    known[own] = known[before]
                if own not in known:
                    stem = piece.parent_id.rpartition("-")[0] or "vn"
                    ordinals[f"{stem}-{piece.code}"] += 1
                    known[own] = f"{stem}-{piece.code}-{ordinals[f'{stem}-{piece.code}']}"
                done.append(replace(piece, id=known[own]))
    return _joined(done)


def _split_by_parent(units: Units, state: State) -> Iterator[State]:
    if state.level == "province":
        yield state
        return
    start = state.valid_from
    while start < state.end:
        parent = _parent(units, state, start)
        if parent is None:
            raise ValueError(f"{state.level} {state.code} has no parent on {start}")
        last = parent
        while last.end < state.end and (after := _parent(units, state, last.end)):
            if after.id != parent.id:
                break
            last = after
        stop = min(last.end, state.end)
        end = "" if stop == FOREVER else stop
        yield replace(state, valid_from=start, valid_to=end, parent_id=parent.id)
        start = stop


def _joined(states: list[State]) -> list[State]:
    """Join rows of one unit that follow each other without any visible change."""
    joined: list[State] = []
    for state in sorted(states, key=lambda s: (s.id, s.valid_from)):
        last = joined[-1] if joined else None
        if last and last.valid_to == state.valid_from and _look(last) == _look(state):
            aliases = tuple(dict.fromkeys(last.aliases + state.aliases))
            joined[-1] = replace(last, valid_to=state.valid_to, aliases=aliases)
        else:
            joined.append(state)
    return joined


def _look(state: State) -> tuple[str, ...]:
    return (state.id, state.type_word, state.name, state.parent_id, state.code)


def surviving_codes(successors: Iterable[dict[str, str]]) -> dict[Key, Key]:
    """New code -> old code for the units that the reform of 2025 left whole and by their name."""
    taken: dict[Key, list[dict[str, str]]] = defaultdict(list)
    given: Counter[Key] = Counter()
    for row in successors:
        taken[row["level"], row["new_code"]].append(row)
        given[row["level"], row["old_code"]] += 1
    found: dict[Key, Key] = {}
    for key, rows in taken.items():
        only = rows[0]
        old = (only["level"], only["old_code"])
        if len(rows) == 1 and only["relation"] == "full" and given[old] == 1:
            found[key] = old
    return found
