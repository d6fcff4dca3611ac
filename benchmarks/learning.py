"""What learning from corrections gains: ``python -m benchmarks.learning [--shared FOLDER] [--draws N]``.

A reviewer who knows the truth settles every value of half of the documents in a store of their own; `vanban
learn` fits to them; the other half is read before and after. Every text is misread by script as a text
layer of an English scanner is. Twice: the other half are other documents; then the same documents, misread
by other chances, as where an office writes what it wrote before.

The reviewer's truth is the record of the sound text, as far as it agrees with the record that a clerk
wrote, and that record; where there is none (``FOLDER/texts``), the record of the sound text alone.
"""

import argparse
import json
import os
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from benchmarks.records import SAMPLES
from benchmarks.scoring import TextScore, calibration_error, reliability, score_whole
from extract.learned.layer import Layer, layer_cues
from extract.record import Record
from extract.training.matching import compare, key
from ingest.limits import Limits
from pipeline import Reading, read, restorer
from samples.spoil import misread
from store.archive.archive import Archive
from store.learning.fitting import Report, learn, measured
from store.review.settled import value_of

# Lines of a long text that are read: its head and its closing.
HEAD_LINES, CLOSING_LINES = 60, 20
# A value less alike (percent) to any true one is not there at all.
ALIKE = 60
WANTED = 0.01

Strings = Mapping[str, Sequence[str]]


class Paper(NamedTuple):
    """A document: its sound lines, and what a value of each kind may truly read."""

    name: str
    lines: list[str]
    truth: Strings


@dataclass
class Half:
    """How the half that nobody settled was read."""

    text: TextScore = field(default_factory=lambda: TextScore(0, 0))
    values: int = 0
    right: int = 0
    judged: list[tuple[float, bool]] = field(default_factory=list)


