"""Names under stamps and signatures: a second look at the closing of a page.

A stamp over the office and a signature through the name hide both from Tesseract, and a seal that is taken off
takes a name with it that was stamped in the same red. Where the closing names an office but nobody below it, its
block is read from the picture as received in several ways (all inks dark, coloured ink gone, red ink alone; with
and without what is too large for a letter), and a person's name is taken that two of them agree on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image
from rapidfuzz import fuzz, process

from ingest.formulas import FAMILY_NAMES, bare
from ingest.layout.geometry import box_within_page
from ingest.limits import Limits
from ingest.ocr.crop import read_parts
from ingest.ocr.engine import Engine
from ingest.ocr.tesseract import Segmentation
from ingest.page import Box, Line, Word
from ingest.reading.unread import placed
from ingest.sheet.grid import Pixels, Rectangle
from ingest.sheet.pieces import darker, pieces
from ingest.sheet.preparation import resolution

# A block is read at these resolutions.
BLOCK_DPI = (200, 300)
# What a block spans, in fractions of the page: from the middle of its office to both sides, and below it; beside
# "Nơi nhận", from its end to the edge, and from a little above it down.
ASIDE, BELOW = 0.22, 0.17
BESIDE, DOWN, ABOVE = 0.06, 0.28, 0.01
# The upper part of a page has no closing.
HEAD = 0.12
# A block with more sure words in small letters than this is running text.
MOST_WORDS, SURE = 8, 0.6
# Print that is larger than this (inches) is no letter: a ring of a stamp, a stroke of a pen.
LETTER_HEIGHT, LETTER_WIDTH = 0.24, 0.7
# How much the brightest and the darkest of the three colours differ where ink has a colour.
COLOURED = 30
# How much brighter red is than green and blue in red ink.
RED_EXCESS = 40
# So many readings must agree on a name. On the closings of 44 real scans (looked at while this was made) 12 names
# were found that were missed or misread before, 11 of them right to the last mark; none stands where no name is.
AGREE = 2
# Words of one line that stand further apart than this (fraction of the page) are of two columns.
GAP = 0.05
_RECIPIENTS = re.compile(r"\W*\w{0,2}oi nh\w{1,3}n\b")
_OFFICES = re.compile(
    r"giam doc|chu tich|hieu truong|(?:truong|pho)(?: phong| ban| khoa)|[bt]hu truong|bo truong|thu tuong|cuc truong"
    r"|vu truong|chanh (?:van phong|thanh tra)|thu ky|chu tri|vien truong|bi thu|chu nhiem"
)
_FOR = re.compile(r"\W{0,2}(?:KT|TM|TL|TUQ|T/M|K/T|T/L)\b")
# A family name is known again from this likeness (0-100) on, where it has letters enough.
ALIKE, LONG_ENOUGH = 85, 5
SYLLABLES = range(3, 6)


class _Read(NamedTuple):
    """A name as one of the readings has it."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def with_signed_names(
    lines: Sequence[Line], picture: Image.Image, engine: Engine, limits: Limits
) -> tuple[tuple[Line, ...], list[str]]:
    """The lines of a page with names that a stamp or a signature hid, and these names.

    ``lines`` have boxes in fractions of ``picture``, the page as received. Raises what the engine raises.
    """
    whole, found = tuple(lines), list[str]()
    for block in _blocks(whole):
        if _names_somebody(whole, block) or _is_text(whole, block):
            continue
        name = _name_in(picture, block, engine, limits)
        if name is not None and name.text not in found:
            found.append(name.text)
            whole = placed(_without(whole, name), Line(name.text, name.words))
    return whole, found


def _blocks(lines: Sequence[Line]) -> list[Box]:
    """Where names of signers are looked for: below offices in capitals, or beside the recipients."""
    offices = [box for line in lines for box in _offices(line)]
    places = [block for box in offices if (block := _below(box))]
    if not places:
        places = [block for line in lines for block in _beside_recipients(line)]
    lowest: list[Box] = []
    for place in reversed(places):  # of two offices above one another the lower one is the signer's
        if not any(place.meets(other) for other in lowest):
            lowest.insert(0, place)
    return lowest


