"""Who issues a document: units in capitals above the number, else its symbol, else its first sentences."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.draft import Draft, Zone
from extract.grammar.units import clean, join_letters, name_after, title_case
from extract.head.head import MOTTO, RELIABILITY, keep, support_part
from extract.record import Header, HeaderEvidence
from extract.vocabulary import ACTOR, KIND_CODES
from extract.zones.segments import Segment
from extract.zones.zones import HEAD, ISSUER, NUMBER, PARENT, Part, Zones
from gazetteer.authority.abbreviations import expand
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


def read_issuers(draft: Draft, zones: Zones) -> None:
    """Fill issuers and parent of the header."""
    if not _letterhead_issuers(draft, zones):
        _issuer_from_number(draft)
    if not draft.header.issuer:
        _issuer_from_text(draft)


def _letterhead_issuers(draft: Draft, zones: Zones) -> bool:
    """Fill issuers and parent from the letterhead that the model found; False where it found none."""
    runs = _by_rank(_runs(_letterhead(zones)), draft.header.number or "")
    if not runs[ISSUER]:
        return False
    header = draft.header
    units = {label: [_unit(run) for run in found] for label, found in runs.items()}
    names = {label: [n for u in found for n in _JOINT.split(u)] for label, found in units.items()}
    if not names[PARENT] and len(names[ISSUER]) == 1 and (border := _border(names[ISSUER][0])):
        whole = names[ISSUER][0]
        names = {PARENT: [whole[:border].strip()], ISSUER: [whole[border:]]}
    made = {label: [expand(title_case(name)) for name in found] for label, found in names.items()}
    header.parent_issuer = made[PARENT][-1] if made[PARENT] else None
    header.issuer = [_with_place(n, header.parent_issuer, header.place) for n in made[ISSUER]]
    for field, label in (("parent_issuer", PARENT), ("issuer", ISSUER)):
        for zone in [z for one in runs[label] for z in one]:
            support_part(draft, field, zone)
    return True


def _letterhead(zones: Zones) -> list[Part]:
    """The lines of the letterhead, with those in capitals right below that go on with it."""
    found: list[Part] = []
    for zone in zones.parts:
        text = zone.segment.text
        if zone.label in (PARENT, ISSUER):
            found.append(zone)
        elif found and zone.label in (HEAD, NUMBER) and _below(found[-1], zone):
            found.append(
                replace(zone, label=ISSUER if _UNIT_START.match(text) else found[-1].label)
            )
    named = [z for z in found if not _UNION.fullmatch(z.segment.text)]
    return named or found


def _below(last: Part, zone: Part) -> bool:
    """Whether a line in capitals stands on the next line below one of the letterhead, on its side."""
    text, near = zone.segment.text, zone.segment.line - last.segment.line
    alone = text.isupper() and len(text.split()) > 1 and not MOTTO.search(zone.segment.flat)
    return 0 < near <= 2 and alone and "/" not in text and last.segment.text.isupper()


def _by_rank(units: list[list[Part]], number: str) -> dict[str, list[list[Part]]]:
    """Issuers and those above them; of several the last issues alone, but for joint documents."""
    issuers = [unit for unit in units if unit[0].label == ISSUER] or units[-1:]
    parents = [unit for unit in units if not any(unit is one for one in issuers)]
    codes = len(_JOINT_CODES.findall(number))
    joint = _JOINT_SYMBOL.search(number) or codes > 1 or _alike(issuers)
    if len(issuers) > 1 and not joint:
        parents, issuers = [*parents, *issuers[:-1]], issuers[-1:]
    named = sum(len(_JOINT.split(_unit(unit))) for unit in issuers)
    if codes > 1 and named == codes + 1 and not parents:
        parents, issuers = issuers[:1], issuers[1:]
    return {PARENT: parents, ISSUER: issuers}


def _alike(units: Sequence[Sequence[Part]]) -> bool:
    """Whether units are of one kind: schools that plan together, for one."""
    return len({" ".join(unit[0].segment.flat.split()[:1]) for unit in units}) == 1


# A new unit that begins with none of the known words must be this likely.
NEW_UNIT = 0.9


def _runs(parts: Sequence[Part]) -> list[list[Part]]:
    """The units of a letterhead, each with its segments."""
    found: list[list[Part]] = []
    for zone in parts:
        name = join_letters(zone.segment.text.lstrip("*_ "))
        known = bool(_UNIT_START.match(name.upper()))
        sure = zone.begins and zone.posterior >= NEW_UNIT and not _JOINS.match(name)
        if not found or (
            (known or sure) and not _continues([z.segment for z in found[-1]], zone.segment)
        ):
            found.append([zone])
        else:
            found[-1].append(zone)
    return found


# What goes on with the name of the line above.
_JOINS = re.compile(
    r"(?:VÀ|TỈNH|HUYỆN|QUẬN|THÀNH PHỐ|THỊ XÃ|XÃ|PHƯỜNG|VIỆT NAM|CÁC|SỐ)\b", re.IGNORECASE
)


def _unit(run: Sequence[Part]) -> str:
    return join_letters(" ".join(zone.segment.text.strip("*_ .,;") for zone in run)).strip(" -–")


def _border(name: str) -> int | None:
    """Where the issuer begins in a line that names its parent first."""
    border = _SECOND_UNIT.search(name)
    return border.end() if border and not _BODY_OF.search(name[: border.start()]) else None


def _continues(unit: list[Segment], segment: Segment) -> bool:
    return bool(unit) and unit[-1].text.rstrip().upper().endswith((" VÀ", ",", "-", " CỦA"))


def _with_place(name: str, parent: str | None, place: str | None) -> str:
    """Add the place of its parent to a local office: "Phòng ... quận Long Biên"."""
    if not _LOCAL_OFFICE.match(name) or not parent:
        return name
    found = _PLACE_IN_PARENT.search(parent)
    if name == "Văn phòng":
        return f"{name} {parent}"
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
_OWN = frozenset(
    {"trường", "bộ", "sở", "cục", "tổng cục", "ủy ban", "trung tâm", "ban", "hội", "viện", "liên đoàn", "chi cục", "văn phòng"}
)  # fmt: skip
# Bodies that a document sets up under the name that its title gives in full.
_SET_UP = frozenset(
    {"ban chỉ đạo", "ban tổ chức", "hội đồng", "tổ công tác", "tổ giúp việc", "đoàn kiểm tra", "ban soạn thảo", "quỹ"}
)  # fmt: skip


def as_issuer(header: Header, name: str) -> str:
    """A type word alone as the body that it means: the one issuer of that kind, or the one of the title.

    "Nhà trường", "Bộ", "Trung tâm" are the issuer; "Ban Chỉ đạo" is "Ban Chỉ đạo về dữ liệu tỉnh A" where
    the title sets that up.
    """
    kind = name.lower().removeprefix("nhà ")
    if len(header.issuer) == 1 and kind in _OWN and header.issuer[0].lower().startswith(f"{kind} "):
        return header.issuer[0]
    title = header.title or ""
    at = title.lower().find(f"{kind} ") if kind in _SET_UP else -1
    return clean(re.split(r"[,;(]", title[at:])[0]) if at >= 0 else name


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
