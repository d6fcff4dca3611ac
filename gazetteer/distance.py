"""How far a reading is from a name: what OCR does to letters, and what a typist does.

All names lie in one index of letter pairs. A search counts the pairs that a reading shares with
each name, takes the names that share most and weighs those with the costs of the restoration's
channel (``normalize.channel``): a name as printed, cut into chunks, each read as something else.
Costs are negative logarithms of probabilities. A slip of the hand has a flat cost instead, and
the cheaper explanation counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from normalize.channel import (
    COST_STEP,
    READ_MAX,
    SPOILED_MODEL,
    UNSEEN_CHANGE,
    UNSEEN_DROP,
    UNSEEN_EXTRA,
    Channel,
)
from normalize.folding import strip_diacritics

# A wrong, missing or needless letter where a person typed, and a blank lost or put in by OCR; by hand,
# the coefficient that they are weighed with is fitted.
SLIP = 4.5
BLANK = 2.5
# Names that are weighed letter by letter, and the share of letter pairs that they must have in
# common with the reading (Dice). By hand, so that a search takes about a tenth of a millisecond.
WEIGHED, SHARED_PAIRS = 48, 0.25
FAVOUR = 25  # added to the share, in percent, of names that belong to a place named around
OTHER_LENGTH = 3  # letters that a type phrase may have more or less than its reading
DEAREST = 22.0  # no name is offered that costs more
HOPELESS = 0.6  # share of wrong letters beyond which the channel is not asked
# What a folded name or a reading is made of; signs stand in readings alone.
_LETTERS = " abcdefghijklmnopqrstuvwxyz0123456789@¢®©£¥§°€"
_CODES = {letter: code for code, letter in enumerate(_LETTERS)}
_SIZE = len(_LETTERS)
_READ_AS = "cp1252"  # one byte for each of the letters
_BYTES = bytes(_CODES.get(bytes([n]).decode(_READ_AS, "replace"), 0) for n in range(256))
_NEVER = 1e9
_ROUNDING = 1e-3  # costs are kept as single floats
_CODE_POINTS = 0x2000  # the letters of Vietnamese lie below


class Costs(NamedTuple):
    """What the kernels need of the channel; ``chunks`` below index its rows and columns."""

    matrix: NDArray[np.uint8]
    extra: dict[str, float]
    printed: dict[str, int]
    read: dict[str, int]


class Prepared(NamedTuple):
    """Names as arrays: letters and letter pairs by the channel's rows, folded letters, offsets."""

    one: NDArray[np.int16]
    two: NDArray[np.int16]
    plain: NDArray[np.uint8]
    starts: NDArray[np.int32]


@lru_cache(maxsize=1)
def costs() -> Costs:
    """The channel of spoiled text layers, read once a process."""
    channel = Channel.load(SPOILED_MODEL)
    return Costs(channel.costs, channel.extra, channel.printed, channel.read)


def prepared(names: Sequence[str]) -> Prepared:
    """Names (lower case, with diacritics, one blank between syllables) ready to be weighed."""
    tables = _tables()
    letters = np.frombuffer("".join(names).encode("utf-32-le"), dtype=np.uint32)
    letters = np.minimum(letters, _CODE_POINTS - 1).astype(np.int64)
    before = np.roll(letters, 1)
    at = np.searchsorted(tables.pairs, before * _CODE_POINTS + letters)
    at = np.minimum(at, len(tables.pairs) - 1)
    met = tables.pairs[at] == before * _CODE_POINTS + letters
    two = np.where(met, tables.pair_rows[at], -1).astype(np.int16)
    starts = np.zeros(len(names) + 1, dtype=np.int32)
    np.cumsum([len(name) for name in names], out=starts[1:])
    return Prepared(tables.rows[letters], two, tables.codes[letters], starts)


