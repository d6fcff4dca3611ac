"""Boxes made from measured edges."""

from ingest.page import Box

# Digits kept of a fraction of the page: 0.003 mm on A4.
_DIGITS = 5


def box_within_page(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The part of a rectangle (fractions of the page) that lies on the page, None without any."""
    left, top, right, bottom = (
        round(min(1.0, max(0.0, edge)), _DIGITS) for edge in (left, top, right, bottom)
    )
    return Box(left, top, right, bottom) if left < right and top < bottom else None
