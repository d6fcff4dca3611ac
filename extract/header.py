"""The head of a document: issuers, number, place and date, kind, title, period.

Layout after Phụ lục I of Nghị định 30/2020/NĐ-CP; the number is read before any date.
"""

import re
from collections.abc import Iterator, Sequence

from extract import dates
from extract.casing import Casing
from extract.draft import Draft, Zone, evidence_of, surety
from extract.layout import Layout, Segment, segments
from extract.marks import read_marks
from extract.record import Evidence, HeaderEvidence
from extract.units import clean, join_letters, name_after, title_case
from extract.vocabulary import ACTOR, KIND_CODES, KINDS
from gazetteer.abbreviations import expand
from ingest.page import Signature
from normalize.folding import fold
from normalize.text import RestoredWord, TextLine

# Reliability of each rule when its words are right: set near the share right on the samples and the
# development documents (10 to 15 cases a rule), lower for rules with one or two cases.
RELIABILITY = {
    "number": 0.95, "issued_on": 0.96, "place": 0.97, "kind": 0.98, "kind-from-number": 0.95,
    "title": 0.95, "issuer": 0.95, "issuer-from-number": 0.80, "issuer-from-text": 0.85,
    "parent_issuer": 0.95, "period": 0.95,
    # An office's seal is set the day the document is dated in 7 of 13 scans, else later.
    "issued_on-from-signature": 0.5,
}  # fmt: skip

# OCR spoils what was written by hand: the serial may be anything, and so may day and month.
# A number or date of which a part could not be read is for a person to complete.
IN_PART = 0.3
_UNREAD = {"number": "?", "issued_on": "X"}
_NUMBER = re.compile(
    r"(?<![^\W\d_])[SsŠ5][ốo6ôóồổộđ0]\s*[:;.!]?\s*(?P<serial>[^/\n]{0,16}?)\s*/\s*(?P<symbol>[A-ZĐ\d][\wĐ&/.,]*(?:\s?[-–]\s?[\wĐ&.,]+)*)"
)
# "Số:" stands at the start of its line, after specks at most.
LABEL_INDENT = 6
_PARTY_NUMBER = re.compile(
    r"(?<![^\W\d_])[Ss]ố\s*[:.]?\s*(?P<serial>\d{1,5})\s*-\s*(?P<symbol>[A-ZĐ][\wĐ]*/[\wĐ/]+)"
)
_DATE = re.compile(
    r"(?P<place>[^\W\d_][^\n,;:]{1,40}?)\s*,?\s*ng[àa]y?(?:w)?\s*(?P<d>\d{1,2}|\S{0,6}?)\s*th[áa]ng\s*(?P<m>\d{1,2}|\S{0,4}?)\s*năm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\s{3,}|\s\|\s")
