"""Folds by issuer: what one office writes is never in training and in test at once."""

from collections import defaultdict
from collections.abc import Sequence

from extract.training.documents import Annotated

FOLDS = 10


def folds(documents: Sequence[Annotated], count: int = FOLDS) -> list[list[Annotated]]:
    """The documents in as many folds, an issuer's all in one, as even in size as that allows.

    With fewer issuers there are fewer folds.
    Written documents are in none: they are added to every training, and measured apart.
    """
    groups: dict[str, list[Annotated]] = defaultdict(list)
    for one in documents:
        if not one.written:
            groups[one.group].append(one)
    made: list[list[Annotated]] = [[] for _ in range(count)]
    sizes = [0] * count
    for _, members in sorted(groups.items(), key=lambda g: (-_size(g[1]), g[0])):
        smallest = sizes.index(min(sizes))
        made[smallest] += members
        sizes[smallest] += _size(members)
    return [fold for fold in made if fold]


def _size(documents: Sequence[Annotated]) -> int:
    return sum(len(one.text.paragraphs) for one in documents)
