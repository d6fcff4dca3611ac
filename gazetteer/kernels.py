"""The inner loops of the search for names, compiled by numba: letter pairs and the channel's costs.

``gazetteer.distance`` calls them and says what the costs mean.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from normalize.channel import COST_STEP, READ_MAX, UNSEEN_CHANGE, UNSEEN_DROP

LETTERS = " abcdefghijklmnopqrstuvwxyz0123456789@¢®©£¥§°€"
SIZE = len(LETTERS)
# A wrong, missing or needless letter where a person typed, and a blank lost or put in by OCR; by hand,
# the coefficient that they are weighed with is fitted.
SLIP = 4.5
BLANK = 2.5
# Names that are weighed letter by letter, and the share of letter pairs, in percent, that they must have
# in common with the reading (Dice). By hand, so that a search takes less than a tenth of a millisecond.
WEIGHED, SHARED_PAIRS = 48, 26
FAVOUR = 25  # added to the share of names that belong to a place named around
HOPELESS = 0.6  # share of wrong letters beyond which the channel is not asked
NEVER = 1e9
_ROUNDING = 1e-3  # costs are kept as single floats
_MOST = 101  # a share of all pairs, and above


class Prepared(NamedTuple):
    """Names as arrays: letters and letter pairs by the channel's rows, folded letters, offsets."""

    one: NDArray[np.int16]
    two: NDArray[np.int16]
    plain: NDArray[np.uint8]
    starts: NDArray[np.int32]


class Model(NamedTuple):
    """The channel: costs by row and column, columns of one, two and three letters that are read,
    the costs of needless letters, the column of nothing.
    """

    matrix: NDArray[np.uint8]
    one: NDArray[np.int16]
    two: NDArray[np.int16]
    three: NDArray[np.int16]
    extra: NDArray[np.float32]
    dropped: int


class Pairs(NamedTuple):
    """For each group of names and letter pair the names that have it.

    Names stand group by group, from ``firsts`` on, and ``bits`` says what a group is; ``sizes`` are
    the different pairs of each name.
    """

    names: NDArray[np.int32]
    offsets: NDArray[np.int32]
    sizes: NDArray[np.int32]
    firsts: NDArray[np.int32]
    bits: NDArray[np.uint8]


