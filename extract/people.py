"""The closing: recipients (Nơi nhận), where copies are kept (Lưu); who signed is read beside them."""

import re
from collections.abc import Iterator

from extract.draft import Draft
from extract.layout import Layout
from extract.segments import Segment, segment_evidence, segments
from extract.record import FiledAt, Recipient
from extract.signers import NAME, SPECKS, read_signers
from extract.units import clean
from extract.vocabulary import MARK, OFFICE
from ingest.page import Origin

RELIABILITY_RECIPIENT, RELIABILITY_FILED = 0.98, 0.95

# A line whose dash OCR did not read begins at most this many letters further left or right.
DASH_WIDTH = 3
_HEAD = re.compile(r".*?n\S{1,2}i\s+nh[ậaâ]n\s*:?\s*", re.IGNORECASE)
_ITEM = re.compile(r"\s*[-–—+•*~]\s*(?=\S)")
_FILED = re.compile(
    r"[-–—~+•*_\s]*l[ưuiy]+\w{0,2}(?:\s?[:;]\s*|\s+(?=[A-ZĐ]{2}|văn ))(?P<what>.*)", re.IGNORECASE
)
_PURPOSE = re.compile(
    r"\(\s*(?P<purpose>(?:đ[ểề]\s+|đ[eể]\s*)?(?:thay\s+)?(?:b/c|b/cáo|báo cáo|th?/h|thực hiện|p/h|phối hợp|biết|theo dõi|chỉ đạo|c/đ|p/h t/h|đăng tải|thông báo|(?<=để )\S|(?<=đề )\S)[^)]*|[^()\s]{1,5}/[^()\s]{1,5})\s*\)?",
    re.IGNORECASE,
)
# The words that go on inside a bracket, and a bracket of which OCR lost the rest.
_IN_BRACKET = re.compile(r"\s*[-–—]?\s*đ[ểề]\s", re.IGNORECASE)
_BROKEN = re.compile(r"\s*\(\s*đ[eêểề]?\s*$", re.IGNORECASE)
# "(Cục A để báo cáo)": a remark and a purpose in one bracket.
_SAID_INSIDE = re.compile(r"\(([^()]*[^\s(),;])[\s,;]+(?=đ[ểề]\s)", re.IGNORECASE)
# "UBND tỉnh - để b/c": a purpose behind a dash.
_DASHED = re.compile(r"\s+[-–]\s*((?:đ[ểề]\s+)?(?:b/c|t/h|p/h))\s*(?=[;.,]?\s*$)", re.IGNORECASE)
# A fixed entry of which OCR lost the rest.
_NAMES_CUT = {"Như": "Như trên"}
_PURPOSES = (
    (r"\bb/\s?c(?:áo)?\b|\bbc\b", "báo cáo"), (r"\bt/\s?h\b", "thực hiện"), (r"\bp/\s?h\b", "phối hợp"),
    (r"\bc/\s?[đd]\b", "chỉ đạo"), (r"\bph?/hợp\b", "phối hợp"), (r"\bth?/hiện\b", "thực hiện"),
)  # fmt: skip


def read_closing(draft: Draft, layout: Layout) -> None:
    """Add recipients, filing places and signers to the record."""
    closing = list(segments(draft.source.lines, layout.closing, layout.annex))
    in_list = _recipient_segments(closing)
    _recipients(draft, in_list)
    listed = {id(s) for s in in_list}
    read_signers(draft, [s for s in closing if id(s) not in listed])


def _recipient_segments(closing: list[Segment]) -> list[Segment]:
    """The segments of Nơi nhận: its items and the lines that go on from them."""
    chosen: list[Segment] = []
    inside = finished = False
    for segment in closing:
        if _HEAD.match(segment.text) and not inside:
            inside = True
            rest = _HEAD.sub("", segment.text, count=1)
            if _ITEM.match(rest):
                chosen.append(
                    Segment(segment.line, segment.start + len(segment.text) - len(rest), rest)
                )
            continue
        if not inside or _is_signature(segment.text) or (finished and _ITEM.match(segment.text)):
            continue
        starts_item = bool(_ITEM.match(segment.text)) or bool(_FILED.match(segment.text))
        follows = bool(chosen) and not finished and not _ends(chosen[-1].text)
        undashed = bool(chosen) and not finished and _stands_below(chosen[-1], segment)
        undashed = undashed or (not chosen and _opens_list(segment, closing))
        if starts_item or ((follows or undashed) and not NAME.fullmatch(segment.text)):
            chosen.append(segment)
            finished = finished or bool(_FILED.match(segment.text))
    return chosen


