"""Strings of digits from what a network saw frame by frame along a line (CTC)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float32]

# Signs between the digits that are no digits and no strokes of one: ruled dots, blanks, the colon before.
_BETWEEN = " .,:;_-'\""
# Signs that a written digit is taken for; where digits are expected they count as these.
_ALIKE = ("OoQD", "lIi|/!", "Zz", "", "", "Ss", "bG", "T", "B&", "gq")
# Strings that are followed at a time, and the longest.
_BEAM, _LONGEST = 24, 6
# A digit less likely than this in a frame is not followed there.
_LEAST = 1e-4


class Sight(NamedTuple):
    """What a network saw: for each frame along a line the chance of each sign.

    ``chances`` is frames by signs; the first sign stands for none.
    """

    chances: Chances
    signs: Sequence[str]


class Spelling(NamedTuple):
    """The likeliest signs of a line, with the first and last frame of each."""

    text: str
    first: list[int]
    last: list[int]


def spelling(sight: Sight) -> Spelling:
    """The likeliest sign of each frame, repetitions taken once."""
    text, before = "", 0
    first: list[int] = []
    last: list[int] = []
    for frame, sign in enumerate(sight.chances.argmax(axis=1).tolist()):
        if sign and sign == before:
            last[-1] = frame
        elif sign:
            text += sight.signs[sign]
            first.append(frame)
            last.append(frame)
        before = sign
    return Spelling(text, first, last)


def digit_strings(sight: Sight, start: int, end: int) -> tuple[dict[str, float], float]:
    """The strings of digits that frames may hold, their chances if they hold digits alone, and how far
    they do: the least chance of a frame that it holds a digit or nothing.

    A prefix beam search; the chances of the strings sum up to 1 or a little less.
    """
    columns, honest = _columns(sight, start, end)
    strings = {"": (1.0, 0.0)}
    for none, *digits in columns.tolist():
        longer: dict[str, tuple[float, float]] = {}
        for text, (ended, open_) in strings.items():
            whole = ended + open_
            _add(longer, text, whole * none, 0.0)
            for digit, chance in enumerate(digits):
                if chance < _LEAST:
                    continue
                again = text[-1:] == str(digit)
                if again:
                    _add(longer, text, 0.0, open_ * chance)
                _add(longer, text + str(digit), 0.0, (ended if again else whole) * chance)
        likely = sorted(longer.items(), key=lambda item: -sum(item[1]))
        strings = {text: ways for text, ways in likely[:_BEAM] if len(text) <= _LONGEST}
    return {text: sum(ways) for text, ways in strings.items()}, honest


def _columns(sight: Sight, start: int, end: int) -> tuple[Chances, float]:
    """For each frame the chance of no digit and of each of the ten, which sum up to 1."""
    signs = list(sight.signs)
    frames = sight.chances[start:end]
    between = [0, *(n for n, sign in enumerate(signs) if n and sign in _BETWEEN)]
    parts = [frames[:, between].sum(axis=1)]
    for digit, alike in enumerate(_ALIKE):
        columns = [n for n, sign in enumerate(signs) if sign and sign in f"{digit}{alike}"]
        parts.append(frames[:, columns].sum(axis=1))
    known = np.stack(parts, axis=1)
    whole = known.sum(axis=1, keepdims=True)
    return known / np.maximum(whole, _LEAST), float(whole.min(initial=1.0))


def _add(strings: dict[str, tuple[float, float]], text: str, ended: float, open_: float) -> None:
    before = strings.get(text, (0.0, 0.0))
    strings[text] = (before[0] + ended, before[1] + open_)
