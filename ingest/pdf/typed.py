"""What was typed over a PDF page: values of form fields and free text, with or without a picture.

A viewer draws a value anew where the file has no picture of it, or says that its pictures are old.
PDFium draws such values in fonts that lack Vietnamese letters; so the value itself is read.
"""

import ctypes
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.page import Box, Line, Word

_TYPED = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # of the flags of a text field (ISO 32000-1, table 228)
# Points that a letter and a line take where a value is laid out without its font.
_LETTER, _LINE = 5.0, 12.0
_WITH_VALUES = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)

Place = Callable[[raw.FS_RECTF], Box | None]


class Typed(NamedTuple):
    """A field or free text: its place, its value, and whether its picture is out of date."""

    box: Box
    value: str
    old: bool

    def outweighs(self, drawn: Sequence[Line]) -> bool:
        """Whether the value counts and not what is drawn: that is old, or letters of it are lost."""
        shown, value = ("".join(text.split()) for text in (_joined(drawn), self.value))
        if not value or shown == value:
            return False
        left = iter(value)
        return self.old or all(letter in left for letter in shown)


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def has_typed(page: pdfium.PdfPage) -> bool:
    """Whether an open page has form fields or free texts."""
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        with _annotation(page, number) as item:
            if raw.FPDFAnnot_GetSubtype(item) in _TYPED:
                return True
    return False


def typed_on(page: pdfium.PdfPage, place: Place, drawn_anew: bool) -> Iterator[Typed]:
    """The form fields and free texts of an open page, those that are hidden left out.

    ``drawn_anew``: the file asks viewers to draw all values anew. ``place`` brings a rectangle of
    the page into a box.
    """
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        with _annotation(page, number) as item:
            kind = raw.FPDFAnnot_GetSubtype(item)
            rect = raw.FS_RECTF()
            if (
                kind not in _TYPED
                or raw.FPDFAnnot_GetFlags(item) & _UNSEEN
                or not raw.FPDFAnnot_GetRect(item, rect)
            ):
                continue
            box = place(rect)
            if box is not None:
                value = _value(page, item, kind)
                yield Typed(box, value, drawn_anew and kind == raw.FPDF_ANNOT_WIDGET)


def laid_out(typed: Typed, width: float, height: float) -> tuple[Line, ...]:
    """The value in lines of words on a page of this size (points), about where a viewer puts it."""
    box = typed.box
    letters = max(1, int((box.right - box.left) * width / _LETTER))
    rows = [row for line in typed.value.splitlines() for row in textwrap.wrap(line, letters)]
    high = min((box.bottom - box.top) / max(1, len(rows)), _LINE / height)
    return tuple(
        _row(row, box.left, box.top + number * high, _LETTER / width, high)
        for number, row in enumerate(rows)
    )


def _row(text: str, left: float, top: float, letter: float, high: float) -> Line:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        x = left + at * letter
        words.append(Word(word, Box(x, top, x + len(word) * letter, top + high)))
        at += len(word)
    return Line(text, tuple(words))


def _value(page: pdfium.PdfPage, item: Any, kind: int) -> str:
    """What was typed, empty where it is no text, or a password."""
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _text(raw.FPDFAnnot_GetStringValue, item, b"Contents")
    form = page.formenv
    if (
        form is None
        or raw.FPDFAnnot_GetFormFieldFlags(form, item) & _PASSWORD
        or raw.FPDFAnnot_GetFormFieldType(form, item) not in _WITH_VALUES
    ):
        return ""
    return _text(raw.FPDFAnnot_GetFormFieldValue, form, item)


def _text(ask: Callable[..., int], *of: Any) -> str:
    """The text that PDFium writes into a buffer, as UTF-16 with its length in bytes."""
    length = ask(*of, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(*of, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


@contextmanager
def _annotation(page: pdfium.PdfPage, number: int) -> Iterator[Any]:
    item = raw.FPDFPage_GetAnnot(page.raw, number)
    try:
        yield item
    finally:
        raw.FPDFPage_CloseAnnot(item)
