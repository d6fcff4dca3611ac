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
LONGEST = 8  # syllables of the longest type phrase, "trung tâm giáo dục …" being several phrases
_SCHOOL_ORDER = ("TH", "THCS", "THPT")
_JOINERS = ("va",)
# Words before the type word of a school, folded and with diacritics.
OPENERS = {"cac truong": "các trường", "truong": "trường", "nha truong": "nhà trường"}
_OPENERS = tuple(tuple(opener.split()) for opener in OPENERS)

BODY = "body"
GROUPS = {
    "province": "place", "district": "place", "commune": "place", "PGD": "office", "SGD": "office",
    BODY: BODY,
}  # fmt: skip


def group(level: str) -> str:
    """Kinds that are easily confused stand in one group: places, offices, schools."""
    return GROUPS.get(level, "school")


@cache
def place_words() -> frozenset[str]:
    """Folded type words that may introduce a place inside a mention (short forms left out)."""
    return frozenset(fold(f) for _, fs in _ADMINISTRATIVE.values() for f in fs if len(f) > 2)


@cache
def _first_place_syllables() -> frozenset[str]:
    return frozenset(words.split()[0] for words in place_words())


def without_place_word(tokens: Sequence[str]) -> Sequence[str]:
    """The tokens behind a leading type word of a place; empty where there is none."""
    if not tokens or tokens[0] not in _first_place_syllables():
        return []
    for size in (2, 1):
        if " ".join(tokens[:size]) in place_words():
            return tokens[size:]
    return []


def take_kind(
    tokens: Sequence[str], table: Mapping[str, Kind] = KINDS
) -> tuple[Kind | None, Sequence[str]]:
    """Split folded tokens into the kind that stands in front and the rest.

    >>> take_kind("truong th thcs hoa binh".split())[0].word
    'TH-THCS'
    """
    for opener in _OPENERS:
        if tuple(tokens[: len(opener)]) == opener:
            tokens = tokens[len(opener) :]
            break
    found: list[Kind] = []
    at = 0
    while at < len(tokens):
        if found and tokens[at] in _JOINERS and _phrase(tokens, at + 1, table)[0]:
            at += 1
        kind, size = _phrase(tokens, at, table)
        if kind is None or (found and not _continues(found[-1], kind)):
            break
        found.append(kind)
        at += size
    return _combined(found), tokens[at:]


def _phrase(tokens: Sequence[str], at: int, table: Mapping[str, Kind]) -> tuple[Kind | None, int]:
    for size in range(min(LONGEST, len(tokens) - at), 0, -1):
        if kind := table.get(" ".join(tokens[at : at + size])):
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
    if any(kind is _CENTRE for kind in found):
        return _CENTRE
    if found[0] is _CENTRE_START:
        return _CENTRE
    if len(found) > 1:
        words = {kind.word for kind in found}
        return _of_levels("-".join(word for word in _SCHOOL_ORDER if word in words))
    return found[0]
