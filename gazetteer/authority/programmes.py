"""Movements, campaigns and programmes by name, and those that titles of documents name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gazetteer.authority.tables import DATA, SEPARATOR, read_rows
from normalize.folding import canonical, fold

KINDS = ("phong trào", "cuộc vận động", "chương trình", "đề án", "hội thi")
LONGEST_NAME = 200  # letters of a name between quotation marks; the longest known has 77
_NAMED = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:\s+thi đua)?\s*[“\"”«](?P<name>[^“”\"»]{{3,{LONGEST_NAME}}})[”\"»]",
    re.IGNORECASE,
)
SOURCE = "titles"


class Programme(NamedTuple):
    """A movement (phong trào), campaign (cuộc vận động), programme (chương trình) or the like."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    valid_from: str
    valid_to: str
    basis: str
    source: str

    def cells(self) -> list[str]:
        """The line of ``programmes.csv``."""
        return [self.id, self.kind, self.name, SEPARATOR.join(self.aliases), *self[4:]]


def programmes(folder: Path = DATA) -> list[Programme]:
    """The list as it stands in ``programmes.csv``; raises as ``read_rows``."""
    return [
        Programme(one, kind, name, tuple(filter(None, aliases.split(SEPARATOR))), *rest)
        for one, kind, name, aliases, *rest in read_rows("programmes.csv", folder)
    ]


def named_in(text: str) -> Iterator[tuple[str, str]]:
    """(kind, name) of what a text names between quotation marks behind its kind."""
    for found in _NAMED.finditer(canonical(text)):
        name = " ".join(found["name"].split()).strip(" .,;")
        if fold(name):
            yield found["kind"].lower(), name[:1].upper() + name[1:]


def proposed(titles: Iterable[str], known: Iterable[Programme]) -> list[Programme]:
    """What titles name and the list does not have yet, each once, in the order of its sight."""
    taken = {fold(name) for one in known for name in (one.name, *one.aliases)}
    found: list[Programme] = []
    for kind, name in (pair for title in titles for pair in named_in(title)):
        if fold(name) not in taken:
            taken.add(fold(name))
            identity = f"pro-{fold(kind)}-{fold(name)}".replace(" ", "-")
            found.append(Programme(identity, kind, name, (), "", "", "", SOURCE))
    return found
