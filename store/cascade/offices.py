"""Issuers compared, and the level at which they stand."""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from functools import lru_cache

from rapidfuzz.fuzz import token_set_ratio

from store.cascade.papers import plain

# Likeness (0-100) of two folded names from which on they name one office, and below which they do not.
SAME_OFFICE, OTHER_OFFICE = 88.0, 80.0
# Cities that are no part of a province (since 2004, Huế since 2025).
CENTRAL_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})
_HEADS = re.compile(
    r"^(?:(?:pho )?(?:giam doc|hieu truong|chu tich|bo truong|thu truong|truong phong|chanh van phong) )+"
)
_PLACE = re.compile(
    r"\b(tinh|thanh pho|quan|huyen|thi xa|phuong|xa|thi tran) "
    r"(?!uy\b|thuoc\b|truc\b|phuong\b|quan\b)((?:\w+ ?){1,4})"
)
_OF_DEPARTMENT = re.compile(
    r"^so (?:giao duc va dao tao|noi vu|tu phap|y te|tai chinh|xay dung|cong thuong) (?!tinh |thanh pho )(.+)$"
)
_UNDER = {
    "tinh": "province", "quan": "district", "huyen": "district", "thi xa": "district",
    "phuong": "commune", "xa": "commune", "thi tran": "commune",
}  # fmt: skip


class Level(IntEnum):
    """How high an issuer stands, the highest first."""

    NATION = 0
    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3
    SCHOOL = 4


class Issuance(StrEnum):
    """How the issuer that a citation names lies to that of a document."""

    SAME = "same"
    """The same office at the same place."""
    LIKELY = "likely"
    """The same office; the place is not told on one side."""
    UNKNOWN = "unknown"
    ABOVE = "above"
    """The body above the document's issuer."""
    OTHER = "other"
    """Another office."""
    ELSEWHERE = "elsewhere"
    """An office of another place."""


_LEVELS = (
    (Level.SCHOOL, re.compile(r"^(?:truong (?!ban|phong)|trung tam|th |thcs |thpt |mn |nhom lop|lop )")),
    (Level.NATION, re.compile(
        r"^(?:quoc hoi|chinh phu|thu tuong|bo |ban bi thu|trung uong|toa an nhan dan toi cao|van phong chinh phu"
        r"|van phong quoc hoi|tong cuc|uy ban thuong vu)")),
    (Level.PROVINCE, re.compile(r"^(?:so |tinh uy|thanh uy|tinh doan|thanh doan|cong doan nganh)|\btinh\b")),
    (Level.COMMUNE, re.compile(r"\b(?:xa|phuong|thi tran)\b(?! hoi)")),
    (Level.DISTRICT, re.compile(r"^(?:quan uy|huyen uy|thi uy)|\b(?:quan|huyen|thi xa)\b|^phong ")),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def level_of(name: str) -> Level | None:
    """The level of an office by its name; None where the name does not tell.

    >>> [level_of(name).name for name in ("Sở Y tế Hà Nội", "UBND quận 1", "Trường TH A", "Bộ Y tế")]
    ['PROVINCE', 'DISTRICT', 'SCHOOL', 'NATION']
    """
    folded = re.sub(r"\bthi xa\b", "huyen", office(name))
    for level, form in _LEVELS:
        if form.search(folded):
            return level
    city = re.search(r"\bthanh pho (.+)$", folded)
    if city:
        central = any(city[1].startswith(one) for one in CENTRAL_CITIES)
        return Level.PROVINCE if central else Level.DISTRICT
    return None


def level_of_all(names: tuple[str, ...]) -> Level | None:
    """The level of joint issuers: that of the lowest."""
    return max((level for name in names if (level := level_of(name)) is not None), default=None)


@lru_cache(maxsize=50_000)
def office(name: str) -> str:
    """A folded name without the head who speaks for the office ("Chủ tịch", "Bộ trưởng")."""
    return _HEADS.sub("", plain(name))


@lru_cache(maxsize=50_000)
def places(name: str) -> dict[str, str]:
    """The places that a name tells, folded, by their level."""
    folded = office(name)
    found: dict[str, str] = {}
    for word, place in _PLACE.findall(folded):
        bare = place.strip()
        if word == "thanh pho":
            central = next((city for city in CENTRAL_CITIES if bare.startswith(city)), None)
            found["province" if central else "district"] = central or bare
        else:
            found[_UNDER[word]] = bare
    if "province" not in found and (match := _OF_DEPARTMENT.match(folded)):
        found["province"] = match[1]
    return found


def issuance(
    said: str | None, citing: tuple[str, ...], issuers: tuple[str, ...], parent: str | None
) -> Issuance:
    """How the issuer ``said`` lies to a document's ``issuers`` and the body above them.

    ``citing`` are the issuers of the document that cites, whose places an issuer without a place takes over.
    """
    if not issuers:
        return Issuance.UNKNOWN
    where = places(" ".join([*issuers, parent or ""]))
    told = places(said or "")
    if _elsewhere(told, where):
        return Issuance.ELSEWHERE
    if said is None:
        return Issuance.UNKNOWN
    if not told and _elsewhere(places(" ".join(citing)), where):
        return Issuance.ELSEWHERE
    names = [office(one) for one in issuers]
    likeness = max(token_set_ratio(office(said), one) for one in names)
    if likeness >= SAME_OFFICE:
        return Issuance.SAME if told else Issuance.LIKELY
    if parent and token_set_ratio(office(said), office(parent)) >= SAME_OFFICE:
        return Issuance.ABOVE
    return Issuance.OTHER if likeness < OTHER_OFFICE else Issuance.UNKNOWN


def _elsewhere(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two names tell different places of one level; one may go on behind the other's."""
    return any(
        not (name.startswith(other[level]) or other[level].startswith(name))
        for level, name in one.items()
        if level in other
    )
