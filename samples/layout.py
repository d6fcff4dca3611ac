"""Documents set into pages of placed lines, after the form of Nghị định 30/2020/NĐ-CP."""

from dataclasses import dataclass, field

from samples import fonts
from samples.document import (
    NATIONAL_HEADER,
    Block,
    Closing,
    Document,
    Letterhead,
    PageBreak,
    Paragraph,
    Style,
    Table,
)
from samples.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR

# Points. A4 and the margins that Phụ lục I of the decree asks for: 20 mm top and bottom,
# 30 mm left, 20 mm right.
PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 538.0, 57.0, 785.0
TEXT_WIDTH = RIGHT - LEFT
INDENT = 28.0
SIZE, SMALL, TINY = 14.0, 12.0, 11.0
LEADING, PARAGRAPH_GAP = 1.25, 4.0
# The middles of the two columns of the head and of the foot.
HEAD_LEFT, HEAD_RIGHT = 172.0, 402.0
# So wide may a line at the left be before it would run into the national header.
HEAD_ROOM = 200.0
FOOT_RIGHT = 432.0
SIGNATURE_HEIGHT = 94.0
CELL_PADDING = 4.0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one printed line; ``y`` is its baseline, from the top, in points."""

    x: float
    y: float
    text: str
    face: str = REGULAR
    size: float = SIZE
    word_space: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight black line, in points from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Sheet:
    """One page: what is printed, where the pen goes, and its text line by line."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    number_spot: tuple[float, float] | None = None
    signature_spot: tuple[float, float] | None = None


