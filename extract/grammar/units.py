"""Names of units as they are read out of running text and heads."""

import re

from extract.record import UnitMention
from extract.vocabulary import ACTOR
from gazetteer.authority.abbreviations import title_case_unit
from normalize.folding import strip_diacritics

_EDGES = " \t\n.,;:-–—*_“”\"'"
_STOP = re.compile(
    r"\s+(?:về việc|về|xét đề nghị|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|công bố|đồng ý|triển khai|thực hiện|tổ chức|"
    r"v/v|để|và các|trước|sau|từ ngày|vào|kể từ|kéo dài|mở|hằng|hàng|và (?=Kế hoạch|Quyết định|Công văn|Chỉ thị|Thông tư|Thông báo|Nghị quyết|Nghị định|Hướng dẫn|Chương trình)|tại|nghị định|thông báo|giao|xây dựng|trong|nhằm|đã|được|theo|có(?!\s+liên quan)|yêu cầu|gửi|với|khi|cho|là|liên hệ|qua|như sau|ngày(?=\s\d)|định kỳ|chậm nhất|muộn nhất)\b|[;.:()“\"\n]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\S+")
_TYPE_WORD = re.compile(r"(?<!\w)(?:Ban|Bộ|Sở|Vụ|Cục|Phòng|Tổ|Tổng cục|Văn phòng|Trung tâm|Viện)$")
NAME_WORDS = 18


# Syllables of Vietnamese in pieces: an onset that is no word alone with the marked vowel behind it,
# and a vowel that no word ends in with the coda behind it.
_ONSET = r"(?:ngh|ng|gh|gi|qu|kh|th|tr|ch|ph|nh|[bcdđghklmnpqrstvx])"
_CODA = r"(?: (?:n g|n h|c h|ng|nh|ch|[cmnpt])(?![\w.)/-]))"
_SPACED_ONSET = re.compile(
    rf"(?<![^\W_]){_ONSET} (?!(?:ở|ý|ô|ơ|án|ăn|ấn|ông|ít|ôn|ổn|úng|ép|âu|ý|ủy)(?!\w))"
    rf"(?P<vowel>[^\W\d_])[^\W\d_]{{0,4}}(?!\w){_CODA}?",
    re.IGNORECASE,
)
# Begun only where a word begins: tried at each letter, a line of 8,000 equal letters takes 7 s.
_SPACED_CODA = re.compile(
    rf"(?<![^\W\d_])[^\W\d_]*(?:[uư][ơờớởỡợôồốổỗộ]|[iy][êềếểễệ]|[âăầấẩẫậằắẳẵặ]){_CODA}", re.I
)


def join_letters(text: str) -> str:
    """Put syllables together that were spaced apart: "B Ộ LAO ĐỘNG" is "BỘ LAO ĐỘNG".

    >>> join_letters("Bộ tr ưở n g"), join_letters("V À X Ã HỘI"), join_letters("Tổ B Mai")
    ('Bộ trưởng', 'VÀ XÃ HỘI', 'Tổ B Mai')
    """

    def joined(match: re.Match[str]) -> str:
        return match[0].replace(" ", "")

    def with_onset(match: re.Match[str]) -> str:
        vowel = match["vowel"]
        alike = vowel.isupper() == match[0][0].isupper() or match[0][0].isupper()
        marked = strip_diacritics(vowel).lower() in "aeiouy" and strip_diacritics(vowel) != vowel
        return joined(match) if marked and alike else match[0]

    return _SPACED_CODA.sub(joined, _SPACED_ONSET.sub(with_onset, text))


def clean(text: str) -> str:
    """Drop marks and blanks around a name and inner runs of blanks."""
    return re.sub(r"\s+", " ", join_letters(text)).strip(_EDGES)


def title_case(text: str) -> str:
    """A unit's name as running text writes it, also where it stood in capitals."""
    return title_case_unit(clean(text)) if text.isupper() else clean(text)


def name_after(text: str, position: int) -> tuple[int, int] | None:
    """The name of a unit that begins at ``position``: its offsets, or None where none does.

    A name ends before a verb or a mark; a comma ends it unless a level follows ("quận, huyện").
    """
    while position < len(text) and text[position] in " \t":
        position += 1
    if not ACTOR.match(text, position) and not text[position : position + 1].isupper():
        return None
    stop_match = next((m for m in _STOP.finditer(text, position) if not _named(text, m)), None)
    stop = stop_match.start() if stop_match else len(text)
    name = text[position:stop]
    comma = re.search(
        r",(?!\s*(?:huyện|thị xã|thành phố|tỉnh|quận|xã|phường|thị trấn|đặc khu|Đại học Quốc gia))",
        name,
    )
    if comma:
        stop = position + comma.start()
    words = list(_WORDS.finditer(text, position, stop))
    if not words:
        return None
    stop = words[min(len(words), NAME_WORDS) - 1].end()
    return position, stop


def _named(text: str, match: re.Match[str]) -> bool:
    """Whether a verb in capitals is the name behind a type word: "Bộ Xây dựng", "Ban Tổ chức"."""
    word = match[0].strip()
    return word[:1].isupper() and bool(_TYPE_WORD.search(text[: match.start()]))


def mention(name: str) -> UnitMention:
    """A unit as written, not yet linked."""
    return UnitMention(name=clean(name))
