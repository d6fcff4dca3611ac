"""A document's pages become restored text, every word with the way back to its box."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.page import Box, Document, Line, Origin, Page, Quality, Word
from ingest.text_layer.invisible import VIETNAMESE
from ingest.text_layer.verdict import is_legacy, judge
from normalize.folding import canonical
from normalize.legacy import decode_legacy
from normalize.lexicon import NOTHING_LEARNED, Lexicon
from normalize.lines import paragraphs
from normalize.ocr_confidence import condition_of, decoder_surety, share_right
from normalize.reading import Treatment
from normalize.restore import Restorer
from normalize.source import NamesNear, Reading, RestoredLine, Source, kept
from normalize.text import RestoredWord, Text, TextLine


def restored_text(
    document: Document,
    restorer: Restorer | None,
    context: Iterable[str] = (),
    names: NamesNear | None = None,
    lexicon: Lexicon = NOTHING_LEARNED,
) -> Text:
    """Bring all pages into the one written form, restoring what their verdicts ask for.

    Without a restorer they are kept as they read, which is what it would do with pages of ``is_kept``.
    """
    pages = [_decoded(page) for page in document.pages]
    lines = [line for page in pages for line in page.lines]
    sources = [_source(line, page) for page in pages for line in page.lines]
    restored = (
        restorer.restore(sources, context, names, lexicon) if restorer else list(map(kept, sources))
    )
    owners = [page for page in pages for _ in page.lines]
    made = tuple(
        _text_line(page, table, line, answer)
        for page, table, line, answer in zip(
            owners, table_numbers(pages), lines, restored, strict=True
        )
    )
    return Text(made, paragraphs(made))


def is_kept(page: Page) -> bool:
    """Whether a page is sound as it reads, so that no model has a say in it."""
    return _treatment(page) is Treatment.KEEP


def meet(page: Page, restorer: Restorer) -> None:
    """Look up the words of a page, so that restoring it later takes half the time."""
    decoded = _decoded(page)
    restorer.meet([_source(line, decoded) for line in decoded.lines])


def _source(line: Line, page: Page) -> Source:
    """What the restorer is given of a line; OCR's own confidences only where it has any."""
    treatment = _treatment(page)
    if treatment is not Treatment.OCR:
        return Source(line.text, treatment, page=page.number)
    text = canonical(line.text)
    located = _located(text, line)
    surety = {
        start: decoder_surety(word.confidence)
        for start, word in located.items()
        if word.confidence is not None
    }
    others = {start: word.other for start, word in located.items() if word.other}
    return Source(line.text, treatment, surety, others, page.number)


def _decoded(page: Page) -> Page:
    """The page with its lines in old encodings as Unicode; on other pages there may be some as well."""
    if page.origin is Origin.OCR:
        return page
    old = [n for n, line in enumerate(page.lines) if _is_old(line.text, page)]
    if not old:
        return page
    whole = "\n".join(page.lines[n].text for n in old)
    lines = list(page.lines)
    for n, text in zip(old, decode_legacy(whole).split("\n"), strict=True):
        lines[n] = Line(text, _decoded_words(lines[n], text), lines[n].table)
    return replace(page, lines=tuple(lines))


def _is_old(text: str, page: Page) -> bool:
    """Whether a line is in an old encoding: on a page that is, unless it has letters of Unicode."""
    if text.isascii() or VIETNAMESE.search(text):
        return False
    return page.quality is Quality.LEGACY or is_legacy(text)


def _decoded_words(line: Line, text: str) -> tuple[Word, ...]:
    parts = text.split()
    if len(parts) != len(line.words):
        return ()
    return tuple(
        Word(part, word.box, word.confidence) for part, word in zip(parts, line.words, strict=True)
    )


# A word of which nothing but its letters is known.
_NOWHERE = Word("")
_TREATMENTS = {
    Quality.SOUND: Treatment.KEEP,
    Quality.LEGACY: Treatment.KEEP,
    Quality.ABSENT: Treatment.KEEP,
    Quality.BARE: Treatment.MARKS,
    Quality.GARBLED: Treatment.SPOILED,
}


