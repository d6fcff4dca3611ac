"""The records of all sample documents against what a careful clerk wrote: F1 with a floor."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rapidfuzz.fuzz import partial_ratio, ratio

import pipeline
from gazetteer.authority.abbreviations import expand
from ingest.limits import Limits
from samples.make import DOCUMENTS, TRUTH

# What each document reaches (see the table printed on failure), rounded down; no model was trained on them.
FLOORS = {
    "cong-van-mat-dau.pdf": 0.95,
    "huong-dan-chup.jpg": 0.95,
    "ke-hoach-mat-dau.txt": 0.90,
    "ke-hoach-nam-hoc.docx": 0.96,
    "ke-hoach-quet.pdf": 0.90,
    "ket-nghia-bang.pdf": 0.97,
    "thong-bao-tcvn3.txt": 0.95,
    "thong-bao-vni.txt": 0.95,
}
SAMPLES = sorted(path for path in DOCUMENTS.iterdir() if (TRUTH / f"{path.stem}.json").exists())

# Two strings are the same value from this likeness (0-100) on; a text may hold a longer one.
ALIKE, ALIKE_INSIDE, INSIDE_SHARE = 92.0, 88.0, 0.4

Entry = dict[str, Any]


class Score(NamedTuple):
    """Values found rightly, missed and found falsely, with notes on the wrong ones."""

    right: int
    missed: int
    false: int
    notes: list[str]

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.false)


def plain(value: object) -> str:
    """Written out, in small letters; "trường" before a kind of school dropped, hàng as hằng."""
    text = value.get("name") if isinstance(value, dict) else value
    words = (
        re.sub(r"[^\w\s]", " ", expand(str(text or ""))).casefold().replace("hàng", "hằng").split()
    )
    return re.sub(r"^trường (?=mầm|tiểu|trung)", "", " ".join(words))


def same(a: object, b: object) -> bool:
    left, right = plain(a), plain(b)
    return bool(left) == bool(right) and ratio(left, right) >= (ALIKE if left else 0)


def overlapping(a: object, b: object) -> bool:
    left, right = sorted((plain(a), plain(b)), key=len)
    long_enough = len(left) >= 12 and len(left) >= INSIDE_SHARE * len(right)
    return same(left, right) or (long_enough and partial_ratio(left, right) >= ALIKE_INSIDE)


def same_date(a: str | None, b: str | None) -> bool:
    return (a or "").strip("~") == (b or "").strip("~")


def same_units(a: Entry, b: Entry) -> bool:
    left, right = sorted(map(plain, a["units"])), sorted(map(plain, b["units"]))
    return len(left) == len(right) and all(map(same, left, right))


MATCHES: dict[str, Callable[[Any, Any], bool]] = {
    "references": lambda t, r: t["number"] == r["number"] and same(t["kind"], r["kind"]),
    "sections": lambda t, r: (
        t["label"] == r["label"]
        and (t["heading"] is None or overlapping(t["heading"], r["heading"]))
    ),
    "pairings": same_units,
    "deadlines": lambda t, r: overlapping(t["text"], r["text"]) and same_date(t["edtf"], r["edtf"]),
    "responsibilities": lambda t, r: (
        overlapping(t["task"], r["task"]) and overlapping(t["actor"], r["actor"])
    ),
    "recipients": same,
    "filed_at": same,
    "signers": lambda t, r: plain(t) == plain(r),
    "contacts": lambda t, r: t["kind"] == r["kind"] and same(t["value"], r["value"]),
}


def optional(entry: object) -> bool:
    return isinstance(entry, dict) and bool(entry.get("optional"))


def score_list(field: str, truth: list[Any], record: list[Any]) -> Score:
    left, right, missed, notes = list(record), 0, 0, []
    for entry in sorted(truth, key=optional):
        found = next((r for r in left if MATCHES[field](entry, r)), None)
        if found is not None:
            left.remove(found)
            right += not optional(entry)
        elif not optional(entry):
            missed += 1
            notes.append(f"{field}: missed {entry}")
    shown = [{k: v for k, v in r.items() if k not in ("evidence", "confidence")} for r in left]
    return Score(right, missed, len(left), notes + [f"{field}: falsely {r}" for r in shown])


def score_header(truth: Entry, record: Entry) -> Score:
    right, missed, false, notes = 0, 0, 0, []
    for key in (
        "issuer",
        "parent_issuer",
        "number",
        "place",
        "issued_on",
        "kind",
        "title",
        "period",
    ):
        wanted, found = truth[key], record[key]
        if isinstance(found, list):
            found = " ".join(found)
        if same(wanted, found):
            right += bool(wanted)
        elif found or key not in truth.get("optional", ()):
            missed, false = missed + bool(wanted), false + bool(found)
            notes.append(f"header: {key} is {wanted!r}, read {found!r}")
    return Score(right, missed, false, notes)


def scores(truth: Entry, record: Entry) -> Iterator[Score]:
    yield score_header(truth["header"], record["header"])
    for field in MATCHES:
        yield score_list(field, truth[field], record[field])


def total(parts: list[Score]) -> Score:
    notes = [note for part in parts for note in part.notes]
    right, missed, false = (sum(counts) for counts in zip(*(p[:3] for p in parts), strict=True))
    return Score(right, missed, false, notes)


def judged(path: Path) -> Score:
    truth = json.loads((TRUTH / f"{path.stem}.json").read_text(encoding="utf-8"))
    record = pipeline.read(path.read_bytes(), Limits()).record
    assert record.problems == []
    return total(list(scores(truth, json.loads(record.model_dump_json()))))


def test_every_sample_has_a_floor() -> None:
    assert {path.name for path in SAMPLES} == set(FLOORS)
    assert min(FLOORS.values()) >= 0.85


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_record_of_a_sample(path: Path) -> None:
    score = judged(path)
    print(f"{path.name}: F1 {score.f1:.3f}", *score.notes, sep="\n  ")
    assert score.f1 >= FLOORS[path.name]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_truth_is_its_own_best_record(path: Path) -> None:
    """The measure itself: the truth scores 1, and loses by every value taken from it."""
    truth = json.loads((TRUTH / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert total(list(scores(truth, truth))).f1 == 1.0
    for field in MATCHES:
        if any(not optional(entry) for entry in truth[field]):
            assert total(list(scores(truth, truth | {field: []}))).f1 < 1.0
