"""When a value of a record counts as right, field by field.

Names are compared with abbreviations written out, folded for case and tone placement; stretches
of text match when they are nearly alike or one holds most of the other, since annotators differ
in how much of a clause they take.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from gazetteer.authority.abbreviations import expand
from normalize.folding import canonical

Item = dict[str, Any]
HEADER_FIELDS = (
    "issuer", "parent_issuer", "number", "place", "issued_on", "kind", "title", "period",
)  # fmt: skip
# How alike (percent, rapidfuzz ratio) names and stretches of text must be.
NAME_ALIKE, UNIT_ALIKE, TASK_ALIKE, TIME_ALIKE, ACTOR_ALIKE = 92, 97, 88, 80, 85
# A stretch that holds another counts when the other has at least this share of its length.
HELD_SHARE, HELD_LENGTH = 0.4, 12
# Roles that documents abbreviate in running text.
_ROLES = {
    "cb": "cán bộ",
    "gv": "giáo viên",
    "nv": "nhân viên",
    "cbgv": "cán bộ giáo viên",
    "hs": "học sinh",
}


@dataclass
class Outcome:
    """What was found, missed and false, and for each value found its confidence and rightness.

    ``right`` names the header's fields that were found.
    """

    hits: int = 0
    missed: list[Any] = field(default_factory=list)
    false: list[Any] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    values: list[tuple[float, bool]] = field(default_factory=list)


def key(value: Any) -> str:
    """The form that names and phrases are compared in."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("text") or value.get("value")
    return _key(str(value or ""))


@lru_cache(maxsize=100_000)
def _key(value: str) -> str:
    text = re.sub(r"[^\w\s]", " ", expand(canonical(value))).casefold()
    text = " ".join(_ROLES.get(word, word) for word in text.split())
    return re.sub(r"^trường (?=mầm|tiểu|trung|phổ)", "", text)


def alike(a: Any, b: Any, at: float) -> bool:
    """Whether two names agree."""
    left, right = key(a), key(b)
    return bool(left) == bool(right) and (left == right or fuzz.ratio(left, right) >= at)


def held(a: Any, b: Any, at: float) -> bool:
    """Whether two stretches agree, or one holds most of the other."""
    left, right = key(a), key(b)
    short, long = sorted((len(left), len(right)))
    if alike(a, b, at):
        return True
    return (
        short >= HELD_LENGTH
        and short / long >= HELD_SHARE
        and fuzz.partial_ratio(left, right) >= at
    )


def same_number(a: str | None, b: str | None) -> bool:
    """Whether two document numbers agree; ``?`` in the truth stands for digits not legible."""
    left, right = (re.sub(r"[\s.]", "", canonical(n or "")).casefold().lstrip("0") for n in (a, b))
    return bool(left) and bool(re.fullmatch(re.escape(left).replace(r"\?", r"[\d?]*"), right))


def same_time(a: str | None, b: str | None) -> bool:
    """Whether two EDTF strings agree but for marks of approximation."""
    return re.sub(r"[~?%\s]", "", a or "") == re.sub(r"[~?%\s]", "", b or "")


