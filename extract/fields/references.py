"""Cited documents: kind, number, date and issuer; once each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.draft import Block, Draft, Zone
from extract.grammar import dates
from extract.grammar.units import clean, name_after, title_case
from extract.head.head import symbol
from extract.head.issuers import as_issuer
from extract.record import Reference
from extract.vocabulary import ACTOR, KIND_CODES, KINDS
from gazetteer.authority.abbreviations import expand

RELIABILITY_NUMBERED, RELIABILITY_NAMED = 0.95, 0.75

_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
# "15/2020/TT-BGDĐT", "2545/QĐ-TTg", "119/GDĐT-HC", "06-CTr/TU", "29-NQ/TW"; OCR puts blanks in.
_PARTS = r"[A-ZĐ][A-Za-zĐđ&]*(?:\s?[-–]\s?[-–]?[A-ZĐ][\wĐđ&.]*)*"
_NUMBER = re.compile(
    rf"(?<![\w/])(?P<serial>(?:(?<=[Ss]ố )\d )?\d{{1,5}}[a-z]?)\s?(?:/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<a>(?:UBTV)?QH\s\d{{1,2}}(?!\d)|{_PARTS}\d{{0,2}})"
    rf"|/\s?(?P<b>{_PARTS})|-\s?(?P<c>[A-ZĐ][A-Za-zĐđ]{{1,4}}\s?/\s?[A-ZĐ]{{2,10}}(?:[-–][A-ZĐ]{{2,10}})*))"
)
_KIND_BEFORE = re.compile(
    rf"(?P<kind>{_KIND})(?:\s+liên tịch)?\s*:?\s*(?:số|sổ|s6|so)?\s*:?\s*$", re.IGNORECASE
)
_DATE_AFTER = re.compile(
    rf"\s*,?\s*(?:(?:ban hành|ký|cùng)\s*)?\(?\s*ngày\s*(?:{dates.WRITTEN})", re.IGNORECASE
)
_NUMERIC_AFTER = re.compile(
    rf"\s*,?\s*(?:(?:ban hành|ký|cùng)\s*)?\(?\s*ngày\s*(?:{dates.NUMERIC})", re.IGNORECASE
)
_ISSUER_AFTER = re.compile(r"\s*\)?\s*,?\s*(?:được\s+)?(?:của|do)\s+", re.IGNORECASE)
# What the issuer decided, or when, ends its name.
_ISSUER_ENDS = re.compile(
    r"\s+(?:công nhận|chấp thuận|cho phép|bổ nhiệm|kiện toàn|thành lập|bãi bỏ|thay thế|điều chỉnh|sáp nhập|giải thể|"
    r"đổi tên|ủy quyền|phân cấp|phân công|ký|ngày)\s"
)
_LAW_BEFORE = re.compile(r"bộ luật|luật|nghị quyết|pháp lệnh", re.IGNORECASE)
# A law's name may stand between the word "Luật" and its number.
LAW_REACH = 110
_LAW_NAME = r"(?:Luật|Pháp lệnh)\s+[^;.(\n]{3,110}?"
_LAW_END = r"(?=\s*(?:ngày|số\s*:?\s*\d|năm|[Ss]ửa đổi|được|của|;|,(?!\s[^\W\d_A-ZĐ][^;.,\n]{0,60}?\s(?:ngày|số|năm)\b)|\.|\n|$|\(|thì|quy định|về\s|và (?:Luật|Pháp lệnh)))"
# A law that amends others bears their names in its own.
_LAW = re.compile(
    r"(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<title>[Ss]ửa đổi,?\s+(?:bổ [Ss]ung\s+)?(?:một số [Đđ]iều\s+)?(?:của\s+)?"
    rf"{_LAW_NAME}(?:\s+và\s+{_LAW_NAME})?|(?!sửa đổi|sư\s)[^\W\d_][^;.(\n]{{3,110}}?){_LAW_END}"
)
# A law named in running text, up to the word or the mark that goes on.
_GOES_ON_AFTER = (
    r"(?:năm|số|ngày|và\s+(?:các|Bộ|Luật|Pháp|Nghị|Thông|văn bản|hướng dẫn|sửa đổi)|được|có|quy định|đã|thì|trong|do|để|tại|theo|về|khi|"
    r"là|của|nhằm|trên|này|hiện hành|ban hành|ngoài)(?!\w)"
)
_LAW_IN_TEXT = re.compile(
    r"(?<![Đđ]oàn )(?<![Kk]hoa )(?<!ngành )(?<!học )(?P<title>(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?!sư(?!\w))"
    rf"(?!{_GOES_ON_AFTER})[^\W\d_]+(?:,?\s+(?!{_GOES_ON_AFTER})[^\W\d_]+){{1,12}}?)(?=\s*(?:[.,;:”()]|$)|\s+{_GOES_ON_AFTER})"
)
# The laws that an amending law names as amended.
_AMENDED = re.compile(
    r"(?P<title>(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?![Ss]ửa đổi)[^;.,(\n\d]{3,110}?)(?=\s*(?:,|$|và\s+(?:Bộ luật|Luật|Pháp lệnh)))"
)
# "về Sở", "về Bộ" send something to a unit.
_GROUND = re.compile(r"\s*căn cứ", re.IGNORECASE)
_TO_UNIT = re.compile(rf"về\s+{ACTOR.pattern}", re.IGNORECASE)
_NAMED_LAW = re.compile(
    r"(?P<name>(?:Bộ luật|Luật|Pháp lệnh)\s+(?:(?!Luật\s)[^;.(\n\d]|(?<=của )Luật|(?<=và )Luật){2,100}?)\s*(?:số\s*:?\s*)?$"
)
# A law named with its year in running text.
_LAW_OF_YEAR = re.compile(
    r"(?P<title>(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐ]\w*(?:,?\s+(?!năm\s|số\s|ngày\s|và\s(?:Luật|Nghị|Thông))[^\W\d_]+){0,12}?)\s+(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\s?/|\d)"
)
_UNNUMBERED = re.compile(
    r"(?P<kind>Tờ trình|Biên bản|Báo cáo|Kế hoạch|Quyết định|Công văn|Thông báo|Nghị quyết|Chỉ thị|Kết luận)"
    r"(?:\s+của\s+(?P<who>[A-ZĐÀ-Ỹ][^;,.:\n]{3,80}?)|(?<=Biên bản)\s+(?:cuộc\s+)?(?:họp|làm việc)[^;,.:\n]{0,80}?)?(?=,?\s+ngày\s)"
)


# Who issued a document may stand before it: "đề nghị của Sở Nội vụ tại Tờ trình số …", "Quyết định của Thủ tướng số …".
_PROPOSED = re.compile(
    rf"(?<!\w)của\s+(?P<who>{ACTOR.pattern}(?:(?!\s(?:tại|của)\s)[^.;]){{0,170}}?)\s+tại\s+(?:nội dung\s+)?(?P<many>các\s+)?(?:[^;]{{0,120}}?,\s+)?(?:văn bản\s+)?$",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    rf"(?:{_KIND})\s+của\s+(?P<who>[^.;,:]{{3,80}}?)(?P<many>\s*:)?\s+số\s*$", re.IGNORECASE
)
_CHAINED = re.compile(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?$", re.IGNORECASE)
# Issuers that the code of a number names without doubt.
_BY_CODE = (
    (re.compile(r"-CP$"), "Chính phủ"), (re.compile(r"-TTg$"), "Thủ tướng Chính phủ"),
    (re.compile(r"/QH\d*$"), "Quốc hội"), (re.compile(r"UBTVQH\d*$"), "Ủy ban Thường vụ Quốc hội"),
)  # fmt: skip
# The subject of a cited document, right behind its issuer or date.
_SUBJECT = re.compile(
    r"\s+(?P<title>(?i:về việc|về|v/v|quy định|ban hành|hướng dẫn|phê duyệt|sửa đổi|công bố|thành lập|phân bổ|đồng ý)"
    r"\s(?!của\s)[^;\n(]{5,320}?)(?=\s*(?:[;(\n)]|\./\.|\.\s|\.?$|,?\s+trong đó\s|,\s+(?:số|để)\s|\s+và\s+(?:đề xuất|đề nghị|ý kiến)\s)|\s+gửi\s+(?:UBND|Ủy ban|Sở|Bộ)"
    rf"|(?:,|\s+và|,\s+và)\s+(?:{'|'.join(kind.capitalize() for kind in KINDS)})\s+(?:liên tịch\s+)?số)"
)
# In running text the sentence goes on with who does something.
_GOES_ON = re.compile(rf",\s+{ACTOR.pattern}", re.IGNORECASE)
# The highest offices have no name behind their title.
_HIGHEST = re.compile(
    r"(?:Thủ tướng )?Chính phủ|Quốc hội|[ỦU][yỷ] ban [Tt]hường vụ Quốc hội|Chủ tịch nước|Ban Bí thư(?: Trung ương(?: Đảng| Đoàn)?)?|Bộ Chính trị"
)


@dataclass
class _Seen:
    """Documents cited so far by their number, and laws by their name; the last one with its end."""

    numbers: dict[str, list[Reference]] = field(default_factory=dict)
    names: dict[str, Reference] = field(default_factory=dict)
    last: tuple[int, str | None, Reference | None] = (-1, None, None)
    # Kind of the last one: "các Công văn số …, số …" names it once.
    kind: str | None = None
    # Kind, date and issuer of those without a number.
    dated: set[tuple[str, str | None, str | None]] = field(default_factory=set)
    # The issuer of all documents that a block lists, by the start of the block.
    several: tuple[int, str | None] = (-1, None)

    def same(self, number: str, issued_on: str | None) -> Reference | None:
        """The reference that a number means: offices count anew each year."""
        known = self.numbers.get(_key(number), [])
        return next((r for r in known if _may_be(r.issued_on, issued_on)), None)


def _may_be(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one[:4] == other[:4]


def find_references(draft: Draft) -> None:
    """Add every cited document to the record and mark where it stands."""
    seen = _Seen()
    if own := draft.header.number:
        itself = Reference(kind="", number=own, issued_on=draft.header.issued_on)
        seen.numbers[_key(own)] = [itself]
    for block in draft.blocks:
        for match in _NUMBER.finditer(block.text):
            if block.zone is not Zone.HEADER or _cited_in_title(match):
                _numbered(draft, block, match, seen)
        if block.zone is not Zone.HEADER:
            _laws(draft, block, seen)
        if block.zone in (Zone.BODY, Zone.ATTACHED):
            _dated(draft, block, seen.dated)


def _cited_in_title(match: re.Match[str]) -> bool:
    """Whether a number in the head has its kind before it, in small letters: its own has none."""
    before = _KIND_BEFORE.search(match.string, 0, match.start())
    return before is not None and not before["kind"].isupper()


def _numbered(draft: Draft, block: Block, match: re.Match[str], seen: _Seen) -> None:
    number = _written(match)
    before = _KIND_BEFORE.search(block.text, 0, match.start())
    start = before.start() if before else match.start()
    chained = _chained(block, start, seen) and seen.kind
    kind = before["kind"].lower() if before else _kind_of(match) or chained
    if not kind:
        return
    seen.kind = kind
    stop, issued_on = _date(block.text, match.end())
    issuer, stop = _issuer(block.text, stop)
    if issued_on is None:
        stop, issued_on = _date(block.text, stop)
    listed = _issuer_before(block, start, seen)
    issuer = issuer or listed
    if issuer is None and before is None and seen.several[0] == block.start:
        issuer = seen.several[1]
    by_code = _issuer_by_code(number)
    issuer = by_code if by_code and by_code.startswith(issuer or "") else issuer
    issuer = as_issuer(draft.header, issuer) if issuer else None
    if before is None:
        _complete_before(block, start, seen, issued_on, issuer)
    seen.last = (block.start + stop, listed, None)
    draft.taken.append((block.start + start, block.start + stop))
    title = _law_before(match) or _subject(block.text, stop)
    named = seen.names.get(_name_key(title)) if title else None
    if named and named.number is None:
        named.number = number
        seen.numbers.setdefault(_key(number), []).append(named)
    if known := seen.same(number, issued_on):
        known.issued_on = known.issued_on or issued_on
        known.issuer = known.issuer or issuer
        known.title = known.title or title
        return
    first, last = block.start + start, block.start + stop
    made = Reference(
        kind=kind,
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        title=title,
        evidence=draft.evidence(first, last, "reference-number"),
        confidence=draft.confidence(block.start + match.start(), last, RELIABILITY_NUMBERED),
    )
    seen.numbers.setdefault(_key(number), []).append(made)
    if title:
        seen.names[_name_key(title)] = made
    draft.record.references.append(made)
    seen.last = (block.start + stop, listed, made)


def _complete_before(
    block: Block, start: int, seen: _Seen, issued_on: str | None, issuer: str | None
) -> None:
    """The first of two numbers that share a date and an issuer: "số 3/QĐ-BNV, 4/QĐ-BNV ngày … của …"."""
    first = seen.last[2]
    if first and not first.issued_on and _chained(block, start, seen):
        first.issued_on = issued_on
        first.issuer = first.issuer or issuer


def _issuer_before(block: Block, start: int, seen: _Seen) -> str | None:
    """The issuer that stands before a document, also before the first of several."""
    before = block.text[:start]
    match = _PROPOSED.search(before) or _OF_SEVERAL.search(before)
    if match and match["who"][:1].isupper():
        named = expand(title_case(clean(match["who"])))
        if match["many"]:
            seen.several = (block.start, named)
        return named
    return seen.last[1] if _chained(block, start, seen) else None


def _chained(block: Block, start: int, seen: _Seen) -> bool:
    """Whether a number goes on a list: only "," or "và" stands between it and the one before."""
    end = seen.last[0]
    return end >= block.start and bool(_CHAINED.fullmatch(block.text[end - block.start : start]))


def _issuer_by_code(number: str) -> str | None:
    return next((name for code, name in _BY_CODE if code.search(number)), None)


def _subject(text: str, position: int) -> str | None:
    """What a cited document is about; None where the text goes on otherwise."""
    match = _SUBJECT.match(text, position)
    if match is None or _TO_UNIT.match(match["title"]):
        return None
    grounds = _GROUND.match(text) or text.rstrip().endswith(";")
    on = None if grounds else _GOES_ON.search(match["title"])
    return clean(match["title"][: on.start()] if on else match["title"])


def _law_before(match: re.Match[str]) -> str | None:
    """The name of a law before its number: "Luật Giáo dục số 43/2019/QH14"."""
    if not re.match(r"(?:QH|UBTVQH)", (match["a"] or match["b"] or "")):
        return None
    law = _NAMED_LAW.search(match.string, max(0, match.start() - LAW_REACH), match.start())
    name = clean(law["name"]) if law else ""
    return name if name and not name.endswith(" số") else None


def _name_key(title: str) -> str:
    return re.sub(r"[^\w\s]", "", title).casefold()


def _written(match: re.Match[str]) -> str:
    serial = match["serial"].replace(" ", "")
    if match["year"]:
        return f"{serial}/{match['year']}/{symbol(match['a'])}"
    if match["b"]:
        return f"{serial}/{symbol(match['b'])}"
    return f"{serial}-{symbol(match['c'])}"


def _kind_of(match: re.Match[str]) -> str | None:
    """The kind by the code in the number; None where the number may be something else."""
    code = re.split(r"[-/]", symbol(match["a"] or match["b"] or match["c"]))[0].lower()
    if re.match(r"qh\d*$|ubtvqh\d*$", code):
        law = list(
            _LAW_BEFORE.finditer(match.string, max(0, match.start() - LAW_REACH), match.start())
        )
        return law[-1][0].lower() if law else None
    if code in KIND_CODES:
        return KIND_CODES[code]
    return "công văn" if match["b"] and "-" in match["b"] and match["b"].isupper() else None


def _key(number: str) -> str:
    return re.sub(r"[\s.]", "", number).casefold().lstrip("0")


def _date(text: str, position: int) -> tuple[int, str | None]:
    match = _DATE_AFTER.match(text, position) or _NUMERIC_AFTER.match(text, position)
    if not match:
        return position, None
    return match.end(), dates.make_day(match["y"], match["m"], match["d"])


def _issuer(text: str, position: int) -> tuple[str | None, int]:
    of = _ISSUER_AFTER.match(text, position)
    found = name_after(text, of.end()) if of else None
    if not found:
        return None, position
    if highest := _HIGHEST.match(text, found[0]):
        return highest[0], highest.end()
    ended = _ISSUER_ENDS.search(text, *found)
    stop = ended.start() if ended else found[1]
    name = re.sub(r"\s+(?:và|cùng|với)$", "", text[found[0] : stop])
    return expand(title_case(name)), stop


def _dated(draft: Draft, block: Block, known: set[tuple[str, str | None, str | None]]) -> None:
    """Documents cited by kind and date only ("Tờ trình ngày 25 tháng 8 năm 2025 của …")."""
    for match in _UNNUMBERED.finditer(block.text):
        stop, issued_on = _date(block.text, match.end())
        first = block.start + match.start()
        if issued_on is None or draft.overlaps_taken(first, block.start + stop):
            continue
        issuer, stop = _issuer(block.text, stop)
        if match["who"]:
            issuer = expand(title_case(clean(match["who"])))
        draft.taken.append((first, block.start + stop))
        kind = match["kind"].lower()
        if (kind, issued_on, issuer) in known:
            continue
        known.add((kind, issued_on, issuer))
        draft.record.references.append(
            Reference(
                kind=kind,
                issued_on=issued_on,
                issuer=issuer,
                evidence=draft.evidence(first, block.start + stop, "reference-date"),
                confidence=draft.confidence(first, block.start + stop, RELIABILITY_NAMED),
            )
        )


def _laws(draft: Draft, block: Block, seen: _Seen) -> None:
    """Laws cited by name only, as the grounds of a document usually do, elsewhere with their year."""
    grounds = _GROUND.match(block.text)
    found = _LAW.finditer(block.text) if grounds else _told(block.text)
    for match in found:
        first, last = block.start + match.start(), block.start + match.end()
        title = clean(match[0] if grounds else match["title"])
        if draft.overlaps_taken(first, last) or _known(title, seen):
            continue
        rest = block.text[match.end() : match.end() + 20]
        if re.match(r"\s*số\s*\d", rest):
            continue
        of_year = _OF_YEAR.match(block.text, match.end())
        stop, issued_on = _date(block.text, of_year.end() if of_year else match.end())
        issuer, stop = _issuer(block.text, stop)
        draft.taken.append((first, block.start + stop))
        made = Reference(
            kind=match["kind"].lower(),
            title=title,
            issued_on=issued_on or (year["year"] if (year := of_year or _year(match)) else None),
            issuer=issuer,
            evidence=draft.evidence(first, last, "reference-name"),
            confidence=draft.confidence(first, last, RELIABILITY_NAMED),
        )
        seen.names[_name_key(title)] = made
        draft.record.references.append(made)
        if _AMENDS.match(title):
            _amended(draft, title, first, seen)


_AMENDS = re.compile(r"\S+(?:\s+luật|\s+lệnh)?\s+sửa đổi", re.IGNORECASE)


def _told(text: str) -> Iterator[re.Match[str]]:
    """The laws that a sentence names, those with their year first."""
    dated = list(_LAW_OF_YEAR.finditer(text))
    yield from dated
    for match in _LAW_IN_TEXT.finditer(text):
        if not any(one.start() < match.end() and match.start() < one.end() for one in dated):
            yield match


def _known(title: str, seen: _Seen) -> bool:
    """Whether a law was named before, at this or at greater length."""
    name = _name_key(title)
    return any(other == name or other.startswith(f"{name} ") for other in seen.names)


def _amended(draft: Draft, title: str, first: int, seen: _Seen) -> None:
    """The laws named inside the title of one that amends them, where they are cited nowhere before."""
    for match in _AMENDED.finditer(title, title.index(" ")):
        inner = clean(match["title"])
        if _known(inner, seen):
            continue
        start, stop = first + match.start(), first + match.end()
        made = Reference(
            kind=match["kind"].lower(),
            title=inner,
            evidence=draft.evidence(start, stop, "reference-name"),
            confidence=draft.confidence(start, stop, RELIABILITY_NAMED),
        )
        seen.names[_name_key(inner)] = made
        draft.record.references.append(made)


def _year(match: re.Match[str]) -> re.Match[str] | None:
    return match if "year" in match.re.groupindex else None


_OF_YEAR = re.compile(r"\s*(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\s?/|\d)")
