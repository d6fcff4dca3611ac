"""The zones of a document: head, body, closing (Nơi nhận and signature), annexes.

Zones are found on printed lines, before paragraphs are formed, because heads and closings stand
in two columns.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.draft import Zone
from extract.vocabulary import KINDS, MARK, OFFICE
from extract.zones.segments import COLUMN_GAP
from extract.zones.zones import Zones, zones_of
from ingest.page import Box
from normalize.folding import fold, strip_diacritics
from normalize.lines import is_page_number
from normalize.text import Paragraph, Piece, Text, TextLine

_KIND_LINE = re.compile(
    r"(?:" + "|".join(sorted((fold(k) for k in KINDS), key=len, reverse=True)) + r")\b"
)
_BODY_OPENING = re.compile(
    r"\s*(?:căn cứ|kính gửi|để (?:thực hiện|triển khai|tăng cường|nâng cao|chuẩn bị|đảm bảo|bảo đảm|tiếp tục)|nhằm|theo |xét đề nghị|"
    r"tiếp theo|ngày \d|trong (?:thời gian|năm)|thời gian (?:vừa )?qua|năm học(?!\s+\d{4}\s*[-–]\s*\d{4}\s*$)|thực hiện (?:các )?(?:chương trình|kế hoạch|chỉ thị|công văn|quyết định|"
    r"nghị quyết|thông tư|hướng dẫn|nghị định|luật|nhiệm vụ năm|ý kiến|sự chỉ đạo|theo)|sở giáo dục và đào tạo|phòng giáo dục và đào tạo|"
    r"phòng gd|sở gd|ubnd|ủy ban nhân dân|trường |tại công văn|thủ tướng chính phủ|bộ trưởng|chủ tịch|giám đốc|hiệu trưởng"
    r"|(?!v/v)[ivx]+\s?[./]|\d{1,2}\.|phần |chương [ivx\d]|điều \d|[-+•])",
    re.IGNORECASE,
)
_RECIPIENTS = re.compile(r"n\S{1,2}i\s+nhan\s*:|^\s*noi\s+nhan")
ANNEX = re.compile(
    r"\s*\**(?:PHỤ LỤC|Phụ lục \d+|Phụ lục [IVX]+|Phụ lục(?=[.:])|DANH SÁCH|DANH MỤC|BIỂU MẪU|MẪU SỐ|Mẫu số|BẢNG|LỊCH|NGHỊ QUYẾT|TỜ TRÌNH|BÁO CÁO|"
    r"DỰ THẢO|QUY CHẾ|QUY ĐỊNH|ĐỀ ÁN|CHƯƠNG TRÌNH|KẾ HOẠCH|HƯỚNG DẪN|PHƯƠNG ÁN|QUY TRÌNH|THUYẾT MINH|ĐỀ CƯƠNG|BIÊN BẢN|ĐƠN|PHIẾU|GIẤY)\b"
    r"(?!.*:\s*[^\s*])"
)
# What an annex says of the document that it belongs to.
ATTACHED = re.compile(r"\(\**(?:ban hành\s+|đính\s+)?kèm(?: theo)?\b", re.IGNORECASE)
# "(Kèm theo Quyết định số …)" stands this near below the heading of an annex, below its title.
ATTACHED_BELOW = 4
# Headings of forms, lists and numbered annexes, at which an attached document ends.
_APPENDIX = re.compile(
    r"\s*\**(?:PHỤ LỤC|Phụ lục(?:\s+(?:\d{1,2}|[IVX]{1,5}))?\s*(?:[.:]|$)|DANH SÁCH|DANH MỤC|BIỂU MẪU|MẪU SỐ|Mẫu số\s+\d+\s*(?:[.:]|$))"
)
NEVER_TITLE = re.compile(
    r"\s*(?:căn cứ|kính gửi|(?:\S+\s+){0,12}kính mời|xét đề nghị|điều \d|(?!v/v)[ivx]+\s?[./]|\d{1,2}\.)",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(r"\s*(?:triển khai\s+)?thực hiện\s", re.IGNORECASE)
_OFFICE_LINE = re.compile(
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|HIỆU TRƯỞNG|ỦY BAN NHÂN DÂN|HỘI ĐỒNG|THỦ TƯỚNG)"
)
# An article of a named document: a reference, not the opening of an article.
_CITED_ARTICLE = re.compile(
    r"(?:Điều|Khoản|Mục|Chương)\s+(?:\d{1,3}[a-zđ]?|[IVX]+),?\s+(?:của\s+)?"
    r"(?:Quyết định|Thông tư|Luật|Bộ luật|Nghị định|Nghị quyết|Quy chế|Quy định|Kế hoạch|Chỉ thị|Pháp lệnh|Hướng dẫn|này|Mục|Chương|và|của)\b"
)
# "Nghe / - Nói - Đọc": words that dashes part, broken before one of the dashes.
_LISTED_WORDS = re.compile(r"[-–]\s+\w+\s+[-–]\s")
# A word in small letters begins no paragraph; letters of a list ("a)") do, and so do links.
_SMALL = re.compile(r"(?!https?:|www\.|v/v)[^\W\d_]{2,}[\s,]")
# Nothing, a comma, or dots that OCR made of "...;" end an unfinished paragraph of more than a line.
_UNENDED = re.compile(r"(?:[^\W_]|,|,\.\.)$")
_DIGIT_LETTER, _SECOND = re.compile(r"^([\s_]*)\d(?=\)\s)"), re.compile(r"\s*b\)\s")
# An e-mail address that stands on a line of its own.
_ADDRESS_ALONE = re.compile(r"[\w.+-]+[@(©®][\w-]+(?:\.[\w-]+)+")
_GROUNDS = re.compile(r"\s*(?:Căn cứ|Xét|Theo đề nghị|QUYẾT ĐỊNH|Điều 1)\b")
# A title seldom passes this many printed lines.
TITLE_LINES = 8
# The column is known by this many lines; a centred line is clear of its sides by this share of the page,
# more than the indent of a paragraph (0.05).
COLUMN_LINES, CLEAR = 12, 0.06


@dataclass(frozen=True, slots=True)
class Layout:
    """Line numbers: where kind and title stand, and where body, closing and annexes begin.

    ``attached`` are the texts of documents that this one promulgates, first and behind the last line.
    """

    kind_line: int | None
    title_lines: tuple[int, ...]
    body: int
    closing: int
    annex: int
    attached: tuple[tuple[int, int], ...] = ()
    zones: Zones = field(default_factory=Zones)

    def places(self, count: int) -> list[str]:
        """What each of so many lines is by rules."""
        borders = (
            (self.body, "head"),
            (self.closing, "body"),
            (self.annex, "closing"),
            (count, "annex"),
        )
        return [
            "kind" if n == self.kind_line else "title" if n in self.title_lines
            else next(name for border, name in borders if n < border or border == count)
            for n in range(count)
        ]  # fmt: skip


def analyse(text: Text) -> Layout:
    """Find the zones of a document."""
    ruled = rules_of(text)
    zones = zones_of(text, ruled.places(len(text.lines)))
    return replace(ruled, zones=zones)


def rules_of(text: Text) -> Layout:
    """The zones as rules see them, which the model weighs with the rest."""
    lines = text.lines
    closing = _closing_start(lines)
    kind_line = _find_kind(lines, closing)
    title: tuple[int, ...] = ()
    if kind_line is not None:
        title = tuple(_title_lines(lines, kind_line, closing))
        body = (title[-1] if title else kind_line) + 1
    else:
        body = _letter_body(lines, closing)
    annex = _annex_start(lines, closing)
    return Layout(kind_line, title, body, closing, annex, tuple(_attached(lines, annex)))


def zoned_paragraphs(text: Text, layout: Layout) -> list[tuple[Paragraph, Zone]]:
    """The paragraphs with their zones; a paragraph over a border is cut there.

    A line that begins with the article of a law ("tại / Điều 1 Quyết định này") goes on from the one before.
    """
    borders = [
        (Zone.HEADER, 0, layout.body),
        (Zone.BODY, layout.body, layout.closing),
        (Zone.CLOSING, layout.closing, layout.annex),
    ]
    end = layout.annex
    for begin, stop in layout.attached:
        borders += [(Zone.ANNEX, end, begin), (Zone.ATTACHED, begin, stop)]
        end = stop
    borders.append((Zone.ANNEX, end, len(text.lines)))
    found: list[tuple[Paragraph, Zone]] = []
    for paragraph in text.paragraphs:
        for zone, first, last in borders:
            inside = tuple(p for p in paragraph.pieces if first <= p.line < last)
            if inside:
                begin = inside[0].start
                cut = paragraph.text[begin : inside[-1].stop]
                moved = tuple(
                    type(p)(p.start - begin, p.stop - begin, p.line, p.offset) for p in inside
                )
                made = Paragraph(cut, moved)
                before, place = found[-1] if found else (None, None)
                near = before and not _table_between(text, before, made)
                if before and near and place is zone and _goes_on(before.text, cut):
                    found[-1] = (_joined(before, made), zone)
                else:
                    found.append((made, zone))
    return _lettered(found)


def _lettered(found: list[tuple[Paragraph, Zone]]) -> list[tuple[Paragraph, Zone]]:
    """The paragraphs with "a)" where OCR made a digit of it: "8)" right above "b)"."""
    below = [paragraph.text for paragraph, _ in [*found[1:], *found[-1:]]]
    return [
        (Paragraph(_DIGIT_LETTER.sub(r"\1a", paragraph.text), paragraph.pieces), zone)
        if _SECOND.match(after)
        else (paragraph, zone)
        for (paragraph, zone), after in zip(found, below, strict=True)
    ]


def _table_between(text: Text, one: Paragraph, other: Paragraph) -> bool:
    between = text.lines[one.pieces[-1].line : other.pieces[0].line]
    return any(line.table is not None for line in between)


def _goes_on(before: str, text: str) -> bool:
    """Whether a paragraph is the rest of the one before, which a line break cut in two."""
    before = before.rstrip()
    if _ADDRESS_ALONE.match(text) and before.endswith(":"):
        return True
    if _CITED_ARTICLE.match(text) or _LISTED_WORDS.match(text):
        return not before.endswith((".", ";", ":", "/"))
    if text.startswith("(") and not ATTACHED.search(text) and not before.isupper():
        return not before.endswith((".", ";", ":", "/", ")"))
    small = text[:1].islower() and bool(_SMALL.match(text))
    return small and not before.isupper() and bool(_UNENDED.search(before))


def _joined(one: Paragraph, other: Paragraph) -> Paragraph:
    shift = len(one.text) + 1
    moved = (Piece(p.start + shift, p.stop + shift, p.line, p.offset) for p in other.pieces)
    return Paragraph(f"{one.text} {other.text}", (*one.pieces, *moved))


def _is_kind(text: str) -> bool:
    flat = fold(text)
    match = _KIND_LINE.match(flat)
    letters = [c for c in text if c.isalpha()]
    capital = bool(letters) and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
    return bool(match) and capital and (match.end() == len(flat) if match else False)


def _find_kind(lines: Sequence[TextLine], closing: int) -> int | None:
    for number in range(min(closing, 60)):
        parts = COLUMN_GAP.split(lines[number].text)
        if lines[number].table is None and any(
            _is_kind(part.strip().rstrip(":")) for part in parts
        ):
            return number
    for number in range(min(closing, 25)):
        text = lines[number].text.strip()
        match = _KIND_LINE.match(fold(text))
        if match and text[:8].isupper() and text.isupper() and len(text) > match.end():
            return number
    return None


def _title_lines(lines: Sequence[TextLine], kind_line: int, closing: int) -> Iterator[int]:
    """The lines under the kind, up to the first that opens the body."""
    taken, before = 0, ""
    for number in range(kind_line + 1, closing):
        text = lines[number].text.strip()
        if not text or is_page_number(text):
            continue
        unfinished = before.count("“") > before.count("”") or before.endswith((",", "-", "–"))
        if taken >= TITLE_LINES or lines[number].table is not None:
            return
        goes_on = unfinished or (
            before
            and not NEVER_TITLE.match(text)
            and (_wrapped(before, text) or _centred(lines, number))
        )
        if not goes_on and (_ends_title(text, before) if before else _opens_body(lines, number)):
            return
        yield number
        taken += 1
        before = text


def _centred(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line stands in the middle of the text's column, clear of both its sides."""
    edges = [(boxes[0].left, boxes[-1].right) for line in lines if (boxes := _boxes(line))]
    boxes = _boxes(lines[number])
    if not boxes or len(edges) < COLUMN_LINES or lines[number].text.isupper():
        return False
    left, right = (
        sorted(e[0] for e in edges)[len(edges) // 10],
        sorted(e[1] for e in edges)[-len(edges) // 10],
    )
    begin, end = boxes[0].left, boxes[-1].right
    clear = begin - left > CLEAR and right - end > CLEAR
    return clear and abs((begin + end) - (left + right)) < CLEAR


def _boxes(line: TextLine) -> list[Box]:
    return [word.box for word in line.words if word.box is not None]


def _ends_title(text: str, before: str) -> bool:
    """Whether a line is no longer title; ``before`` is the title's last line."""
    ended = before.endswith((".", ";", ":")) or text.endswith((";", ":"))
    if ended or (text.isupper() and not before.isupper()):
        return True
    return bool(_BODY_OPENING.match(text))


def _wrapped(before: str, text: str) -> bool:
    """Whether a line in small letters is the rest of an unfinished title line."""
    small = text[:1].islower() and _SMALL.match(text)
    return bool(small and _UNENDED.search(before))


def _opens_body(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line right under the kind opens the body: no title stands between them."""
    text = lines[number].text.strip()
    opening = _BODY_OPENING.match(text) or NEVER_TITLE.match(text)
    return bool(opening) and not (_title_like(text) or _names_task(lines, number))


def _names_task(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a line that cites what is carried out ("Thực hiện Chỉ thị số …") is a title.

    A title is short and ends without a mark; the opening sentence leads on to what follows it.
    """
    if not _CARRIED_OUT.match(lines[number].text):
        return False
    below = (line.text.strip() for line in lines[number + 1 : number + TITLE_LINES])
    rest = itertools.takewhile(lambda text: text and not _BODY_OPENING.match(text), below)
    *_, last = (lines[number].text.strip(), *rest)
    return not last.endswith((".", ":", ";", ","))


def _title_like(text: str) -> bool:
    """Whether a line right under the kind is a title although it begins as a body may."""
    if NEVER_TITLE.match(text):
        return False
    if text.isupper():
        return not _OFFICE_LINE.match(text)
    return not re.search(r"\bsố\s*:?\s*\d", text, re.IGNORECASE)


def _letter_body(lines: Sequence[TextLine], closing: int) -> int:
    """The body of a letter without a line for its kind begins at Kính gửi or after the subject."""
    for number in range(min(closing, 40)):
        if re.match(r"\s*k[íi]nh\s+g[ửu]i", lines[number].text, re.IGNORECASE):
            return number
    for number in range(min(closing, 40)):
        text = lines[number].text
        if re.search(r"ngày.{1,12}tháng.{1,6}năm\s+\d{4}", text, re.IGNORECASE) and len(text) < 80:
            return number + 1
    return 0


def _closing_start(lines: Sequence[TextLine]) -> int:
    """The line at which Nơi nhận or the signature begins, whichever comes first."""
    for number, line in enumerate(lines):
        if any(map(_opens_recipients, _columns(line.text))):
            return _signature_before(lines, number)
    for number in range(len(lines) - 1, max(-1, len(lines) - 80), -1):
        office = _holds_office(lines[number].text)
        if office and number > len(lines) // 4 and not _opens_grounds(lines, number):
            return _signature_before(lines, number)
    return len(lines)


def _columns(text: str) -> list[str]:
    return [part.strip() for part in COLUMN_GAP.split(text) if part.strip()]


def _opens_recipients(column: str) -> bool:
    return len(column) < 60 and bool(_RECIPIENTS.search(strip_diacritics(column).lower()))


def _holds_office(text: str) -> bool:
    columns = (c for c in _columns(text) if len(c) < 50 and c.isupper())
    return any(OFFICE.match(column) for column in columns)


def _opens_grounds(lines: Sequence[TextLine], number: int) -> bool:
    """Whether an office in capitals is that of who decides, above the grounds of a decision."""
    below = (line.text for line in lines[number + 1 :] if line.text.strip())
    return any(_GROUNDS.match(text) for text in itertools.islice(below, 2))


def _signature_before(lines: Sequence[TextLine], number: int) -> int:
    """In some files the signature is printed before Nơi nhận: step back over it, and the units above it."""
    first = number
    for back in range(number - 1, max(-1, number - 12), -1):
        text = lines[back].text.strip()
        if not text:
            continue
        columns = _columns(text)
        if max(map(len, columns)) > 60 or re.search(r"[./;]\s*$", text):
            break
        unit = text.isupper() and (len(columns) > 1 or MARK.match(text))
        headed = unit and back == first - 1 and _holds_office(lines[first].text)
        if headed or any(OFFICE.match(column) and column.isupper() for column in columns):
            first = back
    return first


def _annex_start(lines: Sequence[TextLine], closing: int) -> int:
    """The first line after the closing that begins an annex or an attached document."""
    for number in range(closing + 1, len(lines)):
        text = lines[number].text
        if lines[number].table not in (None, lines[closing].table):
            return number
        if ANNEX.match(text) and not strip_diacritics(text).lower().startswith("danh sach kem"):
            return number
        if text.isupper() and not OFFICE.match(text.strip()) and is_attached(lines, number):
            return number
    return len(lines)


def is_attached(lines: Sequence[TextLine], number: int) -> bool:
    """Whether the lines right below a heading say what it is attached to."""
    filled = (line.text for line in lines[number + 1 :] if line.text.strip())
    return any(ATTACHED.search(text) for text in itertools.islice(filled, ATTACHED_BELOW))


def _attached(lines: Sequence[TextLine], annex: int) -> Iterator[tuple[int, int]]:
    """The texts of attached documents: below a line of the kind and the note of what they are attached to."""
    number = annex
    while number < len(lines):
        text = lines[number].text.strip().strip("*")
        if lines[number].table is not None or not _heads_text(text, lines, number):
            number += 1
            continue
        begin = next(n for n in range(number, len(lines)) if ATTACHED.search(lines[n].text))
        closes = (n for n in range(begin, len(lines)) if ")" in lines[n].text)
        begin = next(closes, begin) + 1
        ends = (n for n in range(begin, len(lines)) if _APPENDIX.match(lines[n].text))
        number = next(ends, len(lines))
        yield begin, number


def _heads_text(text: str, lines: Sequence[TextLine], number: int) -> bool:
    kind = _KIND_LINE.match(fold(text))
    return bool(kind) and text[:4].isupper() and is_attached(lines, number)
