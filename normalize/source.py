"""A line on its way through restoration: as it comes, its words as they were read and restored, as it goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from normalize.folding import canonical
from normalize.lines import is_noise, without_specks
from normalize.reading import Treatment

# Names that a text may hold, by the text as first read.
NamesNear = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """A line to restore: its text, what it needs, OCR's surety (0-1) and other readings of its words by
    offset, and the page that it stands on."""

    text: str
    treatment: Treatment
    surety: Mapping[int, float] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of a line, what it was restored to, and how sure that is (posterior, 0-1)."""

    start: int
    stop: int
    raw: str
    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """A line in canonical form with its words restored in place.

    ``source`` is the canonical form of what was read, to which the readings' offsets refer; a
    line of specks is empty.
    """

    source: str
    text: str
    readings: tuple[Reading, ...]


def clean(line: Source) -> str:
    """The text of a line in canonical form; specks of a spoiled one are left out."""
    text = canonical(line.text)
    if line.treatment is not Treatment.SPOILED:
        return text
    return "" if is_noise(text) else without_specks(text)


def kept(line: Source) -> RestoredLine:
    """A line that needs nothing, in canonical form."""
    text = clean(line)
    return RestoredLine(text, text, ())
