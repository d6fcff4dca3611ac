"""Text of a PDF page that nobody sees: white, transparent, in no ink, clipped away, covered, on a
layer that is switched off.

What looks suspicious by its properties is proved by drawing the page with it and without it: text
whose absence changes no pixel of its place is not seen. It is switched off in the open page, whose
text layer then lacks it. Sound pages have no suspicious text and are not drawn.
"""

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

# Rendering modes in which letters leave no ink of their own (ISO 32000-1, table 106).
_INKLESS = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
# Colours (0-255) at most so far apart in every channel are taken for one until it is drawn.
_ONE_COLOUR = 40
_WHITE = (255, 255, 255)
# Of 255: fainter letters are hardly seen.
_FAINT = 40
# Points: what is thinner is a rule and covers nothing.
_THINNEST_GROUND = 3.0
# How far (points) letters may stand out beyond what covers them.
_STANDING_OUT = 1.0
# A path of so few segments whose box it fills is a rectangle.
_RECTANGLE = (4, 6)
_DEPTH = 5
# Suspicious text that lies on other such text is tried apart from it, in so many rounds at most.
_MOST_ROUNDS = 8
# A difference of grey (0-255) that an eye may see.
_SEEN = 8
# So many pieces of text are compared with all grounds at a time: a page may have thousands of both.
_AT_A_TIME = 256

Rect = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Text(NamedTuple):
    """A text object with its place on the page (left, bottom, right, top in points)."""

    handle: Any
    box: Rect
    order: int
    colour: tuple[int, int, int]
    inkless: bool
    suspicious: bool


class _Ground(NamedTuple):
    """An area that is drawn; ``covers`` where nothing below it can be seen through it."""

    box: Rect
    order: int
    colour: tuple[int, int, int] | None
    covers: bool