def _opens_list(segment: Segment, closing: list[Segment]) -> bool:
    """Whether a line above the first item, in its column, is an item whose dash was not read."""
    after = [
        s
        for s in closing
        if s.line > segment.line and abs(s.start - segment.start) <= 2 * DASH_WIDTH
    ]
    begins = segment.text[:1].isupper() and segment.text[1:2].islower()
    return begins and bool(after) and bool(_ITEM.match(after[0].text))


def _begins(segment: Segment, before: str) -> bool:
    """Whether a line begins an item: not where a bracket of the one before is open ("(Cục A / - để biết)")."""
    if before.count("(") > before.count(")") and _IN_BRACKET.match(segment.text):
        return False
    return bool(_ITEM.match(segment.text) or _FILED.match(segment.text))


def _stands_below(item: Segment, segment: Segment) -> bool:
    """Whether a line in the column of an item that ended is an item whose dash was not read."""
    below = item.line < segment.line and abs(segment.start - item.start) <= DASH_WIDTH
    named = not segment.text.isupper() or segment.text.endswith(";")
    return below and _ends(item.text) and segment.text[:1].isupper() and named


def _ends(text: str) -> bool:
    return text.rstrip().endswith((";", ".", ":"))


def _is_signature(text: str) -> bool:
    text = text.lstrip(SPECKS)
    return (text.isupper() and bool(OFFICE.match(text) or MARK.match(text))) or bool(
        re.match(r"\(?đã ký\)?", text, re.IGNORECASE)
    )


def _items(chosen: list[Segment]) -> Iterator[tuple[str, list[Segment]]]:
    """Join the segments of one item."""
    text = ""
    parts: list[Segment] = []
    for segment in chosen:
        if parts and (_begins(segment, text) or _stands_below(parts[-1], segment)):
            yield text, parts
            text, parts = "", []
        inside = _ITEM.sub("", segment.text, count=1) if text else segment.text
        text = f"{text} {inside}".strip()
        parts.append(segment)
    if parts:
        yield text, parts


def _recipients(draft: Draft, chosen: list[Segment]) -> None:
    for text, parts in _items(chosen):
        if filed := _FILED.match(text):
            _filed(draft, filed["what"], parts)
            continue
        body = _BROKEN.sub("", _ITEM.sub("", text, count=1))
        body = _SAID_INSIDE.sub(r"(\1) (", body)
        body = _DASHED.sub(r" (\1)", body)
        purpose = _PURPOSE.search(body)
        said = _purpose(purpose["purpose"]) if purpose else None
        evidence, sure = segment_evidence(draft, parts, "recipient")
        for name in _PURPOSE.sub("", body).split(";"):
            if clean(name):
                draft.record.recipients.append(
                    Recipient(
                        name=_NAMES_CUT.get(clean(name), clean(name)),
                        purpose=said,
                        evidence=evidence,
                        confidence=RELIABILITY_RECIPIENT * sure,
                    )
                )


def _purpose(text: str) -> str:
    said = text.lower().strip()
    for pattern, full in _PURPOSES:
        said = re.sub(pattern, full, said)
    said = re.sub(r"^đ[ềe]\s", "để ", said)
    return said if said.startswith("để") else f"để {said}"


def _filed(draft: Draft, text: str, parts: list[Segment]) -> None:
    evidence, sure = segment_evidence(draft, parts, "filed-at")
    what = re.sub(r"\(.*?\)|\(.*$|\b\d{1,3}\s*(?:b|bản)\b|\.\s+\d{1,3}\s*$", "", text)
    by_ocr = {p.page for p in draft.record.source.pages if p.origin == Origin.OCR}
    for place in re.split(r"[,;]", what):
        name = clean(place)
        if draft.source.lines[parts[0].line].page in by_ocr:
            name = re.sub(r"(?<=[^\W\d_])l(?=\d)", "1", name)
        if name and len(name) <= 20:
            draft.record.filed_at.append(
                FiledAt(name=name, evidence=evidence, confidence=RELIABILITY_FILED * sure)
            )
