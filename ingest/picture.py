"""Pictures through Pillow: the pages of JPEG, PNG and TIFF files, and page pictures to show."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import BadRequest, BrokenFile, LimitExceeded
from ingest.limits import Limits
from ingest.page import Kind
from ingest.pdf import PdfFile

_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.TIFF: "TIFF"}
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
            _check_pixels(frame, limits)
            page = _upright(frame)
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


def _no_such_page(page: int) -> BadRequest:
    return BadRequest(f"The document has no page {page}.", "Ask for a page that it has.")


def _check_pixels(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.page_pixels:
        raise LimitExceeded(
            f"The picture has {image.width} x {image.height} pixels; "
            f"the limit is {limits.page_pixels} pixels.",
            "Make it smaller, or raise VANBAN_LIMITS__PAGE_PIXELS.",
        )


def _upright(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode not in ("L", "RGB"):
        upright = _on_white(upright)
    stated = frame.info.get("dpi")
    upright.info = {"dpi": stated} if stated else {}
    return upright


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
