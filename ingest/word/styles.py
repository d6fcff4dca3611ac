"""The styles of a Word file as chains: a style, the one that it is based on, and so on."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

OFF = ("0", "false", "off")


def switch(properties: Any, name: str) -> bool | None:
    """Whether a property is on; None where it is not spoken of."""
    found = None if properties is None else properties.find(qn(name))
    return None if found is None else found.get(qn("w:val")) not in OFF


def value_of(element: Any, name: str) -> str:
    """The value of a child element, such as the style that properties name; empty without one."""
    found = None if element is None else element.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val"), ""))


class WordStyles:
    """The styles of a document by their identities."""

    def __init__(self, document: WordDocument) -> None:
        styles = document.styles.element.findall(qn("w:style"))
        self._styles = {style.get(qn("w:styleId")): style for style in styles}
        self._fonts: dict[str, str] = {}
        default = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        self._font = _font(None if default is None else default.find(qn("w:rPr")))
        self._plain = next(
            (name for name, style in self._styles.items() if _is_plain_paragraph(style)), ""
        )

    def chain(self, name: str) -> Iterator[tuple[str, Any]]:
        """Identity and element of a paragraph's style and those below it; circles are cut."""
        met = set()
        name = name if name in self._styles else self._plain
        while name in self._styles and name not in met:
            met.add(name)
            yield name, self._styles[name]
            name = value_of(self._styles[name], "w:basedOn")

    def font(self, run: Any) -> str:
        """The name of the font of a run: its own, that of its style, of its paragraph's, of the document;
        empty where none names one."""
        properties = run.find(qn("w:rPr"))
        if own := _font(properties):
            return own
        style = value_of(properties, "w:rStyle")
        if style in self._styles and (named := self._font_of_style(style)):
            return named
        paragraph = next(run.iterancestors(qn("w:p")), None)
        of_paragraph = None if paragraph is None else paragraph.find(qn("w:pPr"))
        return self._font_of_style(value_of(of_paragraph, "w:pStyle")) or self._font

    def _font_of_style(self, name: str) -> str:
        if name not in self._fonts:
            named = (_font(style.find(qn("w:rPr"))) for _, style in self.chain(name))
            self._fonts[name] = next(filter(None, named), "")
        return self._fonts[name]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The styles whose text does not print."""
        return frozenset(name for name in self._styles if self._hides(name))

    def _hides(self, name: str) -> bool:
        for _, style in self.chain(name):
            if (found := switch(style.find(qn("w:rPr")), "w:vanish")) is not None:
                return found
        return False


def _font(properties: Any) -> str:
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    return "" if fonts is None else str(fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "")


def _is_plain_paragraph(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
