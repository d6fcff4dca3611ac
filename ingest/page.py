"""The types that ``ingest`` hands on: a document of pages, a page of lines, a line of words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a file is, decided by its bytes."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"


class Origin(StrEnum):
    """Where the words of a page come from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    DOCX = "docx"
    PLAIN = "plain-text"


class Quality(StrEnum):
    """The verdict on the text that a page brought with it."""

    SOUND = "sound"
    BARE = "bare"
    """Letters right, diacritics gone."""
    GARBLED = "garbled"
    """Letters spoiled, as an OCR model of another language leaves them."""
    LEGACY = "legacy"
    """An encoding from before Unicode (TCVN3, VNI)."""
    ABSENT = "absent"
    """No text, or a signature note only."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the page, origin at the top left, 0 ≤ left < right ≤ 1."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters between blanks, as read; ``confidence`` (0-1) is the OCR engine's own."""

    text: str
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``text`` is the line as read, inner blanks kept.

    A row of a table is one line as well: its cells stand between TAB characters and ``table`` is
    the number of the table on the page (from 0). ``words`` are in the order of ``text`` and
    together hold all its non-blank characters.
    """

    text: str
    words: tuple[Word, ...] = ()
    table: int | None = None

    @property
    def box(self) -> Box | None:
        """The box around all words that have one."""
        whole: Box | None = None
        for word in self.words:
            if word.box is not None:
                whole = word.box if whole is None else whole.union(word.box)
        return whole


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read, with the verdict on its text and how it came about.

    ``number`` counts from 1; ``width`` and ``height`` are in points (1/72 inch), 0 where the
    source has no pages. ``history`` names, in order, what was done to read the page.
    """

    number: int
    lines: tuple[Line, ...]
    origin: Origin
    quality: Quality
    reason: str
    width: float = 0.0
    height: float = 0.0
    history: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[Word]:
        """All words in reading order."""
        for line in self.lines:
            yield from line.words


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong without stopping the document."""

    component: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: identity (SHA-256 of its bytes, hex), kind and pages."""

    sha256: str
    kind: Kind
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = field(default=())