class _Drawn:
    """What is drawn on a page, in its order."""

    def __init__(self, page: pdfium.PdfPage, layered: bool) -> None:
        self.texts: list[_Text] = []
        self.grounds: list[_Ground] = []
        self._layered = layered
        self._order = 0
        count = raw.FPDFPage_CountObjects(page.raw)
        self._walk((raw.FPDFPage_GetObject(page.raw, n) for n in range(count)), _IDENTITY, 0)

    def _walk(self, items: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for item in items:
            self._order += 1
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._text(item, matrix, depth)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < _DEPTH:
                    count = raw.FPDFFormObj_CountObjects(item)
                    inner = (raw.FPDFFormObj_GetObject(item, n) for n in range(count))
                    self._walk(inner, _times(_matrix_of(item), matrix), depth + 1)
            else:
                self._ground(item, kind, matrix)

    def _text(self, item: Any, matrix: Matrix, depth: int) -> None:
        box = _box_of(item, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= 0:  # blanks
            return
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        *colour, alpha = _fill_of(item)
        red, green, blue = colour
        clip = _clip_of(item, matrix)
        clipped = clip is not None and not _holds_middle(clip, box)
        faint = mode == raw.FPDF_TEXTRENDERMODE_FILL and alpha < _FAINT
        layered = self._layered and (depth > 0 or raw.FPDFPageObj_CountMarks(item) > 0)
        doubtful = clipped or faint or layered
        inkless = mode in _INKLESS
        self.texts.append(_Text(item, box, self._order, (red, green, blue), inkless, doubtful))

    def _ground(self, item: Any, kind: int, matrix: Matrix) -> None:
        box = _box_of(item, matrix)
        if min(box[2] - box[0], box[3] - box[1]) < _THINNEST_GROUND:
            return
        clip = _clip_of(item, matrix)
        if clip is not None:
            box = _common(box, clip)
        if kind != raw.FPDF_PAGEOBJ_PATH:
            # Of a picture it is not known how much of it lets through what is below.
            self.grounds.append(_Ground(box, self._order, None, kind == raw.FPDF_PAGEOBJ_IMAGE))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        *colour, alpha = _fill_of(item)
        if fill.value == 0 or alpha < _FAINT:
            return
        red, green, blue = colour
        low, high = _RECTANGLE
        square = low <= raw.FPDFPath_CountSegments(item) <= high
        self.grounds.append(_Ground(box, self._order, (red, green, blue), square))


def hide_unseen(
    page: pdfium.PdfPage, is_scan: Callable[[], bool], layered: bool, most_pixels: int
) -> int:
    """Switch off the text of an open page that is not seen; how many pieces of text that were.

    ``is_scan``: a picture fills the page, and text without ink is what OCR read on it, which stays.
    ``layered``: the file has layers that are switched off. ``most_pixels``: of a picture of the page.
    """
    suspects = list(_suspects(_Drawn(page, layered)))
    if not suspects or is_scan():
        return 0
    unseen = _proved(page, suspects, most_pixels)
    for text in unseen:
        raw.FPDFPageObj_SetIsActive(text.handle, False)
    return len(unseen)


def _suspects(drawn: _Drawn) -> Iterator[_Text]:
    pictures = [ground for ground in drawn.grounds if ground.colour is None]
    over, under = _around(drawn)
    for text, covered, below in zip(drawn.texts, over, under, strict=True):
        ground = drawn.grounds[below].colour if below >= 0 else _WHITE
        on_its_own = ground is not None and _alike(text.colour, ground)
        if text.inkless:
            if not any(_holds_middle(picture.box, text.box) for picture in pictures):
                yield text
        elif text.suspicious or covered or on_its_own or _alike(text.colour, _WHITE):
            yield text


def _around(drawn: _Drawn) -> tuple[list[bool], list[int]]:
    """Of each text whether something drawn later may cover it, and the ground that it is drawn on
    (-1: the paper)."""
    if not drawn.grounds or not drawn.texts:
        return [False] * len(drawn.texts), [-1] * len(drawn.texts)
    boxes = np.array([ground.box for ground in drawn.grounds])
    order = np.array([ground.order for ground in drawn.grounds])
    covers = np.array([ground.covers for ground in drawn.grounds])
    more = _STANDING_OUT
    over: list[bool] = []
    under: list[int] = []
    for first in range(0, len(drawn.texts), _AT_A_TIME):
        some = drawn.texts[first : first + _AT_A_TIME]
        texts = np.array([text.box for text in some])[:, None]
        around = (boxes[:, :2] <= texts[..., :2] + more).all(axis=2)
        around &= (boxes[:, 2:] >= texts[..., 2:] - more).all(axis=2)
        later = order > np.array([text.order for text in some])[:, None]
        last = np.where(around & ~later, np.arange(len(boxes)), -1).max(axis=1)
        over += (around & later & covers).any(axis=1).tolist()
        under += last.tolist()
    return over, under


def _proved(page: pdfium.PdfPage, suspects: list[_Text], most_pixels: int) -> list[_Text]:
    """Those of the suspects whose absence changes nothing on the picture of the page."""
    whole = _grey(page, most_pixels)
    unseen = []
    for apart in _groups(suspects):
        for text in apart:
            raw.FPDFPageObj_SetIsActive(text.handle, False)
        without = _grey(page, most_pixels)
        for text in apart:
            raw.FPDFPageObj_SetIsActive(text.handle, True)
            part = _pixels_of(page, text.box, whole.shape)
            change = np.abs(whole[part].astype(np.int16) - without[part])
            if not change.size or change.max() < _SEEN:
                unseen.append(text)
    return unseen


def _groups(texts: Sequence[_Text]) -> list[list[_Text]]:
    """The texts in groups within which none lies on another."""
    groups: list[list[_Text]] = []
    for text in texts:
        for group in groups:
            if not any(_meet(text.box, other.box) for other in group):
                group.append(text)
                break
        else:
            if len(groups) < _MOST_ROUNDS:
                groups.append([text])
    return groups


def _grey(page: pdfium.PdfPage, most_pixels: int) -> NDArray[np.uint8]:
    """The page at 72 dpi, at less where it is so large that its picture would pass the limit."""
    width, height = page.get_size()
    scale = min(1.0, math.sqrt(most_pixels / max(1.0, width * height)))
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        pixels: NDArray[np.uint8] = bitmap.to_numpy().copy().squeeze()
        return pixels


def _pixels_of(page: pdfium.PdfPage, box: Rect, shape: tuple[int, ...]) -> tuple[slice, slice]:
    height, width = shape
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for at_x, at_y in ((box[0], box[1]), (box[2], box[3])):
        raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, at_x, at_y, x, y)
        corners.append((x.value, y.value))
    (x1, y1), (x2, y2) = corners
    return (
        slice(max(0, min(y1, y2)), max(0, max(y1, y2) + 1)),
        slice(max(0, min(x1, x2)), max(0, max(x1, x2) + 1)),
    )


def _fill_of(item: Any) -> tuple[int, int, int, int]:
    red, green = ctypes.c_uint(255), ctypes.c_uint(255)
    blue, alpha = ctypes.c_uint(255), ctypes.c_uint(255)
    raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return red.value, green.value, blue.value, alpha.value


def _box_of(item: Any, matrix: Matrix) -> Rect:
    left, bottom, right, top = (
        ctypes.c_float(),
        ctypes.c_float(),
        ctypes.c_float(),
        ctypes.c_float(),
    )
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return _mapped((left.value, bottom.value, right.value, top.value), matrix)


def _clip_of(item: Any, matrix: Matrix) -> Rect | None:
    """The box outside which an object is not drawn, if it has one."""
    path = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(path)
    if count <= 0:
        return None
    clip: Rect | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        points = []
        for part in range(max(0, raw.FPDFClipPath_CountPathSegments(path, number))):
            segment = raw.FPDFClipPath_GetPathSegment(path, number, part)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            across, up = zip(*points, strict=True)
            box = _mapped((min(across), min(up), max(across), max(up)), matrix)
            clip = box if clip is None else _common(clip, box)
    return clip


def _matrix_of(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    o, p, q, r, s, t = outer
    return (
        a * o + b * q, a * p + b * r, c * o + d * q, c * p + d * r,
        e * o + f * q + s, e * p + f * r + t,
    )  # fmt: skip


def _mapped(box: Rect, matrix: Matrix) -> Rect:
    if matrix is _IDENTITY:
        return box
    a, b, c, d, e, f = matrix
    points = [(x * a + y * c + e, x * b + y * d + f) for x in box[::2] for y in box[1::2]]
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _common(one: Rect, other: Rect) -> Rect:
    return (
        max(one[0], other[0]), max(one[1], other[1]),
        min(one[2], other[2]), min(one[3], other[3]),
    )  # fmt: skip


def _holds_middle(box: Rect, other: Rect) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) <= _ONE_COLOUR for a, b in zip(one, other, strict=True))
