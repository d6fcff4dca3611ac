"""Picture files page by page, and page pictures for showing."""

import io
from base64 import b85decode
from collections.abc import Callable

import pytest
from PIL import Image

from ingest.errors import BadRequest, BrokenFile, LimitExceeded
from ingest.files.kinds import kind_of
from ingest.files.picture import page_picture, picture_pages, stated_dpi
from ingest.limits import Limits
from ingest.page import Kind
from tests.ingest.conftest import picture_bytes

FORMS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.TIFF: "TIFF"}


def tiff(pages: int) -> bytes:
    images = [Image.new("L", (20 + i, 30), 255) for i in range(pages)]
    buffer = io.BytesIO()
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:], dpi=(200, 200))
    return buffer.getvalue()


def test_the_pages_of_a_tiff(limits: Limits) -> None:
    pages = list(picture_pages(tiff(3), Kind.TIFF, limits))
    assert [page.width for page in pages] == [20, 21, 22]
    assert stated_dpi(pages[0]) == pytest.approx(200)
    with pytest.raises(LimitExceeded):
        list(picture_pages(tiff(3), Kind.TIFF, Limits(pages=2)))


def test_exif_turns_a_photograph_upright(limits: Limits) -> None:
    image = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture_bytes(image, "JPEG", exif=exif)
    (page,) = picture_pages(data, Kind.JPEG, limits)
    assert page.size == (20, 40)


@pytest.mark.parametrize("form", ["TIFF", "PNG", "JPEG"])
@pytest.mark.parametrize(
    ("dpi", "size"),
    [
        ((204, 98), (100, 104)),
        ((100, 200), (200, 50)),
        ((200, 200), (100, 50)),
        ((200, 10), (100, 50)),
    ],
)
def test_pixels_that_are_no_squares_become_so(
    form: str, dpi: tuple[int, int], size: tuple[int, int], limits: Limits
) -> None:
    data = picture_bytes(Image.new("L", (100, 50), 255), form, dpi=dpi)
    (page,) = picture_pages(data, Kind(Image.MIME[form]), limits)
    assert page.size == size
    assert stated_dpi(page) == pytest.approx(max(dpi), abs=0.1)


def test_pixels_of_a_shape_without_a_resolution(limits: Limits) -> None:
    data = bytearray(picture_bytes(Image.new("L", (100, 50), 255), "JPEG", dpi=(2, 1)))
    data[13] = 0  # the unit of the density in the JFIF header: none
    (page,) = picture_pages(bytes(data), Kind.JPEG, limits)
    assert page.size == (100, 100)
    assert stated_dpi(page) is None


def test_a_turned_picture_of_drawn_out_pixels(limits: Limits) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("L", (100, 40), 255)
    data = picture_bytes(image, "TIFF", exif=exif, dpi=(100, 50))
    (page,) = picture_pages(data, Kind.TIFF, limits)
    assert page.size == (80, 100)


def test_a_picture_grown_square_stays_within_the_limit() -> None:
    data = picture_bytes(Image.new("L", (100, 50), 255), "TIFF", dpi=(200, 100))
    with pytest.raises(LimitExceeded):
        list(picture_pages(data, Kind.TIFF, Limits(page_pixels=8_000)))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_mode_becomes_grey_or_rgb_on_white(mode: str, limits: Limits) -> None:
    (page,) = picture_pages(picture_bytes(Image.new(mode, (8, 8)), "PNG"), Kind.PNG, limits)
    assert page.mode in ("L", "RGB")
    see_through = mode in ("RGBA", "LA")
    assert page.convert("L").getpixel((0, 0)) == (255 if see_through else 0)


def test_an_image_of_too_many_pixels_is_refused_before_it_is_read() -> None:
    data = picture_bytes(Image.new("1", (3000, 3000)), "PNG")
    with pytest.raises(LimitExceeded):
        list(picture_pages(data, Kind.PNG, Limits(page_pixels=8_000_000)))


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.9])
def test_cut_off_pictures_are_broken(kind: Kind, kept: float, limits: Limits) -> None:
    image = Image.effect_noise((200, 200), 80)
    data = picture_bytes(image, FORMS[kind])
    with pytest.raises(BrokenFile):
        list(picture_pages(data[: int(len(data) * kept)], kind, limits))


def test_page_pictures(make_pdf: Callable[..., bytes], limits: Limits) -> None:
    pdf = make_pdf(lambda canvas: canvas.drawString(50, 50, "Chào"))
    assert page_picture(pdf, Kind.PDF, 1, 72, limits).size == (400, 600)
    assert page_picture(tiff(2), Kind.TIFF, 2, 72, limits).width == 21
    for data, kind, page in ((pdf, Kind.PDF, 2), (pdf, Kind.PDF, 0), (tiff(2), Kind.TIFF, 3)):
        with pytest.raises(BadRequest):
            page_picture(data, kind, page, 72, limits)
    with pytest.raises(BadRequest):
        page_picture(b"", Kind.DOCX, 1, 72, limits)


def test_webp_is_a_picture_as_others(limits: Limits) -> None:
    data = picture_bytes(Image.new("RGBA", (40, 20)), "WEBP")
    assert kind_of(data) is Kind.WEBP
    (page,) = picture_pages(data, Kind.WEBP, limits)
    assert (page.size, page.getpixel((0, 0))) == ((40, 20), (255, 255, 255))


# A picture of 16 x 12 pixels, the left half black, as pillow-heif 1.8 wrote it.
HEIC = b85decode(
    "0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<0004eZDn*}000000000XXk=`10000000000aA{+700000000000000000000B57=IV*mgE07O6l0RRC2"
    "00001pa1~?00000001cf001LtX>Mi!000000RR916=`l}WdZ;I000310BCk&F#rGn01j|zbZr0t000010002|X>f9I0002oX>en20001WXm(>m0RwOV"
    "0058x000009`FGC{rLC*01pFT0096PKmiN^|NjGU00093kN^M!000939=ZZRVE_RDDMA4O18@KU0|1Z!00RI30{|YNAb|yz>aLpR;31&EfB*mtfB*mk"
    "0EA)y0RRR>0l{;@i2wiq6Ju{|a&BX6cmM$a4FCp!0000KX>)L8000000000$0000$0000eV{Bn?0000G000010000C00001|NsBc00002|NsBY000020000G"
    "aA|mH000000|*ER0000OX>e^}0000000001009Mo0s{qv0000nZDe6|0000bC;_hpQWF&*{a!vig^87JhYH{zV!RQeVSq5R3*4X5r!m<hpa"
)


def test_heic_is_a_picture_as_others(limits: Limits) -> None:
    pytest.importorskip("pi_heif")
    assert kind_of(HEIC) is Kind.HEIC
    (picture,) = picture_pages(HEIC, Kind.HEIC, limits)
    assert picture.size == (16, 12)
    left, right = (picture.convert("L").getpixel((x, 6)) for x in (2, 13))
    assert left < 60
    assert right > 190
    with pytest.raises(LimitExceeded):
        list(picture_pages(HEIC, Kind.HEIC, Limits(page_pixels=100)))
    for cut in range(20, len(HEIC), 40):
        with pytest.raises(BrokenFile):
            list(picture_pages(HEIC[:cut], Kind.HEIC, limits))
