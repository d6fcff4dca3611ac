"""Names in plain letters, for addresses and for programs that take no others."""

import re
from pathlib import PurePath

from unidecode import unidecode

LONGEST_SLUG = 80
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NOT_IN_NAMES = re.compile(r"[^\w.() -]+", re.ASCII)


def slug(text: str) -> str:
    """A text as one word of an address, empty where it has neither letters nor digits.

    >>> slug("Kết nghĩa, quận Đống Đa (2023)")
    'ket-nghia-quan-dong-da-2023'
    """
    return _NOT_PLAIN.sub("-", unidecode(text).lower()).strip("-")[:LONGEST_SLUG].rstrip("-")


def ascii_name(name: str) -> str:
    """The name of a file in ASCII, with its ending.

    >>> ascii_name("Kế hoạch 272/KH-PGDĐT.pdf")
    'Ke hoach 272-KH-PGDDT.pdf'
    """
    suffix = PurePath(name).suffix
    stem = name.removesuffix(suffix)
    plain = (_NOT_IN_NAMES.sub("-", unidecode(part)).strip("- ") for part in (stem, suffix))
    return "".join(plain) or "unnamed"