_SUBJECT = re.compile(
    r"\(?\s*(?:V/v(?![^\W\d_])|V/(?=về\s)|Về việc|V/V(?![^\W\d_])|v/v(?![^\W\d_]))\s*:?\s*(?P<title>.+)",
    re.DOTALL,
)
_MOTTO = re.compile(
    r"cong hoa xa hoi|doc lap tu do|hanh phuc|dang cong san|^(?:hoa toc|khan|thuong khan|mat|toi mat)$"
)
_SIGNATURE_NOTE = re.compile(
    r"k[ýy] b[ởo]i|th[ờo]i gian k[ýy]|ng[ườuơ]+i k[ýy]|c[ơo] quan:|email:", re.IGNORECASE
)
# The hour under a digital signature: "06.11.2024 09:27:05", "+07:00".
_STAMP = re.compile(r"[\d./-]{8,10}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*\+07:00)?|\+07:00")
_UNIT_START = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HĐND|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|TRƯỜNG|ĐẠI HỌC|HỌC VIỆN|VIỆN|TỔNG CỤC|CỤC|CHI CỤC|VĂN PHÒNG|"
    r"THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|BAN|TRUNG TÂM|CÔNG ĐOÀN|LIÊN ĐOÀN|ĐẢNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY|ĐẢNG ỦY|CÔNG TY|"
    r"NGÂN HÀNG|KHO BẠC|THANH TRA|HỘI|KHOA|TỔNG LIÊN|BẢO HIỂM|TÒA ÁN|VIỆN KIỂM|CÔNG AN|ĐOÀN|LIÊN|CỤM|PGD|SGD|THPT|THCS|TIỂU HỌC|MẦM NON)(?![^\W\d_])"
)
_SCHOOL_LEVEL = re.compile(
    r"(?:TH|MN|THCS|THPT|Tiểu học|Mầm non|Trung học)(?![^\W\d_])", re.IGNORECASE
)
_SECOND_UNIT = re.compile(
    r"(?<=[^\W\d_])(?<!TỔNG)(?<!CHI)\s+(?=(?:TỔNG CỤC|CỤC|SỞ|PHÒNG GIÁO DỤC|TRƯỜNG (?:ĐẠI HỌC|CAO ĐẲNG|THPT|THCS|TIỂU HỌC|MẦM NON))\s)"
)
# Two issuers on one line: "TRƯỜNG TH A - TRƯỜNG TH B".
_JOINT = re.compile(r"\s+[-–]\s+(?=(?:TRƯỜNG|SỞ|PHÒNG|BỘ|UBND|ỦY BAN|CÔNG ĐOÀN)\s)")
# The type code of a document that several units issue together (liên tịch).
_JOINT_SYMBOL = re.compile(r"/(?:TT|NQ|CT|KH|QC|HD|CTr)LT\b")
_LOCAL_OFFICE = re.compile(r"(?:Phòng|Sở|Thanh tra|Văn phòng|Ban Quản lý)\b")
_PLACE_IN_PARENT = re.compile(r"(?:quận|huyện|thị xã|thành phố|tỉnh)\s+.+$", re.IGNORECASE)
_TEXT_ISSUER = re.compile(
    r"(?P<units>(?:Trường|trường|Sở|Phòng|UBND|Ủy ban|Bộ|Công đoàn|Trung tâm|TH|MN|THCS|THPT|Trường Đại học)\s[^;:.“”]{2,160}?)\s*,?\s*"
    r"(?:xây dựng [Kk]ế hoạch|ban hành [Kk]ế hoạch|ban hành|thông báo|hướng dẫn|báo cáo|triển khai|đề nghị|yêu cầu)(?![^\W\d_])"
)


def read_header(draft: Draft, layout: Layout) -> None:
    """Fill the header of the draft's record from the lines before the body."""
    lines = draft.source.lines
    last = min(len(lines), max(layout.body, (layout.kind_line or 0) + 1))
    head = _unsigned([s for s in segments(lines, 0, last) if not _SIGNATURE_NOTE.search(s.text)])
    _number(draft, head)
    _place_and_date(draft, head)
    _kind(draft, layout)
    _title(draft, head, layout)
    _issuers(draft, head, layout)
    _period(draft)
    _recase(draft)
    read_marks(draft, layout)


def _recase(draft: Draft) -> None:
    """Names that the head prints in capitals take the case that running text gives them."""
    header = draft.header
    casing = Casing(
        [*(b.text for b in draft.blocks if b.zone is not Zone.HEADER), header.place or ""]
    )

    def in_capitals(field: str) -> bool:
        found = header.support.get(field)
        return found is not None and all(e.text.isupper() for e in found.evidence)

    if header.title and in_capitals("title"):
        header.title = casing.applied(header.title)
    if in_capitals("issuer"):
        header.issuer = [casing.name(name) for name in header.issuer]
    if header.parent_issuer and in_capitals("parent_issuer"):
        header.parent_issuer = casing.name(header.parent_issuer)


def _unsigned(head: list[Segment]) -> list[Segment]:
    """The head without the note that a digital signature prints above it, down to its hour."""
    motto = next((n for n, s in enumerate(head) if _MOTTO.search(s.flat)), len(head))
    stamps = [n for n, s in enumerate(head[:motto]) if _STAMP.fullmatch(s.text)]
    return head[stamps[-1] + 1 :] if stamps else head


