"""The font of the samples: found, checked for Vietnamese letters, registered once."""

import hashlib
import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ingest.errors import EngineMissing

# Debian keeps version 2 in its own folder; Ubuntu since 24.04 in the plain one, where Debian
# has version 1, which prints boxes for Vietnamese. So every file is checked for its letters.
FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/liberation-serif"),
    Path("/Library/Fonts"),
)
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Regular", "Bold", "Italic", "BoldItalic"
FACES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)
ADVICE = "Install it with: sudo apt-get install fonts-liberation2"

# SHA-256 over the four files that the committed samples were drawn with (Liberation 2.1.5).
DRAWN_WITH = "9cb1428a"

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


def vietnamese_letters() -> set[str]:
    """All letters of Vietnamese with their tones, both cases."""
    lower = {unicodedata.normalize("NFC", v + tone) for v in _VOWELS for tone in _TONES} | {"đ"}
    return lower | {letter.upper() for letter in lower}


def find_folder(folders: tuple[Path, ...] = FOLDERS) -> Path:
    """The first folder whose Liberation Serif has every Vietnamese letter.

    Raises EngineMissing with the package to install where there is none.
    """
    reasons = []
    for folder in folders:
        if not all(_file(folder, face).is_file() for face in FACES):
            continue
        lacking = missing_letters(folder)
        if not lacking:
            return folder
        reasons.append(f"{folder} has the font without {len(lacking)} Vietnamese letters")
    found = "; ".join(reasons) or "it is not installed"
    raise EngineMissing(f"No Liberation Serif with Vietnamese letters: {found}.", ADVICE)


def missing_letters(folder: Path) -> set[str]:
    """The Vietnamese letters that one of the four faces in a folder lacks."""
    return {letter for face in FACES for letter in _lacking(_file(folder, face))}


@cache
def register() -> None:
    """Make the four faces known to reportlab under the names of ``FACES``."""
    folder = find_folder()
    for face in FACES:
        pdfmetrics.registerFont(TTFont(face, str(_file(folder, face))))


def digest() -> str:
    """The first eight hex digits of the SHA-256 over the four files, to compare installations."""
    folder = find_folder()
    whole = hashlib.sha256()
    for face in FACES:
        whole.update(_file(folder, face).read_bytes())
    return whole.hexdigest()[:8]


def width(text: str, face: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, face, size))


def _file(folder: Path, face: str) -> Path:
    return folder / f"LiberationSerif-{face}.ttf"


def _lacking(file: Path) -> set[str]:
    known = TTFont(file.stem, str(file)).face.charToGlyph
    return {letter for letter in vietnamese_letters() if ord(letter) not in known}
