"""A clause taken apart: its subject, its verb of duty, with whom and to whom it is done."""

import re

from extract.units import clean, name_after
from extract.vocabulary import ACTOR, NARRATED, NO_DUTY, VERB, has_verb

# An actor of more words than this is a sentence that happens to begin like one.
ACTOR_WORDS = 34

# Words that are no actor without a noun behind them.
_NOBODY = frozenset({"các", "những", "mỗi", "từng", "toàn thể", "tất cả", "tất cả các"})

ADDRESS = re.compile(
    r"(?:(?:đề nghị|yêu cầu|giao(?: cho)?|kính đề nghị|ủy quyền)\s+)", re.IGNORECASE
)
CIRCUMSTANCE = re.compile(
    r"(?:căn cứ|trong|hàng|hằng|định kỳ|khi|nếu|sau|trường hợp|trước|chậm nhất|đối với|để|ngoài ra|trên cơ sở|"
    r"từ|nhằm|hết|mọi|đến|theo|tháng|quý|ngày|vào|năm học|mỗi|định kỳ)(?![^\W\d_])",
    re.IGNORECASE,
)
# Where the main clause may begin after a circumstance.
_TURN = re.compile(r"[,)]\s*|\s+thì\s+|(?:nếu|khi|trường hợp)\s+", re.IGNORECASE)

_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_DUTY_TAIL = re.compile(
    r"(?:\s+(?:chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|kính|trân trọng|đã|ra|sẽ|cần|phải))+\s*:?$",
    re.IGNORECASE,
)

WITH = re.compile(r"phối hợp\s*(?:chặt chẽ\s*)?(?:với|cùng)\s+", re.IGNORECASE)
TO = re.compile(
    r"(?i:báo cáo|gửi|phản ánh|nộp)(?:\s+[^.;,]{0,80}?)?\s(?:về|cho|lên|với|tới)\s+(?=[A-ZĐÂỦ])"
    r"|(?i:báo cáo)\s+(?=UBND|Ủy ban|Sở|Phòng|Bộ|Hiệu trưởng)"
)
_AND = re.compile(rf"(?:,\s*|\s+và\s+)(?={ACTOR.pattern})", re.IGNORECASE)


def is_actor(text: str) -> bool:
    """Whether a heading is the name of someone who can be told to do something.

    >>> is_actor("Các trường mầm non, tiểu học"), is_actor("Mục đích"), is_actor("Tổ chức thực hiện")
    (True, False, False)
    """
    text = clean(text)
    match = ACTOR.match(text)
    if not match or len(text.split()) > ACTOR_WORDS:
        return False
    if VERB.match(text) or re.match(
        r"(?:tổ chức|báo cáo|hội nghị|hội thi|thông tin|đoàn kết|ban hành)\b", text, re.IGNORECASE
    ):
        return False
    return not re.search(r"“", text)


def subject(text: str) -> tuple[int, int] | None:
    """The actor that a clause begins with, as offsets; None where it begins otherwise.

    Words of address ("đề nghị", "yêu cầu") are skipped; after a circumstance ("Khi ...,") the
    main clause is looked for behind each comma.
    """
    position = len(text) - len(text.lstrip(' “"'))
    if address := ADDRESS.match(text, position):
        position = address.end()
    starts = [position]
    if CIRCUMSTANCE.match(text, position):
        starts += [m.end() for m in _TURN.finditer(text, position)]
    for start in starts:
        address = ADDRESS.match(text, start)
        if found := _noun_phrase(text, address.end() if address else start):
            return found
    return None


