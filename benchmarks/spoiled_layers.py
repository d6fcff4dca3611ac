"""How well spoiled layers are restored, by part of the document.

Prints are what ``python -m normalize.training prints`` wrote. Groups of issuers are split into two
halves: models and rules are made by what is seen in half A, half B is only counted.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scoring import TextScore, score_lines, words
from gazetteer.load import Gazetteer
from normalize.folding import fold
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import Source
from normalize.training.prints import half_of

PARTS = ("head", "title", "body", "closing")
# The last line of a head is among this many, that of a closing this many behind its first.
_LONGEST_HEAD, _LONGEST_CLOSING = 12, 40
_HEAD = re.compile(
    r"doc lap tu do|(?:^|, )so .{0,12}(?:qd|kh|tb|tt|bc|hd|gm|nq|ct) |ngay .{0,4}thang .{0,4}nam( \d+)?$"
)
_SIGNING = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.|[A-ZĐÀ-Ỹ\s]*(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|THỨ|BỘ|CHÁNH)")


@dataclass(frozen=True)
class Print:
    """A document as printed and as read, line for line, with the part that each line belongs to."""

    name: str
    half: str
    read: list[str]
    printed: list[str]
    parts: list[str]


def prints(shared: Path, folder: Path) -> Iterator[Print]:
    """All prints that are there, in the order of the index."""
    with (shared / "truth" / "INDEX.tsv").open(encoding="utf-8") as stream:
        index = list(csv.DictReader(stream, delimiter="\t"))
    for row in index:
        file = folder / f"{row['name']}.pairs.tsv"
        if not file.exists():
            continue
        with file.open(encoding="utf-8", newline="") as stream:
            pairs = list(csv.DictReader(stream, delimiter="\t"))
        truth = json.loads((shared / "truth" / f"{row['name']}.json").read_text(encoding="utf-8"))
        printed = [pair["printed"] for pair in pairs]
        yield Print(
            row["name"],
            half_of(row["issuer_group"]),
            [pair["read"] for pair in pairs],
            printed,
            parts_of(printed, truth),
        )


def parts_of(lines: Sequence[str], truth: Mapping[str, Any]) -> list[str]:
    """Head, title, body or closing for each line, told by what the truth has for each."""
    folded = [fold(line) for line in lines]
    parts = ["body"] * len(lines)
    heads = [at for at, line in enumerate(folded[:_LONGEST_HEAD]) if _HEAD.search(line)]
    head = max(heads, default=-1) + 1
    parts[:head] = ["head"] * head
    header = truth["header"]
    title = {*words(f"{header.get('kind')} {header.get('title')}"), "về", "việc", "v"}
    at = head
    while at < len(lines) and set(words(lines[at])) <= title:
        parts[at], at = "title", at + 1
    first, last = _closing(lines, folded, truth)
    parts[first:last] = ["closing"] * (last - first)
    return parts


def _closing(
    lines: Sequence[str], folded: Sequence[str], truth: Mapping[str, Any]
) -> tuple[int, int]:
    marks = [at for at, line in enumerate(folded) if "noi nhan" in line]
    if not marks:
        return 0, 0
    first = marks[0]
    while first and _SIGNING.match(lines[first - 1]):
        first -= 1
    names = [fold(one["name"]) for one in truth["signers"] if one["name"]]
    span = range(marks[0], min(len(lines), marks[0] + _LONGEST_CLOSING))
    ends = [
        at
        for at in span
        if "luu" in folded[at].split() or any(name in folded[at] for name in names)
    ]
    return first, max(ends, default=marks[0]) + 1


def scores_of(
    one: Print, restorer: Restorer, names: Gazetteer
) -> dict[str, tuple[TextScore, TextScore]]:
    """Scores as read and as restored, by part."""
    sources = [Source(line, Treatment.SPOILED) for line in one.read]
    made = [answer.text for answer in restorer.restore(sources, (), names.names_near)]
    scores = {}
    for part in PARTS:
        own = [at for at, of in enumerate(one.parts) if of == part]
        truth, read, got = ([lines[at] for at in own] for lines in (one.printed, one.read, made))
        scores[part] = score_lines(truth, read), score_lines(truth, got, read)
    return scores


def measure(shared: Path, folder: Path, restorer: Restorer, names: Gazetteer) -> None:
    """Print the table of both halves."""
    nothing = TextScore(0, 0), TextScore(0, 0)
    totals = {(half, part): nothing for half in "AB" for part in (*PARTS, "all")}
    documents = Counter[str]()
    for one in prints(shared, folder):
        documents[one.half] += 1
        for part, (before, after) in scores_of(one, restorer, names).items():
            for row in (part, "all"):
                old = totals[one.half, row]
                totals[one.half, row] = old[0] + before, old[1] + after
    for half in "AB":
        print(f"\nspoiled layers, half {half}: {documents[half]} documents")
        print(f"{'part':10}{'words':>7}{'given':>8}{'right':>8}")
        for part in (*PARTS, "all"):
            before, after = totals[half, part]
            print(f"{part:10}{after.words:7}{before.accuracy:8.4f}{after.accuracy:8.4f}")
