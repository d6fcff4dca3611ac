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
    WEBP = "image/webp"
    HEIC = "image/heic"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    ODT = "application/vnd.oasis.opendocument.text"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLS = "application/vnd.ms-excel"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    TEXT = "text/plain"


PICTURE_KINDS = (Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.WEBP, Kind.HEIC)
WORD_KINDS = (Kind.DOCX, Kind.DOC, Kind.RTF, Kind.ODT)
SHEET_KINDS = (Kind.XLSX, Kind.XLS, Kind.ODS)


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

    @property
    def area(self) -> float:
        """The share of the page that the box covers."""
        return (self.right - self.left) * (self.bottom - self.top)

    def meets(self, other: "Box") -> bool:
        """Whether the two share some of the page."""
        beside = self.left < other.right and other.left < self.right
        return beside and self.top < other.bottom and other.top < self.bottom

    def holds_middle(self, other: "Box") -> bool:
        """Whether the middle of the other box lies in this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters between blanks, as read; ``confidence`` (0-1) is the OCR engine's own.

    ``other`` is what a second reading made of it, about as surely.
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    other: str | None = None


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

    @classmethod
    def of(cls, text: str, table: int | None = None) -> "Line":
        """A line of words that have no places."""
        return cls(text, tuple(Word(word) for word in text.split()), table)

    @property
    def box(self) -> Box | None:
        """The box around all words that have one."""
        whole: Box | None = None
        for word in self.words:
            if word.box is not None:
                whole = word.box if whole is None else whole.union(word.box)
        return whole


Grid = tuple[tuple[Box | None, ...], ...]
"""The cells of a table row by row; None where a cell is merged with a neighbour."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read, with the verdict on its text and how it came about.

    ``number`` counts from 1; ``width`` and ``height`` are in points (1/72 inch), 0 where the
    source has no pages. ``history`` names, in order, what was done to read the page. The first
    table of a page that ``continues_table`` is the rest of the last one of the page before.
    ``grids`` are the cells of the tables, ruled or not.
    """

    number: int
    lines: tuple[Line, ...]
    origin: Origin
    quality: Quality
    reason: str
    width: float = 0.0
    height: float = 0.0
    history: tuple[str, ...] = ()
    continues_table: bool = False
    grids: tuple[Grid, ...] = ()

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


class Trace(StrEnum):
    """Where a signature was seen."""

    CERTIFICATE = "digital-signature"
    """In the signature that the PDF carries; its validity is not checked."""
    NOTE = "visible-note"
    """In the note that a signing program printed on the page."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed electronically and when: evidence from outside the text.

    ``signed_at`` is ISO 8601 with its offset where that is known, ``text`` the note as it reads or
    the time as the file has it. ``page`` and ``box`` are those of the note.
    """

    trace: Trace
    signer: str | None
    signed_at: str | None
    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: identity (SHA-256 of its bytes, hex), kind and pages."""

    sha256: str
    kind: Kind
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = field(default=())
    signatures: tuple[Signature, ...] = field(default=())
