"""What the gazetteer shows: ``python -m benchmarks.gazetteer [--shared FOLDER] [--letters]``.

Matching on the half of the mention test set that nothing was fitted on: the best candidate, what
is accepted and how often that is right, abstention, calibration; speed on one core beside
``rapidfuzz.process.extractOne`` over the same names, both by the time of the process, so that other
load counts less; loading; scanning of sentences. With ``--letters`` the same
model is fitted anew with plain edit distance instead of the channel's costs (a minute). With a
folder of reference documents, the units of the plan with misprints are counted too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.gazetteer.fit import estimate
from benchmarks.gazetteer.mention_set import (
    FRESH_FILE,
    FRESH_SEED,
    SEED,
    SMALL_FILE,
    Mention,
    stored,
)
from benchmarks.gazetteer.sentences import KINDS, scanned, sentences
from benchmarks.scoring import calibration_error, draw_curve, reliability
from extract.record import UnitMention
from gazetteer.authority.index import Authority
from gazetteer.authority.tables import DATA
from gazetteer.load import Gazetteer
from gazetteer.matching.evidence import Weights
from gazetteer.matching.match import Matcher
from gazetteer.scanning.scan import Scanner
from gazetteer.unit import Match
from ingest.limits import Limits
from ingest.sources import read_file
from normalize.folding import fold

PEER_MENTIONS = 60  # extractOne takes about ten milliseconds a mention
SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "truth"
Ranked = list[Match]
GROUPS: tuple[tuple[str, Callable[[Mention], bool]], ...] = (
    ("clean, with context", lambda m: m.kind == "clean" and m.context and len(m.truth) == 1),
    ("bare, with context", lambda m: m.kind == "bare" and m.context and len(m.truth) == 1),
    ("spoiled, with context", lambda m: m.kind == "spoiled" and m.context and len(m.truth) == 1),
    ("clean, alone", lambda m: m.kind == "clean" and not m.context and len(m.truth) == 1),
    ("bare, alone", lambda m: m.kind == "bare" and not m.context and len(m.truth) == 1),
    ("spoiled, alone", lambda m: m.kind == "spoiled" and not m.context and len(m.truth) == 1),
    ("of several meanings", lambda m: m.ambiguous),
    ("of no unit known", lambda m: not m.truth),
)
# Seconds of processor time and megabytes: of machine code (numba's, which any search by letters loads),
# of the files, of the first answer with all indexes, and of the process.
LOADING = """
import psutil, sys, time
import gazetteer.load
from gazetteer.matching.distance import NameIndex, Spelled
process = psutil.Process()
def code():
    Spelled(["a"]).near("b", 1.0, 1.0)
    NameIndex(["a"], [1]).search("b", 1)
if sys.argv[1] == "code":
    code()
