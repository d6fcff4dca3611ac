"""The outline: numbered headings and numbered paragraphs, with their level by nesting."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from extract.draft import Block, Draft, Zone
from extract.grammar.clauses import is_actor, is_name
from extract.record import Section
from extract.vocabulary import has_verb
from extract.zones.layout import ANNEX
from ingest.page import Origin

RELIABILITY = 0.975
# Of a numeral that was put right by its neighbours.
RELIABILITY_NUMERAL = 0.9
# A heading seldom has more words than this; a numbered paragraph seldom fewer and no full stop.
HEADING_WORDS = 60
COLON_HEADING_WORDS = 16

_LABEL = re.compile(
    r"[\s_]*(?:(?P<article>(?:Chương|CHƯƠNG|Điều|ĐIỀU|Mục|MỤC|Phần|PHẦN)\s+(?:\d{1,3}[a-z]?|[IVX]{1,5}|thứ\s+(?:nhất|hai|ba|tư|năm|sáu)))\s*[.:]?(?=\s|$)"
    r"|(?P<annex>(?:Phụ lục|PHỤ LỤC)\s+(?:\d{1,2}|[IVX]{1,5}|[A-Z]))\s*[.:]?(?=\s|$)"
    r"|(?!V/v)(?:(?P<letter>[A-H])(?=\.\s+[A-ZĐÀ-Ỹ]{2})|(?P<roman>[IVX]{1,5}))\s?[./)](?=\s|[^\W\d_])"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?:[./)](?=\s|[^\W\d_]|“)|(?<!\.\d),(?=\s[A-ZĐ])|(?<=\.\d)\s|(?<=\.\d\d)\s))\s*"
)
# A numeral as OCR leaves it before a heading in capitals: without its dot, or an I read as an L.
_NUMERAL = re.compile(r"\s*(?:(?P<dotless>[IVX]{1,5})\s|[Ll]\.)\s*(?=(?:[^\W\d_]{2,}[\s,]+){2})")
# Lines to be filled in by hand, and what forms and lists call themselves above their first label.
_BLANK = re.compile(r"\.{4,}|…{2,}|_{4,}")
_FORM = re.compile(
    r"(?:^|\s|\()(?:mẫu|phiếu|đơn(?!\s+vị)|biểu|danh sách|danh mục|tờ khai|giấy)(?![^\W\d_])",
    re.IGNORECASE,
)
_EXECUTION = re.compile(r"(?:chịu|có) trách nhiệm thi hành", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[.;](?:/\.)?\s*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A section's label as printed, its style of numbering, and where its text begins."""

    text: str
    style: str
    end: int


def label_of(text: str) -> Label | None:
    """The label that a paragraph begins with, if it is one of a section."""
    match = _LABEL.match(text)
    if not match:
        numeral = _NUMERAL.match(text)
        if numeral and text[numeral.end() :].isupper() and not _DIGIT.search(text):
            return Label(numeral["dotless"] or "I", "roman", numeral.end())
        return None
    if match["article"]:
        word = match["article"].split()[0].capitalize()
        return Label(" ".join([word, *match["article"].split()[1:]]), word, match.end())
    if match["annex"]:
        return Label("Phụ lục " + match["annex"].split()[-1], "annex", match.end())
    if match["letter"]:
        return Label(match["letter"], "letter", match.end())
    if match["roman"]:
        return Label(match["roman"], "roman", match.end())
    return Label(match["number"], f"number{match['number'].count('.') + 1}", match.end())


def heading_of(text: str) -> str | None:
    """The heading in the text after a label, or None where a paragraph follows.

    >>> heading_of("Mục đích"), heading_of("Sở Y tế: Chỉ đạo các cơ sở y tế chuẩn bị đủ thuốc.")
    ('Mục đích', 'Sở Y tế')
    """
    text = text.strip()
    if not text or _EXECUTION.search(text):
        return None
    if _SENTENCE.search(text):
        before, colon, after = text.partition(":")
        words = len(before.split())
        plain = not has_verb(before) or is_name(before)
        short = words <= 4 or (words <= COLON_HEADING_WORDS and plain)
        goes_on = after.strip()[:1].isupper() or is_actor(before)
        if colon and short and ";" not in before and goes_on:
            return before.strip(" *_")
        return None
    if text.endswith(":"):
        inner = text[:-1].strip()
        return inner.strip(" *_") if len(inner.split()) <= 40 and not _is_lead(inner) else None
    if len(text.split()) > HEADING_WORDS or text.endswith(","):
        return None
    return text.strip(" *_")


def _is_lead(text: str) -> bool:
    """Whether words before a colon are a sentence that leads into a list."""
    return bool(
        re.search(r"\b(?:như sau|sau|sau đây|các khâu|gồm|bao gồm|nội dung|nhiệm vụ)\s*$", text)
    ) and bool(has_verb(text))


