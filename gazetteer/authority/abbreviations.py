"""Names of units written out: abbreviations expanded, capitals of headers brought to usual case.

The case follows Nghị định 30/2020/NĐ-CP, Phụ lục II: the first syllable of a body and of each of
its fields takes a capital, a type word before a place does not, proper names do throughout.
"""

import re
from functools import cache

from gazetteer.authority.kinds import PLACE_WORDS
from gazetteer.authority.tables import SEPARATOR, read_rows
from gazetteer.unit import with_type_word
from normalize.folding import canonical, fold

_SCHOOLS = {
    "MN": "mầm non", "MG": "mẫu giáo", "TH": "tiểu học", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
}  # fmt: skip
_HIGHER = {"ĐH": "Đại học", "CĐ": "Cao đẳng", "TC": "Trung cấp", "CĐN": "Cao đẳng nghề"}
_PLACES = {"TP": "thành phố", "TX": "thị xã", "Q": "quận", "H": "huyện", "TT": "thị trấn"}
_CITIES = {"HCM": "Hồ Chí Minh", "HN": "Hà Nội", "ĐN": "Đà Nẵng", "HP": "Hải Phòng"}

_LEVEL = r"(?:THPT|THCS|TH|MN|MG)"
_SCHOOL_RUN = re.compile(
    rf"(?P<opener>\b[Tt](?:rường|RƯỜNG)\s+)?(?<![\w/-])(?P<run>{_LEVEL}(?:\s*(?:,|&|-|và)\s*{_LEVEL})*)\b"
    r"(?![&\-/])(?P<named>(?=\s+[A-ZĐÀ-Ỹ]))?"
)
_HIGHER_RUN = re.compile(r"\b([Tt](?:rường|RƯỜNG)) (ĐH|CĐN|CĐ|TC)\b")
_CENTRE = re.compile(r"\bTT(?=\s*(?:GD|DN|KT|HN|Giáo dục|Dạy nghề|Y tế))\s*")
_PLACE = re.compile(
    r"\b(TP|Tp|TX|TT|Q|H)(?:\.\s*|\s+)(?=(HCM\b|HN\b|[A-ZĐÀ-Ỹ][a-zà-ỹ]|[A-ZĐÀ-Ỹ]{3}|\d))"
)
_CITY = re.compile(r"(?<=hành phố )(HCM|HN|ĐN|HP)\b")
_NOT_EXPANDED = re.compile(r"[/(,?]")
# Kinds of abbreviations.csv that stand for units; symbols of documents and roles are left alone.
_UNIT_KINDS = ("organisation", "body")
_MORE = {"ĐHQG": "Đại học Quốc gia", "PTDTNT": "Phổ thông dân tộc nội trú"}

_PHRASE_SYLLABLES = 14  # the longest body of bodies.csv has 12 syllables
_LINKS = frozenset(("và", "của", "về", "cho", "thuộc", "tại", "trực", "đối", "với"))
_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_NUMERAL = re.compile(r"\d+[A-Za-z]?$|[IVX]+$")


@cache
def _expansions() -> dict[str, str]:
    found = dict(_MORE)
    for abbr, expansion, kind, ambiguous, _ in read_rows("abbreviations.csv"):
        if abbr and kind in _UNIT_KINDS and not ambiguous and not _NOT_EXPANDED.search(expansion):
            found[abbr] = expansion
    for _, kind, _, name, aliases, _ in read_rows("bodies.csv"):
        for alias in aliases.split(SEPARATOR):
            if alias.isupper() and " " not in alias and kind != "term":
                found.setdefault(alias, _title(name))
    return found


@cache
def _abbreviation() -> re.Pattern[str]:
    longest_first = sorted(_expansions(), key=len, reverse=True)
    return re.compile(
        r"(?<![\w&/-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w&/-])"
    )


def _title(name: str) -> str:
    """A body without the place that its pattern has."""
    return name.partition(" {")[0]


def expand(text: str) -> str:
    """Write out the abbreviations of a unit's name that have one reading where they stand.

    A name in capitals is brought to usual case.

    >>> expand("UBND quận Long Biên"), expand("TH Phú Yên")
    ('Ủy ban nhân dân quận Long Biên', 'Trường tiểu học Phú Yên')
    """
    text = canonical(text)
    full = _SCHOOL_RUN.sub(_schools, _HIGHER_RUN.sub(lambda m: f"{m[1]} {_HIGHER[m[2]]}", text))
    full = _CENTRE.sub("Trung tâm ", full)
    full = _PLACE.sub(_place_word, full)
    full = _CITY.sub(lambda m: _CITIES[m[1]], full)
    full = _abbreviation().sub(lambda m: _expansions()[m[0]], full)
    full = full.replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")
    if full != text and text.isupper():
        return title_case_unit(full)
    return full


