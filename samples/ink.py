"""What people add to a printed page: a round red stamp, a signature, a number by hand."""

import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from samples.fonts import BOLD, find_folder

Point = tuple[float, float]

RED, BLUE = (206, 32, 44), (28, 46, 140)
STAMP_DIAMETER_MM = 36.0
# A stamp prints unevenly: this share of its dots stays white.
STAMP_MISSING = 0.22

# The digits that the samples need, as a pen draws them: points in a box of 1 by 1, y down.
_STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "2": (((0.12, 0.25), (0.45, 0.0), (0.85, 0.25), (0.5, 0.65), (0.1, 0.98)),
          ((0.1, 0.98), (0.5, 0.94), (0.92, 0.97))),
    "7": (((0.1, 0.04), (0.5, 0.03), (0.9, 0.02)), ((0.9, 0.02), (0.6, 0.5), (0.42, 1.0))),
}  # fmt: skip


def stamp(text: str, centre_text: str, dpi: int, rng: np.random.Generator) -> Image.Image:
    """A round red stamp on white, with ``text`` around it, turned a little."""
    scale = dpi / 25.4
    size = round(STAMP_DIAMETER_MM * scale)
    picture = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(picture)
    for inset, thickness in ((0.01, 0.022), (0.045, 0.008), (0.22, 0.008)):
        box = [inset * size, inset * size, (1 - inset) * size, (1 - inset) * size]
        draw.ellipse(box, outline=RED, width=max(1, round(thickness * size)))
    _around(picture, text, size)
    font = _font(size * 0.075)
    lines = centre_text.split("\n")
    for index, line in enumerate(lines):
        y = size * (0.5 + 0.1 * (index - (len(lines) - 1) / 2))
        draw.text((size / 2, y), line, RED, font, anchor="mm")
    missing = rng.random((size, size)) < STAMP_MISSING
    picture.paste((255, 255, 255), mask=Image.fromarray(missing))
    return picture.rotate(-7, Image.Resampling.BICUBIC, fillcolor="white")


def _around(picture: Image.Image, text: str, size: int) -> None:
    font = _font(size * 0.085)
    step = 2 * math.pi / (len(text) + 1)
    for index, letter in enumerate(text):
        angle = -math.pi * 1.25 + step * index
        glyph = Image.new("RGB", (size // 7, size // 7), "white")
        ImageDraw.Draw(glyph).text((size / 14, size / 14), letter, RED, font, anchor="mm")
        turn = -math.degrees(angle) - 90
        glyph = glyph.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white")
        radius = 0.365 * size
        x = round(size / 2 + radius * math.cos(angle) - glyph.width / 2)
        y = round(size / 2 + radius * math.sin(angle) - glyph.height / 2)
        press(picture, glyph, (x, y))


def _font(size: float) -> ImageFont.FreeTypeFont:
    file = find_folder() / f"LiberationSerif-{BOLD}.ttf"
    return ImageFont.truetype(str(file), round(size), layout_engine=ImageFont.Layout.BASIC)


def press(page: Image.Image, mark: Image.Image, at: tuple[int, int]) -> None:
    """Multiply a mark on white into the page, as ink does: print stays readable under it."""
    box = (at[0], at[1], at[0] + mark.width, at[1] + mark.height)
    page.paste(ImageChops.multiply(page.crop(box), mark), box)


def signature(page: Image.Image, centre: Point, dpi: int, rng: np.random.Generator) -> None:
    """A signature of loops with a closing stroke, in blue ballpoint."""
    scale = dpi / 25.4
    t = np.linspace(0, 1, 60)
    x = 34 * t + 4.5 * np.sin(9 * math.pi * t) - 17
    y = (7 - 4 * t) * np.sin(7.4 * math.pi * t + 0.6) + rng.normal(0, 0.25, t.size).cumsum() * 0.3
    loops = [(centre[0] + a * scale, centre[1] + b * scale) for a, b in zip(x, y, strict=True)]
    tail = [loops[-1], (centre[0] - 12 * scale, centre[1] + 8 * scale),
            (centre[0] + 21 * scale, centre[1] + 5 * scale)]  # fmt: skip
    _pen(page, loops, 0.45 * scale)
    _pen(page, tail, 0.35 * scale)


def handwriting(
    page: Image.Image, digits: str, at: Point, dpi: int, rng: np.random.Generator
) -> None:
    """Digits by hand, ``at`` being the left end of their baseline in pixels."""
    scale = dpi / 25.4
    height, width, step = 4.1 * scale, 2.3 * scale, 3.2 * scale
    x, y = at
    for digit in digits:
        for stroke in _STROKES[digit]:
            shaky = [(px + float(rng.normal(0, 0.02)), py) for px, py in stroke]
            points = [(x + px * width + (1 - py) * 0.04 * height, y - (1 - py) * height)
                      for px, py in shaky]  # fmt: skip
            _pen(page, points, 0.42 * scale)
        x += step


def _pen(page: Image.Image, points: list[Point], width: float) -> None:
    """A smooth line through all points (Catmull-Rom), drawn as overlapping dots."""
    draw = ImageDraw.Draw(page)
    padded = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.linspace(0, 1, 2 + 2 * round(math.dist(p1, p2))):
            x, y = (_catmull_rom(*abcd, float(t)) for abcd in zip(p0, p1, p2, p3, strict=True))
            half = width / 2
            draw.ellipse([x - half, y - half, x + half, y + half], fill=BLUE)


def _catmull_rom(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