class Nesting:
    """Levels by nesting: a style seen before closes what was opened after it."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def level(self, style: str) -> int:
        """The level (from 1) of a section of a style."""
        if style in self.open:
            del self.open[self.open.index(style) + 1 :]
        else:
            deeper = [s for s in self.open if _outranks(style, s)]
            if deeper:
                del self.open[self.open.index(deeper[0]) :]
            self.open.append(style)
        return len(self.open)


_RANK = {"Phần": 0, "annex": 0, "Chương": 1, "Mục": 2, "Điều": 3, "letter": 3, "roman": 3}


def _outranks(style: str, other: str) -> bool:
    def rank(name: str) -> int:
        return 3 + int(name[-1]) if name.startswith("number") else _RANK[name]

    return rank(style) < rank(other)


def find_sections(draft: Draft) -> None:
    """Add the sections of body and annexes to the record."""
    nesting, zone = Nesting(), None
    outlined = _outlined_annexes(draft)
    for number, block in enumerate(draft.blocks):
        if block.zone is not zone:
            nesting, zone = Nesting(), block.zone
        label = label_of(block.text)
        if label is None or block.zone in (Zone.HEADER, Zone.CLOSING):
            continue
        if block.zone is Zone.ANNEX and label.style != "annex" and block.start not in outlined:
            continue
        label = _with_dot(draft, block, label)
        section = _section(draft, block, label, nesting.level(label.style))
        if section.heading is None and label.end >= len(block.text.rstrip()):
            section.heading = _heading_below(draft.blocks[number : number + 2])
        draft.record.sections.append(section)
        draft.sections.append((block.start, section))
    _restore_numerals(draft)


def _outlined_annexes(draft: Draft) -> set[int]:
    """Where blocks begin that stand in annexes with an outline of their own: no form, list or schedule."""
    parts: list[list[Block]] = []
    for block in draft.blocks:
        if block.zone is Zone.ANNEX:
            if not parts or ANNEX.match(block.text):
                parts.append([])
            parts[-1].append(block)
    return {
        block.start
        for part in parts
        if not any(_BLANK.search(b.text) for b in part)
        and not any(_FORM.search(b.text) for b in itertools.takewhile(_unlabelled, part))
        for block in part
    }


def _unlabelled(block: Block) -> bool:
    label = label_of(block.text)
    return label is None or label.style == "annex"


def _heading_below(blocks: Sequence[Block]) -> str | None:
    """The heading that stands on the line below its label: "Chương I", "QUY ĐỊNH CHUNG"."""
    if len(blocks) < 2 or blocks[1].zone is not blocks[0].zone or label_of(blocks[1].text):
        return None
    text = blocks[1].text.strip(" *_")
    named = text.isupper() or (
        heading_of(text) == text and len(text.split()) <= COLON_HEADING_WORDS
    )
    return text if named and text[:1].isupper() else None


def _with_dot(draft: Draft, block: Block, label: Label) -> Label:
    """A label of which OCR lost the dot: "12" behind "1.1" is "1.2"."""
    before = draft.sections[-1][1].label if draft.sections else ""
    stem, dot, part = before.rpartition(".")
    if not dot or not part.isdigit() or label.text != f"{stem}{int(part) + 1}":
        return label
    words = draft.words(block.start, block.start + label.end)
    if not _seen_by_ocr(draft, {line.page for line, _ in words}):
        return label
    text = f"{stem}.{int(part) + 1}"
    return Label(text, f"number{text.count('.') + 1}", label.end)


def _seen_by_ocr(draft: Draft, pages: set[int]) -> bool:
    pages_read = {p.page for p in draft.record.source.pages if p.origin == Origin.OCR}
    return bool(pages & pages_read)


def _restore_numerals(draft: Draft) -> None:
    """A roman numeral of which OCR lost a stroke: "I", "I", "III" is "I", "II", "III".

    The last of a list has none behind it: "II" behind "II" is "III"; a second "I" may begin anew.
    """
    roman = [s for s in draft.record.sections if style_of(s.label)[0] == "roman"]
    for before, section, after in zip_longest(roman[:-1], roman[1:], roman[2:]):
        first, wrong = (style_of(s.label)[2] for s in (before, section))
        follows = style_of(after.label)[2] == first + 2 if after else first > 1
        by_ocr = _seen_by_ocr(draft, {e.page for e in section.evidence})
        if by_ocr and wrong == first and follows and first < len(_NUMERALS):
            section.label = _NUMERALS[first]
            section.confidence *= RELIABILITY_NUMERAL


def _section(draft: Draft, block: Block, label: Label, level: int) -> Section:
    heading = heading_of(block.text[label.end :])
    stop = block.start + label.end + (len(heading) if heading else 0)
    return Section(
        label=label.text,
        level=level,
        heading=heading,
        evidence=draft.evidence(block.start, max(stop, block.start + label.end), "section-label"),
        confidence=draft.confidence(block.start, stop, RELIABILITY),
    )


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu")


def style_of(label: str) -> tuple[str, str, int]:
    """A label as its style, what stands before its last part, and the count of that part.

    >>> style_of("1.2"), style_of("IV"), style_of("Điều 3")
    (('number', '1', 2), ('roman', '', 4), ('Điều', '', 3))
    """
    word, _, last = label.rpartition(" ")
    stem, _, part = last.rpartition(".")
    digits = re.match(r"\d+", part)
    if digits:
        return word or "number", stem, int(digits[0])
    if part in _ORDINALS:
        return word, stem, _ORDINALS.index(part) + 1
    if all(letter in _ROMAN for letter in part):
        values = [_ROMAN[letter] for letter in part]
        ahead = [*values[1:], 0]
        return (
            word or "roman",
            stem,
            sum(-v if v < a else v for v, a in zip(values, ahead, strict=True)),
        )
    return word or "letter", stem, ord(part[0]) - ord("A") + 1