def _support(draft: Draft, field: str, segment: Segment, start: int, stop: int, rule: str) -> None:
    line = draft.source.lines[segment.line]
    first, last = segment.start + start, segment.start + stop
    words = [(line, word) for word in line.words if word.start < last and word.stop > first]
    _keep(draft, field, words, rule)


def _keep(draft: Draft, field: str, words: list[tuple[TextLine, RestoredWord]], rule: str) -> None:
    known = draft.header.support.get(field)
    evidence = (known.evidence if known else []) + evidence_of(words, rule)
    sure = RELIABILITY[rule] * surety(word for _, word in words)
    if (_UNREAD.get(field) or "\n") in str(getattr(draft.header, field)):
        sure *= IN_PART
    draft.header.support[field] = HeaderEvidence(
        evidence=evidence, confidence=min(sure, known.confidence) if known else sure
    )


def _number(draft: Draft, head: list[Segment]) -> None:
    for segment in _whole_lines(draft, head):
        if match := _PARTY_NUMBER.search(segment.text):
            draft.header.number = f"{match['serial']}-{symbol(match['symbol'])}"
        elif (match := _NUMBER.search(segment.text)) and match.start() < LABEL_INDENT:
            draft.header.number = f"{_serial(match['serial'])}/{symbol(match['symbol'])}"
        else:
            continue
        _support(draft, "number", segment, match.start(), match.end(), "number")
        return


def _whole_lines(draft: Draft, head: list[Segment]) -> Iterator[Segment]:
    """The lines of the head uncut: a gap left for a handwritten number is no column."""
    for number in dict.fromkeys(segment.line for segment in head):
        text = draft.source.lines[number].text
        yield Segment(number, len(text) - len(text.lstrip()), text.strip())


def _serial(text: str) -> str:
    """The running number; ``?`` where it was written by hand and not read."""
    digits = re.sub(r"[\s._]", "", text)
    return digits if re.fullmatch(r"\d{1,6}[A-Za-zđ]{0,2}", digits) else "?"


def symbol(text: str) -> str:
    """A symbol (ký hiệu) without blanks; "DT" after "G" and the like get their đ back.

    >>> symbol("KH - SGDDT")
    'KH-SGDĐT'
    """
    compact = re.sub(r"\s", "", text).replace("–", "-").rstrip(".,-")
    compact = re.sub(r"([A-ZĐ])\1(?=-)", lambda m: m[1] if _is_code(compact, m) else m[0], compact)
    compact = re.sub(r"GD&?D?[DBĐ]T", lambda m: "GD&ĐT" if "&" in m[0] else "GDĐT", compact)
    compact = re.sub(r"(?<![A-ZĐ])QD(?=-)", "QĐ", compact)
    compact = re.sub(r"(?<=[-/])(D)(?=H[A-ZĐ])", "Đ", compact)
    return re.sub(r"UBN0|UBNO", "UBND", compact)


def _is_code(compact: str, match: re.Match[str]) -> bool:
    """Whether dropping a doubled letter makes the first part of a symbol a known type code."""
    part = re.split(r"[-/]", compact)[0]
    return (
        match.end() == len(part)
        and part.lower() not in KIND_CODES
        and part[:-1].lower() in KIND_CODES
    )


def _place_and_date(draft: Draft, head: list[Segment]) -> None:
    for segment in _whole_lines(draft, head):
        match = _DATE.search(segment.text)
        if not match:
            continue
        place = clean(_COLUMNS.split(match["place"])[-1]).removeprefix("| ")
        place = re.sub(r"^.*(?:/\S+)\s+", "", place)
        if len(place.split()) > 6 or re.search(r"\d", place):
            continue
        start = match.start("place") + match["place"].rfind(place)
        draft.header.place = place
        _support(draft, "place", segment, start, match.end("place"), "place")
        when = _when(match["y"], match["m"], match["d"])
        if when:
            draft.header.issued_on = when
            first = segment.text.index("ng", match.end("place"))
            _support(draft, "issued_on", segment, first, match.end(), "issued_on")
        return


