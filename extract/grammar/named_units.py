"""Lists of units that carry names of their own: "Trường TH Bến Đò, Trường TH Gò Me và xã Ao Sen"."""

import re

from extract.grammar.units import clean
from extract.vocabulary import has_verb

# First words of bodies, classes and places that can be partners of each other.
_HEADS = (
    "trường", "nhà trường", "trung học cơ sở", "trung học phổ thông", "trung học", "tiểu học", "mầm non",
    "mẫu giáo", "phổ thông", "nhà trẻ", "mn", "mg", "th", "thcs", "thpt", "ptdtbt", "ptdtnt", "ptcs",
    "học viện", "viện", "trung tâm", "tt", "thư viện", "nhà thiếu nhi", "nhà văn hóa", "bảo tàng",
    "sở", "ban", "bộ", "cục", "chi cục", "tổng cục", "vụ", "phòng", "pgd", "văn phòng", "thanh tra",
    "ủy ban", "ubnd", "hđnd", "hội đồng", "mặt trận", "ubmttq", "tỉnh ủy", "thành ủy", "quận ủy", "huyện ủy",
    "đảng ủy", "đảng bộ", "chi bộ", "công đoàn", "cđcs", "liên đoàn", "hội", "chi hội", "đoàn", "chi đoàn",
    "liên chi đoàn", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "liên đội", "chi đội", "câu lạc bộ",
    "clb", "bệnh viện", "phòng khám", "trạm", "công an", "viện kiểm sát", "tòa án", "kho bạc", "ngân hàng",
    "bảo hiểm xã hội", "hải quan", "thuế", "điện lực", "viễn thông", "bưu điện", "đài", "báo", "hạt", "vnpt",
    "công ty", "tổng công ty", "tập đoàn", "doanh nghiệp", "hợp tác xã", "htx", "nông trường", "nhà máy",
    "bộ chỉ huy", "ban chỉ huy", "bch", "quân khu", "quân đoàn", "sư đoàn", "lữ đoàn", "trung đoàn", "tiểu đoàn",
    "đại đội", "trung đội", "tiểu đội", "hải đội", "đồn", "đội", "vùng", "tàu", "tổ", "khoa", "bộ môn", "cơ quan",
    "lớp", "khối", "ấp", "thôn", "bản", "buôn", "plei", "làng", "xóm", "phum", "sóc", "khu phố", "khu dân cư",
    "tổ dân phố", "xã", "phường", "thị trấn", "thị xã", "huyện", "quận", "thành phố", "tỉnh", "đặc khu",
)  # fmt: skip
_HEAD = (
    rf"(?:{'|'.join(sorted(_HEADS, key=len, reverse=True))})(?![^\W\d_])"
    r"(?!\s+(?:học(?![^\W\d_])|hợp(?!\s+tác)|hội|vệ|viên|nghĩa|thân|lang|sung|ngành|cáo|thi(?!\s+đua)))"
)
UNIT = re.compile(rf"(?<![^\W_]){_HEAD}", re.IGNORECASE)
_SCHOOL = (
    r"(?:(?:trung|tiểu) học(?: cơ sở| phổ thông)?|mầm non|mẫu giáo|phổ thông|mn|mg|th|thcs|thpt|ptdtbt|ptdtnt)"
    r"(?![^\W\d_])"
)
_SCHOOL_KIND = re.compile(_SCHOOL, re.IGNORECASE)
_JOINT = r"(?:\s*[&-]\s*|\s+và\s+|\s+|$)"
_TYPE = re.compile(rf"{_HEAD}(?:{_JOINT}(?:trường\s+)?{_SCHOOL}|\s+trường(?!\w))*", re.IGNORECASE)
# A level that stands behind a comma says where the unit before it is.
_WHERE = re.compile(r"(?:huyện|quận|thành phố|tp\.?|thị xã|tỉnh)\s", re.IGNORECASE)
_NEAR = re.compile(r"(?:xã|phường|thị trấn|đặc khu)\s", re.IGNORECASE)

