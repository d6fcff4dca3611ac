"""What a document is cited for, told by the verb before the citation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from normalize.folding import fold


class Relation(StrEnum):
    """What the citing document does to the cited one."""

    CARRIES_OUT = "carries-out"
    RESTS_ON = "rests-on"
    AMENDS = "amends"
    REPLACES = "replaces"
    ANSWERS = "answers"
    CITES = "cites"
    """No verb tells."""


_VERBS = {
    Relation.REPLACES: "thay the|bai bo|huy bo|thu hoi",
    Relation.AMENDS: "sua doi|bo sung|dieu chinh|dinh chinh",
    Relation.ANSWERS: "tra loi|phuc dap|tiep theo|theo de nghi",
    Relation.CARRIES_OUT: "thuc hien|trien khai|thi hanh|cu the hoa|huong ung|to chuc",
    Relation.RESTS_ON: "can cu|theo|tren co so|xet",
}
_VERB = re.compile("|".join(rf"(?P<{one.name}>\b(?:{verbs})\b)" for one, verbs in _VERBS.items()))
# Between a verb and the citation stands no more of the sentence than this, in folded letters.
_NEAR = 60


def relation_of(before: str) -> Relation:
    """The relation that the last verb before a citation tells.

    >>> relation_of("Căn cứ Luật Giáo dục; thực hiện").value, relation_of("Kế hoạch này thay thế").value
    ('carries-out', 'replaces')
    """
    words = fold(before)
    found = list(_VERB.finditer(words))
    for match in reversed(found):
        if len(words) - match.end() <= _NEAR:
            return Relation[match.lastgroup or Relation.CITES.name]
    return Relation.CITES


def relations(befores: Iterable[str]) -> list[Relation]:
    """The relations of citations in their order; one of a list takes over that of the one before it.

    >>> [one.value for one in relations(["Thực hiện", "", "và", "Xem"])]
    ['carries-out', 'carries-out', 'carries-out', 'cites']
    """
    found: list[Relation] = []
    for before in befores:
        goes_on = bool(found) and fold(before) in ("", "va", "cac", "cung")
        found.append(found[-1] if goes_on else relation_of(before))
    return found