def complete_day(draft: Draft, signatures: Sequence[Signature]) -> None:
    """Fill in a day that was not read from the issuer's electronic signature of the same month.

    The evidence names the signature; the confidence says how often the days agree.
    """
    header = draft.header
    if not header.issued_on or not re.fullmatch(r"\d{4}-\d{2}-XX", header.issued_on):
        return
    issuers = {fold(name) for name in header.issuer}
    fitting = [
        s
        for s in signatures
        if s.signed_at
        and s.signed_at[:7] == header.issued_on[:7]
        and fold(s.signer or "") in issuers
    ]
    if not fitting:
        return
    first = min(fitting, key=lambda s: s.signed_at or "")
    assert first.signed_at is not None
    header.issued_on = first.signed_at[:10]
    rule = "issued_on-from-signature"
    box = first.box
    shown = Evidence(
        page=first.page or 1,
        boxes=[(box.left, box.top, box.right, box.bottom)] if box else [],
        raw=first.text,
        text=f"{first.trace}: {first.signer}, {first.signed_at}",
        rule=rule,
    )
    known = header.support["issued_on"].evidence
    header.support["issued_on"] = HeaderEvidence(
        evidence=[*known, shown], confidence=RELIABILITY[rule]
    )


def _when(year: str, month: str, number: str) -> str | None:
    """The date as EDTF; ``X`` for a handwritten day or month that was not read.

    >>> _when("2021", "5", "{"), _when("2021", "05", "3")
    ('2021-05-XX', '2021-05-03')
    """
    if not month.strip().isdigit() or dates.month(year, month) is None:
        return f"{year}-XX-XX"
    if not number.strip().isdigit() or int(number) == 0:
        return f"{dates.month(year, month)}-XX"
    return dates.make_day(year, month, number)


def _kind(draft: Draft, layout: Layout) -> None:
    header = draft.header
    flat_kinds = {fold(kind): kind for kind in KINDS}
    if layout.kind_line is not None:
        by_length = sorted(flat_kinds, key=len, reverse=True)
        for segment in segments(draft.source.lines, layout.kind_line, layout.kind_line + 1):
            flat = next((k for k in by_length if segment.flat.startswith(k)), None)
            if flat and segment.text[:3].isupper():
                header.kind = flat_kinds[flat]
                _support(draft, "kind", segment, 0, len(segment.text), "kind")
                return
    if header.number:
        code = re.split(r"[/-]", header.number.split("/", 1)[1])[0] if "/" in header.number else ""
        header.kind = KIND_CODES.get(code.lower(), "công văn")
        header.support["kind"] = HeaderEvidence(
            evidence=[
                e.model_copy(update={"rule": "kind-from-number"})
                for e in header.support["number"].evidence
            ],
            confidence=header.support["number"].confidence * RELIABILITY["kind-from-number"],
        )


def _title(draft: Draft, head: list[Segment], layout: Layout) -> None:
    lines = draft.source.lines
    if layout.title_lines:
        parts = [_widest(lines[n].text).strip("*") for n in layout.title_lines]
        flat_kind = draft.header.kind or ""
        columns = _COLUMNS.split(lines[layout.kind_line or 0].text.strip())
        first = next((c for c in columns if fold(c).startswith(fold(flat_kind))), "")
        if len(fold(first)) > len(fold(flat_kind)) + 3:
            parts.insert(
                0, re.sub(r"^liên tịch\s*", "", first[len(flat_kind) :].strip(), flags=re.I)
            )
        words = [(lines[n], w) for n in layout.title_lines for w in lines[n].words]
        draft.header.title = clean_title(" ".join(parts))
        _keep(draft, "title", words, "title")
        return
    for position, segment in enumerate(head):
        match = _SUBJECT.match(segment.text)
        if not match:
            continue
        chosen = [segment]
        for following in head[position + 1 :]:
            if _ends_subject(following.text):
                break
            chosen.append(following)
        title = " ".join([match["title"], *(s.text for s in chosen[1:])])
        draft.header.title = clean_title(title)
        for part in chosen:
            _support(draft, "title", part, 0, len(part.text), "title")
        return


