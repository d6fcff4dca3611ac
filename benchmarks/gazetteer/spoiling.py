"""Mentions as an English OCR engine reads them: drawn, damaged, read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont

from benchmarks.gazetteer.mention_set import Mention
from normalize.folding import fold
from normalize.training.pairs import FONT_PIXELS, LINE_PITCH, LINES_A_PAGE, read, spoil

# None of these were among the fonts that the channel was learned from.
FONTS = (
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-BoldItalic.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed-Italic.ttf",
)
PAGE_WIDTH = 1700
LONGEST_LINE = 64  # letters that fit on a line in the largest of the fonts


def spoiled(
    mentions: Sequence[Mention], chance: random.Random, pixels: Sequence[int] = FONT_PIXELS
) -> Iterator[Mention]:
    """The same mentions as an English OCR engine reads them; those left whole drop out."""
    lines: list[str] = []
    for one in mentions:
        lines += [one.mention, *one.near]
    got = dict(zip(range(len(lines)), _read_lines(lines, chance, pixels), strict=True))
    at = 0
    for one in mentions:
        heard = [got[at + n] for n in range(1 + len(one.near))]
        at += 1 + len(one.near)
        if any(text is None or not fold(text) for text in heard):
            continue
        text, *near = (text or "" for text in heard)
        if fold(text) != fold(one.mention):
            yield replace(one, kind="spoiled", mention=text, near=tuple(near))


def _read_lines(
    lines: Sequence[str], chance: random.Random, pixels: Sequence[int]
) -> Iterator[str | None]:
    """Each line as read; None for all lines of a page that was read as more or fewer lines."""
    for start in range(0, len(lines), LINES_A_PAGE):
        page = [line[:LONGEST_LINE] for line in lines[start : start + LINES_A_PAGE]]
        got = read(_draw(page, chance, pixels), "eng")
        if len(got) != len(page):
            yield from [None] * len(page)
            continue
        for line, words in zip(lines[start : start + LINES_A_PAGE], got, strict=True):
            yield " ".join(words).replace("|", "l") if len(line) <= LONGEST_LINE else None


def _draw(page: Sequence[str], chance: random.Random, pixels: Sequence[int]) -> Image.Image:
    font = ImageFont.truetype(chance.choice(FONTS), chance.choice(pixels))
    picture = Image.new("L", (PAGE_WIDTH, len(page) * LINE_PITCH + 120), 255)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(page):
        pen.text((90, 60 + number * LINE_PITCH), line, font=font, fill=0)
    return spoil(picture, chance)
