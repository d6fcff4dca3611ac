"""The inner loops of the search for names, compiled by numba: letter pairs and the channel's costs.

``gazetteer.matching.distance`` calls them and says what the costs mean.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from normalize.channel import COST_STEP, READ_MAX, UNSEEN_CHANGE, UNSEEN_DROP
from normalize.machine_code import njit

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
LONGEST = 64  # letters of a reading; the longest name of the authority file has 66
NEVER = 1e9
_ROUNDING = 1e-3  # costs are kept as single floats
_MOST = 101  # a share of all pairs, and above
_MOST_PAIRS = 255  # letter pairs of a reading that are counted


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
    different = _different_pairs(reading)
    own = len(different)
    # The most pairs that a name may have when it shares so many with the reading.
    largest, largest_favoured = np.empty(own + 1, np.int32), np.empty(own + 1, np.int32)
    for both in range(own + 1):
        largest[both] = 200 * both // SHARED_PAIRS - own
        largest_favoured[both] = 200 * both // (SHARED_PAIRS - FAVOUR) - own
    shared = np.zeros(len(pairs.sizes), dtype=np.uint8)
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
        for pair in different:
            for at in range(pairs.offsets[group, pair], pairs.offsets[group, pair + 1]):
                shared[pairs.names[at]] += 1
        for name in range(pairs.firsts[group], pairs.firsts[group + 1]):
            both = shared[name]
            if pairs.sizes[name] <= largest[both] or (
                favour[name] and pairs.sizes[name] <= largest_favoured[both]
            ):
                share = 200 * int(both) // (int(pairs.sizes[name]) + own) + int(favour[name])
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
def _different_pairs(reading: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Each letter pair of a reading once; no more than can be counted in a byte."""
    met = np.zeros(SIZE * SIZE, dtype=np.uint8)
    found = np.empty(len(reading), dtype=np.int32)
    count = 0
    for at in range(min(len(reading) - 1, _MOST_PAIRS)):
        pair = int(reading[at]) * SIZE + int(reading[at + 1])
        if not met[pair]:
            met[pair] = 1
            found[count] = pair
            count += 1
    return found[:count]


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

    A reading has no more than ``LONGEST`` letters.
    """
    size = len(reading)
    chunks = _chunks(reading, model)
    longest = 0
    for name in wanted:
        longest = max(longest, names.starts[name + 1] - names.starts[name])
    rows = np.empty((longest + 1, size + 1), dtype=np.float64)
    places = _places_of_letters(reading)
    found, costs = np.empty_like(wanted), np.empty(len(wanted), dtype=np.float32)
    held, limit = 0, NEVER
    for name in wanted:
        first = names.starts[name]
        length = names.starts[name + 1] - first
        most = min(limit, dearest + letter * length) + _ROUNDING
        slips = _slips(places, size, names.plain, first, length)
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
    while held > 0 and costs[held - 1] > limit + _ROUNDING:
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
def _places_of_letters(reading: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """For each letter a number whose bits are the places where the reading has it."""
    places = np.zeros(SIZE, dtype=np.uint64)
    for at in range(len(reading)):
        places[reading[at]] |= np.uint64(1) << np.uint64(at)
    return places


@njit(cache=True, nogil=True)
def _slips(
    places: NDArray[np.uint64], size: int, plain: NDArray[np.uint8], first: int, length: int
) -> int:
    """Levenshtein's distance of a reading of ``size`` letters and a name.

    A whole column of the table is two numbers (G. Myers, J. ACM 46 (1999), p. 395; H. Hyyrö 2003).
    """
    if size == 0:
        return length
    one = np.uint64(1)
    last = one << np.uint64(size - 1)
    more, less = ~np.uint64(0), np.uint64(0)
    distance = size
    for at in range(first, first + length):
        same = places[plain[at]]
        down = same | less
        across = (((same & more) + more) ^ more) | same
        rises, falls = less | ~(across | more), more & across
        if rises & last:
            distance += 1
        elif falls & last:
            distance -= 1
        rises = (rises << one) | one
        more = (falls << one) | ~(down | rises)
        less = rises & down
    return distance


@njit(cache=True, nogil=True)
def _misread(
    reading: NDArray[np.uint8], chunks: NDArray[np.int16], names: Prepared, first: int,
    length: int, model: Model, most: float, rows: NDArray[np.float64],
) -> float:  # fmt: skip
    """The cheapest way to read a name so, chunk by chunk; blanks may be lost or put in.

    Ways that cost more than ``most`` are not followed.
    """
    size = len(reading)
    rows[0, 0] = 0.0
    for i in range(1, size + 1):
        rows[0, i] = rows[0, i - 1] + model.extra[reading[i - 1]]
    # Places of the reading that ways to the last letter, and to the one before it, have come to.
    start, stop, start_before, stop_before = 0, size, 0, -1
    for d in range(1, length + 1):
        letter = first + d - 1
        blank = names.plain[letter] == 0
        one, two = names.one[letter], names.two[letter]
        rows[d, : size + 1] = NEVER
        from_here, to_here = size, -1
        furthest = min(size, max(stop, stop_before) + READ_MAX)
        for i in range(min(start, start_before), size + 1):
            best = rows[d, i - 1] + model.extra[reading[i - 1]] if i > 0 else NEVER
            if i > furthest and best > most:
                break
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
            rows[d, i] = best
            if best <= most:
                from_here, to_here = min(from_here, i), i
        start_before, stop_before = start, stop
        start, stop = from_here, to_here
        if stop < 0 and stop_before < 0:
            return NEVER
    return float(rows[length, size])


@njit(cache=True, nogil=True)
def _letter_cost(matrix: NDArray[np.uint8], printed: int, read: int, width: int) -> float:
    if read >= 0 and printed >= 0 and matrix[printed, read] < 255:
        return float(matrix[printed, read]) * COST_STEP
    if width == 1:
        return UNSEEN_CHANGE
    return UNSEEN_DROP if width == 0 else NEVER