class _Tables(NamedTuple):
    rows: NDArray[np.int16]
    codes: NDArray[np.uint8]
    pairs: NDArray[np.int64]
    pair_rows: NDArray[np.int16]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """By code point: the channel's row and the folded letter; and the rows of letter pairs."""
    printed = costs().printed
    rows = np.full(_CODE_POINTS, -1, dtype=np.int16)
    codes = np.zeros(_CODE_POINTS, dtype=np.uint8)
    for letter in {*"".join(printed), *_LETTERS}:
        if ord(letter) < _CODE_POINTS:
            rows[ord(letter)] = printed.get(letter, -1)
            codes[ord(letter)] = _CODES.get(strip_diacritics(letter), 0)
    pairs = sorted((ord(p[0]) * _CODE_POINTS + ord(p[1]), n) for p, n in printed.items() if p[1:])
    return _Tables(
        rows, codes,
        np.array([pair for pair, _ in pairs], dtype=np.int64),
        np.array([row for _, row in pairs], dtype=np.int16),
    )  # fmt: skip


class _Reader(NamedTuple):
    """The channel's columns of one, two and three letters read, and the costs of needless ones."""

    one: NDArray[np.int16]
    two: NDArray[np.int16]
    three: NDArray[np.int16]
    extra: NDArray[np.float32]
    dropped: int


@lru_cache(maxsize=1)
def _reader() -> _Reader:
    known = costs()
    tables = [np.full(_SIZE**width, -1, dtype=np.int16) for width in range(1, READ_MAX + 1)]
    for chunk, column in known.read.items():
        if chunk and all(letter in _CODES for letter in chunk):
            at = 0
            for letter in chunk:
                at = at * _SIZE + _CODES[letter]
            tables[len(chunk) - 1][at] = column
    extra = [known.extra.get(letter, UNSEEN_EXTRA) for letter in _LETTERS]
    extra[0] = BLANK
    one, two, three = tables
    return _Reader(one, two, three, np.array(extra, np.float32), known.read.get("", -1))


def _codes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(_READ_AS, "replace").translate(_BYTES), dtype=np.uint8)