def papers(shared: Path | None) -> Iterator[Paper]:
    """The documents with their truth."""
    folders = [SAMPLES / "truth", *([shared / "gold", shared / "texts"] if shared else [])]
    for path in sorted(p for folder in folders for p in folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        if len(lines) > HEAD_LINES + CLOSING_LINES:
            lines = lines[:HEAD_LINES] + lines[-CLOSING_LINES:]
        written = path.with_suffix(".json")
        clerk = json.loads(written.read_text(encoding="utf-8")) if written.exists() else None
        yield Paper(f"{path.parent.name}/{path.stem}", lines, _truth(lines, clerk))


def _truth(lines: Sequence[str], clerk: dict[str, Any] | None) -> Strings:
    """What values may read, by their pointers without numbers."""
    sound = read("\n".join(lines).encode(), Limits()).record
    right = _right_marks(sound, clerk) if clerk else None
    found: dict[str, list[str]] = defaultdict(list)
    for value in sound.review_values():
        if right is None or value.finding.confidence in right:
            found[_case(value.pointer)].append(value.value)
    for pointer, text in _strings(clerk or {}):
        found[pointer].append(text)
    return found


def _right_marks(record: Record, clerk: dict[str, Any]) -> set[float]:
    """Gives each finding a confidence of its own and tells which of them are right."""
    marks = count(1)
    for finding in {id(v.finding): v.finding for v in record.review_values()}.values():
        finding.confidence = next(marks) / 1e6
    outcomes = compare(clerk, json.loads(record.model_dump_json()))
    return {mark for one in outcomes.values() for mark, right in one.values if right}


def _strings(data: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        ends = {"/header/issuer": "/*", "/filed_at/*": "/name", "/pairings/*/units/*": "/name"}
        yield pointer + ends.get(pointer, ""), data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _strings(value, f"{pointer}/{name}")
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, f"{pointer}/*")


def _case(pointer: str) -> str:
    return re.sub(r"/\d+", "/*", pointer)


def verdict(truth: Strings, pointer: str, value: str) -> str | None:
    """How a value should read: as it does, otherwise, or (None) not at all."""
    known = truth.get(_case(pointer), ())
    if any(key(value) == key(one) for one in known):
        return value
    best = process.extractOne(value, known, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return best[0] if best else None


def spoiled(paper: Paper, draw: int) -> bytes:
    """The text as an English scanner gives it, by chances of its own for each draw."""
    return misread("\n".join(paper.lines), random.Random(f"{paper.name} {draw}")).encode()


def settle(archive: Archive, data: bytes, name: str, reading: Reading, truth: Strings) -> None:
    """Keep a reading and settle all its values."""
    sha256 = archive.accept(data, name)[0].sha256
    archive.save_reading(sha256, reading.record, reading.text.page_texts)
    for value in list(reading.record.review_values()):
        after = verdict(truth, value.pointer, value.value)
        archive.decide(
            sha256, value.pointer, value.value, after or "", "benchmark", reject=after is None
        )


def judge(half: Half, paper: Paper, reading: Reading, layer: Layer) -> None:
    """Count words, values and confidences of a reading."""
    made = "\n".join(reading.text.page_texts)
    half.text += score_whole("\n".join(paper.lines), made)
    for value in reading.record.review_values():
        right = verdict(paper.truth, value.pointer, value.value) == value.value
        half.values += 1
        half.right += right
        cues = layer_cues(reading.record, value_of(value))
        half.judged.append((layer.probability(value.finding.confidence, cues), right))


def simulate(first: Sequence[Paper], other: Sequence[Paper], draws: int, again: int) -> None:
    """Settle readings of the first papers, learn, read the others before and after; print the gain.

    ``draws`` is how often each paper is misread, ``again`` the number of the first misreading of
    the others.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VANBAN_STORE"] = url = f"sqlite:///{folder}/store.db"
        archive = Archive(url, Path(folder) / "originals")
        for paper in first:
            for draw in range(draws):
                data = spoiled(paper, draw)
                settle(archive, data, f"{paper.name}.txt", read(data, Limits()), paper.truth)
            print(".", end="", flush=True)
        print()
        os.environ["VANBAN_STORE"] = f"sqlite:///{folder}/none.db"
        before = _read_all(other, draws, again, Layer())
        os.environ["VANBAN_STORE"] = url
        _print_report(learn(archive, restorer, "benchmark", WANTED))
        after = _read_all(other, draws, again, archive.fits.in_force().layer)
        archive.close()
    _print_halves(before, after)


def _read_all(papers: Sequence[Paper], draws: int, again: int, layer: Layer) -> Half:
    half = Half()
    for paper in papers:
        for draw in range(again, again + draws):
            judge(half, paper, read(spoiled(paper, draw), Limits()), layer)
    return half


def _print_report(report: Report) -> None:
    print(
        f"learn: {report.fitted} decisions of {report.fitted_documents} documents, kept apart "
        f"{report.kept_apart} of {report.kept_documents}; confidences "
        f"{'kept' if report.confidence_kept else 'refused'}; {report.lessons} corrected words, "
        f"{len(report.silenced)} put aside"
    )
    for name, one in (("shipped", report.before), ("learned", report.after)):
        print(f"  kept apart, {name}: {one.model_dump()}")
    words = report.words
    print(f"  words of values: {words.words}, right {words.right_without} -> {words.right_with}")


def _print_halves(before: Half, after: Half) -> None:
    print(f"{'the other half':24}{'before':>10}{'after':>10}")
    for name, was, now in zip(_ROWS, _row_values(before), _row_values(after), strict=True):
        print(f"{name:24}{was:10.4f}{now:10.4f}")


_ROWS = (
    "words right", "values", "values right", "calibration error", "Brier", "log loss",
    f"to review for {WANTED:.0%}", "wrong that are left",
)  # fmt: skip


def _row_values(half: Half) -> tuple[float, ...]:
    curve = reliability([sure for sure, _ in half.judged], [right for _, right in half.judged])
    one = measured(half.judged, WANTED)
    return (
        half.text.accuracy, half.values, half.right / half.values, calibration_error(curve),
        one.brier, one.log_loss, one.to_review, one.errors_left,
    )  # fmt: skip


def main() -> None:
    """Both halves of the documents, and the same documents misread otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    parser.add_argument("--draws", type=int, default=3, help="misreadings of each document")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VANBAN_STORE"] = f"sqlite:///{folder}/none.db"
        known = list(papers(arguments.shared))
    print(f"{len(known)} documents, {arguments.draws} misreadings each")
    print("\nother documents")
    simulate(known[::2], known[1::2], arguments.draws, 0)
    print("\nthe same documents, misread otherwise")
    simulate(known[::2], known[::2], arguments.draws, arguments.draws)


if __name__ == "__main__":
    main()
