"""The numbers and bullets that Word puts before paragraphs, which stand in no text of the file."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ingest.word.styles import WordStyles, switch, value_of

_LEVELS = 9
# Word writes no larger number in letters or Roman figures.
_LARGEST = 32_767
_BULLET = "-"
# Bullets that print as the signs that they are; others are signs of symbol fonts.
_PLAIN_BULLETS = ("-", "+", "*")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def _letter(number: int) -> str:
    """a to z, then aa to zz, as Word counts."""
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else _ORDINALS.get(number % 10, 'th')}"


def _vietnamese(number: int) -> str:
    """In words up to 99: một, mười lăm, hai mươi mốt."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    if not tens:
        return _DIGITS[ones]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return " ".join([*words, last]).strip()


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "vietnameseCounting": _vietnamese,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
}


class _List(NamedTuple):
    """A list that paragraphs name: its levels, whose count it shares, where it starts anew."""

    levels: dict[int, Any]
    counted_as: str
    anew: dict[int, int]


class Numbering:
    """Counts through a document; ``label`` must be asked for its paragraphs in order."""

    def __init__(self, document: WordDocument, styles: WordStyles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int]] = {}
        self._started: set[tuple[str, int]] = set()
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
                self._read(document.part.numbering_part.element)

    def _read(self, numbering: Any) -> None:
        abstracts = {
            str(abstract.get(qn("w:abstractNumId"))): abstract
            for abstract in numbering.findall(qn("w:abstractNum"))
        }
        styled = {
            link: name for name, one in abstracts.items() if (link := value_of(one, "w:styleLink"))
        }
        for used in numbering.findall(qn("w:num")):
            name = value_of(used, "w:abstractNumId")
            name = styled.get(value_of(abstracts.get(name), "w:numStyleLink"), name)
            if name in abstracts:
                self._lists[str(used.get(qn("w:numId")))] = _list_of(used, name, abstracts[name])

    def label(self, paragraph: Any) -> str:
        """The number or bullet that Word shows before a ``w:p``, with a blank after it; empty
        without one."""
        place = self._place(paragraph)
        if place is None or place[0] not in self._lists:
            return ""
        number, depth = place
        levels = self._lists[number].levels
        if depth not in levels:
            return ""
        counts = self._count(number, depth)
        level = levels[depth]
        if switch(level.find(qn("w:rPr")), "w:vanish"):
            return ""
        label = value_of(level, "w:lvlText")
        if value_of(level, "w:numFmt") == "bullet":
            return f"{label if label in _PLAIN_BULLETS else _BULLET} "
        plain = switch(level, "w:isLgl")
        for upper in range(depth + 1):
            form = "decimal" if plain else value_of(levels.get(upper), "w:numFmt")
            label = label.replace(f"%{upper + 1}", _written(counts[upper], form))
        return f"{label} " if label.strip() else ""

    def _count(self, number: str, depth: int) -> list[int]:
        """Count one on; levels below start again, levels above that were never used begin."""
        levels, name, anew = self._lists[number]
        starts = [int(value_of(levels.get(level), "w:start") or 1) for level in range(_LEVELS)]
        counts = self._counts.setdefault(name, [start - 1 for start in starts])
        for level in range(depth + 1):
            if level in anew and (number, level) not in self._started:
                self._started.add((number, level))
                counts[level] = anew[level] - 1
        for level in range(depth):
            counts[level] = max(counts[level], starts[level])
        counts[depth] += 1
        for level in range(depth + 1, _LEVELS):
            if depth < _restarted_by(levels.get(level), level):
                counts[level] = anew.get(level, starts[level]) - 1
        return counts

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Number of the list and depth in it, by the paragraph itself or by its style."""
        properties = paragraph.find(qn("w:pPr"))
        number, depth = _list_properties(properties)
        for name, style in self._styles.chain(value_of(properties, "w:pStyle")):
            if number and depth:
                break
            style_number, style_depth = _list_properties(style.find(qn("w:pPr")))
            if style_number and not number:
                number, depth = style_number, depth or self._linked(style_number, name)
            depth = depth or style_depth
        # The number 0 takes a paragraph out of the list of its style.
        return None if number in ("", "0") else (number, int(depth or 0))

    def _linked(self, number: str, style: str) -> str:
        """The level of a list that names a style, empty without one."""
        levels = self._lists[number].levels if number in self._lists else {}
        linked = (depth for depth, one in levels.items() if value_of(one, "w:pStyle") == style)
        return str(next(linked, ""))


def _list_of(used: Any, name: str, abstract: Any) -> _List:
    levels = dict(_levels_of(abstract))
    anew: dict[int, int] = {}
    for override in used.findall(qn("w:lvlOverride")):
        depth = int(override.get(qn("w:ilvl"), "0"))
        for _, level in _levels_of(override):
            levels[depth] = level
            anew[depth] = int(value_of(level, "w:start") or 1)
        if start := value_of(override, "w:startOverride"):
            anew[depth] = int(start)
    return _List(levels, name, anew)


def _levels_of(parent: Any) -> Iterator[tuple[int, Any]]:
    for level in parent.findall(qn("w:lvl")):
        yield int(level.get(qn("w:ilvl"), "0")), level


def _restarted_by(level: Any, depth: int) -> int:
    """The depth above which a number starts a level again: that of the level, unless it says less."""
    said = value_of(level, "w:lvlRestart")
    return int(said) if said else depth


def _written(number: int, form: str) -> str:
    return _FORMATS.get(form, str)(number) if number <= _LARGEST else str(number)


def _list_properties(properties: Any) -> tuple[str, str]:
    listed = None if properties is None else properties.find(qn("w:numPr"))
    return value_of(listed, "w:numId"), value_of(listed, "w:ilvl")
