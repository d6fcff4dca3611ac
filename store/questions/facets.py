"""What is known of a document, as words of the search index, and filters that ask for them.

A facet is a run of words, each with the name of the facet before it: ``kindke kindhoach``. A
filter asks for such a run, so that ``125/KH`` finds ``125/KH-PGDĐT``. Runs are divided by a word
that no filter has.
"""

import calendar
import datetime
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from extract.record import Record
from normalize.folding import fold
from store.questions.calendar import spans
from store.questions.lineage import Scope, lineage
from store.words import search_words

FIRST_PAGE = "firstpage"
CUT, _NOTHING = "cut", "nothing"
# Years outside are misread; each year between is one look-up where a filter has an open end.
EARLIEST_YEAR, LATEST_YEAR = 1945, 2100

# One filter is a choice of phrases, any of which will do; all filters must be met.
Phrase = tuple[str, ...]
Terms = tuple[tuple[Phrase, ...], ...]


class Filters(NamedTuple):
    """Which documents a search is held to; dates are days, both included.

    ``unit`` is a unit that the record names, under any name that it had or has; the others are
    names and numbers, or words that stand in them side by side.
    """

    issuer: str | None = None
    kind: str | None = None
    number: str | None = None
    cites: str | None = None
    issued_from: datetime.date | None = None
    issued_to: datetime.date | None = None
    unit: str | None = None

    def terms(self) -> Terms:
        """What the facets of a page must have."""
        named = {"issuer": self.issuer, "kind": self.kind, "number": self.number}
        terms: list[tuple[Phrase, ...]] = [
            (_phrase(name, value),)
            for name, value in {**named, "cites": self.cites}.items()
            if value and fold(value)
        ]
        if self.unit:
            terms.append(tuple(_units(lineage().scope(self.unit))))
        if self.issued_from or self.issued_to:
            first = self.issued_from or datetime.date(EARLIEST_YEAR, 1, 1)
            last = self.issued_to or datetime.date(LATEST_YEAR, 12, 31)
            terms.append(tuple((word,) for word in _between(first, last)) or ((_NOTHING,),))
        return tuple(terms)


class Marks(NamedTuple):
    """What is known of a document beside its text, as the search index needs it.

    ``named`` are title and number as reviewers left them, which its first page is found by; ``letterhead``
    the names that stand above every document of an office, folded: they are found and weigh nothing.
    """

    facets: str = ""
    named: str = ""
    letterhead: str = ""


def marks_of(record: Record, unit_ids: Iterable[str], unit_keys: Iterable[str]) -> Marks:
    """What the index has to know of a document."""
    header = record.header
    names = (header.parent_issuer, *header.issuer)
    return Marks(
        facets_of(record, unit_ids, unit_keys),
        naming(header.title, header.number),
        " ".join(" ".join(search_words(name or "", folded=True)) for name in names),
    )


def naming(title: str | None, number: str | None) -> str:
    """What a document is called, as its first page is found by it."""
    return " ".join(filter(None, (title, number)))


def facets_of(record: Record, unit_ids: Iterable[str], unit_keys: Iterable[str]) -> str:
    """The facets of a document as words."""
    header = record.header
    runs = [_phrase("issuer", name) for name in header.issuer]
    runs += [_phrase("kind", header.kind or ""), _phrase("number", header.number or "")]
    runs += [_phrase("cites", one.number) for one in record.references if one.number]
    runs += [(_hashed("unit", unit_id),) for unit_id in unit_ids]
    runs += [(_hashed("name", key),) for key in unit_keys]
    runs.append(tuple(_issued(header.issued_on)))
    return f" {CUT} ".join(" ".join(run) for run in runs if run)


def _phrase(name: str, value: str) -> Phrase:
    return tuple(f"{name}{word}" for word in fold(value).split())


def _hashed(name: str, value: str) -> str:
    return f"{name}{blake2b(value.encode(), digest_size=8).hexdigest()}"


def _units(scope: Scope) -> Iterator[Phrase]:
    for unit_id in sorted(scope.ids):
        yield (_hashed("unit", unit_id),)
    for key in sorted(scope.keys):
        yield (_hashed("name", key),)


def _issued(issued_on: str | None) -> Iterator[str]:
    """The day, month and year of a document, as far as they are known."""
    for span in spans(issued_on)[:1]:
        day, month, year = (span.first.strftime(form) for form in ("%Y%m%d", "%Y%m", "%Y"))
        if span.last.strftime("%Y") == year:
            yield f"year{year}"
        if span.last.strftime("%Y%m") == month:
            yield f"month{month}"
        if span.first == span.last:
            yield f"day{day}"


def _between(first: datetime.date, last: datetime.date) -> Iterator[str]:
    """Whole years, whole months and days that together are the time between two days."""
    day = first
    while day <= last:
        year_end, month_end = datetime.date(day.year, 12, 31), _month_end(day)
        if (day.month, day.day) == (1, 1) and year_end <= last:
            yield f"year{day.year:04d}"
            end = year_end
        elif day.day == 1 and month_end <= last:
            yield f"month{day:%Y%m}"
            end = month_end
        else:
            yield f"day{day:%Y%m%d}"
            end = day
        if end >= datetime.date(LATEST_YEAR, 12, 31):
            return
        day = end + datetime.timedelta(days=1)


def _month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