def _widest(text: str) -> str:
    """The longest column of a line: a title's, when a stamp's letters stand beside it."""
    return max(_COLUMNS.split(text.strip()), key=len).strip()


def _ends_subject(text: str) -> bool:
    return bool(
        _DATE.search(text) or _NUMBER.match(text) or _MOTTO.search(fold(text)) or text.isupper()
        or re.match(r"k[íi]nh g[ửu]i", text, re.IGNORECASE)
    )  # fmt: skip


def clean_title(text: str) -> str:
    """A title in one line, without the marks around it; capitals throughout become a sentence."""
    title = join_letters(re.sub(r"^\s*V/v(?!\w)\s*:?", "", text, flags=re.IGNORECASE))
    title = re.sub(r"\s+", " ", title).strip(" .*_-–")
    return title[:1] + title[1:].lower() if title.isupper() else title


def _issuers(draft: Draft, head: list[Segment], layout: Layout) -> None:
    units = [
        part
        for unit in _head_units(head, layout, _numbered_line(draft, head))
        for part in _apart(unit)
    ]
    names = [expand(title_case(" ".join(s.text for s in unit))) for unit in units]
    header = draft.header
    if units and len(joint := _JOINT.split(" ".join(s.text for s in units[-1]))) > 1:
        header.issuer = [expand(title_case(name)) for name in joint]
        for segment in units[-1]:
            _support(draft, "issuer", segment, 0, len(segment.text), "issuer")
        return
    if len(names) > 1 and _JOINT_SYMBOL.search(header.number or ""):
        header.issuer = names
        for unit in units:
            for segment in unit:
                _support(draft, "issuer", segment, 0, len(segment.text), "issuer")
        return
    if names:
        header.issuer = [names[-1]]
        for segment in units[-1]:
            _support(draft, "issuer", segment, 0, len(segment.text), "issuer")
        if len(names) > 1:
            header.parent_issuer = names[-2]
            for segment in units[-2]:
                _support(draft, "parent_issuer", segment, 0, len(segment.text), "parent_issuer")
        header.issuer = [_with_place(names[-1], header.parent_issuer, header.place)]
        return
    _issuer_from_number(draft)
    if not header.issuer:
        _issuer_from_text(draft)


def _numbered_line(draft: Draft, head: list[Segment]) -> int | None:
    """The line that holds the number, which ends the names of the issuers."""
    for segment in _whole_lines(draft, head):
        match = _NUMBER.search(segment.text)
        if match and match.start() < LABEL_INDENT:
            return segment.line
    return None


def _head_units(
    head: list[Segment], layout: Layout, numbered: int | None
) -> Iterator[list[Segment]]:
    """The units in capitals above the number, each with the segments it runs over."""
    unit: list[Segment] = []
    for segment in head:
        if layout.kind_line is not None and segment.line >= layout.kind_line:
            break
        if segment.line == numbered or (_NUMBER.match(segment.text) and len(segment.text) < 60):
            break
        letters = [c for c in segment.text if c.isalpha()]
        capital = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.75 * len(letters)
        if _MOTTO.search(segment.flat) or not capital:
            continue
        name = join_letters(segment.text.lstrip("*_ "))
        if _UNIT_START.match(name) and not _continues(unit, segment):
            if unit:
                yield unit
            unit = [segment]
        elif unit:
            unit.append(segment)
    if unit:
        yield unit


def _apart(unit: list[Segment]) -> Iterator[list[Segment]]:
    """Parent and issuer printed on one line ("BỘ TÀI CHÍNH TỔNG CỤC THUẾ") are two units."""
    border = _SECOND_UNIT.search(unit[0].text)
    if border is None or len(unit) > 1:
        yield unit
        return
    whole, at = unit[0], border.end()
    yield [Segment(whole.line, whole.start, whole.text[: border.start()])]
    yield [Segment(whole.line, whole.start + at, whole.text[at:])]