@njit(cache=True, nogil=True)
def _likely(
    reading: NDArray[np.uint8], pairs: Pairs, wanted: int, favoured: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Names of the groups wanted that share most letter pairs, in percent (Dice) and favour.

    Those that share most come first.
    """
    met = np.zeros(SIZE * SIZE, dtype=np.uint8)
    different = np.empty(len(reading) - 1, dtype=np.int32)
    count = 0
    for at in range(len(reading) - 1):
        pair = int(reading[at]) * SIZE + int(reading[at + 1])
        if not met[pair]:
            met[pair] = 1
            different[count] = pair
            count += 1
    shared = np.zeros(len(pairs.sizes), dtype=np.uint16)
    favour = np.zeros(len(pairs.sizes), dtype=np.uint8)
    for name in favoured:
        favour[name] = FAVOUR
    names = np.empty(len(pairs.sizes), dtype=np.int32)
    shares = np.empty(len(pairs.sizes), dtype=np.uint8)
    steps = np.zeros(_MOST + 1, dtype=np.int32)
    held = 0
    for group in range(len(pairs.bits)):
        if not pairs.bits[group] & wanted:
            continue
        for pair in different[:count]:
            for at in range(pairs.offsets[group, pair], pairs.offsets[group, pair + 1]):
                shared[pairs.names[at]] += 1
        for name in range(pairs.firsts[group], pairs.firsts[group + 1]):
            if shared[name]:
                both = int(pairs.sizes[name]) + count
                share = 200 * int(shared[name]) // both + int(favour[name])
                if share >= SHARED_PAIRS:
                    share = min(share, _MOST)
                    names[held] = name
                    shares[held] = share
                    steps[share] += 1
                    held += 1
    least, kept = _MOST, 0
    places = np.zeros(_MOST + 1, dtype=np.int32)
    while least >= SHARED_PAIRS and kept + steps[least] <= WEIGHED:
        places[least] = kept
        kept += steps[least]
        least -= 1
    found = np.empty(kept, dtype=np.int32)
    for at in range(held):
        share = int(shares[at])
        if share > least:
            found[places[share]] = names[at]
            places[share] += 1
    return found


@njit(cache=True, nogil=True)
def search(
    reading: NDArray[np.uint8], names: Prepared, pairs: Pairs, wanted: int,
    favoured: NDArray[np.int32], model: Model, channel: bool, dearest: float, margin: float,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:  # fmt: skip
    """Names near a reading, given between blanks, that cost no more than ``dearest``, nor than the
    cheapest and ``margin``; the cheapest first.
    """
    near = _likely(reading, pairs, wanted, favoured)
    return nearest(reading[1:-1], near, names, model, channel, dearest, 0.0, margin)


@njit(cache=True, nogil=True)
def nearest(
    reading: NDArray[np.uint8], wanted: NDArray[np.int32], names: Prepared, model: Model,
    channel: bool, dearest: float, letter: float, margin: float,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:  # fmt: skip
    """Those of the names wanted that cost no more than ``dearest`` and ``letter`` for each of their
    letters, nor than ``margin`` above the cheapest of these; the cheapest first.
    """
    size = len(reading)
    chunks = _chunks(reading, model)
    longest = 0
    for name in wanted:
        longest = max(longest, names.starts[name + 1] - names.starts[name])
    rows = np.empty((longest + 1, size + 1), dtype=np.float64)
    row = np.empty(size + 1, dtype=np.int64)
    found, costs = np.empty_like(wanted), np.empty(len(wanted), dtype=np.float32)
    held, limit = 0, NEVER
    for name in wanted:
        first = names.starts[name]
        length = names.starts[name + 1] - first
        most = min(limit, dearest + letter * length) + _ROUNDING
        slips = _slips(reading, names.plain, first, length, row)
        cost = SLIP * slips
        if channel and 0 < slips <= HOPELESS * max(length, size):
            most = min(most, cost)
            cost = min(cost, _misread(reading, chunks, names, first, length, model, most, rows))
        if cost > most:
            continue
        limit = min(limit, cost + margin)
        place = held
        while place > 0 and costs[place - 1] > cost:
            found[place], costs[place] = found[place - 1], costs[place - 1]
            place -= 1
        found[place], costs[place] = name, cost
        held += 1
    while held > 0 and costs[held - 1] > limit:
        held -= 1
    return found[:held], costs[:held]


@njit(cache=True, nogil=True)
def _chunks(reading: NDArray[np.uint8], model: Model) -> NDArray[np.int16]:
    """The channel's columns of the none to three letters that end at each place of a reading."""
    chunks = np.full((len(reading) + 1, READ_MAX + 1), -1, dtype=np.int16)
    for end in range(len(reading) + 1):
        chunks[end, 0] = model.dropped
        at = 0
        if end > 0:
            at = int(reading[end - 1])
            chunks[end, 1] = model.one[at]
        if end > 1:
            at += int(reading[end - 2]) * SIZE
            chunks[end, 2] = model.two[at]
        if end > 2:
            at += int(reading[end - 3]) * SIZE * SIZE
            chunks[end, 3] = model.three[at]
    return chunks


@njit(cache=True, nogil=True)
def _slips(
    reading: NDArray[np.uint8], plain: NDArray[np.uint8], first: int, length: int,
    row: NDArray[np.int64],
) -> int:  # fmt: skip
    """Levenshtein's distance."""
    for j in range(len(row)):
        row[j] = j
    for i in range(length):
        before = row[0]
        row[0] = i + 1
        for j in range(1, len(row)):
            changed = before + (0 if reading[j - 1] == plain[first + i] else 1)
            before = row[j]
            row[j] = min(changed, min(row[j], row[j - 1]) + 1)
    return int(row[-1])


@njit(cache=True, nogil=True)
def _misread(
    reading: NDArray[np.uint8], chunks: NDArray[np.int16], names: Prepared, first: int,
    length: int, model: Model, most: float, rows: NDArray[np.float64],
) -> float:  # fmt: skip
    """The cheapest way to read a name so, chunk by chunk; blanks may be lost or put in.

    Ways that cost more than ``most`` are not followed.
    """
    size = len(reading)
    before = 0.0  # the cheapest way to the letter before
    rows[0, 0] = 0.0
    for i in range(1, size + 1):
        rows[0, i] = rows[0, i - 1] + model.extra[reading[i - 1]]
    for d in range(1, length + 1):
        letter = first + d - 1
        blank = names.plain[letter] == 0
        one, two = names.one[letter], names.two[letter]
        lowest = NEVER
        for i in range(size + 1):
            best = NEVER
            for width in range(min(i, READ_MAX) + 1):
                read = chunks[i, width]
                if rows[d - 1, i - width] <= most:
                    if blank:
                        same = width == 1 and reading[i - 1] == 0
                        cost = 0.0 if same else BLANK if width == 0 else NEVER
                    else:
                        cost = _letter_cost(model.matrix, one, read, width)
                    best = min(best, rows[d - 1, i - width] + cost)
                if d > 1 and width > 0 and read >= 0 and two >= 0:
                    pair_cost = model.matrix[two, read]
                    if pair_cost < 255 and rows[d - 2, i - width] <= most:
                        best = min(best, rows[d - 2, i - width] + pair_cost * COST_STEP)
            if i > 0:
                best = min(best, rows[d, i - 1] + model.extra[reading[i - 1]])
            rows[d, i] = best
            lowest = min(lowest, best)
        if lowest > most and before > most:
            return NEVER
        before = lowest
    return float(rows[length, size])


@njit(cache=True, nogil=True)
def _letter_cost(matrix: NDArray[np.uint8], printed: int, read: int, width: int) -> float:
    if read >= 0 and printed >= 0 and matrix[printed, read] < 255:
        return float(matrix[printed, read]) * COST_STEP
    if width == 1:
        return UNSEEN_CHANGE
    return UNSEEN_DROP if width == 0 else NEVER
