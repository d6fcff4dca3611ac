"""The closing: recipients (Nơi nhận), where copies are kept (Lưu); who signed is read beside them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.draft import Draft
from extract.grammar.units import clean
from extract.head.signers import read_signers, zoned_signers
from extract.record import FiledAt, Recipient
from extract.zones.layout import Layout
from extract.zones.segments import Segment, segment_evidence, segments
from extract.zones.zones import FILED, RECIPIENT, Part
from ingest.page import Origin
from normalize.folding import fold

_HEAD = re.compile(r".*?n\S{1,2}i\s+nh[ậaâ]n\s*:?\s*", re.IGNORECASE)
_ITEM = re.compile(r"^\s*[-–—+•*~]\s*(?=\S)")
_FILED = re.compile(
    r"[-–—~+•*_\s]*l[ưuiy]+\w{0,2}(?:\s?[:;]\s*|\s+(?=(?-i:[A-ZĐ]{2})|văn ))(?P<what>.*)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\(\s*(?!đ/?c\b)(?P<purpose>(?:d?[đd][ểềễeệ]{1,2}\s+|đ[eể]\s*)?(?:thay\s+|để\s+)?(?:b/?c\b|b/cáo|góp ý|đăng |phối hợp|báo cáo|th?/h|thực hiện|p/h|phối hợp|biết|theo dõi|chỉ đạo|c/đ|p/h t/h|đăng tải|thông báo|(?<=để )\S|(?<=đề )\S)[^)]*|[^()\s]{1,5}/[^()\s]{1,5})\s*\)?",
    re.IGNORECASE,
)
# The words that go on inside a bracket, and a bracket of which OCR lost the rest.
_IN_BRACKET = re.compile(r"\s*[-–—]?\s*đ[ểề]\s", re.IGNORECASE)
_BROKEN = re.compile(r"\s*\(\s*đ[eêểề]?\s*$", re.IGNORECASE)
# "(Cục A để báo cáo)": a remark and a purpose in one bracket.
_SAID_INSIDE = re.compile(r"\(([^()]*[^\s(),;])[\s,;]+(?=đ[ểề]\s)", re.IGNORECASE)
# "UBND tỉnh - để b/c": a purpose behind a dash.
_DASHED = re.compile(
    r"(?:\s*[-–:]\s*(?:đ[ểềeê]\s+)?|\s+đ[ểề]\s+)(b/?c|b/cáo|báo cáo|t/h|thực hiện|p/h|phối hợp|biết)\s*(?=[;.,]?\s*$)",
    re.IGNORECASE,
)
# A fixed entry of which OCR lost the rest.
_NAMES_CUT = {"Như": "Như trên"}
_PURPOSES = (
    (r"\bb/\s?c(?:áo)?\b|\bbc\b", "báo cáo"), (r"\bt/\s?h\b", "thực hiện"), (r"\bp/\s?h\b", "phối hợp"),
    (r"\bc/\s?[đd]\b", "chỉ đạo"), (r"\bph?/hợp\b", "phối hợp"), (r"\bth?/hiện\b", "thực hiện"),
)  # fmt: skip


def read_closing(draft: Draft, layout: Layout) -> None:
    """Add recipients, filing places and signers to the record."""
    _recipients(draft, _items(layout.zones.listed))
    if zoned_signers(draft, layout):
        return
    listed = {(z.segment.line, z.segment.start) for z in layout.zones.listed}
    closing = segments(draft.source.lines, layout.closing, layout.annex)
    read_signers(draft, [s for s in closing if (s.line, s.start) not in listed])


# "Lưu" where its mark is missing or was misread.
_KEPT = re.compile(r"^\W*l\S{1,3}\W+", re.IGNORECASE)
# Nothing but the marks before an item.
_BARE = re.compile(r"\W*")


def _items(listed: Sequence[Part]) -> Iterator[list[tuple[str, Part]]]:
    """The items of Nơi nhận, each as its lines with their text behind heading and dash."""
    dashed = _dashed([zone.segment.text for zone in listed if zone.label == RECIPIENT])
    item: list[tuple[str, Part]] = []
    for zone in listed:
        text = _HEAD.sub("", zone.segment.text, count=1)
        if zone.label == FILED and zone.begins and not _FILED.match(text):
            text = _KEPT.sub("Lưu: ", text)
        if _BARE.fullmatch(text):
            continue
        before = " ".join(part for part, _ in item)
        if item and opens_item(text, before, dashed):
            yield item
            item = []
        item.append((_ITEM.sub("", text, count=1), zone))
    if item:
        yield item


def _dashed(texts: Sequence[str]) -> bool:
    return sum(bool(_ITEM.match(text)) for text in texts) > DASHED * len(texts)


# Where more than this share of the lines have a dash, each item has one.
DASHED = 0.5


def opens_item(text: str, before: str, dashed: bool) -> bool:
    """Whether a line begins an item of its own, by its dash or by the end of the one ``before``."""
    if before.count("(") > before.count(")"):
        return bool(_FILED.match(text) or _ITEM.match(text)) and not _IN_BRACKET.match(text)
    if _ITEM.match(text) or _FILED.match(text):
        return True
    ended = before.rstrip().endswith((";", "."))
    return text[:1].isupper() and (ended or not dashed)


def _recipients(draft: Draft, items: Iterable[Sequence[tuple[str, Part]]]) -> None:
    for item in items:
        text = " ".join(part for part, _ in item)
        parts = [zone.segment for _, zone in item]
        posterior = min(_listed(zone) for _, zone in item)
        if filed := _FILED.match(text):
            _filed(draft, filed["what"], parts, posterior)
            continue
        body = _BROKEN.sub("", _ITEM.sub("", text, count=1))
        body = _SAID_INSIDE.sub(r"(\1) (", body)
        body = _DASHED.sub(r" (\1)", body)
        purpose = _PURPOSE.search(body)
        said = _purpose(purpose["purpose"]) if purpose else None
        evidence, sure = segment_evidence(draft, parts, "recipient")
        for name in _PURPOSE.sub("", body).split(";"):
            if clean(name) and fold(name) not in {
                fold(one.name) for one in draft.record.recipients
            }:
                draft.record.recipients.append(
                    Recipient(
                        name=_NAMES_CUT.get(clean(name), clean(name)),
                        purpose=said,
                        evidence=evidence,
                        confidence=posterior * sure,
                    )
                )


def _listed(zone: Part) -> float:
    """How sure a line is one of the list, also where its likeliest label says otherwise."""
    return zone.posterior if zone.label in (RECIPIENT, FILED) else 1 - zone.posterior


def _purpose(text: str) -> str:
    said = text.lower().strip()
    for pattern, full in _PURPOSES:
        said = re.sub(pattern, full, said)
    said = re.sub(r"^đ[ềe]\s", "để ", said)
    return said if said.startswith("để") else f"để {said}"


# How many copies are kept, and in which form: no part of where.
_COPIES = re.compile(
    r"\(\s*\d{0,3}\s*(?:b|bản)?\s*\)|\(\s*\d{1,3}[^()]*\)?|\(\s*$|(?:\b|(?<=[^\W\d])(?=\d\d))\d{1,3}\s*(?:b|bản)\b|\.\s*\d{1,3}\s*\.?\s*$",
    re.IGNORECASE,
)


def _filed(draft: Draft, text: str, parts: list[Segment], posterior: float) -> None:
    evidence, sure = segment_evidence(draft, parts, "filed-at")
    what = _COPIES.sub("", text)
    by_ocr = {p.page for p in draft.record.source.pages if p.origin == Origin.OCR}
    for place in re.split(r"[,;]|\svà\s", what):
        name = clean(place)
        if draft.source.lines[parts[0].line].page in by_ocr:
            name = re.sub(r"(?<=[^\W\d_])l(?=\d)", "1", name)
        if name and len(name) <= 20 and name not in {one.name for one in draft.record.filed_at}:
            draft.record.filed_at.append(
                FiledAt(name=name, evidence=evidence, confidence=posterior * sure)
            )