def _below(office: Box) -> Box | None:
    """Where the name of an office's signer stands; None at the lower edge of the page."""
    middle = (office.left + office.right) / 2
    return box_within_page(middle - ASIDE, office.bottom, middle + ASIDE, office.bottom + BELOW)


def _offices(line: Line) -> Iterator[Box]:
    for words in _columns(line):
        text = " ".join(word.text for word in words)
        letters = [c for c in text if c.isalpha()]
        capitals = sum(c.isupper() for c in letters) > 0.7 * len(letters)
        box = Line(text, words).box
        if (
            capitals
            and box
            and box.top > HEAD
            and (_OFFICES.search(bare(text)) or _FOR.match(text))
        ):
            yield box


def _columns(line: Line) -> Iterator[tuple[Word, ...]]:
    """The words of a line by the columns that they stand in."""
    column: list[Word] = []
    for word in line.words:
        if word.box is None:
            continue
        before = column[-1].box if column else None
        if before is not None and word.box.left - before.right > GAP:
            yield tuple(column)
            column = []
        column.append(word)
    if column:
        yield tuple(column)


def _beside_recipients(line: Line) -> Iterator[Box]:
    first = (
        line.words[1].box if len(line.words) > 1 and _RECIPIENTS.match(bare(line.text)) else None
    )
    if first is not None and first.top > HEAD:
        left = max(0.4, first.right + BESIDE)
        if block := box_within_page(left, first.top - ABOVE, 1.0, first.top + DOWN):
            yield block


def _inside(lines: Iterable[Line], block: Box) -> list[Word]:
    """The words whose middle stands in a block."""
    words = (word for line in lines for word in line.words)
    return [word for word in words if word.box is not None and block.holds_middle(word.box)]


def _names_somebody(lines: Sequence[Line], block: Box) -> bool:
    """Whether a name was read there that begins with a family name to the letter, surely enough."""
    return any(
        name.words[0].text in {part.text for word in line.words for part in _parts(word)}
        and all((word.confidence or 0.0) >= SURE for word in name.words)
        for line in lines
        for name in _names(_inside([line], block))
    )


def _is_text(lines: Sequence[Line], block: Box) -> bool:
    sure = [w for w in _inside(lines, block) if (w.confidence or 0.0) >= SURE and w.text.islower()]
    return len(sure) > MOST_WORDS


def _name_in(picture: Image.Image, block: Box, engine: Engine, limits: Limits) -> _Read | None:
    """The name that first so many readings of a block agree on, as sure as they are of it."""
    width, height = picture.size
    place = (
        int(block.left * width), int(block.top * height), int(block.right * width), int(block.bottom * height)
    )  # fmt: skip
    if place[0] == place[2] or place[1] == place[3]:
        return None
    dpi = round(resolution(width, height, None))
    read: list[_Read] = []
    for pixels in _inks(picture, place, dpi):
        whole = (0, 0, pixels.shape[1], pixels.shape[0])
        for at in BLOCK_DPI:
            (seen,) = read_parts(pixels, [whole], dpi, at, Segmentation.ONE_BLOCK, engine, limits)
            read += [_on_page(name, block) for words in seen for name in _names(words)]
        if name := _agreed(read):
            return name
    return None


def _inks(picture: Image.Image, place: Rectangle, dpi: int) -> Iterator[Pixels]:
    """A block as grey pictures: all inks dark, without coloured ink, red alone; as they are, and letters alone."""
    colours = np.asarray(picture.convert("RGB").crop(place), np.int16)
    dark, light = colours.min(axis=2), colours.max(axis=2)
    red = colours[..., 0] - colours[..., 1:].max(axis=2) > RED_EXCESS
    coloured = bool((light - dark > COLOURED).any())
    for grey in (dark, light) if coloured else (dark,):
        yield grey.astype(np.uint8)
        yield _letters_alone(grey.astype(np.uint8), dpi)
    if red.any():
        yield _letters_alone(np.where(red, dark, 255).astype(np.uint8), dpi)


