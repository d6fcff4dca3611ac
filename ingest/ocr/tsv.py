"""Tesseract's table of words (its TSV output), whichever way Tesseract is called, as lines."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from pytesseract.pytesseract import file_to_dict

from ingest.errors import EngineFailed
from ingest.layout.geometry import box_within_page
from ingest.layout.spacing import join_words
from ingest.page import Line, Word

TESSERACT_COLUMNS = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num",
    "left", "top", "width", "height", "conf", "text",
)  # fmt: skip

Row = dict[str, Any]


def nonsense() -> EngineFailed:
    """The error for an answer that cannot be understood."""
    return EngineFailed(
        "Tesseract's answer cannot be understood.",
        "Check its installation with: tesseract --version",
    )


def read_word_table(table: str, width: int, height: int) -> tuple[Line, ...]:
    """The lines of a picture of this size (pixels) in Tesseract's reading order.

    Boxes are fractions of the picture. Raises EngineFailed where the table is none.
    """
    return lines_of_rows(rows_of_table(table), width, height)


def rows_of_table(table: str) -> list[Row]:
    """The rows of the table. One without its header line is nonsense."""
    header = table.split("\n", 1)[0].split("\t")
    if not set(header) >= set(TESSERACT_COLUMNS):
        raise nonsense()
    columns: dict[str, list[Any]] = file_to_dict(table, "\t", -1)
    try:
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    except ValueError as error:
        raise nonsense() from error


def lines_of_rows(rows: list[Row], width: int, height: int) -> tuple[Line, ...]:
    """The lines of one picture; rows of pages, blocks and lines have the confidence -1."""
    spoken = [row for row in rows if row["conf"] >= 0 and row["text"].strip()]
    return tuple(_line(list(group), width, height) for group in _by_line(spoken))


def _by_line(rows: list[Row]) -> Iterator[Iterator[Row]]:
    for _, group in groupby(
        rows, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])
    ):
        yield group


def _line(rows: list[Row], width: int, height: int) -> Line:
    words = tuple(_word(row, width, height) for row in rows)
    gaps = [right["left"] - left["left"] - left["width"] for left, right in pairwise(rows)]
    size = median(row["height"] for row in rows)
    return Line(join_words([word.text for word in words], gaps, size), words)


def _word(row: Row, width: int, height: int) -> Word:
    left, top = row["left"] / width, row["top"] / height
    box = box_within_page(left, top, left + row["width"] / width, top + row["height"] / height)
    return Word(row["text"].strip(), box, row["conf"] / 100)