def wrap(text: str, face: str, size: float, room: float, indent: float = 0.0) -> list[str]:
    """Break a text into lines that fit ``room`` points, the first one less ``indent``."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and fonts.width(longer, face, size) > room - (0 if lines else indent):
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


class Composer:
    """Sets the parts of a document one after the other, breaking pages where they are full."""

    def __init__(self, size: float = SIZE) -> None:
        fonts.register()
        self.size = size
        self.sheets = [Sheet()]
        self.y = TOP

    @property
    def sheet(self) -> Sheet:
        """The page being set."""
        return self.sheets[-1]

    def new_page(self) -> None:
        """Start a page, numbered at the top as the decree asks for."""
        self.sheets.append(Sheet())
        self.y = TOP
        number = str(len(self.sheets))
        self.centre(number, PAGE_WIDTH / 2, 40.0, REGULAR, 13.0)
        self.sheet.lines.append(number)

    def need(self, height: float) -> None:
        """Start a page unless ``height`` points are left on this one."""
        if self.y + height > BOTTOM:
            self.new_page()

    def centre(self, text: str, x: float, y: float, face: str, size: float) -> float:
        """Print a line around ``x`` and answer with its width."""
        width = fonts.width(text, face, size)
        self.sheet.runs.append(Run(x - width / 2, y, text, face, size))
        return width

    def head(self, head: Letterhead) -> None:
        """The two columns of the first page."""
        printed = [(text, REGULAR) for text in head.parent] + [(text, BOLD) for text in head.issuer]
        left = [
            (line, face) for text, face in printed for line in wrap(text, face, SMALL, HEAD_ROOM)
        ]
        y = TOP
        width = 0.0
        for line, face in left:
            y += 15.0
            width = self.centre(line, HEAD_LEFT, y, face, SMALL)
            self.sheet.lines.append(line)
        self._underline(HEAD_LEFT, y, width / 2)
        for index, (line, size) in enumerate(zip(NATIONAL_HEADER, (SMALL, 13.0), strict=True)):
            width = self.centre(line, HEAD_RIGHT, TOP + 15 * (index + 1), BOLD, size)
            self.sheet.lines.append(line)
        self._underline(HEAD_RIGHT, TOP + 30, width)
        self._number(head, y + 26)
        self.centre(head.dateline, HEAD_RIGHT, y + 26, ITALIC, 13.0)
        self.sheet.lines += [f"Số: {head.number}", head.dateline]
        self.y = y + 26
        for line in head.subject:
            self.y += 14.0
            self.centre(line, HEAD_LEFT, self.y, REGULAR, SMALL)
            self.sheet.lines.append(line)
        self.y += 12.0

    def _number(self, head: Letterhead, y: float) -> None:
        if not head.by_hand:
            self.centre(f"Số: {head.number}", HEAD_LEFT, y, REGULAR, 13.0)
            return
        printed = f"Số:             {head.symbol}"
        width = self.centre(printed, HEAD_LEFT, y, REGULAR, 13.0)
        label = fonts.width("Số: ", REGULAR, 13.0)
        self.sheet.number_spot = (HEAD_LEFT - width / 2 + label, y)

    def _underline(self, x: float, y: float, width: float) -> None:
        self.sheet.rules.append(Rule(x - width / 2, y + 6.0, x + width / 2, y + 6.0))

    def title(self, lines: tuple[str, ...]) -> None:
        """The kind of the document and its summary, in the middle."""
        if not lines:
            return
        self.y += 6.0
        width = 0.0
        for line in lines:
            self.y += self.size * LEADING
            width = self.centre(line, (LEFT + RIGHT) / 2, self.y, BOLD, self.size)
            self.sheet.lines.append(line)
        self._underline((LEFT + RIGHT) / 2, self.y + 1, width / 3)
        self.y += 12.0

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph in the face and setting of its style."""
        face = {
            Style.HEADING: BOLD,
            Style.CENTRED: BOLD,
            Style.BASIS: ITALIC,
            Style.NOTE: ITALIC,
        }.get(paragraph.style, REGULAR)
        middle = paragraph.style in (Style.CENTRED, Style.NOTE)
        lines = wrap(paragraph.text, face, self.size, TEXT_WIDTH, 0.0 if middle else INDENT)
        if paragraph.style is Style.HEADING:
            self.need(3 * self.size * LEADING)
        for index, line in enumerate(lines):
            self.need(self.size * LEADING)
            self.y += self.size * LEADING
            if middle:
                self.centre(line, (LEFT + RIGHT) / 2, self.y, face, self.size)
            else:
                last = index == len(lines) - 1
                self._justified(line, 0.0 if index else INDENT, face, last)
            self.sheet.lines.append(line)
        self.y += PARAGRAPH_GAP

    def _justified(self, line: str, indent: float, face: str, last: bool) -> None:
        spare = TEXT_WIDTH - indent - fonts.width(line, face, self.size)
        space = 0.0 if last or " " not in line else spare / line.count(" ")
        self.sheet.runs.append(Run(LEFT + indent, self.y, line, face, self.size, space))

    def table(self, table: Table) -> None:
        """A ruled table; its head is printed again on every page."""
        self.y += 4.0
        self._row(table.head, table.widths, BOLD)
        for row in table.rows:
            if self.y + self._row_height(row, table.widths, REGULAR) > BOTTOM:
                self.new_page()
                self.y += 8.0
                self._row(table.head, table.widths, BOLD)
            self._row(row, table.widths, REGULAR)
        self.y += 10.0

    def _cells(self, row: tuple[str, ...], widths: tuple[float, ...], face: str) -> list[list[str]]:
        rooms = [share * TEXT_WIDTH - 2 * CELL_PADDING for share in widths]
        return [wrap(cell, face, SMALL, room) for cell, room in zip(row, rooms, strict=True)]

    def _row_height(self, row: tuple[str, ...], widths: tuple[float, ...], face: str) -> float:
        tallest = max(len(lines) for lines in self._cells(row, widths, face))
        return tallest * SMALL * 1.2 + 2 * CELL_PADDING

    def _row(self, row: tuple[str, ...], widths: tuple[float, ...], face: str) -> None:
        height = self._row_height(row, widths, face)
        x, top, bottom = LEFT, self.y, self.y + height
        rules = [Rule(LEFT, top, RIGHT, top), Rule(LEFT, bottom, RIGHT, bottom)]
        rules.append(Rule(x, top, x, bottom))
        for index, lines in enumerate(self._cells(row, widths, face)):
            width = widths[index] * TEXT_WIDTH
            for number, line in enumerate(lines):
                y = top + CELL_PADDING + SMALL * (0.9 + 1.2 * number)
                if face == BOLD or index == 0:
                    self.centre(line, x + width / 2, y, face, SMALL)
                elif line:
                    self.sheet.runs.append(Run(x + CELL_PADDING, y, line, face, SMALL))
            x += width
            rules.append(Rule(x, top, x, bottom))
        self.sheet.rules += [rule for rule in rules if rule not in self.sheet.rules]
        self.sheet.lines.append("\t".join(row))
        self.y = bottom

    def closing(self, closing: Closing) -> None:
        """Recipients beside the block of the signer; both stay on one page."""
        self.need(14.0 + SIGNATURE_HEIGHT + 16.0 * len(closing.office))
        self.y += 14.0
        y = self._recipients(closing.recipients, self.y)
        for line in closing.office:
            self.y += 16.0
            self.centre(line, FOOT_RIGHT, self.y, BOLD, 13.0)
        self.sheet.signature_spot = (FOOT_RIGHT, self.y + SIGNATURE_HEIGHT * 0.42)
        self.y += SIGNATURE_HEIGHT
        self.centre(closing.name, FOOT_RIGHT, self.y, BOLD, self.size)
        self.sheet.lines += [*closing.office, closing.name]
        self.y = max(self.y, y) + 10.0

    def _recipients(self, recipients: tuple[str, ...], y: float) -> float:
        y += 16.0
        self.sheet.runs.append(Run(LEFT, y, "Nơi nhận:", BOLD_ITALIC, SMALL))
        self.sheet.lines.append("Nơi nhận:")
        for line in recipients:
            y += 13.5
            self.sheet.runs.append(Run(LEFT, y, line, REGULAR, TINY))
            self.sheet.lines.append(line)
        return y

    def block(self, block: Block) -> None:
        """Any block of the body or of an annex."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, PageBreak):
            self.new_page()
        else:
            self.paragraph(block)


def compose(document: Document, size: float = SIZE) -> list[Sheet]:
    """Set a whole document with body text of ``size`` points."""
    composer = Composer(size)
    composer.head(document.head)
    composer.title(document.title)
    for block in document.blocks:
        composer.block(block)
    composer.closing(document.closing)
    for block in document.annex:
        composer.block(block)
    return composer.sheets


def printed_text(sheets: list[Sheet]) -> str:
    """The text line by line as printed, pages separated by a form feed, rows of tables by TABs."""
    return "\f".join("\n".join(sheet.lines) + "\n" for sheet in sheets)