def _place_word(found: re.Match[str]) -> str:
    """``Q. 1`` is a district, but ``TT 22`` a circular."""
    if found[2].isdigit() and found[1] != "Q":
        return found[0]
    return f"{_PLACES[found[1].upper()]} "


def _schools(found: re.Match[str]) -> str:
    """``TH&THCS A`` is one school of two levels; ``TH`` without a name may mean something else."""
    levels = re.findall(_LEVEL, found["run"])
    opener, named = found["opener"], found["named"] is not None
    if levels == ["TH"] and not opener and not named:
        return found[0]
    words = [_SCHOOLS[level] for level in levels]
    if "," in found["run"]:
        full = re.sub(_LEVEL, lambda m: _SCHOOLS[m[0]], found["run"])
    else:
        full = " và ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
    if opener:
        return opener + full
    return f"Trường {full}" if named else full


@cache
def _phrases() -> dict[str, str]:
    """Lower case -> usual case of bodies, fields and institutions of higher education."""
    names = [name for _, level, _, name, *_ in read_rows("education.csv") if level in ("ĐH", "CĐ")]
    names += [_title(row[3]) for row in read_rows("bodies.csv")]
    spelled = {canonical(name).lower(): name for name in names}
    return {
        lower: name for lower, name in spelled.items() if len(lower.split()) <= _PHRASE_SYLLABLES
    }


@cache
def _odd_places() -> dict[str, str]:
    """Places whose case is not one capital a syllable: lower case -> as written."""
    names = {row[3] for row in read_rows("units.csv")}
    return {n.lower(): n for n in names if n != " ".join(map(_capital, n.lower().split()))}


@cache
def _abbreviations() -> frozenset[str]:
    """Written forms that stay in capitals."""
    known = {abbr for abbr, *_ in read_rows("abbreviations.csv") if abbr.isupper()}
    return frozenset(known - {"L", "T.", "P.", "X."} | _expansions().keys() | _SCHOOLS.keys())


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def title_case_unit(text: str) -> str:
    """Write a unit's name given in capitals the way it stands inside a sentence.

    >>> title_case_unit("TRƯỜNG ĐẠI HỌC VIỆT NHẬT"), title_case_unit("ỦY BAN NHÂN DÂN QUẬN 1")
    ('Trường Đại học Việt Nhật', 'Ủy ban nhân dân Quận 1')
    """
    words = canonical(text).split()
    done: list[str] = []
    while words:
        part, size = _next_part(words, first=not done)
        done.append(part)
        words = words[size:]
    return _capital(" ".join(done))


def _next_part(words: list[str], first: bool) -> tuple[str, int]:
    for size in range(min(_PHRASE_SYLLABLES, len(words)), 0, -1):
        start, body, end = _edges(" ".join(words[:size]))
        if proper := _phrases().get(body.lower()):
            return start + proper + end, size
    for size in (2, 1):
        if fold(" ".join(words[:size])) in PLACE_WORDS and len(words) > size:
            return _place(words, size)
    start, body, end = _edges(words[0])
    if body in _abbreviations() or _NUMERAL.match(body):
        return words[0], 1
    lower = body.lower()
    return start + (lower if lower in _LINKS and not first else _hyphened(lower)) + end, 1


def _edges(text: str) -> tuple[str, str, str]:
    found = _EDGE.match(text)
    assert found
    return found[1], found[2], found[3]


def _place(words: list[str], size: int) -> tuple[str, int]:
    """A type word with the place behind it, where the place has an unusual case or a number."""
    type_word = " ".join(words[:size]).lower()
    _, number, _ = _edges(words[size])
    if _NUMERAL.match(number):
        return f"{_capital(type_word)} {words[size]}", size + 1
    for end in range(len(words), size, -1):
        start, name, tail = _edges(" ".join(words[size:end]))
        if proper := _odd_places().get(name.lower()):
            return f"{type_word} {start}{proper}{tail}", end
    name = " ".join(words[size : size + 3])
    if with_type_word(_capital(type_word), _capitals(name)) != f"{type_word} {_capitals(name)}":
        return _capital(type_word), size
    return type_word, size


def _capitals(name: str) -> str:
    return " ".join(_capital(word.lower()) for word in name.split())


def _hyphened(word: str) -> str:
    return "-".join(map(_capital, word.split("-")))
