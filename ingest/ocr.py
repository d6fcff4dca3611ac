"""Tesseract: its command line, environment, time limit and the translation of its errors.

``pytesseract`` names the program and parses its tables. Starting the program is done here,
because pytesseract at its time limit ends only the one process, leaves its children running and
its temporary files to chance; here the picture goes in by standard input and the whole process
group is killed.
"""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import median
from typing import Any

import pytesseract
from PIL import Image
from pytesseract.pytesseract import (
    file_to_dict,
    osd_to_dict,
)

from ingest.errors import EngineFailed, EngineMissing
from ingest.geometry import box_within_page
from ingest.limits import Limits
from ingest.page import Line, Word
from ingest.spacing import join_words

LANGUAGE = "vie"
# More than one OpenMP thread makes a page five times slower: 6.0 s against 1.23 s.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
_INSTALL = "Install it: sudo apt-get install tesseract-ocr tesseract-ocr-vie"
_LANGUAGE_MISSING = ("Error opening data file", "Failed loading language")
_COLUMNS = {
    "block_num",
    "par_num",
    "line_num",
    "left",
    "top",
    "width",
    "height",
    "conf",
    "text",
}
# Characters of the program's own message that are passed on.
_MESSAGE_LENGTH = 300


class Segmentation(StrEnum):
    """How Tesseract divides a page (its ``--psm``)."""

    COLUMNS = "3"
    """Columns and side-by-side blocks are found: right for most pages."""
    ONE_BLOCK = "6"
    """One block of lines: finds words where the other finds none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a picture must be turned clockwise (degrees) to stand upright, and how sure."""

    degrees: int
    confidence: float


def read_lines(
    image: Image.Image,
    dpi: int,
    limits: Limits,
    segmentation: Segmentation = Segmentation.COLUMNS,
) -> tuple[Line, ...]:
    """The lines of a picture in Tesseract's reading order; boxes are fractions of the picture.

    Raises EngineMissing without the program or its Vietnamese data, EngineFailed when it
    crashes, runs into the time limit or answers nonsense.
    """
    arguments = ["-l", LANGUAGE, "--psm", segmentation, "--dpi", str(dpi)]
    answer = _run([*arguments, "tsv"], image, limits)
    return _lines(_rows(answer), image.width, image.height)


def find_turn(image: Image.Image, dpi: int, limits: Limits) -> Turn | None:
    """The turn that makes a page upright, None where it cannot be told.

    Needs Tesseract's ``osd`` data; without it, and on pages with too little text, the answer is
    None.
    """
    try:
        answer = _run(["-l", "osd", "--psm", "0", "--dpi", str(dpi)], image, limits)
        found: dict[str, Any] = osd_to_dict(answer)
    except (EngineFailed, EngineMissing, KeyError):
        return None
    if "rotate" not in found or "orientation_conf" not in found:
        return None
    return Turn(int(found["rotate"]), float(found["orientation_conf"]))


def _run(arguments: list[str], image: Image.Image, limits: Limits) -> str:
    """Run the program on a picture and give what it prints.

    The picture goes in as PNM, which costs no compression: 0.3 s a page less than PNG.
    """
    command = [pytesseract.pytesseract.tesseract_cmd, "stdin", "stdout", *arguments]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | _ONE_THREAD,
            process_group=0,
        )
    except OSError as error:
        raise EngineMissing("The OCR program tesseract is not installed.", _INSTALL) from error
    try:
        answer, complaint = process.communicate(_as_pnm(image), timeout=limits.ocr_seconds)
    except BaseException as error:
        _kill_group(process)
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        raise EngineFailed(
            f"OCR of the page was stopped after {limits.ocr_seconds:g} seconds.",
            "Scan the page again, or raise VANBAN_LIMITS__OCR_SECONDS.",
        ) from error
    _refuse_failure(process.returncode, complaint.decode("utf-8", errors="replace"))
    return _decode(answer)


def _as_pnm(image: Image.Image) -> bytes:
    grey_or_colour = image if image.mode in ("L", "RGB") else image.convert("RGB")
    header = f"P{5 if grey_or_colour.mode == 'L' else 6} {image.width} {image.height} 255\n"
    return header.encode("ascii") + grey_or_colour.tobytes()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that it started, and close the pipes."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _refuse_failure(code: int, complaint: str) -> None:
    if any(sign in complaint for sign in _LANGUAGE_MISSING):
        raise EngineMissing(
            "Tesseract's Vietnamese data (vie) is not installed.",
            "Install it: sudo apt-get install tesseract-ocr-vie",
        )
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
        raise _nonsense() from error


def _nonsense() -> EngineFailed:
    return EngineFailed(
        "Tesseract's answer cannot be understood.",
        "Check its installation with: tesseract --version",
    )


def _rows(answer: str) -> list[dict[str, Any]]:
    """The rows of Tesseract's table. An answer without its header line is nonsense."""
    header = answer.split("\n", 1)[0].split("\t")
    if not set(header) >= _COLUMNS:
        raise _nonsense()
    table: dict[str, list[Any]] = file_to_dict(answer, "\t", -1)
    try:
        return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    except ValueError as error:
        raise _nonsense() from error


def _lines(rows: list[dict[str, Any]], width: int, height: int) -> tuple[Line, ...]:
    # Rows of pages, blocks and lines have the confidence -1.
    spoken = [row for row in rows if row["conf"] >= 0 and row["text"].strip()]
    lines = []
    for _, group in groupby(
        spoken, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])
    ):
        lines.append(_line(list(group), width, height))
    return tuple(lines)


def _line(rows: list[dict[str, Any]], width: int, height: int) -> Line:
    words = tuple(_word(row, width, height) for row in rows)
    gaps = [right["left"] - left["left"] - left["width"] for left, right in pairwise(rows)]
    size = median(row["height"] for row in rows)
    return Line(join_words([word.text for word in words], gaps, size), words)


def _word(row: dict[str, Any], width: int, height: int) -> Word:
    left, top = row["left"] / width, row["top"] / height
    box = box_within_page(left, top, left + row["width"] / width, top + row["height"] / height)
    return Word(row["text"].strip(), box, row["conf"] / 100)