before, start = process.memory_info().rss, time.process_time()
known = gazetteer.load.Gazetteer.load()
files = time.process_time()
assert known.candidates("xd Vdn Canb", near=["huyén Hoai Ditc"])
search = time.process_time()
rss = process.memory_info().rss
print(files - start, search - files, (rss - before) / 1e6, rss / 1e6)
"""
LOADS = 3  # the best of so many is told, since other load on the machine only adds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="folder of reference documents")
    parser.add_argument("--letters", action="store_true", help="fit with plain edit distance too")
    arguments = parser.parse_args()
    authority = Authority(DATA)
    mentions = stored("kept")
    matcher = Matcher(authority, Weights.load())
    for warm in ("xd Van Canh Tay", "xã Vân Cánh", "xa Van Cánh"):  # machine code and indexes
        matcher.candidates(warm, None, ["huyén Hoai Ditc"])
    start = time.process_time()
    ranked = [matcher.candidates(one.mention, one.on, one.near) for one in mentions]
    speed = len(mentions) / (time.process_time() - start)
    print(f"{len(mentions)} mentions of the kept half, drawn with seed {SEED}\n")
    _print_table(mentions, ranked, matcher.weights.accepted)
    print(f"\nthe kept half drawn once more, with seed {FRESH_SEED}:")
    _print_ranked(matcher, stored("kept", FRESH_FILE))
    print("\nspoiled, drawn with letters of 24 to 28 pixels (the others: 30 to 39):")
    _print_ranked(matcher, stored("kept", SMALL_FILE))
    values = [
        (r[0].score, (r[0].unit.id,) == m.truth) for m, r in zip(mentions, ranked, strict=True) if r
    ]
    curve = reliability([score for score, _ in values], [right for _, right in values])
    print(
        f"\ncalibration error of the best candidate's probability: {calibration_error(curve):.4f}"
    )
    print(draw_curve(curve))
    if arguments.letters:
        print("\nthe same with plain edit distance instead of the channel's costs:")
        plain = Matcher(authority, estimate(channel=False), channel=False)
        found = [plain.candidates(one.mention, one.on, one.near) for one in mentions]
        _print_table(mentions, found, plain.weights.accepted)
    _print_speed(matcher, mentions, authority, speed)
    _print_loading()
    _print_scan(authority, mentions)
    if arguments.shared:
        _print_plan(arguments.shared)


def _print_ranked(matcher: Matcher, mentions: Sequence[Mention]) -> None:
    ranked = [matcher.candidates(one.mention, one.on, one.near) for one in mentions]
    _print_table(mentions, ranked, matcher.weights.accepted)


def _print_table(mentions: Sequence[Mention], ranked: Sequence[Ranked], accepted: float) -> None:
    print(f"{'':24}{'mentions':>9}{'top-1':>9}{'accepted':>9}{'right':>9}")
    for name, belongs in GROUPS:
        rows = [(m, r) for m, r in zip(mentions, ranked, strict=True) if belongs(m)]
        if not rows:
            continue
        right = [bool(r) and (r[0].unit.id,) == m.truth for m, r in rows]
        taken = [bool(r) and r[0].score >= accepted for _, r in rows]
        both = sum(one and two for one, two in zip(right, taken, strict=True))
        share = f"{both / sum(taken):9.4f}" if any(taken) and any(right) else f"{'–':>9}"
        top = f"{sum(right) / len(rows):9.4f}" if any(right) else f"{'–':>9}"
        print(f"{name:24}{len(rows):9}{top}{sum(taken) / len(rows):9.4f}{share}")


def _print_speed(
    matcher: Matcher, mentions: Sequence[Mention], authority: Authority, first: float
) -> None:
    start = time.process_time()
    for one in mentions:
        matcher.candidates(one.mention, one.on, one.near)
    again = len(mentions) / (time.process_time() - start)
    names = [fold(authority.unit(state).full_name) for state in range(len(authority.rows))]
    start = time.process_time()
    for one in mentions[:: len(mentions) // PEER_MENTIONS]:
        process.extractOne(fold(one.mention), names, scorer=fuzz.WRatio)
    count = len(mentions[:: len(mentions) // PEER_MENTIONS])
    peer = count / (time.process_time() - start)
    print(f"\nspeed over {len(names)} names, mentions a second on one core:")
    print(f"  this, every mention for the first time  {first:8.0f}")
    print(f"  this, places and names met before       {again:8.0f}")
    print(
        f"  rapidfuzz extractOne(WRatio)            {peer:8.1f}   {first / peer:.0f} times slower"
    )


def _print_loading() -> None:
    print("\nloading, seconds of processor time in a process of its own, behind Python's imports:")
    print(f"{'':34}{'files':>9}{'first answer':>14}{'both':>9}{'memory':>9}{'process':>9}")
    for before, title in (("code", "machine code loaded before"), ("", "in a fresh process")):
        rounds = [_loaded(before) for _ in range(LOADS)]
        files, answer, grown, whole = min(rounds, key=lambda one: one[0] + one[1])
        print(
            f"{title:34}{files:9.2f}{answer:14.2f}{files + answer:9.2f}{grown:6.0f} MB{whole:6.0f} MB"
        )


def _loaded(before: str) -> list[float]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADING, before],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return list(map(float, ran.stdout.split()))


def _print_scan(authority: Authority, mentions: Sequence[Mention]) -> None:
    scanner = Scanner(authority)
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    start = time.process_time()
    found = sum(1 for _ in scanner.stretches(text))
    seconds = time.process_time() - start
    print(
        f"scan: {found} names in {len(text)} letters, {len(text) / seconds / 1e6:.2f} million letters/s"
    )
    known = Gazetteer(authority)
    print(f"{'scan of sentences':24}{'sentences':>9}{'found':>9}{'recall':>9}{'precision':>10}")
    for kind in KINDS:
        told = scanned(known, authority, list(sentences(mentions, kind)))
        recall, precision = told.named / told.sentences, told.right / told.found
        print(f"{kind:24}{told.sentences:9}{told.found:9}{recall:9.4f}{precision:10.4f}")


def _print_plan(shared: Path) -> None:
    """The pairings of seed 001, unit by unit: linked, with a suggestion, or left for a person.

    The reference has the names only, so the table of links is there to be read.
    """
    from pipeline import read

    limits = Limits()
    seed = next((shared / "seeds").glob("001_*.txt"))
    record = read(read_file(seed, limits), limits).record
    gold = json.loads((shared / "gold" / "001.json").read_text(encoding="utf-8"))["pairings"]
    found = [[unit.name for unit in pairing.units] for pairing in record.pairings]
    same = sum(names == row["units"] for names, row in zip(found, gold, strict=False))
    units = [unit for pairing in record.pairings for unit in pairing.units]
    linked = sum(unit.unit_id is not None for unit in units)
    print(
        f"\nplan with misprints: {same} of {len(gold)} rows as in the reference, {len(units)} units"
    )
    print(
        f"  linked {linked}, left for a person with candidates or a suggestion {len(units) - linked}"
    )
    for number, pairing in enumerate(record.pairings, start=1):
        for unit in pairing.units:
            print(f"  {number:3}  {unit.name:34}  {_link(unit)}")


def _link(unit: UnitMention) -> str:
    """Level, name and place of the unit linked, or the candidates, with the suggestion."""
    flag = f"  SUGGESTION {unit.suggestion}" if unit.suggestion else ""
    if unit.unit_id is None:
        choice = "; ".join(f"{one.unit_name} ({one.unit_place})" for one in unit.candidates)
        return f"OPEN  {choice}{flag}"
    return f"{unit.unit_name}, {unit.unit_place}  [{unit.unit_id}]{flag}"


if __name__ == "__main__":
    main()
