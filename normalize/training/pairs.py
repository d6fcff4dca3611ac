"""Pairs of words as printed and as an OCR engine reads them, made by rendering text ourselves.

Pages are drawn in several fonts, spoiled as scanners do, and read with tesseract's English and
Vietnamese models; the words of each line are then aligned with what was drawn.
"""

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from normalize.folding import fold

FONTS = (
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Italic.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)
LINE_WORDS = 12
LINES_A_PAGE = 30
LINE_PITCH = 52
FONT_PIXELS = (30, 34, 39)
# A word and its reading count as a pair when their folded letters agree at least this much;
# below it the alignment is more often wrong than the engine.
ALIKE = 40.0


@dataclass(frozen=True)
class Sheet:
    """Text to be drawn on one page: one string a line."""

    lines: tuple[str, ...]


def sheets(texts: Iterator[str], chance: random.Random) -> Iterator[Sheet]:
    """Fill pages with lines of running text, every tenth line in capitals."""
    page: list[str] = []
    for text in texts:
        words = text.split()
        for start in range(0, len(words), LINE_WORDS):
            line = " ".join(words[start : start + LINE_WORDS])
            page.append(line.upper() if chance.random() < 0.1 else line)
            if len(page) == LINES_A_PAGE:
                yield Sheet(tuple(page))
                page = []


def draw(sheet: Sheet, chance: random.Random) -> Image.Image:
    """Draw a page and spoil it: blur, thresholding, noise or a low resolution."""
    font = ImageFont.truetype(chance.choice(FONTS), chance.choice(FONT_PIXELS))
    picture = Image.new("L", (1700, LINES_A_PAGE * LINE_PITCH + 120), 255)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(sheet.lines):
        pen.text((90, 60 + number * LINE_PITCH), line, font=font, fill=0)
    return spoil(picture, chance)


def spoil(picture: Image.Image, chance: random.Random) -> Image.Image:
    """One of the ways in which scans lose detail, chosen at random."""
    way = chance.choice(("clean", "blur", "small", "bilevel", "noise"))
    if way == "blur":
        return picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 1.8)))
    if way == "small":
        factor = chance.uniform(0.5, 0.8)
        size = (int(picture.width * factor), int(picture.height * factor))
        return picture.resize(size, Image.Resampling.BILINEAR)
    if way == "bilevel":
        soft = picture.filter(ImageFilter.GaussianBlur(1.2))
        level = chance.randint(110, 190)
        return soft.point(lambda value: 255 if value > level else 0)
    if way == "noise":
        grid = np.asarray(picture).astype(np.int16)
        noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 22, grid.shape)
        return Image.fromarray(np.clip(grid + noise, 0, 255).astype(np.uint8))
    return picture


def read(picture: Image.Image, language: str) -> list[list[str]]:
    """The words that tesseract reads, line by line."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name)
        text = pytesseract.image_to_string(file.name, lang=language, config="--psm 6", timeout=60)
    return [line.split() for line in text.splitlines() if line.strip()]


def align(printed: Sequence[str], got: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of (printed, read) words of one line, where they stand opposite each other."""
    left, right = [fold(word) for word in printed], [fold(word) for word in got]
    for block in Levenshtein.opcodes(left, right):
        same_length = block.src_end - block.src_start == block.dest_end - block.dest_start
        if block.tag not in ("equal", "replace") or not same_length:
            continue
        for i, j in zip(
            range(block.src_start, block.src_end),
            range(block.dest_start, block.dest_end),
            strict=True,
        ):
            if ratio(left[i], right[j]) >= ALIKE or len(left[i]) == len(right[j]):
                yield printed[i], got[j]


def make_pairs(
    texts: Iterator[str], pages: int, language: str, seed: int
) -> Counter[tuple[str, str]]:
    """Render and read ``pages`` pages; count the pairs of words."""
    chance = random.Random(seed)
    pairs: Counter[tuple[str, str]] = Counter()
    for number, sheet in enumerate(sheets(texts, chance)):
        if number == pages:
            break
        read_lines = read(draw(sheet, chance), language)
        if len(read_lines) != len(sheet.lines):
            continue
        for printed, got in zip(sheet.lines, read_lines, strict=True):
            pairs.update(align(printed.split(), got))
    return pairs


def save_pairs(pairs: Counter[tuple[str, str]], path: Path) -> None:
    """Write pairs as JSON lines of [printed, read, count], most frequent first."""
    with path.open("w", encoding="utf-8") as stream:
        for (printed, got), count in pairs.most_common():
            stream.write(json.dumps([printed, got, count], ensure_ascii=False) + "\n")