def _treatment(page: Page) -> Treatment:
    """How a page's words are to be restored: by origin where OCR read them anew, else by verdict."""
    return Treatment.OCR if page.origin is Origin.OCR else _TREATMENTS[page.quality]


def table_numbers(pages: Sequence[Page]) -> Iterator[int | None]:
    """The document-wide number of each line's table, from 0; one over pages keeps its number."""
    count = 0
    for page in pages:
        seen: dict[int, int] = {}
        first = next((line.table for line in page.lines if line.table is not None), None)
        if page.continues_table and first is not None and count:
            seen[first] = count - 1
        for line in page.lines:
            if line.table is None:
                yield None
                continue
            if line.table not in seen:
                seen[line.table] = count
                count += 1
            yield seen[line.table]


def _text_line(page: Page, table: int | None, line: Line, answer: RestoredLine) -> TextLine:
    if not answer.source.strip():
        dropped = tuple(RestoredWord(w.text, "", 0, 0, 1.0, (), w.box) for w in line.words)
        return TextLine(page.number, line.text, answer.text, dropped, table)
    located, condition = _located(answer.source, line), condition_of(page.history)
    words: list[RestoredWord] = []
    shift = 0
    for start, stop in _blank_separated(answer.source):
        inside = [r for r in answer.readings if start <= r.start < stop]
        begin = start + shift
        shift += sum(len(r.text) - (r.stop - r.start) for r in inside)
        word = located.get(start, _NOWHERE)
        sure = 1.0 if word.confidence is None else share_right(word.confidence, condition)
        raw = answer.source[start:stop]
        text = answer.text[begin : stop + shift]
        words.append(_word(raw, text, start, begin, inside, word.box, sure))
    return TextLine(page.number, line.text, answer.text, tuple(words), table)


def _word(
    raw: str,
    text: str,
    origin: int,
    start: int,
    readings: Sequence[Reading],
    box: Box | None,
    sure: float,
) -> RestoredWord:
    """A word of the text; the posterior of its least sure part counts, else OCR's own surety.

    It stood at ``origin`` in the line as read and stands at ``start`` in the line restored.
    """
    least = min(readings, key=lambda r: r.confidence, default=None)
    if least is None:
        return RestoredWord(raw, text, start, start + len(text), sure, (), box)
    before = sum(len(r.text) - (r.stop - r.start) for r in readings if r.start < least.start)
    at = least.start - origin + before
    others = tuple(
        (text[:at] + other + text[at + len(least.text) :], share)
        for other, share in least.alternatives
    )
    return RestoredWord(raw, text, start, start + len(text), least.confidence, others, box)


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


def _located(source: str, line: Line) -> dict[int, Word]:
    """The words of a line by their offsets in its text."""
    found: dict[int, Word] = {}
    at = 0
    for word in line.words:
        position = source.find(canonical(word.text), at)
        if position < 0:
            continue
        found[position] = word
        at = position + len(canonical(word.text))
    return found


def restore_lines(
    lines: Sequence[str],
    quality: Quality,
    restorer: Restorer,
    context: Iterable[str] = (),
    names: NamesNear | None = None,
    lexicon: Lexicon = NOTHING_LEARNED,
) -> list[str]:
    """Restore plain text of one quality line for line; as many lines come back as were given."""
    sources = [Source(line, _TREATMENTS[quality]) for line in lines]
    if quality is Quality.LEGACY:
        sources = [Source(decode_legacy(line), Treatment.KEEP) for line in lines]
    return [answer.text for answer in restorer.restore(sources, context, names, lexicon)]


def restore_plain(
    lines: Sequence[str],
    context: Sequence[str] = (),
    names: NamesNear | None = None,
    lexicon: Lexicon = NOTHING_LEARNED,
) -> list[str]:
    """Judge plain text and restore it line for line with the models that ship with the project.

    ``context`` are lines of sound text in which the same names and phrases occur, ``names`` gives
    the names of the places that a text is about, ``lexicon`` is what reviewers corrected.
    """
    restorer = Restorer.load()
    quality = judge("\n".join(lines)).quality
    return restore_lines(lines, quality, restorer, context, names, lexicon)
