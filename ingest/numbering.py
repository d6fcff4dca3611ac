"""The numbers and bullets that Word puts before paragraphs, which stand in no text of the file."""

from collections.abc import Callable
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.text.paragraph import Paragraph

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIXES = {"w": _WORD}
_LEVELS = 9
_BULLET = "-"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


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


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


class Numbering:
    """Counts through a document; ``label`` must be asked for its paragraphs in order."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
                self._read(document.part.numbering_part.element)

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.findall("w:abstractNum", _PREFIXES):
            self._levels[_attribute(abstract, "abstractNumId")] = {
                int(_attribute(level, "ilvl")): level
                for level in abstract.findall("w:lvl", _PREFIXES)
            }
        for used in numbering.findall("w:num", _PREFIXES):
            self._lists[_attribute(used, "numId")] = _of(used, "abstractNumId")

    def label(self, paragraph: Paragraph) -> str:
        """The number or bullet that Word shows, with a blank after it; empty without one."""
        place = _place_in_list(paragraph)
        if place is None or place[0] not in self._lists:
            return ""
        number, depth = place
        levels = self._levels.get(self._lists[number], {})
        if depth not in levels:
            return ""
        counts = self._count(number, depth, levels)
        if _of(levels[depth], "numFmt") == "bullet":
            return f"{_BULLET} "
        label = _of(levels[depth], "lvlText")
        for level in range(depth + 1):
            written = _written(counts[level], _of(levels.get(level), "numFmt"))
            label = label.replace(f"%{level + 1}", written)
        return f"{label} " if label.strip() else ""

    def _count(self, number: str, depth: int, levels: dict[int, Any]) -> list[int]:
        """Count one on; levels below start again, levels above that were never used begin."""
        starts = [int(_of(levels.get(level), "start") or 1) for level in range(_LEVELS)]
        counts = self._counts.setdefault(self._lists[number], [start - 1 for start in starts])
        for level in range(depth):
            counts[level] = max(counts[level], starts[level])
        counts[depth] += 1
        counts[depth + 1 :] = [start - 1 for start in starts[depth + 1 :]]
        return counts


def _written(number: int, form: str) -> str:
    return _FORMATS.get(form, str)(number)


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{{{_WORD}}}{name}", ""))


def _of(element: Any, path: str) -> str:
    """The value of the element at a path inside, empty without one."""
    steps = "/".join(f"w:{step}" for step in path.split("/"))
    found = None if element is None else element.find(steps, _PREFIXES)
    return "" if found is None else _attribute(found, "val")


def _place_in_list(paragraph: Paragraph) -> tuple[str, int] | None:
    """Number of the list and depth in it, by the paragraph itself or by its style."""
    number, depth = _list_properties(paragraph._p)
    style = paragraph.style
    while style is not None and not (number and depth):
        style_number, style_depth = _list_properties(style.element)
        number, depth = number or style_number, depth or style_depth
        style = style.base_style
    # The number 0 takes a paragraph out of the list of its style.
    return None if number in ("", "0") else (number, int(depth or 0))


def _list_properties(element: Any) -> tuple[str, str]:
    return _of(element, "pPr/numPr/numId"), _of(element, "pPr/numPr/ilvl")
