"""A document's pages become restored text, every word with the way back to its box."""

from collections.abc import Iterator, Sequence

import numpy as np

from ingest.page import Box, Document, Line, Page, Quality
from normalize.folding import canonical
from normalize.legacy import decode_legacy
from normalize.lines import paragraphs
from normalize.restore import Reading, Restorer
from normalize.text import RestoredWord, Text, TextLine

# Tesseract's word confidence against the share of words that were right (rendered office pages,
# `vie` model): it ranks well and is no probability, so it is read off this curve.
ENGINE_CONFIDENCE = (0.0, 0.30, 0.55, 0.75, 0.825, 0.91, 0.95, 0.97, 1.0)
SHARE_RIGHT = (0.05, 0.20, 0.37, 0.54, 0.59, 0.90, 0.97, 0.99, 0.995)


def restored_text(document: Document, restorer: Restorer) -> Text:
    """Bring all pages into the one written form, restoring what their verdicts ask for."""
    pages = [_decoded(page) for page in document.pages]
    lines = [line for page in pages for line in page.lines]
    qualities = [_treatment(page) for page in pages for _ in page.lines]
    restored = restorer.restore([line.text for line in lines], qualities)
    numbers = [page.number for page in pages for _ in page.lines]
    tables = list(_table_numbers(pages))
    made = tuple(
        _text_line(number, table, line, text, readings)
        for number, table, line, (text, readings) in zip(
            numbers, tables, lines, restored, strict=True
        )
    )
    return Text(made, paragraphs(made))


def _decoded(page: Page) -> Page:
    if page.quality is not Quality.LEGACY:
        return page
    whole = "\n".join(line.text for line in page.lines)
    decoded = decode_legacy(whole).split("\n")
    lines = tuple(
        Line(text, _decoded_words(line, text), line.table)
        for line, text in zip(page.lines, decoded, strict=True)
    )
    return Page(
        page.number, lines, page.origin, page.quality, page.reason, page.width, page.height, page.history
    )


def _decoded_words(line: Line, text: str) -> tuple:  # type: ignore[type-arg]
    parts = text.split()
    if len(parts) != len(line.words):
        return ()
    return tuple(
        type(word)(part, word.box, word.confidence)
        for part, word in zip(parts, line.words, strict=True)
    )


def _treatment(page: Page) -> Quality:
    """How a page's words are to be restored; what OCR has read anew counts as sound."""
    if page.origin == "ocr" or page.quality is Quality.LEGACY:
        return Quality.SOUND
    return page.quality


def _table_numbers(pages: Sequence[Page]) -> Iterator[int | None]:
    """The document-wide number of each line's table, from 0."""
    count = 0
    for page in pages:
        seen: dict[int, int] = {}
        for line in page.lines:
            if line.table is None:
                yield None
                continue
            if line.table not in seen:
                seen[line.table] = count
                count += 1
            yield seen[line.table]


def _text_line(
    page: int, table: int | None, line: Line, text: str, readings: Sequence[Reading]
) -> TextLine:
    source = canonical(line.text)
    boxes = _located(source, line)
    words: list[RestoredWord] = []
    shift = 0
    for start, stop in _blank_separated(source):
        inside = [r for r in readings if start <= r.start < stop]
        begin = start + shift
        shift += sum(len(r.text) - (r.stop - r.start) for r in inside)
        end = stop + shift
        box, engine = boxes.get(start, (None, None))
        words.append(_word(source[start:stop], text, begin, end, inside, box, engine))
    if not text.strip():
        words = [RestoredWord(w.raw, "", 0, 0, w.confidence, (), w.box) for w in words]
    return TextLine(page, line.text, text, tuple(words), table)


def _word(
    raw: str,
    text: str,
    start: int,
    stop: int,
    readings: Sequence[Reading],
    box: Box | None,
    engine: float | None,
) -> RestoredWord:
    least = min(readings, key=lambda r: r.confidence, default=None)
    confidence = least.confidence if least else 1.0
    if engine is not None:
        confidence *= float(np.interp(engine, ENGINE_CONFIDENCE, SHARE_RIGHT))
    alternatives = least.alternatives if least else ()
    return RestoredWord(raw, text[start:stop], start, stop, confidence, alternatives, box)


def _blank_separated(text: str) -> Iterator[tuple[int, int]]:
    start = None
    for position, letter in enumerate(text):
        if letter.isspace():
            if start is not None:
                yield start, position
            start = None
        elif start is None:
            start = position
    if start is not None:
        yield start, len(text)


def _located(source: str, line: Line) -> dict[int, tuple[Box | None, float | None]]:
    """Box and engine confidence of the words of a line by their offsets in its text."""
    found: dict[int, tuple[Box | None, float | None]] = {}
    at = 0
    for word in line.words:
        position = source.find(canonical(word.text), at)
        if position < 0:
            continue
        found[position] = (word.box, word.confidence)
        at = position + len(word.text)
    return found