class Spelled:
    """A fixed list of names, each weighed against a reading: ``distances``."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = prepared(names)
        self._lengths = np.array([len(name) for name in names])
        self._near = lru_cache(maxsize=100)(self._of_length)

    def _of_length(self, length: int) -> NDArray[np.int32]:
        near = np.abs(self._lengths - length) <= OTHER_LENGTH
        return np.flatnonzero(near).astype(np.int32)

    def distances(
        self, reading: str, channel: bool = True, margin: float = _NEVER
    ) -> NDArray[np.float32]:
        """The cost of each name for a folded reading; infinite for names of another length.

        Costs above the cheapest and ``margin`` may be too high.
        """
        names, model = self._names, _reader()
        wanted = self._near(len(reading))
        cost = np.full(len(self._lengths), np.inf, dtype=np.float32)
        cost[wanted] = _weigh(
            _codes(reading), wanted, names.one, names.two, names.plain, names.starts,
            costs().matrix, model.one, model.two, model.three, model.extra, model.dropped, channel,
            DEAREST, margin,
        )  # fmt: skip
        return cost


class NameIndex:
    """Names searched by letter pairs; ``groups`` are bits that a search can be limited to."""

    def __init__(self, names: Sequence[str], groups: Sequence[int]) -> None:
        self._names = prepared(names)
        self._groups = np.array(groups, dtype=np.uint8)
        self._nothing = np.zeros(len(names), dtype=np.uint8)
        self._postings, self._offsets, self._sizes = _pair_index(self._names)

    def search(
        self, reading: str, groups: int, favoured: NDArray[np.uint8] | None, channel: bool = True,
        dearest: float = DEAREST, margin: float = _NEVER,
    ) -> list[tuple[int, float]]:  # fmt: skip
        """Positions of names near a folded reading with their costs, cheapest first.

        ``favoured`` marks names that are likely where the mention stands: they are weighed though
        they share fewer letter pairs. None costs more than ``dearest``, nor than the cheapest and
        ``margin``.
        """
        codes = _codes(f" {reading} ")
        pairs = codes[:-1].astype(np.int32) * _SIZE + codes[1:]
        likely = _likely(
            pairs, self._postings, self._offsets, self._sizes, self._groups, groups,
            self._nothing if favoured is None else favoured,
        )  # fmt: skip
        names, model = self._names, _reader()
        cost = _weigh(
            codes[1:-1], likely, names.one, names.two, names.plain, names.starts,
            costs().matrix, model.one, model.two, model.three, model.extra, model.dropped, channel,
            dearest, margin,
        )  # fmt: skip
        if not len(likely):
            return []
        near = np.flatnonzero(cost <= min(dearest, float(cost.min()) + margin))
        near = near[np.argsort(cost[near], kind="stable")]
        return list(zip(likely[near].tolist(), cost[near].tolist(), strict=True))


def _pair_index(
    names: Prepared,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """For each letter pair the names that have it, as one array with offsets; pairs a name has."""
    sizes = np.diff(names.starts)
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes + 1)
    letters = np.insert(names.plain, names.starts, 0).astype(np.int64)
    pairs = letters[:-1] * _SIZE + letters[1:]
    both = np.unique(pairs * len(sizes) + owner)
    pair, name = both // len(sizes), (both % len(sizes)).astype(np.int32)
    offsets = np.searchsorted(pair, np.arange(_SIZE * _SIZE + 1)).astype(np.int32)
    return name, offsets, np.bincount(name, minlength=len(sizes)).astype(np.int32)


@njit(cache=True, nogil=True)
def _likely(
    pairs: NDArray[np.int32], postings: NDArray[np.int32], offsets: NDArray[np.int32],
    sizes: NDArray[np.int32], groups: NDArray[np.uint8], wanted: int,
    favoured: NDArray[np.uint8],
) -> NDArray[np.int32]:  # fmt: skip
    """Names of the groups wanted that share most letter pairs, in percent (Dice) and favour.

    Those that share most come first.
    """
    shared = np.zeros(len(sizes), dtype=np.uint16)
    met = np.zeros(_SIZE * _SIZE, dtype=np.uint8)
    different = 0
    for pair in pairs:
        if not met[pair]:
            met[pair] = 1
            different += 1
            for at in range(offsets[pair], offsets[pair + 1]):
                shared[postings[at]] += 1
    enough = int(100 * SHARED_PAIRS) + 1
    names = np.empty(len(sizes), dtype=np.int32)
    shares = np.empty(len(sizes), dtype=np.uint8)
    steps = np.zeros(102, dtype=np.int32)
    count = 0
    for name in range(len(sizes)):
        most = 200 * int(shared[name])
        favour = int(favoured[name])
        if most and most >= (enough - favour) * (sizes[name] + different) and groups[name] & wanted:
            share = min(most // (sizes[name] + different) + favour, 101)
            names[count] = name
            shares[count] = share
            steps[share] += 1
            count += 1
    least, held = 101, 0
    places = np.zeros(102, dtype=np.int32)
    while least >= enough and held + steps[least] <= WEIGHED:
        places[least] = held
        held += steps[least]
        least -= 1
    found = np.empty(held, dtype=np.int32)
    for at in range(count):
        share = int(shares[at])
        if share > least:
            found[places[share]] = names[at]
            places[share] += 1
    return found


@njit(cache=True, nogil=True)
def _weigh(
    reading: NDArray[np.uint8], wanted: NDArray[np.int32], one: NDArray[np.int16],
    two: NDArray[np.int16], plain: NDArray[np.uint8], starts: NDArray[np.int32],
    matrix: NDArray[np.uint8], read_one: NDArray[np.int16], read_two: NDArray[np.int16],
    read_three: NDArray[np.int16], extra: NDArray[np.float32], dropped: int, channel: bool,
    dearest: float, margin: float,
) -> NDArray[np.float32]:  # fmt: skip
    """The costs of the names wanted for a reading.

    One above ``dearest``, or above the cheapest so far and ``margin``, may be put too high.
    """
    size = len(reading)
    chunks = np.full((size + 1, READ_MAX + 1), -1, dtype=np.int16)
    for end in range(size + 1):
        chunks[end, 0] = dropped
        at = 0
        if end > 0:
            at = int(reading[end - 1])
            chunks[end, 1] = read_one[at]
        if end > 1:
            at += int(reading[end - 2]) * _SIZE
            chunks[end, 2] = read_two[at]
        if end > 2:
            at += int(reading[end - 3]) * _SIZE * _SIZE
            chunks[end, 3] = read_three[at]
    result = np.empty(len(wanted), dtype=np.float32)
    limit = dearest
    for position in range(len(wanted)):
        first = starts[wanted[position]]
        length = starts[wanted[position] + 1] - first
        slips = _slips(reading, plain[first : first + length])
        cost = SLIP * slips
        if channel and 0 < slips <= HOPELESS * max(length, size):
            most = min(limit, cost) + _ROUNDING
            misread = _misread(reading, chunks, extra, one, two, plain, first, length, matrix, most)
            cost = min(cost, misread)
        result[position] = cost
        limit = min(limit, cost + margin)
    return result


@njit(cache=True, nogil=True)
def _slips(reading: NDArray[np.uint8], name: NDArray[np.uint8]) -> int:
    """Levenshtein's distance."""
    row = np.arange(len(reading) + 1)
    for i in range(len(name)):
        before = row[0]
        row[0] = i + 1
        for j in range(1, len(row)):
            changed = before + (0 if reading[j - 1] == name[i] else 1)
            before = row[j]
            row[j] = min(changed, min(row[j], row[j - 1]) + 1)
    return int(row[-1])


