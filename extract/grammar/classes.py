"""Actors that are classes of units ("các trường MN, TH, THCS trên địa bàn"): of what kinds, and where."""

import re
from collections.abc import Iterator

from extract.grammar.units import clean
from extract.record import ActorClass, Header
from extract.vocabulary import ACTOR
from gazetteer.authority.abbreviations import expand
from normalize.folding import fold

_CLASS = re.compile(
    r"(?:các|những|mỗi|từng|toàn thể|tất cả(?:\s+các)?)\s+(?P<kinds>[^\W\d_].*)", re.IGNORECASE
)
# An office that there is one of in each place or school: "UBND các huyện, thị xã", "Hiệu trưởng các trường".
_OF_EACH = re.compile(r"(?P<kinds>[^,;]+?)\s+(?P<scope>các\s+[^\W\d_].*)$", re.IGNORECASE)
_OF_PLACES = re.compile(r"các\s+(?:quận|huyện|thị xã|thành phố|xã|phường)(?!\w)", re.IGNORECASE)
# Where the units of a class are, or to whom they belong.
_SCOPE = re.compile(
    r"\s+(?P<scope>(?:(?:đóng\s+)?trên địa bàn|trực thuộc|thuộc|trong toàn|toàn|trong|cấp|có|liên quan|tham gia|của|tại)(?!\w).*)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;/]\s*|\s+và\s+")
# Levels of school that follow the word "trường" once for all: "các trường MN, TH".
_LEVEL = re.compile(
    r"(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|phổ thông|mn|mg|th|thcs|thpt)(?!\w)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?:địa bàn|thuộc|toàn)\s*(?:ngành|quận|huyện|thị xã|thành phố|tỉnh|xã|phường)?\s*$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:quận|huyện|thị xã|thành phố|tỉnh|xã|phường)\s+[A-ZĐÀ-Ỹ]\w*(?:\s+[A-ZĐÀ-Ỹ]\w*)*",
    re.IGNORECASE,
)


def class_of(actor: str, header: Header) -> ActorClass | None:
    """The kinds of a class of units with its scope; None for an actor that is one unit or person.

    A scope that names no place of its own ("trên địa bàn") is that of the issuer.
    """
    match = _CLASS.match(actor)
    if match is None:
        each = _OF_EACH.fullmatch(actor)
        if each is None or ";" in actor or not ACTOR.match(actor):
            return None
        where = clean(each["scope"])
        return ActorClass(
            kinds=[expand(clean(each["kinds"]))], scope=where, place=_place(where, header)
        )
    said = _SCOPE.search(match["kinds"])
    names = match["kinds"][: said.start()] if said else match["kinds"]
    scope = clean(said["scope"]) if said else None
    return ActorClass(kinds=list(_kinds(names)), scope=scope, place=_place(scope, header))


def _kinds(names: str) -> Iterator[str]:
    """The kinds one by one, each with its type word and its abbreviations written out."""
    school = False
    for part in _PARTS.split(names):
        kind = clean(part)
        school = kind.lower().startswith("trường") or (school and bool(_LEVEL.match(kind)))
        if school and not kind.lower().startswith("trường"):
            kind = f"trường {kind}"
        if kind:
            yield expand(kind)


def _place(scope: str | None, header: Header) -> str | None:
    """The place that a scope names or, where it only says "here", that of the issuer."""
    if scope is None:
        return None
    if named := next(
        (m[0] for m in _PLACE.finditer(scope) if m[0].split()[-1][:1].isupper()), None
    ):
        return named
    if not (_HERE.search(scope) or _OF_PLACES.match(scope)):
        return None
    heads = [*header.issuer, header.parent_issuer or ""]
    found = (
        m[0] for name in heads for m in _PLACE.finditer(name) if m[0].split()[-1][:1].isupper()
    )
    level = fold(scope).split()[-1]
    places = list(found)
    return next((p for p in places if fold(p).startswith(level)), places[0] if places else None)
