"""Marks of urgency and secrecy, and the headings of annexes (Nghị định 30/2020, Phụ lục I)."""

import itertools
import re
from collections.abc import Iterator
from functools import partial

from extract.draft import Draft, evidence_of, surety
from extract.grammar.units import clean
from extract.record import HeaderEvidence
from extract.vocabulary import KINDS
from extract.zones.layout import ANNEX, ATTACHED, Layout, is_attached
from extract.zones.segments import segments
from normalize.folding import fold
from normalize.text import RestoredWord, TextLine

URGENCY = {fold(m): m for m in ("hỏa tốc hẹn giờ", "hỏa tốc", "thượng khẩn", "khẩn")}
SECRECY = {fold(m): m for m in ("tuyệt mật", "tối mật", "mật")}
RELIABILITY_MARK, RELIABILITY_ANNEX = 0.95, 0.90

_NUMBERED = re.compile(
    r"\s*(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?(?:\d{1,2}|[IVX]{1,5}|[A-Z]))?\s*[.:]?"
)
_MOTTO = re.compile(r"cong hoa xa hoi|doc lap tu do")
# What is no title any more below the heading of an annex.
_OPENS = re.compile(
    r"\s*(?:Chương|CHƯƠNG|Điều|Phần|[IVX]+\s?[./]|\d+\s?[./]|[-+•]|Căn cứ|ĐVT|Đơn vị tính)\b|\s*-"
)
# A title below the heading of an annex has at most this many lines.
TITLE_BELOW = 3
_KINDS = {fold(kind) for kind in KINDS}


def read_marks(draft: Draft, layout: Layout) -> None:
    """Fill urgency, secrecy and annexes of the header."""
    for segment in segments(draft.source.lines, 0, min(layout.body, len(draft.source.lines))):
        line = draft.source.lines[segment.line]
        stop = segment.start + len(segment.text)
        words = [(line, w) for w in line.words if w.start < stop and w.stop > segment.start]
        for field, known in (("urgency", URGENCY), ("secrecy", SECRECY)):
            if segment.flat in known and segment.text.isupper():
                setattr(draft.header, field, known[segment.flat])
                _keep(draft, field, words, RELIABILITY_MARK)
    for title, lines in _annexes(draft, layout):
        draft.header.annexes.append(title)
        _keep(draft, "annexes", [(n, w) for n in lines for w in n.words], RELIABILITY_ANNEX)


def _keep(
    draft: Draft, field: str, words: list[tuple[TextLine, RestoredWord]], reliability: float
) -> None:
    known = draft.header.support.get(field)
    sure = reliability * surety(word for _, word in words)
    draft.header.support[field] = HeaderEvidence(
        evidence=[*(known.evidence if known else []), *evidence_of(words, field)],
        confidence=min(sure, known.confidence) if known else sure,
    )


def _annexes(draft: Draft, layout: Layout) -> Iterator[tuple[str, list[TextLine]]]:
    """Headings of annexes: numbered ones, and others that say what they are attached to."""
    filled = [line for line in draft.source.lines[layout.annex :] if line.text.strip()]
    titled: list[TextLine] = []
    for n, line in enumerate(filled):
        if any(line is one for one in titled):
            continue
        numbered = _NUMBERED.match(line.text)
        said = line.text.isupper() or ANNEX.match(line.text)
        if line.table is not None or not said or not (numbered or is_attached(filled, n)):
            continue
        if ATTACHED.search(line.text) or _MOTTO.search(fold(line.text)):
            continue
        bare = (numbered and numbered.end() == len(line.text.rstrip())) or _is_kind(line.text)
        lines = [line]
        if bare:
            below = filled[n + 1 : n + 1 + TITLE_BELOW]
            lines += itertools.takewhile(partial(_is_title, first=below[0]), below) if below else []
        titled = lines
        yield _name(lines), lines


def _is_kind(text: str) -> bool:
    return fold(text) in _KINDS


def _is_title(line: TextLine, first: TextLine) -> bool:
    """Whether a line below a bare heading is its title: up to the note, a table or the text."""
    opens = line.text.lstrip().startswith("(") or _OPENS.match(line.text)
    alike = line.text.isupper() == first.text.isupper()
    return line.table is None and not opens and alike


def _name(lines: list[TextLine]) -> str:
    """A heading in one line, without the note of what it is attached to."""
    text = clean(" ".join(line.text for line in lines))
    note = ATTACHED.search(text)
    return clean(re.sub(r"\(\*+\)", "", text[: note.start()] if note else text))