@njit(cache=True, nogil=True)
def _misread(
    reading: NDArray[np.uint8], chunks: NDArray[np.int16], extra: NDArray[np.float32],
    one: NDArray[np.int16], two: NDArray[np.int16], plain: NDArray[np.uint8], first: int,
    length: int, matrix: NDArray[np.uint8], most: float,
) -> float:  # fmt: skip
    """The cheapest way to read a name so, chunk by chunk; blanks may be lost or put in.

    Ways that cost more than ``most`` are not followed.
    """
    size = len(reading)
    before = 0.0  # the cheapest way to the letter before
    rows = np.full((length + 1, size + 1), _NEVER)
    rows[0, 0] = 0.0
    for i in range(1, size + 1):
        rows[0, i] = rows[0, i - 1] + extra[reading[i - 1]]
    for d in range(1, length + 1):
        letter = first + d - 1
        blank = plain[letter] == 0
        cheapest = _NEVER
        for i in range(size + 1):
            best = _NEVER
            for width in range(min(i, READ_MAX) + 1):
                read = chunks[i, width]
                if rows[d - 1, i - width] <= most:
                    if blank:
                        same = width == 1 and reading[i - 1] == 0
                        cost = 0.0 if same else BLANK if width == 0 else _NEVER
                    else:
                        cost = _letter_cost(matrix, one[letter], read, width)
                    best = min(best, rows[d - 1, i - width] + cost)
                if d > 1 and width > 0 and read >= 0 and two[letter] >= 0:
                    pair_cost = matrix[two[letter], read]
                    if pair_cost < 255 and rows[d - 2, i - width] <= most:
                        best = min(best, rows[d - 2, i - width] + pair_cost * COST_STEP)
            if i > 0:
                best = min(best, rows[d, i - 1] + extra[reading[i - 1]])
            rows[d, i] = best
            cheapest = min(cheapest, best)
        if cheapest > most and before > most:
            return _NEVER
        before = cheapest
    return float(rows[length, size])


@njit(cache=True, nogil=True)
def _letter_cost(matrix: NDArray[np.uint8], printed: int, read: int, width: int) -> float:
    if read >= 0 and printed >= 0 and matrix[printed, read] < 255:
        return float(matrix[printed, read]) * COST_STEP
    if width == 1:
        return UNSEEN_CHANGE
    return UNSEEN_DROP if width == 0 else _NEVER
