"""Who issues a document: units in capitals above the number, else its symbol, else its first sentences."""

import re
from collections.abc import Iterator, Sequence

from extract.draft import Draft, Zone
from extract.head import MOTTO, NUMBER, RELIABILITY, keep, numbered_line, support
from extract.layout import Layout
from extract.segments import Segment
from extract.record import Header, HeaderEvidence
from extract.units import clean, join_letters, name_after, title_case
from extract.vocabulary import ACTOR, KIND_CODES
from gazetteer.abbreviations import expand
from normalize.folding import fold

_UNIT_START = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HĐND|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|TRƯỜNG|ĐẠI HỌC|HỌC VIỆN|VIỆN|TỔNG CỤC|CỤC|CHI CỤC|VĂN PHÒNG|"
    r"THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|BAN|TRUNG TÂM|CÔNG ĐOÀN|LIÊN ĐOÀN|ĐẢNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY|ĐẢNG ỦY|CÔNG TY|"
    r"NGÂN HÀNG|KHO BẠC|THANH TRA|HỘI|KHOA|TỔNG LIÊN|BẢO HIỂM|TÒA ÁN|VIỆN KIỂM|CÔNG AN|ĐOÀN|LIÊN|CỤM|PGD|SGD|TỈNH ĐOÀN|THÀNH ĐOÀN|HUYỆN ĐOÀN|QUẬN ĐOÀN|THỊ ĐOÀN|BCH|BTV|CHI BỘ|CĐ|TỔ(?!\s+CHỨC)|THỊ ỦY|MẶT TRẬN|UBMTTQ|BỆNH VIỆN|TRẠM|TẬP ĐOÀN|TỔNG CÔNG TY|NHÀ XUẤT BẢN|THPT|THCS|TIỂU HỌC|MẦM NON)(?![^\W\d_])"
)
_SCHOOL_LEVEL = re.compile(
    r"(?:TH|MN|THCS|THPT|Tiểu học|Mầm non|Trung học)(?![^\W\d_])", re.IGNORECASE
)
_SECOND_UNIT = re.compile(
    r"(?<=[^\W\d_])(?<!TỔNG)(?<!CHI)\s+(?=(?:TỔNG CỤC|CỤC|SỞ|PHÒNG GIÁO DỤC|TRƯỜNG (?:ĐẠI HỌC|CAO ĐẲNG|THPT|THCS|TIỂU HỌC|MẦM NON))\s)"
)
# Bodies that take the name of the unit in which they are: "CÔNG ĐOÀN TRƯỜNG THPT A".
_BODY_OF = re.compile(
    r"(?:CÔNG ĐOÀN(?: CƠ SỞ)?|CĐ(?:CS)?|CHI BỘ|ĐẢNG (?:BỘ|ỦY)|ĐOÀN|LIÊN ĐỘI|HỘI SINH VIÊN|HỘI ĐỒNG|BCH|BAN CHẤP HÀNH)\s*$"
)
# Two issuers on one line: "TRƯỜNG TH A - TRƯỜNG TH B".
_JOINT = re.compile(
    r"\s+[-–]\s+(?=(?:TRƯỜNG|SỞ|PHÒNG|BỘ|UBND|ỦY BAN|CÔNG ĐOÀN|CÔNG AN|TỈNH ĐOÀN|THÀNH ĐOÀN|HUYỆN ĐOÀN|"
    r"BẢO HIỂM XÃ HỘI|HỘI|MẶT TRẬN)\s)"
)
# The codes of those who issue it, and the type code of a document that several units issue together (liên tịch, liên ngành, phối hợp).
_JOINT_CODES = re.compile(r"-([A-ZĐ&]{2,})")
_JOINT_SYMBOL = re.compile(r"/(?:TT|NQ|CT|KH|QC|HD|CTr)(?:LT|LN|PH)\b")
# The Youth Union puts its own name where others have the national motto.
_UNION = re.compile(r"ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH")
_LOCAL_OFFICE = re.compile(r"(?:Phòng|Sở|Thanh tra|Văn phòng|Ban Quản lý|Công an)\b")
_PLACE_IN_PARENT = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh|phường|thị trấn|đặc khu|xã(?!\s+hội))\s+.+$",
    re.IGNORECASE,
)
_TEXT_ISSUER = re.compile(
    r"(?P<units>(?:Trường|trường|Sở|Phòng|UBND|Ủy ban|Bộ|Công đoàn|Trung tâm|TH|MN|THCS|THPT|Trường Đại học)\s[^;:.“”]{2,160}?)\s*,?\s*"
    r"(?:xây dựng [Kk]ế hoạch|ban hành [Kk]ế hoạch|ban hành|thông báo|hướng dẫn|báo cáo|triển khai|đề nghị|yêu cầu)(?![^\W\d_])"
)


