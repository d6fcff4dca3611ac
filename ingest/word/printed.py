"""The body of a Word file brought into the form that it prints: python-docx then reads all of it.

Text stands in elements that python-docx passes over (tracked insertions and moves, content controls,
smart tags, custom XML, simple fields, alternatives, formulas): these are unwrapped. What does not
print (deletions, the old places of moves, hidden text, earlier formatting) is taken out. Letters in old
fonts become those that they were typed as (``ingest.word.old_fonts``).
"""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.word.old_fonts import as_typed
from ingest.word.styles import OFF, WordStyles, switch, value_of

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Elements around what prints.
_WRAPPERS = (
    *map(qn, "w:ins w:moveTo w:sdt w:sdtContent w:smartTag w:customXml w:fldSimple".split()),
    *map(qn, "w:hyperlink w:dir w:bdo".split()),
    f"{_COMPATIBILITY}AlternateContent",
    f"{_COMPATIBILITY}Choice",
    f"{_MATHS}oMathPara",
)
# Elements that print nothing.
_UNPRINTED = (
    *map(qn, "w:del w:moveFrom w:delText w:sdtPr w:sdtEndPr w:smartTagPr w:customXmlPr".split()),
    *map(qn, "w:rPrChange w:pPrChange w:tblPrChange w:trPrChange w:tcPrChange".split()),
    *map(qn, "w:sectPrChange w:tblPrExChange w:numberingChange w:ruby".split()),
    f"{_COMPATIBILITY}Fallback",
)
# Where an insertion or a deletion is only noted: of a paragraph's mark, a row, a cell, a number.
_NOTES = tuple(map(qn, ("w:rPr", "w:trPr", "w:tcPr", "w:numPr")))
_WHITE = "FFFFFF"
_SOFT_HYPHEN = "\u00ad"
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


def settle(root: Any, styles: WordStyles) -> None:
    """Change the tree of a part (body, header, notes) into what prints of it."""
    for formula in list(root.iter(f"{_MATHS}oMath")):
        _replace(formula, [_run_of(_spoken(formula))])
    for ruby in list(root.iter(qn("w:ruby"))):
        _replace(ruby, list(ruby.iterfind(f"{qn('w:rubyBase')}//{qn('w:t')}")))
    for fallback in list(root.iter(f"{_COMPATIBILITY}Fallback")):
        if fallback.getparent().find(f"{_COMPATIBILITY}Choice") is None:
            _replace(fallback, list(fallback))
    _take_out_rows_and_cells(root)
    for element in [*root.iter(*_UNPRINTED)]:
        if element.getparent().tag not in _NOTES:
            element.getparent().remove(element)
    for wrapper in [*root.iter(*_WRAPPERS)]:
        if wrapper.getparent().tag not in _NOTES:
            _replace(wrapper, list(wrapper))
    for run in [*_hidden_runs(root, styles), *_white_runs(root)]:
        if (parent := run.getparent()) is not None:
            parent.remove(run)
    for paragraph in [*_without_mark(root, styles)]:
        _join(paragraph)
    for hyphen in [*root.iter(qn("w:softHyphen"))]:  # ư in TCVN3
        _replace(hyphen, [_text_of(_SOFT_HYPHEN)])
    as_typed(root, styles)


def without_page_numbers(root: Any) -> None:
    """Take the numbers of pages, which fields print, out of a header or footer."""
    for simple in list(root.iter(qn("w:fldSimple"))):
        if _PAGE_FIELD.match(simple.get(qn("w:instr"), "")):
            simple.getparent().remove(simple)
    depth, counts = 0, False
    for element in [*root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t"))]:
        if element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            counts = counts and depth > 0
        elif element.tag == qn("w:instrText"):
            counts = counts or _PAGE_FIELD.match(element.text or "") is not None
        elif counts:
            element.getparent().remove(element)


def _replace(element: Any, content: list[Any]) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = content


def _run_of(text: str) -> Any:
    run = OxmlElement("w:r")
    run.append(_text_of(text))
    return run


def _text_of(text: str) -> Any:
    letters = OxmlElement("w:t")
    letters.text = text
    return letters


def _spoken(formula: Any) -> str:
    """The signs of a formula in a row, a fraction with its stroke."""
    if formula.tag == f"{_MATHS}t":
        return str(formula.text or "")
    parts = [_spoken(part) for part in formula]
    return ("/" if formula.tag == f"{_MATHS}f" else "").join(part for part in parts if part)


def _take_out_rows_and_cells(root: Any) -> None:
    """Rows and cells that were deleted, and rows that are hidden."""
    for noted, place in (("w:trPr", "w:tr"), ("w:tcPr", "w:tc")):
        for properties in list(root.iter(qn(noted))):
            whole = properties.getparent()
            gone = any(switch(properties, name) for name in ("w:del", "w:cellDel", "w:hidden"))
            if gone and whole is not None and whole.tag == qn(place):
                whole.getparent().remove(whole)
    for table in list(root.iter(qn("w:tbl"))):
        if next(table.iter(qn("w:tr")), None) is None:
            table.getparent().remove(table)


def _hidden_runs(root: Any, styles: WordStyles) -> Iterator[Any]:
    """The runs that are hidden, by themselves or by their styles."""
    if not styles.hidden and next(root.iter(qn("w:vanish")), None) is None:
        return
    for run in root.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        hidden = switch(properties, "w:vanish")
        if hidden is None:
            names = (value_of(properties, "w:rStyle"), _paragraph_style(run.getparent()))
            hidden = any(name in styles.hidden for name in names)
        if hidden:
            yield run


def _white_runs(root: Any) -> Iterator[Any]:
    """White letters with nothing behind them; in tables and text boxes something may be."""
    behind = (qn("w:tbl"), qn("w:txbxContent"))
    for color in root.iter(qn("w:color")):
        properties = color.getparent()
        run = properties.getparent()
        if color.get(qn("w:val"), "").upper() != _WHITE or run.tag != qn("w:r"):
            continue
        shades = [properties.find(qn(name)) for name in ("w:shd", "w:highlight")]
        shades.append(run.getparent().find(f"{qn('w:pPr')}/{qn('w:shd')}"))
        if shades == [None] * 3 and next(run.iterancestors(*behind), None) is None:
            yield run


def _without_mark(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Paragraphs whose mark was deleted, moved away or hidden: they go on in the next one."""
    for mark in root.iter(qn("w:del"), qn("w:moveFrom"), qn("w:vanish")):
        properties = mark.getparent().getparent()
        if properties.tag == qn("w:pPr") and mark.get(qn("w:val")) not in OFF:
            yield properties.getparent()
    if styles.hidden:
        for paragraph in root.iter(qn("w:p")):
            shown = switch(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}"), "w:vanish")
            if shown is None and _paragraph_style(paragraph) in styles.hidden:
                yield paragraph


def _join(paragraph: Any) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    following = next(paragraph.itersiblings(qn("w:p"), qn("w:tbl")), None)
    content = [child for child in paragraph if child.tag != qn("w:pPr")]
    if following is not None and following.tag == qn("w:p"):
        at = 1 if following.find(qn("w:pPr")) is not None else 0
        following[at:at] = content
        parent.remove(paragraph)
    elif not content and parent.tag != qn("w:tc"):
        parent.remove(paragraph)


def _paragraph_style(paragraph: Any) -> str:
    return value_of(paragraph.find(qn("w:pPr")), "w:pStyle")
