"""Estimate the weights of matching: ``python -m benchmarks.gazetteer.fit``.

A conditional logit model over the candidates of each development mention: the coefficients that
make the truths likeliest, drawn towards the values set by hand where the mentions say little. So
that the model learns what an unknown unit looks like, each mention counts a second time, with a
small weight, without its truth among the candidates. The candidates depend a little on the
weights, so both are found in turn. Then the share of the best candidate is mapped to the
probability of its being right (isotonic regression), and the threshold of acceptance is the lowest
with which the spoiled and the ambiguous development mentions give too few wrong answers to matter.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.gazetteer.mention_set import Mention, stored
from gazetteer.authority.index import Authority
from gazetteer.authority.tables import COLUMNS, DATA
from gazetteer.matching.evidence import ACCEPTED, CALIBRATION, FIRST, Evidence, Weights
from gazetteer.matching.match import Matcher

ROUNDS, STEPS, RATE = 3, 400, 0.03
PRIOR = 0.5  # pull towards the values set by hand; chosen by hand
REMOVED = 0.1  # weight of a mention with its truth taken away
RIGHT = 0.9965  # share of accepted answers to spoiled development mentions that must be right
LEAST_ACCEPTED = 0.9  # what may be wrong once in ten is no answer, however seldom it occurs
KNOTS = (0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
NAMES = tuple(FIRST)


class Case(NamedTuple):
    """Evidence of the candidates of a mention (rows), the last row that of none; the true row."""

    rows: NDArray[np.float64]
    truth: int
    weight: float


def cases(matcher: Matcher, mentions: Sequence[Mention]) -> list[Case]:
    """The mentions as the model sees them; one that is truly ambiguous says nothing here."""
    made = []
    for one in mentions:
        if one.ambiguous:
            continue
        weighed = matcher.weigh(one.mention, one.on, one.near)
        keys = list(weighed.found)
        rows = np.array([_row(weighed.found[key].evidence) for key in keys] + [_row(weighed.none)])
        truth = keys.index(one.truth[0]) if one.truth and one.truth[0] in keys else len(keys)
        if truth == len(keys) and one.truth:
            continue
        made.append(Case(rows, truth, 1.0))
        if truth < len(keys):
            made.append(Case(np.delete(rows, truth, axis=0), len(keys) - 1, REMOVED))
    return made


def _row(evidence: Evidence) -> NDArray[np.float64]:
    row = np.zeros(len(NAMES))
    for name, value in evidence:
        row[NAMES.index(name)] += value
    return row


def fitted(made: Sequence[Case], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The likeliest coefficients (Adam over all cases at once)."""
    first = np.array([FIRST[name] for name in NAMES])
    # What speaks against a candidate never speaks for it.
    against = np.array([FIRST[n] < 0 and not n.startswith(("bare", "none")) for n in NAMES])
    rows = np.concatenate([case.rows for case in made])
    sizes = np.array([len(case.rows) for case in made])
    owner = np.repeat(np.arange(len(made)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([case.weight for case in made])
    true_rows = rows[starts + [case.truth for case in made]]
    now, mean, square = start.copy(), np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for step in range(1, STEPS + 1):
        total = rows @ now
        total -= np.maximum.reduceat(total, starts)[owner]
        share = np.exp(total)
        share /= np.add.reduceat(share, starts)[owner]
        expected = (rows * (share * weight[owner])[:, None]).sum(axis=0)
        slope = (true_rows * weight[:, None]).sum(axis=0) - expected - PRIOR * (now - first)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        now += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        now = np.where(against, np.minimum(now, 0.0), now)
    return now


def isotonic(values: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(share, probability) at the knots: shares pooled until probabilities rise.

    Up to one half a share stays as it is, so that those of a mention do not add up to more than one.
    """
    blocks: list[list[float]] = []
    for share, right in sorted(values):
        blocks.append([share, float(right), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            _, hits, count = blocks.pop()
            blocks[-1][1] += hits
            blocks[-1][2] += count
    shares = [block[0] for block in blocks]
    chances = [block[1] / block[2] for block in blocks]
    above = [(knot, float(np.interp(knot, shares, chances))) for knot in KNOTS]
    return [(0.0, 0.0), (0.5, 0.5), *((knot, max(chance, 0.5)) for knot, chance in above)]


def tops(matcher: Matcher, mentions: Sequence[Mention]) -> list[tuple[float, bool]]:
    """The score of the best candidate of each mention and whether it is the truth."""
    found = []
    for one in mentions:
        ranked = matcher.candidates(one.mention, one.on, one.near)
        if ranked:
            found.append((ranked[0].score, (ranked[0].unit.id,) == one.truth))
    return found


def threshold(values: Sequence[tuple[float, bool]]) -> float:
    """The lowest score from which on answers are right as often as ``RIGHT`` says."""
    ordered = sorted(values, reverse=True)
    wrong, best = 0, 1.0
    for count, (score, right) in enumerate(ordered, start=1):
        wrong += not right
        if wrong <= (1 - RIGHT) * count:
            best = score
    return max(round(best, 4), LEAST_ACCEPTED)


def estimate(channel: bool = True) -> Weights:
    """Fit on the development mentions; without the channel for plain edit distance."""
    authority = Authority(DATA)
    mentions = stored("development")
    weights = Weights(FIRST, 0.6, ())
    for _ in range(ROUNDS):
        made = cases(Matcher(authority, weights, channel), mentions)
        start = np.array([weights.of[name] for name in NAMES])
        of = dict(zip(NAMES, map(float, fitted(made, start)), strict=True))
        weights = Weights(of, 0.6, ())
    knots = isotonic(tops(Matcher(authority, weights, channel), mentions))
    weights = replace(weights, knots=tuple(knots))
    hard = [one for one in mentions if (one.context and one.kind == "spoiled") or one.ambiguous]
    accepted = threshold(tops(Matcher(authority, weights, channel), hard))
    return replace(weights, accepted=accepted)


def main() -> None:
    """Estimate and write ``gazetteer/data/weights.csv``."""
    weights = estimate()
    with (DATA / "weights.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS["weights.csv"])
        for name in NAMES:
            writer.writerow([name, f"{weights.of[name]:.3f}", "development mentions"])
        for share, probability in weights.knots:
            writer.writerow([f"{CALIBRATION}{share}", f"{probability:.4f}", "development mentions"])
        writer.writerow([ACCEPTED, weights.accepted, "development mentions"])
    print(f"accepted from {weights.accepted}")


if __name__ == "__main__":
    main()