_COUNT = r"(?:các|những|hai|ba|bốn|năm|sáu|cả\s+\w+|\d{1,2})"
# Where a list of units may begin.
LISTED = re.compile(rf"(?<![^\W_])(?:{_COUNT}\s+(?:nhà\s+)?)?{_HEAD}", re.IGNORECASE)
# "các trường: THCS Nà Bó, …", "hai xã Ao Sen và Gò Me", "03 trường TH Ao Sen, TH Gò Me".
_COUNTED = re.compile(rf"{_COUNT}\s+(?:nhà\s+)?(?P<type>[^\s:]+)\s*(?P<colon>:)?\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LABEL = re.compile(r"\s*(?:[-–—+*•·●▪]|\d{1,2}\s*[.)/]|[a-zđ]\))\s+", re.IGNORECASE)
_PART = re.compile(
    r"\s*[;,]\s*(?:và\s+)?|\s+(?:và|cùng với|cùng|với)\s+|\s+(?:[-–—+•]|\d{1,2}[.)])\s+|\s{3,}"
)
# A name goes on no further than these words, which names write with a capital.
_END = re.compile(
    r",?\s+(?:để|nhằm|về|trong|từ|năm|giai đoạn|kéo dài|như sau|do|tổ chức|là|theo|tại|bằng|qua|khi|được|(?<!việc )làm|mỗi|"
    r"(?:hằng|hàng)(?=\s+(?:năm|tháng|quý|tuần|ngày))|thực hiện|thống nhất|ký|đã|sẽ|cùng nhau|giúp|hỗ trợ|gồm|nhưng|kể từ|trước|sau|vào|có|đến|chủ trì|phụ trách|"
    r"kết nghĩa|kết đôi|ghép|đỡ đầu|nhận|tiếp tục|đang|nay|trên cơ sở|nội dung|hiện nay)(?![^\W\d_])|[.:\n,]"
)
# No name holds these words in small letters.
_NO_NAME = re.compile(
    r"(?<!\w)(?:giữa|của|cho|các|những|này|đó|hai|ba|bốn|cả|khi|vào|và các)(?!\w)"
)
# A name of more words is a sentence that begins like one.
NAME_WORDS = 16
PLACE_WORDS = 6


def is_named(name: str) -> bool:
    """Whether a text is one unit with a name behind the words for its type.

    >>> [is_named(n) for n in ("Trường TH Ao Sen", "lớp 5A", "Trường Tiểu học", "các trường", "xã khó khăn")]
    [True, True, False, False, False]
    """
    kind = _TYPE.match(name)
    rest = name[kind.end() :] if kind else ""
    fits = len(name.split()) <= NAME_WORDS and not has_verb(name) and not _NO_NAME.search(name)
    return fits and any(c.isupper() or c.isdigit() for c in rest)


def head_of_list(text: str) -> tuple[str, str]:
    """The part of a text that can be a list of names, and what follows it.

    >>> head_of_list("Trường TH Ao Sen (Gò Me) về dạy học")
    ('Trường TH Ao Sen', ' về dạy học')
    """
    plain = _BRACKETS.sub("", text)
    counted = _COUNTED.match(plain)
    begin = counted.end() if counted else 0
    end = next(
        (m for m in _END.finditer(plain, begin) if m[0] != "," or _ends(plain[m.end() :])), None
    )
    return (plain[: end.start()], plain[end.start() :]) if end else (plain, "")


def _ends(rest: str) -> bool:
    """Whether what stands behind a comma is no further name."""
    rest = rest.lstrip()
    return rest[:1].islower() and not UNIT.match(rest)


def units_in(text: str) -> list[str]:
    """The units of a text that is nothing but a list of them; else none.

    >>> units_in("Trường TH Ao Sen, huyện Gò Me - Trường TH và THCS Nà Bó")
    ['Trường TH Ao Sen', 'Trường TH và THCS Nà Bó']
    >>> units_in("hai xã Ao Sen và Gò Me"), units_in("các trường học và phụ huynh")
    (['Xã Ao Sen', 'Xã Gò Me'], [])
    """
    label = _LABEL.match(text)
    text = _BRACKETS.sub("", text[label.end() if label else 0 :]).strip(" .;,")
    counted = _COUNTED.match(text)
    if not counted:
        return _all_named(_parted(text))
    if not UNIT.match(counted["type"]):
        return []
    kind = counted["type"][:1].upper() + counted["type"][1:]
    text = text[counted.end() :]
    if not (counted["colon"] or UNIT.match(text)):
        text = f"{kind} {text}"
    found = _parted(text, shared=True)
    if kind == "Trường" and not counted["colon"]:
        found = [f"{kind} {name}" if _SCHOOL_KIND.match(name) else name for name in found]
    return _all_named(found)


def _all_named(names: list[str]) -> list[str]:
    return names if all(map(is_named, names)) and len(set(names)) == len(names) else []


def _parted(text: str, shared: bool = False) -> list[str]:
    """The names of a list; what begins like no unit belongs to the name before it."""
    found: list[str] = []
    start, separator = 0, ""
    for match in (*_PART.finditer(text), None):
        part = text[start : match.start() if match else len(text)]
        if not found or (UNIT.match(part) and (is_named(found[-1]) or "," in separator)):
            if not (found and "," in separator and _tells_where(part, found[-1])):
                found.append(part)
        elif shared and part[:1].isupper() and is_named(found[-1]):
            kind = _TYPE.match(found[-1])
            found.append(f"{kind[0].strip()} {part}" if kind else part)
        else:
            found[-1] += separator + part
        if match:
            start, separator = match.end(), match[0]
    return [clean(name) for name in found if name.strip()]


def _tells_where(part: str, unit: str) -> bool:
    """Whether a place behind a comma is that of the unit before it, not a unit beside it."""
    if len(part.split()) > PLACE_WORDS:
        return False
    if _WHERE.match(part):
        return not _WHERE.match(unit)
    return bool(_NEAR.match(part)) and not (_NEAR.match(unit) or _WHERE.match(unit))
