"""The documents of a file that holds several, as its record tells of them."""

from collections.abc import Sequence
from typing import NamedTuple

from extract.record import Record

BEGINS = "another-document"


class Pages(NamedTuple):
    """First and last page of a document in a file, from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}" if self.last > self.first else str(self.first)


def parts_told(record: Record) -> list[Pages]:
    """The pages of each document of a file, by what its record tells of them."""
    begins = [one.page for one in record.problems if one.component == BEGINS and one.page]
    return parts_of(begins, len(record.source.pages))


def parts_of(begins: Sequence[int], count: int) -> list[Pages]:
    """The pages of each document of a file of so many pages, by those on which a further one begins."""
    return [
        Pages(first, following - 1)
        for first, following in zip((1, *begins), (*begins, count + 1), strict=True)
    ]
