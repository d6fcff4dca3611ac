"""The words that say what kind of unit a name belongs to, in all the ways they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from normalize.folding import fold


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a type word says: the possible levels, the word itself, or a pattern of bodies.

    There is one object for each word, whatever its forms, so that objects are compared.
    """

    levels: tuple[str, ...]
    word: str
    pattern: str = ""


# Administrative type words with their short forms. "TT" alone is a township; with GDTX or GDNN
# behind it, it is a centre.
_ADMINISTRATIVE = {
    "Tỉnh": (("province",), ("tỉnh", "t")),
    "Thành phố": (("province", "district"), ("thành phố", "tp", "thủ đô")),
    "Quận": (("district",), ("quận", "q")),
    "Huyện": (("district",), ("huyện", "h")),
    "Thị xã": (("district",), ("thị xã", "tx")),
    "Phường": (("commune",), ("phường", "p")),
    "Xã": (("commune",), ("xã", "x")),
    "Thị trấn": (("commune",), ("thị trấn", "tt")),
    "Đặc khu": (("commune",), ("đặc khu",)),
}
_SCHOOLS = {
    "MN": ("mầm non", "mn", "mẫu giáo", "mg", "nhà trẻ"),
    "TH": ("tiểu học", "th"),
    "THCS": ("trung học cơ sở", "thcs", "phổ thông cơ sở", "ptcs"),
    "THPT": ("trung học phổ thông", "thpt", "phổ thông trung học", "ptth"),
    "PT": ("phổ thông", "pt"),
    "TC": ("trung cấp", "tc", "trung cấp chuyên nghiệp", "tccn"),
    "CĐ": ("cao đẳng", "cđ"),
    "ĐH": ("đại học", "đh", "học viện", "hv"),
}
_CENTRE_WORDS = (
    "gdtx", "giáo dục thường xuyên", "gdnn", "giáo dục nghề nghiệp", "ttgdtx", "ttgdnn", "dn",
    "dạy nghề", "hn", "hướng nghiệp", "tthn", "kt th", "ktth", "kỹ thuật tổng hợp", "tin học",
    "ngoại ngữ",
)  # fmt: skip
_EDUCATION = ("giáo dục và đào tạo", "giáo dục", "gdđt", "gd đt", "gd và đt", "gd")
CENTRE = "GDNN-GDTX"
_CENTRE = Kind((CENTRE,), CENTRE)
_CENTRE_START = Kind(("",), "TT")


def _spelled() -> dict[str, Kind]:
    table: dict[str, Kind] = {}
    for word, (levels, forms) in _ADMINISTRATIVE.items():
        table |= dict.fromkeys(forms, Kind(levels, word))
    for level, forms in _SCHOOLS.items():
        table |= dict.fromkeys(forms, _of_levels(level))
    table |= dict.fromkeys(_CENTRE_WORDS, _CENTRE)
    table |= {"trung tâm": _CENTRE_START}
    for level, words in {"PGD": ("phòng ", "p"), "SGD": ("sở ", "s")}.items():
        table |= dict.fromkeys([w + f for w in words for f in _EDUCATION], _of_levels(level))
    return table


@cache
def _of_levels(level: str) -> Kind:
    """The kind of one level alone; ``TH-THCS`` is one, too."""
    return Kind((level,), level)


SPELLED_KINDS: Mapping[str, Kind] = _spelled()  # with diacritics, lower case
KINDS: Mapping[str, Kind] = {fold(form): kind for form, kind in SPELLED_KINDS.items()}
_SCHOOL_ORDER = ("TH", "THCS", "THPT")
JOINERS = ("va",)
# Words before the type word of a school, folded and with diacritics.
OPENERS = {"cac truong": "các trường", "truong": "trường", "nha truong": "nhà trường"}
_OPENERS = tuple(tuple(opener.split()) for opener in OPENERS)
_FIRST_OF_OPENERS = frozenset(opener[0] for opener in _OPENERS)

BODY = "body"
GROUPS = {
    "province": "place", "district": "place", "commune": "place", "PGD": "office", "SGD": "office",
    BODY: BODY,
}  # fmt: skip


def group(level: str) -> str:
    """Kinds that are easily confused stand in one group: places, offices, schools."""
    return GROUPS.get(level, "school")


# Folded type words that may introduce a place inside a mention (short forms left out).
PLACE_WORDS = frozenset(fold(f) for _, fs in _ADMINISTRATIVE.values() for f in fs if len(f) > 2)
_FIRST_OF_PLACE_WORDS = frozenset(words.partition(" ")[0] for words in PLACE_WORDS)


def place_word_size(tokens: Sequence[str], at: int = 0) -> int:
    """Syllables of a place's type word that stands before another syllable, 0 for none."""
    if at >= len(tokens) or tokens[at] not in _FIRST_OF_PLACE_WORDS:
        return 0
    size = next((n for n in (2, 1) if " ".join(tokens[at : at + n]) in PLACE_WORDS), 0)
    return size if at + size < len(tokens) else 0


class KindTable:
    """Type phrases, found at the start of folded tokens."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self._longest: dict[str, int] = {}  # syllables of the longest phrase by its first one
        for phrase in kinds:
            first, size = phrase.partition(" ")[0], phrase.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))

    def take(self, tokens: Sequence[str]) -> tuple[Kind | None, tuple[str, ...]]:
        """Split tokens into the kind that stands in front, behind an opener or not, and the rest."""
        tokens = tuple(tokens)
        if tokens and tokens[0] in _FIRST_OF_OPENERS:
            opener = next((one for one in _OPENERS if tokens[: len(one)] == one), ())
            tokens = tokens[len(opener) :]
        found: list[Kind] = []
        at = 0
        while at < len(tokens):
            if found and tokens[at] in JOINERS and self._phrase(tokens, at + 1)[0]:
                at += 1
            kind, size = self._phrase(tokens, at)
            if kind is None or (found and not _continues(found[-1], kind)):
                break
            found.append(kind)
            at += size
        return _combined(found), tokens[at:]

    def _phrase(self, tokens: Sequence[str], at: int) -> tuple[Kind | None, int]:
        longest = self._longest.get(tokens[at], 0) if at < len(tokens) else 0
        for size in range(min(longest, len(tokens) - at), 0, -1):
            if kind := self.kinds.get(" ".join(tokens[at : at + size])):
                return kind, size
        return None, 0


def _continues(last: Kind, kind: Kind) -> bool:
    """Levels of one school and the words of a centre add up; other kinds stand alone."""
    if kind is _CENTRE:
        return last in (_CENTRE, _CENTRE_START) or last.word == "Thị trấn"
    return last.word in _SCHOOL_ORDER and kind.word in _SCHOOL_ORDER and last != kind


def _combined(found: list[Kind]) -> Kind | None:
    if not found:
        return None
    if found[0] is _CENTRE_START or _CENTRE in found:
        return _CENTRE
    if len(found) > 1:
        words = {kind.word for kind in found}
        return _of_levels("-".join(word for word in _SCHOOL_ORDER if word in words))
    return found[0]


_TABLE = KindTable(KINDS)


def take_kind(tokens: Sequence[str]) -> tuple[Kind | None, tuple[str, ...]]:
    """Split folded tokens into the kind that stands in front, if any, and the rest.

    >>> take_kind("truong th thcs hoa binh".split())[0].word
    'TH-THCS'
    """
    return _TABLE.take(tokens)
