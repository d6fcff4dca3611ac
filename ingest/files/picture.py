"""Pictures through Pillow: the pages of JPEG, PNG, TIFF and WebP files, and page pictures to show."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import BadRequest, BrokenFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Kind
from ingest.pdf.file import PdfFile

_FORMATS = {
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.TIFF: "TIFF",
    Kind.WEBP: "WEBP",
    Kind.HEIC: "HEIF",
}
# Pixels drawn out by more than the first are made square; by more than the second nothing is stated
# rightly. Facsimiles have 2.1 (204 x 98) and 1.04 (204 x 196).
_DISTORTED, _MOST_DRAWN = 1.02, 4.0
# The EXIF tag of how a picture lies, and its values for those that lie on their side.
_ORIENTATION, _ON_ITS_SIDE = 0x0112, range(5, 9)
# What Pillow and its decoders raise on damaged pictures.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    TypeError,
    KeyError,
)


def picture_pages(data: bytes, kind: Kind, limits: Limits) -> Iterator[Image.Image]:
    """The pages of a picture file one after another, upright as its EXIF data says, in RGB or L.

    ``info["dpi"]`` of a page is its resolution where the file states one, ``info["pages"]`` the
    number of pages in all. Raises BrokenFile, and LimitExceeded by too many pages or pixels.
    """
    if kind is Kind.HEIC:
        _register_heic()
    with (
        _damage_told(),
        Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as image,
    ):
        count = getattr(image, "n_frames", 1)
        if count > limits.pages:
            raise LimitExceeded(
                f"The picture has {count} pages; the limit is {limits.pages}.",
                "Split it, or raise VANBAN_LIMITS__PAGES.",
            )
        for frame in ImageSequence.Iterator(image):
            _check_pixels(frame.size, limits)
            page = _upright(frame, limits)
            page.info["pages"] = count
            yield page


def page_picture(data: bytes, kind: Kind, page: int, dpi: int, limits: Limits) -> Image.Image:
    """The picture of one page (from 1) of a PDF or picture file, for showing.

    ``dpi`` is for PDFs; pages of picture files come as they are. Raises BadRequest for a page
    that does not exist and for kinds without pictures, and what opening the file raises.
    """
    if kind is Kind.PDF:
        with PdfFile(data, limits, with_fields=True) as file:
            if not 1 <= page <= len(file):
                raise _no_such_page(page)
            with file.page(page - 1) as shown:
                return shown.picture(dpi)
    if kind in _FORMATS:
        for number, picture in enumerate(picture_pages(data, kind, limits), start=1):
            if number == page:
                return picture
        raise _no_such_page(page)
    raise BadRequest("A document of this kind has no page pictures.", "Show its text instead.")


def stated_dpi(picture: Image.Image) -> float | None:
    """The resolution that a picture file states, if any."""
    stated = picture.info.get("dpi")
    return float(stated[0]) if stated and stated[0] else None


@lru_cache(maxsize=1)
def _register_heic() -> None:
    """Let Pillow open HEIC; ``ingest.files.kinds`` refuses such files where the library is missing."""
    from pi_heif import register_heif_opener

    register_heif_opener()


def _no_such_page(page: int) -> BadRequest:
    return BadRequest(f"The document has no page {page}.", "Ask for a page that it has.")


def _check_pixels(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.page_pixels:
        raise LimitExceeded(
            f"The picture has {width} x {height} pixels; the limit is {limits.page_pixels} pixels.",
            "Make it smaller, or raise VANBAN_LIMITS__PAGE_PIXELS.",
        )


def _upright(frame: Image.Image, limits: Limits) -> Image.Image:
    across, down = _density(frame)
    if frame.format == "TIFF" and frame.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE:
        across, down = down, across  # Pillow turns these itself, their pixels with them
    square = _with_square_pixels(frame, across, down, limits)
    upright = ImageOps.exif_transpose(square)
    if upright.mode not in ("L", "RGB"):
        upright = _on_white(upright)
    dots = max(across, down) if frame.info.get("dpi") else 0
    upright.info = {"dpi": (dots, dots)} if dots else {}
    return upright


def _with_square_pixels(
    frame: Image.Image, across: float, down: float, limits: Limits
) -> Image.Image:
    """The picture with its pixels as wide as high, as facsimiles at 204 x 98 dpi have not."""
    if not across or not down or not _DISTORTED < max(across / down, down / across) <= _MOST_DRAWN:
        return frame
    finest = max(across, down)
    size = round(frame.width * finest / across), round(frame.height * finest / down)
    _check_pixels(size, limits)
    grey = frame.convert("L") if frame.mode == "1" else frame
    larger = grey.resize(size, Image.Resampling.BICUBIC)
    larger.info = frame.info
    larger.getexif().update(frame.getexif())
    return larger


def _density(frame: Image.Image) -> tuple[float, float]:
    """Pixels across and down for the same length, as the file states them; 0 where it does not."""
    for key in ("dpi", "jfif_density", "resolution"):
        if stated := frame.info.get(key):
            return float(stated[0]), float(stated[1])
    if aspect := frame.info.get("aspect"):  # of a PNG; pixels for the same length, too
        return float(aspect[0]), float(aspect[1])
    return 0.0, 0.0


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in RGB, with what is transparent shown white."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn Pillow's errors into ours."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise LimitExceeded("The picture has too many pixels.", "Make it smaller.") from error
    except (UnidentifiedImageError, *_DAMAGE) as error:
        raise BrokenFile("The picture is damaged or cut off.", "Copy or scan it again.") from error
