"""Labels and formulas that an English model spoils, put right by their shape and their sequence.

"IL." between "I." and "III." is II., "l." is 1., "4," between "3." and "5." is 4., "S6:" opens a number,
"D/c" is Đ/c, "b/c" stays, "/2" behind "ngày" is 12, and the motto has its words wherever it is known as such.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ingest.formulas import MOTTOES
from normalize.folding import fold

# What the strokes of I, V and X are read as.
_STROKES = {
    "i": "I", "l": "I", "I": "I", "1": "I", "!": "I", "|": "I", "L": "I", "J": "I", "n": "II", "u": "II",
    "H": "II", "U": "II", "m": "III", "v": "V", "V": "V", "Y": "V", "x": "X", "X": "X",
}  # fmt: skip
_NUMERALS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
)  # fmt: skip
_ROMAN = re.compile(r"\s*(?P<label>[IVXLUHYJilnumvx1!|]{1,5})[.,](?=\s+\S)")
_ARABIC = re.compile(r"\s*(?P<label>[l|]|\d{1,2})(?P<mark>[.,])(?=\s+[^\W\d_])")
_DEEPER = re.compile(
    r"\s*(?P<label>(?=[\dlI.,]*\d)(?=[\dlI.,]*[lI])[\dlI]{1,2}(?:\.[\dlI]{1,2})+)(?=[.\s])"
)
_NUMBER = re.compile(r"\s*(?P<label>[S$][6éêeoôó0õòds]{1,2})(?=\s*[:;]\s*\S*[\d/])")
_SUBJECT = re.compile(r"\s*(?P<label>V[/\\Ili1W][vyVY]|VW|W[/\\]?v)(?=\s+[^\W\d_])")
# Words shortened to two letters ("b/c", "t/h", "đ/c"), and a day whose 1 was read as a stroke.
_SHORTENED = re.compile(
    r"(?<![^\W_])(?P<first>[^\W\d_])/(?P<second>[a-z])(?![^\W_])|(?<=\()[bcdhklmnpstvx]{2,4}(?=\))"
)
_COMRADE = {"D": "Đ", "B": "Đ", "d": "đ"}
_DAY = re.compile(r"(?<=ng.y )(?P<what>[/|l])(?=\d\s+th)")
_MOTTO_WORDS = tuple(re.findall(r"\w+", motto) for motto in MOTTOES)
_MOTTO_ALIKE = 78
_WORDS = re.compile(r"[^\W_]+(?:[’'!@][^\W_]+)*")
# A numeral that stands as a label, and the letter of an item.
_NUMERAL = re.compile(r"[IVX]{1,4}\Z")
_LETTER = re.compile(r"\s*(?P<letter>[a-zđ])[.)]\s")
# Trust in what a label or formula should read: chosen, not counted.
LABEL_SURETY = 0.9
# In a sequence of numerals: a stroke more or less, beginning anew, any other step, and a stroke more or less
# of what reads as a numeral: both neighbours have to ask for that.
_STROKE, _ANEW, _STEP, _CHANGED = 1.5, 2.0, 3.0, 3.5
# To be no numeral, where strokes stand that are letters of words too ("in.").
_NO_LABEL = 1.0


class Label(NamedTuple):
    """Where a label stands in its line and what it should read."""

    start: int
    stop: int
    text: str


def labels_of(lines: Mapping[int, str]) -> dict[int, Label]:
    """The labels at the starts of spoiled lines that read wrongly, by the numbers of the lines."""
    found: dict[int, Label] = {}
    for number, line in lines.items():
        for pattern, text in ((_NUMBER, "Số"), (_SUBJECT, "V/v")):
            if match := pattern.match(line):
                found[number] = Label(match.start("label"), match.end("label"), text)
        if match := _DEEPER.match(line):
            text = re.sub("[lI]", "1", match["label"])
            found[number] = Label(match.start("label"), match.end("label"), text)
    found |= _romans(lines)
    found |= _arabics({number: line for number, line in lines.items() if number not in found})
    return {
        number: label
        for number, label in found.items()
        if lines[number][label.start : label.stop] != label.text
    }


def letters_of(lines: Mapping[int, str]) -> dict[int, Label]:
    """The letters d of items whose place tells them from đ, by the numbers of the lines.

    An item "d)" after "c)" is itself; after another "d)" it is the next letter, "đ)".
    """
    found: dict[int, Label] = {}
    before = ""
    for number, line in lines.items():
        if match := _LETTER.match(line):
            if match["letter"] == "d" and before in ("c", "d"):
                letter = "đ" if before == "d" else "d"
                found[number] = Label(match.start("letter"), match.end("letter"), letter)
            before = match["letter"]
    return found


def is_numeral(text: str, start: int, stop: int) -> bool:
    """Whether a word of a line is a Roman numeral with the mark of a label behind it."""
    return bool(_NUMERAL.match(text[start:stop])) and text[stop : stop + 1] in (".", ")", "/")


def formulas_of(text: str, starts: Sequence[int]) -> Iterator[Label]:
    """What a spoiled line has of "Đ/c" and "b/c", of days and of the motto; its columns begin at ``starts``."""
    for match in _SHORTENED.finditer(text):
        comrade = _COMRADE.get(match["first"]) if match["second"] == "c" else None
        yield Label(match.start(), match.end(), f"{comrade}/c" if comrade else match[0])
    for match in _DAY.finditer(text):
        yield Label(match.start(), match.end(), "1")
    for start, stop in pairwise((0, *starts, len(text))):
        yield from _motto(text, start, stop)


def _motto(text: str, start: int, stop: int) -> Iterator[Label]:
    words = list(_WORDS.finditer(text, start, stop))
    read = fold(text[start:stop])
    for motto in _MOTTO_WORDS:
        if len(words) == len(motto) and fuzz.ratio(read, fold(" ".join(motto))) >= _MOTTO_ALIKE:
            yield from (
                Label(word.start(), word.end(), printed)
                for word, printed in zip(words, motto, strict=True)
            )


def _romans(lines: Mapping[int, str]) -> dict[int, Label]:
    """Numerals over whole document: the cheapest sequence that their strokes allow."""
    places = [(number, match) for number, line in lines.items() if (match := _heading(line))]
    chosen = _sequence([match["label"] for _, match in places])
    return {
        number: Label(match.start("label"), match.end("label") + 1, f"{numeral}.")
        for (number, match), numeral in zip(places, chosen, strict=True)
        if numeral
    }


def _heading(line: str) -> re.Match[str] | None:
    """A label in strokes; a single one counts only before capitals."""
    match = _ROMAN.match(line)
    if match is None or match["label"].isdigit():
        return None
    rest = [c for c in line[match.end() :] if c.isalpha()]
    capitals = sum(c.isupper() for c in rest) > 0.8 * len(rest)
    return match if capitals or len(match["label"]) > 1 else None


def _sequence(raws: Sequence[str]) -> list[str]:
    """The numeral of each label, empty where it is none: Viterbi over the numerals."""
    costs: dict[int, float] = {0: 0.0}
    steps: list[dict[int, tuple[int, int]]] = []
    for raw in raws:
        reached: dict[int, float] = {}
        came: dict[int, tuple[int, int]] = {}
        for value, cost in _options(raw).items():
            for last, before in costs.items():
                now = value or last
                total = before + cost + (_step(last, value) if value else 0.0)
                if total < reached.get(now, float("inf")):
                    reached[now], came[now] = total, (last, value)
        costs = reached
        steps.append(came)
    now = min(costs, key=costs.__getitem__)
    chosen: list[int] = []
    for came in reversed(steps):
        now, value = came[now]
        chosen.append(value)
    return [_NUMERALS[value - 1] if value else "" for value in reversed(chosen)]


@lru_cache(maxsize=1000)
def _options(raw: str) -> dict[int, float]:
    """The numerals that a label may be, with a stroke more or less, and their costs; 0 is no numeral."""
    strokes = "".join(_STROKES[letter] for letter in raw)
    other = _CHANGED if raw in _NUMERALS else _STROKE
    options = {
        value: other * edits
        for value, numeral in enumerate(_NUMERALS, start=1)
        if (edits := Indel.distance(strokes, numeral)) <= 1
    }
    if raw in _NUMERALS:
        return options
    return options | {0: _NO_LABEL if options else 0.0}


def _step(last: int, value: int) -> float:
    """The cost of a numeral behind another; the first may be any (``last`` is 0)."""
    if not last or value == last + 1:
        return 0.0
    return _ANEW if value == 1 else _STEP


def _arabics(lines: Mapping[int, str]) -> dict[int, Label]:
    """Figures at the starts of lines: strokes are 1, and a comma between neighbours is a point."""
    places = [(number, match) for number, line in lines.items() if (match := _ARABIC.match(line))]
    values = [int(m["label"]) if m["label"].isdigit() else 1 for _, m in places]
    found = {}
    for at, (number, match) in enumerate(places):
        follows = at > 0 and values[at - 1] + 1 == values[at]
        leads = at + 1 < len(values) and values[at] + 1 == values[at + 1]
        if not match["label"].isdigit() or (match["mark"] == "," and follows and leads):
            found[number] = Label(match.start("label"), match.end("mark"), f"{values[at]}.")
    return found
