"""A clause taken apart: its subject, its verb of duty, with whom and to whom it is done."""

import re
from collections.abc import Iterator

from extract.grammar.units import NAME_WORDS, clean, name_after
from extract.vocabulary import ACTOR, MODAL, NARRATED, NO_DUTY, PREDICATE, VERB, has_verb

# An actor of more words than this is a sentence that happens to begin like one.
ACTOR_WORDS = 34

# Words that are no actor without a noun behind them.
_NOBODY = frozenset({"các", "những", "mỗi", "từng", "toàn thể", "tất cả", "tất cả các"})

ADDRESS = re.compile(
    r"(?:(?:trong đó,?\s+)?(?:đề nghị|yêu cầu|giao(?: cho)?|kính đề nghị|ủy quyền)\s+)",
    re.IGNORECASE,
)
CIRCUMSTANCE = re.compile(
    r"(?:căn cứ|trong|hàng|hằng|định kỳ|khi|nếu|sau|trường hợp|trước|chậm nhất|đối với|để|ngoài ra|trên cơ sở|"
    r"từ|nhằm|hết|mọi|đến|theo|tháng|quý|ngày|vào|năm học|mỗi|định kỳ|ngoài|tùy|tuỳ|quá trình|riêng|nhận được)(?![^\W\d_])",
    re.IGNORECASE,
)
# How often something is done, right before the verb of who is charged above.
_OFTEN = re.compile(
    r"(?:định kỳ\s+(?:(?:hàng|hằng)\s+(?:năm|tháng|quý|tuần)\s+)?|(?:hàng|hằng|mỗi)\s+(?:năm|tháng|quý|tuần|ngày)\s+)",
    re.IGNORECASE,
)
# A name that goes on behind a comma: "theo đề xuất của các Bộ, cơ quan trung ương".
_LISTED = re.compile(
    rf"(?:của|với|cho|giữa|và)\s+{ACTOR.pattern}[^,.;:]{{0,20}},\s*$", re.IGNORECASE
)
# A duty behind what its actor is given: "các đơn vị được giao vốn chịu trách nhiệm …".
_DUTY = re.compile(
    r"[^.;:,]*?(?<!\w)(?:(?:chịu|có) trách nhiệm|có nhiệm vụ|phải)(?!\w)", re.IGNORECASE
)
# "Các đơn vị chưa gửi báo cáo khẩn trương hoàn thành": what has not been done charges nobody, the urging does.
_NOT_YET = re.compile(r"\schưa$", re.IGNORECASE)
_URGED = re.compile(
    r"[^.;:]*?(?<!\w)(?:khẩn trương|phải|cần|có trách nhiệm|có nhiệm vụ|nghiêm túc|hoàn thành)(?!\w)",
    re.IGNORECASE,
)
# In what capacity somebody is charged: "theo chức năng, nhiệm vụ được giao".
CAPACITY = re.compile(
    r",?\s+(?:căn cứ|theo)\s+(?:đúng\s+)?(?:chức năng|thẩm quyền|phạm vi|trách nhiệm)[^.;:]{0,60}?"
    r"(?:được giao|được phân công|của mình|quản lý|nhiệm vụ(?! được|,))",
    re.IGNORECASE,
)
# Who is charged in brackets behind a task: "(giao Công an tỉnh chủ trì)".
_CHARGED = re.compile(r"\((?=giao\s)", re.IGNORECASE)
# Who does what an item names, at its end: "Chào cờ đầu tuần, do Tổng phụ trách Đội phụ trách."
_DONE_BY = re.compile(
    rf"[\s,(]do\s+(?P<who>{ACTOR.pattern}[^.;:,()]{{0,80}}?)\s+"
    r"(?:phụ trách|đảm nhiệm|chủ trì|thực hiện|chịu trách nhiệm)\s*[).;]*\s*$",
    re.IGNORECASE,
)
# Where the main clause may begin after a circumstance.
_TURN = re.compile(
    r"[,):]\s*|;\s*(?=(?:giao|đề nghị|yêu cầu)\s)|\s+thì\s+|(?:nếu|khi|trường hợp)\s+",
    re.IGNORECASE,
)