def _noun_phrase(text: str, position: int) -> tuple[int, int] | None:
    """An actor at a position, up to the verb of duty behind it."""
    if not ACTOR.match(text, position) or VERB.match(text, position):
        return None
    verb = _first_verb(text, position)
    if verb is None:
        return None
    found = VERB.match(text, verb)
    inside = text[position:verb].rstrip(" ,")
    plain = _PARENTHESIS.sub("", inside)
    if not plain or len(plain.split()) > ACTOR_WORDS or re.search(r"[.;:“]", plain):
        return None
    said = found[0].lower() if found else ""
    if said in NARRATED or clean(inside).lower() in _NOBODY:
        return None
    if found and ADDRESS.match(text, verb):
        return _noun_phrase(
            text, found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
        )
    if said in NO_DUTY and (said != "không" or not has_verb(text[verb + 5 : verb + 30])):
        return None
    return position, position + len(inside)


def _first_verb(text: str, position: int) -> int | None:
    """Where the verb of a clause begins; verbs inside names ("Ban Chỉ đạo") do not count."""
    first_word = re.compile(r"\S+\s*").match(text, position)
    start = first_word.end() if first_word else position
    for match in VERB.finditer(text, start):
        depth = text.count("(", position, match.start()) - text.count(")", position, match.start())
        if depth > 0 or match[0][0].isupper() or _in_name(text, match):
            continue
        return match.start()
    return None


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a verb is part of a noun ("Ban tổ chức", "các tổ chức", "cơ quan quản lý", "công lập")."""
    before = " ".join(text[: match.start()].lower().split()[-2:])
    after = text[match.end() : match.end() + 12].lower()
    return any(
        before.endswith(heads) and match[0].lower() in verbs and re.match(follows, after)
        for heads, verbs, follows in _NOUNS
    )


# Last words before a verb, the verb, and how the text goes on where both make a noun.
_NOUNS: tuple[tuple[tuple[str, ...], frozenset[str], str], ...] = (
    (
        (" ban", " tổ", " hội", " cán", " công", "ban", "tổ", "hội"),
        frozenset({"tổ chức", "quản lý", "chỉ đạo", "kiểm tra", "đăng ký", "đánh giá", "thông tin"}),
        "",
    ),
    (("cơ quan", "cán bộ", "người", "đơn vị", "cấp"), frozenset({"quản lý", "kiểm tra", "chủ trì"}), " "),
    (("các", "những", "mọi", "chức"), frozenset({"tổ chức"}), r" (?!thực|triển|sinh|hội|kiểm tra|kỳ|thi\b)"),
    (("giám đốc", "lãnh đạo", "đứng đầu"), frozenset({"tổ chức"}), " (?:kiểm|chính|tín|khoa|xã)"),
    (("công", "độc", "dân", "tư"), frozenset({"lập"}), ""),
    (("giáo dục",), frozenset({"thường xuyên"}), ""),
    (("nhà nước", "cơ quan"), frozenset({"có thẩm quyền"}), ""),
)  # fmt: skip


def actor_name(text: str) -> str:
    """An actor without remarks in parentheses and the words of duty behind it.

    >>> actor_name("Bộ Quốc phòng có trách nhiệm"), actor_name("Bộ Tư lệnh quân khu ra")
    ('Bộ Quốc phòng', 'Bộ Tư lệnh quân khu')
    """
    return clean(_DUTY_TAIL.sub("", clean(_PARENTHESIS.sub("", text))))


def duty_verb(task: str) -> str | None:
    """The first verb of duty of a task, where it is no part of a name."""
    found = (m for m in VERB.finditer(task) if m[0].lower() not in NO_DUTY | NARRATED)
    return next((m[0].lower() for m in found if not _in_name(task, m)), None)


def names_behind(text: str, lead: re.Pattern[str]) -> list[str]:
    """The units named right behind a verb of working with or reporting to."""
    found: list[str] = []
    for match in lead.finditer(text):
        verb = _first_verb(text, match.end())
        limit = verb if verb is not None else len(text)
        for part in _AND.split(text[match.end() : limit]):
            span = name_after(part, 0)
            if span and ACTOR.match(part.strip()):
                found.append(clean(part[span[0] : span[1]]))
            else:
                break
    return found
