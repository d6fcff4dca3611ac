"""Printed lines: which of them are scanner noise, and which belong to one paragraph."""

import re
from collections.abc import Sequence
from statistics import quantiles

from normalize.text import Paragraph, Piece, TextLine

# A label that begins a new paragraph: "I.", "1.", "1.2.", "a)", "-", "+", "•", "Điều 3."
LABEL = re.compile(
    r"\s*(?:[-–—+*•●]\s|[-–—+*•●](?=[^\W\d_])|[IVXLC]{1,5}[.)/]\s|\d{1,2}(?:\.\d{1,2}){0,3}[.)/]\s"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s|[a-zđ][.)]\s|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Khoản)\s+[\dIVX]+)"
)
_STARTS_WITH_DASH_TITLE = re.compile(r"\s*[-–—]\s")
_SENTENCE_END = re.compile(r"(?:[.;:!?…]|\./\.)[\"”’)\s]*$")
_WORDLIKE = re.compile(r"[^\W\d_]{2,}")
_SPECKS = re.compile(
    r"\s*(?:\S{1,3}\s+){1,8}?[^\W\d]?(?=\d{1,2}\.\d{1,2}\.?\s+[^\W\d])|\s*[A-Za-z](?=[-–]\s)"
)
_ITEM = re.compile(r"\s*(?:[-–—+*•]|[a-zđ][.)])\s*$")
_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*)?\d{1,3}(?:\s*[-–—])?\s*$")
_FORMULA = re.compile(
    r"\s*(?:Số(?=\s*:)|Nơi nhận|NƠI NHẬN|Kính gửi|KÍNH GỬI|V/v|Căn cứ|Độc lập|CỘNG HÒA|KT\.|TM\.|TL\.|TUQ\."
    r"|(?:[A-ZĐ][^\W\d_]*\s){1,4}?[^\W\d_]*,\s*ngày|QUYẾT ĐỊNH|PHỤ LỤC|Phụ lục)\b"
)

_PIECE = re.compile(r"[^\W_]+")
# Letters that are no Vietnamese word alone, in a line of scraps ("Z VA Lii").
_LONE = frozenset("bcfghjklmnpqrstvwxzBCFGHJKLMNPQRSTWZ")
SCRAP, SCRAP_LINE = 3, 12
# A telephone number or the like, broken behind its point: "024." and "33603605".
_BROKEN_NUMBER = re.compile(r"(?<![\d.])0\d{2,3}\.$")

# A line this long, as a share of the page's full lines, may run on into the next: justified lines
# differ in how many characters they hold. Chosen, not fitted.
FULL_LINE = 0.72


def is_noise(text: str) -> bool:
    """Whether a line of spoiled text is specks read as letters ("r r 9 r", "w", "•>").

    >>> is_noise("r r 9 r"), is_noise("/^r /J"), is_noise("tap."), is_noise("2"), is_noise("Z VA Lii")
    (True, True, False, False, True)
    """
    if not text.strip() or text.strip().isdigit():
        return False
    pieces = _PIECE.findall(text)
    if all(p.isdigit() for p in pieces) or any(sum(map(str.isdigit, p)) > 1 for p in pieces):
        return not pieces
    scraps = len(pieces) > 1 and max(map(len, pieces)) <= SCRAP and len(text.strip()) <= SCRAP_LINE
    return not _WORDLIKE.search(text) or (scraps and any(p in _LONE for p in pieces))


def without_specks(text: str) -> str:
    """Drop specks read as signs in front of a section's label ("x • 7\\ r1.1. Huy" is "1.1. Huy")."""
    match = _SPECKS.match(text)
    if not match or _WORDLIKE.search(match[0]) or _ITEM.match(match[0]):
        return text
    return text[match.end() :]


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number."""
    return bool(_PAGE_NUMBER.match(text)) and bool(text.strip())


def paragraphs(lines: Sequence[TextLine]) -> tuple[Paragraph, ...]:
    """Join printed lines to paragraphs; blank lines, page numbers and table rows are left out."""
    kept = [n for n, line in enumerate(lines) if _is_running_text(line)]
    full = full_length([lines[n].text for n in kept])
    groups: list[list[int]] = []
    for n in kept:
        gap = groups and any(lines[k].table is not None for k in range(groups[-1][-1], n))
        if groups and not gap and runs_on(lines[groups[-1][-1]].text, lines[n].text, full):
            groups[-1].append(n)
        else:
            groups.append([n])
    return tuple(_join(lines, group) for group in groups)


def _is_running_text(line: TextLine) -> bool:
    return line.table is None and bool(line.text.strip()) and not is_page_number(line.text)


def full_length(texts: Sequence[str]) -> float:
    """The length in characters that only a tenth of the lines passes: that of a full line."""
    lengths = [len(text.strip()) for text in texts if text.strip()]
    return quantiles(lengths, n=10, method="inclusive")[8] if len(lengths) > 1 else float("inf")


def runs_on(before: str, after: str, full: float) -> bool:
    """Whether the text of one line continues in the next; ``full`` is the length of full lines."""
    before, after = before.strip(), after.strip()
    if _both_capitals(before, after):
        return not LABEL.match(after + " ") and not _FORMULA.match(after)
    if _open_title(before, after):
        return True
    if _BROKEN_NUMBER.search(before) and after[0].isdigit():
        return True
    if LABEL.match(after + " ") or _FORMULA.match(after):
        return False
    if _SENTENCE_END.search(before):
        return before.endswith(";") and after[0].islower() and len(before) >= FULL_LINE * full
    if _is_capitals(before) or _is_capitals(after):
        return False
    starts_low = after[0].islower() or after[0].isdigit() or after[0] in '“"(,;'
    if starts_low:
        return True
    return len(before) >= FULL_LINE * full


def _both_capitals(before: str, after: str) -> bool:
    return _is_capitals(before) and _is_capitals(after) and len(before) > 30


def _open_title(before: str, after: str) -> bool:
    """A quotation opened before and a dash or capital after: a slogan broken over two lines."""
    opened = before.count("“") > before.count("”")
    return opened and (bool(_STARTS_WITH_DASH_TITLE.match(after)) or "”" in after)


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _join(lines: Sequence[TextLine], group: Sequence[int]) -> Paragraph:
    text, pieces = "", []
    for n in group:
        line = lines[n].text
        start = len(line) - len(line.lstrip())
        body = line.strip()
        if text and not _joins_without_blank(text, body):
            text += " "
        pieces.append(Piece(len(text), len(text) + len(body), n, start))
        text += body
    return Paragraph(text, tuple(pieces))


def _joins_without_blank(before: str, after: str) -> bool:
    """A number range or a code broken at its hyphen: "2022-" and "2025"."""
    return before.endswith(("-", "/")) and before[-2:-1].isdigit() and after[:1].isdigit()
