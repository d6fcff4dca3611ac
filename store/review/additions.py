"""Values that a reviewer adds to a record: what can be added, and how it becomes an entry.

An entry that was added bears a name of its own instead of a place in its list ("/recipients/+1"): a later
reading may find more entries, and decisions on the added one still lead to it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from extract.grammar.dates import day
from extract.grammar.number_parts import parts_of as parts_of_number
from extract.record import Evidence, Pairing, Record
from ingest.errors import BadRequest
from normalize.folding import canonical
from store.review.corrections import check_correction, is_a_time, time_given
from store.words import storable

HEADER_LISTS = ("issuer", "addressees", "annexes")
HEADER_VALUES = (
    "number", "issued_on", "kind", "title", "parent_issuer", "place", "period", "urgency",
    "secrecy", "effective_on",
)  # fmt: skip
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "responsibilities": ("actor", "task"),
    "deadlines": ("text", "task"),
    "recipients": ("name",),
    "signers": ("name", "title"),
    "references": ("kind", "number", "issued_on", "issuer"),
    "pairings": ("unit", "other"),
    "contacts": ("value", "unit"),
    "filed_at": ("name",),
}
"""What a person gives of an entry of each list; only the first key has to be there."""

RULE = "reviewer"  # what made a value that a person added
NEW = "-"  # the place behind the last entry of a list, as RFC 6901 has it
_BOTH = {"pairings": 2, "responsibilities": 2}  # keys that have to be there, where it is not one
_ADDED = re.compile(r"(/header/(?:issuer|addressees|annexes)|/[a-z_]+)/\+(\d+)(?=/|$)")
_LABEL = re.compile(r"^\s*số\s*:?\s*", re.IGNORECASE)
_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)
_PHONE = re.compile(r"[\d\s.()+-]{7,}")


def added_entry(pointer: str) -> str | None:
    """The entry that a person added and a pointer leads into; None where it leads elsewhere."""
    found = _ADDED.match(pointer)
    return found[0] if found else None


def list_of(pointer: str) -> str | None:
    """The list that "/recipients/-" adds to or "/recipients/+1" was added to; None for other pointers."""
    parent, _, last = pointer.rpartition("/")
    is_list = parent[1:] in (*ENTRIES, *(f"header/{name}" for name in HEADER_LISTS))
    return parent if is_list and (last == NEW or last[:1] == "+") else None


def parts_of(pointer: str) -> list[str]:
    """What a person gives of an entry of a list; nothing for a plain text."""
    return list(ENTRIES.get((list_of(pointer) or "").lstrip("/"), ()))


def next_name(parent: str, pointers: Iterable[str]) -> str:
    """A name for one more entry of a list that none of these pointers lead to."""
    names = (_ADDED.match(pointer) for pointer in pointers)
    taken = [int(found[2]) for found in names if found and found[1] == parent]
    return f"{parent}/+{max(taken, default=0) + 1}"


def is_empty(record: Record, pointer: str) -> bool:
    """Whether a value or an entry could stand at a pointer and none does."""
    parent = list_of(pointer)
    if parent is not None:
        return pointer.endswith(f"/{NEW}") and not entries_of(record, parent)
    part, _, name = pointer.lstrip("/").partition("/")
    if part == "header":
        return name in HEADER_VALUES and getattr(record.header, name) is None
    index, _, key = name.partition("/")
    entries = getattr(record, part) if part in ENTRIES and key in ENTRIES[part] else []
    return index.isdigit() and int(index) < len(entries) and _null(entries[int(index)], key)


def _null(entry: Any, key: str) -> bool:
    return key in type(entry).model_fields and getattr(entry, key) is None


def as_given(pointer: str, given: str | Mapping[str, str]) -> str:
    """What a person gave in the form in which decisions keep it: the text, or an entry as JSON.

    BadRequest where a key is missing or unknown, or a day cannot be read.
    """
    field = (list_of(pointer) or "").lstrip("/")
    if field not in ENTRIES:
        if not isinstance(given, str) or not given.strip():
            raise BadRequest("A value that is added is a text.", "Give it as `value`.")
        return _tidied(pointer.rpartition("/")[2], given)
    keys = ENTRIES[field]
    if isinstance(given, str):
        given = {keys[0]: given}
    entry = {key: _tidied(key, given[key]) for key in keys if given.get(key, "").strip()}
    needed = keys[: _BOTH.get(field, 1)]
    if set(given) - set(keys) or not set(needed) <= set(entry):
        raise BadRequest(
            f"An entry of {field} has {', '.join(keys)}.", f"Give at least {' and '.join(needed)}."
        )
    return json.dumps(entry, ensure_ascii=False)


def _tidied(name: str, text: str) -> str:
    """A value without what is printed around it: "Số: 1/KH" is "1/KH", a time is EDTF."""
    text = storable(" ".join(text.split()))
    if name == "number":
        text = _LABEL.sub("", text)
    if is_a_time(f"/{name}"):
        text = time_given(text)
    check_correction(f"/{name}", text)
    return text


def in_words(after: str) -> str:
    """What a decision kept, for people: the parts of an entry one after the other."""
    try:
        entry = json.loads(after)
    except ValueError:
        return after
    return " · ".join(map(str, entry.values())) if isinstance(entry, dict) else after


def with_value(record: Record, pointer: str, value: str, evidence: Evidence | None) -> Record:
    """A copy that has a value where it had none. BadRequest where none can stand there."""
    if not is_empty(record, pointer) or list_of(pointer):
        raise BadRequest(f"Nothing can be added at {pointer!r}.", "Load the record again.")
    try:
        record = record.corrected(pointer, value)
    except ValueError as error:
        raise BadRequest(f"{value!r} does not fit.", "Write it as the document does.") from error
    _, part, name, *_ = pointer.split("/")
    if part == "header":
        data = record.model_dump()
        _support(data["header"], name, evidence)
        if name == "number":
            parts = parts_of_number(value)
            data["header"]["number_parts"] = parts.model_dump() if parts else None
        return Record.model_validate(data)
    getattr(record, part)[int(name)].evidence += [evidence] if evidence else []
    return record


def with_entry(record: Record, parent: str, after: str, evidence: Evidence | None) -> Record:
    """A copy with an entry behind the last one of a list. BadRequest where it does not fit."""
    data = record.model_dump()
    field = parent.rpartition("/")[2]
    if parent.startswith("/header/"):
        data["header"][field].append(after)
        _support(data["header"], field, evidence)
    else:
        entry = _entry(field, json.loads(after))
        found = [evidence.model_dump()] if evidence else []
        data[field].append(entry | {"evidence": found, "confidence": 1.0})
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        raise BadRequest(f"This is no entry of {field}.", "Give its parts as texts.") from error


def same_entry(record: Record, parent: str, after: str) -> int | None:
    """Where a list has an entry that says the same already."""
    is_text = parent.startswith("/header/")
    wanted = {"": after} if is_text else json.loads(after)
    wanted = {key: canonical(text) for key, text in wanted.items()}
    for i, one in enumerate(entries_of(record, parent)):
        said = _said(one, wanted)
        if {key: canonical(text or "") for key, text in said.items()} == wanted:
            return i
    return None


def _said(entry: Any, keys: Iterable[str]) -> dict[str, str | None]:
    """What an entry of a record says under the keys by which people give it."""
    if isinstance(entry, str):
        return {"": entry}
    if isinstance(entry, Pairing):
        return dict(zip(ENTRIES["pairings"], (unit.name for unit in entry.units), strict=False))
    return {key: getattr(entry, key) for key in keys}


def _support(header: dict[str, Any], name: str, evidence: Evidence | None) -> None:
    """Let a header field say where what was added stands, beside what a list of it had."""
    found = [evidence.model_dump()] if evidence else []
    if isinstance(header[name], list) and len(header[name]) > 1 and name in header["support"]:
        header["support"][name]["evidence"] += found
    else:
        header["support"][name] = {"evidence": found, "confidence": 1.0}


def _entry(field: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The keys of an entry as the record has them."""
    if field == "pairings":
        units = [{"name": given[key]} for key in ("unit", "other")]
        return {"units": units, "origin": "text"}
    if field == "deadlines" and (due := day(given["text"])):
        return {"edtf": due, **given}
    if field == "contacts":
        return {"unit": None, **given, "kind": _kind_of_contact(given["value"])}
    return dict(given)


def _kind_of_contact(value: str) -> str:
    if "@" in value:
        return "email"
    if _WEB.match(value):
        return "website"
    return "phone" if _PHONE.fullmatch(value) else "address"


def entries_of(record: Record, parent: str) -> list[Any]:
    """The list of a record that a pointer leads to."""
    name = parent.rpartition("/")[2]
    found = getattr(record.header if parent.startswith("/header/") else record, name)
    assert isinstance(found, list)
    return found