def _continues(unit: list[Segment], segment: Segment) -> bool:
    return bool(unit) and unit[-1].text.rstrip().upper().endswith((" VÀ", ",", "-", " CỦA"))


def _with_place(name: str, parent: str | None, place: str | None) -> str:
    """Add the place of its parent to a local office: "Phòng ... quận Long Biên"."""
    if not _LOCAL_OFFICE.match(name) or not parent:
        return name
    found = _PLACE_IN_PARENT.search(parent)
    if not found:
        return name
    where = found[0]
    if name.startswith("Sở"):
        where = re.sub(r"^(?:thành phố|tỉnh)\s+", "", where, flags=re.IGNORECASE)
    return name if fold(where) in fold(name) else f"{name} {where}"


def _issuer_from_number(draft: Draft) -> None:
    """An issuer that only its abbreviation in the symbol names ("KH-SGDĐT")."""
    header = draft.header
    if not header.number or "/" not in header.number:
        return
    parts = re.split(r"[-/]", header.number.split("/", 1)[1])
    body = parts[1] if len(parts) > 1 and parts[0].lower() in KIND_CODES else parts[0]
    full = expand(body)
    if full == body:
        return
    name = f"{full} {header.place}" if header.place and _LOCAL_OFFICE.match(full) else full
    header.issuer = [name]
    support = header.support["number"]
    header.support["issuer"] = HeaderEvidence(
        evidence=[e.model_copy(update={"rule": "issuer-from-number"}) for e in support.evidence],
        confidence=support.confidence * RELIABILITY["issuer-from-number"],
    )


def _issuer_from_text(draft: Draft) -> None:
    """An issuer that only the opening sentences name ("3 trường A, B, C xây dựng Kế hoạch")."""
    opening = [b for b in draft.blocks if b.zone is Zone.BODY][:6]
    for block in opening:
        match = _TEXT_ISSUER.search(block.text)
        if not match:
            continue
        start, stop = match.span("units")
        units = split_units(match["units"])
        draft.header.issuer = [expand(unit) for unit in units]
        words = draft.words(block.start + start, block.start + stop)
        _keep(draft, "issuer", words, "issuer-from-text")
        return


def split_units(text: str) -> list[str]:
    """Take "3 trường TH A, TH B và trường TH C" apart into its units."""
    inner = re.sub(
        r"^.*?\b(?:của\s+)?\d{1,2}\s+(?:nhà\s+)?(?:trường|đơn vị)\s*,?\s*(?=\d{0,2}\s*(?:trường|TH|MN|THCS|THPT))",
        "",
        text,
    )
    inner = re.sub(r"^\d{1,2}\s+(?:nhà\s+)?(?:trường|đơn vị)\s*:?,?\s*", "", inner)
    parts = [_name_only(p) for p in re.split(r"\s*,\s*|\s+và\s+", inner)]
    units = [p for p in parts if p and ACTOR.match(p)]
    if len(units) < 2:
        return [clean(text)]
    return [_as_school(unit) for unit in units]


def _as_school(unit: str) -> str:
    """A school of a list with the word "Trường" before it: "TH Phú Yên" is "Trường TH Phú Yên"."""
    if fold(unit).startswith("truong"):
        return unit[:1].upper() + unit[1:]
    return f"Trường {unit}" if _SCHOOL_LEVEL.match(unit) else unit


def _name_only(text: str) -> str:
    """A part of a list, cut where its name ends and a verb begins."""
    span = name_after(text, 0)
    return clean(text[span[0] : span[1]]) if span else ""


def _period(draft: Draft) -> None:
    title = draft.header.title
    found = dates.period(title) if title else None
    if found:
        draft.header.period = found
        support = draft.header.support["title"]
        draft.header.support["period"] = HeaderEvidence(
            evidence=support.evidence,
            confidence=min(support.confidence + 0.05, RELIABILITY["period"]),
        )