_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
# A remark in brackets; an abbreviation that a name introduces is part of it: "trung học phổ thông (THPT)".
_REMARK_ON_NAME = re.compile(r"\s*\((?![A-ZĐ][A-ZĐ&/–-]+\))[^)]*\)")
_DUTY_TAIL = re.compile(
    r"(?:\s+(?:chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|kính|trân trọng|đã|chưa|ra|sẽ|cần|phải))+\s*:?$",
    re.IGNORECASE,
)

WITH = re.compile(r"(?i:phối hợp)\s*(?i:chặt chẽ\s*)?(?:(?i:với|cùng)\s+|\s+(?=[A-ZĐỦ]))")
TO = re.compile(
    r"(?i:báo cáo|gửi|phản ánh|nộp)(?:\s+[^.;,]{0,80}?)?\s(?:về|cho|lên|với|tới)\s+(?=[A-ZĐÂỦ])"
    r"|(?i:báo cáo|gửi|nộp)\s+(?=[A-ZĐỦ])"
)
# A remark, but not one that charges somebody.
_REMARK = re.compile(r"\s*\((?!giao\s)[^()]*\)", re.IGNORECASE)
# Several classes that are one partner: "các sở, ban, ngành có liên quan".
_GROUP = r"bộ|sở|ban|ngành|phòng|cơ quan|đơn vị|địa phương|đoàn thể|tổ chức|cá nhân|doanh nghiệp|ban ngành"
_GROUPS = re.compile(
    rf"các\s+(?:{_GROUP})(?:(?:,\s*|\s+và\s+)(?:các\s+)?(?:{_GROUP})(?![^\W\d_]))+"
    r"(?:\s+(?:(?:có\s+)?liên quan|chức năng|khác|trực thuộc))?",
    re.IGNORECASE,
)
_GROUP_BEFORE = re.compile(rf"các\s+(?:{_GROUP})(?:\s*,\s*(?:{_GROUP}))*\s*,\s*$", re.IGNORECASE)
# A partner's name ends with its place: "Trạm Y tế phường Lạch Tray | cân đo".
_BEHIND_PLACE = re.compile(
    r"(?<=\s)((?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh)(?:\s[A-ZĐÀ-Ỹ][^\W\d_]*)+)\s"
    r"(?!(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|và|thuộc|trực thuộc|cùng|với)\s)[a-zđà-ỹ].*$"
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


def is_name(text: str) -> bool:
    """Whether words are the name of an actor and nothing else, as before a colon ("b) Bộ Tài chính:")."""
    return is_actor(text) and len(text.split()) <= NAME_WORDS and _first_verb(text, 0) is None


def subject(text: str, in_force: str | None = None) -> tuple[int, int] | None:
    """The actor that a clause begins with, as offsets; None where it begins otherwise.

    Words of address ("đề nghị", "yêu cầu") are skipped; after a circumstance ("Khi ...,") the
    main clause is looked for behind each comma, first for the actor ``in_force`` there.
    """
    position = len(text) - len(text.lstrip(' “"'))
    if address := ADDRESS.match(text, position):
        position = address.end()
    starts = [position]
    often = _OFTEN.match(text, position)
    if often and (VERB.match(text, often.end()) or text.startswith("có ", often.end())):
        return None
    if CIRCUMSTANCE.match(text, position):
        turns = (m.end() for m in _TURN.finditer(text, position))
        starts += [_group_start(text, at) for at in turns if not _LISTED.search(text[:at])]
    candidates = (_noun_phrase(text, _addressed(text, start)) for start in starts)
    found = [span for span in candidates if span]
    known = (span for span in found if in_force and text[slice(*span)].lower() == in_force.lower())
    return next(known, found[0] if found else None)


def _group_start(text: str, at: int) -> int:
    """Where a group of classes begins that goes on behind a comma: "các cơ quan, đơn vị"."""
    group = _GROUP_BEFORE.search(text, 0, at)
    return group.start() if group else at


def _addressed(text: str, start: int) -> int:
    address = ADDRESS.match(text, start)
    return address.end() if address else start


def addresses_reader(text: str) -> bool:
    """Whether a sentence asks its reader, whom it does not name: "đề nghị báo cáo về Sở"."""
    starts = [0, *(m.end() for m in _TURN.finditer(text))] if CIRCUMSTANCE.match(text) else [0]
    asked = (ADDRESS.match(text, start) for start in starts)
    return any(m is not None and VERB.match(text, m.end()) for m in asked)


def charged(text: str) -> tuple[int, int] | None:
    """Who is charged in brackets behind a task, or who does it as its last words say, as offsets."""
    for match in _CHARGED.finditer(text):
        if found := _noun_phrase(text, _addressed(text, match.end())):
            return found
    done_by = _DONE_BY.search(text)
    return done_by.span("who") if done_by else None


def _noun_phrase(text: str, position: int) -> tuple[int, int] | None:
    """An actor at a position, up to the verb of duty behind it."""
    if not ACTOR.match(text, position) or VERB.match(text, position):
        return None
    verb = _first_verb(text, position)
    if verb is None:
        return None
    found = VERB.match(text, verb)
    if not _is_phrase(text[position:verb].rstrip(" ,")):
        return None
    inside = _shortened(text[position:verb]).rstrip(" ,")
    said = found[0].lower() if found else ""
    if said in NARRATED or clean(inside).lower() in _NOBODY:
        return None
    if _NOT_YET.search(inside) and not _URGED.match(text, verb):
        return None
    if found and ADDRESS.match(text, verb):
        return _noun_phrase(
            text, found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
        )
    if said in NO_DUTY and not _charges(text, verb, said):
        return None
    return position, position + len(inside)


def _shortened(name: str) -> str:
    """A name without what is done before its first verb of duty, and without "theo chức năng"."""
    ends = (m.start() for p in (PREDICATE, CAPACITY) if (m := p.search(name, 1)))
    return name[: min(ends, default=len(name))]


def _is_phrase(text: str) -> bool:
    """Whether words are the name of an actor, or of several that semicolons part."""
    plain = _PARENTHESIS.sub("", text)
    parts = [part.strip() for part in plain.split(";")]
    whole = bool(plain) and not re.search(r"[.:“]|\slà\s", plain)
    return whole and all(ACTOR.match(part) and len(part.split()) <= ACTOR_WORDS for part in parts)


def _charges(text: str, verb: int, said: str) -> bool:
    """Whether a verb that charges nobody has a duty behind it."""
    if said == "không":
        return has_verb(text[verb + 5 : verb + 30])
    return said == "được" and bool(_DUTY.match(text, verb))


def _first_verb(text: str, position: int) -> int | None:
    """Where the verb of a clause begins; verbs inside names ("Ban Chỉ đạo") do not count."""
    first_word = re.compile(r"\S+\s*").match(text, position)
    actor = ACTOR.match(text, position)
    start = max(m.end() for m in (first_word, actor) if m) if first_word else position
    for match in VERB.finditer(text, start):
        depth = text.count("(", position, match.start()) - text.count(")", position, match.start())
        if depth > 0 or match[0][0].isupper() or _in_name(text, match):
            continue
        return match.start()
    return None


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a verb is part of a noun ("Ban tổ chức", "cơ quan quản lý", "công lập") or of a capacity."""
    if any(m.start() < match.start() < m.end() for m in CAPACITY.finditer(text)):
        return True
    before = " ".join(text[: match.start()].lower().split()[-2:])
    after = text[match.end() : match.end() + 12].lower()
    return bool(_THIS.match(after)) or any(
        before.endswith(heads) and match[0].lower() in verbs and re.match(follows, after)
        for heads, verbs, follows in _NOUNS
    )


# "Căn cứ thông báo này": a document, no verb.
_THIS = re.compile(r" (?:này|nói trên|nêu trên)(?!\w)")
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
    (("đầu tư",), frozenset({"xây dựng"}), " (?:huyện|tỉnh|thành phố|thị xã|quận|công trình|khu vực|và phát)"),
    ((" đoàn", "đoàn", "tổ", "ban"), frozenset({"khảo sát", "kiểm tra", "giám sát", "đánh giá", "thẩm định"}), ""),
    (("giảng viên", "giáo viên", "văn bản", "người"), frozenset({"hướng dẫn"}), ""),
    (("cơ quan,", "đơn vị,", "ngành,", "cá nhân,", "đoàn thể,"), frozenset({"tổ chức"}), r" (?:có liên|liên|và|khác)|,"),
    (("giáo dục",), frozenset({"thường xuyên"}), ""),
    (("công nghệ",), frozenset({"thông tin"}), ""),
    (("phòng", "vụ", "bộ phận"), frozenset({"tổ chức"}), r"(?:,| -| –)? (?:cán bộ|hành chính|nhân sự)"),
    (("hành chính", "hành chính -", "kế hoạch", "kế hoạch -"), frozenset({"tổng hợp"}), ""),
    (("nhà nước", "cơ quan"), frozenset({"có thẩm quyền"}), ""),
)  # fmt: skip


def actor_name(text: str) -> str:
    """An actor without remarks in brackets and the words of duty behind it.

    >>> actor_name("Bộ Quốc phòng có trách nhiệm"), actor_name("Bộ Tư lệnh quân khu ra")
    ('Bộ Quốc phòng', 'Bộ Tư lệnh quân khu')
    """
    return clean(_DUTY_TAIL.sub("", clean(_REMARK_ON_NAME.sub("", text))))


def duty_verb(task: str, start: int = 0) -> str | None:
    """The first verb of duty from an offset on, where it is no part of a name; "phải" only without another."""
    if noun := _NOUN_OPENING.match(task, start):
        start = noun.end()
    verbs = [
        m[0].lower()
        for m in VERB.finditer(task, start)
        if m[0].lower() not in NO_DUTY | NARRATED and not _in_name(task, m) and _is_verb(m)
    ]
    return next((verb for verb in verbs if verb not in MODAL), verbs[0] if verbs else None)


# A verb made a noun ("việc xét duyệt … phải"), what somebody was given ("được giao vốn"), or grounds.
_NOUN_OPENING = re.compile(
    r"\s*(?:việc\s[^.;:]*?(?=\s(?:phải|được|do|cần)\s)|được\s+\S+|(?:căn cứ|trên cơ sở|theo(?!\s+dõi))\s[^.;:,]+,)",
    re.IGNORECASE,
)


def _is_verb(match: re.Match[str]) -> bool:
    """Whether a word is no part of a name in capitals ("Sở Xây dựng")."""
    return match[0][0].islower() or not match.string[: match.start()].strip(" -–+*•)")


def names_behind(text: str, lead: re.Pattern[str]) -> list[str]:
    """The units named right behind a verb of working with or reporting to, each once."""
    plain = _REMARK.sub("", text)
    found: list[str] = []
    for match in lead.finditer(plain):
        verb = _first_verb(plain, match.end())
        found += _listed(plain[match.end() : verb if verb is not None else len(plain)])
    return list(dict.fromkeys(found))


def _listed(text: str) -> Iterator[str]:
    """The units that a list begins with, up to the first part that is none."""
    while text:
        if groups := _GROUPS.match(text):
            yield clean(groups[0])
            text = re.sub(r"^\s*(?:,|và)\s*", "", text[groups.end() :])
            continue
        part = _AND.split(text, maxsplit=1)
        span = name_after(part[0], 0)
        if not span or not ACTOR.match(part[0].strip()):
            return
        name = _BEHIND_PLACE.sub(r"\1", clean(part[0][span[0] : span[1]]))
        yield re.sub(r"\s+(?:và|hoặc)$", "", _shortened(name).rstrip())
        text = part[1] if len(part) > 1 else ""
