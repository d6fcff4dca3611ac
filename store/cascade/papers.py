"""A document and its citations as the cascade sees them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.record import Evidence, Record
from gazetteer.authority.abbreviations import expand
from normalize.folding import fold

# Letters before a citation in which the verb stands that says what it is cited for.
REACH = 160
_SPAN = re.compile(
    r"(?:giai đoạn|giai doan)\s*(?P<first>(?:19|20)\d\d)\s*[-–—]\s*(?P<last>(?:19|20)\d\d)",
    re.IGNORECASE,
)


class Leaf(NamedTuple):
    """A document of the cascade; ``issued_on`` is EDTF, ``period`` "2022/2025" where its title names one."""

    document: str
    name: str
    number: str | None
    issued_on: str | None
    kind: str | None
    issuers: tuple[str, ...]
    parent_issuer: str | None
    title: str | None
    period: str | None

    @property
    def label(self) -> str:
        """What people call it by: its number, else its name in the archive."""
        return self.number or self.name


class Mention(NamedTuple):
    """A citation: the place of the reference in its record, what it says, and the words before it."""

    position: int
    kind: str
    number: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None
    before: str
    evidence: tuple[Evidence, ...]

    @property
    def period(self) -> str | None:
        """The period that the citation names in the title of the cited document."""
        return next(periods(self.title or ""), None)


def leaf_of(document: str, name: str, record: Record) -> Leaf:
    """The head of a record."""
    header = record.header
    return Leaf(
        document, name, header.number, header.issued_on, header.kind, tuple(header.issuer),
        header.parent_issuer, header.title, header.period,
    )  # fmt: skip


def mentions_of(record: Record, pages: Sequence[str] = ()) -> list[Mention]:
    """The citations of a record; ``pages`` is its text, from which come the words before each."""
    text = " ".join(" ".join(pages).split())
    return [
        Mention(
            position, one.kind, one.number, one.issued_on, one.issuer, one.title,
            _before(text, one.evidence), tuple(one.evidence),
        )
        for position, one in enumerate(record.references)
    ]  # fmt: skip


def periods(text: str) -> Iterator[str]:
    """The periods that a text names, as "2022/2025".

    >>> list(periods("phong trào thi đua giai đoạn 2022 - 2025"))
    ['2022/2025']
    """
    for match in _SPAN.finditer(text):
        yield f"{match['first']}/{match['last']}"


def day_of(issued_on: str | None) -> datetime.date | None:
    """The day of an EDTF that names one to the day."""
    try:
        return datetime.date.fromisoformat(issued_on or "")
    except ValueError:
        return None


def plain(name: str | None) -> str:
    """A name for comparing: abbreviations written out, folded.

    >>> plain("UBND TP Hà Nội")
    'uy ban nhan dan thanh pho ha noi'
    """
    return fold(expand(name or ""))


def _before(text: str, evidence: Sequence[Evidence]) -> str:
    """The words before a citation, from the beginning of its clause."""
    said = " ".join(evidence[0].text.split()) if evidence else ""
    at = text.find(said) if said else -1
    return re.split(r"[;:./]\s", text[max(0, at - REACH) : at])[-1] if at > 0 else ""