def read_issuers(draft: Draft, head: list[Segment], layout: Layout) -> None:
    """Fill issuers and parent of the header."""
    units = [
        part
        for unit in _head_units(head, layout, numbered_line(draft, head))
        for part in _apart(unit)
    ]
    written = [_JOINT.split(" ".join(s.text for s in unit)) for unit in units]
    above = _parents(written, draft.header.number or "")
    if above is not None:
        _joint_issuers(draft, units, written, above)
        return
    names = [expand(title_case(name)) for (name,) in written]
    header = draft.header
    if names:
        header.issuer = [names[-1]]
        for segment in units[-1]:
            support(draft, "issuer", segment, 0, len(segment.text), "issuer")
        if len(names) > 1:
            header.parent_issuer = names[-2]
            for segment in units[-2]:
                support(draft, "parent_issuer", segment, 0, len(segment.text), "parent_issuer")
        header.issuer = [_with_place(names[-1], header.parent_issuer, header.place)]
        return
    _issuer_from_number(draft)
    if not header.issuer:
        _issuer_from_text(draft)


def _parents(written: Sequence[Sequence[str]], number: str) -> int | None:
    """How many units of a joint head stand above its issuers; None where one unit issues alone.

    A unit more than the number has codes is their parent.
    """
    several = next((n for n, names in enumerate(written) if len(names) > 1), None)
    by_symbol = len(written) > 1 and _JOINT_SYMBOL.search(number)
    if several is None and not by_symbol:
        return None
    codes = len(_JOINT_CODES.findall(number))
    if codes > 1 and several != 0 and sum(map(len, written)) == codes + 1:
        return 1
    return 0 if by_symbol else several


def _joint_issuers(
    draft: Draft, units: Sequence[list[Segment]], written: Sequence[Sequence[str]], above: int
) -> None:
    header = draft.header
    parents = [expand(title_case(name)) for names in written[:above] for name in names]
    issuers = [expand(title_case(name)) for names in written[above:] for name in names]
    header.parent_issuer = parents[-1] if parents else None
    header.issuer = [_with_place(name, header.parent_issuer, header.place) for name in issuers]
    for n, unit in enumerate(units[max(above - 1, 0) :], start=max(above - 1, 0)):
        field = "issuer" if n >= above else "parent_issuer"
        for segment in unit:
            support(draft, field, segment, 0, len(segment.text), field)


def _head_units(
    head: list[Segment], layout: Layout, numbered: int | None
) -> Iterator[list[Segment]]:
    """The units in capitals above the number, each with the segments it runs over."""
    unit: list[Segment] = []
    for segment in head:
        if layout.kind_line is not None and segment.line >= layout.kind_line:
            break
        if segment.line == numbered or (NUMBER.match(segment.text) and len(segment.text) < 60):
            break
        letters = [c for c in segment.text if c.isalpha()]
        capital = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.75 * len(letters)
        if MOTTO.search(segment.flat) or not capital:
            continue
        if unit and _UNION.fullmatch(segment.text):
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
    if border is None or len(unit) > 1 or _BODY_OF.search(unit[0].text[: border.start()]):
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
    level = where.split()[0]
    if name.lower().endswith(f" {level.lower()}"):
        return f"{name[: -len(level)]}{where}"
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
        keep(draft, "issuer", words, "issuer-from-text")
        return


# Type words that mean the issuer where no name follows.
_OWN = frozenset({"trường", "bộ", "sở", "cục", "tổng cục", "ủy ban"})


def as_issuer(header: Header, name: str) -> str:
    """ "Nhà trường", "Bộ", "Sở" alone are the issuer of that kind, where there is just one issuer."""
    kind = name.lower().removeprefix("nhà ")
    if len(header.issuer) == 1 and kind in _OWN and header.issuer[0].lower().startswith(f"{kind} "):
        return header.issuer[0]
    return name


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
