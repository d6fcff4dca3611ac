"""The number of a document in its parts, for extraction and for whoever compares numbers later."""

import re

from extract.record import NumberParts
from extract.vocabulary import KIND_CODES


def parts_of(number: str) -> NumberParts | None:
    """A number in its parts; None for one that has no stroke.

    >>> parts = parts_of("15/2020/TT-BGDĐT")
    >>> parts.serial, parts.year, parts.kind_code, parts.issuing_codes
    ('15', 2020, 'TT', ['BGDĐT'])
    """
    serial, *codes = re.split(r"[-/]", number)
    if not codes:
        return None
    year = int(codes.pop(0)) if re.fullmatch(r"(?:19|20)\d\d", codes[0]) else None
    known = bool(codes) and codes[0].lower() in KIND_CODES
    return NumberParts(
        serial=serial,
        year=year,
        kind_code=codes[0] if known else None,
        issuing_codes=codes[1:] if known else codes,
    )