def _units(truth: Item, got: Item) -> bool:
    left = list(got["units"])
    if len(left) != len(truth["units"]):
        return False
    for unit in truth["units"]:
        hit = next((other for other in left if alike(unit, other, UNIT_ALIKE)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _reference(truth: Item, got: Item) -> bool:
    if truth["number"]:
        return same_number(truth["number"], got["number"])
    return not got["number"] and alike(truth["kind"], got["kind"], NAME_ALIKE)


def _section(truth: Item, got: Item) -> bool:
    if truth["label"].rstrip(".") != got["label"].rstrip("."):
        return False
    return truth["heading"] is None or held(truth["heading"], got["heading"], NAME_ALIKE)


MATCH: dict[str, Callable[[Any, Any], bool]] = {
    "references": _reference,
    "sections": _section,
    "pairings": _units,
    "deadlines": lambda t, r: held(t["text"], r["text"], TIME_ALIKE) and same_time(t["edtf"], r["edtf"]),
    "responsibilities": lambda t, r: held(t["task"], r["task"], TASK_ALIKE)
    and held(t["actor"], r["actor"], ACTOR_ALIKE),
    "recipients": lambda t, r: alike(t, r, NAME_ALIKE),
    "addressees": lambda t, r: alike(t, r, NAME_ALIKE),
    "filed_at": lambda t, r: alike({"name": t} if isinstance(t, str) else t, r, 100),
    "signers": lambda t, r: alike(t, r, 100),
    "contacts": lambda t, r: t["kind"] == r["kind"] and alike(t["value"], r["value"], NAME_ALIKE),
}  # fmt: skip
FIELDS = ("header", *MATCH)


def _equal(*names: str) -> Callable[[Any, Any], bool]:
    """Whether two entries agree in all of these keys, but for case and abbreviations."""
    return lambda t, r: all(key(t.get(name)) == key(r.get(name)) for name in names)


# Whole entries, letter for letter but for case, marks and abbreviations.
STRICT: dict[str, Callable[[Any, Any], bool]] = {
    "references": lambda t, r: _reference(t, r) and _equal("kind", "issued_on")(t, r),
    "sections": _equal("label", "level", "heading"),
    "pairings": lambda t, r: sorted(map(key, t["units"])) == sorted(map(key, r["units"])),
    "deadlines": lambda t, r: _equal("text", "recurrence")(t, r) and t["edtf"] == r["edtf"],
    "responsibilities": _equal("task", "actor"),
    "recipients": _equal("name"),
    "addressees": lambda t, r: alike(t, r, 100),
    "filed_at": MATCH["filed_at"],
    "signers": _equal("name", "title"),
    "contacts": _equal("kind", "value"),
}


def compare(truth: Item, record: Item, strict: bool = False) -> dict[str, Outcome]:
    """The outcome of each field of one record; strict asks for whole entries."""
    outcomes = {"header": _header(truth["header"], record["header"], 100 if strict else NAME_ALIKE)}
    for name, match in (STRICT if strict else MATCH).items():
        outcomes[name] = _listed(_list(truth, name), _list(record, name), match)
    return outcomes


def _list(record: Item, name: str) -> list[Any]:
    """The entries of a list; addressees stand in the header, with one confidence for all of them."""
    if name != "addressees":
        return record.get(name) or []
    header = record["header"]
    sure = header.get("support", {}).get(name, {}).get("confidence", 0.0)
    return [{"name": one, "confidence": sure} for one in header.get(name) or []]


def _header(truth: Item, got: Item, at: float) -> Outcome:
    outcome = Outcome()
    for name in HEADER_FIELDS:
        right, made = truth.get(name), got.get(name)
        same = _same_header(name, right, made, at, key(truth.get("parent_issuer")))
        if made:
            sure = got["support"].get(name, {}).get("confidence", 0.0)
            outcome.values.append((sure, same))
        if same:
            outcome.hits += bool(right)
            outcome.right += [name] if right else []
            continue
        if name in truth.get("optional", ()) and not made:
            continue
        if right:
            outcome.missed.append({name: right})
        if made:
            outcome.false.append({name: made})
    return outcome


_LEVEL = re.compile(r"\b(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường)\b")


def _same_issuer(one: str, other: str, parent: str, at: float) -> bool:
    """Whether keys of offices agree but for words of level, or a place that the body above names."""
    if fuzz.ratio(one, other) >= at:
        return True
    short, long = sorted((" ".join(_LEVEL.sub(" ", x).split()) for x in (one, other)), key=len)
    rest = long.removeprefix(short).split()
    inside = bool(short) and long.startswith(f"{short} ")
    return fuzz.ratio(short, long) >= at or (inside and set(rest) <= set(parent.split()))


def _same_header(name: str, right: Any, made: Any, at: float, parent: str = "") -> bool:
    if name == "number":
        return same_number(right, made) if right else not made
    if name in ("issued_on", "period"):
        return same_time(right, made)
    if name == "issuer":
        wanted = sorted(map(key, right if isinstance(right, list) else [right] if right else []))
        found = sorted(map(key, made))
        return len(wanted) == len(found) and all(
            _same_issuer(a, b, parent, at) for a, b in zip(wanted, found, strict=True)
        )
    return alike(right, made, at)


def _listed(truth: list[Any], got: list[Any], match: Callable[[Any, Any], bool]) -> Outcome:
    outcome, left = Outcome(), list(got)

    def optional(item: Any) -> bool:
        return isinstance(item, dict) and bool(item.get("optional"))

    for item in sorted(truth, key=optional):
        hit = next((other for other in left if match(item, other)), None)
        if hit is not None:
            left.remove(hit)
            outcome.values.append((hit["confidence"], True))
            outcome.hits += not optional(item)
        elif not optional(item):
            outcome.missed.append(item)
    outcome.false = [{k: v for k, v in o.items() if k not in ("evidence",)} for o in left]
    outcome.values += [(other["confidence"], False) for other in left]
    return outcome