def _letters_alone(grey: Pixels, dpi: int) -> Pixels:
    """The picture without what is too large for a letter."""
    than, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    labels, stats = pieces(darker(grey, int(than)))
    large = (stats[:, 3] > LETTER_HEIGHT * dpi) | (stats[:, 2] > LETTER_WIDTH * dpi)
    large[0] = False
    alone = grey.copy()
    alone[large[np.asarray(labels, np.int64)]] = 255
    return alone


def _names(words: Sequence[Word]) -> Iterator[_Read]:
    """The people's names among the words of a line: a family name in front, capitals throughout."""
    run: list[Word] = []
    parts = [part for word in words for part in _parts(word)]
    for word in [*parts, Word("")]:
        if _is_syllable(word.text) or (not run and _family(word.text)):
            run.append(word)
            continue
        families = [_family(one.text) for one in run]
        first = next((n for n, one in enumerate(families) if one), len(run))
        said = bare(" ".join(one.text for one in run))
        if len(run) - first in SYLLABLES and not _OFFICES.search(said):
            family = replace(run[first], text=families[first] or "")
            yield _Read((family, *run[first + 1 :]))
        run = []


def _parts(word: Word) -> list[Word]:
    """A word without specks, parted before capitals inside: "LêHoàngAnh"."""
    before = f" {word.text}"
    apart = (
        f" {letter}" if letter.isupper() and last.islower() else letter if letter.isalpha() else " "
        for last, letter in zip(before, word.text, strict=False)
    )  # fmt: skip
    return [replace(word, text=part) for part in "".join(apart).split()] or [word]


def _is_syllable(text: str) -> bool:
    return len(text) > 1 and text[0].isupper() and text[1:].isalpha() and text[1:].islower()


def _family(text: str) -> str | None:
    """The family name that a word is, or is nearly: "guyễn", "Lệ"."""
    known = [name for name in FAMILY_NAMES if bare(name) == bare(text)]
    if known:
        return text if text in known else known[0]
    if len(text) < LONG_ENOUGH:
        return None
    near = process.extractOne(
        text, FAMILY_NAMES, scorer=fuzz.ratio, processor=str.lower, score_cutoff=ALIKE
    )
    return near[0] if near else None


def _on_page(name: _Read, block: Box) -> _Read:
    """A name with its boxes on the page in the place of on its block."""
    across, down = block.right - block.left, block.bottom - block.top

    def placed_on(box: Box | None) -> Box | None:
        if box is None:
            return None
        return Box(
            block.left + box.left * across, block.top + box.top * down,
            block.left + box.right * across, block.top + box.bottom * down,
        )  # fmt: skip

    return _Read(tuple(replace(word, box=placed_on(word.box)) for word in name.words))


def _agreed(read: Sequence[_Read]) -> _Read | None:
    votes = Counter(name.text for name in read)
    best = max(votes, key=lambda text: (votes[text], len(text)), default="")
    if votes[best] < AGREE:
        return None
    alike = [name for name in read if name.text == best]
    sure = sum(w.confidence or 0.0 for name in alike for w in name.words)
    sure /= sum(len(name.words) for name in alike) * len(read) / len(alike)
    return _Read(tuple(replace(word, confidence=sure) for word in alike[0].words))


def _without(lines: Sequence[Line], name: _Read) -> tuple[Line, ...]:
    """The lines without words that were read where the name stands."""
    place = Line(name.text, name.words).box
    kept: list[Line] = []
    for line in lines:
        if place is None or not any(w in line.words for w in _inside([line], place)):
            kept.append(line)
            continue
        hidden = _inside([line], place)
        left = tuple(word for word in line.words if word not in hidden)
        if left:
            kept.append(Line(" ".join(word.text for word in left), left))
    return tuple(kept)
