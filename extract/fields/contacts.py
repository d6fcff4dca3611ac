"""Addresses of units: websites, e-mail, telephone, postal."""

import re
from collections.abc import Iterator

from extract.draft import Block, Draft, Zone
from extract.grammar.units import clean, name_after
from extract.record import Contact
from extract.vocabulary import ACTOR

RELIABILITY = {"website": 0.95, "email": 0.95, "phone": 0.93, "address": 0.90}

_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;()<>“”]+[\w/]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# OCR takes the sign @ for another round one; a domain in brackets behind a word is a website.
_SPOILED_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<value>[\w.+-]{3,}(?:\(\)|[(©®])(?:[\w-]+\.)+(?:vn|com))(?![\w-]|[\w./-]*\))",
    re.IGNORECASE,
)
# A number of a telephone: trunk prefix or country code, groups of digits, an extension.
_NUMBER = re.compile(
    r"(?<![\w&/.,-])(?P<value>(?:\(?(?:\+\s?84|84)[\s.-]{0,2}\(?\d|\(?0\d)[\d .()–-]{6,16}\d(?:\s*[-–,]?\s*(?:\(?(?:số\s+)?máy lẻ|ext\.?)\s*\d{2,5}\)?)?"
    r"|1[89]00[\s.]?\d{2,3}[\s.]?\d{2,3})(?![\w/]|[.,]\d)"
)
# What says that a number is a telephone's: a label, a person, or the bracket behind a name.
_CALLED = re.compile(
    r"(?<![^\W_])(?:điện thoại|đ/?thoại|đt|sđt|số máy|hotline|đường dây nóng|di động|dđ|đtdđ|tel|phone|zalo|mobile|liên hệ|liên lạc|"
    r"đồng chí|đ/c|ông|bà|anh|chị|cô|thầy)(?![^\W\d_])[^\d;]{0,80}$|[(]$|^\s*$",
    re.IGNORECASE,
)
_FAX = re.compile(r"fax[^\d;]{0,12}$", re.IGNORECASE)
_ALSO = re.compile(r"^\s*(?:,|;|/|-|–|hoặc|và|hay)?\s*(?:hoặc|và)?\s*$")
PHONE_DIGITS = range(8, 13)
# Addresses of the web without "www", and collections of laws, whose links cite a document.
_DOMAIN = re.compile(
    r"(?<![\w@©®./-])(?<!@ )(?:[a-z\d-]+\.){1,4}(?:gov|edu|com|org|net|ac|info|dcs)\.vn(?:/[^\s,;()<>“”]*[\w/])?(?![\w@])"
)
_LAWS = re.compile(
    r"thuvienphapluat|vbpl\.|luatvietnam|congbao|vanban\.|lawnet|hethongphapluat", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:địa chỉ|trụ sở)(?!\s*(?:trang|website|web|email|thư điện tử))(?:[^:;.]{0,45}:(?!\s*địa chỉ)\s*|\s+làm việc\s+(?:tại\s+)?|\s+tại\s+)(?!//|\S*@|https?:|www\.)(?P<value>[^;\n]{6,120}?)(?=;|$|\.\s|,?\s*điện thoại)",
    re.IGNORECASE,
)
_ROOM = re.compile(r"\((?P<value>(?:Phòng|Tầng|Số)\s+[A-Z]{0,2}\d[^)]{5,100})\)")
# A house and its street, down to a town or province, where no label stands before them.
_HOUSE = re.compile(
    r"(?:(?<=[,:(])|(?<=[,:(] )|(?<=tại ))(?P<value>số\s+\d{1,4}[A-Z]?,?\s+(?!UBND|HĐND|Ủy|Bộ|Sở)(?:đường\s+|phố\s+)?[A-ZĐÀ-Ỹ]"
    r"[^;:.()]{2,60}?,[^;:.()]{0,60}?(?:quận|huyện|thị xã|thành phố|tỉnh|TP\.?|Hà Nội)(?:\s+[A-ZĐÀ-Ỹ\d]\w*){0,4})"
    r"(?=\s*(?:[;.)]|,?\s*(?:điện thoại|ĐT|SĐT|email)|$))"
)
_PLACE = re.compile(
    r"địa điểm\s*:\s*(?P<value>(?:Phòng|Tầng|Số)\s+\d[^;\n]{4,110}?)(?=[.;]?\s*$)", re.IGNORECASE
)


def find_contacts(draft: Draft) -> None:
    """Add the contacts of body and closing to the record, each value once."""
    seen: set[tuple[str, str]] = set()
    for block in draft.blocks:
        if block.zone not in (Zone.BODY, Zone.CLOSING, Zone.ATTACHED):
            continue
        for kind, value, start, stop in _found(block.text):
            if (kind, value) not in seen:
                seen.add((kind, value))
                _add(draft, block, (start, stop), kind, value)


def _found(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, value and place of every contact in a text."""
    spoiled = list(_SPOILED_EMAIL.finditer(text))
    for kind, pattern in (("website", _WEBSITE), ("website", _DOMAIN), ("email", _EMAIL)):
        for match in pattern.finditer(text):
            inside = any(one.start() <= match.start() < one.end() for one in spoiled)
            if not _LAWS.search(match[0]) and not inside:
                yield kind, match[0].removesuffix("./"), *match.span()
    for match in spoiled:
        yield "email", re.sub(r"\(\)|[(©®]", "@", match["value"]), *match.span()
    yield from _phones(text)
    for pattern in (_ADDRESS, _ROOM, _PLACE):
        for match in pattern.finditer(text):
            yield "address", clean(match["value"]), *match.span()
    if not _ADDRESS.search(text) and not _ROOM.search(text):
        for match in _HOUSE.finditer(text):
            yield "address", clean(match["value"]), *match.span()


def _phones(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Numbers that a label or a person's name says are a telephone's, and those that are listed with one."""
    end: int | None = None
    for match in _NUMBER.finditer(text):
        start = match.start()
        before = text[:start]
        listed = end is not None and _ALSO.match(text[end:start])
        digits = sum(map(str.isdigit, re.split("máy|ext", match[0], flags=re.IGNORECASE)[0]))
        end = None
        if (
            _FAX.search(before)
            or not (listed or _CALLED.search(before[-100:]))
            or digits not in PHONE_DIGITS
        ):
            continue
        end = match.end()
        value = clean(match["value"])
        yield "phone", value if ")" in value else value.lstrip("("), *match.span()


def _add(draft: Draft, block: Block, span: tuple[int, int], kind: str, value: str) -> None:
    first, last = block.start + span[0], block.start + span[1]
    draft.record.contacts.append(
        Contact.model_validate(
            {
                "unit": _unit_before(draft, block, span[0]),
                "kind": kind,
                "value": value,
                "evidence": [
                    e.model_dump() for e in draft.evidence(first, last, f"contact-{kind}")
                ],
                "confidence": draft.confidence(first, last, RELIABILITY[kind]),
            }
        )
    )


def _unit_before(draft: Draft, block: Block, position: int) -> str | None:
    """The last unit named before a contact in its paragraph, else the issuer."""
    last, end = None, 0
    for match in ACTOR.finditer(block.text, 0, position):
        if match.start() < end:
            continue
        span = name_after(block.text, match.start())
        if span and any(w[:1].isupper() for w in block.text[span[0] : span[1]].split()[1:]):
            end = min(span[1], position)
            last = clean(block.text[span[0] : end])
    if last:
        return last
    return draft.header.issuer[0] if len(draft.header.issuer) == 1 else None
