"""Pictures prepared for OCR: each step taken where it is called for, with the way back kept."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ingest.page import Box
from ingest.sheet.preparation import (
    OCR_DPI,
    clean_sheet,
    ink_share,
    resolution,
    straightened,
    turned,
)

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def page() -> Pixels:
    """An A4 page at 100 dpi with rows of dashes for words and one mark at a known place."""
    pixels = np.full((1169, 827), 255, np.uint8)
    for row in range(120, 1000, 24):
        for column in range(90, 700, 40):
            pixels[row : row + 8, column : column + 30] = 20
    return pixels


def picture(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels)


def steps(image: Image.Image, dpi: float = OCR_DPI) -> str:
    return " ".join(straightened(clean_sheet(image, dpi)).history)


def salted(pixels: Pixels) -> Pixels:
    noisy = pixels.copy()
    noisy[np.random.default_rng(1).random(noisy.shape) < 0.02] = 0
    return noisy


def with_seal(pixels: Pixels) -> Pixels:
    coloured = np.stack([pixels] * 3, axis=-1)
    cv2.circle(coloured, (500, 900), 90, (220, 40, 40), 6)
    return coloured


def shaded(pixels: Pixels) -> Pixels:
    shade = np.linspace(1.0, 0.5, pixels.shape[1])
    return (pixels * shade).astype(np.uint8)


def photographed(pixels: Pixels) -> Pixels:
    target = np.array([(120, 90), (900, 140), (940, 1300), (80, 1250)], np.float32)
    source = np.array([(0, 0), (827, 0), (827, 1169), (0, 1169)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    return cv2.warpPerspective(pixels, matrix, (1050, 1400), borderValue=(60,)).astype(np.uint8)


def leaning(pixels: Pixels) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1.0)
    return cv2.warpAffine(pixels, matrix, (width, height), borderValue=(255,)).astype(np.uint8)


def faint(pixels: Pixels) -> Pixels:
    return (pixels.astype(np.float32) / 255 * 60 + 120).astype(np.uint8)


@pytest.mark.parametrize(
    ("spoil", "step"),
    [
        (salted, "speckles"),
        (with_seal, "red ink"),
        (shaded, "light evened"),
        (photographed, "cut out"),
        (leaning, "straightened by -2.0"),
        (faint, "contrast"),
    ],
)
def test_a_step_is_taken_where_it_is_called_for(
    page: Pixels, spoil: Callable[[Pixels], Pixels], step: str
) -> None:
    assert step in steps(picture(spoil(page)))


def test_a_clean_page_is_left_alone(page: Pixels) -> None:
    assert steps(picture(page)) == ""
    assert steps(picture(np.full((2000, 1500), 255, np.uint8))) == ""


def test_the_red_channel_lets_the_seal_vanish(page: Pixels) -> None:
    sheet = clean_sheet(picture(with_seal(page)), 200)
    assert ink_share(sheet) == pytest.approx(ink_share(clean_sheet(picture(page), 200)), rel=0.02)


def test_resolution_is_believed_where_it_makes_a_page() -> None:
    assert resolution(1654, 2339, 200) == 200
    assert resolution(1654, 2339, 72) == pytest.approx(200, abs=1)
    assert resolution(1654, 2339, None) == pytest.approx(200, abs=1)


def middle(box: Box | None) -> tuple[float, float]:
    assert box is not None
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("dpi", [100, 200])
def test_boxes_lead_back_from_a_turned_sheet(page: Pixels, degrees: int, dpi: int) -> None:
    marked = np.full_like(page, 255)
    marked[100:140, 600:680] = 0
    sheet = turned(clean_sheet(picture(marked), dpi), degrees)
    height, width = sheet.pixels.shape
    rows, columns = np.nonzero(sheet.pixels < 128)
    box = Box(
        columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height
    )
    assert middle(sheet.source_box(box)) == pytest.approx((640 / 827, 120 / 1169), abs=0.003)


def test_boxes_lead_back_from_a_straightened_photograph(page: Pixels) -> None:
    photograph = photographed(page)
    sheet = straightened(clean_sheet(picture(photograph), None))
    corner = Box(0.0, 0.0, 0.01, 0.01)
    x, y = middle(sheet.source_box(corner))
    assert x == pytest.approx(120 / 1050, abs=0.03)
    assert y == pytest.approx(90 / 1400, abs=0.03)
