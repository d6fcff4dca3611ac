"""What a sample document says, apart from how it is drawn."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    BASIS = "basis"
    HEADING = "heading"
    CENTRED = "centred"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one style; the drawing breaks it into lines."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; ``widths`` are shares of the text width, one a column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a new page."""


Block = Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the first page: bodies at the left, the national header at the right.

    ``number`` is what follows ``Số:``; with ``by_hand`` its digits are left blank in print.
    ``subject`` holds the lines of V/v under the number of a letter.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    dateline: str
    by_hand: bool = False
    subject: tuple[str, ...] = ()

    @property
    def digits(self) -> str:
        """The part of the number that a clerk fills in."""
        return self.number.partition("/")[0]

    @property
    def symbol(self) -> str:
        """The printed part of the number, from the stroke on."""
        return self.number.removeprefix(self.digits)


@dataclass(frozen=True, slots=True)
class Closing:
    """The foot: recipients at the left; office and name of the signer at the right."""

    recipients: tuple[str, ...]
    office: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """One sample: head, title (kind first, then its lines), blocks and foot.

    ``annex`` holds the blocks that follow the foot, each annex on a page of its own.
    """

    head: Letterhead
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: Closing
    annex: tuple[Block, ...] = ()


NATIONAL_HEADER = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def heading(text: str) -> Paragraph:
    """A bold paragraph."""
    return Paragraph(text, Style.HEADING)


def basis(text: str) -> Paragraph:
    """An italic paragraph that cites what the document rests on."""
    return Paragraph(text, Style.BASIS)


def centred(text: str) -> Paragraph:
    """A bold paragraph in the middle of the line."""
    return Paragraph(text, Style.CENTRED)


def note(text: str) -> Paragraph:
    """An italic paragraph in the middle of the line."""
    return Paragraph(text, Style.NOTE)


def body(*texts: str) -> tuple[Paragraph, ...]:
    """Ordinary paragraphs."""
    return tuple(Paragraph(text) for text in texts)
