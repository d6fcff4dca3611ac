"""Tesseract: its command line, environment, time limit and the translation of its errors.

``pytesseract`` names the program and parses its answers. Starting the program is done here,
because pytesseract at its time limit ends only the one process, leaves its children running and
its temporary files to chance; here the picture goes in by standard input and the whole process
group is killed.
"""

import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import pytesseract
from PIL import Image
from pytesseract.pytesseract import osd_to_dict

from ingest.errors import EngineFailed, EngineMissing
from ingest.limits import Limits
from ingest.ocr.tsv import lines_of_rows, nonsense, rows_of_table
from ingest.outside import answer_of
from ingest.page import Line

LANGUAGE = "vie"
# Letters of these documents are never all of one width; looking for that takes 2 % of the time of a page
# and 6 % of that of a line.
VARIABLES = {"textord_all_prop": "1"}
# More than one OpenMP thread makes a page five times slower: 6.0 s against 1.23 s.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
_INSTALL = "Install it: sudo apt-get install tesseract-ocr tesseract-ocr-vie"
_LANGUAGE_MISSING = ("Error opening data file", "Failed loading language")
# The first line of "tesseract --list-langs" names the folder.
_FOLDER = re.compile(r'in "([^"]+)"')
_SECONDS_TO_TELL = 20
# Characters of the program's own message that are passed on.
_MESSAGE_LENGTH = 300


class Segmentation(StrEnum):
    """How Tesseract divides a page (its ``--psm``)."""

    COLUMNS = "3"
    """Columns and side-by-side blocks are found: right for most pages."""
    ONE_BLOCK = "6"
    """One block of lines: finds words where the other finds none, and reads cells of tables."""
    ONE_LINE = "7"
    """A single line, for reading it again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a picture must be turned clockwise (degrees) to stand upright, and how sure."""

    degrees: int
    confidence: float


class TesseractProgram:
    """The program ``tesseract``, started anew for each call."""

    name = "tesseract"

    def read(
        self, pictures: Sequence[Image.Image], dpi: int, segmentation: Segmentation, limits: Limits
    ) -> list[tuple[Line, ...]]:
        """The lines of each picture in Tesseract's order; boxes are fractions of the picture.

        Raises EngineMissing without the program or its Vietnamese data, EngineFailed when it
        crashes, runs into the time limit or answers nonsense.
        """
        if not pictures:
            return []
        settings = [part for name, value in VARIABLES.items() for part in ("-c", f"{name}={value}")]
        arguments = ["-l", LANGUAGE, "--psm", segmentation, "--dpi", str(dpi), *settings, "tsv"]
        table = rows_of_table(_run(arguments, _as_one_file(pictures), limits))
        pages = [[row for row in table if row["page_num"] == n + 1] for n in range(len(pictures))]
        return [
            lines_of_rows(rows, picture.width, picture.height)
            for rows, picture in zip(pages, pictures, strict=True)
        ]


@lru_cache(maxsize=1)
def language_folder() -> str:
    """Where Tesseract keeps its language data, as the program itself tells.

    Raises EngineMissing without the program or its Vietnamese data.
    """
    try:
        told = subprocess.run(
            [pytesseract.pytesseract.tesseract_cmd, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_TELL,
            check=False,
        )
    except OSError as error:
        raise EngineMissing("The OCR program tesseract is not installed.", _INSTALL) from error
    except subprocess.TimeoutExpired as error:
        raise EngineFailed("Tesseract does not answer.", "Try: tesseract --list-langs") from error
    folder = _FOLDER.search(told.stdout + told.stderr)
    if folder is None or LANGUAGE not in told.stdout.split():
        raise _language_missing()
    return folder[1]


def find_turn(image: Image.Image, dpi: int, limits: Limits) -> Turn | None:
    """The turn that makes a page upright, None where it cannot be told.

    Needs Tesseract's ``osd`` data; without it, and on pages with too little text, the answer is
    None.
    """
    try:
        answer = _run(["-l", "osd", "--psm", "0", "--dpi", str(dpi)], _as_pnm(image), limits)
        found: dict[str, Any] = osd_to_dict(answer)
    except (EngineFailed, EngineMissing, KeyError):
        return None
    if "rotate" not in found or "orientation_conf" not in found:
        return None
    return Turn(int(found["rotate"]), float(found["orientation_conf"]))


def _run(arguments: list[str], picture: bytes, limits: Limits) -> str:
    """Run the program on a picture file and give what it prints."""
    command = [pytesseract.pytesseract.tesseract_cmd, "stdin", "stdout", *arguments]
    try:
        answer = answer_of(command, limits.ocr_seconds, picture, _ONE_THREAD)
    except OSError as error:
        raise EngineMissing("The OCR program tesseract is not installed.", _INSTALL) from error
    except subprocess.TimeoutExpired as error:
        raise stopped_at_limit(limits) from error
    _refuse_failure(answer.code, answer.complaint.decode("utf-8", errors="replace"))
    return _decode(answer.printed)


def stopped_at_limit(limits: Limits) -> EngineFailed:
    """The error for a page that took too long."""
    return EngineFailed(
        f"OCR of the page was stopped after {limits.ocr_seconds:g} seconds.",
        "Scan the page again, or raise VANBAN_LIMITS__OCR_SECONDS.",
    )


def _as_one_file(pictures: Sequence[Image.Image]) -> bytes:
    """One picture as PNM, several as the pages of a TIFF.

    Neither is compressed: PNM costs 0.3 s a page less than PNG.
    """
    if len(pictures) == 1:
        return _as_pnm(pictures[0])
    file = io.BytesIO()
    pictures[0].save(file, "TIFF", save_all=True, append_images=list(pictures[1:]))
    return file.getvalue()


def _as_pnm(image: Image.Image) -> bytes:
    grey_or_colour = image if image.mode in ("L", "RGB") else image.convert("RGB")
    header = f"P{5 if grey_or_colour.mode == 'L' else 6} {image.width} {image.height} 255\n"
    return header.encode("ascii") + grey_or_colour.tobytes()


def _language_missing() -> EngineMissing:
    return EngineMissing(
        "Tesseract's Vietnamese data (vie) is not installed.",
        "Install it: sudo apt-get install tesseract-ocr-vie",
    )


def _refuse_failure(code: int, complaint: str) -> None:
    if any(sign in complaint for sign in _LANGUAGE_MISSING):
        raise _language_missing()
    if code != 0:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        said = " ".join(complaint.split())[:_MESSAGE_LENGTH] or "it gave no message"
        raise EngineFailed(
            f"Tesseract {how}: {said}.",
            "Try again; if it happens again, scan the page anew.",
        )


def _decode(answer: bytes) -> str:
    try:
        return answer.decode("utf-8")
    except UnicodeDecodeError as error:
        raise nonsense() from error
