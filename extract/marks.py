"""Marks of urgency and secrecy, and the headings of annexes (Nghị định 30/2020, Phụ lục I)."""

import re
from collections.abc import Iterator

from extract.draft import Draft, evidence_of, surety
from extract.layout import ANNEX, Layout, segments
from extract.record import HeaderEvidence
from extract.units import clean
from extract.vocabulary import KINDS
from normalize.folding import fold
from normalize.text import RestoredWord, TextLine

URGENCY = {fold(m): m for m in ("hỏa tốc hẹn giờ", "hỏa tốc", "thượng khẩn", "khẩn")}
SECRECY = {fold(m): m for m in ("tuyệt mật", "tối mật", "mật")}
RELIABILITY_MARK, RELIABILITY_ANNEX = 0.95, 0.90

_NUMBERED = re.compile(
    r"\s*(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?(?:\d{1,2}|[IVX]{1,5}|[A-Z]))?\s*[.:]?"
)
_ATTACHED = re.compile(r"kèm theo", re.IGNORECASE)
_KINDS = {fold(kind) for kind in KINDS}
# "(Kèm theo Quyết định số …)" stands this near below the heading of an annex.
ATTACHED_BELOW = 4


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
    for n, line in enumerate(filled):
        if line.table is not None or not ANNEX.match(line.text):
            continue
        below = filled[n + 1 : n + 1 + ATTACHED_BELOW]
        numbered = _NUMBERED.match(line.text)
        if not numbered and not any(_ATTACHED.search(other.text) for other in below):
            continue
        bare = (numbered and numbered.end() == len(line.text.rstrip())) or fold(line.text) in _KINDS
        named = bare and below and below[0].table is None and not _ATTACHED.search(below[0].text)
        lines = [line, below[0]] if named else [line]
        yield clean(" ".join(part.text for part in lines)), lines
