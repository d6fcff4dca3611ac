"""How far a reading is from a name: what OCR does to letters, and what a typist does.

All names lie in one index of letter pairs. A search counts the pairs that a reading shares with
each name, takes the names that share most and weighs those with the costs of the restoration's
channel (``normalize.channel``): a name as printed, cut into chunks, each read as something else.
Costs are negative logarithms of probabilities. A slip of the hand has a flat cost instead, and
the cheaper explanation counts. The loops are in ``gazetteer.matching.kernels``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.matching.kernels import (
    BLANK,
    LETTERS,
    LONGEST,
    NEVER,
    SIZE,
    Model,
    Pairs,
    Prepared,
    nearest,
    search,
)
from normalize.channel import READ_MAX, SPOILED_MODEL, UNSEEN_EXTRA, Channel
from normalize.folding import strip_diacritics

OTHER_LENGTH = 3  # letters that a type phrase may have more or less than its reading
DEAREST = 22.0  # no name is offered that costs more
_CODES = {letter: code for code, letter in enumerate(LETTERS)}
_READ_AS = "cp1252"  # one byte for each of the letters
_BYTES = bytes(_CODES.get(bytes([n]).decode(_READ_AS, "replace"), 0) for n in range(256))
_CODE_POINTS = 0x2000  # the letters of Vietnamese lie below
NOTHING = np.zeros(0, dtype=np.int32)
Near = list[tuple[int, float]]  # positions of names with their costs, cheapest first


@lru_cache(maxsize=1)
def _channel() -> Channel:
    """The channel of spoiled text layers, read once a process."""
    return Channel.load(SPOILED_MODEL)


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
    printed = _channel().printed
    rows = np.full(_CODE_POINTS, -1, dtype=np.int16)
    codes = np.zeros(_CODE_POINTS, dtype=np.uint8)
    for letter in {*"".join(printed), *LETTERS}:
        if ord(letter) < _CODE_POINTS:
            rows[ord(letter)] = printed.get(letter, -1)
            codes[ord(letter)] = _CODES.get(strip_diacritics(letter), 0)
    pairs = sorted((ord(p[0]) * _CODE_POINTS + ord(p[1]), n) for p, n in printed.items() if p[1:])
    return _Tables(
        rows, codes,
        np.array([pair for pair, _ in pairs], dtype=np.int64),
        np.array([row for _, row in pairs], dtype=np.int16),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> Model:
    """The channel as the kernels need it."""
    channel = _channel()
    tables = [np.full(SIZE**width, -1, dtype=np.int16) for width in range(1, READ_MAX + 1)]
    for chunk, column in channel.read.items():
        if chunk and all(letter in _CODES for letter in chunk):
            at = 0
            for letter in chunk:
                at = at * SIZE + _CODES[letter]
            tables[len(chunk) - 1][at] = column
    extra = [channel.extra.get(letter, UNSEEN_EXTRA) for letter in LETTERS]
    extra[0] = BLANK
    one, two, three = tables
    dropped = channel.read.get("", -1)
    return Model(channel.costs, one, two, three, np.array(extra, np.float32), dropped)


def _codes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(_READ_AS, "replace").translate(_BYTES), dtype=np.uint8)


class Spelled:
    """A fixed list of names, each weighed against a reading."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = prepared(names)
        self._lengths = np.array([len(name) for name in names])
        self._of_length = lru_cache(maxsize=100)(self._near_length)

    def _near_length(self, length: int) -> NDArray[np.int32]:
        near = np.abs(self._lengths - length) <= OTHER_LENGTH
        return np.flatnonzero(near).astype(np.int32)

    def near(self, reading: str, letter: float, margin: float, channel: bool = True) -> Near:
        """The names that cost no more than ``letter`` for each of theirs, nor than ``margin`` above
        the cheapest of these.
        """
        if len(reading) > LONGEST:
            return []
        wanted = self._of_length(len(reading))
        found, costs = nearest(
            _codes(reading), wanted, self._names, _model(), channel, 0.0, letter, margin
        )
        return list(zip(found.tolist(), costs.tolist(), strict=True))


class NameIndex:
    """Names searched by letter pairs, in the order of their groups.

    Groups are bits that a search can be limited to.
    """

    def __init__(self, names: Sequence[str], groups: Sequence[int]) -> None:
        self._names = prepared(names)
        self._pairs = _pairs(self._names, np.array(groups, dtype=np.uint8))

    def search(
        self, reading: str, groups: int, favoured: NDArray[np.int32] = NOTHING,
        channel: bool = True, dearest: float = DEAREST, margin: float = NEVER,
    ) -> Near:  # fmt: skip
        """Names near a folded reading; none for one that is longer than any name.

        ``favoured`` are names that are likely where the mention stands: they are weighed though
        they share fewer letter pairs. None costs more than ``dearest``, nor than the cheapest and
        ``margin``.
        """
        if len(reading) > LONGEST:
            return []
        found, costs = search(
            _codes(f" {reading} "), self._names, self._pairs, groups, favoured, _model(), channel,
            dearest, margin,
        )  # fmt: skip
        return list(zip(found.tolist(), costs.tolist(), strict=True))


def _pairs(names: Prepared, groups: NDArray[np.uint8]) -> Pairs:
    """The names by group and letter pair."""
    sizes = np.diff(names.starts)
    bits, firsts, group = np.unique(groups, return_index=True, return_inverse=True)
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes + 1)
    letters = np.insert(names.plain, names.starts[:-1], 0).astype(np.int64)
    pairs = letters * SIZE + np.append(letters[1:], 0)
    place = np.sort((group[owner] * SIZE * SIZE + pairs) * len(sizes) + owner)
    place = place[np.append(True, place[1:] > place[:-1])]  # each pair of a name once
    name = (place % len(sizes)).astype(np.int32)
    wanted = np.arange(len(bits))[:, None] * SIZE * SIZE + np.arange(SIZE * SIZE + 1)
    offsets = np.searchsorted(place, wanted * len(sizes)).astype(np.int32)
    different = np.bincount(name, minlength=len(sizes)).astype(np.int32)
    return Pairs(name, offsets, different, np.append(firsts, len(sizes)).astype(np.int32), bits)
